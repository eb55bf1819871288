//! Rows of a table that have rules of their own: what a form asks of each, what is worked out and checked,
//! what stands beside which cell, and what a workbook brings back.

use serde_json::{Value, json};

use super::{
    FIRE, case, hazard, office, open, refused, step, text,
    workbook::{Workbook, committed, export, left, planned},
};
use crate::world::{World, with_packs_changed};

/// What is mended only of a room that is not in order, and what it costs by the price of the case.
const COLUMNS: &str = r#"columns = [
    { id = "room", type = "text", zh = "房号", en = "Room", needed = true },
    { id = "beds", type = "whole", zh = "床位", en = "Beds" },
    { id = "checked", type = "yes_no", zh = "已检查", en = "Checked" },
    { id = "lacking", type = "whole", zh = "缺少", en = "Lacking", needed = true, show_if = "row.checked == true && case.grade == 'major'" },
    { id = "cost", type = "money", zh = "费用", en = "Cost", value = "case.price * row.lacking" },
    { id = "called", type = "text", zh = "名称", en = "Called", says = "{room}室（{beds}床）" },
]
[check.enough]
each = "rooms"
rule = "row.lacking <= row.beds"
zh = "缺少的不能多于床位"
en = "No more are lacking than there are"
"#;

fn with_rows(story: impl Fn(&World)) {
    let from = FIRE.find("columns = [").expect("a table");
    let end = from + FIRE[from..].find("\n\n").expect("its end");
    let book = format!("{}{COLUMNS}{}", &FIRE[..from], &FIRE[end..]);
    with_packs_changed(&[("national/casebooks/fire.toml", "", &book)], story);
}

fn major(rooms: Value) -> Value {
    let mut values = hazard("三楼");
    values["grade"] = json!("major");
    values["rooms"] = rooms;
    values
}

#[test]
fn a_row_is_asked_worked_out_and_checked_by_its_own_rules() {
    with_rows(|world| {
        let office = office(world);
        let rooms = json!([
            { "room": "301", "beds": "4", "checked": "yes", "lacking": "2", "cost": "99" },
            { "room": "", "cost": "1" },
            { "room": "302", "beds": "2", "checked": "no", "lacking": "7" },
        ]);
        let id = text(&open(world, &office.clerk, major(rooms)).expect("opened"), "case");
        let shown = case(world, &office.clerk, &id).expect("a case");
        let rows = shown["values"]["rooms"].as_array().expect("rows").clone();
        assert_eq!(rows.len(), 2, "a row in which nothing was typed is none");
        assert_eq!(rows[0]["lacking"], 2);
        assert_eq!(rows[0].get("cost"), None, "without a price nothing is worked out, whatever was sent");
        assert_eq!((&rows[0]["called"], rows[1].get("lacking")), (&json!("301室（4床）"), None));

        // The price comes with a step: the rows follow.
        let mended = json!({ "mended_on": "2026-11-21", "price": "1200.5" });
        step(world, &office.clerk, &id, 1, "mend", mended).expect("mended");
        let shown = case(world, &office.clerk, &id).expect("a case");
        assert_eq!(shown["values"]["rooms"][0]["cost"], 240_100);
        assert_eq!(shown["rows"]["rooms"][0]["cost"]["zh"], "2,401.00");

        // What is wrong stands beside the row as it was sent, empty ones counted.
        let wrong = json!([
            { "room": "", "beds": "" },
            { "room": "301", "beds": "1", "checked": "yes", "lacking": "2" },
            { "room": "302", "beds": "1", "checked": "yes" },
        ]);
        let found = refused(open(world, &office.clerk, major(wrong)));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.contains(&("values.rooms[1].beds".to_owned(), "cases-check".to_owned())), "{found:?}");
        assert!(
            found.contains(&("values.rooms[2].lacking".to_owned(), "cases-needed".to_owned())),
            "{found:?}"
        );
    });
}

#[test]
fn a_form_says_of_each_row_what_it_asks_as_it_was_typed() {
    with_rows(|world| {
        let office = office(world);
        let typed = json!({ "grade": "major", "rooms": [
            { "room": "301", "checked": "yes" }, { "room": "", "beds": "x" }, { "room": "302", "beds": "3", "checked": "no" } ] });
        let input = json!({ "book": "fire", "values": typed });
        let form = world.door().answer(&office.clerk, world.now(), "cases.form", input).expect("a form");
        let fields = form["fields"].as_array().expect("fields");
        let rooms = fields.iter().find(|it| it["id"] == "rooms").expect("the table");
        let hidden: Vec<&Value> =
            rooms["rows"].as_array().expect("rows").iter().map(|it| &it["hidden"]).collect();
        let (nothing, lacking) = (json!([]), json!(["lacking"]));
        assert_eq!(hidden, [&nothing, &lacking, &lacking, &lacking], "three rows and an empty one");
        assert_eq!(rooms["rows"][2]["worked"]["called"]["zh"], "302室（3床）");
        let grade = fields.iter().find(|it| it["id"] == "grade").expect("the grade");
        assert_eq!(grade["decides"], true, "what rows ask depends on it");
        // The API says what it takes, and what is worked out.
        let schema = json!({ "book": "fire" });
        let schema =
            world.door().answer(&office.clerk, world.now(), "books.schema", schema).expect("a schema");
        let row = &schema["opening"]["properties"]["rooms"]["items"];
        assert_eq!(
            (&row["required"], &row["properties"]["cost"]["readOnly"]),
            (&json!(["room"]), &json!(true))
        );
    });
}

#[test]
fn a_workbook_brings_rows_back_and_what_is_worked_out_follows() {
    with_rows(|world| {
        let office = office(world);
        let values = major(json!([{ "room": "301", "beds": "4", "checked": "yes", "lacking": "2" }]));
        let id = text(&open(world, &office.clerk, values).expect("opened"), "case");
        let out = export(world, &office.clerk, json!({})).expect("exported");
        let mut book = Workbook::read(&out["content"]);
        assert_eq!(book.sheets[1].1[2][1..], ["301", "4", "是", "2", "", "301室（4床）"].map(String::from));
        // Untouched, it changes nothing although a column of it is worked out.
        let plan = planned(world, &office.clerk, &book);
        assert_eq!((&plan["counts"]["same"], &plan["counts"]["changed"]), (&json!(1), &json!(0)), "{plan}");
        book.sheets[1].1[2][2] = "6".to_owned();
        let plan = planned(world, &office.clerk, &book);
        assert_eq!(plan["counts"]["changed"], 1, "{plan}");
        committed(world, &office.clerk, &plan);
        let shown = case(world, &office.clerk, &id).expect("a case");
        assert_eq!(shown["values"]["rooms"][0]["called"], "301室（6床）");
        // The same again is the same.
        let plan = planned(world, &office.clerk, &book);
        assert_eq!(plan["counts"]["changed"], 0, "{plan}");
        // A row against its check is wrong, and says so.
        let out = export(world, &office.clerk, json!({})).expect("exported");
        let mut book = Workbook::read(&out["content"]);
        book.sheets[1].1[2][2] = "1".to_owned();
        let plan = planned(world, &office.clerk, &book);
        assert_eq!(plan["counts"]["wrong"], 1, "{plan}");
        // It is told at its cell: of the sheet of the table, and in the workbook that goes back.
        let cell = json!({ "sheet": "房间", "row": 3, "column": "C", "address": "C3" });
        assert_eq!(plan["rows"][0]["cells"], json!([cell]), "{plan}");
        let book = left(world, &office.clerk, &plan).expect("left");
        let book = Workbook::read(&book["content"]);
        assert_eq!(book.at(0, "reason"), "房间!C3 房间: 缺少的不能多于床位");
    });
}
