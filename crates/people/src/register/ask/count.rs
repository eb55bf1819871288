//! How many there are: whole years of birth from the tallies, of the years that a bound divides the
//! smaller part from the index. Also puts together statements of which the number of arguments is not fixed.

use base::{Day, Result};
use platform::{Cx, listing::Basis};
use store::{Arg, FromRow};

use crate::register::person::{EVERYBODY, GONE};

/// A statement that begins with the county as `$1` and grows by literal fragments.
pub(super) struct Query<'a> {
    sql: String,
    args: Vec<Arg<'a>>,
}

impl<'a> Query<'a> {
    pub(super) fn new(sql: &'static str, county: &'a str) -> Query<'a> {
        Query { sql: sql.to_owned(), args: vec![county.into()] }
    }

    /// Adds a fragment as it stands.
    pub(super) fn then(mut self, fragment: &'static str) -> Query<'a> {
        self.sql.push_str(fragment);
        self
    }

    /// Adds the place of an argument.
    pub(super) fn with(mut self, arg: impl Into<Arg<'a>>) -> Query<'a> {
        self.args.push(arg.into());
        self.sql.push_str(" $");
        self.sql.push_str(&self.args.len().to_string());
        self
    }

    pub(super) fn all<T: FromRow>(&self, cx: &mut Cx) -> Result<Vec<T>> {
        cx.all(&self.sql, &self.args)
    }

    pub(super) fn count(&self, cx: &mut Cx) -> Result<i64> {
        Ok(cx.get::<(i64,)>("count", &self.sql, &self.args)?.0)
    }
}

/// Columns of a counting basis.
pub(super) struct Columns {
    pub(super) basis: &'static str,
    /// `p.registered_here =`, and the same so that no index is taken for it.
    pub(super) here: [&'static str; 2],
    /// The bounds of the path, and the same so that no index is taken for it.
    pub(super) from: [&'static str; 2],
    pub(super) to: [&'static str; 2],
    pub(super) by_place: &'static str,
}

pub(super) fn columns(basis: Basis) -> &'static Columns {
    const REGISTERED: Columns = Columns {
        basis: "registered",
        here: [" AND p.registered_here =", " AND COALESCE(p.registered_here, 0) ="],
        from: [" AND p.registered_path >=", " AND p.registered_path || '' >="],
        to: [" AND p.registered_path <", " AND p.registered_path || '' <"],
        by_place: "SELECT p.registered_path, CAST(1 AS BIGINT) FROM person p WHERE p.county = $1",
    };
    const LIVING: Columns = Columns {
        basis: "living",
        here: [" AND p.living_here =", " AND COALESCE(p.living_here, 0) ="],
        from: [" AND p.living_path >=", " AND p.living_path || '' >="],
        to: [" AND p.living_path <", " AND p.living_path || '' <"],
        by_place: "SELECT p.living_path, CAST(1 AS BIGINT) FROM person p WHERE p.county = $1",
    };
    if basis == Basis::Living { &LIVING } else { &REGISTERED }
}

/// Who is counted.
#[derive(Clone, Copy, Debug)]
pub(in crate::register) struct Counted<'c> {
    pub(in crate::register) basis: Basis,
    /// The range of paths.
    pub(in crate::register) low: &'c str,
    pub(in crate::register) high: &'c str,
    /// Alive and here; else those who died or left.
    pub(in crate::register) here: bool,
    pub(in crate::register) facet: Option<&'c str>,
    /// First and last day of birth.
    pub(in crate::register) born: (Option<Day>, Option<Day>),
}

/// How many. Those who are gone are not counted by facet.
pub(in crate::register) fn count(cx: &mut Cx, who: Counted) -> Result<i64> {
    let (county, Split { years: (first, last), parts }) = (cx.county(), split(who.born));
    let (mut total,): (i64,) = cx.get(
        "count",
        "SELECT CAST(COALESCE(SUM(persons), 0) AS BIGINT) FROM person_tally
         WHERE county = $1 AND basis = $2 AND facet = $3 AND place >= $4 AND place < $5
            AND born >= $6 AND born <= $7",
        &who.tallied(county, first, last),
    )?;
    for (from, to, sign) in parts {
        let spelled = (from.to_string(), to.to_string());
        let select = "SELECT COUNT(*) FROM person p WHERE p.county = $1";
        total += sign * who.born_within(select, county, &spelled).count(cx)?;
    }
    Ok(total)
}

/// How many, by village; a village may come several times, also to take away again.
pub(in crate::register) fn by_place(cx: &mut Cx, who: Counted) -> Result<Vec<(String, i64)>> {
    let (county, Split { years: (first, last), parts }) = (cx.county(), split(who.born));
    let mut places: Vec<(String, i64)> = cx.all(
        "SELECT place, CAST(SUM(persons) AS BIGINT) FROM person_tally
         WHERE county = $1 AND basis = $2 AND facet = $3 AND place >= $4 AND place < $5
            AND born >= $6 AND born <= $7 GROUP BY place",
        &who.tallied(county, first, last),
    )?;
    for (from, to, sign) in parts {
        let spelled = (from.to_string(), to.to_string());
        let query = who.born_within(columns(who.basis).by_place, county, &spelled);
        let found = query.all::<(String, i64)>(cx)?;
        places.extend(found.into_iter().map(|(place, persons)| (place, sign * persons)));
    }
    Ok(places)
}

impl<'c> Counted<'c> {
    fn tallied(&self, county: &'c str, first: i64, last: i64) -> [Arg<'c>; 7] {
        let whole = if self.here { EVERYBODY } else { GONE };
        [
            county.into(),
            columns(self.basis).basis.into(),
            self.facet.unwrap_or(whole).into(),
            self.low.into(),
            self.high.into(),
            first.into(),
            last.into(),
        ]
    }

    /// Those born between two days, from the index of births.
    fn born_within<'q>(
        &self,
        select: &'static str,
        county: &'q str,
        (from, to): &'q (String, String),
    ) -> Query<'q>
    where
        'c: 'q,
    {
        let columns = columns(self.basis);
        let query = Query::new(select, county)
            .then(columns.here[0])
            .with(i64::from(self.here))
            .then(" AND p.birth_date >=")
            .with(from)
            .then(" AND p.birth_date <=")
            .with(to)
            .then(columns.from[1])
            .with(self.low)
            .then(columns.to[1])
            .with(self.high);
        match self.facet {
            Some(facet) => query.then(CARRIES).with(facet).then(")"),
            None => query,
        }
    }
}

/// Narrows persons to those who carry a facet, looked up one by one.
pub(super) const CARRIES: &str =
    " AND EXISTS (SELECT 1 FROM person_facet f WHERE f.county = p.county AND f.person = p.id AND f.facet =";

/// The days between two bounds, as they are counted.
struct Split {
    /// First and last of the years that are taken from the tallies as a whole.
    years: (i64, i64),
    /// Parts of years that are added (1) or taken away again (-1).
    parts: Vec<(Day, Day, i64)>,
}

/// Of a year that a bound cuts in two, the smaller part is looked up: what lies within is added, or the
/// whole year is taken and what lies without is taken away.
fn split((from, to): (Option<Day>, Option<Day>)) -> Split {
    if let (Some(from), Some(to)) = (from, to) {
        let nobody = to < from;
        if nobody || from.year() == to.year() && !(is_first(from) && is_last(to)) {
            let parts = if nobody { vec![] } else { vec![(from, to, 1)] };
            return Split { years: (1, 0), parts };
        }
    }
    let mut parts = Vec::new();
    // Who has no birth date stands in the year 0: with everybody, not with any age.
    let mut years = (i64::from(to.is_some()), 9_999);
    if let Some(from) = from {
        years.0 = i64::from(from.year());
        if let (false, Some((begin, end))) = (is_first(from), year(from)) {
            if late(from) {
                years.0 += 1;
                parts.push((from, end, 1));
            } else {
                parts.push((begin, from.plus_days(-1), -1));
            }
        }
    }
    if let Some(to) = to {
        years.1 = i64::from(to.year());
        if let (false, Some((begin, end))) = (is_last(to), year(to)) {
            if late(to) {
                parts.push((to.plus_days(1), end, -1));
            } else {
                years.1 -= 1;
                parts.push((begin, to, 1));
            }
        }
    }
    Split { years, parts }
}

/// First and last day of a day's year.
fn year(day: Day) -> Option<(Day, Day)> {
    let year = day.year() as i16;
    Day::new(year, 1, 1).zip(Day::new(year, 12, 31))
}

fn late(day: Day) -> bool {
    6 < day.0.month()
}

fn is_first(day: Day) -> bool {
    (day.0.month(), day.0.day()) == (1, 1)
}

fn is_last(day: Day) -> bool {
    (day.0.month(), day.0.day()) == (12, 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whole years and the parts of others make just the days between the bounds.
        #[test]
        fn years_and_parts_make_the_bounds(
            from in -20_000_i64..0, days in 0_i64..3_000, at in -21_000_i64..4_000, open in 0..3,
        ) {
            let bounds = (
                (open != 1).then_some(Day::from_number(from)),
                (open != 2).then_some(Day::from_number(from + days)),
            );
            let day = Day::from_number(at);
            let Split { years: (first, last), parts } = split(bounds);
            let whole = first <= i64::from(day.year()) && i64::from(day.year()) <= last;
            let cut: i64 =
                parts.iter().filter(|(from, to, _)| *from <= day && day <= *to).map(|it| it.2).sum();
            let inside = bounds.0.is_none_or(|it| it <= day) && bounds.1.is_none_or(|it| day <= it);
            prop_assert_eq!(i64::from(whole) + cut, i64::from(inside));
            // Nothing longer than half a year is looked up, unless both bounds lie in one.
            let one = bounds.0.zip(bounds.1).is_some_and(|(from, to)| from.year() == to.year());
            prop_assert!(one || parts.iter().all(|(from, to, _)| from.plus_days(184) >= *to));
        }
    }
}
