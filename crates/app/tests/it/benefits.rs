//! Benefits: what is known of an elder, as of a day and as known at an instant, decides the month.

use base::{Instant, Month};
use people::{
    benefits::{self, Entered},
    register::{
        bulk::{self, Entry},
        draft::{Dated, Draft, Provenance},
    },
};
use platform::Cx;
use rules::Truth;
use serde_json::json;

use crate::world::{COUNTY_AREA, World, on_each_database};

const ALLOWANCE: &str = "old_age_allowance";

fn commit(world: &World, person: Option<&str>, draft: Draft) -> String {
    let from = Provenance { source: "township".into(), basis: "roster.xlsx row 4".into() };
    let entries =
        vec![Entry { person: person.map(str::to_owned), draft, from, day: "2026-11-01".parse().unwrap() }];
    let actor = world.somebody("clerk", COUNTY_AREA, &[]);
    let (house, now, seed) = (world.house.clone(), world.now(), world.seed());
    let written = world
        .store
        .write(move |tx| bulk::commit(&mut Cx::new(&actor, &house, now, seed, tx), &entries))
        .expect("the row is written");
    written[0].person.clone()
}

fn elder(name: &str, number: &str) -> Draft {
    let village = format!("{COUNTY_AREA}lugu/changzheng/");
    Draft {
        name: Some(name.to_owned()),
        number: Some(number.to_owned()),
        registered: Some(Dated::new(village.clone())),
        living: Some(Dated::new(village)),
        ..Draft::default()
    }
}

fn decide(world: &World, people: &[String], months: &[&str], known_at: Instant) -> Vec<Vec<(Truth, i64)>> {
    let actor = world.somebody("clerk", COUNTY_AREA, &["benefits.read"]);
    let months: Vec<Month> = months.iter().map(|it| it.parse().unwrap()).collect();
    let entered = vec![Entered::default(); people.len()];
    let decided = world
        .store
        .read(|tx| {
            let mut cx = Cx::new(&actor, &world.house, world.now(), 1, tx);
            benefits::decide_months(&mut cx, ALLOWANCE, people, &months, known_at, &entered)
        })
        .expect("the months are decided");
    let months = decided.iter();
    months.map(|it| it.truth.iter().copied().zip(it.amount.iter().map(|it| it.0)).collect()).collect()
}

#[test]
fn the_register_decides_the_month() {
    on_each_database(|world| {
        let eighty = commit(world, None, elder("王秀英", "513433194610150023"));
        let ninety = commit(world, None, elder("吉克·阿呷", "51343319350203002X"));
        let mut people = vec![eighty, ninety];
        people.sort();
        let found = decide(world, &people, &["2026-09", "2026-10"], Instant::MAX);
        let mut september = found[0].clone();
        let mut october = found[1].clone();
        september.sort();
        october.sort();
        assert_eq!(september, [(Truth::No, 0), (Truth::Yes, 10_000)], "nobody of 79 is owed");
        assert_eq!(october, [(Truth::Yes, 2_500), (Truth::Yes, 10_000)]);
    });
}

#[test]
fn what_was_known_then_gives_the_same_fen() {
    on_each_database(|world| {
        let id = commit(world, None, elder("王秀英", "513433194610150023"));
        let people = [id.clone()];
        let before = world.now();
        world.pass_seconds(86_400);
        // The number was wrong: she is ten years older.
        commit(world, Some(&id), Draft { number: Some("513433193610150029".into()), ..Draft::default() });
        let months = ["2026-10"];
        assert_eq!(decide(world, &people, &months, before), [[(Truth::Yes, 2_500)]]);
        assert_eq!(decide(world, &people, &months, world.now()), [[(Truth::Yes, 10_000)]]);
        assert_eq!(decide(world, &people, &months, Instant(before.0 - 1)), [[(Truth::Unknown, 0)]]);
    });
}

fn explain(input: serde_json::Value) -> benefits::ask::Explain {
    serde_json::from_value(input).unwrap()
}

#[test]
fn an_explanation_is_for_those_who_see_the_person() {
    on_each_database(|world| {
        let id = commit(world, None, elder("王秀英", "513433194610150023"));
        let input = json!({ "person": id, "month": "2026-10" });
        let here = world.somebody("officer", &format!("{COUNTY_AREA}lugu/"), &["benefits.read"]);
        let answer = world.ask(&here, explain(input.clone())).expect("an explanation");
        let answer = serde_json::to_value(answer).unwrap();
        assert_eq!(answer["explained"]["truth"], "yes");
        assert_eq!(answer["explained"]["amount"], 2_500);
        assert_eq!(answer["explained"]["condition"]["explanation"]["tree"]["op"], "and");
        let there = world.somebody("officer", &format!("{COUNTY_AREA}hongmo/"), &["benefits.read"]);
        let refused = world.ask(&there, explain(input)).unwrap_err();
        assert_eq!(refused.kind(), "missing");
        let wrong = json!({ "person": id, "month": "2026-10", "known_at": "yesterday" });
        assert_eq!(world.ask(&here, explain(wrong)).unwrap_err().kind(), "invalid");
    });
}
