//! Who comes before whom when a quantity does not suffice, and where it ends; pure.
//!
//! A class comes before the next, more points before fewer, then the pack's ties, and in the end a key
//! that nobody chose: so that any two people stand in an order, whoever was read first.

use std::cmp::Ordering;

use base::Day;
use rules::Truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Whoever no rule puts into a class comes last.
pub const LAST_CLASS: i64 = 99;

/// What decides between two of one class and as many points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// Born earlier; a day that nobody knows comes last.
    Older,
    /// Waiting longer; who has not applied comes last.
    Waiting,
}

/// Why somebody stands behind the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Behind {
    Class,
    Points,
    Older,
    Waiting,
    Lot,
}

impl Behind {
    pub fn as_str(self) -> &'static str {
        match self {
            Behind::Class => "class",
            Behind::Points => "points",
            Behind::Older => "older",
            Behind::Waiting => "waiting",
            Behind::Lot => "lot",
        }
    }
}

/// One person as the ranking sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub person: String,
    /// Whether they are entitled at all.
    pub entitled: Truth,
    pub class: i64,
    pub points: i64,
    pub born: Option<Day>,
    pub waiting: Option<Day>,
    /// What they would be given.
    pub quantity: i64,
}

/// Where somebody came to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub person: String,
    pub state: State,
    /// From 1; the undecided follow after the last who is decided.
    pub place: i64,
    /// Nothing of the first.
    pub behind: Option<Behind>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The quantity reaches this person.
    Within,
    Beyond,
    Unknown,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::Within => "within",
            State::Beyond => "beyond",
            State::Unknown => "unknown",
        }
    }
}

/// What a quantity came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub placed: Vec<Placed>,
    /// What is given to those within.
    pub given: i64,
    /// Undecided people who by what is known of them would stand before the cut.
    pub open_before: i64,
}

/// The key of the lot: of the allocation and the person, and of nothing that anybody could choose.
pub fn lot(allocation: &str, person: &str) -> [u8; 32] {
    Sha256::digest(format!("{allocation} {person}").as_bytes()).into()
}

/// Ranks everybody, and gives in that order until the first for whom it does not suffice: nobody behind
/// is given what somebody before was not.
pub fn settle(allocation: &str, ties: &[Tie], all: Vec<Candidate>, total: i64) -> Settled {
    let mut all: Vec<([u8; 32], Candidate)> =
        all.into_iter().map(|it| (lot(allocation, &it.person), it)).collect();
    all.sort_unstable_by(|one, other| {
        let apart = (one.1.entitled == Truth::Unknown).cmp(&(other.1.entitled == Truth::Unknown));
        apart.then_with(|| compare(ties, one, other).0)
    });
    let mut settled = Settled { placed: Vec::with_capacity(all.len()), given: 0, open_before: 0 };
    let mut last_within = None;
    let mut ended = false;
    for (at, it) in all.iter().enumerate() {
        let state = match it.1.entitled {
            Truth::Unknown => State::Unknown,
            _ if ended || total - settled.given < it.1.quantity => State::Beyond,
            _ => State::Within,
        };
        match state {
            State::Within => {
                settled.given += it.1.quantity;
                last_within = Some(at);
            }
            State::Beyond => ended = true,
            State::Unknown => {
                // With something left everybody undecided is before the cut.
                let before = last_within.is_some_and(|last| compare(ties, it, &all[last]).0.is_lt());
                settled.open_before += i64::from(!ended || before);
            }
        }
        let before = at.checked_sub(1).map(|at| &all[at]);
        let same = before
            .filter(|before| (before.1.entitled == Truth::Unknown) == (it.1.entitled == Truth::Unknown));
        settled.placed.push(Placed {
            person: it.1.person.clone(),
            state,
            place: at as i64 + 1,
            behind: same.map(|before| compare(ties, before, it).1),
        });
    }
    settled
}

/// Which of two comes first, and by what.
fn compare(ties: &[Tie], one: &([u8; 32], Candidate), other: &([u8; 32], Candidate)) -> (Ordering, Behind) {
    let (a, b) = (&one.1, &other.1);
    let first = [(a.class.cmp(&b.class), Behind::Class), (b.points.cmp(&a.points), Behind::Points)];
    let ties = ties.iter().map(|tie| match tie {
        Tie::Older => (known_first(a.born, b.born), Behind::Older),
        Tie::Waiting => (known_first(a.waiting, b.waiting), Behind::Waiting),
    });
    let lot = (one.0.cmp(&other.0).then_with(|| a.person.cmp(&b.person)), Behind::Lot);
    first.into_iter().chain(ties).find(|it| it.0.is_ne()).unwrap_or(lot)
}

/// The earlier day first; no day last.
fn known_first(one: Option<Day>, other: Option<Day>) -> Ordering {
    one.is_none().cmp(&other.is_none()).then(one.cmp(&other))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Option<Day> {
        text.parse().ok()
    }

    fn one(person: &str, class: i64, points: i64, born: &str, waiting: &str, quantity: i64) -> Candidate {
        Candidate {
            person: person.to_owned(),
            entitled: Truth::Yes,
            class,
            points,
            born: day(born),
            waiting: day(waiting),
            quantity,
        }
    }

    const TIES: &[Tie] = &[Tie::Older, Tie::Waiting];

    #[test]
    fn who_comes_first_and_by_what() {
        let all = vec![
            one("late", 1, 2, "1940-01-01", "2026-05-01", 10),
            one("rich", 3, 9, "1920-01-01", "2020-01-01", 10),
            one("early", 1, 2, "1940-01-01", "2026-01-01", 10),
            one("never", 1, 2, "1940-01-01", "", 10),
            one("young", 1, 2, "1950-01-01", "2020-01-01", 10),
            one("many", 1, 3, "1960-01-01", "", 10),
            one("no-day", 1, 2, "", "2020-01-01", 10),
        ];
        let settled = settle("a", TIES, all, 35);
        let told: Vec<_> =
            settled.placed.iter().map(|it| (it.person.as_str(), it.behind, it.state)).collect();
        let want = [
            ("many", None, State::Within),
            ("early", Some(Behind::Points), State::Within),
            ("late", Some(Behind::Waiting), State::Within),
            ("never", Some(Behind::Waiting), State::Beyond),
            ("young", Some(Behind::Older), State::Beyond),
            ("no-day", Some(Behind::Older), State::Beyond),
            ("rich", Some(Behind::Class), State::Beyond),
        ];
        assert_eq!(told, want);
        assert_eq!(settled.given, 30, "five are left, and nobody behind takes them");
    }

    #[test]
    fn nobody_behind_is_given_what_somebody_before_was_not() {
        let all = vec![one("big", 1, 0, "", "", 30), one("small", 2, 0, "", "", 5)];
        let settled = settle("a", TIES, all, 20);
        assert!(settled.placed.iter().all(|it| it.state == State::Beyond), "{settled:?}");
    }

    #[test]
    fn whoever_is_undecided_is_listed_and_told_of_when_before_the_cut() {
        let unknown =
            |person, class| Candidate { entitled: Truth::Unknown, ..one(person, class, 0, "", "", 10) };
        let all = vec![unknown("first", 1), one("middle", 2, 0, "", "", 10), unknown("last", 3)];
        let told = |total| {
            let it = settle("a", TIES, all.clone(), total);
            (it.placed.iter().map(|it| (it.place, it.state)).collect::<Vec<_>>(), it.open_before)
        };
        let states = |middle| vec![(1, middle), (2, State::Unknown), (3, State::Unknown)];
        assert_eq!(told(10), (states(State::Within), 2), "the ten reach everybody who is decided");
        assert_eq!(told(9), (states(State::Beyond), 0));
        let mut more = all.clone();
        more.push(one("end", 4, 0, "", "", 10));
        assert_eq!(settle("a", TIES, more, 10).open_before, 1, "only who would stand before the last within");
    }

    fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
        let of = (0..3u8, 1..4i64, 0..3i64, 0..4i64, 0..4i64, 0..20i64);
        prop::collection::vec(of, 0..40).prop_map(|all| {
            let day = |it: i64| (0 < it).then(|| Day::from_number(it * 100));
            let make = |(at, (entitled, class, points, born, waiting, quantity)): (usize, _)| Candidate {
                person: format!("p{at:02}"),
                entitled: if entitled == 0 { Truth::Unknown } else { Truth::Yes },
                class,
                points,
                born: day(born),
                waiting: day(waiting),
                quantity,
            };
            all.into_iter().enumerate().map(make).collect()
        })
    }

    proptest! {
        #[test]
        fn the_order_is_total_and_does_not_depend_on_who_was_read_first(
            all in candidates(), total in 0..300i64, seed in 0..1_000u64,
        ) {
            let mut mixed = all.clone();
            mixed.sort_by_key(|it| lot(&seed.to_string(), &it.person));
            let (one, other) = (settle("a", TIES, all.clone(), total), settle("a", TIES, mixed, total));
            prop_assert_eq!(&one, &other);
            prop_assert_eq!(one.placed.len(), all.len());
            let places: Vec<i64> = one.placed.iter().map(|it| it.place).collect();
            prop_assert_eq!(places, (1..=all.len() as i64).collect::<Vec<_>>());
        }

        #[test]
        fn what_is_given_never_exceeds_the_total(all in candidates(), total in 0..300i64) {
            let settled = settle("a", TIES, all.clone(), total);
            let given: i64 = settled.placed.iter().filter(|it| it.state == State::Within)
                .map(|it| all.iter().find(|one| one.person == it.person).expect("the same").quantity).sum();
            prop_assert_eq!(given, settled.given);
            prop_assert!(given <= total);
            let cut = settled.placed.iter().position(|it| it.state != State::Within);
            let after = cut.map_or(&[][..], |cut| &settled.placed[cut..]);
            prop_assert!(after.iter().all(|it| it.state != State::Within));
        }
    }
}
