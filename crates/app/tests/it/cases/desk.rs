//! The desk of a casebook: looking ahead at a step of many, filters that an office shares, sheets with
//! strange columns, the board's steps, what waits, sums over tables, letters with optional parts.

use platform::Actor;
use serde_json::{Value, json};

use super::{
    case, hazard, office, open, refused, step, text, with_fire,
    workbook::{Workbook, export, left, planned},
};
use crate::world::{COUNTY_AREA, World};

fn ask(world: &World, actor: &Actor, question: &str, input: Value) -> base::Result<Value> {
    world.door().answer(actor, world.now(), question, input)
}

/// The keys and counts of a look ahead.
fn whys(told: &Value) -> Vec<(String, i64)> {
    let all = told["why"].as_array().expect("reasons").iter();
    all.map(|it| (text(&it["reason"], "key"), it["cases"].as_i64().expect("a count"))).collect()
}

#[test]
fn a_look_ahead_names_who_would_be_refused_and_writes_nothing() {
    with_fire(|world| {
        let office = office(world);
        let mut ids = Vec::new();
        for (place, found) in [("一楼", "2026-11-20"), ("二楼", "2026-11-22"), ("三楼", "2026-11-20")] {
            let mut values = hazard(place);
            values["found_on"] = json!(found);
            ids.push(text(&open(world, &office.officer, values).expect("opened"), "case"));
        }
        step(world, &office.clerk, &ids[2], 1, "mend", json!({ "mended_on": "2026-11-21" })).expect("mended");

        let form = |more: Value| {
            let mut input = json!({ "book": "fire" });
            input.as_object_mut().expect("an object").extend(more.as_object().expect("one").clone());
            ask(world, &office.officer, "cases.bulk-form", input).expect("a form")
        };
        let shown = form(json!({ "cases": ids }));
        assert_eq!((&shown["chosen"], &shown["steps"][0]["id"]), (&json!(3), &json!("mend")));
        assert_eq!(shown["steps"][0]["fits"], 2, "one is mended already");
        let shown = form(json!({ "list": { "book": "fire", "state": "found" }, "step": "mend" }));
        assert_eq!((&shown["chosen"], &shown["steps"][0]["fits"]), (&json!(2), &json!(2)));
        let needed: Vec<bool> = shown["step"]["fields"]
            .as_array()
            .expect("fields")
            .iter()
            .map(|it| it["needed"] == true)
            .collect();
        assert_eq!(needed, [true, false, false], "what the step needs is needed in its form");
        assert_eq!(form(json!({ "cases": [] }))["chosen"], 0, "nothing ticked is not everything");

        let preview = |more: Value| {
            let mut input = json!({ "book": "fire", "step": "mend", "cases": ids,
                "values": { "mended_on": "2026-11-21" } });
            input.as_object_mut().expect("an object").extend(more.as_object().expect("one").clone());
            ask(world, &office.officer, "cases.bulk-preview", input)
        };
        let told = preview(json!({})).expect("a look ahead");
        assert_eq!((&told["cases"], &told["judged"], &told["fits"]), (&json!(3), &json!(3), &json!(1)));
        let mut found = whys(&told);
        found.sort();
        assert_eq!(found, [("cases-check".to_owned(), 1), ("cases-not-in-this-state".to_owned(), 1)]);
        assert_eq!(told["refused"][0]["title"], "二楼");
        let told = preview(json!({ "values": {} })).expect("a look ahead");
        assert!(whys(&told).contains(&("cases-needed".to_owned(), 2)), "{told}");
        for id in &ids[..2] {
            let it = case(world, &office.officer, id).expect("seen");
            assert_eq!((&it["state"], &it["revision"]), (&json!("found"), &json!(1)), "nothing is written");
        }
        assert_eq!(refused(preview(json!({ "cases": ["nothing"] })))[0].1, "cases-none-chosen");
        let foreign = json!({ "book": "fire", "step": "mend", "cases": ids });
        let foreign = ask(world, &office.reviewer, "cases.bulk-preview", foreign);
        assert_eq!(refused(foreign)[0].1, "cases-not-your-step");
    });
}

#[test]
fn an_office_shares_filters_and_whoever_may_not_see_a_field_is_not_told_of_it() {
    with_fire(|world| {
        let office = office(world);
        let keep = |name: &str, query: &str| {
            let view = json!({ "book": "fire", "name": name, "query": query });
            world.submit(&office.clerk, "cases.keep-view", view).expect("kept");
        };
        let change = |actor: &Actor, name: &str, to: &str, shared: bool| {
            let view = json!({ "book": "fire", "name": name, "to": to, "shared": shared });
            world.submit(actor, "cases.change-view", view)
        };
        let views = |actor: &Actor| -> Vec<(String, bool, bool)> {
            let all = ask(world, actor, "cases.views", json!({ "book": "fire" })).expect("views");
            let all = all.as_array().expect("a list").clone();
            all.iter().map(|it| (text(it, "name"), it["own"] == true, it["shared"] == true)).collect()
        };
        let view = |name: &str, own: bool, shared: bool| (name.to_owned(), own, shared);
        keep("重大", "grade.is=major");
        keep("内部", "secret.begins=%E6%AD%A4");
        change(&office.clerk, "重大", "重大隐患", true).expect("renamed and shared");
        change(&office.clerk, "内部", "内部", true).expect("shared");
        assert_eq!(views(&office.clerk), [view("内部", true, true), view("重大隐患", true, true)]);
        assert_eq!(views(&office.reviewer), [view("内部", false, true), view("重大隐患", false, true)]);
        let finance = world.actor("county_finance", COUNTY_AREA);
        assert_eq!(views(&finance), [view("重大隐患", false, true)], "not by a field it does not see");
        assert_eq!(views(&office.officer), [], "another office");

        assert_eq!(refused(change(&office.clerk, "内部", "重大隐患", true))[0].1, "cases-view-there");
        assert_eq!(refused(change(&office.clerk, "内部", " ", true))[0].1, "cases-needed");
        assert_eq!(refused(change(&office.reviewer, "重大隐患", "我的", false))[0].1, "missing");
        let drop = json!({ "book": "fire", "name": "重大隐患" });
        assert_eq!(refused(world.submit(&office.reviewer, "cases.drop-view", drop))[0].1, "missing");
        // Kept anew under its name, a view stays shared; then it is taken back.
        keep("重大隐患", "grade.is=major&state=found");
        assert_eq!(views(&office.reviewer).len(), 2);
        change(&office.clerk, "重大隐患", "重大隐患", false).expect("no longer shared");
        assert_eq!(views(&office.reviewer), [view("内部", false, true)]);
    });
}

#[test]
fn columns_that_no_field_has_are_told_and_rows_name_their_case() {
    with_fire(|world| {
        let office = office(world);
        open(world, &office.officer, hazard("一楼")).expect("opened");
        let out = export(world, &office.officer, json!({})).expect("exported");
        let mut book = Workbook::read(&out["content"]);
        assert_eq!(planned(world, &office.officer, &book)["strange"], json!([]));
        for (row, text) in [(0, ""), (1, "经办备注"), (2, "随手写的")] {
            book.sheets[0].1[row].push(text.to_owned());
        }
        book.set(0, "field.doors", "5");
        let plan = planned(world, &office.officer, &book);
        assert_eq!(plan["strange"], json!(["经办备注"]));
        let row = &plan["rows"][0];
        assert_eq!((&row["number"], &row["title"]), (&json!("消〔2026〕0001号"), &json!("一楼")));
        book.set(0, "field.doors", "很多");
        let plan = planned(world, &office.officer, &book);
        assert_eq!(plan["rows"][0]["fields"][0]["zh"], "门数", "the field of the fault is named");
        let cell = json!({ "sheet": "消防隐患", "row": 3, "column": "M", "address": "M3" });
        assert_eq!(plan["rows"][0]["cells"], json!([cell]), "and where it stands");
        let back = left(world, &office.officer, &plan).expect("left");
        let back = Workbook::read(&back["content"]);
        assert!(back.at(0, "reason").starts_with("M3 门数: "), "{}", back.at(0, "reason"));
    });
}

#[test]
fn a_step_that_is_too_early_says_what_to_see_to_in_declared_words() {
    with_fire(|world| {
        let office = office(world);
        let mut values = hazard("一楼");
        values["rooms"] =
            json!([{ "room": "101", "beds": "2", "checked": "是" }, { "room": "102", "beds": "3" }]);
        let id = text(&open(world, &office.officer, values).expect("opened"), "case");
        let it = case(world, &office.officer, &id).expect("seen");
        assert_eq!((&it["values"]["beds_in_all"], &it["values"]["rooms_checked"]), (&json!(5), &json!(1)));
        let mended = json!({ "mended_on": "2026-11-21", "price": "200000", "labour": "1" });
        step(world, &office.officer, &id, 1, "mend", mended).expect("mended");
        let error = step(world, &office.clerk, &id, 2, "verify", json!({})).expect_err("too dear");
        let fault = &error.faults()[0];
        assert_eq!(fault.key, "cases-not-yet");
        let said: Vec<&str> = fault.args.iter().map(|it| it.1.as_str()).collect();
        assert_eq!(said, ["合计不到10万元", "The sum is below 100,000 yuan"], "never the rule itself");
        let it = case(world, &office.clerk, &id).expect("seen");
        assert_eq!(it["later"][0]["why"]["key"], "cases-not-yet");
        assert_eq!(it["steps"], json!([]));
        assert_eq!(case(world, &office.officer, &id).expect("seen")["later"], json!([]), "not its step");
    });
}

#[test]
fn a_letter_leaves_out_what_is_empty() {
    with_fire(|world| {
        let office = office(world);
        for (grade, said) in [("ordinary", "13.00元。"), ("major", "13.00元，挂牌至2026年12月1日。")]
        {
            let mut values = hazard("一楼");
            values["grade"] = json!(grade);
            if grade == "major" {
                values["listed_until"] = json!("2026-12-01");
            }
            let id = text(&open(world, &office.officer, values).expect("opened"), "case");
            let mended = json!({ "mended_on": "2026-11-21", "price": "10", "labour": "3" });
            step(world, &office.officer, &id, 1, "mend", mended).expect("mended");
            step(world, &office.clerk, &id, 2, "verify", json!({})).expect("verified");
            let letter = case(world, &office.clerk, &id).expect("seen")["letters"][0]["text"].clone();
            assert!(text(&letter, "zh").ends_with(said), "{letter}");
            assert_eq!(text(&letter, "en").contains("listed"), grade == "major", "{letter}");
        }
    });
}

#[test]
fn the_board_offers_each_lane_the_steps_of_the_reader() {
    with_fire(|world| {
        let office = office(world);
        open(world, &office.officer, hazard("一楼")).expect("opened");
        let lanes =
            |actor: &Actor| ask(world, actor, "cases.board", json!({ "book": "fire" })).expect("a board");
        let (officer, clerk) = (lanes(&office.officer), lanes(&office.clerk));
        assert_eq!(
            officer[0]["steps"],
            json!([{ "id": "mend", "name": { "zh": "报告整改", "en": "Report as mended" }, "to": "mended", "at_once": false }])
        );
        assert_eq!((&officer[1]["steps"], &officer[0]["rows"][0]["gaps"]), (&json!([]), &json!(false)));
        assert_eq!(
            (&clerk[1]["steps"][0]["id"], &clerk[1]["steps"][0]["at_once"]),
            (&json!("verify"), &json!(true)),
            "it asks nothing"
        );
        let looks = world.somebody("auditor", COUNTY_AREA, &["cases.read"]);
        assert_eq!(lanes(&looks)[0]["steps"], json!([]));
    });
}

#[test]
fn the_start_page_counts_what_is_due_by_office_from_the_records() {
    with_fire(|world| {
        let office = office(world);
        for place in ["一楼", "二楼"] {
            open(world, &office.officer, hazard(place)).expect("opened");
        }
        let closed = text(&open(world, &office.clerk, hazard("县里")).expect("opened"), "case");
        let figures = |actor: &Actor| -> (i64, i64) {
            let told = ask(world, actor, "cases.figures", json!({})).expect("figures");
            let value = |at: usize| told["figures"][at]["value"].as_i64().expect("a figure");
            (value(0), value(1))
        };
        assert_eq!((figures(&office.clerk), figures(&office.officer)), ((0, 3), (0, 2)));
        let neighbour = world.actor("township_officer", &format!("{COUNTY_AREA}fuxing/"));
        assert_eq!(figures(&neighbour), (0, 0));
        let mended = json!({ "mended_on": "2026-11-21", "price": "1", "labour": "1" });
        step(world, &office.clerk, &closed, 1, "mend", mended).expect("mended");
        step(world, &office.reviewer, &closed, 2, "verify", json!({})).expect("closed");
        world.pass_days(10);
        assert_eq!(figures(&office.clerk), (2, 0), "what has ended waits for nobody");
        let told = ask(world, &office.clerk, "cases.figures", json!({})).expect("figures");
        let areas = told["measures"][0]["areas"].as_array().expect("areas").clone();
        let lugu = areas.iter().find(|it| text(it, "area").ends_with("lugu/")).expect("the township");
        assert_eq!(lugu["value"], 2);
        assert_eq!(areas.iter().filter(|it| it["value"] != 0).count(), 1);
        let area = json!({ "area": format!("{COUNTY_AREA}fuxing/") });
        assert_eq!(ask(world, &office.clerk, "cases.counts", area).expect("counts")["overdue"], 0);
        let here = json!({ "area": format!("{COUNTY_AREA}lugu/") });
        assert_eq!(
            ask(world, &office.clerk, "cases.counts", here).expect("counts")["books"]["fire"]["overdue"],
            2
        );
    });
}
