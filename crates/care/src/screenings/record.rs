//! Somebody was asked: the answers are scored and kept with what came of them. What somebody must be told
//! at once is a task of the same transaction.

use ::instruments::{Instrument, Outcome, Scoring, field, score};
use base::{Day, Error, Fault, Result, error::OrBroken, name::masked};
use people::register::lean::{self, Lean};
use platform::{
    Cx, Place, Purpose, Verb,
    tasks::{self, NewTask},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    Instruments,
    table::{self, Screening},
};

/// The task of an alert, as in the pack's `tasks.toml`.
const ALERT: &str = "screening-alert";
/// Characters of an informant's name.
const INFORMANT_MAX: usize = 60;

/// Records one screening of a person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Made where somebody was asked; a page leaves it out.
    #[serde(default)]
    pub id: Option<String>,
    pub person: String,
    /// As in the pack.
    pub instrument: String,
    /// Today when left out.
    #[serde(default)]
    pub day: Option<Day>,
    /// Who told, where that is not the person.
    #[serde(default)]
    pub informant: String,
    /// By item.
    #[serde(default)]
    pub answers: Map<String, Value>,
    #[serde(default)]
    pub context: Map<String, Value>,
    /// The screening that this one puts right.
    #[serde(default)]
    pub replaces: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Recorded {
    pub screening: String,
    pub person: String,
    pub outcome: Outcome,
}

impl Verb for Record {
    const NAME: &'static str = "screenings.record";
    const RIGHT: &'static str = "screenings.record";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Recorded;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let it = lean::one(cx, &self.person)?;
        Ok(Place::Person { registered: it.registered, living: it.living })
    }

    fn run(self, cx: &mut Cx) -> Result<Recorded> {
        let pack = cx.house.packs.county(cx.county())?;
        let instrument = pack.get::<Instruments>().named(&self.instrument)?;
        if instrument.scoring == Scoring::None {
            return Err(Error::invalid("instrument", "screenings-only-a-form"));
        }
        let id = match self.id.as_deref().filter(|it| !it.is_empty()) {
            Some(id) => id.to_owned(),
            None => cx.mint(),
        };
        let (answers, context) = (instrument.typed(&self.answers), instrument.typed_context(&self.context));
        let outcome = score(instrument, &answers, &context).map_err(|faults| self.refused(faults))?;
        let it = lean::one(cx, &self.person)?;
        let day = self.day.unwrap_or_else(|| cx.today());
        self.check(cx, &it, day)?;
        let new = Screening {
            id,
            person: self.person.clone(),
            instrument: instrument.id.clone(),
            edition: instrument.edition.clone(),
            day,
            informant: self.informant.trim().to_owned(),
            answers: serde_json::to_string(&answers).or_broken()?,
            context: serde_json::to_string(&context).or_broken()?,
            outcome: serde_json::to_string(&outcome).or_broken()?,
            total: outcome.scores.get("total").copied(),
            level: outcome.level.map(i64::from),
            replaces: self.replaces.filter(|it| !it.is_empty()),
            replaced_by: None,
            recorded_at: cx.now,
        };
        if let Some(stood) = table::by_id(cx, &new.id)? {
            // A phone that sends twice is answered twice; another screening under the id is another matter.
            return if stood.same(&new) {
                Ok(Recorded { screening: stood.id, person: stood.person, outcome })
            } else {
                Err(Error::conflict("screenings-id-taken"))
            };
        }
        put_right(cx, &new)?;
        table::insert(cx, &new)?;
        alert(cx, instrument, &it, &new, &outcome)?;
        cx.subject("person", &new.person);
        cx.note("screening", new.id.clone());
        cx.note("instrument", new.instrument.clone());
        Ok(Recorded { screening: new.id, person: new.person, outcome })
    }
}

impl Record {
    /// Faults at the names that the answers came under: a form writes `B-1-1` for `B.1.1`.
    fn refused(&self, faults: Vec<Fault>) -> Error {
        let mut keys = self.answers.keys().chain(self.context.keys());
        let of_form = keys.any(|it| it.contains('-'));
        let told = |mut fault: Fault| {
            if of_form && let Some((root, id)) = fault.path.split_once('.') {
                fault.path = format!("{root}.{}", field(id)).into();
            }
            fault
        };
        Error::Invalid(faults.into_iter().map(told).collect())
    }

    fn check(&self, cx: &Cx, it: &Lean, day: Day) -> Result<()> {
        if it.merged {
            return Err(Error::conflict("register-person-merged"));
        }
        let mut faults = Vec::new();
        if cx.today() < day {
            faults.push(Fault::new("day", "entry-day-in-future"));
        }
        if it.died_on.is_some_and(|died| it.died && died < day) {
            faults.push(Fault::new("day", "screenings-after-death"));
        }
        if INFORMANT_MAX < self.informant.trim().chars().count() {
            faults.push(Fault::new("informant", "screenings-informant-long").arg("most", INFORMANT_MAX));
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }
}

/// A correction names the screening that it puts right: the same instrument, the same person, once.
fn put_right(cx: &mut Cx, new: &Screening) -> Result<()> {
    let Some(wrong) = &new.replaces else { return Ok(()) };
    let wrong = table::by_id(cx, wrong)?.ok_or_else(|| Error::missing("screening"))?;
    if wrong.person != new.person || wrong.instrument != new.instrument {
        return Err(Error::invalid("replaces", "screenings-of-another"));
    }
    if wrong.replaced_by.is_some() {
        return Err(Error::conflict("screenings-replaced-already"));
    }
    table::replace(cx, &wrong.id, &new.id)
}

/// A task for each alert. One that a correction no longer finds stays open: a person looks and closes it.
fn alert(cx: &mut Cx, instrument: &Instrument, it: &Lean, new: &Screening, outcome: &Outcome) -> Result<()> {
    let area = if it.living.is_empty() { &it.registered } else { &it.living };
    for raised in &outcome.alerts {
        let task = NewTask {
            kind: ALERT,
            reason: &raised.rule,
            subject_kind: "person",
            subject_id: &new.person,
            label: &masked(&it.name),
            area,
            due_on: Some(cx.today()),
            detail: json!({ "screening": new.id, "instrument": instrument.id, "rule": raised.rule }),
        };
        tasks::open(cx, &task)?;
    }
    Ok(())
}
