//! What about sheets makes one look again: too quick, the same as another's, an assessor far from the others. Pure.

use std::collections::BTreeMap;

use base::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A sheet as quality control sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub sheet: String,
    pub assessment: String,
    pub person: String,
    pub account: String,
    pub day: Day,
    pub minutes: i64,
    pub total: i64,
    pub digest: String,
    /// Whom the elder is compared with: people of about that age.
    pub band: String,
}

/// What the pack sets.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub minutes_min: i64,
    /// Points that an assessor may lie from the others.
    pub points: i64,
    /// Fewer sheets than this say nothing of an assessor.
    pub least: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    TooQuick,
    /// The same answers as for another elder on the same day.
    CopiedOther,
    /// The same answers as the same assessor gave of the same elder before.
    CopiedBefore,
    /// By an assessor who lies far from the others.
    Deviates,
}

/// How an assessor compares with the others, over elders of the same ages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Compared {
    pub account: String,
    pub sheets: i64,
    /// Tenths of a point above (positive) or below the others; nothing where there is nobody to compare with.
    pub apart: Option<i64>,
    pub deviates: bool,
}

/// Each assessor beside all others, by account.
pub fn compared(seen: &[Seen], limits: Limits) -> Vec<Compared> {
    let mut sums: BTreeMap<(&str, &str), (i64, i64)> = BTreeMap::new();
    for it in seen {
        let at = sums.entry((&it.band, &it.account)).or_default();
        *at = (at.0 + it.total, at.1 + 1);
    }
    let mut own: BTreeMap<&str, (i64, Vec<i64>)> = BTreeMap::new();
    for it in seen {
        let at = own.entry(&it.account).or_default();
        at.0 += 1;
        let others = sums.iter().filter(|((band, account), _)| *band == it.band && *account != it.account);
        let (sum, count) = others.fold((0, 0), |all, (_, it)| (all.0 + it.0, all.1 + it.1));
        if 0 < count {
            at.1.push(it.total * 10 - sum * 10 / count);
        }
    }
    let line = |(account, (sheets, apart)): (&str, (i64, Vec<i64>))| {
        let mean = (!apart.is_empty()).then(|| apart.iter().sum::<i64>() / apart.len() as i64);
        let enough = limits.least <= apart.len();
        let deviates = enough && mean.is_some_and(|it| limits.points * 10 < it.abs());
        Compared { account: account.to_owned(), sheets, apart: mean, deviates }
    };
    own.into_iter().map(line).collect()
}

/// The sheets that make one look again, and why each does; in the order in which they were given.
pub fn doubts<'s>(seen: &'s [Seen], limits: Limits) -> Vec<(&'s Seen, Vec<Doubt>)> {
    let far: Vec<String> =
        compared(seen, limits).into_iter().filter(|it| it.deviates).map(|it| it.account).collect();
    // Sheets of one assessor with the same answers: a year of a county is compared within these only.
    let mut alike: BTreeMap<(&str, &str), Vec<&Seen>> = BTreeMap::new();
    for it in seen {
        alike.entry((&it.account, &it.digest)).or_default().push(it);
    }
    let why = |it: &'s Seen| {
        let same = &alike[&(it.account.as_str(), it.digest.as_str())];
        let mut why = Vec::new();
        if it.minutes < limits.minutes_min {
            why.push(Doubt::TooQuick);
        }
        if same.iter().any(|other| other.person != it.person && other.day == it.day) {
            why.push(Doubt::CopiedOther);
        }
        if same
            .iter()
            .any(|other| other.person == it.person && other.assessment != it.assessment && other.day < it.day)
        {
            why.push(Doubt::CopiedBefore);
        }
        if far.contains(&it.account) {
            why.push(Doubt::Deviates);
        }
        (it, why)
    };
    seen.iter().map(why).filter(|it| !it.1.is_empty()).collect()
}

/// So many of the ids, drawn by a seed that anybody can repeat: the same seed and the same ids, whatever their
/// order, draw the same.
pub fn draw(ids: &[String], seed: &str, count: usize) -> Vec<String> {
    let lot = |id: &String| {
        let mut hash = Sha256::new();
        hash.update((seed.len() as u64).to_be_bytes());
        hash.update(seed.as_bytes());
        hash.update(id.as_bytes());
        hash.finalize().to_vec()
    };
    let mut lots: Vec<(Vec<u8>, &String)> = ids.iter().map(|it| (lot(it), it)).collect();
    lots.sort();
    lots.dedup();
    lots.into_iter().take(count).map(|it| it.1.clone()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMITS: Limits = Limits { minutes_min: 15, points: 10, least: 3 };

    fn seen(sheet: &str, account: &str, person: &str, day: &str, total: i64) -> Seen {
        Seen {
            sheet: sheet.to_owned(),
            assessment: sheet.to_owned(),
            person: person.to_owned(),
            account: account.to_owned(),
            day: day.parse().expect("a day"),
            minutes: 40,
            total,
            digest: sheet.to_owned(),
            band: "80-89".to_owned(),
        }
    }

    #[track_caller]
    fn check(seen: &[Seen], want: &[(&str, &[Doubt])]) {
        let found = doubts(seen, LIMITS);
        let found: Vec<(&str, &[Doubt])> =
            found.iter().map(|(it, why)| (it.sheet.as_str(), why.as_slice())).collect();
        assert_eq!(found, want);
    }

    #[test]
    fn quick_and_copied_sheets_are_told() {
        let first = seen("1", "a", "p", "2026-11-01", 60);
        check(std::slice::from_ref(&first), &[]);
        check(&[Seen { minutes: 14, ..first.clone() }], &[("1", &[Doubt::TooQuick])]);
        check(&[Seen { minutes: 15, ..first.clone() }], &[]);
        let copy = |person: &str, day: &str, account: &str| Seen {
            digest: "1".to_owned(),
            ..seen("2", account, person, day, 60)
        };
        let both: &[Doubt] = &[Doubt::CopiedOther];
        check(&[first.clone(), copy("q", "2026-11-01", "a")], &[("1", both), ("2", both)]);
        check(&[first.clone(), copy("q", "2026-11-02", "a")], &[]);
        check(&[first.clone(), copy("p", "2026-11-02", "a")], &[("2", &[Doubt::CopiedBefore])]);
        // Two who saw the same person alike agree; that is what they should do.
        check(&[first.clone(), copy("p", "2026-11-01", "b")], &[]);
        check(&[first, copy("q", "2026-11-01", "b")], &[]);
    }

    #[test]
    fn an_assessor_is_compared_with_the_others_on_elders_of_one_age() {
        let mut all = Vec::new();
        for (at, (account, total)) in
            [("a", 80), ("a", 82), ("a", 84), ("b", 60), ("b", 62), ("b", 64)].iter().enumerate()
        {
            all.push(seen(&at.to_string(), account, &format!("p{at}"), "2026-11-01", *total));
        }
        let told = compared(&all, LIMITS);
        assert_eq!((told[0].apart, told[0].deviates), (Some(200), true));
        assert_eq!((told[1].apart, told[1].deviates), (Some(-200), true));
        // Ten points are still within; of two sheets nothing is said; other ages are no measure.
        let near: Vec<Seen> = all
            .iter()
            .cloned()
            .map(|it| Seen { total: it.total - if it.account == "a" { 10 } else { 0 }, ..it })
            .collect();
        assert!(compared(&near, LIMITS).iter().all(|it| it.apart.map(i64::abs) == Some(100) && !it.deviates));
        assert!(compared(&all[1..4], LIMITS).iter().all(|it| !it.deviates));
        let young: Vec<Seen> =
            all.iter().cloned().map(|it| Seen { band: it.account.clone(), ..it }).collect();
        assert!(compared(&young, LIMITS).iter().all(|it| it.apart.is_none() && !it.deviates));
    }

    proptest! {
        #[test]
        fn a_draw_repeats_itself_and_needs_no_order(
            mut ids in proptest::collection::vec("[a-f]{1,4}", 0..20), seed in "[0-9]{0,6}", count in 0usize..25,
        ) {
            let once = draw(&ids, &seed, count);
            ids.reverse();
            prop_assert_eq!(&once, &draw(&ids, &seed, count));
            ids.sort();
            ids.dedup();
            prop_assert_eq!(once.len(), count.min(ids.len()));
            prop_assert!(once.iter().all(|it| ids.contains(it)));
            // Fewer are the first of more.
            prop_assert_eq!(&once[..once.len() / 2], &draw(&ids, &seed, once.len() / 2)[..]);
        }
    }
}
