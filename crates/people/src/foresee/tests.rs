//! Laws of the forecast, on the shipped allowance of 西山 and drafts of it.

use base::{Chance, Day, Money, Month};
use platform::{facts::Frame, packs::Yuan};
use proptest::prelude::*;
use rules::{Builder, Column, Fact, Kind, Truth, Value};

use super::{
    cohorts::{Cohorts, SEX},
    compare::{Side, facts_of},
    forecast::{Forecast, forecast, survival},
    mortality::{Mortality, Percent},
};
use crate::benefits::{
    Engine, Overlaps, Period, Plan, StartRule, StopRule, TierRule,
    facts::{BORN, HERE},
    tests::{pack, variant},
};

const SURE: Percent = Percent { low: 100, middle: 100, high: 100 };
const WIDE: Percent = Percent { low: 90, middle: 100, high: 110 };
const MONTHS: usize = 30;

#[derive(Clone, Debug)]
struct Elder {
    born: Day,
    sex: Option<&'static str>,
    here: Option<bool>,
    area: usize,
}

fn elders(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Elder>> {
    let born = Day::new(1925, 1, 1).unwrap().number()..Day::new(1950, 1, 1).unwrap().number();
    let sex = prop_oneof![Just(Some("male")), Just(Some("female")), Just(None)];
    let here = prop_oneof![4 => Just(Some(true)), 1 => Just(Some(false)), 1 => Just(None)];
    // One in eight on a leap day.
    let born = (born, 0..8).prop_map(|(day, leap)| {
        let day = Day::from_number(day);
        if leap > 0 {
            return day;
        }
        Day::new((day.year() / 4 * 4) as i16, 2, 29).unwrap()
    });
    let one =
        (born, sex, here, 0..3_usize).prop_map(|(born, sex, here, area)| Elder { born, sex, here, area });
    prop::collection::vec(one, count)
}

fn sex_fact() -> Fact {
    Fact::new(SEX, Kind::choice(&["male", "female"]))
}

fn frame(elders: &[Elder], day: Day) -> Frame {
    let mut frame = Frame::new((0..elders.len()).map(|at| format!("{at:05}")).collect(), day);
    frame.set(BORN, Column::lanes(elders.iter().map(|it| Some(it.born.number()))));
    frame.set(HERE, Column::bools(elders.iter().map(|it| it.here)));
    frame.set("person.alive", Column::bools(elders.iter().map(|_| Some(true))));
    let mut sex = Builder::new(&sex_fact().kind);
    elders.iter().for_each(|it| sex.push(it.sex.map(|it| Value::Choice(it.into())).as_ref()));
    frame.set(SEX, sex.finish());
    frame
}

/// The allowance as it is, and with other rates, age and month rules.
fn now_and_draft() -> (Engine, Engine) {
    let now = variant("xishan", |_| ());
    let draft = variant("xishan", |it| {
        it.rate[0].amount = Some(Yuan(Money(9_900)));
        it.months.stop.value = StopRule::MonthOf;
        it.months.start.value = StartRule::MonthAfterBirth;
        it.months.tier_change.value = TierRule::NextMonth;
    });
    (now, draft)
}

fn cohorts(sides: &[Side; 2], elders: &[Elder], from: Month) -> Cohorts {
    let months: Vec<Month> = (0..=MONTHS as i32).map(|it| from.plus(it)).collect();
    let facts = facts_of(sides, &months, Some(&sex_fact()));
    let mut cohorts = Cohorts::new(facts, false);
    let areas: Vec<usize> = elders.iter().map(|it| it.area).collect();
    // In two parts, as a register is read.
    let half = elders.len() / 2;
    cohorts.add(&frame(&elders[..half], from.last_day()), &areas[..half]);
    cohorts.add(&frame(&elders[half..], from.last_day()), &areas[half..]);
    cohorts
}

/// To the nearest: sums of whole fen are whole but for rounding.
fn fen_of(it: f64) -> i64 {
    it.round() as i64
}

fn from() -> Month {
    "2026-11".parse().unwrap()
}

fn run(sides: &[Side; 2], elders: &[Elder], mortality: &Mortality, percent: Percent) -> Forecast {
    forecast(&cohorts(sides, elders, from()), sides, from(), MONTHS, (mortality, percent), 3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Where nobody dies, carrying cohorts forward is deciding every person in every month, to the fen.
    #[test]
    fn without_deaths_a_month_is_the_sum_of_its_people(elders in elders(1..60)) {
        let (now, draft) = now_and_draft();
    let plan = Plan::new(&Overlaps::default());
        let sides = [Side::alone(Some(&now), &plan), Side::alone(Some(&draft), &plan)];
        let told = run(&sides, &elders, &Mortality::none(), WIDE);
        let mut areas = [[0_i64; 2]; 3];
        for ahead in &told.months {
            let mut fen = [0_i64; 2];
            for (at, side) in sides.iter().enumerate() {
                let each = side.decide(&frame(&elders, ahead.month.last_day()), ahead.month);
                let yes: Vec<usize> = (0..elders.len()).filter(|it| each.truth[*it] == Truth::Yes).collect();
                fen[at] = yes.iter().map(|it| each.amount[*it].0).sum();
                yes.iter().for_each(|it| areas[elders[*it].area][at] += each.amount[*it].0);
                prop_assert_eq!(fen_of(ahead.people[at].middle), yes.len() as i64, "{}", ahead.month);
                for end in [ahead.fen[at].low, ahead.fen[at].middle, ahead.fen[at].high] {
                    prop_assert_eq!(fen_of(end), fen[at], "{} side {}", ahead.month, at);
                }
            }
            prop_assert_eq!(fen_of(ahead.more.middle), fen[1] - fen[0]);
        }
        for at in 0..2 {
            let months: f64 = told.months.iter().map(|it| it.fen[at].middle).sum();
            prop_assert!((told.fen[at].middle - months).abs() < 1.0);
            for (area, place) in areas.iter().zip(&told.areas) {
                prop_assert!((place[at] - area[at] as f64).abs() < 1.0);
            }
        }
    }

    /// With deaths: a range is never turned over, and its middle lies in it.
    #[test]
    fn the_middle_lies_in_the_range(elders in elders(1..40)) {
        let (now, draft) = now_and_draft();
    let plan = Plan::new(&Overlaps::default());
        let sides = [Side::alone(Some(&now), &plan), Side::alone(Some(&draft), &plan)];
        let mortality = pack("xishan").made::<Mortality>();
        let told = run(&sides, &elders, &mortality, WIDE);
        let of_months = told.months.iter().flat_map(|it| [it.fen[0], it.fen[1], it.more]);
        for band in of_months.chain(told.fen).chain([told.more]) {
            prop_assert!(band.low <= band.middle + 1e-6 && band.middle <= band.high + 1e-6, "{:?}", band);
        }
    }
}

/// Deaths drawn by chance, person by person, a thousand times: the range holds nine in ten of them, month
/// by month and in the sum of all months, and is not wider than they are.
#[test]
fn the_range_holds_what_chance_does() {
    let (now, draft) = now_and_draft();
    let plan = Plan::new(&Overlaps::default());
    let sides = [Side::alone(Some(&now), &plan), Side::alone(Some(&draft), &plan)];
    let mortality = pack("xishan").made::<Mortality>();
    let mut chance = Chance::new(4);
    let elders: Vec<Elder> = (0..400)
        .map(|at| Elder {
            born: Day::new(1926, 1, 1).unwrap().plus_days(chance.below(22 * 365) as i64),
            sex: Some(if at % 2 == 0 { "male" } else { "female" }),
            here: Some(true),
            area: at % 3,
        })
        .collect();
    let told = run(&sides, &elders, &mortality, SURE);
    let paid: Vec<[Vec<i64>; 2]> = told
        .months
        .iter()
        .map(|ahead| {
            [0, 1].map(|side: usize| {
                let side = &sides[side];
                let each = side.decide(&frame(&elders, ahead.month.last_day()), ahead.month);
                each.truth
                    .iter()
                    .zip(&each.amount)
                    .map(|(truth, it)| if *truth == Truth::Yes { it.0 } else { 0 })
                    .collect()
            })
        })
        .collect();
    let ahead: Vec<Month> = told.months.iter().map(|it| it.month).collect();
    let alive: Vec<Vec<f64>> = elders
        .iter()
        .map(|it| {
            survival(&cohorts(&sides, std::slice::from_ref(it), from()).all[0], &ahead, &mortality, 1.0)
        })
        .collect();
    let (mut last, mut sums, mut more) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..1_000 {
        let (mut of_last, mut of_all) = (0, [0; 2]);
        for row in 0..elders.len() {
            let drawn = chance.unit();
            for month in 0..MONTHS {
                // 西山 pays the month of death; the draft does not.
                let begins = drawn < alive[row][month];
                let ends = drawn < alive[row][month + 1];
                let fen = [i64::from(begins) * paid[month][0][row], i64::from(ends) * paid[month][1][row]];
                of_all = [of_all[0] + fen[0], of_all[1] + fen[1]];
                of_last += if month + 1 == MONTHS { fen[1] } else { 0 };
            }
        }
        last.push(of_last as f64);
        sums.push(of_all[1] as f64);
        more.push((of_all[1] - of_all[0]) as f64);
    }
    for (what, mut drawn, band) in [
        ("last month", last, told.months[MONTHS - 1].fen[1]),
        ("sum", sums, told.fen[1]),
        ("more", more, told.more),
    ] {
        drawn.sort_by(f64::total_cmp);
        let (low, high) = (drawn[50], drawn[949]);
        let slack = 0.12 * (high - low);
        assert!(band.low <= low + slack && high - slack <= band.high, "{what}: {band:?} holds {low}..{high}");
        assert!(
            band.high - band.low <= 1.3 * (high - low),
            "{what}: {band:?} is no wider than {low}..{high}"
        );
    }
    // With the county's own mortality in doubt the range is wider, and holds that one.
    let doubtful = run(&sides, &elders, &mortality, WIDE);
    assert!(doubtful.fen[1].low < told.fen[1].low && told.fen[1].high < doubtful.fen[1].high);
}

/// What is given once is paid in the month in which somebody comes of age, and never again; who was old
/// enough before has it.
#[test]
fn what_is_given_once_is_counted_once() {
    let once = variant("xishan", |it| it.period = Period::Once);
    let plan = Plan::new(&Overlaps::default());
    let sides = [Side::alone(Some(&once), &plan), Side::alone(Some(&once), &plan)];
    let of = |born: &str| Elder { born: born.parse().unwrap(), sex: None, here: Some(true), area: 0 };
    // 85; 80 in March 2027; 70.
    let elders = [of("1941-05-01"), of("1947-03-10"), of("1956-01-01")];
    let told = run(&sides, &elders, &Mortality::none(), SURE);
    let paid: Vec<(String, i64)> = told
        .months
        .iter()
        .filter(|it| fen_of(it.fen[1].middle) != 0)
        .map(|it| (it.month.to_string(), fen_of(it.fen[1].middle)))
        .collect();
    assert_eq!(paid, [("2027-03".to_owned(), 6_000)]);
    assert_eq!(fen_of(told.fen[1].middle), 6_000);
}
