//! The books hold: decided again they are the same, killed anywhere they end the same, the database
//! refuses what must not be, and every total ties to the next.

use people::runs::{draw::Draw, post::Post};
use serde_json::{Value, json};

use crate::{
    money::{BENEFIT, DAQIAO_VILLAGE, LUGU_VILLAGE},
    runs::{answer_all, approve, desk, draw, paid_month, revision, to_the_bank},
    world::on_each_database,
};

#[test]
fn a_run_verifies_itself() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 5, LUGU_VILLAGE);
        world.elders(5, 1, DAQIAO_VILLAGE);
        world.accounts(0, 6);
        let id = draw(world, &desk, "2026-11");
        approve(world, &desk, &id);
        let same = world.answer(&desk.clerk, "runs.verify", json!({ "run": id }));
        assert_eq!(same["same"], true, "{same}");
        assert_eq!(same["written"], 15_000);
        world.sql("UPDATE roll_line SET amount = 9900 WHERE name = (SELECT name FROM roll_line ORDER BY name LIMIT 1)");
        let differs = world.answer(&desk.clerk, "runs.verify", json!({ "run": id }));
        assert_eq!(differs["same"], false);
        assert_eq!(differs["differences"].as_array().map(Vec::len), Some(1));
    });
}

/// Killed before any step's commit, at every step of drawing and posting, and started again each
/// time: the same rows and the same fen as without.
#[test]
fn killed_at_every_step_it_ends_with_the_same_rows() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 9, LUGU_VILLAGE);
        world.elders(9, 4, DAQIAO_VILLAGE);
        world.accounts(0, 13);
        let opened =
            world.submit(&desk.clerk, "runs.open", json!({ "benefit": BENEFIT, "month": "2026-11" }));
        let run = opened.expect("opened")["run"].as_str().expect("an id").to_owned();
        let kills = world.work_killed(&Draw { run: run.clone(), persons: Some(3) });
        assert!(5 < kills, "{kills} points");
        for head in [&desk.lugu, &desk.daqiao] {
            world.submit(head, "runs.confirm", json!({ "run": run, "area": head.area })).expect("confirmed");
        }
        let input = json!({ "run": run, "revision": revision(world, &desk, &run) });
        world.submit(&desk.reviewer, "runs.approve", input).expect("approved");
        assert!(4 < world.work_killed(&Post { run: run.clone(), persons: Some(3) }));
        let counts = [
            ("SELECT COUNT(*) FROM roll_line", 13),
            ("SELECT COUNT(*) FROM adjustment WHERE posted_at IS NOT NULL", 13),
            ("SELECT COUNT(*) FROM obligation", 13),
            ("SELECT COUNT(*) FROM instruction", 13),
            ("SELECT CAST(SUM(owed) AS BIGINT) FROM obligation", 32_500),
            ("SELECT CAST(SUM(amount) AS BIGINT) FROM ledger_transfer", 32_500),
        ];
        for (sql, want) in counts {
            assert_eq!(world.number(sql), want, "{sql}");
        }
        let same = world.answer(&desk.clerk, "runs.verify", json!({ "run": run }));
        assert_eq!(same["same"], true);
    });
}

#[test]
fn the_database_itself_refuses_what_must_not_be() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 2, LUGU_VILLAGE);
        world.elders(2, 1, DAQIAO_VILLAGE);
        world.accounts(0, 3);
        let id = draw(world, &desk, "2026-11");
        approve(world, &desk, &id);
        to_the_bank(world, &desk, &id);
        let refused = [
            // Paid beyond what is owed, with no recovery named.
            "UPDATE obligation SET paid = owed + 1",
            // A second instruction of one person, benefit and run; a second obligation of one month.
            "INSERT INTO instruction SELECT * FROM instruction",
            "INSERT INTO obligation SELECT * FROM obligation",
            // A second adjustment of one obligation by one run.
            "INSERT INTO adjustment SELECT * FROM adjustment",
            // A second live attempt at one payment.
            "INSERT INTO bank_line SELECT county, batch, line + 100, number || 'x', run, person, benefit, part, area,
                amount, payee, holder, account, state, code, reason, answered_at, returned_at, revision
             FROM bank_line",
        ];
        for sql in refused {
            let answer = world.store.write(move |tx| tx.exec(sql, &[]));
            assert!(answer.is_err(), "{sql}");
        }
        let beyond = "UPDATE obligation SET paid = owed + 1, recovery = 'named'";
        assert!(world.store.write(move |tx| tx.exec(beyond, &[])).is_ok());
    });
}

#[test]
fn the_paper_is_void_when_a_line_changes_and_the_audit_ties() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 3, LUGU_VILLAGE);
        world.elders(3, 1, DAQIAO_VILLAGE);
        world.accounts(0, 4);
        let id = draw(world, &desk, "2026-11");
        let print = json!({ "run": id, "number": "冕民发〔2026〕11号" });
        world.submit(&desk.clerk, "audit.print", print.clone()).expect("printed");
        assert!(world.submit(&desk.clerk, "audit.print", print).is_err(), "a document number is used once");
        let paper = world.answer(&desk.clerk, "audit.dossier", json!({ "run": id }));
        assert_eq!(paper["total_words"], "壹佰元整");
        assert_eq!(
            (&paper["pages"][0]["running"], &paper["print"]["void_why"]),
            (&json!(10_000), &Value::Null)
        );
        let hold = json!({ "run": id, "person": world.person(1), "revision": 1, "why": "核查中" });
        world.submit(&desk.officer, "runs.hold-line", hold).expect("held");
        let paper = world.answer(&desk.clerk, "audit.dossier", json!({ "run": id }));
        assert_eq!(paper["print"]["void_why"], "audit-line-changed");
        assert_ne!(paper["print"]["checksum"], paper["checksum"]);
        approve(world, &desk, &id);
        let made = to_the_bank(world, &desk, &id);
        answer_all(world, &desk, &made["batch"], |_| "00");
        let pack = world.answer(&desk.clerk, "audit.pack", json!({ "benefit": BENEFIT, "month": "2026-11" }));
        assert_eq!(pack["ties"], true, "{}", pack["runs"]);
        assert_eq!(pack["runs"][0]["links"][5]["amount"], 7_500);
        // Somebody changes the books behind the program's back: the chain says where it breaks.
        world.sql("UPDATE bank_line SET amount = amount + 100");
        let pack = world.answer(&desk.clerk, "audit.pack", json!({ "benefit": BENEFIT, "month": "2026-11" }));
        assert_eq!(pack["ties"], false);
    });
}

/// One elder stood twice and was paid twice: the merge succeeds, and the double payment is brought in.
#[test]
fn merging_two_paid_records_opens_a_recovery() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 2, LUGU_VILLAGE);
        world.elders(2, 1, DAQIAO_VILLAGE);
        world.accounts(0, 3);
        paid_month(world, &desk, "2026-11");
        let (kept, closed) = (world.person(0), world.person(1));
        let merge = json!({ "person": kept, "closed": closed, "why": "同一人两份档案" });
        world.submit(&desk.clerk, "register.merge", merge).expect("merged");
        world.jobs("runs.on-people-merged");
        world.jobs("recovery.open");
        let cases = world.answer(&desk.clerk, "recovery.cases", json!({}));
        let case = &cases["rows"][0];
        assert_eq!((&case["reason"], &case["amount"]), (&json!("merged"), &json!(2_500)));
        assert_eq!(
            world.number("SELECT COUNT(*) FROM obligation WHERE paid > owed AND recovery IS NOT NULL"),
            1
        );
    });
}
