//! Late news: what nobody found out in time, whom nobody saw, deaths told late and deaths that were
//! none. Suspended is not stopped: what was held back is paid once it is known.

use base::Error;
use people::{
    register::{
        bulk::Entry,
        draft::{Dated, Death, Draft, Provenance},
    },
    runs::post::Post,
};
use platform::tasks::ask::{Inbox, TaskRow};
use serde_json::{Value, json};

use crate::{
    money::{BENEFIT, LUGU_VILLAGE, name},
    runs::{Desk, approve, desk, draw, paid_month, revision, run},
    world::{World, on_each_database, with_packs_changed},
};

/// The figures of a run.
fn figures(world: &World, desk: &Desk, id: &str) -> Value {
    run(world, desk, id)["figures"].clone()
}

/// Somebody's line of a roll.
fn line(world: &World, desk: &Desk, run: &str, person: &str) -> Value {
    let lines = world.answer(&desk.clerk, "runs.lines", json!({ "run": run, "per_page": 200 }));
    let rows = lines["rows"].as_array().expect("lines");
    rows.iter().find(|it| it["person"] == person).unwrap_or_else(|| panic!("a line: {lines}")).clone()
}

/// Approves a run with what goes beyond one hand, and puts it in force.
fn approve_twice(world: &World, desk: &Desk, id: &str) {
    approve(world, desk, id);
    if run(world, desk, id)["step"] == "second" {
        let input = json!({ "run": id, "revision": revision(world, desk, id) });
        world.submit(&desk.second, "runs.approve-arrears", input).expect("approved by another");
        world.work(&Post { run: id.to_owned(), persons: None }).expect("posted");
    }
}

fn tasks(world: &World, kind: &str) -> Vec<TaskRow> {
    let worker = world.actor("village_worker", LUGU_VILLAGE);
    let rows = world.ask(&worker, Inbox { whose: platform::tasks::ask::Whose::All, ..Inbox::default() });
    rows.expect("an inbox").rows.into_iter().filter(|it| it.kind == kind).collect()
}

/// Says something of somebody, as a list would.
fn say(world: &World, person: &str, day: &str, draft: Draft) {
    let from = Provenance { source: "township".into(), basis: "花名册".into() };
    let day = day.parse().expect("a day");
    world.register(vec![Entry { person: Some(person.to_owned()), draft, from, day }]);
}

/// A county whose allowance asks for a fact that no list tells.
const ASKS_MORE: [(&str, &str, &str); 1] = [(
    "mianning/benefits/old_age_allowance.toml",
    "person.registered_here\"",
    "person.registered_here && !support.centralised\"",
)];

#[test]
fn unknown_stops_nobody_and_is_suspended_only_when_long_overdue() {
    with_packs_changed(&ASKS_MORE, |world| {
        let desk = desk(world);
        world.elders(0, 2, LUGU_VILLAGE);
        let (paid, new) = (world.person(0), world.person(1));
        let history = json!({ "benefit": BENEFIT, "month": "2026-10", "paid_total": 2_500,
            "rows": [{ "person": paid, "amount": 2_500, "paid": true }] });
        world.submit(&desk.clerk, "runs.import-history", history).expect("entered");
        let first = draw(world, &desk, "2026-11");
        let it = figures(world, &desk, &first);
        assert_eq!(
            (&it["due"], &it["due_unknown"], &it["pending"]),
            (&json!(1), &json!(1), &json!(1)),
            "{it}"
        );
        let open = tasks(world, "verify-fact");
        assert_eq!((open.len(), open[0].due_on.to_string().as_str()), (2, "2026-12-22"));
        approve(world, &desk, &first);

        // A day overdue the two are reminded, once, and the one is paid on.
        world.pass_days(31);
        world.night();
        world.pass_days(1);
        world.night();
        assert_eq!(world.number("SELECT COUNT(*) FROM notice WHERE message = 'fact-reminded'"), 2);
        assert_eq!(tasks(world, "verify-fact").iter().map(|it| it.priority).collect::<Vec<_>>(), [1, 1]);
        let second = draw(world, &desk, "2026-12");
        assert_eq!(line(world, &desk, &second, &paid)["status"], "due");
        approve(world, &desk, &second);

        // As long overdue as the pack says, what is paid is suspended; who waits, waits.
        world.pass_days(60);
        world.night();
        let third = draw(world, &desk, "2027-02");
        let held = line(world, &desk, &third, &paid);
        assert_eq!(
            (&held["status"], &held["reason"]),
            (&json!("suspended"), &json!("runs-held-fact-overdue"))
        );
        assert_eq!(line(world, &desk, &third, &new)["status"], "pending");
        approve(world, &desk, &third);

        // Found out: they are not cared for by the state. The task closes by itself, all is paid.
        let ended = Dated {
            value: "destitute_central".into(),
            from: Some("2020-01-01".parse().expect("a day")),
            to: Some("2021-01-01".parse().expect("a day")),
        };
        for person in [&paid, &new] {
            say(world, person, "2027-02-20", Draft { hardship: vec![ended.clone()], ..Draft::default() });
        }
        world.pass_days(1);
        world.night();
        assert!(tasks(world, "verify-fact").is_empty());
        assert_eq!(world.number("SELECT COUNT(*) FROM hold WHERE ended_at IS NULL"), 0);
        let fourth = draw(world, &desk, "2027-03");
        let (resumed, entered) = (line(world, &desk, &fourth, &paid), line(world, &desk, &fourth, &new));
        assert_eq!((&resumed["change"], &resumed["status"]), (&json!("resumed"), &json!("due")));
        // January was never drawn and February was held back.
        assert_eq!((&resumed["amount"], &resumed["arrears"]), (&json!(2_500), &json!(5_000)));
        assert_eq!((&entered["change"], &entered["arrears"]), (&json!("new"), &json!(10_000)));
    });
}

#[test]
fn proof_of_life_is_silent_first_then_asked_step_by_step() {
    let sooner = [("national/recovery.toml", "silent_days = 365", "silent_days = 30")];
    with_packs_changed(&sooner, |world| {
        let desk = desk(world);
        world.elders(0, 4, LUGU_VILLAGE);
        world.accounts(0, 4);
        paid_month(world, &desk, "2026-11");
        let [asked, ill, visited] = [world.person(0), world.person(1), world.person(2)];
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        world.night();
        assert!(tasks(world, "prove-life").is_empty(), "the roll itself was confirmed this month");
        world.pass_days(6);
        // The dead are asked nothing.
        world.died(&world.person(3), "2026-11-25");
        let stay = json!({ "person": ill, "event": "hospital", "day": "2026-11-26", "until": "2026-11-27" });
        world.submit(&worker, "register.record-event", stay).expect("recorded");
        let prove = |person: &str, way: &str, day: &str| {
            let input = json!({ "person": person, "way": way, "day": day, "evidence": "走访记录" });
            world.submit(&worker, "recovery.prove-life", input)
        };
        prove(&visited, "visit", "2026-11-28").expect("seen");
        assert!(matches!(prove(&asked, "visit", "2026-11-29"), Err(Error::Invalid(_))), "not yet come");

        // Day 31 of the month of opening: only the one nobody has heard of is asked, by telephone.
        world.pass_days(4);
        world.night();
        let ways = || {
            let open = tasks(world, "prove-life");
            assert_eq!(open.len(), 1, "{open:?}");
            assert_eq!(open[0].subject_id, asked);
            open[0].detail["ways"].clone()
        };
        assert_eq!(ways(), json!(["phone", "video"]));
        for (days, want) in [(10, json!(["relative"])), (3, json!(["relative"])), (7, json!(["call"]))] {
            // The others are seen again, each in time.
            world.pass_days(days);
            let today = world.now().day().to_string();
            prove(&ill, "service", &today).expect("seen");
            prove(&visited, "vaccination", &today).expect("seen");
            world.night();
            assert_eq!(ways(), want);
        }
        world.pass_days(10);
        world.night();
        assert_eq!(world.number("SELECT COUNT(*) FROM notice WHERE message = 'proof-reminded'"), 1);
        assert_eq!(world.number("SELECT COUNT(*) FROM hold WHERE ended_at IS NULL"), 0);
        let due = draw(world, &desk, "2026-12");
        assert_eq!(line(world, &desk, &due, &asked)["status"], "due", "reminded, and paid on");
        approve(world, &desk, &due);
        world.pass_days(30);
        for person in [&ill, &visited] {
            prove(person, "visit", &world.now().day().to_string()).expect("seen");
        }
        world.night();
        assert_eq!(world.number("SELECT COUNT(*) FROM notice WHERE message = 'proof-suspended'"), 1);
        let held = draw(world, &desk, "2027-01");
        assert_eq!(line(world, &desk, &held, &asked)["reason"], "runs-held-proof-overdue");
        assert_eq!(figures(world, &desk, &held)["due"], 2);
        approve(world, &desk, &held);

        // Seen at last: what was held back is paid.
        prove(&asked, "video", &world.now().day().to_string()).expect("seen");
        assert!(tasks(world, "prove-life").is_empty());
        let next = draw(world, &desk, "2027-02");
        let it = line(world, &desk, &next, &asked);
        assert_eq!(
            (&it["change"], &it["amount"], &it["arrears"]),
            (&json!("resumed"), &json!(2_500), &json!(2_500))
        );
    });
}

#[test]
fn a_death_told_late_is_suspended_then_stopped_and_brought_back_by_segments() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(1, 2, LUGU_VILLAGE);
        // Ninety in November: 25 yuan until October, 100 from then on.
        let draft = Draft {
            name: Some(name(0)),
            birth_date: Some("1936-11-10".parse().expect("a day")),
            registered: Some(Dated::new(LUGU_VILLAGE)),
            living: Some(Dated::new(LUGU_VILLAGE)),
            ..Draft::default()
        };
        let day = "2026-01-01".parse().expect("a day");
        world.register(vec![Entry { person: None, draft, from: Provenance::default(), day }]);
        world.accounts(0, 3);
        let elder = world.person(0);
        for month in ["2026-09", "2026-10", "2026-11"] {
            paid_month(world, &desk, month);
        }
        world.pass_days(10);
        let told = json!({ "person": elder, "day": "2026-08-20" });
        world
            .submit(&world.actor("village_worker", LUGU_VILLAGE), "register.record-death", told)
            .expect("told");
        assert_eq!(tasks(world, "verify-death").len(), 1);
        let december = draw(world, &desk, "2026-12");
        let it = line(world, &desk, &december, &elder);
        assert_eq!((&it["status"], &it["reason"]), (&json!("suspended"), &json!("runs-held-death-reported")));
        approve(world, &desk, &december);
        assert_eq!(world.number("SELECT COUNT(*) FROM obligation WHERE recovery IS NOT NULL"), 0);

        world.pass_days(10);
        let proof = json!({ "person": elder, "day": "2026-08-20", "proof": "火化证明" });
        world.submit(&desk.clerk, "register.confirm-death", proof).expect("confirmed");
        let january = draw(world, &desk, "2027-01");
        assert_eq!(line(world, &desk, &january, &elder)["change"], "stopped");
        approve(world, &desk, &january);
        world.jobs("recovery.open");
        let case = &world.answer(&desk.clerk, "recovery.cases", json!({}))["rows"][0];
        assert_eq!((&case["reason"], &case["amount"]), (&json!("death"), &json!(15_000)));
        let case = world.answer(&desk.clerk, "recovery.case", json!({ "recovery": case["id"] }));
        let segment = |at: usize| {
            let it = &case["segments"][at];
            (it["from"].clone(), it["months"].clone(), it["rate"].clone(), it["amount"].clone())
        };
        assert_eq!(segment(0), (json!("2026-09"), json!(2), json!(2_500), json!(5_000)));
        assert_eq!(segment(1), (json!("2026-11"), json!(1), json!(10_000), json!(10_000)));
        // Nobody else's money is touched.
        assert_eq!(figures(world, &desk, &january)["amount"], 5_000);
        // Wrong hands: a village worker neither receives money nor gives it up.
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        let give_up =
            json!({ "recovery": case["id"], "revision": 1, "amount": 100, "why": "x", "document": "y" });
        assert!(matches!(world.submit(&worker, "recovery.ask-write-off", give_up), Err(Error::Denied(_))));
        // Drawn on after a death: it is looked into as fraud, with what the recovery knows, once.
        assert!(
            case["fraud_ways"].as_array().is_some_and(|it| it.iter().any(|it| it["id"] == "after_death"))
        );
        let suspect = json!({ "recovery": case["id"], "how": "after_death", "suspect": "王长子（儿子）",
            "facts": "八月去世，十一月仍从账户取款" });
        for (field, wrong) in [("how", "no_such"), ("suspect", " "), ("facts", "")] {
            let mut input = suspect.clone();
            input[field] = json!(wrong);
            assert!(world.submit(&desk.clerk, "recovery.suspect", input).is_err(), "{field}");
        }
        let opened = world.submit(&desk.clerk, "recovery.suspect", suspect.clone()).expect("opened");
        assert!(matches!(world.submit(&desk.clerk, "recovery.suspect", suspect), Err(Error::Conflict(_))));
        let kept = world.answer(&desk.clerk, "cases.of-subject", json!({ "kind": "person", "id": elder }));
        let fraud = kept.as_array().unwrap().iter().find(|it| it["id"] == opened["case"]).expect("kept");
        assert_eq!(
            (&fraud["values"]["amount"], &fraud["values"]["benefit"], &fraud["values"]["recovery"]),
            (&json!(15_000), &json!(BENEFIT), &case["number"])
        );
        assert_eq!(fraud["values"]["from_month"], "2026-09");
    });
}

#[test]
fn a_death_that_was_none_is_paid_on_with_back_pay() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(0, 2, LUGU_VILLAGE);
        world.accounts(0, 2);
        let elder = world.person(0);
        paid_month(world, &desk, "2026-11");
        let death =
            Death {
                day: "2026-11-15".parse().expect("a day"), confirmed: true, proof: "村级证明".into()
            };
        say(world, &elder, "2026-11-20", Draft { death: Some(death), ..Draft::default() });
        let december = draw(world, &desk, "2026-12");
        assert_eq!(line(world, &desk, &december, &elder)["change"], "stopped");
        approve(world, &desk, &december);
        world.pass_days(40);
        let wrong = json!({ "person": elder, "event": "death", "why": "同名同姓，本人健在" });
        world.submit(&desk.clerk, "register.retract-event", wrong).expect("retracted");
        let january = draw(world, &desk, "2027-01");
        let it = line(world, &desk, &january, &elder);
        assert_eq!(
            (&it["status"], &it["amount"], &it["arrears"]),
            (&json!("due"), &json!(2_500), &json!(2_500))
        );
        // December is the year before.
        assert_eq!(figures(world, &desk, &january)["prior"], 2_500);
        approve_twice(world, &desk, &january);
        assert_eq!(world.number("SELECT COUNT(*) FROM obligation WHERE recovery IS NOT NULL"), 0);
        let money = world.answer(&desk.clerk, "runs.person-money", json!({ "person": elder }));
        assert_eq!((&money["owed"], &money["paid"]), (&json!(7_500), &json!(2_500)), "{money}");
    });
}
