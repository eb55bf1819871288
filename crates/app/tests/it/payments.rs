//! Payments on their way: files of each layout, what fails and comes back, what is taken out in time,
//! and the month that closes only when it adds up.

use base::Error;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use people::{bank::settle::Settle, runs::post::Post};
use serde_json::{Value, json};
use sheets::write::{Book, Look};

use crate::{
    money::{DAQIAO_VILLAGE, LUGU_VILLAGE, name},
    runs::{
        Desk, answer_all, approve, base64, desk, draw, numbers, paid_month, revision, run, send, to_the_bank,
        within_budget,
    },
    world::{World, on_each_database, with_packs_changed},
};

fn file(world: &World, desk: &Desk, batch: &Value) -> (Vec<u8>, Value) {
    let it = world.answer(&desk.clerk, "bank.file", json!({ "batch": batch }));
    let text = it["bytes"].as_str().expect("base64");
    (STANDARD.decode(text).expect("base64"), it["digest"].clone())
}

fn make_again(world: &World, desk: &Desk, run: &str) -> base::Result<Value> {
    world.submit(&desk.clerk, "bank.make", json!({ "run": run, "bank": "one_card", "again": true }))
}

fn statement(world: &World, desk: &Desk, batch: &Value, count: i64) {
    let said = json!({ "batch": batch, "day": "2026-11-25", "count": count, "amount": count * 2_500,
        "document": format!("回单 {batch}") });
    world.submit(&desk.finance, "bank.enter-statement", said).expect("entered");
}

fn close(world: &World, desk: &Desk, run: &str) -> base::Result<Value> {
    let input = json!({ "run": run, "revision": revision(world, desk, run) });
    world.submit(&desk.finance, "bank.close", input)
}

/// The keys that stand against closing.
fn open(world: &World, desk: &Desk, run: &str) -> Value {
    world.answer(&desk.clerk, "bank.balance", json!({ "run": run }))["open"].clone()
}

fn approved(world: &World, desk: &Desk, elders: i64) -> String {
    world.elders(0, elders, LUGU_VILLAGE);
    world.accounts(0, elders);
    let id = draw(world, desk, "2026-11");
    approve(world, desk, &id);
    id
}

#[test]
fn only_what_failed_or_came_back_is_paid_again() {
    on_each_database(|world| {
        let desk = desk(world);
        let id = approved(world, &desk, 5);
        let made = to_the_bank(world, &desk, &id);
        assert!(matches!(make_again(world, &desk, &id), Err(Error::Conflict(_))), "nothing failed yet");
        // One fails, one is not answered, three are paid; and weeks later one of the three comes back.
        let all = numbers(world, &desk, &made["batch"]);
        let said = |rows: &[(usize, &str)]| {
            let rows: String =
                rows.iter().map(|(at, code)| format!("{},{},{code},\r\n", all[*at].0, all[*at].1)).collect();
            let input =
                json!({ "batch": made["batch"], "file": base64(format!("{rows}TOTAL,,,\r\n").as_bytes()) });
            let taken = world.submit(&desk.clerk, "bank.take-answer", input).expect("taken");
            let answer = taken["answer"].as_str().expect("an id").to_owned();
            world.work(&Settle { answer }).expect("settled");
            taken
        };
        let taken = said(&[(0, "00"), (1, "01"), (2, "00"), (3, "00")]);
        assert_eq!((&taken["missing"], &taken["verdicts"]), (&json!(1), &json!({ "failed": 1, "paid": 3 })));
        said(&[(2, "09")]);
        let balance = world.answer(&desk.clerk, "bank.balance", json!({ "run": id }));
        let count = |name: &str| balance[name]["count"].as_i64().expect("a count");
        assert_eq!(
            [count("due"), count("paid"), count("failed"), count("returned"), count("in_flight")],
            [5, 2, 1, 1, 1]
        );
        assert_eq!(world.number("SELECT CAST(SUM(paid) AS BIGINT) FROM obligation"), 5_000);

        let again = make_again(world, &desk, &id).expect("made");
        assert_eq!((&again["lines"], &again["amount"]), (&json!(2), &json!(5_000)));
        assert!(again["number"].as_str().expect("a number").ends_with("-2"));
        let fresh = numbers(world, &desk, &again["batch"]);
        assert!(fresh.iter().all(|(number, _)| all.iter().all(|(old, _)| old != number)), "never twice");
        send(world, &desk, &again["batch"]);
        answer_all(world, &desk, &again["batch"], |_| "00");
        assert_eq!(world.number("SELECT CAST(SUM(paid) AS BIGINT) FROM obligation"), 10_000);
        assert!(
            matches!(make_again(world, &desk, &id), Err(Error::Conflict(_))),
            "nothing is left to pay again"
        );

        // due = paid + failed or returned + in flight; and the bank's statement says the same.
        assert_eq!(open(world, &desk, &id), json!(["no_statement"]));
        statement(world, &desk, &made["batch"], 3);
        statement(world, &desk, &again["batch"], 1);
        assert_eq!(open(world, &desk, &id), json!(["statement"]));
        assert!(matches!(close(world, &desk, &id), Err(Error::Conflict(_))));
        statement(world, &desk, &again["batch"], 2);
        assert_eq!(open(world, &desk, &id), json!([]));
        let closed = close(world, &desk, &id).expect("closed, with one line in flight");
        assert_eq!(closed["checksum"].as_str().map(str::len), Some(64));

        // The books are shut. What the bank still owes an answer to fails: the next month pays it.
        said(&[(4, "03")]);
        // And what was paid comes back weeks after: the same.
        said(&[(3, "09")]);
        assert_eq!(world.number("SELECT CAST(SUM(paid) AS BIGINT) FROM obligation"), 7_500);
        let next = draw(world, &desk, "2026-12");
        let figures = &run(world, &desk, &next)["figures"];
        assert_eq!((&figures["arrears"], &figures["arrears_persons"]), (&json!(5_000), &json!(2)));
    });
}

#[test]
fn a_payment_is_taken_out_until_its_file_is_sent() {
    on_each_database(|world| {
        let desk = desk(world);
        let id = approved(world, &desk, 4);
        let withdraw = |at: i64, why: &str| {
            let input = json!({ "run": id, "person": world.person(at), "why": why });
            world.submit(&desk.clerk, "runs.withdraw", input)
        };
        assert!(matches!(withdraw(0, " "), Err(Error::Invalid(_))), "with a reason");
        withdraw(0, "账户有误").expect("taken out");
        assert!(withdraw(0, "再来").is_err(), "once");
        within_budget(world, &desk, &id);
        let make = || {
            world.submit(&desk.clerk, "bank.make", json!({ "run": id, "bank": "one_card" })).expect("made")
        };
        let made = make();
        assert_eq!((&made["lines"], &made["amount"]), (&json!(3), &json!(7_500)));
        // It lies in a file that was made: the file is dropped first, and made anew under another number.
        let told = withdraw(1, "村里来电").expect_err("in a file");
        assert_eq!(told.faults()[0].key, "runs-drop-batch-first");
        let drop = json!({ "batch": made["batch"], "revision": 1, "why": "撤回一人" });
        world.submit(&desk.clerk, "bank.drop", drop).expect("dropped");
        withdraw(1, "村里来电").expect("taken out");
        let made = make();
        assert_eq!(made["lines"], 2);
        send(world, &desk, &made["batch"]);
        assert_eq!(withdraw(2, "晚了").expect_err("sent").faults()[0].key, "runs-sent-already");
        answer_all(world, &desk, &made["batch"], |_| "00");
        statement(world, &desk, &made["batch"], 2);
        close(world, &desk, &id).expect("closed");
        let next = draw(world, &desk, "2026-12");
        assert_eq!(run(world, &desk, &next)["figures"]["arrears"], 5_000, "both are owed still");
    });
}

/// A workbook both ways: what goes out and what comes back.
const BOOK: &str = r#"
basis = "test"
confidence = "local"
file_name = "P{batch}.xlsx"
titles = true
[title]
zh = "表格"
en = "Workbook"
[shape]
format = "xlsx"
[control]
place = "first"
column = [{ field = "batch" }, { field = "count" }, { field = "total_yuan" }]
[[column]]
field = "number"
title = "流水号"
[[column]]
field = "account"
title = "账号"
[[column]]
field = "holder"
title = "户名"
[[column]]
field = "amount_yuan"
title = "金额"
[reply]
skip_first = 1
[reply.shape]
format = "xlsx"
[[reply.column]]
field = "number"
[[reply.column]]
field = "amount_yuan"
[[reply.column]]
field = "code"
[reply.code.Y]
outcome = "paid"
[reply.code.N]
outcome = "failed"
reason = "账户异常"
"#;

/// Sends a run by a bank's channel; answers the batch and its file, made again to the same byte.
fn sent_by(world: &World, desk: &Desk, month: &str, bank: &str) -> (String, Value, Vec<u8>) {
    let id = draw(world, desk, month);
    approve(world, desk, &id);
    within_budget(world, desk, &id);
    let made = world.submit(&desk.clerk, "bank.make", json!({ "run": id, "bank": bank })).expect("made");
    let (first, digest) = file(world, desk, &made["batch"]);
    assert_eq!(digest, made["digest"]);
    // Days later, and after it was sent, the file is the same.
    send(world, desk, &made["batch"]);
    world.pass_days(1);
    assert_eq!(file(world, desk, &made["batch"]), (first.clone(), digest));
    (id, made, first)
}

fn take(world: &World, desk: &Desk, batch: &Value, bytes: &[u8]) -> Value {
    let input = json!({ "batch": batch, "file": base64(bytes) });
    let taken = world.submit(&desk.clerk, "bank.take-answer", input).expect("taken");
    let answer = taken["answer"].as_str().expect("an id").to_owned();
    world.work(&Settle { answer }).expect("settled");
    taken["verdicts"].clone()
}

#[test]
fn every_layout_goes_out_and_comes_back() {
    let fixed = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../packs/xishan/banks/agent_bank.toml"
    ))
    .expect("the shipped layout of fixed width");
    let banks = [("mianning/banks/book.toml", "", BOOK), ("mianning/banks/fixed.toml", "", fixed.as_str())];
    with_packs_changed(&banks, |world| {
        let desk = desk(world);
        world.elders(0, 3, LUGU_VILLAGE);
        world.accounts(0, 3);

        // CSV in GB18030, a control row last.
        let (_, made, bytes) = sent_by(world, &desk, "2026-10", "one_card");
        let text = encoding_rs::GB18030.decode(&bytes).0.into_owned();
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 4);
        assert!(
            text.contains(&name(0))
                && rows[3].starts_with("TOTAL,OAA-202610-01,")
                && rows[3].ends_with(",3,75.00")
        );
        assert_eq!(answer_all(world, &desk, &made["batch"], |_| "00")["verdicts"], json!({ "paid": 3 }));

        // Fixed width in bytes of GB18030, a control row first; numbers and accounts are text.
        let (_, made, bytes) = sent_by(world, &desk, "2026-11", "fixed");
        let rows: Vec<&[u8]> = bytes.split(|it| *it == b'\n').filter(|it| !it.is_empty()).collect();
        assert_eq!((rows.len(), rows[0][0], rows[1].len()), (4, b'H', 1 + 16 + 32 + 60 + 12 + 1));
        let mut reply = Vec::from(&b"H\r\n"[..]);
        for (at, row) in rows[1..].iter().enumerate() {
            let code = if at == 1 { "0002" } else { "0000" };
            reply.extend_from_slice(b"D");
            reply.extend_from_slice(&row[1..17]);
            reply.extend_from_slice(format!("{:0>12}{code}{:60}\r\n", 2_500, "").as_bytes());
        }
        assert_eq!(take(world, &desk, &made["batch"], &reply), json!({ "failed": 1, "paid": 2 }));

        // A workbook: every cell is text, and what comes back is read cell by cell.
        let (id, made, bytes) = sent_by(world, &desk, "2026-12", "book");
        assert!(bytes.starts_with(b"PK"));
        let mut book = Book::new();
        let mut page = book.sheet("回盘").expect("a sheet");
        let plain = Look::default();
        for (column, title) in ["流水号", "金额", "结果"].iter().enumerate() {
            page.text(0, column as u32, title, &plain).expect("a cell");
        }
        let all = numbers(world, &desk, &made["batch"]);
        for (at, (number, yuan)) in all.iter().enumerate() {
            for (column, text) in [number.as_str(), yuan.as_str(), "Y"].iter().enumerate() {
                page.text(at as u32 + 1, column as u32, text, &plain).expect("a cell");
            }
        }
        let reply = book.bytes().expect("a workbook");
        let verdicts = take(world, &desk, &made["batch"], &reply);
        assert_eq!(verdicts, json!({ "paid": all.len() }));
        assert_eq!(run(world, &desk, &id)["figures"]["due"], 3);
    });
}

/// Back-pay above the pack's months needs another hand; what is owed for last year is told apart.
#[test]
fn long_back_pay_needs_a_second_approver() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 2, LUGU_VILLAGE);
        world.elders(2, 1, DAQIAO_VILLAGE);
        world.accounts(0, 3);
        paid_month(world, &desk, "2025-11");
        // Somebody of the same age becomes known only now.
        world.elders(3, 1, LUGU_VILLAGE);
        world.accounts(3, 1);
        let short = draw(world, &desk, "2026-03");
        let figures = run(world, &desk, &short)["figures"].clone();
        // Three were paid in November and wait for December to February; one for November too.
        assert_eq!((&figures["arrears"], &figures["prior"]), (&json!(13 * 2_500), &json!(5 * 2_500)));
        assert_eq!((&figures["arrears_persons"], &figures["second"]), (&json!(4), &json!(0)));
        let dossier = world.answer(&desk.clerk, "audit.dossier", json!({ "run": short }));
        assert_eq!(dossier["prior"], 5 * 2_500);
        approve(world, &desk, &short);
        assert_eq!(run(world, &desk, &short)["state"], "posted");

        let long = draw(world, &desk, "2026-11");
        assert_eq!(run(world, &desk, &long)["figures"]["second"], 4, "seven months, one more than six");
        approve(world, &desk, &long);
        let it = run(world, &desk, &long);
        assert_eq!((&it["state"], &it["step"]), (&json!("drafted"), &json!("second")));
        assert_eq!(world.number("SELECT COUNT(*) FROM instruction"), 7, "nothing of it is in force");
        let second = |actor: &platform::Actor| {
            let input = json!({ "run": long, "revision": revision(world, &desk, &long) });
            world.submit(actor, "runs.approve-arrears", input)
        };
        assert!(matches!(second(&desk.reviewer), Err(Error::Denied(_))), "not the approver again");
        assert!(matches!(second(&desk.finance), Err(Error::Denied(_))));
        second(&desk.second).expect("another approver");
        world.work(&Post { run: long.clone(), persons: None }).expect("posted");
        assert_eq!(run(world, &desk, &long)["state"], "posted");
        // Back-pay is a line of its own in the bank's file.
        let made = to_the_bank(world, &desk, &long);
        assert_eq!((&made["lines"], &made["amount"]), (&json!(8), &json!(4 * 8 * 2_500)));
        let parts = world.number("SELECT COUNT(*) FROM bank_line WHERE part = 'arrears' AND amount = 17500");
        assert_eq!(parts, 4);
    });
}
