//! A result that was not found here: another county's, with its paper, or one of the standard before.

use base::{Day, Error, Fault, Result};
use people::register;
use platform::{Cx, Place, Purpose, Verb, files};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    answer,
    confirm::holds_until,
    pack::Procedure,
    request::{New, Requested, WORDS_MAX},
    state::State,
    table,
};

/// Where a result came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Another county's, under the standard in force.
    Foreign,
    /// Of MZ/T 039-2013: only the level is taken, and the gravest it does not know.
    Legacy,
}

impl Origin {
    fn as_str(self) -> &'static str {
        match self {
            Origin::Foreign => "foreign",
            Origin::Legacy => "legacy",
        }
    }
}

/// Enters a result from a paper; another hand accepts it or not.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeOver {
    pub person: String,
    pub origin: Origin,
    /// Who gave the result.
    pub organ: String,
    /// The number of their paper.
    pub paper: String,
    /// A scan of it: a file that was kept.
    pub file: String,
    /// As the register calls the level.
    pub ability: String,
    pub assessed_on: Day,
    /// As the paper says; as long as an own result when it says nothing.
    #[serde(default)]
    pub valid_until: Option<Day>,
}

impl Verb for TakeOver {
    const NAME: &'static str = "assessment.take-over";
    const RIGHT: &'static str = "assessment.assign";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Requested;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let it = register::lean::one(cx, &self.person)?;
        Ok(Place::Person { registered: it.registered, living: it.living })
    }

    fn run(self, cx: &mut Cx) -> Result<Requested> {
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Procedure>();
        let level = rules.level(&self.ability);
        let gravest = rules.levels.value.len() as i64 - 1;
        let until =
            self.valid_until.unwrap_or_else(|| holds_until(self.assessed_on, rules.valid_months.value));
        let mut faults = Vec::new();
        for (path, text) in [("organ", &self.organ), ("paper", &self.paper)] {
            if text.trim().is_empty() || WORDS_MAX < text.chars().count() {
                faults.push(Fault::new(path, "assessment-words-needed").arg("most", WORDS_MAX));
            }
        }
        match level {
            None => faults.push(Fault::new("ability", "assessment-no-such-level")),
            // The old standard had four levels: nobody was found to have lost everything.
            Some(it) if it == gravest && self.origin == Origin::Legacy => {
                faults.push(Fault::new("ability", "assessment-legacy-gravest"));
            }
            Some(_) => (),
        }
        if cx.today() < self.assessed_on {
            faults.push(Fault::new("assessed_on", "assessment-day-in-future"));
        }
        if until < cx.today() {
            faults.push(Fault::new("valid_until", "assessment-over-already"));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        files::get(cx, &self.file)?;
        if table::of_person(cx, &self.person)?.iter().any(|it| it.state.is_open()) {
            return Err(Error::conflict("assessment-open-already"));
        }
        let new = New {
            reason: rules.reasons.value.last().cloned().unwrap_or_default(),
            asked_by: rules.asked_by.value.first().cloned().unwrap_or_default(),
            purpose: rules.purposes.value.first().cloned().unwrap_or_default(),
            on: cx.today(),
            note: String::new(),
            review_of: String::new(),
        };
        let mut it = new.made(cx, &self.person)?;
        it.state = State::Rated;
        self.origin.as_str().clone_into(&mut it.origin);
        it.hands = 0;
        self.organ.trim().clone_into(&mut it.organ);
        self.paper.trim().clone_into(&mut it.paper);
        it.file = self.file;
        it.assessed_on = Some(self.assessed_on);
        it.valid_until = Some(until);
        it.level = level;
        table::insert(cx, &it)?;
        answer::ask_to_confirm(cx, &it)?;
        cx.subject("person", &it.person);
        cx.note("assessment", it.number.clone());
        cx.note("origin", it.origin.clone());
        Ok(Requested { assessment: it.id, number: it.number, person: it.person })
    }
}
