//! A book's open cases by the day on which something is due.

use std::collections::BTreeMap;

use base::{Day, Error, Month, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    list::{CaseRow, Cases, row},
    stands,
};
use crate::cases::{access, case::Case, table};

/// What is due in a month.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Calendar {
    pub book: String,
    /// This month when nothing is said.
    #[serde(default)]
    pub month: Option<Month>,
    #[serde(default)]
    pub area: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MonthShown {
    pub month: Month,
    pub before: Month,
    pub after: Month,
    pub today: Day,
    /// Weeks from Monday to Sunday, with the days of other months that they have.
    pub weeks: Vec<Vec<DayShown>>,
    pub total: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DayShown {
    pub day: Day,
    pub of_month: i64,
    /// Whether it belongs to the month.
    pub inside: bool,
    pub past: bool,
    pub total: i64,
    /// The first of the day.
    pub rows: Vec<CaseRow>,
}

/// Cases of one day that are shown; the list has the others.
const OF_A_DAY: usize = 4;
/// Cases of a month that are read to show the first of each day.
const MOST: i64 = 2_000;
const WEEK: i64 = 7;

impl Question for Calendar {
    const NAME: &'static str = "cases.calendar";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = MonthShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<MonthShown> {
        let ready = access::book(cx, &self.book)?;
        let today = cx.today();
        let month = self.month.unwrap_or(today.month());
        if !(2000..=2100).contains(&month.year()) {
            return Err(Error::invalid("month", "cases-not-a-month"));
        }
        let (first, after) = (month.first_day(), month.plus(1));
        let last = month.last_day();
        let ask = Cases {
            book: self.book,
            area: self.area,
            filter: vec![format!("due:from:{first}"), format!("due:to:{last}")],
            ..Cases::default()
        };
        let condition = ask.condition(cx, &ready)?;
        let args = condition.args();
        let scope = ask.scope(cx, &ready)?;
        let counts = stands::by_day(cx, &ready.id, &scope, (first, last))?;
        let sql = table::select(&format!("{} ORDER BY f.due_on, f.id LIMIT {MOST}", condition.sql()));
        let cases: Vec<Case> = cx.all(&sql, &args)?;
        let mut rows: BTreeMap<Day, Vec<CaseRow>> = BTreeMap::new();
        for case in cases {
            let Some(day) = case.due_on else { continue };
            let of_day = rows.entry(day).or_default();
            if of_day.len() < OF_A_DAY {
                let its = access::book_of(cx, &case)?;
                of_day.push(row(cx, &its, case));
            }
        }
        let monday = first.plus_days(-weekday(first));
        let span = monday.days_until(last) / WEEK + 1;
        let shown = |day: Day, rows: &mut BTreeMap<Day, Vec<CaseRow>>| DayShown {
            day,
            of_month: day.month().first_day().days_until(day) + 1,
            inside: day.month() == month,
            past: day < today,
            total: counts.get(&day.to_string()).copied().unwrap_or(0),
            rows: rows.remove(&day).unwrap_or_default(),
        };
        let mut weeks = Vec::new();
        for week in 0..span {
            weeks.push((0..WEEK).map(|it| shown(monday.plus_days(week * WEEK + it), &mut rows)).collect());
        }
        Ok(MonthShown { month, before: month.plus(-1), after, today, weeks, total: counts.values().sum() })
    }
}

/// Days since Monday. 1 January 2024 was one.
fn weekday(day: Day) -> i64 {
    Day::new(2024, 1, 1).map_or(0, |monday| monday.days_until(day).rem_euclid(WEEK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        for (day, since) in [((2026, 11, 22), 6), ((2026, 11, 23), 0), ((2000, 1, 1), 5)] {
            assert_eq!(weekday(Day::new(day.0, day.1, day.2).unwrap()), since, "{day:?}");
        }
    }
}
