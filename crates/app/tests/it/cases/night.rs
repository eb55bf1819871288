//! What opens by itself, and what cases say to rules elsewhere.

use base::Instant;
use platform::facts::{self, Asked};
use rules::{Fact, Kind, Value as Told};
use serde_json::json;

use super::{office, step, text};
use crate::{
    register::one,
    world::{World, with_packs_changed},
};

/// Once a month for every township.
const ROUND: &str = r#"
zh = "月报"
en = "Monthly report"
group = "plans"
subject = "area"
basis = "a story"
confidence = "local"
number = "{year}-{serial:3}"
open = []
see = ["county_clerk", "township_officer"]
periodic = { every = "month", day = "20", for = "township" }
field.beds = { type = "whole", zh = "床位", en = "Beds", needed = true }
state.open = { zh = "待报", en = "To be sent" }
state.sent = { zh = "已报", en = "Sent", end = true }
[step.send]
zh = "上报"
en = "Send"
from = ["open"]
to = "sent"
who = ["township_officer"]
due = { days = 5, confidence = "local" }
"#;

/// For each elder of eighty and more, and what it says of them.
const CALL: &str = r#"
zh = "电话问候"
en = "Calls"
group = "home"
subject = "person"
basis = "a story"
confidence = "local"
number = "{year}-{serial:3}"
open = ["county_clerk"]
opens_when = { rule = "person.age >= 80", confidence = "local" }
field.mood = { type = "choice", zh = "情绪", en = "Mood", choices = [{ id = "good", zh = "好", en = "Good" }, { id = "low", zh = "低落", en = "Low" }] }
state.open = { zh = "待问候", en = "To call" }
state.done = { zh = "已问候", en = "Called", end = true }
step.call = { zh = "问候", en = "Call", from = ["open"], to = "done", who = ["county_clerk"], asks = ["mood"], needs = ["mood"] }
fact.open = { zh = "待问候", en = "To call", about = "subject", count = "case.state == 'open'" }
fact.mood = { zh = "情绪", en = "Mood", about = "subject", last = "mood" }
"#;

fn story(tell: impl Fn(&World)) {
    let books = [("national/casebooks/round.toml", "", ROUND), ("national/casebooks/call.toml", "", CALL)];
    with_packs_changed(&books, tell);
}

fn count(world: &World, book: &str) -> i64 {
    let sql = "SELECT COUNT(*) FROM case_file WHERE book = $1";
    world.store.read(|tx| tx.get::<(i64,)>("count", sql, &[book.into()])).expect("a count").0
}

#[test]
fn a_period_opens_one_case_for_each_subject_and_its_first_step_asks_for_what_is_missing() {
    story(|world| {
        world.night();
        let townships = count(world, "round");
        assert!(10 < townships, "{townships}");
        world.pass_days(1);
        world.night();
        assert_eq!(count(world, "round"), townships, "once a month");
        let officer = office(world).officer;
        let mine = world
            .door()
            .answer(&officer, world.now(), "cases.list", json!({ "book": "round" }))
            .expect("a list");
        assert_eq!(mine["total"], 1);
        let id = text(&mine["rows"][0], "id");
        let shown = super::case(world, &officer, &id).expect("seen");
        assert_eq!(shown["steps"][0]["fields"][0]["id"], "beds", "the gap is asked with the step");
        let refused = super::refused(step(world, &officer, &id, 1, "send", json!({})));
        assert_eq!(refused, [("values.beds".to_owned(), "cases-needed".to_owned())]);
        step(world, &officer, &id, 1, "send", json!({ "beds": 12 })).expect("sent");
        world.pass_days(30);
        world.night();
        assert_eq!(count(world, "round"), 2 * townships, "a month later again");
    });
}

#[test]
fn a_rule_that_turns_true_opens_a_case_and_cases_are_facts_of_their_own_day() {
    story(|world| {
        let old = one(world, "阿说尔古", "513433193001010018");
        let young = one(world, "张秀英", "513433196001019985");
        world.night();
        world.pass_days(1);
        world.night();
        assert_eq!(count(world, "call"), 1, "for one elder of eighty and more, once");
        let clerk = office(world).clerk;
        let mine = world
            .door()
            .answer(&clerk, world.now(), "cases.list", json!({ "book": "call" }))
            .expect("a list");
        let id = text(&mine["rows"][0], "id");
        let before = world.now();
        world.pass_days(2);
        step(world, &clerk, &id, 1, "call", json!({ "mood": "low" })).expect("called");
        let mut people = vec![old.clone(), young.clone()];
        people.sort();
        let row = people.iter().position(|it| *it == old).expect("one of two");
        let read = |name: &str, kind: Kind, known_at: Instant, days_ago: i64| {
            let (people, day) = (people.clone(), world.now().day().plus_days(-days_ago));
            let name = name.to_owned();
            world
                .within(&clerk, move |cx| {
                    let asked = Asked { people: &people, days: &[day], known_at };
                    let wanted = [Fact::new(&name, kind.clone())];
                    let frames = facts::read(cx, &asked, &wanted)?;
                    Ok(frames[0].column(&name).and_then(|it| it.value(&kind, row)))
                })
                .expect("read")
        };
        let mood = || Kind::choice(&["good", "low"]);
        assert_eq!(read("call.open", Kind::Int, Instant::MAX, 0), Some(Told::Int(0)));
        assert_eq!(read("call.mood", mood(), Instant::MAX, 0), Some(Told::Choice("low".into())));
        assert_eq!(
            read("call.open", Kind::Int, Instant::MAX, 1),
            Some(Told::Int(1)),
            "yesterday it stood open"
        );
        assert_eq!(read("call.mood", mood(), before, 0), None, "what was not known then");
    });
}
