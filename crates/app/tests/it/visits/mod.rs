//! Visits: whom the rules name and why, what a village sees, what was done in whatever order, how a month ends.
//! `found.rs`: what is found and what is missed. `order.rs`: any order, repetition and delay of what a phone sends comes to the same.

mod found;
mod order;

use base::Error;
use people::register::{
    bulk::Entry,
    draft::{Dated, Draft, Provenance},
};
use platform::Actor;
use serde_json::{Value, json};

use crate::{
    money::{DAQIAO_VILLAGE, LUGU, LUGU_VILLAGE, name},
    world::{COUNTY_AREA, World, on_each_database},
};

fn since(id: &str) -> Dated {
    Dated::since(id, "2026-01-01".parse().expect("a day"))
}

fn say(world: &World, person: Option<&str>, draft: Draft) {
    let day = "2026-11-01".parse().expect("a day");
    let entry = Entry { person: person.map(str::to_owned), draft, from: Provenance::default(), day };
    world.register(vec![entry]);
}

/// An elder of these stories.
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

fn alone() -> Draft {
    Draft { arrangement: Some(since("alone")), ..Draft::default() }
}

fn worker(world: &World) -> Actor {
    world.actor("village_worker", LUGU_VILLAGE)
}

fn of_area(world: &World, actor: &Actor, which: &str) -> Vec<Value> {
    let all = world.answer(actor, "visits.of-area", json!({ "which": which, "per_page": 200 }));
    all["rows"].as_array().expect("rows").clone()
}

fn of_person(world: &World, actor: &Actor, person: &str) -> Value {
    world.answer(actor, "visits.of-person", json!({ "person": person }))
}

fn asked(world: &World, actor: &Actor, question: &str, input: Value) -> base::Result<Value> {
    world.door().answer(actor, world.now(), question, input)
}

fn duty(world: &World, person: &str) -> Value {
    of_person(world, &world.actor("county_clerk", COUNTY_AREA), person)["duty"].clone()
}

/// All that the form needs, and nothing found.
fn well() -> Value {
    json!({ "health": "usual", "mood": "good", "meals": "regular", "safety": "safe", "heating": "enough",
        "money": "enough", "fraud": "none", "family": "often" })
}

fn keys(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(faults) => faults.into_iter().map(|it| it.key.into_owned()).collect(),
        Error::Conflict(fault) => vec![fault.key.into_owned()],
        other => panic!("{other:?}"),
    }
}

#[test]
fn rules_say_how_often_and_why_and_what_is_not_known() {
    on_each_database(|world| {
        let old = elder(world, 0, "1941-03-05", LUGU_VILLAGE, alone());
        let young = elder(world, 1, "1960-03-05", LUGU_VILLAGE, alone());
        let labelled = Draft { labels: vec![since("lost_only_child")], ..Draft::default() };
        let labelled = elder(world, 2, "1962-03-05", DAQIAO_VILLAGE, labelled);
        let very_old = elder(world, 3, "1940-03-05", LUGU_VILLAGE, Draft::default());
        let home = Draft { arrangement: Some(since("institution")), ..Draft::default() };
        let home = elder(world, 4, "1940-03-05", LUGU_VILLAGE, home);
        let nobody = elder(world, 5, "1962-03-05", LUGU_VILLAGE, Draft::default());
        assert!(world.night());
        let told = |person: &str| {
            let it = duty(world, person);
            (it["tier"].clone(), it["due_on"].clone(), it["held"].clone())
        };
        let held = |all: &[&str]| json!(all);
        assert_eq!(
            told(&old),
            (json!("high"), json!("2026-11-22"), held(&["living_alone", "old_alone", "very_old"])),
            "a Sunday"
        );
        assert_eq!(told(&young), (json!("key"), json!("2026-11-30"), held(&["living_alone"])));
        assert_eq!(told(&labelled), (json!("key"), json!("2026-11-30"), held(&["special_difficulty"])));
        let open = duty(world, &very_old);
        assert_eq!((&open["tier"], &open["due_on"]), (&json!("general"), &json!("2026-12-31")));
        let waits = open["missing"].as_array().expect("facts");
        assert!(waits.contains(&json!("living.alone")), "a stricter tier is open: {open}");
        assert!(duty(world, &home).is_null(), "a home looks after its own");
        assert_eq!(duty(world, &nobody)["state"], "undecided", "nothing is known, so nothing is denied");

        // A village sees its own, in full or what is due; nobody else's.
        let own: Vec<Value> =
            of_area(world, &worker(world), "").into_iter().map(|it| it["person"].clone()).collect();
        assert_eq!(own.len(), 3, "{own:?}");
        assert!(!own.contains(&json!(labelled)));
        let due: Vec<Value> =
            of_area(world, &worker(world), "due").into_iter().map(|it| it["person"].clone()).collect();
        assert!(due.contains(&json!(old)) && due.contains(&json!(young)) && !due.contains(&json!(very_old)));
        let stranger = json!({ "area": DAQIAO_VILLAGE });
        assert!(matches!(asked(world, &worker(world), "visits.of-area", stranger), Err(Error::Denied(_))));

        // A fact changes: the duty follows at once, and says so.
        say(world, Some(&very_old), alone());
        world.do_jobs();
        assert_eq!(duty(world, &very_old)["tier"], "high");
        // Who died is nobody's duty.
        world.died(&old, "2026-11-20");
        world.do_jobs();
        assert!(duty(world, &old).is_null());
    });
}

#[test]
fn one_visit_serves_the_rate_the_proof_of_life_and_the_register() {
    on_each_database(|world| {
        let it = elder(world, 0, "1950-03-05", LUGU_VILLAGE, alone());
        world.night();
        let worker = worker(world);
        let id = "0198a5b0-0000-7000-8000-0000000000a1";
        let visit = json!({ "id": id, "person": it, "day": "2026-11-20", "clock": "09:30", "channel": "home",
            "answers": well(), "no_place": "没有信号", "phone": "13900001234", "arrangement": "with_children" });
        let made = world.submit(&worker, "visits.record", visit.clone()).expect("recorded");
        assert_eq!((&made["visit"], &made["lacks"]), (&json!(id), &json!([])));
        assert_eq!(
            (&duty(world, &it)["last_on"], &duty(world, &it)["due_on"]),
            (&json!("2026-11-20"), &json!("2026-12-31"))
        );
        let (proofs,): (i64,) = world
            .store
            .read(|tx| tx.get("proof", "SELECT COUNT(*) FROM proof_of_life WHERE way = 'visit'", &[]))
            .expect("a count");
        assert_eq!(proofs, 1, "seen alive");
        // They live with a child by now: the register says so, and no rule names them any more.
        world.do_jobs();
        assert!(duty(world, &it).is_null() || duty(world, &it)["state"] == "undecided");
        let shown = of_person(world, &worker, &it);
        assert_eq!(shown["visits"][0]["answers"], well());
        assert!(!shown.to_string().contains("13900001234"), "the number is the register's, sealed");

        // The same again is the same; another visit under its id is a conflict, and nothing is lost.
        let again = world.submit(&worker, "visits.record", visit.clone()).expect("the same");
        assert_eq!(again, made);
        let mut other = visit;
        other["day"] = json!("2026-11-21");
        let refused = world.submit(&worker, "visits.record", other).expect_err("another");
        assert_eq!(keys(refused), ["visits-id-taken"]);
        assert_eq!(of_person(world, &worker, &it)["visits"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn nothing_new_is_confirmed_item_by_item_and_evidence_is_asked_where_the_tier_says() {
    on_each_database(|world| {
        let it = elder(world, 0, "1941-03-05", LUGU_VILLAGE, alone());
        world.night();
        let worker = worker(world);
        let bare = json!({ "person": it, "channel": "home", "answers": well() });
        let refused = world.submit(&worker, "visits.record", bare.clone()).expect_err("no evidence");
        assert_eq!(keys(refused), ["visits-needs-photo", "visits-needs-place"]);
        // A phone says that its photos follow.
        let mut follows = bare;
        follows["files_follow"] = json!(true);
        follows["no_place"] = json!("山里没有信号");
        follows["day"] = json!("2026-11-16");
        let made = world.submit(&worker, "visits.record", follows).expect("recorded");
        assert_eq!(made["lacks"], json!(["photo"]));
        let attach = json!({ "visit": made["visit"], "photos": ["0198a5b0-0000-7000-8000-0000000000f1"] });
        let whole = world.submit(&worker, "visits.attach", attach).expect("attached");
        assert_eq!(whole["lacks"], json!([]));

        // Nothing new but the mood: the rest is as it was, and each item says that it was confirmed.
        let next = json!({ "person": it, "channel": "video", "nothing_new": made["visit"], "answers": { "mood": "low" } });
        let next = world.submit(&worker, "visits.record", next).expect("recorded");
        let shown = of_person(world, &worker, &it)["visits"][0].clone();
        assert_eq!((&shown["id"], &shown["answers"]["mood"]), (&next["visit"], &json!("low")));
        assert_eq!(shown["answers"]["health"], "usual");
        let confirmed = shown["confirmed"].as_array().expect("items");
        assert!(confirmed.contains(&json!("health")) && !confirmed.contains(&json!("mood")), "{shown}");
        // A call is no visit to whoever is to be seen at home.
        let due = duty(world, &it)["due_on"].clone();
        let call = json!({ "person": it, "channel": "phone", "answers": well() });
        world.submit(&worker, "visits.record", call).expect("kept as a contact");
        assert_eq!(duty(world, &it)["due_on"], due);
        // What the form does not know is refused, each item by itself.
        let mut wrong = well();
        wrong["health"] = json!("immortal");
        wrong["hair"] = json!("long");
        let wrong = json!({ "person": it, "channel": "phone", "answers": wrong });
        let refused = world.submit(&worker, "visits.record", wrong).expect_err("no such answers");
        assert_eq!(keys(refused), ["visits-no-such-item", "visits-no-such-answer"]);
    });
}

#[test]
fn whoever_is_away_stays_on_the_list_by_name() {
    on_each_database(|world| {
        let it = elder(world, 0, "1950-03-05", LUGU_VILLAGE, alone());
        let other = elder(world, 1, "1951-03-05", LUGU_VILLAGE, alone());
        world.night();
        let worker = worker(world);
        let away = json!({ "person": it, "day": "2026-11-10", "place": "成都", "contact": "跟二女儿住" });
        world.submit(&worker, "visits.away", away).expect("away");
        let named = of_area(world, &worker, "away");
        assert_eq!((named.len(), &named[0]["away_since"]), (1, &json!("2026-11-10")));
        let call = json!({ "person": it, "channel": "phone", "answers": well(), "day": "2026-11-18" });
        world.submit(&worker, "visits.record", call).expect("called");
        assert_eq!(duty(world, &it)["contact_on"], "2026-11-18");
        // Nobody home, twice.
        for day in ["2026-11-19", "2026-11-21"] {
            let tried = json!({ "person": other, "day": day, "channel": "home", "outcome": "nobody" });
            world.submit(&worker, "visits.attempt", tried).expect("tried");
        }
        assert_eq!(duty(world, &other)["attempts"], 2);
        let back = json!({ "person": it, "day": "2026-11-21" });
        world.submit(&worker, "visits.back", back).expect("back");
        assert_eq!(duty(world, &it)["state"], "home");
        // The road, as it is walked.
        let order = json!({ "people": [other, it] });
        world.submit(&worker, "visits.set-order", order).expect("in order");
        let road: Vec<Value> =
            of_area(world, &worker, "").into_iter().map(|it| it["person"].clone()).collect();
        assert_eq!(road, [json!(other), json!(it)]);
    });
}

#[test]
fn a_village_does_nothing_to_its_neighbour_s_elders() {
    on_each_database(|world| {
        let it = elder(world, 0, "1950-03-05", DAQIAO_VILLAGE, alone());
        world.night();
        let worker = worker(world);
        let visit = json!({ "person": it, "channel": "home", "answers": well() });
        assert!(matches!(world.submit(&worker, "visits.record", visit), Err(Error::Denied(_))));
        let mine = elder(world, 1, "1950-03-05", LUGU_VILLAGE, alone());
        let mixed = json!({ "people": [mine, it] });
        assert!(matches!(world.submit(&worker, "visits.set-order", mixed), Err(Error::Invalid(_))));
        let theirs = json!({ "people": [it, mine] });
        assert!(matches!(world.submit(&worker, "visits.set-order", theirs), Err(Error::Denied(_))));
        let township = world.actor("township_officer", LUGU);
        assert!(matches!(
            asked(world, &township, "visits.of-person", json!({ "person": it })),
            Err(Error::Missing(_))
        ));
    });
}
