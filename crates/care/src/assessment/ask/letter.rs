//! The result as a letter to the elder: the level and how it came about, until when it holds, and how to object.

use base::{Day, Result, error::Error};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::seen;
use crate::assessment::{object, pack::Procedure, scoring, state::State, table, table::hand};

/// The letter of a confirmed assessment.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Letter {
    pub assessment: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LetterShown {
    pub id: String,
    pub number: String,
    pub name: String,
    pub area: String,
    pub county: String,
    pub today: Day,
    pub reason: String,
    pub assessed_on: Option<Day>,
    pub bodies: Vec<String>,
    pub total: Option<i64>,
    pub first_ability: Option<String>,
    pub ability: Option<String>,
    pub outcome: Value,
    pub sections: Value,
    pub standard: String,
    pub valid_until: Option<Day>,
    pub object_until: Option<Day>,
    pub object_days: i64,
    pub code: String,
}

impl Question for Letter {
    const NAME: &'static str = "assessment.letter";
    const RIGHT: &'static str = "assessment.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = LetterShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<LetterShown> {
        let it = table::get(cx, &self.assessment)?;
        if !seen(&it, scope) || it.state != State::Confirmed {
            return Err(Error::missing("assessment"));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Procedure>();
        let ability = |level: Option<i64>| level.and_then(|it| rules.ability(it)).map(str::to_owned);
        let hands = hand::now(cx, &it.id)?;
        let mut bodies: Vec<String> = hands.into_iter().map(|it| it.who.body).collect();
        bodies.dedup();
        Ok(LetterShown {
            area: it.area().to_owned(),
            county: pack.county().map_or_else(String::new, |it| it.area.clone()),
            today: cx.today(),
            first_ability: ability(it.first_level),
            ability: ability(it.level),
            outcome: serde_json::from_str(&it.outcome).unwrap_or(Value::Null),
            sections: scoring::sections(cx, &it.instrument)?,
            standard: scoring::standard(cx, &it.instrument)?,
            object_until: object::may_object(&it, rules),
            object_days: rules.objection_days.value,
            id: it.id,
            number: it.number,
            name: it.name,
            reason: it.reason,
            assessed_on: it.assessed_on,
            bodies,
            total: it.total,
            valid_until: it.valid_until,
            code: it.code,
        })
    }
}
