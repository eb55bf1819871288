//! Services find people (服务找人): what somebody is owed and does not have is found at night and when a
//! fact changes, offered, and accepted or refused by the elder or the family.

use base::Error;
use people::register::{
    bulk::Entry,
    draft::{Dated, Draft, Provenance},
};
use platform::{Actor, tasks::ask::Inbox};
use serde_json::{Value, json};

use crate::{
    money::{DAQIAO_VILLAGE, LUGU_VILLAGE, name},
    world::{COUNTY_AREA, World, on_each_database, with_packs_changed},
};

/// 护理补贴: hard-up, and found unable to care for oneself.
pub(crate) const CARE: &str = "care_subsidy";

pub(crate) fn since(id: &str) -> Dated {
    Dated::since(id, "2026-01-01".parse().expect("a day"))
}

/// A hard-up elder of seventy-six, whose ability is known or not.
pub(crate) fn elder(world: &World, at: i64, ability: Option<&str>, village: &str) -> String {
    let draft = Draft {
        name: Some(name(at)),
        birth_date: Some("1950-03-05".parse().expect("a day")),
        registered: Some(Dated::new(village)),
        living: Some(Dated::new(village)),
        hardship: vec![since("minimum_living")],
        ability: ability.map(since),
        ..Draft::default()
    };
    say(world, None, draft);
    world.person(at)
}

fn say(world: &World, person: Option<&str>, draft: Draft) {
    let day = "2026-11-01".parse().expect("a day");
    let entry = Entry { person: person.map(str::to_owned), draft, from: Provenance::default(), day };
    world.register(vec![entry]);
}

/// What was found of somebody and the subsidy: its kind.
fn found(world: &World, person: &str) -> Option<Value> {
    let clerk = world.actor("county_clerk", COUNTY_AREA);
    let all = world.answer(&clerk, "findings.findings", json!({ "benefit": CARE, "per_page": 200 }));
    all["rows"].as_array().expect("rows").iter().find(|it| it["person"] == person).cloned()
}

fn kind(world: &World, person: &str) -> Option<String> {
    Some(found(world, person)?["kind"].as_str()?.to_owned())
}

fn tasks(world: &World, actor: &Actor) -> Vec<String> {
    let rows = world.ask(actor, Inbox::default()).expect("an inbox").rows;
    rows.into_iter().map(|it| it.kind).filter(|it| it.starts_with("find-")).collect()
}

fn answer(person: &str, answer: &str, with: Value) -> Value {
    let mut input =
        json!({ "person": person, "benefit": CARE, "answer": answer, "by": "self", "way": "visit" });
    let all = input.as_object_mut().expect("an object");
    all.extend(with.as_object().cloned().unwrap_or_default());
    input
}

/// Where somebody stands to the subsidy, as the page of the person says.
fn stand(world: &World, person: &str) -> Value {
    let clerk = world.actor("county_clerk", COUNTY_AREA);
    let all = world.answer(&clerk, "benefits.of-person", json!({ "person": person, "month": "2026-11" }));
    let rows = all["benefits"].as_array().expect("benefits").clone();
    rows.into_iter().find(|it| it["benefit"] == CARE).expect("the subsidy")
}

/// The benefits of somebody as their page tells them, by id.
fn stands(world: &World, person: &str) -> std::collections::BTreeMap<String, Value> {
    let clerk = world.actor("county_clerk", COUNTY_AREA);
    let all = world.answer(&clerk, "benefits.of-person", json!({ "person": person, "month": "2026-11" }));
    let rows = all["benefits"].as_array().expect("benefits").clone();
    rows.into_iter().map(|it| (it["benefit"].as_str().expect("an id").to_owned(), it)).collect()
}

#[test]
fn one_consolidated_payment_takes_the_place_of_several() {
    on_each_database(|world| {
        let person = elder(world, 0, Some("severe"), LUGU_VILLAGE);
        let apart = stands(world, &person);
        assert_eq!(apart["consolidated_care"]["stand"], "no", "no county has gone over to it");
        assert_eq!(apart[CARE]["stand"], "could");
    });
    let goes_over = [(
        "national/benefits/consolidated_care.toml",
        "[param.consolidated]\nvalue = false",
        "[param.consolidated]\nvalue = true",
    )];
    with_packs_changed(&goes_over, |world| {
        let person = elder(world, 0, Some("severe"), LUGU_VILLAGE);
        let one = stands(world, &person);
        assert_eq!(one["consolidated_care"]["stand"], "could");
        for absorbed in [CARE, "service_subsidy"] {
            let it = &one[absorbed];
            assert_eq!(it["stand"], "no", "{absorbed}: {it}");
            let by = it["overlaps"].as_array().expect("overlaps").iter().find(|it| it["decided"] == true);
            assert_eq!(by.expect("said by what")["with"], "consolidated_care");
        }
    });
}

#[test]
fn what_somebody_is_owed_is_found_offered_and_answered() {
    on_each_database(|world| {
        let (glad, proud) =
            (elder(world, 0, Some("severe"), LUGU_VILLAGE), elder(world, 1, Some("moderate"), LUGU_VILLAGE));
        let able = elder(world, 2, Some("able"), LUGU_VILLAGE);
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        let stranger = world.actor("village_worker", DAQIAO_VILLAGE);
        world.night();
        assert_eq!(kind(world, &glad).as_deref(), Some("unserved"));
        assert_eq!(found(world, &glad).expect("found")["amount"], 20_000, "what it would be, in fen");
        assert_eq!(kind(world, &able), None, "who can care for themselves is not");
        assert!(tasks(world, &worker).contains(&"find-unserved".to_owned()));
        assert!(tasks(world, &stranger).is_empty(), "of no concern to another village");
        let none = world.answer(&stranger, "findings.findings", json!({ "benefit": CARE }));
        assert_eq!(none["rows"], json!([]));
        let it = stand(world, &glad);
        assert_eq!((&it["stand"], &it["truth"]), (&json!("could"), &json!("no")), "not without asking: {it}");
        // Said wrongly: nothing is written.
        for (said, with) in [
            ("refused", json!({})),
            ("accepted", json!({ "by": "family" })),
            ("accepted", json!({ "on": "2026-12-24" })),
            ("accepted", json!({ "benefit": "no_such" })),
        ] {
            let told = world.submit(&worker, "findings.answer", answer(&glad, said, with.clone()));
            assert!(matches!(told, Err(Error::Invalid(_))), "{said} {with}: {told:?}");
        }
        assert!(
            world.submit(&stranger, "findings.answer", answer(&glad, "accepted", json!({}))).is_err(),
            "not by another village"
        );
        assert!(matches!(
            world.submit(&worker, "findings.answer", answer(&able, "accepted", json!({}))),
            Err(Error::Conflict(_))
        ));
        assert_eq!(world.number("SELECT COUNT(*) FROM offer_answer"), 0);
        // One says yes: the application is opened. The other's daughter says no: nobody asks again.
        let opened = world
            .submit(&worker, "findings.answer", answer(&glad, "accepted", json!({})))
            .expect("the application is opened");
        assert_eq!(opened["as_what"], "case");
        let refused =
            json!({ "by": "family", "name": "王大", "way": "phone", "words": "女儿照顾，暂不需要" });
        world.submit(&worker, "findings.answer", answer(&proud, "refused", refused)).expect("refused");
        assert_eq!((kind(world, &glad), kind(world, &proud)), (None, None));
        assert!(
            world.submit(&worker, "findings.answer", answer(&glad, "accepted", json!({}))).is_err(),
            "answered twice, opened once"
        );
        world.pass_days(1);
        world.night();
        assert_eq!((kind(world, &glad), kind(world, &proud)), (None, None), "nor the next night");
        let said = world.answer(&worker, "findings.answers", json!({ "person": proud }));
        assert_eq!((&said[0]["answer"], &said[0]["name"]), (&json!("refused"), &json!("王大")));
        assert_eq!(stand(world, &proud)["entry"]["state"], "declined");
        assert_eq!(world.number("SELECT COUNT(*) FROM offer_answer"), 2);
        // A year later they may be asked again.
        world.pass_days(366);
        world.night();
        assert_eq!(kind(world, &proud).as_deref(), Some("unserved"));
    });
}

#[test]
fn what_is_missing_is_named_and_asked_first_and_a_change_is_seen_at_once() {
    on_each_database(|world| {
        let people: Vec<String> = (0..3).map(|at| elder(world, at, None, LUGU_VILLAGE)).collect();
        world.night();
        let it = found(world, &people[0]).expect("found");
        assert_eq!((&it["kind"], &it["missing"]), (&json!("unknown"), &json!(["ability.level"])));
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let first = world.answer(&clerk, "findings.first-questions", json!({}));
        let ability = first.as_array().expect("questions").iter().find(|it| it["fact"] == "ability.level");
        assert_eq!(ability.expect("asked")["decides"], 3);
        let it = stand(world, &people[0]);
        assert_eq!(it["changes"][0]["fact"], "ability.level", "what would turn it to yes: {it}");
        let draft = Draft { ability: Some(since("total")), ..Draft::default() };
        say(world, Some(&people[0]), draft);
        world.do_jobs();
        assert_eq!(kind(world, &people[0]).as_deref(), Some("unserved"), "before any night");
        assert_eq!(kind(world, &people[1]).as_deref(), Some("unknown"));
        // Somebody dies: nothing is offered to the dead.
        world.died(&people[0], "2026-11-20");
        world.pass_days(1);
        world.night();
        assert_eq!(kind(world, &people[0]), None);
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        assert!(tasks(world, &worker).contains(&"find-unknown".to_owned()));
        for it in &people[1..] {
            say(world, Some(it), Draft { ability: Some(since("able")), ..Draft::default() });
        }
        world.pass_days(1);
        world.night();
        assert!(kind(world, &people[1]).is_none());
        let left = world.number("SELECT COUNT(*) FROM finding WHERE kind = 'unknown'");
        let open = tasks(world, &worker).contains(&"find-unknown".to_owned());
        assert_eq!(open, 0 < left, "the task stands as long as anything is missing");
    });
}
