//! From an assessment to what it opens (JRN-07): found, offered, accepted, applied for, approved, paid;
//! and when something higher comes, what it puts out.

use people::register::{
    bulk::Entry,
    draft::{Dated, Draft, Provenance},
};
use serde_json::{Value, json};

use super::{
    applications::{decision, hands, noticed, took},
    text,
    workbook::jobs,
};
use crate::{
    money::{LUGU_VILLAGE, name},
    runs::{approve, desk, revision},
    world::{World, on_each_database},
};

const CARE: &str = "care_subsidy";

fn since(id: &str, day: &str) -> Dated {
    Dated::since(id, day.parse().expect("a day"))
}

fn say(world: &World, person: Option<&str>, draft: Draft) {
    let day = "2026-11-01".parse().expect("a day");
    world.register(vec![Entry {
        person: person.map(str::to_owned),
        draft,
        from: Provenance::default(),
        day,
    }]);
}

/// Draws a month of the subsidy and puts it in force; answers the person's line.
fn paid(world: &World, month: &str, person: &str) -> Value {
    let desk = desk(world);
    let opened = world
        .submit(&desk.clerk, "runs.open", json!({ "benefit": CARE, "month": month }))
        .expect("the month is opened");
    let run = text(&opened, "run");
    world.jobs("runs.draw");
    let lines = world.answer(&desk.clerk, "runs.lines", json!({ "run": run, "per_page": 200 }));
    let line = lines["rows"].as_array().expect("lines").iter().find(|it| it["person"] == person).cloned();
    assert!(0 < revision(world, &desk, &run));
    approve(world, &desk, &run);
    line.unwrap_or(Value::Null)
}

/// Where the person stands to the subsidy in a month.
fn stand(world: &World, month: &str, person: &str) -> Value {
    let clerk = desk(world).clerk;
    let all = world.answer(&clerk, "benefits.of-person", json!({ "person": person, "month": month }));
    let rows = all["benefits"].as_array().expect("benefits").clone();
    rows.into_iter().find(|it| it["benefit"] == CARE).expect("the subsidy")
}

#[test]
fn an_assessment_opens_what_is_owed_until_something_higher_puts_it_out() {
    on_each_database(|world| {
        let hands = hands(world);
        // Known not to be on minimum living any more: what was said to have ended does not hold.
        let day = |text: &str| Some(text.parse().expect("a day"));
        let once_poor =
            Dated { value: "minimum_living".into(), from: day("2020-01-01"), to: day("2021-01-01") };
        let draft = Draft {
            name: Some(name(0)),
            birth_date: Some("1950-03-05".parse().expect("a day")),
            registered: Some(Dated::new(LUGU_VILLAGE)),
            living: Some(Dated::new(LUGU_VILLAGE)),
            hardship: vec![since("low_income_edge", "2026-01-01"), once_poor],
            ..Draft::default()
        };
        say(world, None, draft);
        let elder = world.person(0);
        world.night();
        // The assessor says how it is; what that opens is found before the night.
        say(world, Some(&elder), Draft { ability: Some(since("severe", "2026-11-01")), ..Draft::default() });
        world.do_jobs();
        let answer = json!({ "person": elder, "benefit": CARE, "answer": "accepted", "by": "family",
            "name": "王大", "way": "visit" });
        let answered = world.submit(&hands.worker, "findings.answer", answer).expect("accepted");
        let id = text(&answered, "opened");
        noticed(world, &hands, &id);
        world.pass_days(8);
        took(world, &hands.reviewer, &id, "approve", decision("冕民待遇〔2026〕1号", "低保边缘，重度失能"));
        jobs(world);
        assert_eq!(stand(world, "2026-12", &elder)["stand"], "has", "from the month after the approval");
        assert_eq!(stand(world, "2026-11", &elder)["truth"], "no");
        let line = paid(world, "2026-12", &elder);
        assert_eq!((&line["status"], &line["amount"]), (&json!("due"), &json!(20_000)), "{line}");
        // Support of the destitute contains the subsidy: from then on it is not paid beside it.
        let draft = Draft { hardship: vec![since("destitute_support", "2026-12-01")], ..Draft::default() };
        say(world, Some(&elder), draft);
        let support = json!({ "person": elder, "benefit": "destitute_support", "from": "window" });
        let case = text(&world.submit(&hands.worker, "applications.open", support).expect("opened"), "case");
        noticed_again(world, &hands, &case);
        world.pass_days(8);
        took(world, &hands.reviewer, &case, "approve", decision("冕民待遇〔2026〕2号", "纳入特困供养"));
        jobs(world);
        world.pass_days(25);
        let line = paid(world, "2027-01", &elder);
        assert_eq!(
            (&line["status"], &line["reason"]),
            (&json!("ineligible"), &json!("benefits-by-overlap")),
            "{line}"
        );
        let it = stand(world, "2027-01", &elder);
        let why = it["overlaps"].as_array().expect("overlaps").iter().find(|it| it["decided"] == true);
        assert_eq!(why.expect("the row that decided")["with"], "destitute_support", "{it}");
        // What was right when it was paid stays paid.
        let owed =
            world.number("SELECT CAST(SUM(owed) AS BIGINT) FROM obligation WHERE benefit = 'care_subsidy'");
        assert_eq!(owed, 20_000);
    });
}

/// From the opened case to a notice under another number.
fn noticed_again(world: &World, hands: &super::applications::Hands, id: &str) {
    took(world, &hands.worker, id, "accept", json!({ "seen": ["identity", "alive"] }));
    let examined = json!({ "opinion": "agree", "examined_how": ["visit"], "examine_note": "属实" });
    took(world, &hands.officer, id, "examine", examined);
    let today = world.now().day().to_string();
    let posted = json!({ "notice_number": "泸沽公示〔2026〕8号", "notice_from": today, "notice_days": 7 });
    took(world, &hands.officer, id, "post_notice", posted);
}
