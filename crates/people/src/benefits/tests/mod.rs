//! Tests of the decision engine on the two counties' shipped allowance, and on its variants.

mod cases;
mod overlaps;
mod properties;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use base::{Day, Money, Month};
use platform::{
    facts::Frame,
    packs::{Bundle, Figure, Pack, SectionKind},
};
use rules::{Column, Truth};

use super::{
    BackPay, Benefit, Engine, Engines, MonthReason, Reason, StartRule, StopRule, TierRule, Treatment,
    back_pay_from, decide, explain, facts, treat,
};

/// The shipped pack of a county, read once for all tests: it has hundreds of pages.
pub(crate) fn pack(county: &str) -> Arc<Pack> {
    static READ: Mutex<BTreeMap<String, Arc<Pack>>> = Mutex::new(BTreeMap::new());
    let mut known = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pack) = known.get(county) {
        return pack.clone();
    }
    let rooms = platform::ROOMS.iter().chain(casebooks::ROOMS).chain(crate::ROOMS);
    let sections: Vec<SectionKind> = rooms.flat_map(|room| room.sections).copied().collect();
    let pack =
        Pack::open(&Bundle::shipped().of_sections(&sections), county, &sections).unwrap_or_else(|faults| {
            panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        });
    known.insert(county.to_owned(), Arc::new(pack));
    known[county].clone()
}

const ALLOWANCE: &str = "old_age_allowance";

/// The shipped allowance with some month rules exchanged.
pub(crate) fn variant(county: &str, change: impl Fn(&mut Benefit)) -> Engine {
    let pack = pack(county);
    let mut benefit = pack.made::<Engines>().get(ALLOWANCE).unwrap().benefit.clone();
    change(&mut benefit);
    Engine::new(ALLOWANCE, &benefit, pack.facts()).unwrap()
}

fn engine(county: &str) -> Engine {
    variant(county, |_| ())
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// What is known of one elder.
#[derive(Clone, Debug, Default)]
struct Elder {
    born: Option<Day>,
    died: Option<Day>,
    /// First day registered elsewhere.
    moved: Option<Day>,
    /// First day registered here; always when nothing is said, never told when `unplaced`.
    came: Option<Day>,
    unplaced: bool,
    applied: Option<Day>,
    approved: Option<Day>,
    lost: Option<Day>,
}

/// `born 1946-11-22, died 2026-10-03`
fn elder(text: &str) -> Elder {
    let mut elder = Elder::default();
    for part in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        let (what, on) = part.split_once(' ').unwrap_or((part, ""));
        let on = on.parse().ok();
        match what {
            "born" => elder.born = on,
            "died" => elder.died = on,
            "moved" => elder.moved = on,
            "came" => elder.came = on,
            "unplaced" => elder.unplaced = true,
            "applied" => elder.applied = on,
            "approved" => elder.approved = on,
            "lost" => elder.lost = on,
            other => panic!("{other}?"),
        }
    }
    elder
}

/// The facts of a month's last day, as the register would give them.
fn frame(elders: &[Elder], month: Month) -> Frame {
    let last = month.last_day();
    let mut frame = Frame::new((0..elders.len()).map(|it| format!("{it:04}")).collect(), last);
    let mut days = |name: &str, day: fn(&Elder) -> Option<Day>| {
        let lane = |it: &Elder| day(it).map(Day::number);
        frame.set(name, Column::lanes(elders.iter().map(lane)));
    };
    days(facts::BORN, |it| it.born);
    days(facts::APPLIED, |it| it.applied);
    days(facts::APPROVED, |it| it.approved);
    days(facts::LOST, |it| it.lost);
    let until_last = |it: Option<Day>| it.filter(|day| *day <= last).map(Day::number);
    frame.set(facts::DIED, Column::lanes(elders.iter().map(|it| until_last(it.died))));
    frame.set(facts::MOVED, Column::lanes(elders.iter().map(|it| until_last(it.moved))));
    let here = |it: &Elder| {
        let gone = it.moved.is_some_and(|day| day <= last);
        (!it.unplaced).then(|| it.came.is_none_or(|day| day <= last) && !gone)
    };
    frame.set(facts::HERE, Column::bools(elders.iter().map(here)));
    frame
}

/// What a month comes to, in a word or two: `60 80-89`, `no died`, `unknown 60`.
fn told(engine: &Engine, elder: &Elder, month: Month) -> String {
    let decided = decide(engine, frame(std::slice::from_ref(elder), month), month);
    let yuan = decided.amount[0].0 / 100;
    let reason = Reason::of(decided.reason[0]).expect("a reason");
    let held = if decided.held.get(0) { " held" } else { "" };
    match (decided.truth[0], reason) {
        (Truth::Yes, _) => format!("{yuan} {}{held}", engine.tier(decided.tier[0].unwrap())),
        (Truth::Unknown, _) => format!("unknown {yuan}"),
        (Truth::No, Reason::Month(why)) => format!("no {}", why.key().trim_start_matches("benefits-")),
        (Truth::No, _) => "no by condition".to_owned(),
    }
}

#[track_caller]
fn check(engine: &Engine, text: &str, months: &[(&str, &str)]) {
    for (when, want) in months {
        assert_eq!(told(engine, &elder(text), month(when)), *want, "{text} in {when}");
    }
}

#[test]
fn xishan_pays_from_the_month_of_the_birthday() {
    let engine = engine("xishan");
    check(&engine, "born 1946-11-22", &[("2026-10", "no too-young"), ("2026-11", "60 80-89")]);
    check(&engine, "born 1936-11-30", &[("2026-10", "60 80-89"), ("2026-11", "120 90-99")]);
    check(&engine, "born 1926-11-01", &[("2026-10", "120 90-99"), ("2026-11", "500 100+")]);
    check(&engine, "born 1936-02-29", &[("2026-02", "60 80-89"), ("2026-03", "120 90-99")]);
    check(&engine, "born 1920-01-01", &[("2023-04", "no before-policy"), ("2023-05", "500 100+")]);
}

#[test]
fn the_month_of_death_or_move_is_the_last() {
    let engine = engine("xishan");
    check(&engine, "born 1940-01-01, died 2026-10-01", &[("2026-10", "60 80-89"), ("2026-11", "no died")]);
    check(
        &engine,
        "born 1940-01-01, moved 2026-10-31",
        &[("2026-10", "60 80-89"), ("2026-11", "no moved-away")],
    );
    // Nobody comes of age after their death, even inside one month.
    check(&engine, "born 1946-10-20, died 2026-10-05", &[("2026-10", "no too-young")]);
    check(&engine, "born 1946-10-05, died 2026-10-20", &[("2026-10", "60 80-89"), ("2026-11", "no died")]);
    // A tier that would change after the death does not.
    check(&engine, "born 1936-10-20, died 2026-10-05", &[("2026-10", "60 80-89")]);
    check(
        &engine,
        "born 1940-01-01, came 2026-10-10",
        &[("2026-09", "no by condition"), ("2026-10", "60 80-89")],
    );
}

#[test]
fn month_rules_are_parameters() {
    let start = |rule| variant("xishan", move |it| it.months.start.value = rule);
    let after = start(StartRule::MonthAfterBirth);
    check(&after, "born 1946-10-31", &[("2026-10", "no too-young"), ("2026-11", "60 80-89")]);
    check(&after, "born 1946-10-31, died 2026-11-03", &[("2026-11", "60 80-89"), ("2026-12", "no died")]);
    let applied = start(StartRule::MonthAfterApplication);
    check(&applied, "born 1940-01-01", &[("2026-10", "no not-applied")]);
    check(
        &applied,
        "born 1940-01-01, applied 2026-10-31",
        &[("2026-10", "no after-application"), ("2026-11", "60 80-89")],
    );
    let approved = start(StartRule::MonthAfterApproval);
    check(
        &approved,
        "born 1940-01-01, approved 2026-10-01",
        &[("2026-10", "no after-approval"), ("2026-11", "60 80-89")],
    );
    let at_once = variant("xishan", |it| it.months.stop.value = StopRule::MonthOf);
    check(&at_once, "born 1940-01-01, died 2026-10-31", &[("2026-09", "60 80-89"), ("2026-10", "no died")]);
    let later = variant("xishan", |it| it.months.tier_change.value = TierRule::NextMonth);
    check(&later, "born 1936-10-05", &[("2026-10", "60 80-89"), ("2026-11", "120 90-99")]);
    check(&later, "born 1946-10-05", &[("2026-09", "no too-young"), ("2026-10", "60 80-89")]);
}

#[test]
fn mianning_has_the_floor_of_its_province_marked_unverified() {
    let engine = engine("mianning");
    check(&engine, "born 1940-01-01", &[("2026-10", "25 80-89")]);
    check(&engine, "born 1930-01-01", &[("2026-10", "100 90-99")]);
    check(&engine, "born 1920-01-01", &[("2026-10", "200 100+")]);
    let rates = &engine.benefit.rate;
    assert!(rates.iter().all(|it| it.confidence == platform::packs::Confidence::Unverified));
}

#[test]
fn the_unknown_stops_nobody_and_lets_nobody_in() {
    let engine = engine("xishan");
    check(&engine, "born 1940-01-01, unplaced", &[("2026-10", "unknown 60")]);
    check(&engine, "", &[("2026-10", "unknown 0")]);
    check(&engine, "born 1950-01-01, unplaced", &[("2026-10", "no too-young")]);
    assert_eq!(treat(Truth::Unknown, true), Treatment::PayAndVerify);
    assert_eq!(treat(Truth::Unknown, false), Treatment::Wait);
    assert_eq!(treat(Truth::No, true), Treatment::Stop);
    let month = month("2026-10");
    let explained = explain(&engine, &frame(&[elder("born 1940-01-01, unplaced")], month), 0, month);
    let missing: Vec<_> = explained.missing.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(missing, ["person.registered_here"]);
}

#[test]
fn whom_nobody_has_seen_is_held() {
    let engine = engine("xishan");
    check(
        &engine,
        "born 1940-01-01, lost 2026-07-20",
        &[("2026-09", "60 80-89"), ("2026-10", "60 80-89 held")],
    );
}

#[test]
fn an_explanation_names_days_values_and_clauses() {
    let engine = engine("xishan");
    let month = month("2026-10");
    let explained = explain(&engine, &frame(&[elder("born 1936-10-05, died 2026-10-20")], month), 0, month);
    assert_eq!((explained.truth, explained.amount), (Truth::Yes, Money(12_000)));
    assert_eq!(explained.months.judged_on, Some(day("2026-10-20")));
    assert_eq!(explained.months.age, Some(90));
    let rate = explained.rate.unwrap();
    assert_eq!(rate.band, "90-99");
    assert_eq!(rate.basis, engine.benefit.rate[1].basis);
    let condition = explained.condition.unwrap();
    assert_eq!(condition.basis, engine.benefit.condition.0[0].basis);
    assert_eq!(condition.explanation.tree.children.len(), 2);
    assert_eq!(condition.explanation.tree.children[0].text, "person.age >= param.age_floor");
    let died = explain(&engine, &frame(&[elder("born 1936-10-05, died 2026-09-20")], month), 0, month);
    assert_eq!(died.reason, Some(Reason::Month(MonthReason::Died)));
    assert!(died.condition.is_none());
}

#[test]
fn back_pay_reaches_as_far_as_the_pack_lets_it() {
    let from = |rule: BackPay| {
        let engine = variant("xishan", move |it| it.months.back_pay.value = rule);
        back_pay_from(&engine.benefit, month("2026-10")).to_string()
    };
    assert_eq!(from(BackPay::None), "2026-10");
    assert_eq!(from(BackPay::Limited(6)), "2026-04");
    assert_eq!(from(BackPay::SinceEligible), "2023-05");
    assert_eq!(from(BackPay::Limited(600)), "2023-05");
}

#[test]
fn a_changed_condition_holds_from_its_day() {
    let stricter = |benefit: &mut Benefit| {
        let old = benefit.condition.0[0].clone();
        let turn = day("2026-07-01");
        let new = Figure {
            value: "person.age >= 85 && person.registered_here".to_owned(),
            valid_from: Some(turn),
            ..old.clone()
        };
        benefit.condition.0 = vec![Figure { valid_to: Some(turn), ..old }, new];
    };
    let engine = variant("xishan", stricter);
    check(&engine, "born 1945-01-01", &[("2026-06", "60 80-89"), ("2026-07", "no by condition")]);
}

/// What the explanation's page is tried with.
#[test]
fn the_sample_of_the_page_is_what_the_engine_says() {
    let engine = engine("mianning");
    let month = month("2026-10");
    let cases = [
        ("owed", "born 1936-10-05, died 2026-10-20"),
        ("not-owed", "born 1940-01-01, moved 2026-09-20"),
        ("unknown", "born 1940-01-01, unplaced"),
    ];
    let sample = |text: &str| {
        serde_json::json!({ "it": {
            "person": "0198a5b0-0000-7000-8000-000000000001", "name": "Wang Xiuying",
            "area": "sc/liangshan/mianning/", "benefits": [ALLOWANCE], "known_at": null, "pack": "…",
            "explained": explain(&engine, &frame(&[elder(text)], month), 0, month),
        } })
    };
    let samples: serde_json::Map<String, serde_json::Value> =
        cases.iter().map(|(name, text)| ((*name).to_owned(), sample(text))).collect();
    let written = include_str!("../../../../web/pages/benefits/explain.samples.json");
    let written: serde_json::Value = serde_json::from_str(written).unwrap();
    let made = serde_json::Value::Object(samples);
    assert_eq!(written, made, "the sample should be:\n{made}");
}
