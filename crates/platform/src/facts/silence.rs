//! Where a name that is not on a list means *no*, and where it means nothing.
//!
//! A list says of itself which area it covers completely until which day. Inside both, whoever is
//! not on it is not what it lists; outside, silence is no answer. What was stated later counts
//! only for readings that know of it.

use base::{Day, Instant, Result};

use super::{lists::Lists, table};
use crate::Cx;

/// What was stated of a list: it is complete for an area until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    pub list: String,
    /// Path of the area.
    pub area: String,
    pub until: Day,
    pub stated_at: Instant,
}

/// All statements known at an instant, ready to be asked of many people.
#[derive(Clone, Debug, Default)]
pub struct Silence {
    /// List, area, and the last day on which its silence still counts.
    covered: Vec<(String, String, Day)>,
    /// Which list settles which fact.
    settles: Vec<(String, Vec<String>)>,
}

impl Silence {
    /// What the county's lists cover, as far as it was known at `known_at`.
    pub fn load(cx: &mut Cx, known_at: Instant) -> Result<Silence> {
        let pack = cx.house.packs.county(cx.county())?;
        let lists = pack.get::<Lists>();
        let stated = table::stated(cx, known_at)?;
        Ok(Silence::new(lists, stated))
    }

    pub fn new(lists: &Lists, stated: impl IntoIterator<Item = Covered>) -> Silence {
        let grace = |list: &str| lists.0.get(list).map_or(0, |it| it.grace_days);
        let covered =
            stated.into_iter().map(|it| (it.list.clone(), it.area, it.until.plus_days(grace(&it.list))));
        let settles = lists.0.iter().map(|(id, list)| (id.clone(), list.facts.clone()));
        Silence { covered: covered.collect(), settles: settles.collect() }
    }

    /// Whether not being on `list` means *no* for somebody at `path` on `day`.
    pub fn is_no(&self, list: &str, path: &str, day: Day) -> bool {
        self.covered
            .iter()
            .any(|(covered, area, until)| covered == list && path.starts_with(area.as_str()) && day <= *until)
    }

    /// The same, asked by the fact that the list would tell.
    pub fn denies(&self, fact: &str, path: &str, day: Day) -> bool {
        let settles = |name: &String| name == fact || name.ends_with('.') && fact.starts_with(name.as_str());
        self.settles.iter().any(|(list, facts)| facts.iter().any(settles) && self.is_no(list, path, day))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{facts::List, packs::Confidence};

    fn silence(grace_days: i64) -> Silence {
        let list = List {
            facts: vec!["support.".into(), "hardship.destitute".into()],
            grace_days,
            basis: String::new(),
            confidence: Confidence::Local,
        };
        let covered = Covered {
            list: "destitute".into(),
            area: "sc/mianning/lugu/".into(),
            until: "2026-09-30".parse().unwrap(),
            stated_at: Instant(0),
        };
        Silence::new(&Lists(BTreeMap::from([("destitute".to_owned(), list)])), [covered])
    }

    #[test]
    fn silence_means_no_only_where_and_while_the_list_is_complete() {
        let cases = [
            ("support.centralised", "sc/mianning/lugu/a/", "2026-09-30", 0, true),
            ("hardship.destitute", "sc/mianning/lugu/a/", "2026-01-01", 0, true),
            ("support.centralised", "sc/mianning/lugu/a/", "2026-10-01", 0, false),
            ("support.centralised", "sc/mianning/lugu/a/", "2026-10-01", 31, true),
            ("support.centralised", "sc/mianning/hongmo/a/", "2026-09-30", 0, false),
            ("hardship.low_income", "sc/mianning/lugu/a/", "2026-09-30", 0, false),
        ];
        for (fact, path, day, grace, no) in cases {
            let found = silence(grace).denies(fact, path, day.parse().unwrap());
            assert_eq!(found, no, "{fact} at {path} on {day}");
        }
    }
}
