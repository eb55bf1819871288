//! Passes: codes handed to the family, which see, answer and apply without an account, and cards that a
//! venue checks. Nobody gets in who was not let in, and everybody is out when the elder says so.

use base::Error;
use platform::{
    Actor, Channel,
    jobs::accounts::{FAMILY, PUBLIC, Service, actor},
};
use serde_json::{Value, json};

use crate::{
    findings::{CARE, elder},
    money::{DAQIAO_VILLAGE, LUGU_VILLAGE},
    world::{COUNTY_AREA, World, on_each_database},
};

const BORN: &str = "1950-03-05";

fn without_account(world: &World, service: &Service) -> Actor {
    Actor { channel: Channel::Web, ..actor(&world.house, service, COUNTY_AREA) }
}

fn give(world: &World, person: &str, kind: &str) -> Value {
    let worker = world.actor("village_worker", LUGU_VILLAGE);
    let input = json!({ "person": person, "kind": kind, "name": "李小华", "relation": "son",
        "consent_by": "self", "consent_way": "signed" });
    world.submit(&worker, "passes.give", input).expect("handed out")
}

fn enter(world: &World, code: &Value, born: &str) -> Value {
    let family = without_account(world, &FAMILY);
    world.submit(&family, "passes.enter", json!({ "code": code, "born": born })).expect("answered")
}

fn card(world: &World, code: &Value) -> Value {
    world.answer(&without_account(world, &PUBLIC), "public.card", json!({ "code": code }))
}

#[test]
fn the_family_sees_answers_and_applies_by_a_pass() {
    on_each_database(|world| {
        let person = elder(world, 0, Some("severe"), LUGU_VILLAGE);
        let other = elder(world, 1, Some("severe"), LUGU_VILLAGE);
        world.night();
        let family = without_account(world, &FAMILY);
        let given = give(world, &person, "family");
        let typed = given["code"].as_str().expect("a code").to_lowercase().replace('-', "");
        let visit = enter(world, &json!(typed), BORN)["visit"].clone();
        let mine = || world.answer(&family, "passes.mine", json!({ "visit": visit }));
        let told = mine();
        assert_ne!(told["elder"], "", "named");
        assert!(told["elder"].as_str().is_some_and(|it| it.contains('*')), "and masked: {}", told["elder"]);
        let offered =
            |told: &Value| told["offered"].as_array().expect("a list").iter().any(|it| it["benefit"] == CARE);
        assert!(offered(&told), "{}", told["offered"]);
        let care = told["benefits"].as_array().unwrap().iter().find(|it| it["benefit"] == CARE);
        assert_eq!(care.expect("told")["stand"], "could");

        // A refusal says why; a yes opens the application, once.
        let say = |answer: &str| {
            let input = json!({ "visit": visit, "benefit": CARE, "answer": answer });
            world.submit(&family, "passes.say", input)
        };
        assert!(matches!(say("refused"), Err(Error::Invalid(_))));
        assert_eq!(say("accepted").expect("said")["as_what"], "case");
        assert!(matches!(say("accepted"), Err(Error::Conflict(_))), "once");
        let told = mine();
        assert!(!offered(&told));
        assert_eq!(told["applications"][0]["benefit"], CARE);
        assert_eq!(
            (&told["said"][0]["way"], &told["said"][0]["by"], &told["said"][0]["name"]),
            (&json!("page"), &json!("family"), &json!("李小华"))
        );
        // What nobody has offered yet can be applied for as well, as far as the rules know.
        let can = told["can_apply"].as_array().expect("a list").clone();
        if let Some(benefit) = can.first() {
            let input = json!({ "visit": visit, "benefit": benefit });
            world.submit(&family, "passes.apply", input.clone()).expect("applied");
            assert!(world.submit(&family, "passes.apply", input).is_err(), "once");
        }
        // The desk finds the application, with from where it came.
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let cases = world.answer(&clerk, "cases.of-subject", json!({ "kind": "person", "id": person }));
        let case = cases.as_array().unwrap().iter().find(|it| it["values"]["benefit"] == CARE);
        assert_eq!(case.expect("opened")["values"]["came_by"], "offer");

        // Nothing of anybody else, by no field of the visitor's own.
        let foreign = json!({ "visit": visit, "benefit": CARE, "answer": "accepted", "person": other });
        assert!(world.submit(&family, "passes.say", foreign).is_err());
        assert!(world.number("SELECT COUNT(*) FROM offer_answer") == 1);

        // Taken back: whoever is in is out, and stays out.
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        let back = json!({ "pass": given["pass"], "why": "本人不愿意了" });
        assert!(
            world
                .submit(&world.actor("village_worker", DAQIAO_VILLAGE), "passes.withdraw", back.clone())
                .is_err()
        );
        world.submit(&worker, "passes.withdraw", back.clone()).expect("taken back");
        assert!(matches!(world.submit(&worker, "passes.withdraw", back), Err(Error::Conflict(_))));
        let out = world.door().answer(&family, world.now(), "passes.mine", json!({ "visit": visit }));
        assert!(matches!(out, Err(Error::Denied(_))), "{out:?}");
        assert_eq!(enter(world, &given["code"], BORN)["outcome"], "over");
    });
}

#[test]
fn a_pass_opens_to_who_knows_the_birth_date_and_for_a_while() {
    on_each_database(|world| {
        let person = elder(world, 0, Some("severe"), LUGU_VILLAGE);
        let given = give(world, &person, "family");
        let code = &given["code"];
        // No such code and a wrong date are told alike.
        assert_eq!(enter(world, &json!("0000-0000-0000-0000"), BORN)["outcome"], "wrong");
        assert_eq!(enter(world, &json!("老人"), BORN)["outcome"], "wrong");
        for _ in 0..4 {
            assert_eq!(enter(world, code, "1950-03-06")["outcome"], "wrong");
        }
        assert_eq!(enter(world, code, "1950-03-07")["outcome"], "locked", "the fifth");
        assert_eq!(enter(world, code, BORN)["outcome"], "locked", "not even by the right one");
        world.pass_seconds(61 * 60);
        let family = without_account(world, &FAMILY);
        let visit = enter(world, code, BORN)["visit"].clone();
        let mine = |visit: &Value| {
            world.door().answer(&family, world.now(), "passes.mine", json!({ "visit": visit }))
        };
        assert!(mine(&visit).is_ok());
        assert!(mine(&json!("0000")).is_err());
        world.pass_seconds(31 * 60);
        assert!(matches!(mine(&visit), Err(Error::Denied(_))), "a visit ends by itself");
        let visit = enter(world, code, BORN)["visit"].clone();
        world.submit(&family, "passes.leave", json!({ "visit": visit })).expect("left");
        assert!(mine(&visit).is_err());
        world.pass_days(366);
        assert_eq!(enter(world, code, BORN)["outcome"], "over", "its year is over");
        // Only a digest is kept, never the code.
        assert_eq!(world.number("SELECT COUNT(*) FROM pass WHERE length(digest) <> 44"), 0);
    });
}

#[test]
fn a_pass_is_handed_out_with_consent_by_who_is_in_charge() {
    on_each_database(|world| {
        let person = elder(world, 0, None, LUGU_VILLAGE);
        let input = |with: Value| {
            let mut input = json!({ "person": person, "kind": "family", "name": "李小华", "relation": "son",
                "consent_by": "self", "consent_way": "signed" });
            input.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
            input
        };
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        for wrong in [
            json!({ "name": " " }),
            json!({ "relation": "neighbour" }),
            json!({ "consent_on": "2027-01-01" }),
            json!({ "kind": "token" }),
        ] {
            let told = world.submit(&worker, "passes.give", input(wrong.clone()));
            assert!(matches!(told, Err(Error::Invalid(_))), "{wrong}: {told:?}");
        }
        for (role, area) in [("village_worker", DAQIAO_VILLAGE), ("auditor", COUNTY_AREA)] {
            let stranger = world.actor(role, area);
            assert!(world.submit(&stranger, "passes.give", input(json!({}))).is_err(), "{role}");
            let asked =
                world.door().answer(&stranger, world.now(), "passes.of-person", json!({ "person": person }));
            assert!(asked.is_err(), "{role}");
        }
        let family = without_account(world, &FAMILY);
        assert!(world.submit(&family, "passes.give", input(json!({}))).is_err(), "nobody lets themselves in");
        world.submit(&worker, "passes.give", input(json!({}))).expect("handed out");
        let all = world.answer(&worker, "passes.of-person", json!({ "person": person }));
        assert_eq!(all["passes"].as_array().map(Vec::len), Some(1));
        assert_eq!(all["passes"][0]["state"], "open");
        assert!(all["passes"][0].get("code").is_none(), "shown once");
    });
}

#[test]
fn a_venue_sees_which_preferences_a_card_gives_and_no_more() {
    on_each_database(|world| {
        let person = elder(world, 0, Some("severe"), LUGU_VILLAGE);
        let given = give(world, &person, "card");
        let told = card(world, &given["code"]);
        let holder = &told["holder"];
        assert_eq!(holder["born"], 1950);
        let names: Vec<&str> = holder["preferences"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|it| it["benefit"].as_str())
            .collect();
        assert!(names.contains(&"park_preference"), "{names:?}");
        assert!(!names.contains(&CARE), "never what an elder is paid: {names:?}");
        let text = told.to_string();
        for secret in [person.as_str(), "minimum_living", "severe", "1950-03-05"] {
            assert!(!text.contains(secret), "{secret}");
        }
        // A family's code is no card, and a card opens no visit.
        let other = give(world, &person, "family");
        assert_eq!(card(world, &other["code"]), json!({ "asked": true, "holder": null }));
        assert_eq!(enter(world, &given["code"], BORN)["outcome"], "wrong");
        assert_eq!(card(world, &json!("")), json!({ "asked": false, "holder": null }));
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        let back = json!({ "pass": given["pass"], "why": "丢失" });
        world.submit(&worker, "passes.withdraw", back).expect("taken back");
        assert_eq!(card(world, &given["code"])["holder"], Value::Null);
    });
}
