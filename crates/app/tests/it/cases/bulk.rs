//! A step of many cases; views that are kept.

use platform::{Actor, jobs::Runner};
use serde_json::{Value, json};

use super::{case, hazard, office, open, refused, step, text, with_fire, workbook::jobs};
use crate::world::{COUNTY_AREA, World, everybody};

fn bulk(world: &World, actor: &Actor, more: Value) -> base::Result<Value> {
    let mut input = json!({ "book": "fire", "step": "mend", "values": { "mended_on": "2026-11-21", "price": "10", "labour": "5" }, "note": "一批" });
    input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    world.submit(actor, "cases.bulk", input)
}

fn run(world: &World, actor: &Actor, begun: &Value) -> Value {
    world
        .door()
        .answer(actor, world.now(), "cases.bulk-run", json!({ "bulk": begun["bulk"] }))
        .expect("how it went")
}

#[test]
fn a_step_of_many_takes_those_it_can_and_says_why_not_of_the_others() {
    with_fire(|world| {
        let office = office(world);
        let mut ids = Vec::new();
        for (place, found) in
            [("一楼", "2026-11-20"), ("二楼", "2026-11-22"), ("三楼", "2026-11-20"), ("四楼", "2026-11-20")]
        {
            let mut values = hazard(place);
            values["found_on"] = json!(found);
            ids.push(text(&open(world, &office.officer, values).expect("opened"), "case"));
        }
        let elsewhere = text(&open(world, &office.clerk, hazard("县里")).expect("opened"), "case");
        step(world, &office.clerk, &ids[2], 1, "mend", json!({ "mended_on": "2026-11-20" })).expect("mended");
        let mut chosen = ids.clone();
        chosen.extend([elsewhere.clone(), ids[0].clone(), "nothing".to_owned()]);
        let begun = bulk(world, &office.officer, json!({ "cases": chosen })).expect("begun");
        assert_eq!(begun["cases"], 4, "out of sight and twice are left out");
        // Somebody moves one while the job waits.
        let moved = json!({ "case": ids[3], "revision": 1, "values": { "doors": "4" } });
        world.submit(&office.clerk, "cases.edit", moved).expect("edited");
        jobs(world);
        let shown = run(world, &office.officer, &begun);
        assert_eq!(shown["counts"], json!({ "waiting": 0, "done": 1, "refused": 3 }));
        let why: Vec<(&str, &str)> = shown["refused"]
            .as_array()
            .expect("refused")
            .iter()
            .filter_map(|it| Some((it["title"].as_str()?, it["reasons"][0]["key"].as_str()?)))
            .collect();
        assert_eq!(
            why,
            [("二楼", "cases-check"), ("三楼", "cases-not-in-this-state"), ("四楼", "record-moved-on")]
        );
        let first = case(world, &office.officer, &ids[0]).expect("seen");
        assert_eq!((&first["state"], &first["history"][0]["note"]), (&json!("mended"), &json!("一批")));
        assert_eq!(case(world, &office.clerk, &elsewhere).expect("seen")["state"], "found");

        assert_eq!(
            refused(bulk(world, &office.reviewer, json!({ "cases": ids })))[0].1,
            "cases-not-your-step"
        );
        assert_eq!(refused(bulk(world, &office.officer, json!({ "cases": [] })))[0].1, "cases-none-chosen");
        assert_eq!(
            refused(bulk(world, &office.officer, json!({ "step": "fly" })))[0].1,
            "cases-no-such-step"
        );
        let other = json!({ "bulk": begun["bulk"] });
        refused(world.door().answer(&office.clerk, world.now(), "cases.bulk-run", other));
    });
}

#[test]
fn a_step_of_a_whole_list_is_stopped_and_goes_on_and_takes_each_case_once() {
    with_fire(|world| {
        let office = office(world);
        for at in 0..230 {
            let mut values = hazard(&format!("{at}号"));
            values["grade"] = json!(if at < 220 { "ordinary" } else { "major" });
            open(world, &office.officer, values).expect("opened");
        }
        let list = json!({ "book": "fire", "filter": ["grade:is:一般"] });
        let begun = bulk(world, &office.officer, json!({ "list": list })).expect("begun");
        assert_eq!(begun["cases"], 220);
        let mut runner = Runner::new("first".into(), everybody);
        runner.turn(&world.door(), world.now(), world.seed()).expect("a chunk");
        assert_eq!(run(world, &office.officer, &begun)["counts"]["done"], 100);
        let job = json!({ "job": begun["job"] });
        let owner = world.somebody("township_officer", &office.officer.area, &["jobs.read", "jobs.manage"]);
        world.submit(&owner, "jobs.stop", job.clone()).expect("asked to stop");
        assert_eq!(world.run_jobs(&mut runner), ["stopped"]);
        assert_eq!(run(world, &office.officer, &begun)["counts"]["waiting"], 120);
        world.submit(&owner, "jobs.again", job).expect("goes on");
        // Another process takes it over and dies after a chunk.
        let mut dying = Runner::new("dying".into(), everybody);
        dying.turn(&world.door(), world.now(), world.seed()).expect("a chunk");
        drop(dying);
        world.pass_seconds(120);
        jobs(world);
        let counts = run(world, &office.officer, &begun)["counts"].clone();
        assert_eq!(counts, json!({ "waiting": 0, "done": 220, "refused": 0 }));
        let steps: Vec<(i64,)> = world
            .store
            .read(|tx| {
                tx.all("SELECT COUNT(*) FROM case_event WHERE county = 'mianning' AND kind = 'step'", &[])
            })
            .expect("steps");
        assert_eq!(steps, [(220,)], "none twice");
    });
}

#[test]
fn a_refused_case_leaves_nothing_of_its_step_behind() {
    with_fire(|world| {
        let office = office(world);
        let mut ids = Vec::new();
        for place in ["一楼", "二楼"] {
            let id = text(&open(world, &office.officer, hazard(place)).expect("opened"), "case");
            // Of the second the cost is not known, so its transfer cannot be posted.
            let mut values = json!({ "mended_on": "2026-11-21", "price": "7" });
            if place == "一楼" {
                values["labour"] = json!("3");
            }
            step(world, &office.officer, &id, 1, "mend", values).expect("mended");
            ids.push(id);
        }
        let begun = bulk(world, &office.reviewer, json!({ "step": "verify", "values": {}, "cases": ids }));
        jobs(world);
        let shown = run(world, &office.reviewer, &begun.expect("begun"));
        assert_eq!(shown["counts"], json!({ "waiting": 0, "done": 1, "refused": 1 }));
        let second = case(world, &office.clerk, &ids[1]).expect("seen");
        assert_eq!((&second["state"], &second["letters"]), (&json!("mended"), &json!([])));
        let moved: Vec<(i64,)> = world
            .store
            .read(|tx| tx.all("SELECT debits FROM ledger_account WHERE county = 'mianning' AND id LIKE '%case/fire/contractor'", &[]))
            .expect("the ledger");
        assert_eq!(moved, [(1_000,)]);
    });
}

#[test]
fn views_are_kept_under_a_name_by_whoever_keeps_them() {
    with_fire(|world| {
        let office = office(world);
        let keep = |actor: &Actor, name: &str, query: &str| {
            world.submit(actor, "cases.keep-view", json!({ "book": "fire", "name": name, "query": query }))
        };
        let views = |actor: &Actor| {
            world.door().answer(actor, world.now(), "cases.views", json!({ "book": "fire" })).expect("views")
        };
        keep(&office.clerk, "重大", "?state=found&filter=grade:is:major").expect("kept");
        keep(&office.clerk, " 重大 ", "filter=grade:is:major").expect("replaced");
        keep(&office.clerk, "逾期", "filter=due:is:overdue").expect("kept");
        let kept = views(&office.clerk);
        let named: Vec<_> = kept.as_array().expect("views").iter().map(|it| it["name"].clone()).collect();
        assert_eq!(named.len(), 2, "{kept}");
        assert!(kept.to_string().contains("\"filter=grade:is:major\""), "{kept}");
        assert_eq!(views(&office.officer), json!([]));
        assert_eq!(refused(keep(&office.clerk, " ", ""))[0].1, "cases-needed");
        assert_eq!(refused(keep(&office.clerk, &"长".repeat(41), ""))[0].1, "cases-too-long");
        let outsider = world.actor("system_admin", COUNTY_AREA);
        refused(keep(&outsider, "x", ""));
        let drop = json!({ "book": "fire", "name": "重大" });
        assert_eq!(refused(world.submit(&office.officer, "cases.drop-view", drop.clone()))[0].1, "missing");
        world.submit(&office.clerk, "cases.drop-view", drop).expect("dropped");
        assert_eq!(views(&office.clerk).as_array().map(Vec::len), Some(1));
        for at in 0..29 {
            keep(&office.clerk, &format!("v{at}"), "").expect("kept");
        }
        assert_eq!(refused(keep(&office.clerk, "one more", ""))[0].1, "cases-too-many");
    });
}
