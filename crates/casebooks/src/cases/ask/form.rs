//! The form of a new case: its subject, found or to be found, and its fields.

use std::collections::BTreeMap;

use base::Result;
use platform::{Cx, Purpose, Question, Scope, subjects::Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::names::{self, Names};
use crate::{
    books::{
        Ready,
        ask::{FieldShown, PartShown, Words, field, form},
    },
    cases::{
        access,
        case::{self, Seen, Values},
        lines, open, subject, value,
    },
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
    /// What was typed so far: by it fields are asked or not.
    #[serde(default)]
    pub values: Map<String, Value>,
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
    /// The names of what the values point to.
    pub names: Names,
}

/// Subjects offered to choose from.
const FOUND_MAX: i64 = 20;

/// What was there with what was typed over it; what cannot be read is left out here and told when
/// the form is sent.
pub(crate) fn typed_so_far(ready: &Ready, role: &str, before: &Values, typed: &Map<String, Value>) -> Values {
    let mut values = before.clone();
    for (id, typed) in typed {
        let field = ready.book.field.get(id).filter(|it| ready.book.may_see_field(it, role));
        let read = field.map(|it| value::read(it, ready.choices(id), typed));
        match (field, read) {
            (Some(it), _) if it.sort.is_sealed() => (),
            (_, Some(Ok(Some(read)))) => _ = values.insert(id.clone(), read),
            (_, Some(Ok(None))) => _ = values.remove(id),
            _ => (),
        }
    }
    values
}

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
        let mut fields: Vec<FieldShown> = fields.map(|(id, it)| field(id, it, ready.choices(id))).collect();
        let starts = case::visible(&ready, &role, &open::starting(&ready));
        let values = typed_so_far(&ready, &role, &starts, &self.values);
        let told = match &about {
            Some(it) => subject::told(cx, &ready, &book.subject, &it.id)?,
            None => BTreeMap::new(),
        };
        let today = cx.today();
        let state = book.first_state();
        let seen = Seen { ready: &ready, values: &values, state, opened_on: today, today, subject: &told };
        form(&ready, &mut fields, &|name| seen.look(name));
        lines::asked(&ready, &mut fields, (&starts, &self.values), &|name| seen.look(name));
        let names = names::of(cx, &ready, &values)?;
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
            fields,
            starts,
            names,
        })
    }
}
