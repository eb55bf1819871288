//! A county writes a casebook itself: drafted, tried, reviewed by another person, published on the running
//! program, withdrawn.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use platform::{Actor, House, packs::Packs};
use serde_json::{Value, json};

use super::{Office, case, office, refused, text};
use crate::world::{COUNTY, COUNTY_AREA, World, on_each_database};

fn ask(world: &World, actor: &Actor, question: &str, input: Value) -> Value {
    world.door().answer(actor, world.now(), question, input).expect("an answer")
}

fn draft(world: &World, actor: &Actor, id: &str) -> Value {
    ask(world, actor, "drafts.draft", json!({ "draft": id }))
}

fn begin(world: &World, actor: &Actor) -> Value {
    let new = json!({ "book": "well_check", "zh": "水井检查", "en": "Well checks", "group": "supervision" });
    world.submit(actor, "drafts.begin", new).expect("begun")
}

fn write(world: &World, actor: &Actor, id: &str, revision: i64, text: &str) -> base::Result<Value> {
    world.submit(
        actor,
        "drafts.write",
        json!({ "draft": id, "revision": revision, "values": { "text": text } }),
    )
}

fn keys(faults: &Value) -> Vec<(i64, String)> {
    let all = faults.as_array().expect("faults").iter();
    all.map(|it| (it["line"].as_i64().expect("a line"), text(it, "key"))).collect()
}

/// From its beginning to being handed in.
fn handed_in(world: &World, clerk: &Actor) -> (String, i64) {
    let begun = begin(world, clerk);
    let sent =
        world.submit(clerk, "drafts.send", json!({ "draft": begun["draft"], "revision": 1 })).expect("sent");
    (text(&begun, "draft"), sent["revision"].as_i64().expect("a revision"))
}

#[test]
fn a_new_book_is_written_tried_reviewed_and_published_while_the_program_runs() {
    on_each_database(|world| {
        let Office { clerk, reviewer, officer } = office(world);
        let begun = begin(world, &clerk);
        let id = text(&begun, "draft");
        let shown = draft(world, &clerk, &id);
        assert_eq!(shown["faults"], json!([]), "what a book begins with has no fault");
        assert_eq!((&shown["picture"]["boxes"][1]["end"], &shown["may_write"]), (&json!(true), &json!(true)));

        // Checked while it is typed, by the checks of packs: line, column, suggestion. Nothing is kept.
        let spoilt = text(&shown, "text").replace("to = \"done\"", "to = \"dune\"");
        let typed = ask(world, &clerk, "drafts.draft", json!({ "draft": id, "values": { "text": spoilt } }));
        let faults = keys(&typed["faults"]);
        let line = spoilt.lines().position(|it| it.contains("dune")).expect("it is there") as i64 + 1;
        assert!(faults.contains(&(line, "packs-dangling".to_owned())), "{faults:?}");
        assert!(typed["faults"].to_string().contains("done"), "and what was meant");
        assert_eq!(draft(world, &clerk, &id)["faults"], json!([]));

        // A text with faults is kept, and not handed in.
        write(world, &clerk, &id, 1, &spoilt).expect("kept");
        let sent = refused(world.submit(&clerk, "drafts.send", json!({ "draft": id, "revision": 2 })));
        assert!(sent.iter().any(|it| it.1 == "packs-dangling"), "{sent:?}");
        write(world, &clerk, &id, 2, &text(&shown, "text")).expect("mended");

        // Without TOML: a field, a state, a step.
        let field = json!({ "draft": id, "revision": 3, "id": "depth", "zh": "井深", "en": "Depth", "sort": "choice",
            "choices": "low 浅 | Low\nhigh 深 | High", "needed": true, "list": true });
        world.submit(&clerk, "drafts.add-field", field).expect("a field");
        let state = json!({ "draft": id, "revision": 4, "id": "held", "zh": "停用", "en": "Held" });
        world.submit(&clerk, "drafts.add-state", state).expect("a state");
        let unreached = keys(&draft(world, &clerk, &id)["faults"]);
        assert!(unreached.iter().any(|it| it.1 == "casebooks-unreached"), "{unreached:?}");
        for (step, from, to, revision) in [("hold", "open", "held", 5), ("resume", "held", "open", 6)] {
            let step = json!({ "draft": id, "revision": revision, "id": step, "zh": "转", "en": "Turn", "from": [from],
                "to": to, "who": ["county_clerk"], "days": 3 });
            world.submit(&clerk, "drafts.add-step", step).expect("a step");
        }
        let shown = draft(world, &clerk, &id);
        assert_eq!(shown["faults"], json!([]));
        assert!(text(&shown, "text").contains("# 依据"), "its comments stand");

        // Handed in: nobody writes in it, and whoever wrote in it does not review it.
        world.submit(&clerk, "drafts.send", json!({ "draft": id, "revision": 7 })).expect("sent");
        assert_eq!(refused(write(world, &clerk, &id, 8, "x"))[0].1, "drafts-not-to-write");
        let publish = json!({ "draft": id, "revision": 8 });
        assert_eq!(refused(world.submit(&clerk, "drafts.publish", publish.clone()))[0].1, "door-no-right");
        let both = Actor { account: clerk.account.clone(), ..reviewer.clone() };
        assert_eq!(refused(world.submit(&both, "drafts.publish", publish.clone()))[0].1, "drafts-own-hand");
        assert!(draft(world, &reviewer, &id)["may_judge"] == true);
        let back = json!({ "draft": id, "revision": 8, "reason": "请写明依据" });
        world.submit(&reviewer, "drafts.return", back).expect("returned");
        let shown = draft(world, &clerk, &id);
        assert_eq!((&shown["state"], &shown["reason"]), (&json!("returned"), &json!("请写明依据")));
        let basis = text(&shown, "text").replace("县级自定", "县府办〔2026〕1号");
        write(world, &clerk, &id, 9, &basis).expect("written");
        world.submit(&clerk, "drafts.send", json!({ "draft": id, "revision": 10 })).expect("sent again");
        let before = world.house.packs.now().version().to_owned();
        let published = world
            .submit(&reviewer, "drafts.publish", json!({ "draft": id, "revision": 11 }))
            .expect("published");
        assert_eq!(published["edition"], 1);

        // In force at once, without a restart; its version is kept as every version in use is.
        let version = world.house.packs.now().version().to_owned();
        assert_ne!(version, before);
        let kept = world.store.read(|tx| platform::packs::is_published(tx, COUNTY, &version)).expect("asked");
        assert!(kept);
        let opened = world
            .submit(
                &clerk,
                "cases.open",
                json!({ "book": "well_check", "values": { "what": "东井", "depth": "深" } }),
            )
            .expect("opened");
        assert_eq!(case(world, &clerk, &text(&opened, "case")).expect("seen")["basis"], "县府办〔2026〕1号");
        assert!(
            world.door().answer(&officer, world.now(), "drafts.books", json!({})).is_err(),
            "not for a township"
        );

        // With a case on it, it is not withdrawn.
        let withdraw = world.submit(&reviewer, "drafts.withdraw", json!({ "book": "well_check" }));
        assert_eq!(refused(withdraw)[0].1, "drafts-cases-stand");
    });
}

#[test]
fn a_shipped_book_is_changed_by_a_county_and_withdrawn_again() {
    on_each_database(|world| {
        let Office { clerk, reviewer, .. } = office(world);
        let shipped = ask(world, &clerk, "drafts.book", json!({ "book": "hazard" }));
        assert!(!shipped["picture"]["arrows"].as_array().expect("arrows").is_empty());
        let begun = world.submit(&clerk, "drafts.begin", json!({ "book": "hazard" })).expect("begun");
        let twice = refused(world.submit(&clerk, "drafts.begin", json!({ "book": "hazard" })));
        assert_eq!(twice[0].1, "drafts-open-already");
        let id = text(&begun, "draft");
        let shown = draft(world, &clerk, &id);
        let edition = shipped["edition"].as_i64().expect("an edition");
        assert!(text(&shown, "text").contains(&format!("edition = {}", edition + 1)));
        let mut text_now = text(&shown, "text");
        text_now.push_str("\n[field.own_note]\ntype = \"text\"\nzh = \"县里补充\"\nen = \"County's note\"\n");
        write(world, &clerk, &id, 1, &text_now).expect("written");
        let differs = draft(world, &clerk, &id)["differs"].to_string();
        assert!(differs.contains("own_note") && differs.contains("\"new\""), "{differs}");
        world.submit(&clerk, "drafts.send", json!({ "draft": id, "revision": 2 })).expect("sent");
        let published = world
            .submit(&reviewer, "drafts.publish", json!({ "draft": id, "revision": 3 }))
            .expect("published");
        assert_eq!(published["edition"], edition + 1);
        let now = ask(world, &clerk, "drafts.book", json!({ "book": "hazard" }));
        assert_eq!((&now["edition"], &now["own"]["cases"]), (&json!(edition + 1), &json!(0)));
        assert!(now["form"].to_string().contains("own_note"));
        // Another county has its own.
        let other = world.house.packs.county("xishan").expect("a pack");
        assert!(!other.get::<casebooks::books::Books>().0["hazard"].field.contains_key("own_note"));

        // A pack update leaves the county's edition in force.
        world.house.packs.reload(&platform::packs::Bundle::shipped()).expect("no fault");
        assert_eq!(ask(world, &clerk, "drafts.book", json!({ "book": "hazard" }))["edition"], edition + 1);
        world.submit(&reviewer, "drafts.withdraw", json!({ "book": "hazard" })).expect("withdrawn");
        let now = ask(world, &clerk, "drafts.book", json!({ "book": "hazard" }));
        assert_eq!((&now["edition"], &now["own"]), (&json!(edition), &Value::Null));
    });
}

#[test]
fn what_one_process_publishes_the_others_see() {
    on_each_database(|world| {
        let Office { clerk, reviewer, .. } = office(world);
        // Another process on the same database, with the packs as they were.
        let other = Arc::new(House {
            catalogue: app::wiring::catalogue(),
            packs: Packs::again(&world.house.packs),
            keys: world.house.keys.clone(),
            entropy: world.house.entropy,
        });
        let (id, revision) = handed_in(world, &clerk);
        world
            .submit(&reviewer, "drafts.publish", json!({ "draft": id, "revision": revision }))
            .expect("published");
        let opened = world
            .submit(&clerk, "cases.open", json!({ "book": "well_check", "values": { "what": "东井" } }))
            .expect("opened");
        // Before it has looked, it knows the case by the text that was kept with it.
        let door = platform::door::Door { store: &world.store, house: &other };
        let shown =
            door.answer(&clerk, world.now(), "cases.case", json!({ "case": opened["case"] })).expect("seen");
        assert_eq!(shown["book_name"]["zh"], "水井检查");
        assert!(door.answer(&clerk, world.now(), "cases.list", json!({ "book": "well_check" })).is_err());
        let laid = platform::packs::lay(&world.store, &other, world.now()).expect("laid");
        assert!(laid.news && laid.faults.is_empty());
        let list =
            door.answer(&clerk, world.now(), "cases.list", json!({ "book": "well_check" })).expect("a list");
        assert_eq!(list["total"], 1);
        assert!(!platform::packs::lay(&world.store, &other, world.now()).expect("laid").news);
        assert_eq!(other.packs.now().version(), world.house.packs.now().version());
    });
}

#[test]
fn of_two_who_write_one_draft_one_wins_and_the_other_is_told() {
    on_each_database(|world| {
        let Office { clerk, reviewer, .. } = office(world);
        let second = Actor { account: "clerk-2".to_owned(), name: "第二人".to_owned(), ..clerk.clone() };
        let id = text(&begin(world, &clerk), "draft");
        let base_text = text(&draft(world, &clerk, &id), "text");
        let (mine, theirs) = (base_text.replace("办理中", "在办"), base_text.replace("办理中", "进行中"));
        write(world, &second, &id, 1, &theirs).expect("the first wins");
        assert_eq!(refused(write(world, &clerk, &id, 1, &mine))[0].1, "record-moved-on");
        // What was typed is shown against what the other saved.
        let typed = ask(world, &clerk, "drafts.draft", json!({ "draft": id, "values": { "text": mine } }));
        assert_eq!(text(&typed, "changed_name"), "第二人");
        let unsaved = typed["unsaved"].to_string();
        assert!(unsaved.contains("在办") && unsaved.contains("进行中"), "{unsaved}");
        // Each who had a hand in it is no reviewer of it.
        world.submit(&clerk, "drafts.send", json!({ "draft": id, "revision": 2 })).expect("sent");
        for account in [&clerk.account, &second.account] {
            let it = Actor { account: account.clone(), ..reviewer.clone() };
            let publish = world.submit(&it, "drafts.publish", json!({ "draft": id, "revision": 3 }));
            assert_eq!(refused(publish)[0].1, "drafts-own-hand");
        }
        let dropped = refused(world.submit(&clerk, "drafts.drop", json!({ "draft": id, "revision": 3 })));
        assert_eq!(dropped[0].1, "drafts-not-to-write");
    });
}

#[test]
fn a_draft_is_tried_and_nothing_is_written() {
    on_each_database(|world| {
        let Office { clerk, .. } = office(world);
        let begun = world.submit(&clerk, "drafts.begin", json!({ "book": "hazard" })).expect("begun");
        let count = || -> i64 {
            let sql = "SELECT (SELECT COUNT(*) FROM case_file) + (SELECT COUNT(*) FROM task)";
            world.store.read(|tx| tx.get::<(i64,)>("count", sql, &[])).expect("a count").0
        };
        let before = count();
        let turn = |values: Value| {
            ask(world, &clerk, "drafts.rehearse", json!({ "draft": begun["draft"], "values": values }))
        };
        let first = turn(json!({}));
        assert_eq!((&first["turns"], &first["faulty"]), (&json!(0), &json!(false)));
        let opened = turn(json!({ "take": "opening", "subject": "样例", "t0": { "opening": {} } }));
        assert!(!opened["faults"].as_array().expect("faults").is_empty(), "what is needed is asked");
        assert_eq!(opened["turns"], 0);
        // Every field that the opening asks, by its sort.
        let mut values = json!({});
        for field in first["opening"]["fields"].as_array().expect("fields") {
            let given = match field["sort"].as_str().unwrap_or_default() {
                "choice" => field["choices"][0]["id"].clone(),
                "many" => json!([field["choices"][0]["id"]]),
                "date" => json!("2026-11-20"),
                "month" => json!("2026-11"),
                "whole" | "number" | "money" => json!("2"),
                "yes_no" => json!("yes"),
                "phone" => json!("13812345678"),
                "area" => json!(COUNTY_AREA),
                "place" | "table" => continue,
                _ => json!("样"),
            };
            if field["needed"] == true {
                values[text(field, "id")] = given;
            }
        }
        let opened = turn(json!({ "take": "opening", "subject": "样例", "t0": { "opening": values } }));
        assert_eq!((&opened["faults"], &opened["turns"]), (&json!([]), &json!(1)), "{opened}");
        assert!(!opened["case"]["steps"].as_array().expect("steps").is_empty());
        let again = turn(json!({ "script": opened["script"], "back": "1" }));
        assert_eq!(again["turns"], 0);
        assert_eq!(count(), before, "nothing is written");
    });
}

/// A workbook as an office would send it.
fn form_file(rows: &[&[&str]]) -> String {
    let mut book = sheets::write::Book::new();
    let look = sheets::write::Look::default();
    let choices: &[&[&str]] =
        &[&["list_name", "name", "label"], &["depth", "low", "浅"], &["depth", "high", "深"]];
    for (name, rows) in [("survey", rows), ("choices", choices)] {
        let mut page = book.sheet(name).expect("a sheet");
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate().filter(|it| !it.1.is_empty()) {
                page.text(row as u32, column as u32, text, &look).expect("a cell");
            }
        }
    }
    BASE64_STANDARD.encode(book.bytes().expect("a workbook"))
}

#[test]
fn a_form_from_a_workbook_becomes_the_form_of_a_draft() {
    on_each_database(|world| {
        let Office { clerk, .. } = office(world);
        let id = text(&begin(world, &clerk), "draft");
        let take = |revision: i64, rows: &[&[&str]]| {
            let file =
                json!({ "draft": id, "revision": revision, "name": "well.xlsx", "content": form_file(rows) });
            world.submit(&clerk, "drafts.take-form", file)
        };
        let head: &[&str] =
            &["type", "name", "label::中文", "label::English", "required", "relevant", "constraint"];
        let bad = take(
            1,
            &[head, &["select_one depth", "depth", "井深", "Depth"], &["rank depth", "age", "井龄", "Age"]],
        );
        let faults = refused(bad);
        assert_eq!(faults, [("well.xlsx › survey › A3".to_owned(), "xlsform-unknown-type".to_owned())]);
        let taken = take(
            1,
            &[
                head,
                &["note", "hello", "你好", "Hello"],
                &["begin group", "well", "水井", "Well"],
                &["select_one depth", "depth", "井深", "Depth", "yes"],
                &["integer", "users", "用水户", "Users", "", "${depth} = 'high'", ". >= 1"],
                &["end group"],
                &["begin repeat", "pump", "水泵", "Pumps"],
                &["integer", "power", "功率", "Power", "yes", "", ". <= 500"],
                &["text", "fault", "故障", "Fault", "yes", "${power} > 100 and ${depth} = 'high'"],
                &["end repeat"],
            ],
        )
        .expect("taken");
        assert_eq!((&taken["fields"], &taken["left"]), (&json!(3), &json!(1)));
        let shown = draft(world, &clerk, &id);
        assert_eq!(shown["faults"], json!([]), "the checks of packs find nothing in it");
        assert!(text(&shown, "text").contains("well.xlsx › survey › A2: hello"), "what was left out is told");
        let field = |id: &str| {
            let fields = shown["form"]["fields"].as_array().expect("fields").iter();
            fields.clone().find(|it| it["id"] == id).cloned().expect("it is there")
        };
        assert_eq!((&field("depth")["needed"], &field("depth")["part"]), (&json!(true), &json!("well")));
        assert_eq!(field("users")["show_if"], "(case.depth == \"high\")");
        let pump = &field("pump")["columns"];
        assert_eq!(pump[1]["show_if"], "((row.power > 100) && (case.depth == \"high\"))");
        // Tried at once: what a row lacks and what is wrong in it is told at the row.
        let rows = json!([{ "power": "600" }, { "power": "200" }]);
        let typed = json!({ "take": "opening", "t0": { "opening": { "depth": "high", "users": "3", "pump": rows } } });
        let tried = ask(world, &clerk, "drafts.rehearse", json!({ "draft": id, "values": typed }));
        let told: Vec<(String, String)> = tried["faults"]
            .as_array()
            .expect("faults")
            .iter()
            .map(|it| (text(it, "path"), text(it, "key")))
            .collect();
        assert!(told.contains(&("values.pump[0].power".to_owned(), "cases-check".to_owned())), "{told:?}");
        assert!(told.contains(&("values.pump[1].fault".to_owned(), "cases-needed".to_owned())), "{told:?}");
        let again = refused(take(2, &[head, &["text", "depth", "井深", "Depth"]]));
        assert_eq!(again[0].1, "xlsform-there");
        let no_book = json!({ "draft": id, "revision": 2, "name": "a.xlsx", "content": "bm8gYm9vaw==" });
        assert!(!refused(world.submit(&clerk, "drafts.take-form", no_book)).is_empty());
    });
}
