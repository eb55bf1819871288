//! Somebody applies: the case is opened, filled with what the register knows and the engine decides.

use base::{Day, Error, Fault, Result};
use casebooks::cases::open::{self, Opened, Opener};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{ask, fields, known};
use crate::{benefits::Engines, register};

/// From where an application came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum From {
    #[default]
    Window,
    Village,
    Family,
    Import,
    Offer,
}

/// Applies for a benefit in somebody's name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpenApplication {
    pub person: String,
    pub benefit: String,
    #[serde(default)]
    pub from: From,
    /// The day of the application; today when left out.
    #[serde(default)]
    pub applied_on: Option<Day>,
    /// Other fields of the book, by their ids.
    #[serde(default)]
    pub values: Map<String, Value>,
}

/// The right of whoever applies without an account, by a pass.
const OUTSIDE: &str = crate::passes::enter::ACT;

impl Verb for OpenApplication {
    const NAME: &'static str = "applications.open";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Opened;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        crate::runs::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Opened> {
        let applied_on = self.applied_on.unwrap_or_else(|| cx.today());
        if cx.today() < applied_on {
            return Err(Error::invalid("applied_on", "entry-day-in-future"));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let engines = pack.made::<Engines>();
        let book = ask::book(engines.get(&self.benefit).ok())?;
        let it = register::lean::one(cx, &self.person)?;
        if it.died {
            return Err(Error::conflict("entry-person-dead"));
        }
        if let Some(key) = ask::against(cx, &self.benefit, &self.person)? {
            return Err(Error::Conflict(Fault::new("benefit", key)));
        }
        let known = known::of(cx, &self.benefit, &self.person, applied_on)?;
        let mut given = self.values;
        given.insert(fields::BENEFIT.to_owned(), json!(self.benefit));
        given.insert(fields::APPLIED_ON.to_owned(), json!(applied_on));
        given.insert(fields::CAME_BY.to_owned(), json!(self.from));
        given.entry(fields::NAME).or_insert_with(|| json!(it.name));
        let opener = if cx.actor.may(OUTSIDE) { Opener::Outside } else { Opener::Actor };
        let opened = open::filled(cx, (book, &self.person), opener, &given, known::values(&known))?;
        cx.note("person", self.person.as_str());
        cx.note("benefit", self.benefit.as_str());
        Ok(opened)
    }
}
