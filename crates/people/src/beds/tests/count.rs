//! Laws of the count, and what speaks against a day.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::beds::bed::Status;

fn day(number: i64) -> Day {
    Day::from_number(number)
}

fn span(from: i64, to: i64) -> Span {
    Span::new(day(from), day(to)).expect("a span")
}

fn rules() -> BedRules {
    let kind =
        |nursing: bool| json!({ "zh": "", "en": "", "nursing": nursing, "basis": "", "confidence": "local" });
    let leave =
        |days: i64| json!({ "zh": "", "en": "", "counted_days": days, "basis": "", "confidence": "local" });
    let rules = json!({
        "type": { "ordinary": kind(false), "nursing": kind(true), "dementia": kind(true) },
        "leave": { "hospital": leave(0), "home": leave(3) },
    });
    serde_json::from_value(rules).expect("rules")
}

/// A bed that is there from day 0 on, of the types from their days on.
fn bed(id: &str, types: &[(i64, &str)]) -> Bed {
    let mut bed = Bed { id: id.into(), facility: "home".into(), ..Bed::default() };
    bed.states.say(day(0), Status::InUse);
    for (from, kind) in types {
        bed.types.say(day(*from), (*kind).into());
    }
    bed
}

fn stay(id: &str, bed: &str, person: &str, from: i64, to: i64) -> Stay {
    Stay {
        id: id.into(),
        facility: "home".into(),
        bed: bed.into(),
        person: person.into(),
        span: span(from, to),
    }
}

fn scan(on: i64, person: Option<&str>, found: Found) -> Scan {
    Scan {
        id: format!("scan{on}"),
        bed: "a".into(),
        day: day(on),
        at: day(on).starts_at(),
        person: person.map(str::to_owned),
        found,
        dismissed: false,
    }
}

fn claims(beds: Vec<Bed>, stays: Vec<Stay>) -> Claims {
    Claims { beds: beds.into_iter().map(|it| (it.id.clone(), it)).collect(), stays, ..Claims::default() }
}

/// The parts of all stays between two days, as `from-to what`.
fn told(claims: &Claims, from: i64, to: i64) -> Vec<String> {
    let rules = rules();
    let looked = Looked::new(claims, &rules);
    let parts = looked.parts(span(from, to));
    let what = |it: &Came| match it {
        Came::Verified(kind) => kind.clone(),
        Came::Contested(reason) => format!("{reason:?}"),
        Came::Away(kind) => format!("away {kind}"),
    };
    parts
        .iter()
        .map(|it| format!("{}-{} {}", it.span.from.number(), it.span.to.number(), what(&it.came)))
        .collect()
}

#[test]
fn a_day_goes_by_the_type_that_was_valid_on_it() {
    let it = claims(vec![bed("a", &[(0, "ordinary"), (10, "nursing")])], vec![stay("s", "a", "p", 5, 40)]);
    assert_eq!(told(&it, 0, 30), ["5-10 ordinary", "10-30 nursing"]);
    assert_eq!(told(&it, 30, 60), ["30-40 nursing"], "the day of leaving is not counted");
    assert!(told(&it, 40, 60).is_empty());
}

#[test]
fn leaves_count_as_the_pack_says() {
    let mut it = claims(vec![bed("a", &[(0, "nursing")])], vec![stay("s", "a", "p", 0, 30)]);
    let leave = |kind: &str, from, to| Leave {
        id: kind.into(),
        person: "p".into(),
        kind: kind.into(),
        span: span(from, to),
        first_at: day(from).starts_at(),
    };
    it.leaves = vec![leave("hospital", 5, 8), leave("home", 10, 15)];
    assert_eq!(
        told(&it, 0, 30),
        ["0-5 nursing", "5-8 away hospital", "8-13 nursing", "13-15 away home", "15-30 nursing"]
    );
    // A look at the bed while somebody is known to be away says nothing; written down afterwards, it does.
    it.scans = vec![scan(6, Some("p"), Found::Empty), scan(11, Some("p"), Found::Empty)];
    assert_eq!(told(&it, 0, 13), ["0-5 nursing", "5-8 away hospital", "8-13 nursing"]);
    it.leaves[1].first_at = day(20).starts_at();
    assert_eq!(told(&it, 8, 30), ["8-11 nursing", "11-13 ScanEmpty", "13-15 away home", "15-30 ScanEmpty"]);
}

#[test]
fn what_speaks_against_a_day_is_told_with_its_reason() {
    let beds = || vec![bed("a", &[(0, "ordinary")]), bed("b", &[(0, "ordinary")])];
    let mut it = claims(beds(), vec![stay("s", "a", "p", 0, 30)]);
    it.deaths.insert("p".into(), day(20));
    assert_eq!(told(&it, 0, 31), ["0-20 ordinary", "20-30 Died"]);
    it.deaths.clear();
    // Found empty until found there again; the later look on one day counts.
    it.scans = vec![scan(10, Some("p"), Found::Empty), scan(15, Some("p"), Found::AsSaid)];
    assert_eq!(told(&it, 0, 30), ["0-10 ordinary", "10-15 ScanEmpty", "15-30 ordinary"]);
    it.scans[1].day = day(10);
    assert_eq!(told(&it, 0, 30), ["0-30 ordinary"]);
    it.scans = vec![scan(10, Some("p"), Found::Another)];
    assert_eq!(told(&it, 0, 30), ["0-10 ordinary", "10-30 ScanAnother"]);
    it.scans[0].dismissed = true;
    assert_eq!(told(&it, 0, 30), ["0-30 ordinary"]);
    // Nobody was said to lie there when it was looked at, and the stay was written down afterwards.
    it.scans = vec![scan(10, None, Found::AsSaid)];
    assert_eq!(told(&it, 0, 30), ["0-10 ordinary", "10-30 ScanEmpty"]);
    // Somebody else was confirmed to lie there.
    it.scans = vec![scan(10, Some("q"), Found::AsSaid)];
    assert_eq!(told(&it, 0, 30), ["0-10 ordinary", "10-30 ScanAnother"]);
    it.scans.clear();
    it.stays.push(stay("t", "b", "p", 25, 40));
    assert_eq!(told(&it, 0, 40), ["0-25 ordinary", "25-30 Twice", "25-30 Twice", "30-40 ordinary"]);
    it.stays.pop();
    it.beds.get_mut("a").expect("there").states.say(day(12), Status::OutOfService);
    assert_eq!(told(&it, 0, 30), ["0-12 ordinary", "12-30 NotInUse"]);
}

#[test]
fn usable_days_are_those_in_use() {
    let mut one = bed("a", &[(0, "ordinary")]);
    one.states.say(day(10), Status::OutOfService);
    one.states.say(day(20), Status::InUse);
    let late = {
        let mut it = Bed { id: "b".into(), ..Bed::default() };
        it.states.say(day(25), Status::InUse);
        it
    };
    assert_eq!(usable_days([&one, &late].into_iter(), span(0, 30)), 20 + 5);
}

/// A made-up month: stays of some people in some beds, leaves, looks, deaths.
fn worlds() -> impl Strategy<Value = Claims> {
    let types = prop::collection::vec(
        (0_i64..40, prop::sample::select(vec!["ordinary", "nursing", "dementia"])),
        1..4,
    );
    let beds = prop::collection::vec(types, 3);
    let stays = prop::collection::vec((0_usize..3, 0_usize..4, 0_i64..40, 1_i64..30), 0..8);
    let leaves = prop::collection::vec((0_usize..4, any::<bool>(), 0_i64..40, 1_i64..12, 0_i64..40), 0..4);
    let scans = prop::collection::vec((0_usize..3, 0_usize..5, 0_usize..3, 0_i64..50, any::<bool>()), 0..6);
    let deaths = prop::collection::vec((0_usize..4, 0_i64..60), 0..2);
    (beds, stays, leaves, scans, deaths).prop_map(|(beds, stays, leaves, scans, deaths)| {
        let name = |at: usize| ["a", "b", "c"][at];
        let beds = beds.iter().enumerate().map(|(at, it)| bed(name(at), it));
        let who = |at: usize| format!("p{at}");
        let mut made = claims(beds.collect(), Vec::new());
        for (at, (of, person, from, days)) in stays.into_iter().enumerate() {
            made.stays.push(stay(&format!("s{at}"), name(of), &who(person), from, from + days));
        }
        for (at, (person, home, from, days, first)) in leaves.into_iter().enumerate() {
            let kind = if home { "home" } else { "hospital" };
            made.leaves.push(Leave {
                id: format!("l{at}"),
                person: who(person),
                kind: kind.into(),
                span: span(from, from + days),
                first_at: day(first).starts_at(),
            });
        }
        for (at, (of, person, found, on, dismissed)) in scans.into_iter().enumerate() {
            made.scans.push(Scan {
                id: format!("x{at}"),
                bed: name(of).into(),
                person: (person < 4).then(|| who(person)),
                dismissed,
                ..scan(on, None, [Found::AsSaid, Found::Empty, Found::Another][found])
            });
        }
        made.deaths = deaths.into_iter().map(|(person, on)| (who(person), day(on))).collect();
        made
    })
}

fn sums(claims: &Claims, window: Span) -> Sums {
    let rules = rules();
    let looked = Looked::new(claims, &rules);
    let parts = looked.parts(window);
    by_facility(&parts).remove("home").unwrap_or_default()
}

proptest! {
    /// What is verified by type, contested and away is together what the stays say, day by day.
    #[test]
    fn the_days_by_type_are_the_days_of_the_stays(claims in worlds(), from in 0_i64..40, days in 1_i64..40) {
        let window = span(from, from + days);
        let sums = sums(&claims, window);
        let all: i64 = claims.stays.iter().map(|it| {
            (0..100).filter(|at| it.span.covers(day(*at)) && window.covers(day(*at))).count() as i64
        }).sum();
        prop_assert_eq!(sums.claimed() + sums.away, all);
        // Two spans beside one another count what one over both counts.
        let (before, after) = (span(from, from + days), span(from + days, from + days + 20));
        let both = self::sums(&claims, span(from, from + days + 20));
        let (one, two) = (self::sums(&claims, before), self::sums(&claims, after));
        prop_assert_eq!(one.contested + two.contested, both.contested);
        prop_assert_eq!(one.away + two.away, both.away);
        for kind in ["ordinary", "nursing", "dementia"] {
            let of = |it: &Sums| it.verified.get(kind).copied().unwrap_or(0);
            prop_assert_eq!(of(&one) + of(&two), of(&both));
        }
    }

    /// Whatever is entered first changes nothing.
    #[test]
    fn the_order_of_entry_changes_nothing(claims in worlds(), turn in 0_usize..8) {
        let mut other = claims.clone();
        let turn = |len: usize| if len == 0 { 0 } else { turn % len };
        other.stays.reverse();
        let at = turn(other.stays.len());
        other.stays.rotate_left(at);
        other.leaves.reverse();
        other.scans.reverse();
        let at = turn(other.scans.len());
        other.scans.rotate_left(at);
        prop_assert_eq!(sums(&claims, span(0, 60)), sums(&other, span(0, 60)));
    }

    /// A stay written in two pieces, one ending where the other begins, counts as in one piece: nobody gets
    /// rid of a look at a bed by ending the stay and beginning it anew.
    #[test]
    fn splitting_a_stay_changes_nothing(claims in worlds(), at in 0_i64..60, which in 0_usize..8) {
        let mut split = claims.clone();
        let Some(which) = which.checked_rem(claims.stays.len()) else { return Ok(()) };
        let whole = split.stays[which].clone();
        let days = whole.span.from.days_until(whole.span.to);
        if days < 2 {
            return Ok(());
        }
        let at = whole.span.from.number() + 1 + at % (days - 1);
        split.stays[which].span.to = day(at);
        split.stays.push(Stay { id: "rest".into(), span: Span { from: day(at), to: whole.span.to }, ..whole });
        prop_assert_eq!(sums(&claims, span(0, 80)), sums(&split, span(0, 80)));
    }

    /// Day by day, as somebody would count it with a finger.
    #[test]
    fn whole_spans_count_as_single_days(claims in worlds()) {
        let fast = sums(&claims, span(0, 70));
        let mut slow = Sums::default();
        for at in 0..70 {
            let one = sums(&claims, span(at, at + 1));
            slow.contested += one.contested;
            slow.away += one.away;
            for (kind, days) in one.verified {
                *slow.verified.entry(kind).or_default() += days;
            }
        }
        prop_assert_eq!(fast, slow);
    }
}
