//! The assessments of one person, their course, and what may be done.

use base::{Day, Result, error::Error};
use people::register;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::{
    pack::{Procedure, REVIEW},
    state::State,
    table,
};

/// The assessments of a person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfPerson {
    pub person: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PersonAssessments {
    pub person: String,
    pub name: String,
    pub area: String,
    pub today: Day,
    /// The newest first.
    pub rows: Vec<OfPersonRow>,
    /// An assessment is under way.
    pub open: bool,
    pub died: bool,
    pub may_request: bool,
    pub may_take_over: bool,
    pub levels: Vec<String>,
    /// The day from which the next one is due.
    pub due_from: Option<Day>,
    pub reasons: Vec<String>,
    pub asked_by: Vec<String>,
    pub purposes: Vec<String>,
    /// Results in the order of their days, for the curve.
    pub course: Vec<Point>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OfPersonRow {
    pub id: String,
    pub number: String,
    pub reason: String,
    pub state: State,
    pub origin: String,
    pub requested_on: Day,
    pub assessed_on: Option<Day>,
    pub total: Option<i64>,
    pub ability: Option<String>,
    pub valid_until: Option<Day>,
    /// It is the result that counts.
    pub stands: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Point {
    pub on: Day,
    pub level: i64,
    pub ability: String,
    pub total: Option<i64>,
}

impl Question for OfPerson {
    const NAME: &'static str = "assessment.of-person";
    const RIGHT: &'static str = "assessment.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = PersonAssessments;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<PersonAssessments> {
        let who = register::lean::one(cx, &self.person)?;
        if !scope.covers_person(&who.registered, &who.living) {
            return Err(Error::missing("person"));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Procedure>();
        let all = table::of_person(cx, &self.person)?;
        let ability = |level: Option<i64>| level.and_then(|it| rules.ability(it)).map(str::to_owned);
        let stands = |it: &table::Assessment| it.state == State::Confirmed && it.replaced_by.is_empty();
        let mut course: Vec<Point> = all
            .iter()
            .filter(|it| it.state == State::Confirmed)
            .filter_map(|it| {
                Some(Point {
                    on: it.assessed_on?,
                    level: it.level?,
                    ability: ability(it.level)?,
                    total: it.total,
                })
            })
            .collect();
        course.sort_by_key(|it| it.on);
        let until = all.iter().find(|it| stands(it)).and_then(|it| it.valid_until);
        let mut reasons = rules.reasons.value.clone();
        reasons.retain(|it| it != REVIEW);
        Ok(PersonAssessments {
            area: if who.living.is_empty() { who.registered } else { who.living },
            name: who.name,
            today: cx.today(),
            open: all.iter().any(|it| it.state.is_open()),
            died: who.died,
            may_request: cx.actor.may("assessment.request"),
            may_take_over: cx.actor.may("assessment.assign"),
            levels: rules.levels.value.clone(),
            due_from: until.map(|it| it.plus_days(-rules.ahead_days.value)),
            reasons,
            asked_by: rules.asked_by.value.clone(),
            purposes: rules.purposes.value.clone(),
            course,
            rows: all
                .iter()
                .map(|it| OfPersonRow {
                    id: it.id.clone(),
                    number: it.number.clone(),
                    reason: it.reason.clone(),
                    state: it.state,
                    origin: it.origin.clone(),
                    requested_on: it.requested_on,
                    assessed_on: it.assessed_on,
                    total: it.total,
                    ability: ability(it.level),
                    valid_until: it.valid_until,
                    stands: stands(it),
                })
                .collect(),
            person: self.person,
        })
    }
}
