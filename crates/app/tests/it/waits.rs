//! What waits for whom: every step of a month stands with the one role that does it next, and with
//! nobody once it is done; letters, accounts, cases, accounts of people, and tasks by name.

use platform::Actor;
use serde_json::{Value, json};

use crate::{
    money::{DAQIAO, LUGU, LUGU_VILLAGE},
    runs::{Desk, answer_all, desk, draw, revision, send, within_budget},
    world::{COUNTY_AREA, World, on_each_database},
};

/// What waits for an actor in every room: the labels of the reader's own, then of others' after a stroke.
fn waiting(world: &World, actor: &Actor) -> String {
    let mut found = [Vec::new(), Vec::new()];
    for entry in world.house.catalogue.questions() {
        // The made-up elders of these stories contradict each other: the register has its own say.
        let told = entry.name.ends_with(".waits") && entry.name != "register.waits";
        if told && actor.may(entry.right) {
            let answer = world.answer(actor, entry.name, json!({}));
            for it in answer["waits"].as_array().expect("a list") {
                let label = it["label"].as_str().expect("a label");
                for language in ["zh", "en"] {
                    let said = web::say(language, label, &[("count", it["count"].to_string())]);
                    assert!(said.is_some(), "no word {label} in {language}");
                }
                let text = format!("{label} {}", it["count"]);
                found[usize::from(it["others"] == true)].push(text);
            }
        }
    }
    let [own, others] = found.map(|it| it.join(", "));
    format!("{own} | {others}")
}

#[track_caller]
fn check(world: &World, desk: &Desk, village: &Actor, want: &[(&str, &str)]) {
    let all = [
        ("clerk", &desk.clerk),
        ("reviewer", &desk.reviewer),
        ("finance", &desk.finance),
        ("lugu", &desk.lugu),
        ("daqiao", &desk.daqiao),
        ("officer", &desk.officer),
        ("village", village),
    ];
    for (name, actor) in all {
        let found = waiting(world, actor);
        let want = want.iter().find(|it| it.0 == name).map_or(" | ", |it| it.1);
        assert_eq!(found, want, "{name}");
    }
}

#[test]
fn a_month_waits_with_whoever_is_next() {
    on_each_database(|world| {
        world.elders(1, 3, LUGU_VILLAGE);
        world.elders(11, 2, crate::money::DAQIAO_VILLAGE);
        world.accounts(1, 3);
        world.accounts(11, 2);
        let desk = desk(world);
        let village = world.actor("village_worker", LUGU_VILLAGE);
        let check = |want: &[(&str, &str)]| check(world, &desk, &village, want);
        check(&[("clerk", "runs-wait-open 1 | ")]);

        let run = draw(world, &desk, "2026-11");
        let confirm = "runs-wait-confirm 1 | ";
        check(&[
            ("clerk", " | runs-wait-townships 2"),
            ("reviewer", " | runs-wait-townships 2"),
            ("lugu", confirm),
            ("daqiao", confirm),
            ("village", "runs-wait-village 1 | "),
        ]);
        // Whoever drew the roll is not asked to confirm it; who sees both townships is asked for both.
        let both = Actor { account: "both".into(), ..world.actor("township_head", COUNTY_AREA) };
        assert_eq!(waiting(world, &both), "runs-wait-confirm 2 | ");
        let drew = Actor { account: "clerk".into(), ..both };
        assert_eq!(waiting(world, &drew), " | ");

        let input = json!({ "run": run, "area": LUGU_VILLAGE });
        world.submit(&village, "runs.confirm-village", input).expect("confirmed");
        world.submit(&desk.lugu, "runs.confirm", json!({ "run": run, "area": LUGU })).expect("confirmed");
        check(&[
            ("clerk", " | runs-wait-townships 1"),
            ("reviewer", " | runs-wait-townships 1"),
            ("daqiao", confirm),
        ]);
        world.submit(&desk.daqiao, "runs.confirm", json!({ "run": run, "area": DAQIAO })).expect("confirmed");
        check(&[("clerk", " | runs-wait-approve 1"), ("reviewer", "runs-wait-approve 1 | ")]);

        let input = json!({ "run": run, "revision": revision(world, &desk, &run) });
        world.submit(&desk.reviewer, "runs.approve", input).expect("approved");
        world.work(&people::runs::post::Post { run: run.clone(), persons: None }).expect("posted");
        check(&[("clerk", " | runs-wait-finance 1"), ("finance", "runs-wait-finance 1 | ")]);

        within_budget(world, &desk, &run);
        check(&[("clerk", "runs-wait-bank 1 | "), ("finance", " | runs-wait-bank 1")]);
        let made = json!({ "run": run, "bank": "one_card" });
        let made = world.submit(&desk.clerk, "bank.make", made).expect("made");
        send(world, &desk, &made["batch"]);
        check(&[("clerk", "runs-wait-reply 1 | "), ("finance", " | runs-wait-reply 1")]);

        answer_all(world, &desk, &made["batch"], |_| "00");
        check(&[("clerk", " | runs-wait-close 1"), ("finance", "runs-wait-close 1 | ")]);
    });
}

#[test]
fn late_townships_wait_with_the_county_too() {
    on_each_database(|world| {
        world.elders(1, 3, LUGU_VILLAGE);
        world.elders(11, 2, crate::money::DAQIAO_VILLAGE);
        world.accounts(1, 3);
        let desk = desk(world);
        let run = draw(world, &desk, "2026-11");
        world.submit(&desk.lugu, "runs.confirm", json!({ "run": run, "area": LUGU })).expect("confirmed");
        assert_eq!(waiting(world, &desk.reviewer), " | runs-wait-townships 1");
        world.pass_days(6);
        assert!(waiting(world, &desk.reviewer).starts_with("runs-wait-approve 1 |"));
        assert!(waiting(world, &desk.daqiao).starts_with("runs-wait-confirm 1 |"));
        let input = json!({ "run": run, "revision": revision(world, &desk, &run), "leave_late": true });
        world.submit(&desk.reviewer, "runs.approve", input).expect("approved");
        // The supplementary roll carries them, and waits for the same head.
        assert!(waiting(world, &desk.daqiao).starts_with("runs-wait-confirm 1 |"));
    });
}

#[test]
fn what_is_proposed_written_and_opened_waits_for_the_other_hand() {
    on_each_database(|world| {
        world.elders(1, 1, LUGU_VILLAGE);
        let desk = desk(world);
        let proposed = json!({ "person": world.person(1), "kind": "agent", "holder": "张大力", "bank": "农村信用社",
            "account": "88119999999999", "relation": "儿子", "reason": "失能", "document": "委托书1",
            "agent_number": "x" });
        world.submit(&desk.officer, "payees.propose", proposed).expect("proposed");
        let of = |actor: &Actor, room: &str| -> Value {
            world.answer(actor, &format!("{room}.waits"), json!({}))["waits"].clone()
        };
        // Within the area only, and never whoever proposed it; the relation is kept by its id.
        assert_eq!(of(&desk.lugu, "payees")[0]["count"], 1);
        assert_eq!(of(&desk.reviewer, "payees")[0]["count"], 1);
        assert_eq!(of(&desk.daqiao, "payees"), json!([]));
        let mine = Actor { account: desk.officer.account.clone(), ..desk.lugu.clone() };
        assert_eq!(of(&mine, "payees"), json!([]));
        let shown = world.answer(&desk.lugu, "payees.waiting", json!({}));
        assert_eq!(shown[0]["relation"], "child");

        // A worker on the list is shown to the area, without number and account.
        let worker = json!({ "area": LUGU_VILLAGE, "name": "李村长", "number": "51343319700101001X", "account": "6222000011112222" });
        world.submit(&desk.officer, "payees.list-worker", worker).expect("listed");
        let listed = world.answer(&desk.lugu, "payees.workers", json!({}));
        assert_eq!((&listed[0]["name"], &listed[0]["account"]), (&json!("李村长"), &json!(true)));
        assert!(!listed.to_string().contains("5134331970") && !listed.to_string().contains("6222000"));
        assert_eq!(world.answer(&desk.daqiao, "payees.workers", json!({})), json!([]));

        // A letter waits until somebody says what became of it.
        let officer = desk.officer.clone();
        world
            .within(&officer, |cx| {
                let new = platform::notices::NewNotice {
                    way: platform::notices::Way::Paper,
                    message: "entry-told",
                    args: json!({ "benefit": "old_age_allowance", "day": "2027-01-05" }),
                    to_kind: "person",
                    to_id: "p",
                    area: LUGU_VILLAGE,
                    once: "told/p",
                };
                platform::notices::write(cx, &new)
            })
            .expect("written");
        assert_eq!(of(&desk.officer, "notices")[0]["count"], 1);
        assert_eq!(of(&desk.daqiao, "notices"), json!([]));
        let letters = world.answer(&desk.officer, "notices.list", json!({}));
        let letter = letters["rows"][0]["id"].clone();
        let foreign =
            world.door().answer(&desk.daqiao, world.now(), "notices.notice", json!({ "notice": letter }));
        assert!(foreign.is_err(), "a letter of another township is not there");
        world.submit(&desk.officer, "notices.settle", json!({ "notice": letter })).expect("settled");
        assert_eq!(of(&desk.officer, "notices"), json!([]));
        let told = world.answer(&desk.officer, "notices.notice", json!({ "notice": letter }));
        assert_eq!(told["state"], "settled");
    });
}

#[test]
fn finance_attaches_what_the_county_reads() {
    on_each_database(|world| {
        let desk = desk(world);
        let put = |area: &str| json!({ "name": "回单.pdf", "area": area, "about": "run", "about_id": "r", "content": "JVBERi0xLjQK" });
        let kept = world.submit(&desk.finance, "files.put", put(COUNTY_AREA)).expect("kept");
        let about = json!({ "about": "run", "about_id": "r" });
        for (actor, sees) in [(&desk.finance, true), (&desk.clerk, true), (&desk.lugu, false)] {
            let files = world.answer(actor, "files.about", about.clone());
            let found = files.as_array().expect("a list").iter().any(|it| it["id"] == kept["id"]);
            assert_eq!(found, sees, "{}", actor.account);
        }
        let outside = world.submit(&desk.finance, "files.put", put("sc/liangshan/xichang/"));
        assert!(outside.is_err(), "another county's area");
        let outside = world.submit(&desk.lugu, "files.put", put(DAQIAO));
        assert!(outside.is_err(), "another township's area");
    });
}

#[test]
fn who_finds_a_suspicion_does_not_explain_it() {
    on_each_database(|world| {
        world.elders(1, 1, LUGU_VILLAGE);
        let desk = desk(world);
        let finding = json!({ "kind": "contradicted", "person": world.person(1), "month": "2026-11",
            "outcome": "explained", "why": "查过户口簿" });
        let roles = [
            ("county_clerk", COUNTY_AREA, true),
            ("county_reviewer", COUNTY_AREA, true),
            ("county_finance", COUNTY_AREA, false),
            ("auditor", COUNTY_AREA, false),
            ("audit_admin", COUNTY_AREA, false),
            ("township_officer", LUGU, false),
            ("township_head", LUGU, false),
            ("village_worker", LUGU_VILLAGE, false),
        ];
        for (role, area, may) in roles {
            let done = world.submit(&world.actor(role, area), "audit.record-finding", finding.clone());
            assert_eq!(done.is_ok(), may, "{role}: {done:?}");
        }
        // Whoever may record it also sees the page where it stands.
        let seen = json!({ "benefit": "old_age_allowance", "month": "2026-11" });
        world.door().answer(&desk.clerk, world.now(), "audit.suspicions", seen).expect("seen");
    });
}
