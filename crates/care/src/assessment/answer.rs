//! An assessor answers, apart from the other; when all have, there is a level or a difference to settle.

use base::{Error, Fault, Instant, Result, name::masked};
use platform::{
    Cx, Place, Purpose, Verb,
    tasks::{self, NewTask, Outcome},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    CONFIRM, FIELD, agree,
    request::WORDS_MAX,
    scoring,
    state::{Act, State},
    table::{self, Assessment, hand, sheet},
};

/// Keeps what an assessor answered. Sent twice it is kept once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    pub assessment: String,
    /// The id of the sheet, made where it was filled.
    #[serde(default)]
    pub sheet: Option<String>,
    #[serde(flatten)]
    pub given: Given,
}

/// What is written on a sheet.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Given {
    /// By the items of the instrument.
    pub answers: Map<String, Value>,
    /// What changes a level: diagnoses, coma, events of the last month.
    pub context: Map<String, Value>,
    /// Answers to other instruments on the same visit, by their ids.
    pub extra: Map<String, Value>,
    pub began_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    /// Where, in words.
    pub place: String,
    /// Where the phone was, in degrees (WGS-84), when it may be known.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// The signature or a photo: a file that was kept.
    pub file: Option<String>,
    pub words: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Answered {
    pub assessment: String,
    pub sheet: String,
    pub state: State,
    /// Items that the two answered differently.
    pub differing: Vec<String>,
}

/// A phone's clock may be ahead by so much.
const AHEAD_SECONDS: i64 = 300;

impl Verb for Answer {
    const NAME: &'static str = "assessment.answer";
    const RIGHT: &'static str = "assessment.answer";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Answered;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        place(cx, &self.assessment)
    }

    fn run(self, cx: &mut Cx) -> Result<Answered> {
        let it = table::get(cx, &self.assessment)?;
        mine(cx, &it)?;
        let sheets = sheet::all(cx, &it.id)?;
        let sent = self.given.answers.clone();
        let (answers, context) = scoring::read(cx, &it.instrument, self.given.answers, self.given.context)?;
        let given = Given { answers, context, ..self.given };
        let digest = agree::digest(&given.answers);
        if let Some(known) = sheets.iter().find(|known| Some(&known.id) == self.sheet.as_ref()) {
            // The same sheet once more: a phone that did not hear the answer.
            if known.account == cx.actor.account && known.digest == digest {
                return Ok(Answered {
                    assessment: it.id,
                    sheet: known.id.clone(),
                    state: it.state,
                    differing: Vec::new(),
                });
            }
            return Err(Error::conflict("record-moved-on"));
        }
        it.state.allow(Act::Answer)?;
        let row = match given.sheet(cx, &it, self.sheet, false) {
            Ok(row) => row,
            Err(error) => return Err(scoring::beside(cx, &it.instrument, &sent, error)?),
        };
        let own = |known: &&sheet::Sheet| known.account == cx.actor.account && known.superseded_at.is_none();
        let before: Vec<String> = sheets.iter().filter(own).map(|it| it.id.clone()).collect();
        for id in before {
            sheet::supersede(cx, &it.id, &id)?;
        }
        sheet::insert(cx, &row)?;
        let by = cx.actor.account.clone();
        tasks::close(cx, FIELD, &it.id, Some(&by), Outcome::Done, &by)?;
        cx.subject("person", &it.person);
        cx.note("assessment", it.number.clone());
        let (state, differing) = weigh(cx, it)?;
        Ok(Answered { assessment: self.assessment, sheet: row.id, state, differing })
    }
}

/// Where an assessor goes: what they answer is judged by where the elder lives, or is registered when they
/// live nowhere that is known.
pub(super) fn place(cx: &mut Cx, assessment: &str) -> Result<Place> {
    Ok(Place::Area(table::get(cx, assessment)?.area().to_owned()))
}

/// Refuses whoever it was not given to.
pub(super) fn mine(cx: &mut Cx, it: &Assessment) -> Result<()> {
    let hands = hand::now(cx, &it.id)?;
    if hands.iter().any(|hand| hand.who.account == cx.actor.account) {
        return Ok(());
    }
    Err(Error::denied("assessment-not-yours"))
}

impl Given {
    /// The row that is kept, if it can be: the answers are complete, the times are times.
    pub(super) fn sheet(
        self,
        cx: &mut Cx,
        it: &Assessment,
        id: Option<String>,
        joint: bool,
    ) -> Result<sheet::Sheet> {
        let rated = scoring::rate(cx, &it.instrument, &self.answers, &self.context)?;
        scoring::extra(cx, &self.extra)?;
        let ended_at = self.ended_at.unwrap_or(cx.now);
        let began_at = self.began_at.unwrap_or(ended_at);
        let mut faults = Vec::new();
        if cx.now.plus_seconds(AHEAD_SECONDS) < ended_at {
            faults.push(Fault::new("ended_at", "assessment-day-in-future"));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let longest = pack.get::<super::pack::Procedure>().minutes_max.value * 60;
        if ended_at < began_at || longest < began_at.seconds_until(ended_at) {
            faults.push(Fault::new("began_at", "assessment-times"));
        }
        if WORDS_MAX < self.words.chars().count() || WORDS_MAX < self.place.chars().count() {
            faults.push(Fault::new("words", "assessment-too-long").arg("most", WORDS_MAX));
        }
        let position = self.lat.zip(self.lon);
        if position
            .is_some_and(|(lat, lon)| !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon))
        {
            faults.push(Fault::new("lat", "beds-no-such-place"));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let micro = |degrees: f64| (degrees * 1_000_000.0).round() as i64;
        Ok(sheet::Sheet {
            id: id.filter(|it| !it.is_empty()).unwrap_or_else(|| cx.mint()),
            assessment: it.id.clone(),
            account: cx.actor.account.clone(),
            name: cx.actor.name.clone(),
            joint,
            digest: agree::digest(&self.answers),
            answers: self.answers,
            context: self.context,
            extra: self.extra,
            began_at,
            ended_at,
            place: self.place.trim().to_owned(),
            position: position.map(|(lat, lon)| (micro(lat), micro(lon))),
            file: self.file.unwrap_or_default(),
            words: self.words.trim().to_owned(),
            total: rated.total,
            received_at: cx.now,
            superseded_at: None,
        })
    }
}

/// What the sheets come to once all who go have answered.
fn weigh(cx: &mut Cx, mut it: Assessment) -> Result<(State, Vec<String>)> {
    let sheets = sheet::now(cx, &it.id)?;
    let (Some(first), true) = (sheets.first(), it.hands <= sheets.len() as i64) else {
        return Ok((it.state, Vec::new()));
    };
    let Some(second) = sheets.get(1) else {
        let rated = rated(cx, it, first)?;
        return Ok((rated, Vec::new()));
    };
    let items = agree::items(&with_context(first), &with_context(second));
    it.agreement = Some(agree::share(&items));
    let differing: Vec<String> = items.into_iter().filter(|it| !it.same).map(|it| it.item).collect();
    if differing.is_empty() {
        return Ok((rated(cx, it, first)?, differing));
    }
    it.state = State::Differing;
    table::update(cx, &it)?;
    Ok((State::Differing, differing))
}

/// The answers and what changes the level, as one map: the two must agree on both.
pub(super) fn with_context(it: &sheet::Sheet) -> Map<String, Value> {
    it.answers.iter().chain(&it.context).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The engine says the level; another hand is asked to look.
pub(super) fn rated(cx: &mut Cx, mut it: Assessment, sheet: &sheet::Sheet) -> Result<State> {
    let rated = scoring::rate(cx, &it.instrument, &sheet.answers, &sheet.context)?;
    it.state = State::Rated;
    it.total = rated.total;
    it.first_level = rated.first;
    it.level = rated.level;
    it.outcome = rated.outcome;
    it.extra = scoring::extra(cx, &sheet.extra)?;
    it.assessed_on = Some(sheet.ended_at.day());
    it.minutes = Some(sheet.began_at.seconds_until(sheet.ended_at) / 60);
    table::update(cx, &it)?;
    ask_to_confirm(cx, &it)?;
    Ok(it.state)
}

/// Another hand looks at the result.
pub(super) fn ask_to_confirm(cx: &mut Cx, it: &Assessment) -> Result<()> {
    let task = NewTask {
        kind: CONFIRM,
        reason: "",
        subject_kind: "assessment",
        subject_id: &it.id,
        label: &masked(&it.name),
        area: it.area(),
        due_on: None,
        detail: json!({ "number": it.number }),
    };
    tasks::open(cx, &task)?;
    Ok(())
}
