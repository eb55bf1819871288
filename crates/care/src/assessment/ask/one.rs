//! One assessment: its steps, who did what, the level and its reasons, and what comes next.

use base::{Day, Instant, Result, error::Error};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::seen;
use crate::assessment::{
    agree::{self, Item},
    answer, assessors,
    fit::{self, Assessor, Unfit},
    object,
    pack::Procedure,
    scoring,
    state::{Act, State},
    table::{
        self, Assessment, hand,
        objection::{self, Objection},
        sheet,
    },
};

/// One assessment.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct One {
    pub assessment: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OneShown {
    pub id: String,
    pub number: String,
    pub person: String,
    pub name: String,
    pub area: String,
    pub today: Day,
    pub state: State,
    pub origin: String,
    pub reason: String,
    pub purpose: String,
    pub asked_by: String,
    pub note: String,
    pub requested_on: Day,
    pub requester: String,
    pub hands: i64,
    pub field_on: Option<Day>,
    pub assessors: Vec<Hand>,
    pub sheets: Vec<SheetShown>,
    /// Item by item, once two have answered apart.
    pub compared: Vec<Compared>,
    /// Of ten thousand.
    pub agreement: Option<i64>,
    pub assessed_on: Option<Day>,
    pub minutes: Option<i64>,
    /// Quicker than the pack's shortest.
    pub too_quick: bool,
    pub total: Option<i64>,
    pub first_ability: Option<String>,
    pub ability: Option<String>,
    /// What the engine said: scores, changes and their reasons.
    pub outcome: Value,
    /// Names of the instrument's sections, by id.
    pub sections: Value,
    pub confirmer: String,
    pub confirmed_at: Option<Instant>,
    pub words: String,
    pub valid_until: Option<Day>,
    pub code: String,
    pub organ: String,
    pub paper: String,
    pub closed_why: String,
    pub replaced_by: Option<String>,
    pub review_of: Option<String>,
    pub objections: Vec<Objection>,
    /// Until when somebody may object.
    pub object_until: Option<Day>,
    /// Whom it can be given to, and what speaks against the others.
    pub candidates: Vec<Candidate>,
    pub refusals: Vec<String>,
    pub asked_by_list: Vec<String>,
    pub may_assign: bool,
    pub may_confirm: bool,
    pub may_object: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Hand {
    pub name: String,
    pub body: String,
    pub certificate: String,
    pub valid_until: Option<Day>,
    pub taken_at: Option<Instant>,
    pub why: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SheetShown {
    pub id: String,
    pub name: String,
    pub joint: bool,
    pub total: Option<i64>,
    pub began_at: Instant,
    pub ended_at: Instant,
    pub minutes: i64,
    pub place: String,
    pub words: String,
    pub file: String,
    pub superseded: bool,
}

/// An item with the words of the instrument.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Compared {
    pub zh: String,
    pub en: String,
    #[serde(flatten)]
    pub item: Item,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Candidate {
    pub case: String,
    pub name: String,
    pub body: String,
    pub valid_until: Option<Day>,
    pub unfit: Option<Unfit>,
}

impl Question for One {
    const NAME: &'static str = "assessment.one";
    const RIGHT: &'static str = "assessment.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = OneShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<OneShown> {
        let it = table::get(cx, &self.assessment)?;
        if !seen(&it, scope) {
            return Err(Error::missing("assessment"));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Procedure>();
        let hands = hand::all(cx, &it.id)?;
        let sheets = sheet::all(cx, &it.id)?;
        let may_assign = cx.actor.may("assessment.assign") && it.state.may(Act::Assign);
        let candidates = if may_assign { candidates(cx, &it)? } else { Vec::new() };
        let object_until = object::may_object(&it, rules);
        let today = cx.today();
        let ability = |level: Option<i64>| level.and_then(|it| rules.ability(it)).map(str::to_owned);
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(OneShown {
            compared: compared(cx, &it, &sheets)?,
            sections: scoring::sections(cx, &it.instrument)?,
            objections: objection::about(cx, &it.id)?,
            area: it.area().to_owned(),
            today,
            assessors: hands.into_iter().map(shown).collect(),
            sheets: sheets.into_iter().map(told).collect(),
            too_quick: it.minutes.is_some_and(|it| it < rules.minutes_min.value),
            first_ability: ability(it.first_level),
            ability: ability(it.level),
            outcome: serde_json::from_str(&it.outcome).unwrap_or(Value::Null),
            replaced_by: some(&it.replaced_by),
            review_of: some(&it.review_of),
            may_object: cx.actor.may("assessment.request") && object_until.is_some_and(|it| today <= it),
            may_confirm: cx.actor.may("assessment.confirm") && it.state.may(Act::Confirm),
            may_assign: may_assign || cx.actor.may("assessment.assign") && it.state.may(Act::Close),
            object_until,
            candidates,
            refusals: rules.refusals.value.clone(),
            asked_by_list: rules.asked_by.value.clone(),
            id: it.id,
            number: it.number,
            person: it.person,
            name: it.name,
            state: it.state,
            origin: it.origin,
            reason: it.reason,
            purpose: it.purpose,
            asked_by: it.asked_by,
            note: it.note,
            requested_on: it.requested_on,
            requester: it.requester,
            hands: it.hands,
            field_on: it.field_on,
            agreement: it.agreement,
            assessed_on: it.assessed_on,
            minutes: it.minutes,
            total: it.total,
            confirmer: it.confirmer,
            confirmed_at: it.confirmed_at,
            words: it.words,
            valid_until: it.valid_until,
            code: it.code,
            organ: it.organ,
            paper: it.paper,
            closed_why: it.closed_why,
        })
    }
}

fn shown(it: hand::Hand) -> Hand {
    Hand {
        name: it.who.name,
        body: it.who.body,
        certificate: it.who.certificate,
        valid_until: it.who.valid_until,
        taken_at: it.taken_at,
        why: it.why,
    }
}

fn told(it: sheet::Sheet) -> SheetShown {
    SheetShown {
        minutes: it.began_at.seconds_until(it.ended_at) / 60,
        id: it.id,
        name: it.name,
        joint: it.joint,
        total: it.total,
        began_at: it.began_at,
        ended_at: it.ended_at,
        place: it.place,
        words: it.words,
        file: it.file,
        superseded: it.superseded_at.is_some(),
    }
}

/// The two that were answered apart, item by item.
fn compared(cx: &Cx, it: &Assessment, sheets: &[sheet::Sheet]) -> Result<Vec<Compared>> {
    let mut apart = sheets.iter().filter(|it| !it.joint && it.superseded_at.is_none());
    let (Some(first), Some(second)) = (apart.next(), apart.next()) else { return Ok(Vec::new()) };
    let items = agree::items(&answer::with_context(first), &answer::with_context(second));
    let named = |item: Item| {
        let (zh, en) = scoring::name_of(cx, &it.instrument, &item.item)?;
        Ok(Compared { zh, en, item })
    };
    items.into_iter().map(named).collect()
}

fn candidates(cx: &mut Cx, it: &Assessment) -> Result<Vec<Candidate>> {
    let on = it.field_on.unwrap_or_else(|| cx.today());
    let serving = assessors::serving(cx, &it.person, on)?;
    let before = if it.review_of.is_empty() { Vec::new() } else { hand::all(cx, &it.review_of)? };
    let before: Vec<Assessor> = before.into_iter().map(|it| it.who).collect();
    let candidate = |who: Assessor| Candidate {
        unfit: fit::unfit(&who, on, &serving, &before),
        case: who.case,
        name: who.name,
        body: who.body,
        valid_until: who.valid_until,
    };
    Ok(assessors::all(cx)?.into_iter().map(candidate).collect())
}
