//! A county's whole month by one command: a run for each benefit that is paid here, on one instant's
//! knowledge; what is not due or open already is told and leaves the others as they are.

use base::Error;
use people::runs::draw::Draw;
use serde_json::{Value, json};

use crate::{
    findings::{CARE, elder},
    money::{BENEFIT, LUGU_VILLAGE},
    runs::{desk, run},
    world::{World, on_each_database},
};

fn runs(opened: &Value) -> Vec<(String, String)> {
    let text = |it: &Value, name: &str| it[name].as_str().expect(name).to_owned();
    let all = opened["opened"].as_array().expect("a list");
    all.iter().map(|it| (text(it, "benefit"), text(it, "run"))).collect()
}

fn left_out(opened: &Value) -> Vec<(&str, &str)> {
    let all = opened["left_out"].as_array().expect("a list");
    all.iter().filter_map(|it| Some((it["benefit"].as_str()?, it["why"].as_str()?))).collect()
}

fn draw(world: &World, id: &str) {
    world.work(&Draw { run: id.to_owned(), persons: None }).expect("drawn");
}

#[test]
fn the_month_of_every_benefit_is_opened_at_once() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 3, LUGU_VILLAGE);
        elder(world, 5, Some("severe"), LUGU_VILLAGE);
        let open = |input: Value| world.submit(&desk.clerk, "runs.open-month", input);
        let at_once = json!({ "month": "2026-11", "benefits": [BENEFIT, CARE, CARE] });
        let opened = open(at_once.clone()).expect("opened");
        let both = runs(&opened);
        let names: Vec<&str> = both.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(names, [CARE, BENEFIT], "each once");
        for (benefit, id) in &both {
            draw(world, id);
            let it = run(world, &desk, id);
            assert_eq!(it["state"], "drafted", "{benefit}: {it}");
            let due = if benefit == BENEFIT { 3 } else { 0 };
            assert_eq!(it["figures"]["due"], due, "of the subsidy nobody was granted anything: {it}");
        }
        let known = |at: usize| run(world, &desk, &both[at].1)["known_at"].clone();
        assert_eq!(known(0), known(1), "on one instant's knowledge");

        // Again: nothing is opened twice, and it is said.
        assert!(matches!(open(at_once), Err(Error::Conflict(_))));
        assert_eq!(world.count_of("benefit_run"), 2);
        // What is opened already is left out, the rest goes on; a yearly one waits for its month.
        let opened = open(json!({ "month": "2026-11", "benefits": [BENEFIT, "disability_care"] }));
        let opened = opened.expect("the other one");
        assert_eq!(runs(&opened).len(), 1);
        assert_eq!(left_out(&opened), [(BENEFIT, "runs-month-open-already")]);
        assert_eq!((&opened["count"], &opened["left"]), (&json!(1), &json!(1)));
        // Without names it is what is paid here.
        let beside = open(json!({ "month": "2026-12", "shadow": true })).expect("beside the old way");
        let names: Vec<String> = runs(&beside).into_iter().map(|it| it.0).collect();
        assert_eq!(names, [CARE, "disability_care", BENEFIT]);

        for (wrong, why) in [
            (json!({ "month": "2026-11", "benefits": ["no_such"] }), "unknown"),
            (json!({ "month": "2026-11", "benefits": ["home_service_hours"] }), "nothing that is paid"),
            (json!({ "month": "2031-01" }), "too far ahead"),
            (json!({ "month": "2026-13" }), "no month"),
        ] {
            assert!(matches!(open(wrong), Err(Error::Invalid(_))), "{why}");
        }
        assert!(
            world.submit(&desk.reviewer, "runs.open-month", json!({ "month": "2026-12" })).is_err(),
            "who approves does not prepare"
        );
    });
}
