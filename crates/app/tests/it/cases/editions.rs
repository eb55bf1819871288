//! A book whose definition changed while cases are under way: old cases finish by their old steps, or are
//! moved as the new text says.

use platform::{
    jobs::{Did, Runner},
    packs::Bundle,
};
use serde_json::{Value, json};

use super::{FIRE, case, hazard, office, open, refused, step, text, with_fire, workbook::jobs};
use crate::world::{World, everybody};

/// The story's book with a state, two fields and a choice that are called otherwise.
fn second() -> String {
    let changes = [
        ("confidence = \"local\"\nnumber", "confidence = \"local\"\nedition = 2\nnumber"),
        ("[state.mended]\nzh = \"待复查\"", "[state.checking]\nzh = \"待核验\""),
        ("to = \"mended\"", "to = \"checking\""),
        ("from = [\"mended\"]", "from = [\"checking\"]"),
        ("[field.doors]", "[field.gates]"),
        ("case.doors", "case.gates"),
        ("[field.caller]", "[field.witness]"),
        ("id = \"major\"", "id = \"severe\""),
        ("'major'", "'severe'"),
    ];
    let mut text = changes.iter().fold(FIRE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    // A field that is gone.
    let from = text.find("[field.secret]").expect("it is there");
    let to = from + text[from..].find("[field.rooms]").expect("and the next");
    text.replace_range(from..to, "");
    text + "\n[moves]\nmended = \"checking\"\n[renamed]\ndoors = \"gates\"\ncaller = \"witness\"\n"
}

/// A pack update while the program runs: the book as given, or no such book.
fn update(world: &World, text: Option<&str>) {
    let mut bundle = Bundle::shipped();
    if let Some(text) = text {
        bundle.insert("national/casebooks/fire.toml", text);
    }
    world.house.packs.reload(&bundle).expect("the packs have no fault");
}

fn ask(world: &World, question: &str, input: Value) -> Value {
    world.door().answer(&office(world).clerk, world.now(), question, input).expect("an answer")
}

#[test]
fn old_cases_finish_by_their_old_steps_after_a_pack_update() {
    with_fire(|world| {
        let office = office(world);
        let id = text(&open(world, &office.officer, hazard("一楼")).expect("opened"), "case");
        let left = text(&open(world, &office.officer, hazard("二楼")).expect("opened"), "case");
        for id in [&id, &left] {
            step(
                world,
                &office.officer,
                id,
                1,
                "mend",
                json!({ "mended_on": "2026-11-21", "price": "1", "labour": "1" }),
            )
            .expect("mended");
        }
        update(world, Some(&second()));

        let shown = case(world, &office.reviewer, &id).expect("seen");
        assert_eq!((&shown["edition"], &shown["newest_edition"]), (&json!(1), &json!(2)));
        assert_eq!((&shown["state_zh"], &shown["values"]["doors"]), (&json!("待复查"), &json!(3)));
        let list = ask(world, "cases.list", json!({ "book": "fire" }));
        assert_eq!(list["rows"][0]["state_zh"], "待复查", "a list says the state as it was called");
        let board = ask(world, "cases.board", json!({ "book": "fire" }));
        assert_eq!(
            (&board[0]["state"], &board[0]["total"]),
            (&json!("mended"), &json!(2)),
            "a lane of its own"
        );

        // The old step, with the old letter; and by night the old deadline.
        let closed = step(world, &office.reviewer, &id, 2, "verify", json!({})).expect("closed");
        assert_eq!(closed["state"], "closed");
        let shown = case(world, &office.clerk, &id).expect("seen");
        assert!(text(&shown["letters"][0]["text"], "zh").contains("一楼"));
        world.pass_days(4);
        world.night();
        assert_eq!(case(world, &office.clerk, &left).expect("seen")["state"], "lapsed");

        // A new case goes by the new text.
        let mut values = hazard("三楼");
        values.as_object_mut().expect("values").remove("doors");
        values["gates"] = json!("4");
        let new = text(&open(world, &office.officer, values).expect("opened"), "case");
        let stepped = step(world, &office.officer, &new, 1, "mend", json!({ "mended_on": "2026-11-25" }))
            .expect("mended");
        assert_eq!(stepped["state"], "checking");
    });
}

#[test]
fn a_case_outlives_its_book() {
    with_fire(|world| {
        let office = office(world);
        let id = text(&open(world, &office.officer, hazard("一楼")).expect("opened"), "case");
        update(world, None);
        let shown = case(world, &office.officer, &id).expect("seen");
        assert_eq!(shown["state_zh"], "待整改");
        let stepped = step(world, &office.officer, &id, 1, "mend", json!({ "mended_on": "2026-11-21" }))
            .expect("mended");
        assert_eq!(stepped["state"], "mended");
        // Whoever never saw the book does not see its cases now.
        let head = world.actor("township_head", &office.officer.area);
        assert!(case(world, &head, &id).is_ok(), "it is for every role");
        assert!(refused(open(world, &office.officer, hazard("二楼"))).iter().all(|it| it.1 == "missing"));
    });
}

#[test]
fn cases_are_moved_by_the_declared_way_previewed_first() {
    with_fire(|world| {
        let office = office(world);
        let mut ids = Vec::new();
        for place in ["甲", "乙", "丙", "丁"] {
            let mut values = hazard(place);
            if place == "丙" {
                values["grade"] = json!("重大");
            }
            if place == "丁" {
                values["secret"] = json!("内部");
                values["caller"] = json!("13812345678");
            }
            ids.push(text(&open(world, &office.clerk, values).expect("opened"), "case"));
        }
        step(world, &office.clerk, &ids[1], 1, "mend", json!({ "mended_on": "2026-11-21" })).expect("mended");
        update(world, Some(&second()));

        let preview = ask(world, "cases.move-preview", json!({ "book": "fire" }));
        let groups: Vec<(&str, &str, i64)> = preview["groups"]
            .as_array()
            .expect("groups")
            .iter()
            .filter_map(|it| {
                Some((it["state"]["zh"].as_str()?, it["to"]["zh"].as_str()?, it["cases"].as_i64()?))
            })
            .collect();
        assert_eq!(groups, [("待整改", "待整改", 3), ("待复查", "待核验", 1)]);
        assert_eq!(
            (&preview["waiting"], &preview["judged"], &preview["refused"]),
            (&json!(4), &json!(4), &json!(1))
        );
        assert_eq!(preview["refusals"][0]["reasons"][0]["key"], "cases-move-no-choice");
        assert_eq!(
            preview["fallen"],
            json!([{ "field": { "zh": "内部意见", "en": "Internal note" }, "cases": 1 }])
        );
        let edition = |id: &String| case(world, &office.clerk, id).expect("seen")["edition"].clone();
        assert_eq!(edition(&ids[0]), 1, "a preview moves nothing");

        // A clerk drafts; whoever reviews moves. An edition that is no more in force is not moved to.
        let go = json!({ "book": "fire", "edition": 2 });
        assert_eq!(refused(world.submit(&office.clerk, "cases.move", go.clone()))[0].1, "door-no-right");
        let old = world.submit(&office.reviewer, "cases.move", json!({ "book": "fire", "edition": 1 }));
        assert_eq!(refused(old)[0].1, "cases-move-other-edition");
        let begun = world.submit(&office.reviewer, "cases.move", go.clone()).expect("begun");
        assert_eq!(begun["cases"], 4);
        assert_eq!(
            refused(world.submit(&office.reviewer, "cases.move", go.clone()))[0].1,
            "cases-move-under-way"
        );
        jobs(world);

        let preview = ask(world, "cases.move-preview", json!({ "book": "fire" }));
        assert_eq!((&preview["moves"][0]["moved"], &preview["moves"][0]["refused"]), (&json!(3), &json!(1)));
        assert_eq!(preview["waiting"], 1);
        let shown = case(world, &office.clerk, &ids[1]).expect("seen");
        assert_eq!(
            (&shown["edition"], &shown["state"], &shown["values"]["gates"]),
            (&json!(2), &json!("checking"), &json!(3))
        );
        assert_eq!(shown["history"][0]["kind"], "moved");
        assert_eq!(shown["history"][1]["step"]["zh"], "报告整改", "the steps before keep their names");
        let found = ask(world, "cases.list", json!({ "book": "fire", "filter": ["gates:from:3"] }));
        assert_eq!(found["total"], 3, "what was renamed is found under its new name");
        let secrets: Vec<(String,)> = world
            .store
            .read(|tx| tx.all("SELECT field FROM case_secret WHERE county = 'mianning'", &[]))
            .expect("the sealed fields");
        assert_eq!(secrets, [("witness".to_owned(),)]);
        // What fell away stands in the history; the refused case goes on by its old steps.
        let shown = case(world, &office.clerk, &ids[3]).expect("seen");
        assert!(shown["values"].get("secret").is_none());
        assert!(shown["history"][0]["changed"].to_string().contains("内部"));
        assert_eq!(edition(&ids[2]), 1);
        step(world, &office.clerk, &ids[2], 1, "mend", json!({ "mended_on": "2026-11-21" }))
            .expect("by its old step");
        step(world, &office.reviewer, &ids[1], 3, "verify", json!({ "price": 1 }))
            .expect_err("the other hand asks no price");
        let nothing = world.submit(&office.reviewer, "cases.move", json!({ "book": "fire", "edition": 2 }));
        assert!(nothing.is_ok(), "the refused one may be tried again");
    });
}

#[test]
fn a_move_that_is_cut_off_goes_on_where_it_was() {
    with_fire(|world| {
        let office = office(world);
        for number in 0..130 {
            open(world, &office.clerk, hazard(&format!("第{number}处"))).expect("opened");
        }
        update(world, Some(&second()));
        world.submit(&office.reviewer, "cases.move", json!({ "book": "fire", "edition": 2 })).expect("begun");
        let progress = || {
            let it = ask(world, "cases.move-preview", json!({ "book": "fire" }));
            (it["moves"][0]["moved"].as_i64().unwrap_or(-1), it["waiting"].as_i64().unwrap_or(-1))
        };
        let mut first = Runner::new("first".into(), everybody);
        assert!(matches!(first.turn(&world.door(), world.now(), world.seed()).expect("a turn"), Did::Step));
        assert_eq!(progress(), (100, 30));
        // Its process is gone; after its lease another goes on.
        drop(first);
        world.pass_days(1);
        jobs(world);
        assert_eq!(progress(), (130, 0));
        let moved: (i64,) = world
            .store
            .read(|tx| {
                tx.get(
                    "count",
                    "SELECT COUNT(*) FROM case_event WHERE county = 'mianning' AND kind = 'moved'",
                    &[],
                )
            })
            .expect("a count");
        assert_eq!(moved.0, 130, "each once");
    });
}
