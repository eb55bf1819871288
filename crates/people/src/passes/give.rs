//! An official hands out a pass, with the consent that it rests on (REG-19).

use base::{Day, Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    code,
    pack::Passes,
    table::{self, Pass},
};
use crate::{register, runs};

/// What a pass is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody of the family sees what the elder is owed, and answers for them.
    Family,
    /// The elder shows it at a venue.
    Card,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Kind::Family => "family",
            Kind::Card => "card",
        }
    }
}

/// Who consented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentBy {
    #[serde(rename = "self")]
    Elder,
    Guardian,
}

/// How the consent was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentWay {
    Signed,
    /// Before the official who hands out the pass.
    Said,
}

/// Hands out a pass for an elder.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Give {
    pub person: String,
    pub kind: Kind,
    /// Who of the family; nobody for a card.
    #[serde(default)]
    pub name: String,
    /// What they are to the elder: an id of the pack's relations.
    #[serde(default)]
    pub relation: String,
    pub consent_by: ConsentBy,
    pub consent_way: ConsentWay,
    /// Today when left out.
    #[serde(default)]
    pub consent_on: Option<Day>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Given {
    pub pass: String,
    pub person: String,
    pub kind: Kind,
    /// Shown this once.
    pub code: String,
    pub ends_on: Day,
}

const NAME_CHARS_MAX: usize = 60;

impl Verb for Give {
    const NAME: &'static str = "passes.give";
    const RIGHT: &'static str = "passes.give";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Given;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        runs::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Given> {
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Passes>();
        let (name, today) = (self.name.trim(), cx.today());
        let consent_on = self.consent_on.unwrap_or(today);
        let mut faults = Vec::new();
        if today < consent_on {
            faults.push(Fault::new("consent_on", "entry-day-in-future"));
        }
        if self.kind == Kind::Family {
            if name.is_empty() || NAME_CHARS_MAX < name.chars().count() {
                faults.push(Fault::new("name", "passes-name-needed").arg("most", NAME_CHARS_MAX));
            }
            if !rules.relations.value.contains(&self.relation) {
                faults.push(Fault::new("relation", "passes-relation-needed"));
            }
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let it = register::lean::one(cx, &self.person)?;
        if it.died {
            return Err(Error::conflict("entry-person-dead"));
        }
        if it.merged {
            return Err(Error::conflict("register-person-merged"));
        }
        if self.kind == Kind::Family && it.born.is_none() {
            // The birth date is the second thing that whoever comes in must know.
            return Err(Error::conflict("passes-birth-unknown"));
        }
        let days = match self.kind {
            Kind::Family => rules.family_days.value,
            Kind::Card => rules.card_days.value,
        };
        let (family, ends_on) = (self.kind == Kind::Family, today.plus_days(days));
        let written = code::written(&cx.secret_bytes()?);
        let digest = code::read(&written).map(|it| code::digest(&it)).unwrap_or_default();
        let pass = Pass {
            id: cx.mint(),
            person: it.id.clone(),
            kind: self.kind.as_str().to_owned(),
            name: if family { name.to_owned() } else { String::new() },
            relation: if family { self.relation.clone() } else { String::new() },
            consent_by: word(&self.consent_by)?,
            consent_way: word(&self.consent_way)?,
            consent_on,
            given_at: cx.now,
            ends_on,
            withdrawn_at: None,
            why: String::new(),
            wrong: 0,
            locked_until: None,
            used_at: None,
        };
        table::insert(cx, &pass, &digest)?;
        cx.subject("person", &it.id);
        cx.note("pass", pass.id.clone());
        cx.note("kind", self.kind.as_str());
        Ok(Given { pass: pass.id, person: it.id, kind: self.kind, code: written, ends_on })
    }
}

/// The word of an enum's value.
fn word<T: Serialize>(value: &T) -> Result<String> {
    let word = serde_json::to_value(value).map_err(Error::broken)?;
    Ok(word.as_str().unwrap_or_default().to_owned())
}
