//! Enrolment in insurance, counted from what departments' lists said, and who stands on none of them.

use people::register::{
    bulk::Entry,
    draft::{Dated, Draft, Provenance},
};
use serde_json::{Value, json};

use crate::{
    money::{DAQIAO_VILLAGE, LUGU_VILLAGE},
    world::{COUNTY_AREA, World, on_each_database},
};

fn enrol(world: &World, person: &str, schemes: &[(&str, Option<&str>)]) {
    let dated = |(value, to): &(&str, Option<&str>)| Dated {
        value: (*value).to_owned(),
        from: Some("2020-01-01".parse().expect("a day")),
        to: to.map(|it| it.parse().expect("a day")),
    };
    let draft = Draft { schemes: schemes.iter().map(dated).collect(), ..Draft::default() };
    let day = "2026-11-01".parse().expect("a day");
    let from = Provenance { source: "insurer".into(), basis: "list".into() };
    world.register(vec![Entry { person: Some(person.to_owned()), draft, from, day }]);
}

#[test]
fn enrolment_is_counted_by_area_and_who_is_on_no_list_is_named() {
    on_each_database(|world| {
        world.elders(0, 3, LUGU_VILLAGE);
        world.elders(3, 2, DAQIAO_VILLAGE);
        let [both, employee, lapsed, other] = [0, 1, 2, 3].map(|at| world.person(at));
        enrol(world, &both, &[("medical/resident", None), ("pension/resident", None)]);
        enrol(world, &employee, &[("pension/employee", None)]);
        enrol(world, &lapsed, &[("medical/resident", Some("2025-12-31"))]);
        enrol(world, &other, &[("medical/employee", None)]);
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let told = world.answer(&clerk, "register.enrolment", json!({}));
        assert_eq!(told["schemes"], json!(["medical", "pension"]));
        assert_eq!(
            (&told["whole"]["elders"], &told["whole"]["enrolled"]),
            (&json!(5), &json!([2, 2])),
            "{told}"
        );
        assert_eq!(told["whole"]["permille"], json!([400, 400]));
        let area = |name: &str| {
            let all = told["areas"].as_array().expect("areas");
            all.iter().find(|it| it["area"] == format!("{COUNTY_AREA}{name}/")).expect("a township").clone()
        };
        assert_eq!((&area("lugu")["elders"], &area("lugu")["enrolled"]), (&json!(3), &json!([1, 2])));
        assert_eq!((&area("daqiao")["elders"], &area("daqiao")["enrolled"]), (&json!(2), &json!([1, 0])));
        let kinds = told["kinds"].as_array().expect("kinds");
        assert!(
            kinds.contains(&json!({ "scheme": "pension", "kind": "employee", "people": 1 })),
            "{kinds:?}"
        );

        // Who is on no list, and until when they once were.
        let without = |actor: &platform::Actor, input: Value| {
            let rows = world.answer(actor, "register.uninsured", input)["rows"].clone();
            let rows = rows.as_array().expect("rows").clone();
            let id = |it: &Value| it["id"].as_str().expect("an id").to_owned();
            (rows.iter().map(id).collect::<Vec<_>>(), rows)
        };
        let (ids, rows) = without(&clerk, json!({ "scheme": "medical" }));
        assert_eq!(ids.len(), 3, "{rows:?}");
        assert!(ids.contains(&employee) && ids.contains(&lapsed) && !ids.contains(&both));
        let once = rows.iter().find(|it| it["id"] == lapsed.as_str()).expect("a row");
        assert_eq!(once["until"], "2025-12-31");
        // A township sees its own.
        let officer = world.actor("township_officer", &format!("{COUNTY_AREA}daqiao/"));
        assert_eq!(without(&officer, json!({ "scheme": "pension" })).0.len(), 2);
        assert_eq!(world.answer(&officer, "register.enrolment", json!({}))["whole"]["elders"], 2);
        // The dead are no longer counted.
        world.died(&other, "2026-11-20");
        let told = world.answer(&clerk, "register.enrolment", json!({}));
        assert_eq!((&told["whole"]["elders"], &told["whole"]["enrolled"]), (&json!(4), &json!([1, 2])));
    });
}
