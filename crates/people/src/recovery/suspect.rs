//! A recovery that smells of deceit: the case of suspected fraud is opened, filled with what the recovery
//! knows. It is verified, answered by whoever is suspected, and handed over by other hands.

use base::{Error, Result};
use casebooks::{
    books::{Book, Books},
    cases::open::{self, Opened, Opener},
};
use platform::{Cx, Place, Purpose, Verb, packs::Check};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use super::{recovery::Rules, table};

/// The book of suspected fraud, and which of its fields a recovery fills.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fraud {
    pub book: String,
    pub number: String,
    pub benefit: String,
    pub amount: String,
    pub from: String,
    pub found_by: String,
    /// What stands in `found_by` of a case that came from a recovery.
    pub found_value: String,
    pub how: String,
    pub suspect: String,
    pub facts: String,
}

impl Fraud {
    pub(super) fn check(&self, check: &mut Check<'_>) {
        let Some(books) = check.other::<Books>() else { return };
        let known: Vec<String> = books.0.keys().cloned().collect();
        let book: Option<Book> = books.0.get(&self.book).cloned();
        check.reference("fraud.book", "casebook", &self.book, known.iter().map(String::as_str));
        let Some(book) = book else { return };
        for (key, field) in [
            ("number", &self.number),
            ("benefit", &self.benefit),
            ("amount", &self.amount),
            ("from", &self.from),
            ("found_by", &self.found_by),
            ("how", &self.how),
            ("suspect", &self.suspect),
            ("facts", &self.facts),
        ] {
            let fields = book.field.keys().map(String::as_str);
            check.reference(&format!("fraud.{key}"), "field", field, fields);
        }
    }
}

/// Opens the case of suspected fraud of a recovery.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suspect {
    pub recovery: String,
    /// One of the ways that the book lists.
    pub how: String,
    /// Who is suspected, and what they are to the elder.
    pub suspect: String,
    pub facts: String,
}

impl Verb for Suspect {
    const NAME: &'static str = "recovery.suspect";
    const RIGHT: &'static str = "recovery.write";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Opened;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::get(cx, &self.recovery)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<Opened> {
        for (path, text) in [("suspect", &self.suspect), ("facts", &self.facts), ("how", &self.how)] {
            if text.trim().is_empty() {
                return Err(Error::invalid(path, "recovery-needed"));
            }
        }
        let it = table::get(cx, &self.recovery)?;
        let months = table::months(cx, &it.id)?;
        let pack = cx.house.packs.county(cx.county())?;
        let fraud = &pack.get::<Rules>().fraud;
        let mut given = Map::new();
        for (field, value) in [
            (&fraud.number, json!(it.number)),
            (&fraud.benefit, json!(it.benefit)),
            (&fraud.amount, json!(it.amount.to_string())),
            (&fraud.found_by, json!(fraud.found_value)),
            (&fraud.how, json!(self.how)),
            (&fraud.suspect, json!(self.suspect.trim())),
            (&fraud.facts, json!(self.facts.trim())),
        ] {
            given.insert(field.clone(), value);
        }
        if let Some((first, _)) = months.first() {
            given.insert(fraud.from.clone(), json!(first));
        }
        let known = casebooks::cases::case::Values::new();
        let opened = open::filled(cx, (&fraud.book, &it.person), Opener::Actor, &given, known)?;
        cx.subject("recovery", &it.id);
        cx.note("case", opened.number.as_str());
        Ok(opened)
    }
}
