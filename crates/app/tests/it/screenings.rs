//! Screenings: answers are scored and kept, a risk of suicide is a task at once, a correction stands beside
//! what it puts right, and what is sent twice is kept once.

use base::Error;
use serde_json::{Value, json};

use crate::{
    findings::elder,
    money::{DAQIAO_VILLAGE, LUGU_VILLAGE},
    world::{World, on_each_database},
};

fn phq9(person: &str, ninth: i64) -> Value {
    let answers: serde_json::Map<String, Value> =
        (1..=9).map(|it| (it.to_string(), json!(if it == 9 { ninth } else { 1 }))).collect();
    json!({ "person": person, "instrument": "phq9", "answers": answers, "informant": "" })
}

fn shown(world: &World, person: &str) -> Vec<Value> {
    let worker = world.actor("village_worker", LUGU_VILLAGE);
    let told = world.answer(&worker, "screenings.of-person", json!({ "person": person }));
    told["screenings"].as_array().expect("a list").clone()
}

#[test]
fn a_risk_of_suicide_is_a_task_of_the_same_moment() {
    on_each_database(|world| {
        let person = elder(world, 0, None, LUGU_VILLAGE);
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        let record = |input: Value| world.submit(&worker, "screenings.record", input);
        let tasks = || {
            let told = world.answer(&worker, "tasks.inbox", json!({}));
            let rows = told["rows"].as_array().expect("a list").clone();
            rows.into_iter().filter(|it| it["kind"] == "screening-alert").count()
        };
        let calm = record(phq9(&person, 0)).expect("kept");
        assert_eq!((&calm["outcome"]["level"], &calm["outcome"]["scores"]["total"]), (&json!(1), &json!(8)));
        assert_eq!(tasks(), 0);
        let risk = record(phq9(&person, 1)).expect("kept");
        assert_eq!(risk["outcome"]["alerts"][0]["rule"], "suicide_risk");
        assert_eq!(tasks(), 1);
        let all = shown(world, &person);
        assert_eq!(all.len(), 2);
        assert_eq!((&all[0]["total"], &all[0]["change"]), (&json!(9), &json!(1)));
    });
}

#[test]
fn a_form_of_texts_is_taken_and_wrong_answers_are_named() {
    on_each_database(|world| {
        let person = elder(world, 0, None, LUGU_VILLAGE);
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        let record = |input: Value| world.submit(&worker, "screenings.record", input);
        let texts = json!({ "1": "true", "2": "false", "3": "null", "4": "false", "5": "true", "6": "false",
            "7": "false", "8": "" });
        let input = json!({ "person": person, "instrument": "ad8", "answers": texts, "informant": "女儿" });
        let faults = match record(input.clone()) {
            Err(Error::Invalid(faults)) => faults,
            other => panic!("item 8 was left out: {other:?}"),
        };
        assert_eq!(faults.iter().map(|it| it.path.as_ref()).collect::<Vec<_>>(), ["answers.8"]);
        let mut whole = input;
        whole["answers"]["8"] = json!("null");
        let kept = record(whole).expect("kept");
        assert_eq!(
            (&kept["outcome"]["scores"]["total"], &kept["outcome"]["screen_positive"]),
            (&json!(2), &json!(true))
        );
        let form = json!({ "person": person, "instrument": "gbt42195-2022-a", "answers": {} });
        assert!(matches!(record(form), Err(Error::Invalid(_))), "a form without points");
    });
}

#[test]
fn what_is_sent_twice_is_kept_once_and_a_correction_once_too() {
    on_each_database(|world| {
        let person = elder(world, 0, None, LUGU_VILLAGE);
        let other = elder(world, 1, None, LUGU_VILLAGE);
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        let record = |input: Value| world.submit(&worker, "screenings.record", input);
        let id = "0198a5b0-0000-7000-8000-00000000aa01";
        let mut first = phq9(&person, 0);
        first["id"] = json!(id);
        record(first.clone()).expect("kept");
        record(first.clone()).expect("answered again");
        assert_eq!(shown(world, &person).len(), 1);
        first["answers"]["1"] = json!(3);
        assert!(matches!(record(first), Err(Error::Conflict(_))), "another screening under the id");
        let mut right = phq9(&person, 0);
        right["replaces"] = json!(id);
        right["answers"]["1"] = json!(0);
        let mut strange = right.clone();
        strange["person"] = json!(other);
        assert!(matches!(record(strange), Err(Error::Invalid(_))), "of another person");
        record(right.clone()).expect("put right");
        assert!(matches!(record(right), Err(Error::Conflict(_))), "once");
        let all = shown(world, &person);
        assert_eq!(all.iter().filter(|it| it["replaced_by"] != Value::Null).count(), 1);
        // Of another village nobody sees anything, and nobody writes.
        let stranger = world.actor("village_worker", DAQIAO_VILLAGE);
        let refused = world.submit(&stranger, "screenings.record", phq9(&person, 0));
        assert!(refused.is_err(), "another village");
    });
}
