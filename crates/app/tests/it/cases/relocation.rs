//! Cases follow the person or the facility they are about.

use serde_json::{Value, json};

use super::{case, office, refused, step, text};
use crate::{
    register::{one, villages},
    world::{COUNTY_AREA, World, on_each_database},
};

fn township(village: &str) -> String {
    let rest = village.strip_prefix(COUNTY_AREA).expect("in the county");
    format!("{COUNTY_AREA}{}/", rest.split('/').next().expect("a township"))
}

fn visit(world: &World, person: &str) -> String {
    let clerk = office(world).clerk;
    let values = json!({ "matter": "will", "service": "lawyer", "why_home": "行动不便", "detail": "立遗嘱",
        "urgent": "no" });
    let input = json!({ "book": "legal_visit", "subject": person, "values": values });
    text(&world.submit(&clerk, "cases.open", input).expect("opened"), "case")
}

#[test]
fn open_cases_go_to_the_new_areas_office_and_closed_ones_stay() {
    on_each_database(|world| {
        let [here, _, far] = villages(world);
        let clerk = office(world).clerk;
        let person = one(world, "王秀英", "513433194001010017");
        let (open, closed) = (visit(world, &person), visit(world, &person));
        let fail = json!({ "fail_reason": "本人撤回", "reason": "本人撤回" });
        let asked = case(world, &clerk, &closed).expect("seen");
        let asks = asked["steps"].as_array().expect("steps").iter().find(|it| it["id"] == "fail");
        let asks: Vec<Value> = asks.expect("a step")["asks"].as_array().expect("asks").clone();
        let values: serde_json::Map<String, Value> = asks
            .iter()
            .map(|it| (it.as_str().expect("a field").to_owned(), fail["reason"].clone()))
            .collect();
        step(world, &clerk, &closed, 1, "fail", Value::Object(values)).expect("closed");
        let officers = [&here, &far].map(|it| world.actor("township_officer", &township(it)));
        let due = |at: usize| {
            let inbox =
                world.door().answer(&officers[at], world.now(), "tasks.inbox", json!({})).expect("inbox");
            let rows = inbox["rows"].as_array().expect("rows").clone();
            rows.iter().filter(|it| it["subject_id"] == json!(open)).count()
        };
        assert_eq!((due(0), due(1)), (1, 0));
        let moved = json!({ "person": person, "which": "living", "to": far, "day": "2026-11-01" });
        world.submit(&clerk, "register.move", moved).expect("moved");
        world.night();
        assert_eq!((due(0), due(1)), (0, 1), "its task went with it");
        let shown = case(world, &officers[1], &open).expect("the new office sees it");
        assert_eq!((&shown["area"], &shown["history"][0]["kind"]), (&json!(far), &json!("relocated")));
        assert_eq!(refused(case(world, &officers[0], &open))[0].1, "missing");
        assert_eq!(case(world, &officers[0], &closed).expect("stays")["area"], json!(here));
        assert_eq!(refused(case(world, &officers[1], &closed))[0].1, "missing");
        // The same news again moves nothing.
        world.pass_days(1);
        world.night();
        assert_eq!(case(world, &clerk, &open).expect("seen")["revision"], shown["revision"]);
    });
}

#[test]
fn open_cases_of_a_facility_go_with_it_in_the_same_transaction() {
    on_each_database(|world| {
        let clerk = office(world).clerk;
        let [here, there] = ["lugu", "fuxing"].map(|it| format!("{COUNTY_AREA}{it}/"));
        let officers = [&here, &there].map(|it| world.actor("township_officer", it));
        let home = |area: &str| json!({ "name": "泸沽镇敬老院", "kind": "home", "area": area, "beds": 60 });
        let kept = world.submit(&clerk, "facilities.register", json!({ "facility": home(&here) }));
        let facility = text(&kept.expect("registered"), "facility");
        let hazard = |spot: &str| {
            let values = json!({ "spot": spot, "source": "self", "class": "fire", "grade": "ordinary",
                "found_on": "2026-11-20", "description": "通道堆物" });
            let input = json!({ "book": "hazard", "subject": facility, "values": values });
            text(&world.submit(&clerk, "cases.open", input).expect("opened"), "case")
        };
        let open = hazard("三楼");
        let change = |revision: i64, area: &str| {
            let input =
                json!({ "id": facility, "revision": revision, "facility": home(area), "note": "迁建" });
            world.submit(&clerk, "facilities.change", input)
        };
        change(1, &there).expect("moved");
        let shown = case(world, &officers[1], &open).expect("the new office sees it");
        assert_eq!((&shown["area"], &shown["history"][0]["kind"]), (&json!(there), &json!("relocated")));
        assert_eq!(refused(case(world, &officers[0], &open))[0].1, "missing");
        let due = |actor| {
            let inbox = world.door().answer(actor, world.now(), "tasks.inbox", json!({})).expect("inbox");
            let rows = inbox["rows"].as_array().expect("rows").clone();
            rows.iter().filter(|it| it["subject_id"] == json!(open)).count()
        };
        assert_eq!((due(&officers[0]), due(&clerk)), (0, 1));
        // A change that leaves the area moves nothing; one that is refused moves nothing either.
        change(2, &there).expect("nothing differs");
        assert_eq!(refused(change(1, &here))[0].1, "record-moved-on");
        assert_eq!(case(world, &clerk, &open).expect("seen")["revision"], shown["revision"]);
    });
}
