//! What an assessor sees: the assessments given to them, and the form of one.

use base::{Day, Instant, Result, error::Error, name::masked};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{FromRow, Row};

use crate::assessment::{
    agree::{self, Item},
    answer, scoring,
    state::{Act, State},
    table::{self, hand, sheet},
};

/// The assessments given to whoever asks, what is still to do first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Mine {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MineShown {
    pub today: Day,
    pub rows: Vec<MineRow>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MineRow {
    pub id: String,
    pub number: String,
    pub name: String,
    pub area: String,
    pub reason: String,
    pub state: String,
    pub field_on: Option<Day>,
    /// I answered, and wait for the other.
    pub answered: bool,
}

impl FromRow for MineRow {
    fn from_row(row: &Row) -> Result<MineRow> {
        let (name, answered): (String, i64) = (row.get(2)?, row.get(7)?);
        Ok(MineRow {
            id: row.get(0)?,
            number: row.get(1)?,
            name: masked(&name),
            area: row.get(3)?,
            reason: row.get(4)?,
            state: row.get(5)?,
            field_on: row.get(6)?,
            answered: 0 < answered,
        })
    }
}

impl Question for Mine {
    const NAME: &'static str = "assessment.mine";
    const RIGHT: &'static str = "assessment.answer";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = MineShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<MineShown> {
        let (county, me, (low, high)) = (cx.county(), cx.actor.account.clone(), scope.range());
        let rows = cx.all(
            "SELECT a.id, a.number, a.name, CASE WHEN a.living = '' THEN a.registered ELSE a.living END AS area,
                a.reason, a.state, a.field_on,
                (SELECT COUNT(*) FROM assessment_sheet s WHERE s.county = a.county AND s.assessment = a.id
                    AND s.account = $2 AND s.superseded_at IS NULL)
             FROM assessment_hand h JOIN assessment a ON a.county = h.county AND a.id = h.assessment
             WHERE h.county = $1 AND h.account = $2 AND h.taken_at IS NULL
                AND a.state IN ('assigned', 'differing')
                AND (a.living >= $3 AND a.living < $4 OR a.living = '' AND a.registered >= $3 AND a.registered < $4)
             ORDER BY a.field_on, a.id",
            &[county.into(), (&me).into(), (&low).into(), (&high).into()],
        )?;
        Ok(MineShown { today: cx.today(), rows })
    }
}

/// The form of an assessment, for whoever it was given to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Form {
    pub assessment: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FormShown {
    pub id: String,
    pub number: String,
    pub name: String,
    pub area: String,
    pub state: State,
    pub reason: String,
    pub note: String,
    pub field_on: Option<Day>,
    /// When the form was opened: the assessment begins then.
    pub opened_at: Instant,
    /// The instrument as the pack has it.
    pub instrument: Value,
    /// What I answered before.
    pub answers: Map<String, Value>,
    pub context: Map<String, Value>,
    pub answered: bool,
    pub may_answer: bool,
    /// Where we differ, once both have answered; nothing before.
    pub differing: Vec<Item>,
    pub may_settle: bool,
    /// Why it came back.
    pub words: String,
}

impl Question for Form {
    const NAME: &'static str = "assessment.form";
    const RIGHT: &'static str = "assessment.answer";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = FormShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<FormShown> {
        let it = table::get(cx, &self.assessment)?;
        let me = cx.actor.account.clone();
        let given = hand::now(cx, &it.id)?.iter().any(|it| it.who.account == me);
        if !given || !scope.covers(it.area()) {
            return Err(Error::missing("assessment"));
        }
        let sheets = sheet::now(cx, &it.id)?;
        let own = sheets.iter().find(|it| it.account == me);
        let mut differing = Vec::new();
        if let (State::Differing, [first, second, ..]) = (it.state, sheets.as_slice()) {
            differing = agree::items(&answer::with_context(first), &answer::with_context(second));
            differing.retain(|it| !it.same);
        }
        Ok(FormShown {
            area: it.area().to_owned(),
            opened_at: cx.now,
            instrument: scoring::shown(cx, &it.instrument)?,
            answers: own.map(|it| it.answers.clone()).unwrap_or_default(),
            context: own.map(|it| it.context.clone()).unwrap_or_default(),
            answered: own.is_some(),
            may_answer: it.state.may(Act::Answer),
            may_settle: it.state.may(Act::Settle),
            differing,
            id: it.id,
            number: it.number,
            name: it.name,
            state: it.state,
            reason: it.reason,
            note: it.note,
            field_on: it.field_on,
            words: it.words,
        })
    }
}
