//! The public face of a case: the declared fields and no other, masked as declared. Pure.

use std::collections::BTreeMap;

use base::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::hide;
use crate::{
    books::{Field, Ready, Sort, ask::Words, book::Publish, field::Choice},
    cases::{case::Values, value},
};

/// What stands for the rest of a masked value.
const REST: &str = "**";
/// What stands for something whose name is not public.
const NO_NAME: &str = "—";

/// What the public sees of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Face {
    /// What names it: the published ones of the book's title fields, else its subject, else nothing.
    pub title: Words,
    pub subject: Option<Words>,
    pub fields: Vec<FaceField>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FaceField {
    pub id: String,
    pub shown: Words,
    /// The value for programs; nothing of a masked one, and nothing of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<Value>,
    /// A table's rows by column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<BTreeMap<String, Words>>,
    /// Files by id; their names are not public.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

/// A field that said something else while it was public.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Correction {
    pub on: Day,
    pub field: String,
    pub was: Words,
}

/// The declaration as one text: two that publish alike are alike.
pub(super) fn declared(it: &Publish) -> String {
    let days = format!("{} {}", it.after_days, it.until_days.unwrap_or(0));
    format!("{}|{}|{}|{}|{days}", it.when, it.fields.join(" "), it.masked.join(" "), it.subject)
}

/// Makes the face of values. `names` knows what they point to.
pub(super) fn make(
    ready: &Ready,
    declared: &Publish,
    values: &Values,
    names: &BTreeMap<String, Words>,
    subject: Option<Words>,
) -> Face {
    let one = |id: &String| {
        let (field, value) = (ready.book.field.get(id)?, values.get(id)?);
        is_public(field).then(|| shown(id, field, ready.choices(id), value, names))
    };
    let fields = declared.fields.iter().filter_map(one);
    let fields = fields.map(|it| if declared.masked.contains(&it.id) { masked(it) } else { it }).collect();
    let mut face = Face { title: Words::default(), subject, fields };
    face.title = face.named(&ready.book.title);
    face
}

/// Whether values of a field can be public at all, whatever a book declares.
pub(crate) fn is_public(field: &Field) -> bool {
    let private = matches!(field.sort, Sort::Person | Sort::Place | Sort::Signature);
    !private && !field.sort.is_sealed() && field.see.is_empty()
}

/// Whether a column of a published table is told.
pub(crate) fn is_public_column(column: &Field) -> bool {
    is_public(column) && !column.sort.is_attached() && !matches!(column.sort, Sort::Worker | Sort::Table)
}

fn shown(
    id: &str,
    field: &Field,
    choices: &[Choice],
    value: &Value,
    names: &BTreeMap<String, Words>,
) -> FaceField {
    let mut it = FaceField {
        id: id.to_owned(),
        shown: words(field, choices, value, names),
        raw: None,
        rows: Vec::new(),
        files: Vec::new(),
    };
    match field.sort {
        Sort::Table => {
            let columns = || field.columns.iter().filter(|it| is_public_column(it.1));
            let row = |row: &Value| {
                let cell = |(name, column): (&String, &Field)| {
                    let value = row.get(name).unwrap_or(&Value::Null);
                    (name.clone(), words(column, &column.choices, value, names))
                };
                columns().map(cell).collect()
            };
            it.rows = value.as_array().into_iter().flatten().map(row).collect();
        }
        Sort::Photo | Sort::File => {
            let ids = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            it.files = ids.map(str::to_owned).collect();
        }
        Sort::Text | Sort::Area | Sort::Facility | Sort::Case | Sort::Worker => (),
        _ => it.raw = Some(value.clone()),
    }
    it
}

fn words(field: &Field, choices: &[Choice], value: &Value, names: &BTreeMap<String, Words>) -> Words {
    let same = |text: String| Words { zh: text.clone(), en: text };
    match (field.sort, value) {
        (_, Value::Null) => Words::default(),
        (Sort::Area | Sort::Facility | Sort::Case | Sort::Worker, Value::String(id)) => {
            names.get(id).cloned().unwrap_or_else(|| same(NO_NAME.to_owned()))
        }
        (Sort::Text, Value::String(text)) => same(hide::hidden(text, field.lines.is_some_and(|it| 1 < it))),
        _ => {
            let of = |language| value::shown(field, choices, value, language);
            Words { zh: of("zh"), en: of("en") }
        }
    }
}

/// Only the first character, in both languages; what a program could read of it goes.
pub(super) fn masked(it: FaceField) -> FaceField {
    let mask = |text: &str| text.chars().next().map_or_else(String::new, |first| format!("{first}{REST}"));
    let shown = Words { zh: mask(&it.shown.zh), en: mask(&it.shown.en) };
    FaceField { shown, raw: None, rows: Vec::new(), files: Vec::new(), id: it.id }
}

impl Face {
    pub fn field(&self, id: &str) -> Option<&FaceField> {
        self.fields.iter().find(|it| it.id == id)
    }

    fn named(&self, title: &[String]) -> Words {
        let texts = |of: fn(&Words) -> &String| {
            let fields = title.iter().filter_map(|id| self.field(id)).map(|it| of(&it.shown));
            let fields: Vec<&str> = fields.map(String::as_str).filter(|it| !it.is_empty()).collect();
            if fields.is_empty() { self.subject.as_ref().map(of).cloned() } else { Some(fields.join(" · ")) }
        };
        Words { zh: texts(|it| &it.zh).unwrap_or_default(), en: texts(|it| &it.en).unwrap_or_default() }
    }

    /// What is left of the face under the declaration of now: a book may since publish less.
    pub(super) fn under(mut self, ready: &Ready, declared: &Publish) -> Face {
        let kept = |it: &FaceField| {
            declared.fields.contains(&it.id) && ready.book.field.get(&it.id).is_some_and(is_public)
        };
        self.fields.retain(kept);
        let is_masked = |it: &FaceField| declared.masked.contains(&it.id);
        self.fields =
            self.fields.into_iter().map(|it| if is_masked(&it) { masked(it) } else { it }).collect();
        if !declared.subject {
            self.subject = None;
        }
        self.title = self.named(&ready.book.title);
        self
    }

    /// The words that a search looks through.
    pub(super) fn words(&self, number: &str) -> String {
        let mut text = number.to_owned();
        let rows = self.fields.iter().flat_map(|it| it.rows.iter().flat_map(BTreeMap::values));
        let all = self.fields.iter().map(|it| &it.shown).chain(rows);
        for it in all.chain(&self.subject) {
            for part in [&it.zh, &it.en] {
                text.push('\n');
                text.push_str(part);
            }
        }
        text.to_lowercase()
    }

    /// What differs from a face that was public before: fields that said something else.
    pub(super) fn corrected(&self, before: &Face, on: Day) -> Vec<Correction> {
        let said = before.fields.iter().filter(|it| !it.shown.zh.is_empty());
        let other = said.filter(|was| self.field(&was.id) != Some(was));
        other.map(|it| Correction { on, field: it.id.clone(), was: it.shown.clone() }).collect()
    }
}
