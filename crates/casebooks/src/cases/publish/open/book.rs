//! A book as the public is told of it: its name, what it publishes, where to object.

use base::{Error, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    books::{Field, Ready, ask::Words},
    cases::publish::{READ, face},
};

/// One book that publishes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OnePublicBook {
    pub book: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BookPublic {
    pub id: String,
    pub name: Words,
    /// Whether what a case is about is told.
    pub subject: bool,
    pub fields: Vec<PublicField>,
    /// Where to object, in the county's words.
    pub correction: Words,
    pub until_days: Option<i64>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PublicField {
    pub id: String,
    pub sort: String,
    pub name: Words,
    pub unit: Option<Words>,
    pub masked: bool,
    pub long: bool,
    pub columns: Vec<PublicField>,
}

impl Question for OnePublicBook {
    const NAME: &'static str = "public.book";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = BookPublic;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<BookPublic> {
        public_book(&*super::book(cx, &self.book)?)
    }
}

/// What a book publishes, as its declaration says.
pub(crate) fn public_book(ready: &Ready) -> Result<BookPublic> {
    let publish = ready.book.publish.as_ref().ok_or_else(|| Error::missing("publication"))?;
    let fields = publish.fields.iter().filter_map(|id| ready.book.field.get_key_value(id));
    let fields = fields.filter(|it| face::is_public(it.1));
    Ok(BookPublic {
        id: ready.id.clone(),
        name: Words::of(&ready.book),
        subject: publish.subject,
        fields: fields.map(|(id, it)| field(id, it, publish.masked.contains(id))).collect(),
        correction: Words { zh: publish.correction_zh.clone(), en: publish.correction_en.clone() },
        until_days: publish.until_days,
    })
}

fn field(id: &str, it: &Field, masked: bool) -> PublicField {
    let columns = it.columns.iter().filter(|it| face::is_public_column(it.1));
    PublicField {
        id: id.to_owned(),
        sort: it.sort.name().to_owned(),
        name: Words::of(it),
        unit: it.unit_zh.clone().zip(it.unit_en.clone()).map(|(zh, en)| Words { zh, en }),
        masked,
        long: it.lines.is_some_and(|it| 1 < it),
        columns: columns.map(|(id, it)| field(id, it, false)).collect(),
    }
}
