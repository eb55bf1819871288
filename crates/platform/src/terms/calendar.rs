//! `holidays.csv`, and working days counted by it.

use std::collections::HashMap;

use base::Day;
use serde::{Deserialize, Serialize};

use crate::packs::{Check, Confidence, Made, Pack, Table};

#[derive(Clone, Debug, Deserialize)]
pub struct Holiday {
    pub day: Day,
    pub kind: HolidayKind,
    pub name_zh: String,
    pub name_en: String,
    pub basis: String,
    pub confidence: Confidence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    Off,
    /// A Saturday or Sunday that is worked for a holiday.
    Work,
}

impl Table for Holiday {
    const NAME: &'static str = "holidays";
    const KEY: &'static [&'static str] = &["day"];

    fn check(rows: &[Holiday], check: &mut Check<'_>) {
        for (at, row) in rows.iter().enumerate() {
            if row.kind == HolidayKind::Work && !is_weekend(row.day) {
                check.fault(&format!("[{at}].kind"), "terms-work-on-a-weekday").arg("day", row.day);
            }
        }
    }
}

fn is_weekend(day: Day) -> bool {
    // 1970-01-01 was a Thursday.
    matches!((day.number() + 3).rem_euclid(7), 5 | 6)
}

/// Which days are worked.
pub struct Calendar(HashMap<Day, HolidayKind>);

impl Made for Calendar {
    fn make(pack: &Pack) -> Calendar {
        Calendar(pack.rows::<Holiday>().iter().map(|row| (row.day, row.kind)).collect())
    }
}

impl Calendar {
    pub fn is_worked(&self, day: Day) -> bool {
        match self.0.get(&day) {
            Some(kind) => *kind == HolidayKind::Work,
            None => !is_weekend(day),
        }
    }

    /// The `days`-th working day after `day`, or before it when `days` is negative.
    pub fn plus_working_days(&self, day: Day, days: i64) -> Day {
        let mut day = day;
        let mut left = days.abs();
        while 0 < left {
            day = day.plus_days(days.signum());
            left -= i64::from(self.is_worked(day));
        }
        day
    }
}
