//! What is found of some people, from what is decided of them; pure.

use std::collections::{BTreeMap, HashMap};

use base::{Day, Money, Month};
use platform::facts::Frame;
use rules::Truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::benefits::{
    As, Code, Decisions, Engine, Entered, Entries, MonthReason, Plan, Reason, Route, decide_all, explain_as,
    facts,
};

/// As common as the registration here.
const LIVING_HERE: &str = "living.here";

/// What was found about somebody and a benefit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Entitled, and does not have it.
    Unserved,
    /// Entitled within the pack's days.
    Soon,
    /// Has it, and is no longer entitled.
    Ended,
    /// Not to be decided: facts are missing.
    Unknown,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Unserved, Kind::Soon, Kind::Ended, Kind::Unknown];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Unserved => "unserved",
            Kind::Soon => "soon",
            Kind::Ended => "ended",
            Kind::Unknown => "unknown",
        }
    }
}

/// One finding, of the person in `row` of the frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) row: usize,
    pub(super) benefit: String,
    pub(super) kind: Kind,
    /// Of `soon`: from when.
    pub(super) due_on: Option<Day>,
    /// A month, where it is money; what it would be.
    pub(super) amount: Money,
    pub(super) tier: String,
    pub(super) code: Code,
    /// Of `unknown`: the facts that would decide, by name.
    pub(super) missing: Vec<String>,
}

/// What the search knows of some people.
pub(super) struct Given<'a> {
    pub(super) engines: &'a [&'a Engine],
    pub(super) plan: &'a Plan,
    /// The facts of this month's last day.
    pub(super) frame: &'a Frame,
    pub(super) entries: &'a Entries,
    pub(super) today: Day,
    pub(super) ahead_days: i64,
    pub(super) again_days: i64,
}

/// How somebody stands to a benefit before anything is decided.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Has,
    /// On the way in, or refused lately.
    Settled,
    Free,
}

/// Finds. What by the month rules can only be granted by an act is looked at as if it were granted.
pub(super) fn judge(given: &Given) -> Vec<Found> {
    let month = given.today.month();
    let would = |month| {
        let none = Entries::new();
        decide_all(given.engines, given.plan, given.frame, month, &none, As::Granted)
    };
    let now = would(month);
    let is = decide_all(given.engines, given.plan, given.frame, month, given.entries, As::Entered);
    let last = given.today.plus_days(given.ahead_days).month();
    let ahead: Vec<(Month, BTreeMap<String, Decisions>)> =
        (1..=month.until(last)).map(|at| month.plus(at)).map(|it| (it, would(it))).collect();
    let mut found = Vec::new();
    // Who comes of age is asked by the entry room, and a priority or a duty is there by itself.
    for engine in given.engines.iter().filter(|it| it.benefit.route == Route::Case) {
        let (now, is) = (&now[&engine.id], &is[&engine.id]);
        let entries = given.entries.get(&engine.id);
        let mut missing = Missing::new(engine, month);
        for row in 0..given.frame.rows() {
            let entered = entries.and_then(|it| it.get(row)).copied().unwrap_or_default();
            let way = way(&entered, given);
            let at = |kind, of: &Decisions| Found {
                row,
                benefit: engine.id.clone(),
                kind,
                due_on: None,
                amount: of.amount[row],
                tier: of.tier[row].map_or_else(String::new, |it| engine.tier(it).to_owned()),
                code: of.reason[row],
                missing: Vec::new(),
            };
            match (way, now.truth[row]) {
                (Way::Has, _) if is.truth[row] == Truth::No && !gone(is.reason[row]) => {
                    found.push(at(Kind::Ended, is));
                }
                (Way::Has | Way::Settled, _) => (),
                (Way::Free, Truth::Yes) => found.push(at(Kind::Unserved, now)),
                // Whoever nothing speaks for is undecided like everybody: lists are missing, not answers.
                (Way::Free, Truth::Unknown) if !speaks_for(engine, given.frame, row, month) => (),
                (Way::Free, Truth::Unknown) => {
                    let missing = missing.of(given.frame, row, now.reason[row]);
                    found.push(Found { missing, ..at(Kind::Unknown, now) });
                }
                (Way::Free, Truth::No) => {
                    let first = ahead.iter().find(|(_, it)| it[&engine.id].truth[row] == Truth::Yes);
                    if let Some((month, it)) = first {
                        let due_on = Some(month.first_day());
                        found.push(Found { due_on, ..at(Kind::Soon, &it[&engine.id]) });
                    }
                }
            }
        }
    }
    found
}

/// Whether anything that is known of somebody speaks for the benefit, beside age and registration: a
/// label, hardship, a grade of ability.
fn speaks_for(engine: &Engine, frame: &Frame, row: usize, month: Month) -> bool {
    let common = |name: &str| ["person.", "period.", "entry."].iter().any(|it| name.starts_with(it));
    let condition = &engine.on(month.last_day()).condition;
    let mut facts = condition.facts().iter().filter(|it| !common(&it.name) && it.name != LIVING_HERE);
    facts.any(|it| match it.kind {
        rules::Kind::Bool => frame.lane(&it.name, row) == Some(1),
        _ => frame.column(&it.name).is_some_and(|column| column.known().get(row)),
    })
}

fn way(it: &Entered, given: &Given) -> Way {
    if it.granted && it.left_on.is_none() {
        return Way::Has;
    }
    let asked_lately = it.closed_on.is_some_and(|day| given.today < day.plus_days(given.again_days));
    if it.open || asked_lately { Way::Settled } else { Way::Free }
}

/// What ended by itself is not found: the runs and the register know.
fn gone(code: Code) -> bool {
    let never = [MonthReason::Died, MonthReason::MovedAway, MonthReason::GivenUp];
    never.iter().any(|it| Reason::of(code) == Some(Reason::Month(*it)))
}

/// The missing facts of a benefit, worked out once for all who are known alike.
pub(crate) struct Missing<'a> {
    engine: &'a Engine,
    month: Month,
    /// What the rules read, apart from days: two who are alike in these miss the same.
    names: Vec<&'a str>,
    /// A text has no lane of its own: whoever differs in it is asked about by themselves.
    apart: bool,
    known: HashMap<(Code, Vec<Option<i64>>), Vec<String>>,
}

impl<'a> Missing<'a> {
    pub(crate) fn new(engine: &'a Engine, month: Month) -> Missing<'a> {
        let facts: Vec<&rules::Fact> =
            engine.on(month.last_day()).programs().flat_map(rules::Program::facts).collect();
        let apart = facts.iter().any(|it| it.kind == rules::Kind::Text);
        let names = facts.into_iter().map(|it| it.name.as_str()).collect();
        Missing { engine, month, names, apart, known: HashMap::new() }
    }

    pub(crate) fn of(&mut self, frame: &Frame, row: usize, code: Code) -> Vec<String> {
        let ask = || {
            let explained = explain_as(self.engine, frame, row, self.month, As::Granted);
            explained.missing.into_iter().map(|it| it.name).collect::<Vec<_>>()
        };
        if self.apart {
            return ask();
        }
        // The month rules may judge before the month: the age on that day counts, too.
        let before = self.month.first_day().number() - 1;
        let age = frame.lane(facts::BORN, row).map(|born| rules::age_on(born, before));
        let lanes = self.names.iter().map(|it| frame.lane(it, row)).chain([age]).collect();
        self.known.entry((code, lanes)).or_insert_with(ask).clone()
    }
}
