//! Who sees what: areas, books, fields; and nothing by the back door.

use serde_json::{Value, json};

use super::{case, hazard, office, open, refused, text, with_fire};
use crate::world::COUNTY_AREA;

fn list(world: &crate::world::World, actor: &platform::Actor, more: Value) -> base::Result<Value> {
    let mut input = json!({ "book": "fire" });
    input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    world.door().answer(actor, world.now(), "cases.list", input)
}

#[test]
fn lists_filter_by_any_declared_field_within_the_readers_area() {
    with_fire(|world| {
        let office = office(world);
        for (place, grade, price) in [("一楼", "ordinary", 5), ("二楼", "major", 9), ("二楼西", "major", 12)]
        {
            let mut values = hazard(place);
            values["grade"] = json!(grade);
            values["doors"] = json!(price);
            open(world, &office.officer, values).expect("opened");
        }
        open(world, &office.clerk, hazard("县里")).expect("opened at the county");
        let total = |more: Value| list(world, &office.clerk, more).expect("a list")["total"].clone();
        assert_eq!(total(json!({})), 4);
        assert_eq!(total(json!({ "filter": ["grade:is:major"] })), 2);
        assert_eq!(total(json!({ "filter": ["grade:is:重大", "doors:from:10"] })), 1);
        assert_eq!(total(json!({ "filter": ["place:begins:二楼"] })), 2);
        assert_eq!(total(json!({ "filter": ["doors:from:5", "doors:to:9"] })), 2);
        assert_eq!(total(json!({ "filter": ["found_on:to:2026-11-19"] })), 0);
        assert_eq!(total(json!({ "filter": ["open:is:yes", "due:is:week"] })), 4);
        assert_eq!(total(json!({ "q": "0002号" })), 1);
        assert_eq!(
            list(world, &office.officer, json!({})).expect("a list")["total"],
            3,
            "its own township only"
        );
        let neighbour = world.actor("township_officer", &format!("{COUNTY_AREA}fuxing/"));
        assert_eq!(list(world, &neighbour, json!({})).expect("a list")["total"], 0);
        let bad = ["grade:is:huge", "nothing:is:1", "grade:under:1", "grade", "found_on:is:never"];
        for filter in bad {
            refused(list(world, &office.clerk, json!({ "filter": [filter] })));
        }
    });
}

#[test]
fn a_field_that_a_role_may_not_see_is_in_no_page_list_filter_history_or_figure() {
    with_fire(|world| {
        let office = office(world);
        let mut values = hazard("地下室");
        values["secret"] = json!("此人来访三次");
        values["caller"] = json!("138 1234 5678");
        let id = text(&open(world, &office.clerk, values).expect("opened"), "case");
        let here = world.actor("county_finance", COUNTY_AREA);
        let edited = json!({ "case": id, "revision": 1, "values": { "secret": "已处理" } });
        world.submit(&office.clerk, "cases.edit", edited).expect("edited");
        for actor in [&here, &office.reviewer] {
            let everything = [
                case(world, actor, &id).expect("seen").to_string(),
                list(world, actor, json!({})).expect("a list").to_string(),
            ];
            for text in everything {
                assert!(!text.contains("5678"), "{}: {text}", actor.role);
                if actor.role == "county_finance" {
                    assert!(
                        !text.contains("来访") && !text.contains("已处理") && !text.contains("内部意见"),
                        "{text}"
                    );
                }
            }
        }
        let faults = refused(list(world, &here, json!({ "filter": ["secret:begins:此人"] })));
        assert_eq!(faults[0].1, "cases-no-such-field");
        // Not even that there is such a field is told to whom it is hidden.
        let officer = world.actor("township_officer", COUNTY_AREA);
        let mut given = hazard("院内");
        given["secret"] = json!("x");
        assert_eq!(
            refused(open(world, &officer, given)),
            [("values.secret".to_owned(), "cases-no-such-field".to_owned())]
        );
        // The clerk sees the mask, and nobody the number; it is sealed where it is kept.
        let shown = case(world, &office.clerk, &id).expect("seen");
        assert_eq!(shown["values"]["caller"], "138****5678");
        let rows: Vec<(Vec<u8>,)> =
            world.store.read(|tx| tx.all("SELECT sealed FROM case_secret", &[])).expect("secrets");
        assert_eq!(rows.len(), 1);
        assert!(!String::from_utf8_lossy(&rows[0].0).contains("13812345678"));
    });
}

#[test]
fn a_case_elsewhere_and_a_book_for_others_are_as_if_not_there() {
    with_fire(|world| {
        let office = office(world);
        let id = text(&open(world, &office.clerk, hazard("县里")).expect("opened"), "case");
        let faults = refused(case(world, &office.officer, &id));
        assert_eq!(faults[0].1, "missing", "{faults:?}");
        let auditor = world.actor("system_admin", COUNTY_AREA);
        refused(case(world, &auditor, &id));
        let unknown =
            world.door().answer(&office.clerk, world.now(), "cases.list", json!({ "book": "nothing" }));
        refused(unknown);
    });
}
