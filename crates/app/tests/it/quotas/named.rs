//! The groups that rules name, from the list of a department to what they are given (REG-14), and who is in
//! difficulty by such lists: entry, review, exit (REG-11).

use serde_json::{Value, json};

use super::{clerk, drawn, keys, line, say, since};
use crate::{
    intake::{check, commit, number, row, take, upload},
    money::name,
    world::{World, on_each_database},
};
use people::register::draft::Draft;

/// How somebody stands to a benefit, as their page says.
fn stand(world: &World, person: &str, benefit: &str) -> Value {
    let all =
        world.answer(&clerk(world), "benefits.of-person", json!({ "person": person, "month": "2026-11" }));
    let rows = all["benefits"].as_array().expect("benefits").clone();
    rows.into_iter().find(|it| it["benefit"] == benefit).expect("the benefit")["stand"].clone()
}

#[test]
fn a_family_that_lost_its_only_child_comes_first_wherever_the_rules_say_so() {
    on_each_database(|world| {
        let head = ["序号", "姓名", "身份证号码", "村（社区）", "特殊困难类别"];
        let rows = [
            row(&["1", &name(0), &number("1940-03-05", 11), "安宁村", ""]),
            row(&["2", &name(1), &number("1944-03-05", 12), "安宁村", "计划生育特殊家庭"]),
        ];
        let list = sheets::write::table("卫健", &head, rows.iter().map(Vec::as_slice)).expect("a workbook");
        take(world, &clerk(world), &list, "full");
        let (older, lost) = (world.person(0), world.person(1));
        // In homes, by the duty to look after them, by the help of the state: what it asks is offered.
        for benefit in ["family_planning_priority", "bereaved_family_support"] {
            assert_ne!(stand(world, &lost, benefit), "no", "{benefit}");
            assert_ne!(stand(world, &lost, benefit), "unknown", "{benefit}");
            assert_eq!(stand(world, &older, benefit), "unknown", "{benefit}: no list says so");
        }
        world.night();
        let found = world.answer(
            &clerk(world),
            "findings.findings",
            json!({ "benefit": "bereaved_family_support", "per_page": 50 }),
        );
        assert_eq!((&found["total"], &found["rows"][0]["person"]), (&json!(1), &json!(lost)), "{found}");
        // Visited as whoever is in special difficulty.
        assert_eq!(stand(world, &lost, "visiting"), "has");
        assert_eq!(stand(world, &lost, "home_outreach"), "has");
        // Before others, though younger, when hours are given.
        let id = drawn(world, 4);
        let (first, second) = (line(world, &id, &lost), line(world, &id, &older));
        assert_eq!((&first["place"], &first["state"]), (&json!(1), &json!("within")));
        assert_eq!(keys(&first["why"])[0], "quota-rule-lost_only_child");
        assert_eq!((&second["state"], &second["behind_by"]), (&json!("beyond"), &json!("class")));
        // Hard-up as well, before others at the door of a home.
        assert_eq!(stand(world, &lost, "admission_priority"), "unknown");
        say(world, Some(&lost), Draft { hardship: vec![since("minimum_living")], ..Draft::default() });
        assert_eq!(stand(world, &lost, "admission_priority"), "has");
    });
}

/// The ministry's list of minimum living, complete for the township: name, order of the number.
fn civil_affairs(world: &World, people: &[(i64, u32)], as_of: &str) {
    let head = ["序号", "姓名", "身份证号码", "村（社区）"];
    let of = |(at, order): &(i64, u32)| row(&["1", &name(*at), &number("1944-03-05", *order), "安宁村"]);
    let rows: Vec<_> = people.iter().map(of).collect();
    let list = sheets::write::table("低保", &head, rows.iter().map(Vec::as_slice)).expect("a workbook");
    let more = json!({ "list": "low_income", "source": "civil_affairs", "as_of": as_of, "complete_until": as_of,
        "name": format!("{as_of}.xlsx") });
    let file = upload(world, &clerk(world), &list, "full", &more)["file"].as_str().expect("an id").to_owned();
    check(world, &clerk(world), &file, 0);
    commit(world, &clerk(world), &file, 0);
}

#[test]
fn who_is_in_difficulty_enters_by_a_list_is_reviewed_and_leaves_by_a_persons_word() {
    on_each_database(|world| {
        let head = ["序号", "姓名", "身份证号码", "村（社区）"];
        let rows: Vec<_> = (0..3)
            .map(|at| row(&["1", &name(at), &number("1944-03-05", at as u32 + 11), "安宁村"]))
            .collect();
        let list = sheets::write::table("花名册", &head, rows.iter().map(Vec::as_slice)).expect("a workbook");
        take(world, &clerk(world), &list, "full");
        let people: Vec<String> = (0..3).map(|at| world.person(at)).collect();
        assert_eq!(stand(world, &people[0], "service_subsidy"), "unknown", "no list says anything");
        // Entry: two of the three are on the ministry's list, and it is complete.
        civil_affairs(world, &[(0, 11), (1, 12)], "2026-11-20");
        world.do_jobs();
        world.night();
        let found = |world: &World| -> Vec<(Value, Value)> {
            let input = json!({ "benefit": "service_subsidy", "per_page": 50 });
            let rows = world.answer(&clerk(world), "findings.findings", input)["rows"].clone();
            let mut all: Vec<(Value, Value)> = rows
                .as_array()
                .expect("rows")
                .iter()
                .map(|it| (it["person"].clone(), it["kind"].clone()))
                .collect();
            all.sort_by_key(|it| it.0.to_string());
            all
        };
        let mut want = vec![(json!(people[0]), json!("unserved")), (json!(people[1]), json!("unserved"))];
        want.sort_by_key(|it| it.0.to_string());
        assert_eq!(found(world), want);
        // Review: the next list has one of them no longer. Nothing stops; somebody is asked.
        world.pass_days(30);
        civil_affairs(world, &[(0, 11)], "2026-12-20");
        let open =
            world.answer(&clerk(world), "intake.reviews", json!({ "kind": "unlisted", "per_page": 50 }));
        let rows = open["rows"].as_array().expect("reviews").clone();
        assert_eq!((rows.len(), &rows[0]["person"]), (1, &json!(people[1])), "{open}");
        world.night();
        assert_eq!(found(world).len(), 2, "nothing ends by itself");
        // Exit: a person's word, with the day; it can be undone as any review can.
        let decide = |revision: &Value, with: Value| {
            let mut input = json!({ "review": rows[0]["id"], "revision": revision, "decision": "ended" });
            input.as_object_mut().expect("an object").extend(with.as_object().expect("an object").clone());
            world.submit(&clerk(world), "intake.decide", input)
        };
        let told = decide(&rows[0]["revision"], json!({})).expect_err("a day is needed");
        assert_eq!(told.faults()[0].key, "intake-decision-needs-day");
        let decided = decide(&rows[0]["revision"], json!({ "day": "2026-12-01" })).expect("it is over");
        world.do_jobs();
        world.pass_days(1);
        world.night();
        assert_eq!(found(world), [(json!(people[0]), json!("unserved"))]);
        let undo = json!({ "review": rows[0]["id"], "revision": decided["revision"], "why": "名单漏了" });
        world.submit(&clerk(world), "intake.undo", undo).expect("undone");
        world.do_jobs();
        world.pass_days(1);
        world.night();
        assert_eq!(found(world).len(), 2, "as it was");
    });
}
