//! Questions about quotas: allocations, the ranked list of one, its grants. `one.rs` an allocation with
//! what was used of it, `person.rs` what one person holds.

pub mod one;
pub mod person;

use base::{Day, Month, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Basis, ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::{pack::Quotas, table::allocation};
use crate::benefits::Engines;

/// The allocations, with what was given and used of them in the reader's area.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Allocations {
    pub benefit: Option<String>,
    /// Those that are void, too.
    pub void: Option<bool>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AllocationRow {
    pub id: String,
    pub benefit: String,
    pub service: String,
    pub area: String,
    pub from: Month,
    pub to: Month,
    pub total: i64,
    pub document: String,
    pub state: String,
    /// Persons who were granted something of it, of the reader's area; what they were allotted, issued,
    /// have used, what expired, what is left to use, and what of that ends soon.
    pub grants: i64,
    pub allotted: i64,
    pub issued: i64,
    pub used: i64,
    pub expired: i64,
    pub balance: i64,
    pub soon: i64,
    /// As the benefit counts.
    pub unit: String,
}

impl FromRow for AllocationRow {
    fn from_row(row: &Row) -> Result<AllocationRow> {
        Ok(AllocationRow {
            id: row.get(0)?,
            benefit: row.get(1)?,
            service: row.get(2)?,
            area: row.get(3)?,
            from: row.get(4)?,
            to: row.get(5)?,
            total: row.get(6)?,
            document: row.get(7)?,
            state: row.get(8)?,
            grants: row.get(9)?,
            allotted: row.get(10)?,
            issued: row.get(11)?,
            used: row.get(12)?,
            expired: row.get(13)?,
            balance: row.get(14)?,
            soon: row.get(15)?,
            unit: String::new(),
        })
    }
}

const OPENED: &[Order] = &[
    ("from", " ORDER BY a.from_month DESC, a.id DESC", " ORDER BY a.from_month, a.id"),
    ("benefit", " ORDER BY a.benefit, a.id", " ORDER BY a.benefit DESC, a.id DESC"),
    ("total", " ORDER BY a.total, a.id", " ORDER BY a.total DESC, a.id DESC"),
];

impl Question for Allocations {
    const NAME: &'static str = "quotas.allocations";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ListAnswer<AllocationRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<AllocationRow>> {
        let (low, high) = scope.range();
        let pack = cx.house.packs.county(cx.county())?;
        let until = cx.today().plus_days(pack.get::<Quotas>().soon_days.value);
        let benefit = self.benefit.unwrap_or_default();
        let void = i64::from(self.void.unwrap_or(false));
        // What is for places beside the reader's is none of theirs.
        let select = "SELECT a.id, a.benefit, a.service, a.area, a.from_month, a.to_month, a.total, a.document, a.state,
                CAST(COALESCE(g.grants, 0) AS BIGINT), CAST(COALESCE(g.allotted, 0) AS BIGINT),
                CAST(COALESCE(g.issued, 0) AS BIGINT), CAST(COALESCE(g.used, 0) AS BIGINT),
                CAST(COALESCE(g.expired, 0) AS BIGINT), CAST(COALESCE(g.balance, 0) AS BIGINT),
                CAST(COALESCE(s.soon, 0) AS BIGINT)
             FROM quota_allocation a
             LEFT JOIN (SELECT allocation, COUNT(*) AS grants, SUM(allotted) AS allotted, SUM(issued) AS issued,
                    SUM(used) AS used, SUM(expired) AS expired, SUM(issued - used - expired + corrected) AS balance
                FROM quota_grant WHERE county = $1 AND area >= $2 AND area < $3 GROUP BY allocation) g
                ON g.allocation = a.id
             LEFT JOIN (SELECT e.allocation, SUM(e.quantity) AS soon
                FROM quota_entry e JOIN quota_grant o ON o.county = e.county AND o.id = e.grant_id
                WHERE e.county = $1 AND o.area >= $2 AND o.area < $3 AND e.ends_on >= $4 AND e.ends_on <= $5
                GROUP BY e.allocation) s
                ON s.allocation = a.id
             WHERE a.county = $1 AND (a.area >= $2 AND a.area < $3 OR SUBSTR($2, 1, LENGTH(a.area)) = a.area)
                AND ($6 = '' OR a.benefit = $6) AND ($7 = 1 OR a.state <> 'void')";
        let today = cx.today();
        let args = [
            scope.county.as_str().into(),
            low.as_str().into(),
            high.as_str().into(),
            today.into(),
            until.into(),
            benefit.as_str().into(),
            void.into(),
        ];
        let mut answer: ListAnswer<AllocationRow> = self.list.read(cx, select, OPENED, &args)?;
        let engines = pack.made::<Engines>();
        for it in &mut answer.rows {
            it.unit = unit_of(&engines, &it.benefit);
        }
        Ok(answer.counted(Basis::Records, today))
    }
}

/// What a benefit is counted in.
pub(super) fn unit_of(engines: &Engines, benefit: &str) -> String {
    engines.get(benefit).ok().and_then(|it| it.benefit.unit.clone()).unwrap_or_default()
}

/// A message of the language files or of the pack's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Word {
    pub key: String,
}

impl Word {
    fn of(key: impl Into<String>) -> Word {
        Word { key: key.into() }
    }
}

/// The ranked list of an allocation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Lines {
    pub allocation: String,
    /// `within`, `beyond`, `unknown`, `has`, `left`.
    #[serde(default)]
    pub state: Option<String>,
    /// A part of the reader's area, by path.
    #[serde(default)]
    pub area: Option<String>,
    /// A part of the name.
    #[serde(default)]
    pub name: Option<String>,
    /// A rule of the ranking that holds.
    #[serde(default)]
    pub rule: Option<String>,
    /// Only those who stand elsewhere than at the draw before.
    #[serde(default)]
    pub moved: Option<bool>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LineShown {
    pub person: String,
    pub name: String,
    pub area: String,
    pub state: String,
    /// Nothing of whoever left the list.
    pub place: Option<i64>,
    pub class: i64,
    pub points: i64,
    pub quantity: i64,
    /// The rules that put this person here, as messages.
    pub why: Vec<Word>,
    /// Rules that may hold and are not known.
    pub may_hold: Vec<Word>,
    /// Names of the facts that would tell.
    pub missing: Vec<Word>,
    pub born: Option<Day>,
    pub waiting: Option<Day>,
    /// What puts this person behind the one before.
    pub behind_by: String,
    pub was_state: String,
    pub was_place: Option<i64>,
    /// What changed since the draw before: rules that hold now, and those that no longer do.
    pub moved_by: Vec<Word>,
}

impl FromRow for LineShown {
    fn from_row(row: &Row) -> Result<LineShown> {
        let text = |at| row.get::<String>(at);
        let number = |at| -> Result<Option<i64>> { Ok(Some(row.get::<i64>(at)?).filter(|it| 0 < *it)) };
        let (held, was_held, was_state) = (text(8)?, text(17)?, text(14)?);
        Ok(LineShown {
            person: text(0)?,
            name: text(1)?,
            area: text(2)?,
            state: text(3)?,
            place: number(4)?,
            class: row.get(5)?,
            points: row.get(6)?,
            quantity: row.get(7)?,
            why: words("quota-rule-", &held),
            may_hold: words("quota-rule-", &text(9)?),
            missing: words("", &text(10)?),
            born: row.get(11)?,
            waiting: row.get(12)?,
            behind_by: text(13)?,
            moved_by: if was_state.is_empty() { Vec::new() } else { differs(&was_held, &held) },
            was_state,
            was_place: number(15)?,
        })
    }
}

fn words(prefix: &str, ids: &str) -> Vec<Word> {
    ids.split_whitespace().map(|it| Word::of(format!("{prefix}{it}"))).collect()
}

/// The rules by which two draws differ, as `quotas-now` and `quotas-no-more` with the rule.
fn differs(was: &str, is: &str) -> Vec<Word> {
    let (was, is): (Vec<&str>, Vec<&str>) = (was.split(' ').collect(), is.split(' ').collect());
    let only = |some: &[&str], others: &[&str], key: &'static str| -> Vec<Word> {
        let fresh = some.iter().filter(|it| !it.is_empty() && !others.contains(*it));
        fresh.flat_map(|it| [Word::of(key), Word::of(format!("quota-rule-{it}"))]).collect()
    };
    [only(&is, &was, "quotas-now"), only(&was, &is, "quotas-no-more")].concat()
}

const PLACES: &[Order] = &[
    // Who left the list stands after everybody.
    (
        "place",
        " ORDER BY CASE WHEN place = 0 THEN 1 ELSE 0 END, place, person",
        " ORDER BY place DESC, person DESC",
    ),
    ("area", " ORDER BY area, person", " ORDER BY area DESC, person DESC"),
    ("quantity", " ORDER BY quantity, person", " ORDER BY quantity DESC, person DESC"),
];

impl Question for Lines {
    const NAME: &'static str = "quotas.lines";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ListAnswer<LineShown>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<LineShown>> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let it = allocation::get(cx, &self.allocation)?;
        // An absent filter is the empty text, which nothing is.
        let (state, name) = (self.state.unwrap_or_default(), self.name.unwrap_or_default());
        let rule = self.rule.filter(|it| !it.is_empty()).map_or_else(String::new, |it| format!("% {it} %"));
        let name = if name.trim().is_empty() { String::new() } else { format!("%{}%", name.trim()) };
        let moved = i64::from(self.moved.unwrap_or(false));
        let select =
            "SELECT person, name, area, state, place, class, points, quantity, held, may_hold, missing, born,
                waiting, behind_by, was_state, was_place, was_class, was_held
             FROM quota_line WHERE county = $1 AND allocation = $2 AND area >= $3 AND area < $4
                AND ($5 = '' OR state = $5) AND ($6 = '' OR name LIKE $6)
                AND ($7 = '' OR ' ' || held || ' ' LIKE $7)
                AND ($8 = 0 OR was_state <> '' AND (was_state <> state OR was_place <> place))";
        let args = [
            scope.county.as_str().into(),
            it.id.as_str().into(),
            low.as_str().into(),
            high.as_str().into(),
            state.as_str().into(),
            name.as_str().into(),
            rule.as_str().into(),
            moved.into(),
        ];
        let mut answer: ListAnswer<LineShown> = self.list.read(cx, select, PLACES, &args)?;
        // Facts are told by their words.
        let pack = cx.house.packs.county(cx.county())?;
        for fact in answer.rows.iter_mut().flat_map(|it| &mut it.missing) {
            if let Some(known) = pack.facts().get(&fact.key) {
                fact.key.clone_from(&known.meaning);
            }
        }
        Ok(answer.counted(Basis::Registered, it.drawn_at.map_or(cx.today(), base::Instant::day)))
    }
}

/// The grants of an allocation with what is left of them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Grants {
    pub allocation: String,
    /// `open`, `ended`, `closed`.
    #[serde(default)]
    pub state: Option<String>,
    #[serde(default)]
    pub area: Option<String>,
    #[serde(default)]
    pub name: Option<String>,
    /// Only whoever could use something and has used nothing for the pack's days.
    #[serde(default)]
    pub idle: Option<bool>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrantShown {
    pub id: String,
    pub person: String,
    pub name: String,
    pub area: String,
    pub allotted: i64,
    pub issued: i64,
    pub used: i64,
    pub expired: i64,
    pub corrected: i64,
    pub balance: i64,
    pub state: String,
    pub granted_on: Day,
    pub last_used: Option<Day>,
}

impl FromRow for GrantShown {
    fn from_row(row: &Row) -> Result<GrantShown> {
        Ok(GrantShown {
            id: row.get(0)?,
            person: row.get(1)?,
            name: row.get(2)?,
            area: row.get(3)?,
            allotted: row.get(4)?,
            issued: row.get(5)?,
            used: row.get(6)?,
            expired: row.get(7)?,
            corrected: row.get(8)?,
            balance: row.get(9)?,
            state: row.get(10)?,
            granted_on: row.get(11)?,
            last_used: row.get(12)?,
        })
    }
}

const HELD: &[Order] = &[
    ("area", " ORDER BY area, person", " ORDER BY area DESC, person DESC"),
    ("balance", " ORDER BY balance, person", " ORDER BY balance DESC, person DESC"),
    ("used", " ORDER BY used, person", " ORDER BY used DESC, person DESC"),
    ("last_used", " ORDER BY last_used, person", " ORDER BY last_used DESC, person DESC"),
];

impl Question for Grants {
    const NAME: &'static str = "quotas.grants";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ListAnswer<GrantShown>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<GrantShown>> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let it = allocation::get(cx, &self.allocation)?;
        let pack = cx.house.packs.county(cx.county())?;
        let today = cx.today();
        let since = today.plus_days(-pack.get::<Quotas>().idle_days.value);
        let (state, name) = (self.state.unwrap_or_default(), self.name.unwrap_or_default());
        let name = if name.trim().is_empty() { String::new() } else { format!("%{}%", name.trim()) };
        let select = "SELECT id, person, name, area, allotted, issued, used, expired, corrected,
                issued - used - expired + corrected AS balance, state, granted_on, last_used
             FROM quota_grant WHERE county = $1 AND allocation = $2 AND area >= $3 AND area < $4
                AND ($5 = '' OR state = $5) AND ($6 = '' OR name LIKE $6)
                AND ($7 = 0 OR state = 'open' AND issued - used - expired + corrected > 0
                    AND COALESCE(last_used, granted_on) <= $8)";
        let args = [
            scope.county.as_str().into(),
            it.id.as_str().into(),
            low.as_str().into(),
            high.as_str().into(),
            state.as_str().into(),
            name.as_str().into(),
            i64::from(self.idle.unwrap_or(false)).into(),
            since.into(),
        ];
        let answer = self.list.read(cx, select, HELD, &args)?;
        Ok(answer.counted(Basis::Registered, today))
    }
}
