//! The family comes in by the code and the elder's birth date, and goes.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    code,
    give::Kind,
    pack::Passes,
    table::{self, Pass},
};
use crate::register;

/// Opens a visit by a family's pass.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Enter {
    pub code: String,
    /// The elder's birth date.
    pub born: Day,
}

/// What came of it. A wrong birth date is no error: it is counted, which a refused command leaves undone.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Entered {
    /// The visit's token, once; nothing when the door stayed shut.
    pub visit: Option<String>,
    pub outcome: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    In,
    /// No such code, or not this birth date: which of the two is not told.
    Wrong,
    Locked,
    /// Taken back, or its days are over.
    Over,
}

/// The right of whoever comes by a pass.
pub const ACT: &str = "passes.act";

impl Verb for Enter {
    const NAME: &'static str = "passes.enter";
    const RIGHT: &'static str = ACT;
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Entered;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Entered> {
        let shut = |outcome| Ok(Entered { visit: None, outcome });
        let Some(code) = code::read(&self.code) else { return shut(Outcome::Wrong) };
        let Some(pass) = table::by_code(cx, Kind::Family.as_str(), &code::digest(&code))? else {
            return shut(Outcome::Wrong);
        };
        if pass.locked_until.is_some_and(|it| cx.now < it) {
            return shut(Outcome::Locked);
        }
        let person = register::merge::current(cx, &pass.person)?;
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Passes>();
        cx.note("pass", pass.id.clone());
        if register::lean::one(cx, &person)?.born != Some(self.born) {
            let wrong = pass.wrong + 1;
            let locks = rules.wrong_max.value <= wrong;
            let until = locks.then(|| cx.now.plus_minutes(rules.lock_minutes.value));
            table::tried(cx, &pass.id, if locks { 0 } else { wrong }, until)?;
            return shut(if locks { Outcome::Locked } else { Outcome::Wrong });
        }
        if !pass.holds(cx.today()) {
            return shut(Outcome::Over);
        }
        let token = code::written(&cx.secret_bytes()?) + &code::written(&cx.secret_bytes()?);
        let ends_at = cx.now.plus_minutes(rules.visit_minutes.value);
        table::enter(cx, &pass.id, &code::digest(&token), ends_at)?;
        cx.subject("person", person);
        Ok(Entered { visit: Some(token), outcome: Outcome::In })
    }
}

/// Ends a visit.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Leave {
    pub visit: String,
}

impl Verb for Leave {
    const NAME: &'static str = "passes.leave";
    const RIGHT: &'static str = ACT;
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        table::leave(cx, &code::digest(&self.visit))
    }
}

/// The pass of a visit, and the person it is about as the register now keeps them.
pub(super) fn visitor(cx: &mut Cx, visit: &str) -> Result<(Pass, String)> {
    let pass = table::of_visit(cx, &code::digest(visit))?;
    let pass = pass.filter(|it| it.holds(cx.today())).ok_or_else(|| Error::denied("passes-visit-over"))?;
    let person = register::merge::current(cx, &pass.person)?;
    Ok((pass, person))
}
