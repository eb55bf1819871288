//! How a county begins: the rolls of before are taken in as they were, what was left open is paid once,
//! accounts come from a list, and a month beside the old way posts nothing.

use base::Error;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use people::{
    intake::{ask::OneFile, check::CheckWork, commit::CommitWork, wrong::WrongRows},
    register::{
        bulk::Entry,
        draft::{Dated, Draft, Provenance},
    },
};
use platform::{Actor, jobs::Runner};
use serde_json::{Value, json};

use crate::{
    intake::number,
    money::{BENEFIT, LUGU_VILLAGE, name},
    runs::{approve, base64, desk, draw, run, to_the_bank},
    world::{COUNTY_AREA, World, everybody, on_each_database},
};

/// Uploads a list of the bank and has it checked; answers the file.
fn checked(world: &World, clerk: &Actor, list: &str, text: &str) -> String {
    let upload = json!({ "name": format!("{list}.csv"), "content": base64(text.as_bytes()), "list": list,
        "declared": "additions", "area": COUNTY_AREA, "source": "bank", "as_of": "2026-11-01" });
    let uploaded = world.submit(clerk, "intake.upload", upload).expect("uploaded");
    let file = uploaded["file"].as_str().expect("an id").to_owned();
    world.submit(clerk, "intake.check", json!({ "file": file })).expect("the check starts");
    world.work(&CheckWork { file: file.clone() }).expect("checked");
    file
}

/// Takes a list of the bank in, as a clerk does; answers the file.
pub(crate) fn take_in(world: &World, clerk: &Actor, list: &str, text: &str) -> String {
    let file = checked(world, clerk, list, text);
    let counts = commit(world, clerk, &file);
    assert_eq!(counts["doubtful"], 0, "{counts}");
    file
}

fn commit(world: &World, clerk: &Actor, file: &str) -> Value {
    let page = world.ask(clerk, OneFile { file: file.to_owned() }).expect("the file");
    let input = json!({ "file": file, "revision": page.file.revision });
    world.submit(clerk, "intake.commit", input).expect("the commit starts");
    world.work(&CommitWork { file: file.to_owned() }).expect("taken in")
}

/// What the job of a kind came to, run now.
pub(crate) fn taken(world: &World, kind: &'static str, verb: &str, clerk: &Actor, file: &str) -> Value {
    let mut input = json!({ "file": file });
    if kind == "runs.take-roll" {
        input["benefit"] = json!(BENEFIT);
    }
    world.submit(clerk, verb, input).expect("the job starts");
    world.jobs_answer(kind)
}

/// How a list names one of the elders of these stories: the number, the township, the village.
pub(crate) fn who(at: i64) -> String {
    format!("{},泸沽镇,安宁村", id_number(at))
}

fn id_number(at: i64) -> String {
    number(&format!("{}-03-0{}", 1940 + at % 3, 1 + at % 9), 1 + 2 * at as u32)
}

/// Elders with numbers, as lists name them.
pub(crate) fn numbered(world: &World, count: i64) {
    let entry = |at: i64| {
        let draft = Draft {
            name: Some(name(at)),
            number: Some(id_number(at)),
            registered: Some(Dated::new(LUGU_VILLAGE)),
            living: Some(Dated::new(LUGU_VILLAGE)),
            ..Draft::default()
        };
        let day = "2026-01-01".parse().expect("a day");
        Entry { person: None, draft, from: Provenance::default(), day }
    };
    world.register((0..count).map(entry).collect());
}

#[test]
fn old_rolls_are_reconciled_and_not_decided_again() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 3, LUGU_VILLAGE);
        world.accounts(0, 3);
        let [paid, other, open] = [world.person(0), world.person(1), world.person(2)];
        let import = |month: &str, rows: Value, total: i64| {
            let input = json!({ "benefit": BENEFIT, "month": month, "rows": rows, "paid_total": total });
            world.submit(&desk.clerk, "runs.import-history", input)
        };
        let row = |person: &str, amount: i64, paid: bool| json!({ "person": person, "amount": amount, "paid": paid });
        // The old way paid 30 yuan where the rules say 25: it was paid, and it stands.
        let september =
            || json!([row(&paid, 3_000, true), row(&other, 2_500, true), row(&open, 2_500, false)]);
        let wrong = import("2026-09", september(), 5_000).expect_err("the rows come to 55 yuan");
        assert_eq!(wrong.faults()[0].key, "runs-history-total");
        let twice = json!([row(&paid, 2_500, true), row(&paid, 2_500, true), row("nobody", 2_500, true)]);
        let keys: Vec<String> = import("2026-09", twice, 7_500)
            .expect_err("wrong")
            .faults()
            .iter()
            .map(|it| it.key.to_string())
            .collect();
        assert_eq!(keys, ["runs-history-twice", "runs-history-unknown"]);
        let answer = import("2026-09", september(), 5_500).expect("entered");
        assert_eq!((&answer["paid"], &answer["arrears"]), (&json!(5_500), &json!(2_500)));
        let again = import("2026-09", september(), 5_500).expect_err("it stands already");
        assert_eq!(again.faults()[0].key, "runs-history-stands");
        import(
            "2026-10",
            json!([row(&paid, 2_500, true), row(&other, 2_500, true), row(&open, 2_500, true)]),
            7_500,
        )
        .expect("entered");
        assert!(import("2024-10", json!([row(&paid, 2_500, true)]), 2_500).is_err(), "too long ago");

        let id = draw(world, &desk, "2026-11");
        let figures = run(world, &desk, &id)["figures"].clone();
        assert_eq!(
            (&figures["new"], &figures["changed"], &figures["due"]),
            (&json!(0), &json!(0), &json!(3))
        );
        assert_eq!(
            (&figures["amount"], &figures["arrears"], &figures["prior"]),
            (&json!(7_500), &json!(2_500), &json!(0))
        );
        approve(world, &desk, &id);
        assert_eq!(
            world.number("SELECT COUNT(*) FROM obligation WHERE recovery IS NOT NULL"),
            0,
            "nothing is claimed back"
        );
        let made = to_the_bank(world, &desk, &id);
        assert_eq!(made["amount"], 10_000);
        // What is owed and paid agrees with the ledger, the history with it.
        assert_eq!(world.number("SELECT CAST(SUM(owed) AS BIGINT) FROM obligation"), 23_000);
        assert_eq!(world.number("SELECT CAST(SUM(paid) AS BIGINT) FROM obligation"), 13_000);
        let next = draw(world, &desk, "2026-12");
        assert_eq!(run(world, &desk, &next)["figures"]["arrears"], 0, "arrears are paid once");
    });
}

#[test]
fn lists_of_accounts_of_paid_rolls_and_of_arrears_are_taken() {
    on_each_database(|world| {
        let desk = desk(world);
        numbered(world, 3);
        let head = "姓名,身份证号,乡镇,村,户名,与老人关系,银行账号,开户行\r\n";
        let account = |at: i64| format!("{},{},{},,8811{at:014},农村信用社\r\n", name(at), who(at), name(at));
        let agent = format!("{},{},张大力,子女,88119999999999,农村信用社\r\n", name(2), who(2));
        let file =
            take_in(world, &desk.clerk, "payees", &format!("{head}{}{}{agent}", account(0), account(1)));
        let proposed = taken(world, "payees.take-list", "payees.take-list", &desk.clerk, &file);
        assert_eq!(proposed["proposed"], 3);
        let both = Actor { rights: desk.reviewer.rights.clone(), ..desk.clerk.clone() };
        let own = world.submit(&both, "payees.check-list", json!({ "file": file }));
        assert!(matches!(own, Err(Error::Denied(_))), "whoever took the list in does not check it");
        assert_eq!(
            world.submit(&desk.reviewer, "payees.check-list", json!({ "file": file })).expect("checked"),
            3
        );
        assert_eq!(world.number("SELECT COUNT(*) FROM payee WHERE kind = 'agent' AND state = 'checked'"), 1);

        let head = "姓名,身份证号,乡镇,村,金额,发放月份\r\n";
        let roll =
            format!("{head}{},{},25.00,2026-10\r\n{},{},25,2026年10月\r\n", name(0), who(0), name(1), who(1));
        let file = take_in(world, &desk.clerk, "roll", &roll);
        let answer = taken(world, "runs.take-roll", "runs.take-roll", &desk.clerk, &file);
        assert_eq!((&answer["months"][0]["rows"], &answer["months"][0]["paid"]), (&json!(2), &json!(5_000)));

        // Arrears: one whose sum is what the rules say, one whose is not, one nobody can read.
        let head = "姓名,身份证号,乡镇,村,起始年月,截止年月,月数,金额,原因\r\n";
        let list = format!(
            "{head}{},{},2026-08,2026-10,3,75.00,未及时登记\r\n{},{},2026-08,2026-09,2,80.00,资料补正\r\n{},{},2026-09,2026-08,2,50,\r\n",
            name(2),
            who(2),
            name(1),
            who(1),
            name(0),
            who(0)
        );
        let file = take_in(world, &desk.clerk, "arrears", &list);
        let answer = taken(world, "runs.take-roll", "runs.take-roll", &desk.clerk, &file);
        let months: Vec<(i64, i64)> = answer["months"]
            .as_array()
            .expect("months")
            .iter()
            .map(|it| (it["rows"].as_i64().expect("rows"), it["arrears"].as_i64().expect("fen")))
            .collect();
        assert_eq!(months, [(2, 2_500 + 4_000), (2, 2_500 + 4_000), (1, 2_500)], "{answer}");
        let different = &answer["differences"];
        assert_eq!(
            different,
            &json!([{ "person": world.person(1), "list": 8_000, "decided": 5_000 }]),
            "the list stands, and the difference is told"
        );

        let id = draw(world, &desk, "2026-11");
        let figures = &run(world, &desk, &id)["figures"];
        assert_eq!((&figures["arrears"], &figures["arrears_persons"]), (&json!(15_500), &json!(2)));
        approve(world, &desk, &id);
        let made = to_the_bank(world, &desk, &id);
        assert_eq!((&made["lines"], &made["without_payee"]), (&json!(5), &json!([])));
    });
}

#[test]
fn a_roll_whose_own_total_differs_is_held_and_who_is_not_found_is_told() {
    on_each_database(|world| {
        let desk = desk(world);
        numbered(world, 2);
        let head = "姓名,身份证号,乡镇,村,金额,发放月份\r\n";
        let stranger = format!("{},{},30.00,2026-10\r\n", name(7), who(7));
        // No month: it can be in no month's history.
        let undated = format!("{},{},5.00,\r\n", name(1), who(1));
        let roll = |total: &str| {
            let rows: String =
                (0..2).map(|at| format!("{},{},25.00,2026-10\r\n", name(at), who(at))).collect();
            format!("{head}{rows}{stranger}{stranger}{undated}小计,,,,50.00,\r\n合计,,,,{total},\r\n")
        };
        let file = take_in(world, &desk.clerk, "roll", &roll("200.00"));
        let input = json!({ "file": file, "benefit": BENEFIT });
        let held = world.submit(&desk.clerk, "runs.take-roll", input).expect_err("200 is not 115");
        let fault = &held.faults()[0];
        assert_eq!((fault.key.as_ref(), fault.path.as_ref()), ("intake-total-differs", "paid_total"));
        let said: Vec<String> = fault.args.iter().map(|it| format!("{it:?}")).collect();
        assert!(said.iter().any(|it| it.contains("200.00")) && said.iter().any(|it| it.contains("115.00")));
        let page = world.ask(&desk.clerk, OneFile { file: file.clone() }).expect("the file");
        assert_eq!(page.total_differs.map(|it| (it.said.0, it.rows.0)), Some((20_000, 11_500)));
        let knowing = |total: i64| {
            let input = json!({ "file": file, "benefit": BENEFIT, "paid_total": total });
            world.submit(&desk.clerk, "runs.take-roll", input)
        };
        let wrong = knowing(20_000).expect_err("the rows do not come to what is said");
        assert_eq!(wrong.faults()[0].key, "intake-total-said");
        assert_eq!(world.count_of("obligation"), 0);
        knowing(11_500).expect("the clerk knows that the total is wrong");
        // By the queue, which writes the job's end into the journal.
        let ends = world.run_jobs(&mut Runner::new("one".into(), everybody));
        assert!(ends.iter().all(|it| *it == "done"), "{ends:?}");
        let answers: Vec<(String,)> = world
            .store
            .read(|tx| tx.all("SELECT answer FROM job WHERE kind = 'runs.take-roll'", &[]))
            .expect("the answer");
        let answer: Value = serde_json::from_str(&answers[0].0).expect("JSON");
        assert_eq!(answer["left"], json!({ "rows": 3, "amount": 6_500 }), "{answer}");
        let id = answer["months"][0]["run"].as_str().expect("a run");
        let shown = run(world, &desk, id);
        assert_eq!(shown["list"], json!({ "file": file, "left_rows": 2, "left": 6_000 }), "the month's own");
        let told =
            "SELECT COUNT(*) FROM journal_entry WHERE verb IN ('runs.take-roll', 'runs.import-history')
            AND detail LIKE '%\"left_rows\":%'";
        assert_eq!(world.number(told), 2, "the job and the month tell what is left out");
        let wrong = WrongRows { file: file.clone(), words: [].into(), heading: None };
        let wrong = world.ask(&desk.clerk, wrong).expect("what is left out");
        assert_eq!(wrong.rows, 3, "each is there to be mended");
        let book =
            sheets::read(&wrong.name, &STANDARD.decode(wrong.content).expect("bytes")).expect("a book");
        let reasons: Vec<String> = (1..4).map(|at| book.sheets[0].rows[at].text(6).to_owned()).collect();
        assert!(reasons[0].contains("intake-person-unknown"), "{reasons:?}");
        assert!(reasons[1].contains("intake-person-unknown"), "{reasons:?}");
        assert!(reasons[2].contains("intake-roll-month"), "{reasons:?}");

        // A total that agrees asks nobody, and mended rows are entered beside what stands.
        let mended = format!("{head}{},{},5.00,2026-09\r\n合计,,,,5.00,\r\n", name(1), who(1));
        let file = take_in(world, &desk.clerk, "roll", &mended);
        let answer = taken(world, "runs.take-roll", "runs.take-roll", &desk.clerk, &file);
        assert_eq!(answer["left"], json!({ "rows": 0, "amount": 0 }));
    });
}

#[test]
fn a_row_about_money_is_judged_again_when_its_person_has_moved() {
    on_each_database(|world| {
        let desk = desk(world);
        numbered(world, 3);
        world.pass_seconds(1);
        let row = |at: i64| format!("{},{},25.00,2026-10\r\n", name(at), who(at));
        let roll = format!("姓名,身份证号,乡镇,村,金额,发放月份\r\n{}{}{}", row(0), row(1), row(2));
        let file = checked(world, &desk.clerk, "roll", &roll);
        let same = "SELECT COUNT(*) FROM intake_row WHERE verdict = 'same'";
        assert_eq!((world.number(same), world.count_of("intake_review")), (3, 0));
        // Since then somebody else came with the second one's number, and the third has another.
        world.pass_seconds(1);
        let said = |person: Option<String>, at: i64, number: String| {
            let registered = Some(Dated::new(LUGU_VILLAGE));
            let draft = Draft { name: Some(name(at)), number: Some(number), registered, ..Draft::default() };
            let day = "2026-01-01".parse().expect("a day");
            Entry { person, draft, from: Provenance::default(), day }
        };
        let third = Some(world.person(2));
        world.register(vec![said(None, 1, id_number(1)), said(third, 2, number("1950-01-01", 77))]);
        let counts = commit(world, &desk.clerk, &file);
        let [same, doubtful, unknown] = ["same", "doubtful", "unknown"].map(|it| counts[it].clone());
        assert_eq!((same, doubtful, unknown), (json!(1), json!(1), json!(1)), "{counts}");
        let taken = "SELECT COUNT(*) FROM intake_row WHERE committed_at IS NOT NULL";
        assert_eq!((world.number(taken), world.count_of("intake_review")), (1, 1));
    });
}

#[test]
fn a_shadow_month_posts_nothing() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 3, LUGU_VILLAGE);
        let open = json!({ "benefit": BENEFIT, "month": "2026-11", "shadow": true });
        let shadow = world.submit(&desk.clerk, "runs.open", open).expect("opened");
        world.jobs("runs.draw");
        let id = shadow["run"].as_str().expect("an id").to_owned();
        assert!(shadow["batch"].as_str().expect("a batch").contains("-S"));
        let beside = run(world, &desk, &id);
        assert_eq!((&beside["kind"], &beside["figures"]["due"]), (&json!("shadow"), &json!(3)));
        let confirm = world.submit(&desk.lugu, "runs.confirm", json!({ "run": id, "area": desk.lugu.area }));
        assert!(matches!(confirm, Err(Error::Conflict(_))));
        let approve_it = json!({ "run": id, "revision": beside["revision"], "leave_late": true });
        assert!(matches!(world.submit(&desk.reviewer, "runs.approve", approve_it), Err(Error::Conflict(_))));
        let same = world.answer(&desk.clerk, "runs.verify", json!({ "run": id }));
        assert_eq!(same["same"], true, "{same}");
        for table in ["obligation", "instruction", "ledger_transfer", "task", "benefit_opening"] {
            assert_eq!(world.count_of(table), 0, "{table}");
        }
        // The month itself is as if the shadow had not been.
        let real = draw(world, &desk, "2026-11");
        assert_eq!(run(world, &desk, &real)["figures"], beside["figures"]);
        approve(world, &desk, &real);
        assert_eq!((world.count_of("obligation"), world.count_of("instruction")), (3, 3));
    });
}
