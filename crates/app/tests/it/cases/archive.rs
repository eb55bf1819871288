//! What becomes of a case when the years are over for which its book keeps it.

use serde_json::{Value, json};

use super::{FIRE, case, hazard, office, open, refused, step, text};
use crate::world::{World, with_packs_changed};

const RETAIN: &str = "\n[field.plan]\ntype = \"file\"\nzh = \"方案\"\nen = \"Plan\"\n\n[retain]\nyears = 2\nconfidence = \"local\"\n";
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn closed(world: &World, place: &str) -> String {
    let office = office(world);
    let input = json!({ "name": "方案.png", "area": crate::world::COUNTY_AREA, "about": "case", "about_id": "new", "content": PNG });
    let file = text(&world.submit(&office.clerk, "files.put", input).expect("kept"), "id");
    let mut values = hazard(place);
    (values["caller"], values["plan"]) = (json!("13812345678"), json!([file]));
    let id = text(&open(world, &office.clerk, values).expect("opened"), "case");
    let today = world.now().day().to_string();
    let done = json!({ "mended_on": today, "price": "1", "labour": "1" });
    step(world, &office.clerk, &id, 1, "mend", done).expect("mended");
    step(world, &office.reviewer, &id, 2, "verify", json!({})).expect("closed");
    id
}

fn rows(world: &World, sql: &'static str) -> i64 {
    let found: Vec<(i64,)> = world.store.read(|tx| tx.all(sql, &[])).expect("a count");
    found[0].0
}

#[test]
fn what_is_over_is_listed_once_a_year_kept_longer_or_destroyed_by_two() {
    with_packs_changed(&[("national/casebooks/fire.toml", "", &format!("{FIRE}{RETAIN}"))], |world| {
        let office = office(world);
        // Closed on 22 November 2026: to be kept until 22 November 2028, so on the list of 2029.
        let (first, second) = (closed(world, "一楼"), closed(world, "二楼"));
        let still_open = text(&open(world, &office.clerk, hazard("三楼")).expect("opened"), "case");
        let list = |more: Value| {
            world.door().answer(&office.clerk, world.now(), "cases.archive", more).expect("a list")
        };
        world.pass_days(739);
        world.night();
        assert_eq!(list(json!({}))["total"], 0, "in December 2028 no list is made");
        world.pass_days(40);
        world.night();
        let all = list(json!({ "year": 2029, "state": "listed" }));
        assert_eq!(all["total"], 2, "{all}");
        assert_eq!(all["rows"][0]["until_on"], "2028-11-22");
        world.night();
        assert_eq!(list(json!({}))["total"], 2, "once");

        let submit = |actor, verb: &str, more: Value| world.submit(actor, verb, more);
        let keep = |years: i64, reason: &str| {
            submit(
                &office.clerk,
                "cases.keep-longer",
                json!({ "case": first, "years": years, "reason": reason }),
            )
        };
        assert_eq!(refused(keep(1, " "))[0].1, "cases-needed");
        assert_eq!(refused(keep(0, "涉诉"))[0].1, "cases-out-of-range");
        keep(1, "涉诉").expect("kept");
        assert_eq!(refused(keep(1, "涉诉"))[0].1, "record-moved-on");
        let destroy = |actor| submit(actor, "cases.destroy", json!({ "case": second }));
        assert_eq!(refused(destroy(&office.reviewer))[0].1, "record-moved-on", "nobody proposed it");
        let propose =
            |actor| submit(actor, "cases.propose-destruction", json!({ "case": second, "reason": "期满" }));
        propose(&office.reviewer).expect("proposed");
        let waits = || {
            let inbox = world.door().answer(&office.reviewer, world.now(), "tasks.inbox", json!({}));
            inbox.expect("inbox")["rows"]
                .as_array()
                .expect("rows")
                .iter()
                .any(|it| it["kind"] == "case-destruction")
        };
        assert!(waits(), "it stands in the inbox of whoever may destroy");
        assert_eq!(refused(destroy(&office.reviewer))[0].1, "cases-destroy-another-hand");
        assert_eq!(refused(destroy(&office.clerk))[0].1, "door-no-right");
        let mut other = office.reviewer.clone();
        other.account = "another".to_owned();
        destroy(&other).expect("destroyed");
        assert!(!waits());

        // Nothing of what it said is left; that it was, and who did what when, is.
        let shown = case(world, &office.clerk, &second).expect("a stub");
        assert_eq!(
            (&shown["number"], &shown["values"], &shown["title"]),
            (&json!("消〔2026〕0002号"), &json!({}), &json!(""))
        );
        assert_eq!(shown["history"].as_array().expect("history").len(), 3);
        assert!(!shown.to_string().contains("二楼") && !shown.to_string().contains("5678"), "{shown}");
        assert!(shown["letters"].as_array().expect("letters").is_empty());
        assert_eq!((&shown["destroyed"], &shown["correctable"]), (&json!(true), &json!([])));
        let correct = json!({ "case": second, "revision": shown["revision"], "values": { "doors": "5" }, "reason": "补记" });
        assert_eq!(
            refused(submit(&office.clerk, "cases.propose-correction", correct))[0].1,
            "cases-correction-destroyed"
        );
        assert_eq!(list(json!({ "state": "destroyed" }))["total"], 1);
        let values = "SELECT COUNT(*) FROM case_value v WHERE NOT EXISTS (SELECT 1 FROM case_file f
            WHERE f.county = v.county AND f.id = v.case_id AND f.filled <> '{}')";
        assert_eq!(rows(world, values), 0);
        assert_eq!(rows(world, "SELECT COUNT(*) FROM case_secret"), 1, "the other case's stays");
        assert_eq!(case(world, &office.clerk, &still_open).expect("seen")["title"], "三楼");
        // Kept for a year more: on the list of the year after that.
        world.pass_days(730);
        world.night();
        let again = list(json!({ "state": "listed" }));
        assert_eq!((again["total"].clone(), again["rows"][0]["case"].clone()), (json!(1), json!(first)));
    });
}
