//! One draft: its text with what is wrong in it, its picture, its form, and how it differs from what is
//! in force. With what is typed right now in place of what is kept, the same question checks while somebody
//! types.

use base::{Instant, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    access::roles::Roles,
    packs::{
        PackFault,
        differs::{self, Line},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{FormShown, books, form_of};
use crate::{
    books::{Shelf, Sort, ask::Words},
    drafts::{
        begin, checked,
        picture::{self, Picture},
        table,
        write::typed,
    },
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneDraft {
    pub draft: String,
    /// `text`: what is typed and not kept yet.
    #[serde(default)]
    pub values: Map<String, Value>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DraftShown {
    #[serde(flatten)]
    pub line: books::DraftLine,
    pub revision: i64,
    pub made_at: Instant,
    pub judged_at: Option<Instant>,
    pub judged_name: String,
    /// Why it was returned.
    pub reason: String,
    pub text: String,
    /// What is typed against what is kept: somebody else may have saved meanwhile.
    pub unsaved: Vec<Line>,
    pub lines: i64,
    pub faults: Vec<PackFault>,
    /// Nothing when the text cannot be read.
    pub picture: Option<Picture>,
    pub form: Option<FormShown>,
    /// Against the book in force; all of it where there is none.
    pub differs: Vec<Line>,
    /// The edition in force; nothing of a new book.
    pub in_force: Option<i64>,
    pub may_write: bool,
    pub may_judge: bool,
    /// Whether the reader wrote in it, and so cannot judge it.
    pub own_hand: bool,
    /// For the forms that add to it.
    pub sorts: Vec<String>,
    pub roles: Vec<String>,
    pub of_states: Vec<Offered>,
    pub of_steps: Vec<Offered>,
    pub of_fields: Vec<Offered>,
}

/// Something to choose.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Offered {
    pub id: String,
    pub name: Words,
}

impl Question for OneDraft {
    const NAME: &'static str = "drafts.draft";
    const RIGHT: &'static str = "books.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = DraftShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<DraftShown> {
        let it = table::get(cx, &self.draft)?;
        let pack = cx.house.packs.county(cx.county())?;
        let shelf = pack.made::<Shelf>();
        let writing = it.is_written() && cx.actor.may("books.design");
        let text = typed(&self.values).filter(|_| writing).unwrap_or_else(|| it.text.clone());
        let read = checked::text(&pack, &it.book, &text);
        let in_force = begin::in_force(cx, &it.book)?;
        let book = read.book.as_ref();
        let own_hand = it.hands.contains(&cx.actor.account);
        let reviewing = it.state == table::REVIEW && cx.actor.may("books.publish");
        let option = |id: &String, name: Words| Offered { id: id.clone(), name };
        Ok(DraftShown {
            line: books::line(&shelf, &it),
            revision: it.revision,
            made_at: it.made_at,
            judged_at: it.judged_at,
            judged_name: it.judged_name.clone(),
            reason: it.reason.clone(),
            unsaved: differs::lines(&it.text, &text),
            lines: text.lines().count() as i64,
            differs: differs::lines(&in_force, &text),
            picture: book.map(picture::of),
            form: book.map(|it| form_of(it, read.ready.as_deref())),
            in_force: shelf.get(&it.book).map(|it| it.book.edition),
            may_write: writing,
            may_judge: reviewing && !own_hand,
            own_hand: reviewing && own_hand,
            sorts: Sort::ALL
                .iter()
                .filter(|it| it.0 != Sort::Table && it.0 != Sort::Case)
                .map(|it| it.1.to_owned())
                .collect(),
            roles: pack.get::<Roles>().role.keys().cloned().collect(),
            of_states: book
                .into_iter()
                .flat_map(|it| &it.state)
                .map(|(id, it)| option(id, Words::of(it)))
                .collect(),
            of_steps: book
                .into_iter()
                .flat_map(|it| &it.step)
                .map(|(id, it)| option(id, Words::of(it)))
                .collect(),
            of_fields: book
                .into_iter()
                .flat_map(|it| &it.field)
                .map(|(id, it)| option(id, Words::of(it)))
                .collect(),
            faults: read.faults,
            text,
        })
    }
}
