//! The night's look at what is public: books that publish by another declaration than before, and
//! rules that read the day.

use std::sync::Arc;

use base::{Result, error::OrBroken};
use platform::{Cx, Step as Turn, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    ask, face,
    keep::{How, keep},
    table,
};
use crate::{
    books::{Ready, Shelf},
    cases::{case::Seen, subject},
};

/// Cases of one transaction.
const CHUNK: i64 = 200;

/// Brings what is public under the declarations of now.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Renew {}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Cursor {
    book: usize,
    after: String,
    done: i64,
}

impl Work for Renew {
    const KIND: &'static str = "cases.publish";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Turn> {
        let mut at: Cursor = cursor.map_or(Ok(Cursor::default()), serde_json::from_value).or_broken()?;
        let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
        let books: Vec<&Arc<Ready>> = shelf.iter().filter(|it| it.book.publish.is_some()).collect();
        let Some(ready) = books.get(at.book) else {
            return Ok(Turn::Done { answer: json!({ "looked_at": at.done }) });
        };
        let Some(publish) = &ready.book.publish else {
            return Ok(Turn::Done { answer: json!({ "looked_at": at.done }) });
        };
        let declared = face::declared(publish);
        let same = table::passed(cx, &ready.id)?.as_ref() == Some(&declared);
        let cases = if same && !ready.publishes_by_day() {
            Vec::new()
        } else {
            ask::of_book(cx, &ready.id, &at.after, CHUNK)?
        };
        match cases.last() {
            Some(last) => at.after.clone_from(&last.id),
            None => {
                table::pass(cx, &ready.id, &declared)?;
                at.book += 1;
                at.after.clear();
            }
        }
        let today = cx.today();
        for case in cases {
            let told = subject::told(cx, ready, &case.subject_kind, &case.subject_id)?;
            let (state, opened_on) = (case.state.as_str(), case.opened_on);
            let seen = Seen { ready, values: &case.values, state, opened_on, today, subject: &told };
            let so = ready.is_public(&|name| seen.look(name));
            keep(cx, ready, &case, so, How::Renewed)?;
            at.done += 1;
        }
        Ok(Turn::More { cursor: serde_json::to_value(&at).or_broken()?, done: at.done, total: None })
    }
}
