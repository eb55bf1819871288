//! The form of a new case: its subject, found or to be found, and its fields.

use base::Result;
use platform::{Cx, Purpose, Question, Scope, subjects::Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    books::ask::{FieldShown, PartShown, Words, field},
    cases::{access, case, open, subject},
};

/// The form of a new case: its subject, if one is named already, and its fields.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpeningForm {
    pub book: String,
    #[serde(default)]
    pub subject: Option<String>,
    /// What was typed to find a subject.
    #[serde(default)]
    pub find: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OpeningShown {
    pub book: String,
    pub book_name: Words,
    pub subject_kind: String,
    pub subject: Option<Subject>,
    /// Subjects that fit what was typed.
    pub found: Vec<Subject>,
    pub may_open: bool,
    pub parts: Vec<PartShown>,
    pub fields: Vec<FieldShown>,
    pub starts: Map<String, Value>,
}

/// Subjects offered to choose from.
const FOUND_MAX: i64 = 20;

impl Question for OpeningForm {
    const NAME: &'static str = "cases.form";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = OpeningShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<OpeningShown> {
        let ready = access::book(cx, &self.book)?;
        let role = cx.actor.role.clone();
        let scope = access::scope(cx, &ready);
        let about = match self.subject.as_deref().filter(|it| !it.is_empty()) {
            Some(id) => {
                let found = subject::find(cx, &ready, Some(id), None)?;
                scope.covers(&subject::area(&ready, &found)).then_some(found)
            }
            None => None,
        };
        let typed = self.find.unwrap_or_default();
        let found = if typed.trim().is_empty() {
            Vec::new()
        } else {
            subject::matching(cx, &ready, &scope, &typed, FOUND_MAX)?
        };
        let book = &ready.book;
        let fields = book.asked_at_opening().filter(|it| book.may_see_field(it.1, &role));
        Ok(OpeningShown {
            book: ready.id.clone(),
            book_name: Words::of(book),
            subject_kind: book.subject.clone(),
            subject: about,
            found,
            may_open: book.may_open(&role),
            parts: book
                .part
                .iter()
                .map(|(id, it)| PartShown { id: id.clone(), name: Words::of(it) })
                .collect(),
            fields: fields.map(|(id, it)| field(id, it, ready.choices(id))).collect(),
            starts: case::visible(&ready, &role, &open::starting(&ready)),
        })
    }
}
