//! Facilities: registered, changed, attached, closed; the network with its gaps; cases about them.

use serde_json::{Value, json};

use super::{office, refused, text};
use crate::world::{COUNTY_AREA, World, on_each_database};

fn centre(name: &str) -> Value {
    json!({ "name": name, "kind": "township_centre", "area": format!("{COUNTY_AREA}lugu/"), "beds": 60,
        "nursing_beds": 40, "functions": ["nursing", "referral"], "model": "entrusted",
        "catchment": [format!("{COUNTY_AREA}lugu/")] })
}

fn tree(world: &World) -> Value {
    let clerk = office(world).clerk;
    world.door().answer(&clerk, world.now(), "facilities.tree", json!({})).expect("the tree")
}

#[test]
fn a_facility_fills_its_place_in_the_network_until_it_closes() {
    on_each_database(|world| {
        let office = office(world);
        let atlas = world.house.packs.now().made::<platform::areas::Atlas>();
        let village = &atlas.children(&format!("{COUNTY_AREA}lugu/"), world.now().day())[0].path;
        let gaps = |world| tree(world)["gaps"].as_array().expect("gaps").len();
        let before = gaps(world);
        let kept = world
            .submit(
                &office.officer,
                "facilities.register",
                json!({ "facility": centre("泸沽镇区域养老服务中心") }),
            )
            .expect("registered");
        let id = text(&kept, "facility");
        assert_eq!(gaps(world), before - 1);
        let shown = tree(world);
        assert_eq!((&shown["beds"], &shown["run_by_social_bodies"]), (&json!(60), &json!(1)));
        let figures = |actor| {
            let told = world.door().answer(actor, world.now(), "facilities.figures", json!({}));
            told.expect("figures")
        };
        let told = figures(&office.clerk);
        assert_eq!((&told["figures"][0]["value"], &told["figures"][1]["value"]), (&json!(1), &json!(60)));
        let areas = told["measures"][0]["areas"].as_array().expect("the map's").clone();
        let here: Vec<&Value> = areas.iter().filter(|it| it["value"] == 1).collect();
        assert!(here.len() == 1 && text(here[0], "area").ends_with("lugu/"), "{areas:?}");
        let neighbour = world.actor("township_officer", &format!("{COUNTY_AREA}fuxing/"));
        assert_eq!(figures(&neighbour)["figures"][0]["value"], 0);
        // The same name again, another township's, a station on a station: refused.
        let again = json!({ "facility": centre("泸沽镇 区域养老服务中心") });
        assert_eq!(
            refused(world.submit(&office.officer, "facilities.register", again))[0].1,
            "facilities-known-already"
        );
        let mut other = centre("复兴镇中心");
        other["area"] = json!(format!("{COUNTY_AREA}fuxing/"));
        assert_eq!(
            refused(world.submit(&office.officer, "facilities.register", json!({ "facility": other })))[0].1,
            "door-outside-area"
        );
        let station = json!({ "name": "长征村站", "kind": "station", "area": village, "centre": id });
        let kept = world
            .submit(&office.officer, "facilities.register", json!({ "facility": station }))
            .expect("attached");
        let station = text(&kept, "facility");
        let close = |state: &str, day: &str, revision: i64| {
            let input =
                json!({ "id": id, "revision": revision, "state": state, "day": day, "reason": "合并" });
            world.submit(&office.officer, "facilities.set-state", input)
        };
        assert_eq!(refused(close("closed", "2026-11-22", 1))[0].1, "facilities-has-stations");
        assert_eq!(refused(close("suspended", "2026-11-23", 1))[0].1, "facilities-day-ahead");
        assert_eq!(refused(close("planned", "2026-11-22", 1))[0].1, "facilities-no-such-way");
        let mut alone: Value = json!({ "name": "长征村站", "kind": "station", "area": village });
        alone["hours"] = json!("8:30–17:30");
        let change = json!({ "id": station, "revision": 1, "facility": alone });
        world.submit(&office.officer, "facilities.change", change.clone()).expect("changed");
        assert_eq!(
            refused(world.submit(&office.officer, "facilities.change", change))[0].1,
            "record-moved-on"
        );
        close("closed", "2026-11-22", 1).expect("closed");
        let shown = world
            .door()
            .answer(&office.clerk, world.now(), "facilities.facility", json!({ "facility": id }))
            .expect("one");
        assert_eq!((&shown["state"], shown["history"].as_array().map(Vec::len)), (&json!("closed"), Some(2)));
        assert_eq!(gaps(world), before - 1, "the village has its station; the township is a gap again");
    });
}

#[test]
fn a_casebook_about_facilities_finds_them_and_stands_in_their_place() {
    on_each_database(|world| {
        let office = office(world);
        let kept = world
            .submit(&office.officer, "facilities.register", json!({ "facility": centre("泸沽镇中心") }))
            .expect("registered");
        let id = text(&kept, "facility");
        let form = json!({ "book": "hazard", "find": "泸沽" });
        let found = world.door().answer(&office.clerk, world.now(), "cases.form", form).expect("the form");
        assert_eq!(found["found"][0]["id"], id);
        let neighbour = world.actor("township_officer", &format!("{COUNTY_AREA}fuxing/"));
        let form = json!({ "book": "hazard", "find": "泸沽" });
        let found = world.door().answer(&neighbour, world.now(), "cases.form", form).expect("the form");
        assert_eq!(found["found"], json!([]), "a neighbour finds none");
        let open = json!({ "book": "hazard", "subject": "nobody", "values": {} });
        assert_eq!(refused(world.submit(&office.clerk, "cases.open", open))[0].1, "cases-no-such-subject");
    });
}
