//! What is done with a grant: used within the balance, taken back, corrected, given up, expired; never money
//! and units for one month.

use base::Error;
use casebooks::cases::step::Told;
use people::applications::decided::Decided;
use platform::Actor;
use serde_json::{Value, json};

use super::{BENEFIT, agrees, approve, clerk, drawn, elder, holding, line, one, poor};
use crate::{
    money::{DAQIAO_VILLAGE, LUGU_VILLAGE},
    world::{on_each_database, with_packs_changed},
};

fn used(person: &str, allocation: &str, quantity: i64, with: Value) -> Value {
    let mut input = json!({ "person": person, "allocation": allocation, "quantity": quantity, "service": "bath",
        "served_by": "李护工" });
    input.as_object_mut().expect("an object").extend(with.as_object().expect("an object").clone());
    input
}

#[test]
fn units_are_used_once_within_the_balance_taken_back_and_expire() {
    on_each_database(|world| {
        let person = elder(world, 0, "1941-03-05", LUGU_VILLAGE, poor("moderate"));
        let other = elder(world, 1, "1942-03-05", LUGU_VILLAGE, poor("moderate"));
        let id = drawn(world, 100);
        approve(world, &id);
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        let stranger = world.actor("village_worker", DAQIAO_VILLAGE);
        let submit = |actor: &Actor, input: Value| world.submit(actor, "quotas.use", input);
        assert!(submit(&stranger, used(&person, &id, 1, json!({}))).is_err(), "not by another village");
        for (with, path) in [
            (json!({ "quantity": 5 }), "quantity"),
            (json!({ "service": "haircut" }), "service"),
            (json!({ "on": "2026-11-23" }), "on"),
            (json!({ "on": "2026-11-21" }), "on"),
            (json!({ "served_by": " " }), "served_by"),
            (json!({ "by_facility": "0198a5b0-0000-7000-8000-00000000ffff" }), "by_facility"),
        ] {
            let told = submit(&worker, used(&person, &id, 1, with.clone()));
            assert!(
                matches!(&told, Err(Error::Invalid(faults)) if faults[0].path == path),
                "{with}: {told:?}"
            );
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM quota_entry WHERE kind = 'used'"), 0);
        // The same paper twice is one use; the same paper for another is refused.
        let paper = json!({ "number": "浴0001" });
        let first = submit(&worker, used(&person, &id, 3, paper.clone())).expect("used");
        assert_eq!(first["left"], 1);
        let again = submit(&worker, used(&person, &id, 3, paper.clone())).expect("told again");
        assert_eq!((&again["entry"], &again["left"]), (&first["entry"], &json!(1)));
        assert!(matches!(submit(&worker, used(&other, &id, 3, paper.clone())), Err(Error::Conflict(_))));
        assert!(submit(&worker, used(&person, &id, 2, json!({}))).is_err(), "one is left");
        // Taken back once, it can be entered anew.
        let back = json!({ "entry": first["entry"], "why": "单子填错了" });
        let returned = world.submit(&worker, "quotas.take-back", back.clone()).expect("taken back");
        assert_eq!(world.submit(&worker, "quotas.take-back", back).expect("told again"), returned);
        let it = holding(world, &person);
        assert_eq!(
            (&it["balance"], &it["used"], &it["by_service"]["bath"]),
            (&json!(4), &json!(0), &json!(0))
        );
        submit(&worker, used(&person, &id, 2, paper)).expect("entered anew");
        submit(&worker, used(&person, &id, 1, json!({ "service": "meal" }))).expect("a meal");
        let it = one(world, &id);
        let by = |list: &str| -> Vec<(String, i64)> {
            let all = it[list].as_array().expect("a list").iter();
            all.map(|it| {
                (it["by"].as_str().expect("a name").to_owned(), it["quantity"].as_i64().expect("a number"))
            })
            .collect()
        };
        assert_eq!(by("by_month"), [("2026-11".to_owned(), 3)]);
        assert_eq!(by("by_service"), [("bath".to_owned(), 2), ("meal".to_owned(), 1)]);
        assert_eq!((&it["grants"]["used"], &it["grants"]["balance"]), (&json!(3), &json!(5)));
        // A correction goes as far as what is there, and no further than what was allotted.
        let correct = |difference: i64| {
            let input =
                json!({ "person": other, "allocation": id, "difference": difference, "why": "重复发放" });
            world.submit(&clerk(world), "quotas.correct", input)
        };
        assert!(correct(-5).is_err() && correct(1).is_err());
        correct(-2).expect("two less");
        assert_eq!(holding(world, &other)["balance"], 2);
        // Nobody has used anything of the other's for the pack's days.
        let idle = json!({ "allocation": id, "idle": true });
        let rows =
            |input: &Value| world.answer(&clerk(world), "quotas.grants", input.clone())["rows"].clone();
        assert_eq!(rows(&idle), json!([]));
        world.pass_days(61);
        // Whose quarter is over and the days to enter uses are, too: what is left expires, once.
        world.night();
        world.pass_days(1);
        world.night();
        let it = holding(world, &other);
        assert_eq!((&it["balance"], &it["expired"], &it["state"]), (&json!(0), &json!(2), &json!("closed")));
        let it = holding(world, &person);
        assert_eq!((&it["balance"], &it["expired"], &it["used"]), (&json!(0), &json!(1), &json!(3)));
        agrees(world);
    });
}

#[test]
fn whatever_is_done_in_whatever_order_no_balance_is_below_nothing() {
    on_each_database(|world| {
        let people: Vec<String> = (0..4)
            .map(|at| elder(world, at, &format!("194{at}-03-05"), LUGU_VILLAGE, poor("moderate")))
            .collect();
        let id = drawn(world, 14);
        approve(world, &id);
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        let mut chance = base::Chance::new(7);
        let (mut done, mut refused) = (0, 0);
        let mut entries: Vec<Value> = Vec::new();
        for turn in 0..120 {
            let person = &people[chance.below(4) as usize];
            let number = chance.below(9);
            let told = match chance.below(6) {
                0..=2 => {
                    let with = json!({ "number": format!("单{number}"), "on": "2026-11-22" });
                    let told = world.submit(
                        &worker,
                        "quotas.use",
                        used(person, &id, 1 + chance.below(3) as i64, with),
                    );
                    told.inspect(|it| entries.push(it["entry"].clone()))
                }
                3 if !entries.is_empty() => {
                    let entry = &entries[chance.below(entries.len() as u64) as usize];
                    world.submit(&worker, "quotas.take-back", json!({ "entry": entry, "why": "填错" }))
                }
                4 => {
                    let difference = chance.below(5) as i64 - 2;
                    let input = json!({ "person": person, "allocation": id, "difference": difference, "why": "更正" });
                    world.submit(&clerk(world), "quotas.correct", input)
                }
                _ if turn == 100 => {
                    world.died(person, "2026-11-22");
                    let input = json!({ "person": person, "allocation": id, "why": "不需要了" });
                    world.submit(&worker, "quotas.give-up", input)
                }
                _ => world.submit(&worker, "quotas.use", used(person, &id, 1, json!({}))),
            };
            *(if told.is_ok() { &mut done } else { &mut refused }) += 1;
            if turn % 10 == 0 {
                agrees(world);
            }
        }
        assert!(20 < done && 20 < refused, "both are tried: {done} done, {refused} refused");
        for _ in 0..3 {
            world.pass_days(30);
            world.night();
            agrees(world);
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM quota_grant WHERE state <> 'closed'"), 0);
        assert_eq!(
            world.number("SELECT CAST(SUM(quantity) AS BIGINT) FROM quota_entry"),
            0,
            "used or expired"
        );
    });
}

#[test]
fn whoever_dies_is_served_no_more_and_what_was_not_issued_is_given_to_the_next() {
    on_each_database(|world| {
        let first = elder(world, 0, "1930-03-05", LUGU_VILLAGE, poor("total"));
        let next = elder(world, 1, "1942-03-05", LUGU_VILLAGE, poor("moderate"));
        // Half a year of two hours a month, by the quarter: six of twelve are issued in the first.
        let input =
            json!({ "benefit": BENEFIT, "from": "2026-10", "to": "2027-03", "total": 20, "document": "9号" });
        let id = world.submit(&clerk(world), "quotas.open", input).expect("opened")["allocation"].clone();
        let id = id.as_str().expect("an id");
        world.do_jobs();
        assert_eq!(line(world, id, &next)["state"], "beyond");
        approve(world, id);
        let it = holding(world, &first);
        assert_eq!((&it["allotted"], &it["issued"]), (&json!(12), &json!(6)));
        world.died(&first, "2026-11-22");
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        world.pass_days(1);
        let late = world.submit(&worker, "quotas.use", used(&first, id, 1, json!({ "on": "2026-11-23" })));
        assert!(
            matches!(&late, Err(Error::Invalid(faults)) if faults[0].key == "quotas-after-the-end"),
            "{late:?}"
        );
        let before = world.submit(&worker, "quotas.use", used(&first, id, 1, json!({ "on": "2026-11-22" })));
        before.expect("of the day itself");
        world.night();
        let it = holding(world, &first);
        assert_eq!((&it["state"], &it["why"], &it["allotted"]), (&json!("ended"), &json!("died"), &json!(6)));
        // What is left is ranked for who has nothing yet, and approved again.
        let revision = one(world, id)["revision"].clone();
        let again = json!({ "allocation": id, "revision": revision });
        world.submit(&clerk(world), "quotas.draw-again", again).expect("drawn again");
        world.do_jobs();
        assert_eq!(line(world, id, &next)["state"], "within");
        approve(world, id);
        assert_eq!(holding(world, &next)["issued"], 6);
        // The next quarter is issued when it begins, and only to who is there.
        world.pass_days(45);
        world.night();
        let it = holding(world, &next);
        assert_eq!((&it["issued"], &it["allotted"], &it["balance"]), (&json!(12), &json!(12), &json!(12)));
        let it = holding(world, &first);
        assert_eq!((&it["issued"], &it["expired"], &it["state"]), (&json!(6), &json!(5), &json!("closed")));
        world.pass_days(10);
        world.night();
        assert_eq!(holding(world, &next)["balance"], 6, "the first quarter's are over");
        agrees(world);
    });
}

#[test]
fn a_county_gives_the_service_subsidy_in_hours_and_never_in_money_for_the_same_month() {
    let shipped = platform::packs::Bundle::shipped();
    let text = |file: &str| shipped.get(file).expect("the pack has it").clone();
    let (benefit, quotas) = (text("xishan/benefits/service_subsidy.toml"), text("xishan/quotas.toml"));
    let national = "national/benefits/service_subsidy.toml";
    let changes = [
        // Its own worked cases are of money.
        (national, "amount = 50", "amount = 50"),
        ("mianning/benefits/service_subsidy.toml", "", &*benefit),
        ("mianning/quotas.toml", "", &*quotas),
    ];
    with_packs_changed(&changes, |world| {
        let asks = elder(world, 0, "1950-03-05", LUGU_VILLAGE, poor("able"));
        let silent = elder(world, 1, "1940-03-05", LUGU_VILLAGE, poor("able"));
        let values = json!({ "benefit": "service_subsidy", "applied_on": "2026-10-02", "decided_on": "2026-10-20",
            "outcome": "approved" });
        let told = Told {
            case: "0198a5b0-0000-7000-8000-00000000aaaa".to_owned(),
            book: "benefit_application".to_owned(),
            step: "approve".to_owned(),
            subject: asks.clone(),
            values: values.as_object().expect("values").clone(),
        };
        world.work(&Decided(told)).expect("granted");
        let input = |from: &str| json!({ "benefit": "service_subsidy", "from": from, "to": "2026-12", "total": 100, "document": "10号" });
        // Where money was owed for a month no units are given for it.
        let person = asks.clone();
        world
            .within(&clerk(world), move |cx| {
                cx.exec(
                    "INSERT INTO obligation (county, person, benefit, due_month, owed, instructed, paid, revision)
                     VALUES ('mianning', $1, 'service_subsidy', '2026-11', 5000, 0, 0, 1)",
                    &[(&person).into()],
                )
            })
            .expect("owed in money before");
        let told = world.submit(&clerk(world), "quotas.open", input("2026-11"));
        assert!(
            matches!(&told, Err(Error::Conflict(fault)) if fault.key == "quotas-paid-in-money"),
            "{told:?}"
        );
        let id = world.submit(&clerk(world), "quotas.open", input("2026-12")).expect("opened");
        let id = id["allocation"].as_str().expect("an id").to_owned();
        world.do_jobs();
        let it = line(world, &id, &asks);
        assert_eq!(
            (&it["state"], &it["quantity"], &it["waiting"]),
            (&json!("within"), &json!(5), &json!("2026-10-02"))
        );
        assert!(line(world, &id, &silent).is_null(), "nobody is enrolled who has not asked");
        approve(world, &id);
        assert_eq!(holding(world, &asks)["balance"], 0, "not before the month begins");
        world.pass_days(9);
        world.night();
        assert_eq!(holding(world, &asks)["balance"], 5);
        // Of money nothing is opened, neither by this pack nor where a pack once gave units.
        let run = |benefit: &str| {
            world.submit(&clerk(world), "runs.open", json!({ "benefit": benefit, "month": "2026-12" }))
        };
        assert!(matches!(run("service_subsidy"), Err(Error::Invalid(_))));
        world
            .within(&clerk(world), |cx| {
                cx.exec(
                    "UPDATE quota_allocation SET benefit = 'old_age_allowance' WHERE county = 'mianning'",
                    &[],
                )
            })
            .expect("units of what is money now");
        let told = run("old_age_allowance");
        assert!(
            matches!(&told, Err(Error::Conflict(fault)) if fault.key == "runs-given-by-units"),
            "{told:?}"
        );
    });
}
