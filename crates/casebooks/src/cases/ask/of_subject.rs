//! The cases about one subject, for its own page.

use base::Result;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list::{CaseRow, row};
use crate::{
    books::ask::Words,
    cases::{access, case::Case, table},
};

/// What is kept of a subject in all the books that the reader sees, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfSubject {
    /// `person`, `facility`, `area`, `case.<book>`
    pub kind: String,
    pub id: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseOfBook {
    pub book: String,
    pub book_name: Words,
    #[serde(flatten)]
    pub row: CaseRow,
}

/// What one book keeps of a subject, for the program itself: whoever calls it has asked whether the reader
/// may see the subject. Fields that only some roles see stay hidden.
pub fn kept(cx: &mut Cx, kind: &str, id: &str, book: &str) -> Result<Vec<CaseOfBook>> {
    let mut kept = Vec::new();
    for case in of(cx, kind, id)?.into_iter().filter(|it| it.book == book) {
        let its = access::book_of(cx, &case)?;
        let book_name = Words::of(&its.book);
        kept.push(CaseOfBook { book: case.book.clone(), book_name, row: row(cx, &its, case) });
    }
    Ok(kept)
}

fn of(cx: &mut Cx, kind: &str, id: &str) -> Result<Vec<Case>> {
    let sql = table::select(
        "f.county = $1 AND f.subject_kind = $2 AND f.subject_id = $3 ORDER BY f.id DESC LIMIT $4",
    );
    let county = cx.county().to_owned();
    cx.all(&sql, &[(&county).into(), kind.into(), id.into(), MOST.into()])
}

/// A subject has few cases; more are found by its books.
const MOST: i64 = 200;

impl Question for OfSubject {
    const NAME: &'static str = "cases.of-subject";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<CaseOfBook>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Vec<CaseOfBook>> {
        let mut shown = Vec::new();
        for case in of(cx, &self.kind, &self.id)? {
            let Ok(ready) = access::book(cx, &case.book) else { continue };
            if access::scope(cx, &ready).covers(&case.area) {
                let book_name = Words::of(&ready.book);
                let its = access::book_of(cx, &case)?;
                shown.push(CaseOfBook { book: ready.id.clone(), book_name, row: row(cx, &its, case) });
            }
        }
        Ok(shown)
    }
}
