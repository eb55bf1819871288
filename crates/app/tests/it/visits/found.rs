//! What visits come to: referrals with a clock, dangers, those who are not met, what is missed, and a month's end.

use people::register::draft::Draft;
use platform::{Actor, tasks::ask::Inbox};
use serde_json::{Value, json};

use super::{alone, duty, elder, of_person, since, well, worker};
use crate::{
    money::{DAQIAO_VILLAGE, LUGU, LUGU_VILLAGE},
    world::{COUNTY_AREA, World, on_each_database},
};

fn tasks(world: &World, actor: &Actor) -> Vec<String> {
    let rows = world.ask(actor, Inbox::default()).expect("an inbox").rows;
    let mut kinds: Vec<String> =
        rows.into_iter().map(|it| it.kind).filter(|it| it.starts_with("visit-")).collect();
    kinds.sort();
    kinds
}

fn visit(world: &World, person: &str, change: &[(&str, &str)]) -> Value {
    let mut answers = well();
    for (item, answer) in change {
        answers[*item] = json!(answer);
    }
    // Of two acts at one time the later id counts, and the clock of a story stands still.
    let input = json!({ "person": person, "channel": "home", "clock": "11:00", "answers": answers,
        "no_place": "无信号", "files_follow": true });
    world.submit(&worker(world), "visits.record", input).expect("recorded")
}

#[test]
fn a_finding_becomes_a_referral_once_and_a_danger_a_task_at_once() {
    on_each_database(|world| {
        let poor = Draft { hardship: vec![since("minimum_living")], ..alone() };
        let it = elder(world, 0, "1950-03-05", LUGU_VILLAGE, poor);
        world.night();
        let made = visit(world, &it, &[("health", "unwell"), ("meals", "poor")]);
        let shown = of_person(world, &worker(world), &it);
        let told: Vec<(Value, Value)> = shown["referrals"]
            .as_array()
            .expect("referrals")
            .iter()
            .map(|it| (it["finding"].clone(), it["kind"].clone()))
            .collect();
        let case = |finding: &str| (json!(finding), json!("case"));
        assert_eq!(told, [case("meal"), case("medical")], "{shown}");
        assert_eq!(shown["referrals"][0]["visit"], made["visit"]);
        let case = json!({ "case": shown["referrals"][0]["opened"] });
        let case = world.answer(&worker(world), "cases.case", case).to_string();
        assert!(case.contains("low_income"), "nobody enters what the county holds: {case}");
        // The same finding again, while the case is open, opens no second one.
        visit(world, &it, &[("health", "unwell")]);
        let again = of_person(world, &worker(world), &it)["referrals"].as_array().map(Vec::len);
        assert_eq!(again, Some(2));
        assert_eq!(tasks(world, &worker(world)), Vec::<String>::new());
        visit(world, &it, &[("health", "grave")]);
        assert_eq!(tasks(world, &worker(world)), ["visit-danger"]);
        // Nobody goes: a day later it is the township's.
        world.pass_days(2);
        world.night();
        assert!(tasks(world, &world.actor("township_officer", LUGU)).contains(&"visit-danger".to_owned()));
    });
}

#[test]
fn whoever_is_not_met_is_the_township_s_and_what_is_missed_is_one_task_an_office() {
    on_each_database(|world| {
        let it = elder(world, 0, "1950-03-05", LUGU_VILLAGE, alone());
        elder(world, 1, "1951-03-05", LUGU_VILLAGE, alone());
        elder(world, 2, "1951-03-05", DAQIAO_VILLAGE, alone());
        world.night();
        let township = world.actor("township_officer", LUGU);
        let county = world.actor("county_clerk", COUNTY_AREA);
        for at in 0..3 {
            assert_eq!(tasks(world, &township), Vec::<String>::new(), "after {at}");
            let tried = json!({ "person": it, "channel": "home", "clock": "08:00", "outcome": "nobody" });
            world.submit(&worker(world), "visits.attempt", tried).expect("tried");
        }
        assert_eq!(tasks(world, &township), ["visit-no-contact"]);
        visit(world, &it, &[]);
        assert_eq!(tasks(world, &township), Vec::<String>::new(), "met");
        // To the second of December: one of Lugu and one of Daqiao were not seen in November.
        world.pass_days(10);
        world.night();
        assert_eq!(tasks(world, &worker(world)), ["visit-missed"]);
        assert_eq!(tasks(world, &county), Vec::<String>::new());
        world.pass_days(8);
        world.night();
        assert_eq!(tasks(world, &township), ["visit-missed-township"]);
        assert_eq!(tasks(world, &county), ["visit-missed-county"], "one for the whole county");
    });
}

#[test]
fn a_month_closes_with_its_rate_and_what_comes_later_is_late() {
    on_each_database(|world| {
        let seen = elder(world, 0, "1950-03-05", LUGU_VILLAGE, alone());
        let late = elder(world, 1, "1951-03-05", LUGU_VILLAGE, alone());
        let away = elder(world, 2, "1952-03-05", LUGU_VILLAGE, alone());
        elder(world, 3, "1951-03-05", DAQIAO_VILLAGE, alone());
        world.night();
        visit(world, &seen, &[]);
        let gone = json!({ "person": away, "day": "2026-11-10", "place": "成都" });
        world.submit(&worker(world), "visits.away", gone).expect("away");
        let county = world.actor("county_clerk", COUNTY_AREA);
        let coverage = |area: &str| {
            world.answer(&county, "visits.coverage", json!({ "month": "2026-11", "area": area }))
        };
        let now = coverage("");
        assert_eq!(
            (&now["total"]["residents"], &now["total"]["seen"], &now["total"]["away"]),
            (&json!(3), &json!(1), &json!(1))
        );
        assert_eq!(
            (&now["total"]["rate"], &now["days_left"], &now["total"]["closed"]),
            (&json!(3333), &json!(9), &Value::Null)
        );
        let lugu = now["parts"]
            .as_array()
            .expect("parts")
            .iter()
            .find(|it| it["area"] == LUGU)
            .expect("Lugu")
            .clone();
        assert_eq!((&lugu["residents"], &lugu["rate"]), (&json!(2), &json!(5000)));
        let names = |which: &str| {
            let asked = json!({ "month": "2026-11", "which": which });
            world.answer(&worker(world), "visits.month-list", asked)["rows"].clone()
        };
        assert_eq!(names("unseen")[0]["person"], json!(late));
        assert_eq!(names("away")[0]["away_since"], "2026-11-10");

        world.pass_days(14);
        world.night();
        let input = json!({ "person": late, "day": "2026-11-28", "channel": "home", "answers": well(), "no_place": "无信号" });
        world.submit(&worker(world), "visits.record", input).expect("late");
        let then = coverage(LUGU);
        let total = &then["total"];
        assert_eq!(
            (&total["closed"], &total["closed_residents"]),
            (&json!(1), &json!(2)),
            "as it was when it closed"
        );
        assert_eq!((&total["seen"], &total["late"]), (&json!(2), &json!(1)));
    });
}

#[test]
fn an_alert_raises_the_tier_while_it_holds() {
    on_each_database(|world| {
        let it = elder(world, 0, "1950-03-05", LUGU_VILLAGE, alone());
        let other = elder(world, 1, "1950-03-05", DAQIAO_VILLAGE, alone());
        world.night();
        let township = world.actor("township_officer", LUGU);
        let alert = json!({ "alert": "weather", "area": LUGU, "from": "2026-11-22", "until": "2026-11-25" });
        world.submit(&township, "visits.declare-alert", alert.clone()).expect("declared");
        world.do_jobs();
        assert_eq!(
            (&duty(world, &it)["tier"], &duty(world, &it)["due_on"]),
            (&json!("high"), &json!("2026-11-22"))
        );
        assert_eq!(duty(world, &other)["tier"], "key");
        let mut elsewhere = alert;
        elsewhere["area"] = json!(COUNTY_AREA);
        assert!(world.submit(&township, "visits.declare-alert", elsewhere).is_err(), "not theirs to declare");
        world.pass_days(4);
        world.night();
        assert_eq!(duty(world, &it)["tier"], "key", "it is over");
    });
}
