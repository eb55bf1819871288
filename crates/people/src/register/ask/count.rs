//! How many there are: whole years of birth from the tallies, the years that a bound divides from
//! the index. Also puts together statements of which the number of arguments is not fixed.

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
    let (county, (first, last)) = (cx.county(), whole_years(who.born));
    let (mut total,): (i64,) = cx.get(
        "count",
        "SELECT CAST(COALESCE(SUM(persons), 0) AS BIGINT) FROM person_tally
         WHERE county = $1 AND basis = $2 AND facet = $3 AND place >= $4 AND place < $5
            AND born >= $6 AND born <= $7",
        &who.tallied(county, first, last),
    )?;
    for part in divided_years(who.born) {
        let spelled = (part.0.to_string(), part.1.to_string());
        let select = "SELECT COUNT(*) FROM person p WHERE p.county = $1";
        total += who.born_within(select, county, &spelled).count(cx)?;
    }
    Ok(total)
}

/// How many, by village; a village may come several times.
pub(in crate::register) fn by_place(cx: &mut Cx, who: Counted) -> Result<Vec<(String, i64)>> {
    let (county, (first, last)) = (cx.county(), whole_years(who.born));
    let mut places: Vec<(String, i64)> = cx.all(
        "SELECT place, CAST(SUM(persons) AS BIGINT) FROM person_tally
         WHERE county = $1 AND basis = $2 AND facet = $3 AND place >= $4 AND place < $5
            AND born >= $6 AND born <= $7 GROUP BY place",
        &who.tallied(county, first, last),
    )?;
    for part in divided_years(who.born) {
        let spelled = (part.0.to_string(), part.1.to_string());
        let query = who.born_within(columns(who.basis).by_place, county, &spelled);
        places.extend(query.all::<(String, i64)>(cx)?);
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

/// The years of birth that lie within the bounds as a whole. Nobody's year is below 0.
fn whole_years((from, to): (Option<Day>, Option<Day>)) -> (i64, i64) {
    let first = from.map_or(0, |day| i64::from(if is_first(day) { day.year() } else { day.year() + 1 }));
    // Who has no birth date stands in the year 0: with everybody, not with any age.
    let first = if from.is_none() && to.is_some() { 1 } else { first };
    let last = to.map_or(9_999, |day| i64::from(if is_last(day) { day.year() } else { day.year() - 1 }));
    (first, last)
}

/// The parts of years that a bound cuts off.
fn divided_years((from, to): (Option<Day>, Option<Day>)) -> Vec<(Day, Day)> {
    let mut parts = Vec::new();
    let year = |day: Day| (Day::new(day.year() as i16, 1, 1), Day::new(day.year() as i16, 12, 31));
    if let (Some(from), Some(to)) = (from, to)
        && from.year() == to.year()
    {
        return if is_first(from) && is_last(to) { parts } else { vec![(from, to)] };
    }
    if let Some(from) = from.filter(|it| !is_first(*it)) {
        parts.extend(year(from).1.map(|end| (from, end)));
    }
    if let Some(to) = to.filter(|it| !is_last(*it)) {
        parts.extend(year(to).0.map(|begin| (begin, to)));
    }
    parts
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
        /// Whole years and the parts that are cut off are just the days between the bounds.
        #[test]
        fn whole_and_divided_years_make_the_bounds(from in -20_000_i64..0, days in 0_i64..3_000, at in -21_000_i64..4_000) {
            let bounds = (Some(Day::from_number(from)), Some(Day::from_number(from + days)));
            let day = Day::from_number(at);
            let (first, last) = whole_years(bounds);
            let whole = first <= i64::from(day.year()) && i64::from(day.year()) <= last;
            let parts = divided_years(bounds).iter().filter(|(from, to)| *from <= day && day <= *to).count();
            let inside = from <= at && at <= from + days;
            prop_assert_eq!(usize::from(whole) + parts, usize::from(inside));
        }
    }
}
