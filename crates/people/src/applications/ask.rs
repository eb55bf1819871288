//! What somebody can apply for here, what they have, and what they applied for.

use std::collections::BTreeSet;

use base::{Error, Result, name::masked};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use casebooks::cases::ask::of_subject::{CaseOfBook, OfSubject};

use super::{fields, pack::Applications};
use crate::{
    benefits::{About, Engine, Engines, Route},
    entry::table,
    register,
};

/// Each benefit that can be applied for, about one person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfPerson {
    pub person: String,
    /// The benefit that the page offers first.
    #[serde(default)]
    pub benefit: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OfPersonAnswer {
    pub person: String,
    pub name: String,
    pub area: String,
    /// The book that keeps applications.
    pub book: String,
    pub benefits: Vec<CanApply>,
    /// The one that was asked for.
    pub chosen: Option<String>,
    /// Applications that are under way or ended, the latest first.
    pub cases: Vec<CaseOfBook>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CanApply {
    pub benefit: String,
    /// What an application has to prove, as the pack lists it.
    pub proofs: Vec<String>,
    /// Why it cannot be applied for now, as a key; absent when it can.
    pub against: Option<&'static str>,
}

impl Question for OfPerson {
    const NAME: &'static str = "applications.of-person";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = OfPersonAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<OfPersonAnswer> {
        crate::runs::source::within(cx, &self.person, scope)?;
        let it = register::lean::one(cx, &self.person)?;
        let pack = cx.house.packs.county(cx.county())?;
        let main = pack.get::<Applications>().book.clone();
        let engines = pack.made::<Engines>();
        let books: BTreeSet<&str> = engines.iter().filter_map(|it| book(Some(it)).ok()).collect();
        let asked = OfSubject { kind: "person".to_owned(), id: self.person.clone() };
        let mut cases = asked.ask(cx, scope)?;
        cases.retain(|it| it.book == main || books.contains(it.book.as_str()));
        let open = |benefit: &str| {
            let about = |it: &&CaseOfBook| it.row.values[fields::BENEFIT] == benefit;
            cases.iter().filter(about).any(|it| it.row.closed_at.is_none())
        };
        let mut benefits = Vec::new();
        for engine in engines.iter().filter(|it| book(Some(it)).is_ok()) {
            let against = if open(&engine.id) { Some(OPEN) } else { against(cx, &engine.id, &self.person)? };
            let proofs = engine.benefit.proofs.clone();
            benefits.push(CanApply { benefit: engine.id.clone(), proofs, against });
        }
        Ok(OfPersonAnswer {
            person: it.id,
            name: masked(&it.name),
            area: it.registered,
            book: main,
            benefits,
            chosen: self.benefit,
            cases,
        })
    }
}

/// The book in which a benefit is applied for; a refusal where it is not applied for in a case.
pub(super) fn book(engine: Option<&Engine>) -> Result<&str> {
    let Some(engine) = engine else { return Err(Error::invalid("benefit", "runs-unknown-benefit")) };
    let by_case = engine.benefit.route == Route::Case && engine.benefit.about == About::Person;
    match engine.benefit.book.as_deref().filter(|_| by_case) {
        Some(book) => Ok(book),
        None => Err(Error::invalid("benefit", "applications-by-another-way")),
    }
}

/// An application for the benefit is under way.
const OPEN: &str = "applications-open-already";

/// What stands against applying for a benefit, as a key.
pub(crate) fn against(cx: &mut Cx, benefit: &str, person: &str) -> Result<Option<&'static str>> {
    let latest = table::latest(cx, benefit, person)?;
    Ok(match latest.as_ref().map(|it| it.state.as_str()) {
        Some("approved" | "granted") => Some("applications-has-already"),
        Some("declined" | "refused") | None => None,
        Some(_) => Some("applications-under-entry"),
    })
}
