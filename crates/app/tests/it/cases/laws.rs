//! What holds of every case, whatever is done to it.

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

use super::{FIRE, case, hazard, office, open, text, with_fire};

/// What somebody tries; much of it is refused, and must then change nothing.
#[derive(Clone, Debug)]
enum Try {
    Step(usize, &'static str, Option<u8>),
    Edit(usize, &'static str, &'static str),
    Back(usize),
    Night,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let who = 0_usize..3;
    let step =
        (who.clone(), prop::sample::select(vec!["mend", "verify", "lapse"]), prop::option::of(0_u8..28));
    let field = prop::sample::select(vec![
        ("place", "二楼"),
        ("place", ""),
        ("grade", "major"),
        ("grade", "一般"),
        ("listed_until", "2026-12-31"),
        ("doors", "12"),
        ("doors", "99"),
        ("price", "3.5"),
        ("price", ""),
        ("labour", "2"),
        ("caller", "13812345678"),
        ("cost", "1"),
    ]);
    let one = prop_oneof![
        4 => step.prop_map(|(who, step, day)| Try::Step(who, step, day)),
        5 => (who.clone(), field).prop_map(|(who, (field, value))| Try::Edit(who, field, value)),
        2 => who.prop_map(Try::Back),
        1 => Just(Try::Night),
    ];
    prop::collection::vec(one, 1..14)
}

#[test]
fn whatever_is_tried_a_case_stays_in_a_declared_state_with_its_index_and_one_revision_a_change() {
    let states: Vec<&str> =
        FIRE.lines().filter_map(|it| it.strip_prefix("[state.")?.strip_suffix(']')).collect();
    with_fire(|world| {
        let office = office(world);
        let actors = [&office.officer, &office.clerk, &office.reviewer];
        let mut runner =
            TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
        let outcome = runner.run(&tries(), |tries| {
            let id = text(&open(world, &office.officer, hazard("一楼")).expect("opened"), "case");
            let look = || case(world, &office.clerk, &id).expect("seen");
            for one in tries {
                let before = look();
                let revision = before["revision"].as_i64().expect("a revision");
                let (who, verb, input) = match one {
                    Try::Night => {
                        world.pass_days(2);
                        world.night();
                        let rose = look()["revision"].as_i64().expect("a revision") - revision;
                        prop_assert!((0..=1).contains(&rose));
                        continue;
                    }
                    Try::Step(who, step, day) => {
                        let values = day.map_or_else(
                            || json!({}),
                            |it| json!({ "mended_on": format!("2026-11-{:02}", it + 1) }),
                        );
                        (
                            who,
                            "cases.step",
                            json!({ "case": id, "step": step, "revision": revision, "values": values }),
                        )
                    }
                    Try::Edit(who, field, value) => (
                        who,
                        "cases.edit",
                        json!({ "case": id, "revision": revision, "values": { field: value } }),
                    ),
                    Try::Back(who) => {
                        (who, "cases.back", json!({ "case": id, "revision": revision, "reason": "误报" }))
                    }
                };
                let done = world.submit(actors[who], verb, input);
                let after = look();
                let is = after["revision"].as_i64().expect("a revision");
                match done {
                    Ok(answer) => {
                        prop_assert_eq!(&answer["revision"], &after["revision"]);
                        // An edit that says what stood there already is none.
                        let same = before["history"] == after["history"];
                        prop_assert_eq!(is, revision + i64::from(!same));
                    }
                    Err(_) => prop_assert_eq!(&before, &after),
                }
                let state = after["state"].as_str().expect("a state");
                prop_assert!(states.contains(&state), "{}", state);
            }
            let (kept, index) = stored(world, &id);
            prop_assert_eq!(index, keys(&kept));
            Ok(())
        });
        outcome.expect("the law holds");
    });
}

/// The values of a case as they are kept, and its rows of the index.
fn stored(world: &crate::world::World, id: &str) -> (Value, Vec<(String, String, i64)>) {
    world
        .store
        .read(|tx| {
            let (filled,): (String,) = tx.get(
                "case",
                "SELECT filled FROM case_file WHERE county = 'mianning' AND id = $1",
                &[id.into()],
            )?;
            let index = tx.all(
                "SELECT field, word, amount FROM case_value WHERE county = 'mianning' AND case_id = $1
                 ORDER BY field, word, amount",
                &[id.into()],
            )?;
            Ok((serde_json::from_str(&filled).expect("JSON"), index))
        })
        .expect("stored")
}

/// The index as this story reads it off the values: written a second time, in plain words.
fn keys(kept: &Value) -> Vec<(String, String, i64)> {
    let mut rows: Vec<(String, String, i64)> = kept
        .as_object()
        .expect("values")
        .iter()
        .filter(|it| !matches!(it.0.as_str(), "rooms" | "caller"))
        .map(|(field, value)| match value {
            Value::Number(it) => (field.clone(), String::new(), it.as_i64().expect("whole")),
            Value::String(it) => (field.clone(), it.to_lowercase(), 0),
            other => panic!("{field}: {other}"),
        })
        .collect();
    rows.sort();
    rows
}
