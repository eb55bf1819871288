//! Applications for benefits: from the window to the county's word and beyond it, by hand and by sheet.

use casebooks::cases::step::Told;
use people::{
    applications::decided::Decided,
    register::{
        bulk::Entry,
        draft::{Dated, Draft, Provenance},
    },
};
use platform::Actor;
use serde_json::{Value, json};

use super::{
    case, refused, step, text,
    workbook::{Workbook, jobs, sheet},
};
use crate::{
    money::{BENEFIT, LUGU, LUGU_VILLAGE, name},
    runs::{Desk, desk, draw, revision},
    world::{COUNTY_AREA, World, with_packs_changed},
};

const BOOK: &str = "benefit_application";

/// Somebody who turns 80 on the 20th of December, after the county began to pay.
fn elder(world: &World, at: i64) -> String {
    let draft = Draft {
        name: Some(name(at)),
        birth_date: Some("1946-12-20".parse().expect("a day")),
        registered: Some(Dated::new(LUGU_VILLAGE)),
        living: Some(Dated::new(LUGU_VILLAGE)),
        ..Draft::default()
    };
    let from = Provenance::default();
    world.register(vec![Entry { person: None, draft, from, day: "2026-01-01".parse().expect("a day") }]);
    world.person(at)
}

/// The allowance as a county has it that lets people apply for it in a case.
fn with_applications(story: impl Fn(&World)) {
    let by_case = "route = \"case\"\nbook = \"benefit_application\"\nmeasure = \"person.age\"";
    let file = "mianning/benefits/old_age_allowance.toml";
    with_packs_changed(&[(file, "measure = \"person.age\"", by_case)], story);
}

pub(super) struct Hands {
    pub(super) worker: Actor,
    pub(super) officer: Actor,
    pub(super) reviewer: Actor,
    pub(super) second: Actor,
    pub(super) clerk: Actor,
}

pub(super) fn hands(world: &World) -> Hands {
    let second = world.actor("county_reviewer", COUNTY_AREA);
    Hands {
        worker: world.actor("village_worker", LUGU_VILLAGE),
        officer: world.actor("township_officer", LUGU),
        reviewer: world.actor("county_reviewer", COUNTY_AREA),
        second: Actor { account: "second".into(), name: "second".into(), ..second },
        clerk: world.actor("county_clerk", COUNTY_AREA),
    }
}

fn apply(world: &World, actor: &Actor, person: &str) -> base::Result<Value> {
    let input = json!({ "person": person, "benefit": BENEFIT, "from": "village" });
    world.submit(actor, "applications.open", input)
}

/// Takes a step at the revision that stands.
fn take(world: &World, actor: &Actor, id: &str, name: &str, values: Value) -> base::Result<Value> {
    let stands = case(world, &world.actor("county_clerk", COUNTY_AREA), id).expect("seen");
    step(world, actor, id, stands["revision"].as_i64().expect("a revision"), name, values)
}

pub(super) fn took(world: &World, actor: &Actor, id: &str, name: &str, values: Value) {
    take(world, actor, id, name, values).unwrap_or_else(|why| panic!("{name}: {why:?}"));
}

/// From the opened case to a notice that hangs.
pub(super) fn noticed(world: &World, hands: &Hands, id: &str) {
    took(world, &hands.worker, id, "accept", json!({ "seen": ["identity", "alive"] }));
    let examined = json!({ "opinion": "agree", "examined_how": ["visit"], "examine_note": "属实" });
    took(world, &hands.officer, id, "examine", examined);
    let posted =
        json!({ "notice_number": "泸沽公示〔2026〕7号", "notice_from": "2026-11-22", "notice_days": 7 });
    took(world, &hands.officer, id, "post_notice", posted);
}

pub(super) fn decision(number: &str, why: &str) -> Value {
    json!({ "decision_number": number, "reasons": why })
}

fn delivered(on: &str) -> Value {
    json!({ "delivered_on": on, "delivered_how": "by_hand", "received_by": "本人" })
}

/// What stands of somebody among the entrants: state, mode, applied on.
fn entrants(world: &World, hands: &Hands, person: &str) -> Vec<(String, String, String)> {
    let all = world.answer(&hands.clerk, "entry.entrants", json!({ "per_page": 200 }));
    let rows = all["rows"].as_array().expect("rows").iter().filter(|it| it["person"] == person);
    rows.map(|it| (text(it, "state"), text(it, "mode"), text(it, "applied_on"))).collect()
}

fn entered(state: &str) -> Vec<(String, String, String)> {
    vec![(state.to_owned(), "case".to_owned(), "2026-11-22".to_owned())]
}

/// The county has begun to pay the benefit by this program, this month.
fn opened(world: &World, desk: &Desk) {
    let run = draw(world, desk, "2026-11");
    let input = json!({ "run": run, "revision": revision(world, desk, &run), "why": "重做" });
    world.submit(&desk.clerk, "runs.void", input).expect("void");
}

/// What the roll of December says of somebody: status, reason; nothing where they stand on no roll.
fn on_the_roll(world: &World, desk: &Desk, run: &str, person: &str) -> (String, String) {
    let lines = world.answer(&desk.clerk, "runs.lines", json!({ "run": run, "per_page": 200 }));
    let rows = lines["rows"].as_array().expect("lines");
    let line = rows.iter().find(|it| it["person"] == person);
    line.map(|line| (text(line, "status"), text(line, "reason"))).unwrap_or_default()
}

fn redraw(world: &World, desk: &Desk, run: &str) {
    let redraw = json!({ "run": run, "revision": revision(world, desk, run) });
    world.submit(&desk.clerk, "runs.redraw", redraw).expect("drawn again");
    world.jobs("runs.draw");
}

/// A letter of a case by its name, in Chinese.
fn letter(world: &World, hands: &Hands, id: &str, which: &str) -> String {
    let it = case(world, &hands.clerk, id).expect("seen");
    let letters = it["letters"].as_array().expect("letters").clone();
    let found = letters.iter().rev().find(|it| it["name"]["zh"] == which);
    text(&found.unwrap_or_else(|| panic!("no letter {which}: {letters:?}"))["text"], "zh")
}

#[test]
fn an_application_goes_from_the_window_to_the_decision_and_the_next_month_pays() {
    with_applications(|world| {
        let (desk, hands) = (desk(world), hands(world));
        world.elders(10, 1, LUGU_VILLAGE);
        opened(world, &desk);
        let elder = elder(world, 0);
        let roll = draw(world, &desk, "2026-12");
        assert_eq!(
            on_the_roll(world, &desk, &roll, &elder),
            ("ineligible".into(), "benefits-not-approved".into())
        );

        // Filled with what the register and the rules know, and once.
        let neighbour = world.actor("village_worker", "sc/liangshan/mianning/daqiao/daqiao/");
        assert!(apply(world, &neighbour, &elder).is_err(), "not the neighbour's elder");
        let id = text(&apply(world, &hands.worker, &elder).expect("opened"), "case");
        let it = case(world, &hands.worker, &id).expect("seen");
        let value = |name: &str| it["values"][name].clone();
        assert_eq!(
            [value("person_name"), value("engine_says"), value("engine_month"), value("engine_amount")],
            [json!(name(0)), json!("yes"), json!("2026-12"), json!(2_500)]
        );
        assert_eq!((value("came_by"), value("applied_on")), (json!("village"), json!("2026-11-22")));
        let twice = refused(apply(world, &hands.officer, &elder));
        assert_eq!(twice, [("values.benefit".to_owned(), "cases-open-already".to_owned())]);
        // What the program fills is typed by nobody.
        let typed = json!({ "case": id, "revision": 1, "values": { "engine_says": "no" } });
        assert_eq!(refused(world.submit(&hands.worker, "cases.edit", typed))[0].1, "cases-not-asked");

        // No two of taking in, examining and approving by one hand.
        took(world, &hands.officer, &id, "accept", json!({ "seen": ["identity"] }));
        let examined = json!({ "opinion": "agree", "examined_how": ["visit"] });
        let own = refused(take(world, &hands.officer, &id, "examine", examined.clone()));
        assert_eq!(own[0].1, "cases-needs-another-hand");
        let other = Actor { account: "other-officer".into(), ..hands.officer.clone() };
        took(world, &other, &id, "examine", examined);
        let notice =
            json!({ "notice_number": "泸沽公示〔2026〕7号", "notice_from": "2026-11-22", "notice_days": 7 });
        took(world, &other, &id, "post_notice", notice);

        // The public reads a first character; the notice hangs its seven days.
        let shown: Vec<(String,)> = world
            .store
            .read(|tx| tx.all("SELECT face FROM case_publication WHERE book = 'benefit_application'", &[]))
            .expect("what is public");
        assert!(shown[0].0.contains("王") && !shown[0].0.contains(&name(0)), "{shown:?}");
        let approve = || decision("冕民待遇〔2026〕1号", "十二月满八十岁，户口在本村");
        assert_eq!(refused(take(world, &hands.reviewer, &id, "approve", approve()))[0].1, "cases-not-yet");
        let objected = json!({ "objection": "说他已经迁走", "objected_on": "2026-11-22" });
        took(world, &hands.worker, &id, "object", objected);
        world.pass_days(7);
        let held = refused(take(world, &hands.reviewer, &id, "approve", approve()));
        assert_eq!(held[0].1, "cases-not-in-this-state", "an objection holds it");
        took(world, &hands.officer, &id, "dismiss", json!({ "objection_finding": "入户核查，仍在本村居住" }));
        let both = Actor { account: other.account.clone(), ..hands.reviewer.clone() };
        let own = refused(take(world, &both, &id, "approve", approve()));
        assert_eq!(own[0].1, "cases-needs-another-hand");

        // The county's word becomes an entrant by a job of its transaction, once.
        took(world, &hands.reviewer, &id, "approve", approve());
        assert!(entrants(world, &hands, &elder).is_empty());
        jobs(world);
        assert_eq!(entrants(world, &hands, &elder), entered("approved"));
        let it = case(world, &hands.clerk, &id).expect("seen");
        let told = Told {
            case: id.clone(),
            book: BOOK.to_owned(),
            step: "approve".to_owned(),
            subject: elder.clone(),
            values: it["values"].as_object().expect("values").clone(),
        };
        assert_eq!(world.work(&Decided(told)).expect("heard again")["came"], "same");
        let again = refused(apply(world, &hands.worker, &elder));
        assert_eq!(again[0].1, "applications-has-already");

        let read = letter(world, &hands, &id, "待遇批准决定书");
        for part in
            ["冕民待遇〔2026〕1号", "十二月满八十岁", "60日", "6个月", "行政复议", "行政诉讼", "印章处"]
        {
            assert!(read.contains(part), "{part}: {read}");
        }
        took(world, &hands.worker, &id, "deliver", delivered("2026-11-29"));
        let it = case(world, &hands.clerk, &id).expect("seen");
        assert_eq!(
            [&it["state"], &it["values"]["review_until"], &it["values"]["suit_until"]],
            ["granted", "2027-01-28", "2027-05-29"]
        );
        assert!(letter(world, &hands, &id, "送达回证").contains("直接送达"));

        redraw(world, &desk, &roll);
        assert_eq!(on_the_roll(world, &desk, &roll, &elder).0, "due");
        let explained = json!({ "person": elder, "month": "2026-12", "benefit": BENEFIT });
        let explained = world.answer(&hands.clerk, "benefits.explain", explained);
        assert_eq!(
            [&explained["explained"]["truth"], &explained["explained"]["months"]["applied_on"]],
            ["yes", "2026-11-22"]
        );
    });
}

#[test]
fn who_is_refused_appeals_in_time_and_another_hand_decides_again() {
    with_applications(|world| {
        let (desk, hands) = (desk(world), hands(world));
        opened(world, &desk);
        let elder = elder(world, 0);
        let id = text(&apply(world, &hands.worker, &elder).expect("opened"), "case");
        took(world, &hands.worker, &id, "accept", json!({ "seen": ["identity"] }));
        let examined = json!({ "opinion": "disagree", "examined_how": ["data"], "examine_note": "户籍不符" });
        took(world, &hands.officer, &id, "examine", examined);
        let posted = json!({ "notice_number": "1", "notice_from": "2026-11-22", "notice_days": 7 });
        assert_eq!(refused(take(world, &hands.officer, &id, "post_notice", posted))[0].1, "cases-not-yet");
        let unsaid = refused(take(world, &hands.reviewer, &id, "refuse", json!({ "decision_number": "2" })));
        assert_eq!(unsaid[0], ("values.reasons".to_owned(), "cases-needed".to_owned()));
        took(world, &hands.reviewer, &id, "refuse", decision("冕民待遇〔2026〕2号", "户口不在本县"));
        jobs(world);
        assert_eq!(entrants(world, &hands, &elder), entered("refused"));
        let roll = draw(world, &desk, "2026-12");
        assert_eq!(
            on_the_roll(world, &desk, &roll, &elder),
            ("ineligible".into(), "benefits-not-approved".into())
        );
        let read = letter(world, &hands, &id, "不予批准决定书");
        assert!(read.contains("户口不在本县") && read.contains("60日"), "{read}");

        took(world, &hands.worker, &id, "deliver_refusal", delivered("2026-11-22"));
        world.pass_days(61);
        let late =
            json!({ "appeal_way": "review", "appealed_on": "2027-01-22", "appeal_text": "请重新核查" });
        let late = refused(take(world, &hands.clerk, &id, "appeal", late));
        assert_eq!(late[0].1, "cases-check", "sixty days are over: {late:?}");
        let appeal =
            json!({ "appeal_way": "review", "appealed_on": "2027-01-21", "appeal_text": "请重新核查" });
        took(world, &hands.clerk, &id, "appeal", appeal);
        let result = json!({ "appeal_result": "redo", "appeal_number": "冕府复〔2027〕1号", "appeal_why": "事实不清" });
        assert_eq!(refused(take(world, &hands.clerk, &id, "keep", result.clone()))[0].1, "cases-not-yet");
        took(world, &hands.clerk, &id, "redo", result);
        let decided = || decision("冕民待遇〔2027〕3号", "经核实户口一直在本村");
        let same = refused(take(world, &hands.reviewer, &id, "approve_again", decided()));
        assert_eq!(same[0].1, "cases-needs-another-hand");
        took(world, &hands.second, &id, "approve_again", decided());
        jobs(world);
        assert_eq!(entrants(world, &hands, &elder), entered("approved"), "one row, turned");
    });
}

#[test]
fn an_objection_that_is_upheld_ends_in_a_refusal_and_a_withdrawal_in_none() {
    with_applications(|world| {
        let hands = hands(world);
        let (first, second) = (elder(world, 0), elder(world, 1));
        let id = text(&apply(world, &hands.worker, &first).expect("opened"), "case");
        noticed(world, &hands, &id);
        let objected = json!({ "objection": "已随子女迁往成都", "objected_on": "2026-11-22" });
        took(world, &hands.officer, &id, "object", objected);
        took(world, &hands.officer, &id, "uphold", json!({ "objection_finding": "已迁出" }));
        took(world, &hands.reviewer, &id, "refuse", decision("冕民待遇〔2026〕4号", "户口已迁出"));
        let other = text(&apply(world, &hands.worker, &second).expect("opened"), "case");
        took(world, &hands.worker, &other, "withdraw", json!({ "reasons": "本人不愿意" }));
        jobs(world);
        assert_eq!(entrants(world, &hands, &first), entered("refused"));
        assert_eq!(entrants(world, &hands, &second), entered("declined"));
        // Who withdrew or was refused may apply again at any time.
        apply(world, &hands.worker, &second).expect("opened anew");
        let page = world.answer(&hands.worker, "applications.of-person", json!({ "person": second }));
        let allowance =
            page["benefits"].as_array().expect("benefits").iter().find(|it| it["benefit"] == BENEFIT);
        assert_eq!(allowance.expect("it")["against"], "applications-open-already");
        assert_eq!(page["cases"].as_array().map(Vec::len), Some(2));
    });
}

#[test]
fn applications_that_come_by_a_sheet_lead_to_the_same_entrants() {
    with_applications(|world| {
        let hands = hands(world);
        let people: Vec<String> = (0..3).map(|at| elder(world, at)).collect();
        apply(world, &hands.worker, &people[2]).expect("opened by hand");
        let out = json!({ "list": { "book": BOOK }, "purpose": "导入", "words": {} });
        let out = world.submit(&hands.officer, "cases.export", out).expect("exported");
        let mut book = Workbook::read(&out["content"]);
        for (at, person) in people.iter().enumerate() {
            let subject = format!("#{person}");
            let name = name(at as i64);
            book.add(&[
                ("subject", &subject),
                ("field.benefit", "高龄津贴"),
                ("field.person_name", &name),
                ("field.applied_on", "2026-11-22"),
                ("field.came_by", "批量导入"),
                ("field.applicant", "本人"),
            ]);
        }
        let input = json!({ "book": BOOK, "name": "申请.xlsx", "content": book.bytes() });
        let taken = world.submit(&hands.officer, "cases.take-sheet", input).expect("taken in");
        jobs(world);
        let plan = sheet(world, &hands.officer, &taken["sheet"], json!({}));
        assert_eq!([&plan["counts"]["new"], &plan["counts"]["wrong"]], [2, 1], "one is open already: {plan}");
        let input = json!({ "sheet": plan["sheet"], "revision": plan["revision"] });
        world.submit(&hands.officer, "cases.commit-sheet", input).expect("committed");
        jobs(world);
        for (at, person) in people[..2].iter().enumerate() {
            let page = world.answer(&hands.worker, "applications.of-person", json!({ "person": person }));
            let id = text(&page["cases"][0], "id");
            noticed(world, &hands, &id);
            assert_eq!(page["cases"].as_array().map(Vec::len), Some(1), "{at}");
        }
        world.pass_days(7);
        for (at, person) in people[..2].iter().enumerate() {
            let page = world.answer(&hands.worker, "applications.of-person", json!({ "person": person }));
            let number = format!("冕民待遇〔2026〕{}号", 10 + at);
            let id = text(&page["cases"][0], "id");
            took(world, &hands.reviewer, &id, "approve", decision(&number, "符合条件"));
        }
        jobs(world);
        for person in &people[..2] {
            assert_eq!(entrants(world, &hands, person), entered("approved"));
        }
        assert!(entrants(world, &hands, &people[2]).is_empty());
    });
}
