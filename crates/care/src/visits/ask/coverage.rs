//! How far a month has come: the county, its townships, their villages, and the names behind each number.

use std::collections::BTreeMap;

use base::{Day, Month, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    areas::Atlas,
    listing::{Basis, ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use crate::visits::pack::Visits;

/// The rate of a month, of an area and of each part of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Coverage {
    /// This month when nothing is said.
    pub month: Option<Month>,
    /// A part of the reader's area, by path.
    pub area: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoverageShown {
    pub month: Month,
    pub area: String,
    /// Days of the month that are left, today included; none of a month that is over.
    pub days_left: i64,
    /// Percent of the residents that shall be seen.
    pub target: i64,
    pub target_basis: String,
    pub total: Part,
    /// The townships of a county, the villages of a township.
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Part {
    pub area: String,
    /// Residents who were to be seen: the denominator.
    pub residents: i64,
    pub seen: i64,
    pub unseen: i64,
    /// Seen of the residents, of ten thousand; nothing where there are none.
    pub rate: Option<i64>,
    /// Named beside them, and how many of them were called.
    pub away: i64,
    pub away_seen: i64,
    /// Of those seen: entered after the month was closed.
    pub late: i64,
    /// Seen of the residents when the month was closed; nothing while it is open.
    pub closed: Option<i64>,
    pub closed_residents: Option<i64>,
}

impl Part {
    fn add(&mut self, other: &Part) {
        self.residents += other.residents;
        self.seen += other.seen;
        self.away += other.away;
        self.away_seen += other.away_seen;
        self.late += other.late;
        let plus = |one: Option<i64>, other: Option<i64>| match (one, other) {
            (None, None) => None,
            (one, other) => Some(one.unwrap_or(0) + other.unwrap_or(0)),
        };
        self.closed = plus(self.closed, other.closed);
        self.closed_residents = plus(self.closed_residents, other.closed_residents);
    }

    fn settle(&mut self) {
        self.unseen = self.residents - self.seen;
        self.rate = (0 < self.residents).then(|| self.seen * 10_000 / self.residents);
    }
}

impl Question for Coverage {
    const NAME: &'static str = "visits.coverage";
    const RIGHT: &'static str = "visits.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = CoverageShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<CoverageShown> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let today = cx.today();
        let month = self.month.unwrap_or_else(|| today.month());
        let county = scope.county.as_str();
        let lines: Vec<(String, i64, i64, i64, i64, i64)> = cx.all(
            "SELECT area, SUM(CASE WHEN state = 'home' THEN 1 ELSE 0 END),
                SUM(CASE WHEN state = 'home' AND seen_on IS NOT NULL THEN 1 ELSE 0 END),
                SUM(CASE WHEN state = 'away' THEN 1 ELSE 0 END),
                SUM(CASE WHEN state = 'away' AND seen_on IS NOT NULL THEN 1 ELSE 0 END),
                SUM(CASE WHEN state = 'home' AND late = 1 THEN 1 ELSE 0 END)
             FROM visit_list WHERE county = $1 AND month = $2 AND area >= $3 AND area < $4 GROUP BY area",
            &[county.into(), month.into(), low.as_str().into(), high.as_str().into()],
        )?;
        let closed: Vec<(String, i64, i64)> = cx.all(
            "SELECT area, seen, residents FROM visit_month
             WHERE county = $1 AND month = $2 AND area >= $3 AND area < $4",
            &[county.into(), month.into(), low.as_str().into(), high.as_str().into()],
        )?;
        let mut villages: BTreeMap<String, Part> = BTreeMap::new();
        for (area, residents, seen, away, away_seen, late) in lines {
            let part = Part { residents, seen, away, away_seen, late, ..Part::default() };
            villages.entry(area).or_default().add(&part);
        }
        for (area, seen, residents) in closed {
            let part = Part { closed: Some(seen), closed_residents: Some(residents), ..Part::default() };
            villages.entry(area).or_default().add(&part);
        }
        let pack = cx.house.packs.county(cx.county())?;
        let (atlas, visits) = (pack.made::<Atlas>(), pack.get::<Visits>());
        let mut parts: BTreeMap<String, Part> = BTreeMap::new();
        let mut total = Part { area: scope.area().to_owned(), ..Part::default() };
        for child in atlas.children(scope.area(), today) {
            parts.insert(child.path.clone(), Part { area: child.path.clone(), ..Part::default() });
        }
        for (area, part) in &villages {
            total.add(part);
            let of = part_of(scope.area(), area);
            let into = parts.entry(of.clone()).or_default();
            into.area = of;
            into.add(part);
        }
        total.settle();
        let mut parts: Vec<Part> = parts.into_values().collect();
        parts.iter_mut().for_each(Part::settle);
        let left = today.days_until(month.last_day()) + 1;
        let ahead = month.last_day() < today || today < month.first_day();
        Ok(CoverageShown {
            month,
            area: scope.area().to_owned(),
            days_left: if ahead { 0 } else { left },
            target: visits.target.value,
            target_basis: visits.target.basis.clone(),
            total,
            parts,
        })
    }
}

/// The part of `above` in which an area lies: itself, where it is no deeper.
fn part_of(above: &str, area: &str) -> String {
    let rest = area.strip_prefix(above).unwrap_or("");
    let first = rest.split_inclusive('/').next().unwrap_or("");
    format!("{above}{first}")
}

/// Who stands on the list of a month.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MonthList {
    /// This month when nothing is said.
    pub month: Option<Month>,
    /// A part of the reader's area, by path.
    pub area: Option<String>,
    /// `unseen`, `seen`, `late`, `away`, or everybody.
    pub which: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MonthLine {
    pub person: String,
    pub name: String,
    pub area: String,
    pub tier: String,
    /// `home`, `away`, `gone`.
    pub state: String,
    pub away_since: Option<Day>,
    pub seen_on: Option<Day>,
    pub channel: String,
    pub late: bool,
    pub attempts: i64,
}

impl FromRow for MonthLine {
    fn from_row(row: &Row) -> Result<MonthLine> {
        let late: i64 = row.get(8)?;
        let attempts: Option<i64> = row.get(9)?;
        Ok(MonthLine {
            person: row.get(0)?,
            name: row.get(1)?,
            area: row.get(2)?,
            tier: row.get(3)?,
            state: row.get(4)?,
            away_since: row.get(5)?,
            seen_on: row.get(6)?,
            channel: row.get(7)?,
            late: late != 0,
            attempts: attempts.unwrap_or(0),
        })
    }
}

const ORDERS: &[Order] = &[
    (
        "area",
        " ORDER BY list.area, list.name, list.person",
        " ORDER BY list.area DESC, list.name DESC, list.person DESC",
    ),
    ("name", " ORDER BY list.name, list.person", " ORDER BY list.name DESC, list.person DESC"),
    ("seen_on", " ORDER BY list.seen_on, list.person", " ORDER BY list.seen_on DESC, list.person DESC"),
];

impl Question for MonthList {
    const NAME: &'static str = "visits.month-list";
    const RIGHT: &'static str = "visits.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = ListAnswer<MonthLine>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<MonthLine>> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let month = self.month.unwrap_or_else(|| cx.today().month());
        // An absent filter is the empty text.
        let which = self.which.unwrap_or_default();
        let select =
            "SELECT list.person, list.name, list.area, list.tier, list.state, list.away_since, list.seen_on,
                list.channel, list.late, duty.attempts
             FROM visit_list AS list
             LEFT JOIN visit_duty AS duty ON duty.county = list.county AND duty.person = list.person
             WHERE list.county = $1 AND list.month = $2 AND list.area >= $3 AND list.area < $4
                AND CASE $5 WHEN 'unseen' THEN list.state = 'home' AND list.seen_on IS NULL
                    WHEN 'seen' THEN list.state = 'home' AND list.seen_on IS NOT NULL
                    WHEN 'late' THEN list.state = 'home' AND list.late = 1
                    WHEN 'away' THEN list.state = 'away'
                    ELSE list.state <> 'gone' END";
        let args = [
            scope.county.as_str().into(),
            month.into(),
            low.as_str().into(),
            high.as_str().into(),
            which.as_str().into(),
        ];
        let answer = self.list.read(cx, select, ORDERS, &args)?;
        Ok(answer.counted(Basis::Living, cx.today()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_belongs_to_its_township_and_an_area_to_itself() {
        assert_eq!(part_of("a/b/", "a/b/c/d/"), "a/b/c/");
        assert_eq!(part_of("a/b/c/", "a/b/c/"), "a/b/c/");
        assert_eq!(part_of("a/b/c/", "a/b/c/d/"), "a/b/c/d/");
    }
}
