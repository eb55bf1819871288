//! The shipped instruments: that they load with all their worked cases, and that a point or a cut-off
//! changed by mistake is told at its line. Laws: a score stays between its bounds, and a better answer
//! never scores lower.

use std::sync::LazyLock;

use instruments::{Instrument, Kind, Scalar, Scoring, greatest, least, score};
use platform::packs::{Bundle, Pack, section};

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::Instruments;

/// The shipped national pack with only its instruments, and one text in one of them changed.
fn opened(file: &str, from: &str, to: &str) -> Result<Pack, Vec<String>> {
    let sections = [section::<Instruments>()];
    let mut bundle = Bundle::shipped().of_sections(&sections);
    if !from.is_empty() {
        let path = format!("national/instruments/{file}.toml");
        let text = bundle.get(&path).expect("it is shipped").to_owned();
        assert!(text.contains(from), "{path} says {from:?} no more");
        bundle.insert(&path, &text.replacen(from, to, 1));
    }
    let pack = Pack::open(&bundle, "national", &sections);
    pack.map_err(|faults| {
        faults.iter().map(|it| format!("{} at {}:{} {:?}", it.key, it.path, it.line, it.args)).collect()
    })
}

/// The shipped instruments, opened once for all properties.
static SHIPPED: LazyLock<Pack> = LazyLock::new(|| opened("", "", "").expect("no fault"));

fn faults(file: &str, from: &str, to: &str) -> Vec<String> {
    opened(file, from, to).err().unwrap_or_default()
}

#[test]
fn the_shipped_instruments_load_and_their_cases_come_out() {
    let pack = opened("", "", "").unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
    let all = pack.get::<Instruments>();
    let scored: Vec<&str> =
        all.0.values().filter(|it| !it.cases.is_empty()).map(|it| it.id.as_str()).collect();
    let wanted = [
        "ad8",
        "barthel",
        "destitute6",
        "gad7",
        "gbt42195-2022",
        "gbt42195-2022-a",
        "gds15",
        "lawton-iadl",
        "ltc-2021",
        "minicog",
        "mna-sf",
        "morse",
        "mzt039-2013",
        "news2",
        "phq9",
        "selfcare",
        "tcm33",
    ];
    assert!(wanted.iter().all(|it| scored.contains(it)), "{scored:?}");
    let cases: usize = all.0.values().map(|it| it.cases.len()).sum();
    assert!(400 < cases, "{cases} worked cases");
}

#[test]
fn a_change_by_mistake_is_told_by_the_cases_it_breaks() {
    // A file, what it says, what is written in its place, and how a fault of it begins.
    let cases = [
        (
            "gbt42195-2022",
            "from = 66\nto = 89",
            "from = 66\nto = 88",
            "instruments-levels-hole at gbt42195-2022.level[",
        ),
        ("gbt42195-2022", "raise = 1", "raise = 2", "instruments-case-differs at gbt42195-2022.case["),
        ("gbt42195-2022", "[\"F00\", \"F03\"]", "[\"F00\", \"F02\"]", "instruments-case-differs"),
        ("gds15", "reverse = true", "reverse = false", "instruments-case-differs at gds15.case["),
        ("phq9", "{ 9 = { min = 1 } }", "{ 9 = { min = 2 } }", "instruments-case-differs at phq9.case["),
        (
            "phq9",
            "{ 9 = { min = 1 } }",
            "{ 10 = { min = 1 } }",
            "instruments-unknown-name at phq9.alert[0].when",
        ),
        ("ltc-2021", "[3, 3, 4, 5]", "[3, 3, 4]", "instruments-matrix-size at ltc-2021.matrix.cells"),
        ("ltc-2021", "[3, 3, 4, 5]", "[3, 3, 4, 4]", "instruments-case-differs at ltc-2021.case["),
        (
            "news2",
            "{ from = 9, to = 11, points = 1 }",
            "{ from = 9, to = 11, points = 2 }",
            "instruments-case-differs",
        ),
        ("ad8", "id = \"ad8\"", "id = \"ad9\"", "instruments-other-id at ad8.id"),
        ("gad7", "scale = \"often\"", "scale = \"ofen\"", "instruments-unknown-name at gad7.item[0].scale"),
    ];
    for (file, from, to, begins) in cases {
        let found = faults(file, from, to);
        assert!(found.iter().any(|it| it.starts_with(begins)), "{file}: {from} → {to}: {found:?}");
    }
}

/// The value of an item that a number picks: one of its options, or a measure within its bounds.
fn answer(instrument: &Instrument, place: usize, pick: u32) -> Option<Value> {
    let item = &instrument.items[place];
    Some(match item.kind {
        Kind::YesNo => Value::Bool(pick.is_multiple_of(2)),
        Kind::Choice => {
            let options = instrument.options(item);
            match &options[pick as usize % options.len()].value {
                Scalar::Int(it) => Value::from(*it),
                Scalar::Text(it) => Value::from(it.as_str()),
            }
        }
        Kind::Number => {
            let (low, high) = (item.min? as i64, item.max? as i64);
            Value::from(low + i64::from(pick) % (high - low + 1))
        }
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_may_be_answered_is_scored_within_its_bounds(picks in prop::collection::vec(any::<u32>(), 40)) {
        let pack = &*SHIPPED;
        for (id, instrument) in &pack.get::<Instruments>().0 {
            if instrument.scoring == Scoring::None {
                continue;
            }
            let given: Map<String, Value> = instrument.items.iter().enumerate()
                .filter_map(|(at, item)| Some((item.id.clone(), answer(instrument, at, picks[at])?)))
                .collect();
            let low: i64 = instrument.items.iter().map(|it| least(instrument, it)).sum();
            let high: i64 = instrument.items.iter().map(|it| greatest(instrument, it)).sum();
            match score(instrument, &given, &Map::new()) {
                Ok(came) => {
                    let total = came.scores.get("total").copied().unwrap_or(low);
                    prop_assert!((low..=high).contains(&total), "{id}: {total}");
                    prop_assert_eq!(came.level, came.initial_level, "nothing changed it");
                    // The same answers written from the last to the first are the same answers.
                    let turned: Map<String, Value> = given.clone().into_iter().rev().collect();
                    let again = score(instrument, &turned, &Map::new());
                    prop_assert_eq!(again.as_ref(), Ok(&came));
                }
                // Only rules over combinations may leave one out.
                Err(faults) => {
                    prop_assert_eq!(id, "mzt039-2013");
                    prop_assert_eq!(faults[0].key.as_ref(), "instruments-left-out");
                }
            }
        }
    }

    #[test]
    fn a_better_answer_never_makes_an_ability_worse(
        picks in prop::collection::vec(any::<u32>(), 26),
        better in 0..26_usize,
    ) {
        let pack = &*SHIPPED;
        let instrument = pack.get::<Instruments>().named("gbt42195-2022").expect("it is shipped");
        let mut given: Map<String, Value> = instrument.items.iter().enumerate()
            .filter_map(|(at, item)| Some((item.id.clone(), answer(instrument, at, picks[at])?)))
            .collect();
        let before = score(instrument, &given, &Map::new()).expect("scored");
        let item = &instrument.items[better];
        given.insert(item.id.clone(), Value::from(greatest(instrument, item)));
        let after = score(instrument, &given, &Map::new()).expect("scored");
        prop_assert!(before.scores["total"] <= after.scores["total"]);
        prop_assert!(after.level <= before.level);
    }
}
