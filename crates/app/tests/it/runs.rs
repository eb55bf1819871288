//! A month from its roll to its close (journey JRN-05), and all that can happen on the way.

use base::Error;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use people::{
    bank::settle::Settle,
    runs::{draw::Draw, post::Post},
};
use platform::Actor;
use serde_json::{Value, json};

use crate::{
    money::{BENEFIT, DAQIAO, DAQIAO_VILLAGE, LUGU, LUGU_VILLAGE},
    world::{COUNTY_AREA, World, on_each_database},
};

/// The people at the desks.
pub(crate) struct Desk {
    pub(crate) clerk: Actor,
    pub(crate) reviewer: Actor,
    pub(crate) second: Actor,
    pub(crate) finance: Actor,
    pub(crate) lugu: Actor,
    pub(crate) daqiao: Actor,
    pub(crate) officer: Actor,
}

pub(crate) fn desk(world: &World) -> Desk {
    let named = |name: &str, actor: Actor| Actor { account: name.into(), name: name.into(), ..actor };
    Desk {
        clerk: named("clerk", world.actor("county_clerk", COUNTY_AREA)),
        reviewer: named("reviewer", world.actor("county_reviewer", COUNTY_AREA)),
        second: named("second", world.actor("county_reviewer", COUNTY_AREA)),
        finance: named("finance", world.actor("county_finance", COUNTY_AREA)),
        lugu: named("lugu-head", world.actor("township_head", LUGU)),
        daqiao: named("daqiao-head", world.actor("township_head", DAQIAO)),
        officer: named("lugu-officer", world.actor("township_officer", LUGU)),
    }
}

pub(crate) fn draw(world: &World, desk: &Desk, month: &str) -> String {
    let opened = world.submit(&desk.clerk, "runs.open", json!({ "benefit": BENEFIT, "month": month }));
    let run = opened.expect("opened")["run"].as_str().expect("an id").to_owned();
    world.work(&Draw { run: run.clone(), persons: None }).expect("drawn");
    run
}

pub(crate) fn run(world: &World, desk: &Desk, run: &str) -> Value {
    world.answer(&desk.clerk, "runs.run", json!({ "run": run }))
}

pub(crate) fn revision(world: &World, desk: &Desk, id: &str) -> i64 {
    run(world, desk, id)["revision"].as_i64().expect("a revision")
}

pub(crate) fn approve(world: &World, desk: &Desk, run: &str) {
    for head in [&desk.lugu, &desk.daqiao] {
        world.submit(head, "runs.confirm", json!({ "run": run, "area": head.area })).expect("confirmed");
    }
    let input = json!({ "run": run, "revision": revision(world, desk, run) });
    world.submit(&desk.reviewer, "runs.approve", input).expect("approved");
    world.work(&Post { run: run.to_owned(), persons: None }).expect("posted");
}

/// Finance finds a run within the year's budget.
pub(crate) fn within_budget(world: &World, desk: &Desk, id: &str) {
    let it = run(world, desk, id);
    let year: i64 =
        it["month"].as_str().and_then(|it| it.get(..4)).expect("a month").parse().expect("a year");
    let budget =
        json!({ "benefit": BENEFIT, "year": year, "amount": 100_000_000, "document": "冕财预〔2026〕1号" });
    world.submit(&desk.finance, "runs.set-budget", budget).expect("a budget");
    let input = json!({ "run": id, "revision": it["revision"] });
    world.submit(&desk.finance, "runs.confirm-finance", input).expect("within the budget");
}

pub(crate) fn send(world: &World, desk: &Desk, batch: &Value) {
    world.submit(&desk.clerk, "bank.send", json!({ "batch": batch, "revision": 1 })).expect("sent");
}

pub(crate) fn to_the_bank(world: &World, desk: &Desk, run: &str) -> Value {
    within_budget(world, desk, run);
    let made =
        world.submit(&desk.clerk, "bank.make", json!({ "run": run, "bank": "one_card" })).expect("made");
    send(world, desk, &made["batch"]);
    made
}

/// The numbers in a batch's file, with their amounts in yuan.
pub(crate) fn numbers(world: &World, desk: &Desk, batch: &Value) -> Vec<(String, String)> {
    let lines = world.answer(&desk.clerk, "bank.lines", json!({ "batch": batch, "per_page": 500 }));
    let lines = lines["rows"].as_array().expect("lines").clone();
    lines
        .iter()
        .map(|it| {
            let fen = it["amount"].as_i64().expect("fen");
            (it["number"].as_str().expect("a number").to_owned(), base::Money(fen).to_string())
        })
        .collect()
}

/// Takes in an answer made of rows, and enters what is clear of it.
pub(crate) fn answer(world: &World, desk: &Desk, batch: &Value, rows: &str) -> base::Result<Value> {
    let file = format!("{rows}TOTAL,,,\r\n");
    let input = json!({ "batch": batch, "file": base64(file.as_bytes()) });
    let taken = world.submit(&desk.clerk, "bank.take-answer", input)?;
    let id = taken["answer"].as_str().expect("an id").to_owned();
    world.work(&Settle { answer: id }).expect("settled");
    Ok(taken)
}

/// Takes in an answer to a whole batch: each line's code by its place, `00` is paid.
pub(crate) fn answer_all(
    world: &World,
    desk: &Desk,
    batch: &Value,
    code: impl Fn(usize) -> &'static str,
) -> Value {
    let all = numbers(world, desk, batch);
    let row = |(at, (number, yuan)): (usize, &(String, String))| format!("{number},{yuan},{},\r\n", code(at));
    let rows: String = all.iter().enumerate().map(row).collect();
    answer(world, desk, batch, &rows).expect("taken")
}

/// A month from its roll to the bank's answer, everybody paid; answers the run.
pub(crate) fn paid_month(world: &World, desk: &Desk, month: &str) -> String {
    let run = draw(world, desk, month);
    approve(world, desk, &run);
    let made = to_the_bank(world, desk, &run);
    answer_all(world, desk, &made["batch"], |_| "00");
    run
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

#[test]
fn a_month_goes_from_the_roll_to_its_close() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 6, LUGU_VILLAGE);
        world.elders(6, 4, DAQIAO_VILLAGE);
        world.accounts(0, 10);
        let id = draw(world, &desk, "2026-11");
        let drawn = run(world, &desk, &id);
        assert_eq!(drawn["figures"]["population"], 10);
        assert_eq!(drawn["figures"]["due"], 10);
        assert_eq!(drawn["figures"]["new"], 10);
        assert_eq!(drawn["figures"]["amount"], 25_000);
        // A township sees its own part.
        let own = world.answer(&desk.lugu, "runs.run", json!({ "run": id }));
        assert_eq!(own["figures"]["population"], 6);

        approve(world, &desk, &id);
        let made = to_the_bank(world, &desk, &id);
        assert_eq!(made["lines"], 10);
        assert_eq!(made["amount"], 25_000);
        // A file made again is the same to the byte.
        let file = world.answer(&desk.clerk, "bank.file", json!({ "batch": made["batch"] }));
        assert_eq!(file["digest"], made["digest"]);

        let taken = answer_all(world, &desk, &made["batch"], |at| if at == 3 { "01" } else { "00" });
        assert_eq!(taken["verdicts"], json!({ "failed": 1, "paid": 9 }));
        assert_eq!(world.number("SELECT CAST(SUM(paid) AS BIGINT) FROM obligation"), 22_500);
        assert_eq!(world.number("SELECT CAST(SUM(owed) AS BIGINT) FROM obligation"), 25_000);

        // The same answer once more is refused whole.
        let all = numbers(world, &desk, &made["batch"]);
        let rows: String = all
            .iter()
            .enumerate()
            .map(|(at, (number, yuan))| format!("{number},{yuan},{},\r\n", if at == 3 { "01" } else { "00" }))
            .collect();
        assert!(matches!(answer(world, &desk, &made["batch"], &rows), Err(Error::Conflict(_))));
        // The month does not close without the bank's statement, nor with a wrong one.
        let close =
            |revision| world.submit(&desk.finance, "bank.close", json!({ "run": id, "revision": revision }));
        assert!(matches!(close(revision(world, &desk, &id)), Err(Error::Conflict(_))));
        for (count, closes) in [(10, false), (9, true)] {
            let said = json!({ "batch": made["batch"], "day": "2026-11-25", "count": count,
                "amount": count * 2_500, "document": "回单 1" });
            world.submit(&desk.finance, "bank.enter-statement", said).expect("entered");
            let closed = close(revision(world, &desk, &id));
            assert_eq!(closed.is_ok(), closes, "{count} {closed:?}");
        }
        // What failed is owed still, and the next month pays it as back-pay.
        let next = draw(world, &desk, "2026-12");
        let next = run(world, &desk, &next);
        assert_eq!(next["figures"]["arrears"], 2_500);
        assert_eq!(next["figures"]["amount"], 25_000);
        assert_eq!(next["figures"]["new"], 0);
        // Owed and paid agree with the ledger.
        assert_eq!(world.number("SELECT CAST(SUM(owed - paid) AS BIGINT) FROM obligation"), 2_500);
    });
}

#[test]
fn two_hands_cannot_be_one_and_a_stale_page_is_told() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 3, LUGU_VILLAGE);
        world.accounts(0, 3);
        let id = draw(world, &desk, "2026-11");
        // Nobody who drew the roll approves it, whatever else they may do.
        let both = Actor { rights: desk.reviewer.rights.clone(), ..desk.clerk.clone() };
        world.submit(&desk.lugu, "runs.confirm", json!({ "run": id, "area": LUGU })).expect("confirmed");
        let again = world.submit(&desk.lugu, "runs.confirm", json!({ "run": id, "area": LUGU }));
        assert!(matches!(again, Err(Error::Conflict(_))), "a double click is told");
        let fresh = revision(world, &desk, &id);
        let own = world.submit(&both, "runs.approve", json!({ "run": id, "revision": fresh }));
        assert!(matches!(own, Err(Error::Denied(_))));
        let stale = world.submit(&desk.reviewer, "runs.approve", json!({ "run": id, "revision": fresh - 1 }));
        assert!(matches!(stale, Err(Error::Conflict(_))));
        // Two approve at once: one wins.
        let first = world.submit(&desk.reviewer, "runs.approve", json!({ "run": id, "revision": fresh }));
        let second = world.submit(&desk.second, "runs.approve", json!({ "run": id, "revision": fresh }));
        assert!(first.is_ok() && matches!(second, Err(Error::Conflict(_))));
        // Neither a job nor the terminal approves.
        let job = Actor { channel: platform::Channel::Terminal, ..desk.reviewer.clone() };
        let refused = world.submit(&job, "runs.approve", json!({ "run": id, "revision": fresh }));
        assert!(matches!(refused, Err(Error::Denied(_))));
    });
}

#[test]
fn a_late_township_delays_nobody() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 3, LUGU_VILLAGE);
        world.elders(3, 2, DAQIAO_VILLAGE);
        world.accounts(0, 5);
        let id = draw(world, &desk, "2026-11");
        world.submit(&desk.lugu, "runs.confirm", json!({ "run": id, "area": LUGU })).expect("confirmed");
        let approve = |late: bool| {
            let input = json!({ "run": id, "revision": revision(world, &desk, &id), "leave_late": late });
            world.submit(&desk.reviewer, "runs.approve", input)
        };
        assert!(matches!(approve(false), Err(Error::Invalid(_))), "told which are missing");
        assert!(matches!(approve(true), Err(Error::Conflict(_))), "not late yet");
        world.pass_seconds(7 * 86_400);
        let approved = approve(true).expect("approved without the late one");
        world.work(&Post { run: id.clone(), persons: None }).expect("posted");
        assert_eq!(run(world, &desk, &id)["figures"]["due"], 3);
        let late = approved["supplementary"].as_str().expect("a run of its own").to_owned();
        assert_eq!(run(world, &desk, &late)["figures"]["due"], 2);
        world
            .submit(&desk.daqiao, "runs.confirm", json!({ "run": late, "area": DAQIAO }))
            .expect("confirmed");
        let input = json!({ "run": late, "revision": revision(world, &desk, &late) });
        world.submit(&desk.reviewer, "runs.approve", input).expect("approved");
        world.work(&Post { run: late, persons: None }).expect("posted");
        assert_eq!(world.number("SELECT COUNT(*) FROM obligation"), 5);
        assert_eq!(world.number("SELECT COUNT(*) FROM instruction"), 5);
    });
}

#[test]
fn a_held_line_is_not_paid_and_comes_back_as_back_pay() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 3, LUGU_VILLAGE);
        world.elders(3, 1, DAQIAO_VILLAGE);
        world.accounts(0, 4);
        let id = draw(world, &desk, "2026-11");
        let hold = json!({ "run": id, "person": world.person(1), "revision": 1, "why": "村里说已去世" });
        world.submit(&desk.officer, "runs.hold-line", hold.clone()).expect("held");
        assert!(matches!(world.submit(&desk.officer, "runs.hold-line", hold), Err(Error::Conflict(_))));
        let far = json!({ "run": id, "person": world.person(3), "revision": 1, "why": "x" });
        assert!(world.submit(&desk.officer, "runs.hold-line", far).is_err(), "not its own area");
        let drawn = run(world, &desk, &id);
        assert_eq!((&drawn["figures"]["due"], &drawn["figures"]["suspended"]), (&json!(3), &json!(1)));
        approve(world, &desk, &id);
        assert_eq!(world.number("SELECT COUNT(*) FROM instruction"), 3);
        assert_eq!(world.number("SELECT COUNT(*) FROM adjustment"), 3);
        let next = draw(world, &desk, "2026-12");
        assert_eq!(run(world, &desk, &next)["figures"]["arrears"], 2_500);
    });
}

#[test]
fn a_death_told_late_stops_the_money_and_opens_a_recovery() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 2, LUGU_VILLAGE);
        world.elders(2, 1, DAQIAO_VILLAGE);
        world.accounts(0, 3);
        paid_month(world, &desk, "2026-10");
        // Died in September: October was paid and was not owed.
        world.pass_seconds(86_400);
        let elder = world.person(0);
        world.died(&elder, "2026-09-20");
        let next = draw(world, &desk, "2026-11");
        let drawn = run(world, &desk, &next);
        assert_eq!((&drawn["figures"]["due"], &drawn["figures"]["stopped"]), (&json!(2), &json!(1)));
        assert_eq!(drawn["figures"]["population"], 2);
        approve(world, &desk, &next);
        // Owed nothing, paid 25 yuan, and the obligation names the recovery.
        assert_eq!(world.number("SELECT COUNT(*) FROM obligation WHERE recovery IS NOT NULL"), 1);
        world.jobs("recovery.open");
        let cases = world.answer(&desk.clerk, "recovery.cases", json!({}));
        let case = &cases["rows"][0];
        assert_eq!(
            (&case["reason"], &case["amount"], &case["person"]),
            (&json!("death"), &json!(2_500), &json!(elder))
        );
        let recovery = case["id"].as_str().expect("an id").to_owned();

        let input = |revision: i64, more: Value| {
            let mut input = json!({ "recovery": recovery, "revision": revision });
            input.as_object_mut().expect("a map").extend(more.as_object().expect("a map").clone());
            input
        };
        let notice = json!({ "payer": "王长子", "relation": "子女", "notice_number": "冕追〔2026〕1号", "notice_on": "2026-11-23" });
        world.submit(&desk.clerk, "recovery.notify", input(1, notice)).expect("notified");
        let too_much = json!({ "amount": 2_600, "day": "2026-11-23", "document": "票据 1" });
        assert!(world.submit(&desk.finance, "recovery.receive", input(2, too_much)).is_err());
        let part = json!({ "amount": 1_500, "day": "2026-11-23", "document": "票据 1" });
        world.submit(&desk.finance, "recovery.receive", input(2, part.clone())).expect("received");
        let twice = world.submit(&desk.finance, "recovery.receive", input(3, part));
        assert!(matches!(twice, Err(Error::Conflict(_))), "the same receipt is told");
        let give_up = json!({ "amount": 1_000, "why": "家庭困难", "document": "会议纪要 3" });
        world.submit(&desk.clerk, "recovery.ask-write-off", input(3, give_up)).expect("asked");
        world.submit(&desk.reviewer, "recovery.approve-write-off", input(4, json!({}))).expect("approved");
        let case = world.answer(&desk.clerk, "recovery.case", json!({ "recovery": recovery }));
        assert_eq!((&case["state"], &case["left"]), (&json!("closed"), &json!(0)));
        assert_eq!(case["segments"][0]["months"], 1);
        // The obligation lets go of it, and everything agrees.
        assert_eq!(
            world.number("SELECT COUNT(*) FROM obligation WHERE paid > owed OR recovery IS NOT NULL"),
            0
        );
    });
}
