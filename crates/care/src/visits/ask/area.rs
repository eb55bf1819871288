//! Whom a village is to see, in the order of its road: compact enough for a phone.

use base::{Day, Result, error::OrBroken};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Basis, ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use crate::visits::form::Answers;

/// Those who are to be seen in an area.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OfArea {
    /// A part of the reader's area, by path.
    pub area: Option<String>,
    /// `due`: by the end of the month; `overdue`, `away`, `undecided`, `tried` (nobody was met), or all who
    /// are to be seen.
    pub which: Option<String>,
    pub tier: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ToSee {
    pub person: String,
    pub name: String,
    pub area: String,
    pub tier: String,
    /// `home`, `away`, `undecided`.
    pub state: String,
    /// Why: rules of the pack, `alert:` before a kind of alert.
    pub held: Vec<String>,
    /// Facts that would tell more.
    pub missing: Vec<String>,
    pub due_on: Option<Day>,
    pub overdue: bool,
    pub last_on: Option<Day>,
    pub contact_on: Option<Day>,
    pub away_since: Option<Day>,
    pub attempts: i64,
    pub attempted: String,
    /// The place on the road; nothing where none was set.
    pub road: Option<i64>,
    /// The visit that another one may follow with nothing new, and its answers.
    pub last_visit: Option<String>,
    pub answers: Option<Answers>,
}

struct Shown(ToSee);

impl FromRow for Shown {
    fn from_row(row: &Row) -> Result<Shown> {
        let (held, missing): (String, String) = (row.get(5)?, row.get(6)?);
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        let answers: Option<String> = row.get(15)?;
        let last_visit: String = row.get(14)?;
        Ok(Shown(ToSee {
            person: row.get(0)?,
            name: row.get(1)?,
            area: row.get(2)?,
            tier: row.get(3)?,
            state: row.get(4)?,
            held: words(&held),
            missing: words(&missing),
            due_on: row.get(7)?,
            overdue: false,
            last_on: row.get(8)?,
            contact_on: row.get(9)?,
            away_since: row.get(10)?,
            attempts: row.get(11)?,
            attempted: row.get(12)?,
            road: row.get(13)?,
            last_visit: Some(last_visit).filter(|it| !it.is_empty()),
            answers: answers.map(|it| serde_json::from_str(&it).or_broken()).transpose()?,
        }))
    }
}

const ORDERS: &[Order] = &[
    (
        "road",
        " ORDER BY duty.area, COALESCE(road.place, 1000000), duty.name, duty.person",
        " ORDER BY duty.area DESC, COALESCE(road.place, 1000000) DESC, duty.name DESC, duty.person DESC",
    ),
    ("name", " ORDER BY duty.name, duty.person", " ORDER BY duty.name DESC, duty.person DESC"),
    ("due_on", " ORDER BY duty.due_on, duty.person", " ORDER BY duty.due_on DESC, duty.person DESC"),
    ("last_on", " ORDER BY duty.last_on, duty.person", " ORDER BY duty.last_on DESC, duty.person DESC"),
];

impl Question for OfArea {
    const NAME: &'static str = "visits.of-area";
    const RIGHT: &'static str = "visits.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = ListAnswer<ToSee>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<ToSee>> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        // An absent filter is the empty text, which is no tier.
        let (which, tier) = (self.which.unwrap_or_default(), self.tier.unwrap_or_default());
        let today = cx.today();
        let select =
            "SELECT duty.person, duty.name, duty.area, duty.tier, duty.state, duty.held, duty.missing,
                duty.due_on, duty.last_on, duty.contact_on, duty.away_since, duty.attempts, duty.attempted,
                road.place, duty.last_visit, visit.answers
             FROM visit_duty AS duty
             LEFT JOIN visit_road AS road ON road.county = duty.county AND road.person = duty.person
             LEFT JOIN visit ON visit.county = duty.county AND visit.id = duty.last_visit
             WHERE duty.county = $1 AND duty.area >= $2 AND duty.area < $3 AND ($4 = '' OR duty.tier = $4)
                AND CASE $5 WHEN 'undecided' THEN duty.state = 'undecided'
                    WHEN 'away' THEN duty.state = 'away'
                    WHEN 'tried' THEN duty.state <> 'undecided' AND duty.attempts > 0
                    WHEN 'overdue' THEN duty.state <> 'undecided' AND duty.due_on < $6
                    WHEN 'due' THEN duty.state <> 'undecided' AND duty.due_on <= $7
                    ELSE duty.state <> 'undecided' END";
        let args = [
            scope.county.as_str().into(),
            low.as_str().into(),
            high.as_str().into(),
            tier.as_str().into(),
            which.as_str().into(),
            today.into(),
            today.month().last_day().into(),
        ];
        let answer: ListAnswer<Shown> = self.list.read(cx, select, ORDERS, &args)?;
        let answer =
            answer.map(|Shown(it)| ToSee { overdue: it.due_on.is_some_and(|due| due < today), ..it });
        Ok(answer.counted(Basis::Living, today))
    }
}
