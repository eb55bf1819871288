//! What a person is, wishes, is to others and lives through: dated, superseded, never overwritten.

use base::Day;
use people::register::ask::person::{OnePerson, PersonAnswer};
use platform::Actor;
use serde_json::{Value, json};

use crate::{
    register::{done, one, see},
    world::{COUNTY_AREA, World, on_each_database},
};

fn status(world: &World, clerk: &Actor, person: &str, status: &str, value: &str, from: &str) -> Value {
    let said = json!({ "person": person, "status": status, "value": value, "from": from,
        "evidence_number": "冕残评〔2026〕12号" });
    done(world, clerk, "register.set-status", said)
}

fn on(world: &World, clerk: &Actor, person: &str, day: &str) -> PersonAnswer {
    let day: Day = day.parse().expect("a day");
    let asked = OnePerson { person: person.to_owned(), on: Some(day), ..OnePerson::default() };
    world.ask(clerk, asked).expect("a person")
}

fn values(held: &[people::register::ask::view::Held]) -> Vec<&str> {
    held.iter().map(|it| it.value.as_str()).collect()
}

#[test]
fn statuses_hold_from_a_day_with_their_paper_and_are_superseded() {
    on_each_database(|world| {
        let person = one(world, "王秀英", "513433194001010017");
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let said = |kind: &str, value: &str, from: &str| {
            status(world, &clerk, &person, kind, value, from);
        };
        said("label", "lost_only_child", "2020-05-01");
        said("label", "living_alone", "2024-01-01");
        said("hardship", "destitute_support", "2023-01-01");
        said("disability", "pending", "2024-06-01");
        said("disability", "2", "2025-03-01");
        said("ability", "moderate", "2025-03-01");
        said("ability", "severe", "2026-03-01");
        said("arrangement", "alone", "2024-01-01");
        said("arrangement", "institution", "2026-06-01");
        said("dwelling", "relocation_site", "2022-01-01");
        said("scheme", "medical/resident", "2015-01-01");
        said("scheme", "pension/resident", "2015-01-01");

        let now = see(world, &clerk, &person).view;
        assert_eq!(values(&now.labels), ["living_alone", "lost_only_child"], "several at once");
        assert!(now.special_difficulty, "computed from the labels by the county's list");
        assert_eq!(values(&now.hardship), ["destitute_support"]);
        let disability = now.disability.expect("a grade");
        assert_eq!(disability.value, "2");
        assert!(disability.detail.values().any(|it| it == "冕残评〔2026〕12号"), "what set it");
        assert_eq!(now.ability.expect("a level").value, "severe");
        assert_eq!(now.arrangement.expect("an arrangement").value, "institution");
        assert_eq!(values(&now.dwelling), ["relocation_site"]);
        let schemes: Vec<&str> = now.schemes.iter().map(|it| it.slot.as_str()).collect();
        assert_eq!(
            (schemes.as_slice(), values(&now.schemes)),
            (&["medical", "pension"][..], vec!["resident"; 2])
        );

        // A past day shows what was true then, though all of it was said today.
        let then = on(world, &clerk, &person, "2024-12-31").view;
        assert_eq!(then.disability.expect("a grade").value, "pending");
        assert!(then.ability.is_none());
        assert_eq!(then.arrangement.expect("an arrangement").value, "alone");
        assert!(!on(world, &clerk, &person, "2019-01-01").view.special_difficulty);

        let end = json!({ "person": person, "status": "hardship", "value": "destitute_support", "on": "2026-10-01" });
        done(world, &clerk, "register.end-status", end);
        assert!(see(world, &clerk, &person).view.hardship.is_empty());
        assert_eq!(values(&on(world, &clerk, &person, "2026-09-30").view.hardship), ["destitute_support"]);
        let unknown =
            json!({ "person": person, "status": "label", "value": "no_such", "from": "2024-01-01" });
        assert!(world.submit(&clerk, "register.set-status", unknown).is_err(), "only what the pack lists");
    });
}

#[test]
fn wishes_kin_households_and_events_are_kept_with_their_days() {
    on_each_database(|world| {
        let person = one(world, "王秀英", "513433194001010017");
        let son = one(world, "李国强", "513433196502030010");
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let wish = |subject: &str, answer: &str, from: &str| {
            let said = json!({ "person": person, "about": "wish", "subject": subject, "answer": answer, "from": from });
            done(world, &clerk, "register.set-wish", said);
        };
        wish("institution", "willing", "2024-01-01");
        wish("wristband", "willing", "2024-01-01");
        wish("institution", "withdrawn", "2026-01-01");
        let kin = json!({ "person": person, "relation": "son", "other": son, "authority": ["be_told", "receive_payment"] });
        done(world, &clerk, "register.set-relation", kin);
        let house = json!({ "person": person, "role": "head", "address": "3组12号" });
        done(world, &clerk, "register.set-household", house);
        done(world, &clerk, "register.set-contact", json!({ "person": person, "phone": "13800001111" }));
        let admitted =
            json!({ "person": person, "event": "admission", "day": "2026-06-01", "place": "泸沽镇敬老院" });
        done(world, &clerk, "register.record-event", admitted);

        let now = see(world, &clerk, &person).view;
        let answers: Vec<String> =
            now.wishes.iter().map(|it| format!("{} {:?}", it.slot, it.detail)).collect();
        assert!(answers.iter().any(|it| it.contains("wristband")), "{answers:?}");
        let institution = |view: &people::register::ask::view::View| {
            view.wishes.iter().find(|it| it.slot.contains("institution")).map(|it| it.value.clone())
        };
        assert_eq!(institution(&now).as_deref(), Some("withdrawn"));
        let then = on(world, &clerk, &person, "2025-01-01").view;
        assert_eq!(institution(&then).as_deref(), Some("willing"));
        assert_eq!(now.relations.len(), 1);
        assert!(format!("{:?}", now.relations[0]).contains("receive_payment"), "with what they may do");
        assert!(now.household.is_some());
        assert!(now.phone.starts_with("138") && !now.phone.contains("1111"), "masked: {}", now.phone);
        assert!(now.events.iter().any(|it| it.slot.starts_with("admission") || it.value == "admission"));
    });
}
