//! What the family says to an offer and applies for: the same commands as at the window, in the name of
//! whoever holds the pass.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::enter::{ACT, visitor};
use crate::{
    applications::open::{From, OpenApplication},
    benefits::{Engines, Route},
    entry,
    findings::answer::{Answer, AnswerOffer, Answered, By, Way},
    register, runs,
};

/// Says yes or no to what is offered.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Say {
    pub visit: String,
    pub benefit: String,
    pub answer: Answer,
    /// In their own words; needed for a refusal.
    #[serde(default)]
    pub words: String,
}

/// The relation that answers in its own right.
const GUARDIAN: &str = "guardian";

impl Verb for Say {
    const NAME: &'static str = "passes.say";
    const RIGHT: &'static str = ACT;
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Answered;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let (_, person) = visitor(cx, &self.visit)?;
        runs::source::place(cx, &person)
    }

    fn run(self, cx: &mut Cx) -> Result<Answered> {
        let (pass, person) = visitor(cx, &self.visit)?;
        alive(cx, &person)?;
        cx.note("pass", pass.id.clone());
        let said = AnswerOffer {
            person,
            benefit: self.benefit,
            answer: self.answer,
            by: if pass.relation == GUARDIAN { By::Guardian } else { By::Family },
            name: pass.name,
            way: Way::Page,
            on: None,
            words: self.words,
        };
        said.run(cx)
    }
}

/// Applies for a benefit: in a case, or at the entry of who comes of age.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Apply {
    pub visit: String,
    pub benefit: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Applied {
    /// The number of the application, where it is a case.
    pub number: Option<String>,
}

impl Verb for Apply {
    const NAME: &'static str = "passes.apply";
    const RIGHT: &'static str = ACT;
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Applied;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let (_, person) = visitor(cx, &self.visit)?;
        runs::source::place(cx, &person)
    }

    fn run(self, cx: &mut Cx) -> Result<Applied> {
        let (pass, person) = visitor(cx, &self.visit)?;
        alive(cx, &person)?;
        cx.note("pass", pass.id);
        let pack = cx.house.packs.county(cx.county())?;
        let engines = pack.made::<Engines>();
        let by_age = engines.get(&self.benefit).is_ok_and(|it| it.benefit.route == Route::Age);
        if by_age {
            let apply = entry::apply::Apply { person, benefit: self.benefit, applied_on: None };
            apply.run(cx)?;
            return Ok(Applied { number: None });
        }
        let open = OpenApplication {
            person,
            benefit: self.benefit,
            from: From::Family,
            applied_on: None,
            values: serde_json::Map::new(),
        };
        Ok(Applied { number: Some(open.run(cx)?.number) })
    }
}

fn alive(cx: &mut Cx, person: &str) -> Result<()> {
    if register::lean::one(cx, person)?.died { Err(Error::conflict("entry-person-dead")) } else { Ok(()) }
}
