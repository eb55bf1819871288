//! What a venue is told by an elder's card: which preferences hold today, and for whom so much that the
//! person in front of them can be recognised. Nothing else of the elder (POLICY-31).

use base::{Day, Instant, Result, name::masked};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{code, give::Kind, pack::Passes, table};
use crate::{
    benefits::{
        Gives, Period,
        of_person::{self, Stand},
    },
    register,
};

/// What the card with this code shows.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Shown {
    pub code: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Card {
    /// Whether a code was typed at all.
    pub asked: bool,
    /// Nothing when no card has this code, or it does not hold any more.
    pub holder: Option<Holder>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Holder {
    pub name: String,
    pub born: Option<i32>,
    pub today: Day,
    pub ends_on: Day,
    pub preferences: Vec<Preference>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Preference {
    pub benefit: String,
    pub gives: Gives,
    pub unit: Option<String>,
    pub period: Period,
    pub basis: String,
}

impl Question for Shown {
    const NAME: &'static str = "public.card";
    const RIGHT: &'static str = casebooks::cases::publish::READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Card;

    /// Public by its nature: whoever is shown the code reads it, so no scope narrows it.
    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Card> {
        let asked = !self.code.trim().is_empty();
        let pass = match code::read(&self.code) {
            Some(code) => table::by_code(cx, Kind::Card.as_str(), &code::digest(&code))?,
            None => None,
        };
        let Some(pass) = pass.filter(|it| it.holds(cx.today())) else {
            return Ok(Card { asked, holder: None });
        };
        let person = register::merge::current(cx, &pass.person)?;
        let it = register::lean::one(cx, &person)?;
        if it.died {
            return Ok(Card { asked, holder: None });
        }
        let pack = cx.house.packs.county(cx.county())?;
        let kinds = &pack.get::<Passes>().card_kinds.value;
        let told = of_person::told(cx, &person, cx.today().month(), Instant::MAX)?;
        let preferences = told.benefits.into_iter();
        let preferences = preferences.filter(|it| it.stand == Stand::Has && kinds.contains(&it.kind));
        let preferences = preferences.map(|it| Preference {
            benefit: it.benefit,
            gives: it.explained.gives,
            unit: it.explained.unit,
            period: it.period,
            basis: it.explained.condition.map_or_else(String::new, |it| it.basis),
        });
        let holder = Holder {
            name: masked(&it.name),
            born: it.born.map(base::Day::year),
            today: cx.today(),
            ends_on: pass.ends_on,
            preferences: preferences.collect(),
        };
        Ok(Card { asked, holder: Some(holder) })
    }
}
