//! Quotas: so many hours, given by rank and told why, approved by another hand. `acts.rs`: used, taken back,
//! expired; `named.rs`: the groups that rules name, from the list of a department to what they are given.

mod acts;
mod named;

use base::Error;
use people::register::{
    bulk::Entry,
    draft::{Dated, Draft, Provenance},
};
use platform::Actor;
use serde_json::{Value, json};

use crate::{
    money::{DAQIAO_VILLAGE, LUGU_VILLAGE, name},
    world::{COUNTY_AREA, World, on_each_database},
};

const BENEFIT: &str = "purchased_home_care";

fn since(id: &str) -> Dated {
    Dated::since(id, "2026-01-01".parse().expect("a day"))
}

fn say(world: &World, person: Option<&str>, draft: Draft) {
    let day = "2026-11-01".parse().expect("a day");
    let entry = Entry { person: person.map(str::to_owned), draft, from: Provenance::default(), day };
    world.register(vec![entry]);
}

/// An elder of the stories, with labels and hardship as they are said.
fn elder(world: &World, at: i64, born: &str, village: &str, more: Draft) -> String {
    let draft = Draft {
        name: Some(name(at)),
        birth_date: Some(born.parse().expect("a day")),
        registered: Some(Dated::new(village)),
        living: Some(Dated::new(village)),
        ..more
    };
    say(world, None, draft);
    world.person(at)
}

fn poor(ability: &str) -> Draft {
    Draft { hardship: vec![since("minimum_living")], ability: Some(since(ability)), ..Draft::default() }
}

fn clerk(world: &World) -> Actor {
    world.actor("county_clerk", COUNTY_AREA)
}

fn open(total: i64) -> Value {
    json!({ "benefit": BENEFIT, "from": "2026-11", "to": "2026-12", "total": total, "document": "冕民〔2026〕9号" })
}

/// Opens and draws; answers the allocation.
fn drawn(world: &World, total: i64) -> String {
    let id = world.submit(&clerk(world), "quotas.open", open(total)).expect("opened");
    world.do_jobs();
    id["allocation"].as_str().expect("an id").to_owned()
}

fn one(world: &World, allocation: &str) -> Value {
    world.answer(&clerk(world), "quotas.allocation", json!({ "allocation": allocation }))
}

fn approve(world: &World, allocation: &str) {
    let revision = one(world, allocation)["revision"].clone();
    let input = json!({ "allocation": allocation, "revision": revision });
    let reviewer = world.actor("county_reviewer", COUNTY_AREA);
    world.submit(&reviewer, "quotas.approve", input).expect("approved");
    world.do_jobs();
}

/// The list: person, state, place.
fn list(world: &World, actor: &Actor, allocation: &str) -> Vec<Value> {
    let input = json!({ "allocation": allocation, "per_page": 500 });
    world.answer(actor, "quotas.lines", input)["rows"].as_array().expect("rows").clone()
}

fn line(world: &World, allocation: &str, person: &str) -> Value {
    let all = list(world, &clerk(world), allocation);
    all.into_iter().find(|it| it["person"] == person).unwrap_or(Value::Null)
}

fn keys(words: &Value) -> Vec<String> {
    let all = words.as_array().expect("words").iter();
    all.map(|it| it["key"].as_str().expect("a key").to_owned()).collect()
}

fn holding(world: &World, person: &str) -> Value {
    world.answer(&clerk(world), "quotas.of-person", json!({ "person": person }))[0].clone()
}

#[test]
fn the_named_groups_come_first_and_everybody_is_told_why() {
    on_each_database(|world| {
        // Of eighty-five and of eighty: not hard-up as far as anybody knows; the other two are.
        let old = elder(world, 0, "1941-03-05", LUGU_VILLAGE, Draft::default());
        let lost = elder(
            world,
            1,
            "1946-03-05",
            LUGU_VILLAGE,
            Draft { labels: vec![since("lost_only_child")], ..Draft::default() },
        );
        let poor_young = elder(world, 2, "1960-03-05", LUGU_VILLAGE, poor("moderate"));
        let poor_worse = elder(world, 3, "1961-03-05", DAQIAO_VILLAGE, poor("total"));
        let able = elder(world, 4, "1962-03-05", LUGU_VILLAGE, poor("able"));
        let open_case = elder(
            world,
            5,
            "1962-03-05",
            LUGU_VILLAGE,
            Draft { hardship: vec![since("minimum_living")], ..Draft::default() },
        );
        let id = drawn(world, 12);
        let all = list(world, &clerk(world), &id);
        let told: Vec<(&str, &str)> = all
            .iter()
            .map(|it| (it["person"].as_str().expect("an id"), it["state"].as_str().expect("a state")))
            .collect();
        let want = [
            (poor_worse.as_str(), "within"),
            (poor_young.as_str(), "within"),
            (lost.as_str(), "within"),
            (old.as_str(), "beyond"),
            (open_case.as_str(), "unknown"),
        ];
        assert_eq!(told, want, "two hours a month for two months are four each");
        assert!(line(world, &id, &able).is_null(), "who is not entitled is not on the list");
        let why = line(world, &id, &poor_worse);
        assert_eq!(
            keys(&why["why"]),
            ["quota-rule-hard_up_at_home", "quota-rule-hard_up", "quota-rule-wholly_dependent"]
        );
        assert_eq!((&why["class"], &why["quantity"]), (&json!(1), &json!(4)));
        assert_eq!(line(world, &id, &poor_young)["behind_by"], "points");
        assert_eq!(keys(&line(world, &id, &lost)["why"])[0], "quota-rule-lost_only_child");
        assert_eq!(
            keys(&line(world, &id, &open_case)["missing"]),
            ["fact-ability-level"],
            "named, not dropped"
        );
        let it = one(world, &id);
        assert_eq!((&it["state"], &it["open_before"]), (&json!("drafted"), &json!(1)), "{it}");
        // A village sees its own part of the list, and a stranger's filter opens nothing.
        let worker = world.actor("village_worker", DAQIAO_VILLAGE);
        let own = list(world, &worker, &id);
        assert_eq!((own.len(), &own[0]["person"]), (1, &json!(poor_worse)));
        let other = json!({ "allocation": id, "area": LUGU_VILLAGE });
        assert!(world.door().answer(&worker, world.now(), "quotas.lines", other).is_err());
        // The same place, months and kind are not allocated twice.
        let twice = world.submit(&clerk(world), "quotas.open", open(5));
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        for (field, value) in [
            ("total", json!(0)),
            ("to", json!("2026-10")),
            ("service", json!("no_such")),
            ("document", json!(" ")),
        ] {
            let mut input = open(5);
            input[field] = value;
            let told = world.submit(&clerk(world), "quotas.open", input);
            assert!(
                matches!(&told, Err(Error::Invalid(faults)) if faults[0].path == field),
                "{field}: {told:?}"
            );
        }
        // What is found out moves people, and the list says who moved and why.
        say(world, Some(&open_case), Draft { ability: Some(since("severe")), ..Draft::default() });
        let again = json!({ "allocation": id, "revision": it["revision"] });
        world.submit(&clerk(world), "quotas.draw-again", again).expect("drawn again");
        world.do_jobs();
        let moved = line(world, &id, &open_case);
        assert_eq!((&moved["state"], &moved["was_state"]), (&json!("within"), &json!("unknown")));
        assert_eq!(
            keys(&moved["moved_by"]),
            ["quotas-now", "quota-rule-hard_up_at_home", "quotas-now", "quota-rule-wholly_dependent"]
        );
        let out = line(world, &id, &lost);
        assert_eq!(
            (&out["state"], &out["was_state"], &out["was_place"]),
            (&json!("beyond"), &json!("within"), &json!(3))
        );
        // Who drew it does not approve it; nor is an old page approved.
        let both = world.somebody("county_clerk", COUNTY_AREA, &["benefits.approve"]);
        let fresh = json!({ "allocation": id, "revision": one(world, &id)["revision"] });
        assert!(matches!(world.submit(&both, "quotas.approve", fresh), Err(Error::Denied(_))));
        let reviewer = world.actor("county_reviewer", COUNTY_AREA);
        let old_page = json!({ "allocation": id, "revision": it["revision"] });
        assert!(matches!(world.submit(&reviewer, "quotas.approve", old_page), Err(Error::Conflict(_))));
        approve(world, &id);
        let it = one(world, &id);
        assert_eq!((&it["state"], &it["allotted"], &it["left"]), (&json!("approved"), &json!(12), &json!(0)));
        assert_eq!(world.number("SELECT COUNT(*) FROM quota_grant"), 3);
        assert!(holding(world, &lost).is_null() && holding(world, &open_case)["balance"] == 4);
        // What was granted cannot be made void, and nobody is offered what they hold.
        let void = json!({ "allocation": id, "revision": it["revision"] });
        assert!(world.submit(&clerk(world), "quotas.void", void).is_err());
        world.night();
        let found =
            world.answer(&clerk(world), "findings.findings", json!({ "benefit": BENEFIT, "per_page": 50 }));
        let found: Vec<&Value> =
            found["rows"].as_array().expect("rows").iter().map(|it| &it["person"]).collect();
        assert_eq!((found.contains(&&json!(poor_worse)), found.contains(&&json!(old))), (false, true));
    });
}

/// What a grant says of itself is what its entries say, and no bucket is below nothing.
fn agrees(world: &World) {
    assert_eq!(
        world.number(
            "SELECT COUNT(*) FROM quota_grant g WHERE issued - used - expired + corrected <> (SELECT
                CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM quota_entry e WHERE e.grant_id = g.id)"
        ),
        0
    );
    assert_eq!(
        world.number(
            "SELECT COUNT(*) FROM (SELECT grant_id, bucket FROM quota_entry GROUP BY grant_id, bucket
                HAVING SUM(quantity) < 0) AS below"
        ),
        0
    );
    assert_eq!(
        world.number(
            "SELECT COUNT(*) FROM quota_allocation a WHERE a.total < (SELECT COALESCE(SUM(allotted), 0)
                FROM quota_grant g WHERE g.allocation = a.id)"
        ),
        0
    );
}
