//! Questions about instruments and screenings: what there is to ask by, and what was found of a person.

use ::instruments::{Confidence, Instrument, Names, Scoring};
use base::{Day, Error, Instant, Result, error::OrBroken, name::masked};
use people::register::lean;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Instruments,
    table::{self, Screening},
};

/// The instruments of the county's pack.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct List {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Listed {
    pub instruments: Vec<InstrumentListed>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InstrumentListed {
    pub id: String,
    pub zh: String,
    pub en: String,
    pub edition: String,
    pub basis: String,
    pub confidence: Confidence,
    /// Something in it was not found in print.
    pub unverified: bool,
    pub licence: Names,
    pub items: i64,
    /// A form without points.
    pub form: bool,
}

fn listed(it: &Instrument) -> InstrumentListed {
    InstrumentListed {
        id: it.id.clone(),
        zh: it.zh.clone(),
        en: it.en.clone(),
        edition: it.edition.clone(),
        basis: it.basis.clone(),
        confidence: it.confidence,
        unverified: it.is_unverified(),
        licence: it.licence.clone(),
        items: it.items.len() as i64,
        form: it.scoring == Scoring::None,
    }
}

impl Question for List {
    const NAME: &'static str = "screenings.instruments";
    const RIGHT: &'static str = "screenings.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Listed;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Listed> {
        let pack = cx.house.packs.county(cx.county())?;
        Ok(Listed { instruments: pack.get::<Instruments>().0.values().map(listed).collect() })
    }
}

/// One instrument, whole.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct One {
    pub instrument: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OneShown {
    pub listed: InstrumentListed,
    /// As its file says it, without the worked cases.
    pub instrument: Value,
}

impl Question for One {
    const NAME: &'static str = "screenings.instrument";
    const RIGHT: &'static str = "screenings.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = OneShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<OneShown> {
        let pack = cx.house.packs.county(cx.county())?;
        let it = pack.get::<Instruments>().named(&self.instrument)?;
        Ok(OneShown { listed: listed(it), instrument: serde_json::to_value(it).or_broken()? })
    }
}

/// What was found of a person, by instrument, the newest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfPerson {
    pub person: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PersonScreenings {
    pub person: String,
    pub name: String,
    /// What they may be asked by.
    pub instruments: Vec<InstrumentListed>,
    pub screenings: Vec<ScreeningShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScreeningShown {
    pub id: String,
    pub instrument: String,
    pub edition: String,
    pub day: Day,
    pub informant: String,
    pub total: Option<i64>,
    pub level: Option<i64>,
    /// Against the one before by the same instrument that was not put right.
    pub change: Option<i64>,
    pub outcome: Value,
    pub replaces: Option<String>,
    pub replaced_by: Option<String>,
    pub recorded_at: Instant,
}

impl Question for OfPerson {
    const NAME: &'static str = "screenings.of-person";
    const RIGHT: &'static str = "screenings.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = PersonScreenings;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<PersonScreenings> {
        let it = lean::one(cx, &self.person)?;
        if !scope.covers_person(&it.registered, &it.living) {
            return Err(Error::missing("person"));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let scored = pack.get::<Instruments>().0.values().filter(|it| it.scoring != Scoring::None);
        let all = table::of_person(cx, &self.person)?;
        let screenings = (0..all.len()).map(|at| shown(&all, at)).collect::<Result<_>>()?;
        Ok(PersonScreenings {
            name: masked(&it.name),
            instruments: scored.map(listed).collect(),
            screenings,
            person: self.person,
        })
    }
}

fn shown(all: &[Screening], at: usize) -> Result<ScreeningShown> {
    let it = &all[at];
    let counts = |other: &&Screening| other.instrument == it.instrument && other.replaced_by.is_none();
    let before = all[at + 1..].iter().find(counts).and_then(|it| it.total);
    Ok(ScreeningShown {
        id: it.id.clone(),
        instrument: it.instrument.clone(),
        edition: it.edition.clone(),
        day: it.day,
        informant: it.informant.clone(),
        total: it.total,
        level: it.level,
        change: it.total.zip(before).map(|(now, before)| now - before),
        outcome: serde_json::from_str(&it.outcome).or_broken()?,
        replaces: it.replaces.clone(),
        replaced_by: it.replaced_by.clone(),
        recorded_at: it.recorded_at,
    })
}
