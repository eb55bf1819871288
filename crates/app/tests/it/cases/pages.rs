//! What the pages of a book ask: lists in order of any field, the cases behind a figure, the board,
//! the calendar, the counts, the form that follows from the answers.

use serde_json::{Value, json};

use super::{case, hazard, office, open, refused, step, text, with_fire};
use crate::world::{COUNTY_AREA, World};

fn ask(world: &World, actor: &platform::Actor, question: &str, input: Value) -> base::Result<Value> {
    world.door().answer(actor, world.now(), question, input)
}

fn places(list: &Value) -> Vec<String> {
    list["rows"].as_array().expect("rows").iter().map(|it| text(it, "title")).collect()
}

#[test]
fn lists_stand_in_the_order_of_any_field_and_open_the_cases_of_a_figure() {
    with_fire(|world| {
        let office = office(world);
        for (place, grade, doors) in [("甲", "major", "9"), ("乙", "ordinary", ""), ("丙", "major", "12")]
        {
            let mut values = hazard(place);
            (values["grade"], values["doors"]) = (json!(grade), json!(doors));
            open(world, &office.clerk, values).expect("opened");
        }
        let list = |more: Value| {
            let mut input = json!({ "book": "fire" });
            input.as_object_mut().expect("an object").extend(more.as_object().expect("one").clone());
            ask(world, &office.clerk, "cases.list", input).expect("a list")
        };
        assert_eq!(places(&list(json!({ "sort": "field.doors" }))), ["乙", "甲", "丙"], "numbers, not words");
        assert_eq!(places(&list(json!({ "sort": "-field.doors" }))), ["丙", "甲", "乙"]);
        assert_eq!(list(json!({ "filter": ["due:from:2026-11-23", "due:to:2026-12-31"] }))["total"], 3);
        assert_eq!(list(json!({ "filter": ["due:to:2026-11-22"] }))["total"], 0);
        let figures = ask(world, &office.clerk, "cases.book-figures", json!({ "book": "fire" }));
        for figure in figures.expect("figures")["declared"].as_array().expect("declared") {
            let behind = list(json!({ "figure": figure["id"] }));
            assert_eq!(behind["total"], figure["cases"], "{figure}");
        }
        let unknown = json!({ "book": "fire", "figure": "nothing" });
        refused(ask(world, &office.clerk, "cases.list", unknown));
    });
}

#[test]
fn the_board_and_the_calendar_show_the_readers_cases_and_count_them_all() {
    with_fire(|world| {
        let office = office(world);
        let first = text(&open(world, &office.officer, hazard("一楼")).expect("opened"), "case");
        open(world, &office.officer, hazard("二楼")).expect("opened");
        step(world, &office.officer, &first, 1, "mend", json!({ "mended_on": "2026-11-21" }))
            .expect("mended");
        let board = ask(world, &office.clerk, "cases.board", json!({ "book": "fire" })).expect("a board");
        let of =
            |state: &str| board.as_array().expect("lanes").iter().find(|it| it["state"] == state).cloned();
        assert_eq!(of("found").expect("a lane")["total"], 1);
        assert_eq!(of("mended").expect("a lane")["rows"][0]["id"], json!(first));
        let due = text(&case(world, &office.clerk, &first).expect("a case"), "due_on");
        let month = json!({ "book": "fire", "month": due[..7] });
        let calendar = ask(world, &office.clerk, "cases.calendar", month.clone()).expect("a calendar");
        let days =
            calendar["weeks"].as_array().expect("weeks").iter().flat_map(|it| it.as_array().expect("days"));
        let day = days.clone().find(|it| it["day"] == json!(due)).expect("the day");
        assert_eq!(day["rows"][0]["id"], json!(first));
        assert!(days.count() % 7 == 0, "whole weeks");
        let neighbour = world.actor("township_officer", &format!("{COUNTY_AREA}fuxing/"));
        assert_eq!(ask(world, &neighbour, "cases.calendar", month).expect("a calendar")["total"], 0);
        let board = ask(world, &neighbour, "cases.board", json!({ "book": "fire" })).expect("a board");
        assert!(board.as_array().expect("lanes").iter().all(|it| it["total"] == 0), "not the neighbour's");
        let counts = |actor| ask(world, actor, "cases.counts", json!({})).expect("counts")["open"].clone();
        assert_eq!((counts(&office.clerk), counts(&neighbour)), (json!(2), json!(0)));
    });
}

#[test]
fn a_form_asks_what_follows_from_the_answers_and_waits_name_the_other_hand() {
    with_fire(|world| {
        let office = office(world);
        let shown = |values: Value| {
            let form = ask(world, &office.clerk, "cases.form", json!({ "book": "fire", "values": values }));
            let form = form.expect("a form");
            let fields = form["fields"].as_array().expect("fields").clone();
            let by = |id: &str| fields.iter().find(|it| it["id"] == id).expect("a field").clone();
            (by("listed_until")["shown"].clone(), by("grade")["decides"].clone())
        };
        assert_eq!(shown(json!({})), (json!(false), json!(true)));
        assert_eq!(shown(json!({ "grade": "major", "doors": "no number" })).0, json!(true));
        let id = text(&open(world, &office.clerk, hazard("一楼")).expect("opened"), "case");
        step(
            world,
            &office.clerk,
            &id,
            1,
            "mend",
            json!({ "mended_on": "2026-11-21", "price": "1", "labour": "2" }),
        )
        .expect("mended");
        let own = case(world, &office.clerk, &id).expect("a case");
        let waits = own["waits"].as_array().expect("waits");
        assert!(waits.iter().any(|it| it["id"] == "verify" && it["another_hand"] == true), "{waits:?}");
        assert!(!own["steps"].as_array().expect("steps").iter().any(|it| it["id"] == "verify"));
        let other = case(world, &office.reviewer, &id).expect("a case");
        assert_eq!(other["steps"][0]["id"], "verify", "what is due stands first");
    });
}

#[test]
fn a_mask_sent_back_is_no_new_number() {
    with_fire(|world| {
        let office = office(world);
        let mut values = hazard("一楼");
        values["caller"] = json!("13812345678");
        let id = text(&open(world, &office.clerk, values).expect("opened"), "case");
        let masked = case(world, &office.clerk, &id).expect("a case")["values"]["caller"].clone();
        let edit = json!({ "case": id, "revision": 1, "values": { "caller": masked, "doors": "4" } });
        world.submit(&office.clerk, "cases.edit", edit).expect("edited");
        let after = case(world, &office.clerk, &id).expect("a case");
        assert_eq!((&after["values"]["caller"], &after["values"]["doors"]), (&masked, &json!(4)));
    });
}

#[test]
fn a_book_tells_programs_what_their_role_sends() {
    with_fire(|world| {
        let office = office(world);
        let of = |actor| ask(world, actor, "books.schema", json!({ "book": "fire" })).expect("schemas");
        let (clerk, officer) = (of(&office.clerk), of(&office.officer));
        assert!(clerk["opening"]["properties"]["caller"].is_object());
        assert!(officer["opening"]["properties"]["caller"].is_null(), "a field that the role may not see");
        let steps = |it: &Value| it["steps"].as_array().expect("steps").len();
        assert!(steps(&officer) < steps(&clerk), "its own steps only");
    });
}
