//! What the elder or the family said to an offer (REG-19): accepted, the way in begins; refused, it is
//! kept and not offered again for a while. Nobody is enrolled by default.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{search, table};
use crate::{
    applications::open::{From, OpenApplication},
    benefits::{Engines, Route},
    entry, register, runs,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Accepted,
    Refused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum By {
    #[serde(rename = "self")]
    Elder,
    Family,
    Guardian,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Visit,
    Phone,
    Window,
    Video,
    /// By the family's own page.
    Page,
}

macro_rules! words {
    ($($kind:ident: $($value:ident = $word:literal),+;)+) => {$(
        impl $kind {
            pub(super) fn as_str(self) -> &'static str {
                match self { $($kind::$value => $word),+ }
            }
        }
    )+};
}

words! {
    Answer: Accepted = "accepted", Refused = "refused";
    By: Elder = "self", Family = "family", Guardian = "guardian";
    Way: Visit = "visit", Phone = "phone", Window = "window", Video = "video", Page = "page";
}

/// Says what was answered to the offer of a benefit.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AnswerOffer {
    pub person: String,
    pub benefit: String,
    pub answer: Answer,
    pub by: By,
    /// Who it was, when it was not the elder.
    #[serde(default)]
    pub name: String,
    pub way: Way,
    /// Today when left out.
    #[serde(default)]
    pub on: Option<Day>,
    /// In their own words; needed for a refusal.
    #[serde(default)]
    pub words: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Answered {
    pub id: String,
    /// The entry or the case that was opened.
    pub opened: Option<String>,
    /// `entry` or `case`; empty when nothing was opened.
    pub as_what: String,
}

/// A row of what was answered.
pub(super) struct Said {
    pub(super) id: String,
    pub(super) person: String,
    pub(super) benefit: String,
    pub(super) area: String,
    pub(super) answer: Answer,
    pub(super) by: By,
    pub(super) name: String,
    pub(super) way: Way,
    pub(super) on: Day,
    pub(super) words: String,
    pub(super) opened: Option<String>,
}

impl Verb for AnswerOffer {
    const NAME: &'static str = "findings.answer";
    const RIGHT: &'static str = "benefits.accept";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Answered;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        runs::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Answered> {
        let on = self.on.unwrap_or_else(|| cx.today());
        let (name, words) = (self.name.trim(), self.words.trim());
        if cx.today() < on {
            return Err(Error::invalid("on", "entry-day-in-future"));
        }
        if self.by != By::Elder && name.is_empty() {
            return Err(Error::invalid("name", "findings-who"));
        }
        if self.answer == Answer::Refused && words.is_empty() {
            return Err(Error::invalid("words", "entry-why-missing"));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let engines = pack.made::<Engines>();
        let engine =
            engines.get(&self.benefit).map_err(|_| Error::invalid("benefit", "runs-unknown-benefit"))?;
        let it = register::lean::one(cx, &self.person)?;
        if !matches!(table::kind_of(cx, &it.id, &engine.id)?.as_deref(), Some("unserved" | "soon")) {
            return Err(Error::conflict("findings-nothing-offered"));
        }
        let opened = match (self.answer, engine.benefit.route) {
            (Answer::Refused, _) => {
                entry::refused_offer(cx, &engine.id, &it, words)?;
                None
            }
            (Answer::Accepted, Route::Case) => {
                let open = OpenApplication {
                    person: it.id.clone(),
                    benefit: engine.id.clone(),
                    from: From::Offer,
                    applied_on: Some(on),
                    values: serde_json::Map::new(),
                };
                Some(open.run(cx)?.case)
            }
            (Answer::Accepted, _) => {
                let apply = entry::apply::Apply {
                    person: it.id.clone(),
                    benefit: engine.id.clone(),
                    applied_on: Some(on),
                };
                Some(apply.run(cx)?)
            }
        };
        let said = Said {
            id: cx.mint(),
            person: it.id.clone(),
            benefit: engine.id.clone(),
            area: it.registered.clone(),
            answer: self.answer,
            by: self.by,
            name: name.to_owned(),
            way: self.way,
            on,
            words: words.to_owned(),
            opened: opened.clone(),
        };
        table::insert_answer(cx, &said)?;
        table::delete(cx, &it.id, &engine.id)?;
        search::of_one(cx, &it)?;
        cx.subject("person", &it.id);
        cx.note("benefit", engine.id.clone());
        cx.note("answer", self.answer.as_str());
        let as_what = match (&opened, engine.benefit.route) {
            (None, _) => "",
            (_, Route::Case) => "case",
            _ => "entry",
        };
        Ok(Answered { id: said.id, opened, as_what: as_what.to_owned() })
    }
}
