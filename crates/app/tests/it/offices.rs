//! Offices and those who hold them: tasks given together, done for somebody away, left behind by
//! somebody who went, held by an office that nobody holds; and the calendar that shows what is due.

use base::Day;
use platform::{
    Actor,
    access::session,
    tasks::{
        self, NewTask,
        ask::{Calendar, Deputies, Deserted, Inbox, TaskRow, Whose},
    },
};
use serde_json::{Value, json};

use crate::{
    money::{LUGU, LUGU_VILLAGE},
    world::{COUNTY_AREA, World, on_each_database},
};

const KIND: &str = "verify-death";

/// Somebody with an account of their own, in office until a day.
fn official(world: &World, login: &str, role: &str, area: &str, until: Option<Day>) -> Actor {
    let system = world.actor("system_admin", COUNTY_AREA);
    let security = world.actor("security_admin", COUNTY_AREA);
    let input = json!({ "login": login, "name": login });
    let account =
        world.submit(&system, "access.create-account", input).expect("an account")["account"].clone();
    let mut grant = json!({ "account": account, "role": role, "area": area });
    if let Some(until) = until {
        grant["valid_to"] = json!(until);
    }
    world.submit(&security, "access.grant", grant).expect("a grant");
    let account = account.as_str().expect("an id").to_owned();
    Actor { account, ..world.actor(role, area) }
}

fn open(world: &World, subject: &'static str) -> String {
    let worker = world.actor("village_worker", LUGU_VILLAGE);
    let opened = world.within(&worker, move |cx| {
        let new = NewTask {
            kind: KIND,
            reason: "",
            subject_kind: "person",
            subject_id: subject,
            label: "王*英",
            area: LUGU_VILLAGE,
            due_on: None,
            detail: Value::Null,
        };
        tasks::open(cx, &new)
    });
    opened.expect("a task opens")
}

fn inbox(world: &World, actor: &Actor, whose: Whose) -> Vec<TaskRow> {
    let mut rows = world.ask(actor, Inbox { whose, ..Inbox::default() }).expect("an inbox").rows;
    rows.retain(|it| it.kind == KIND);
    rows
}

#[test]
fn many_tasks_are_given_at_once_and_those_that_cannot_be_are_told() {
    on_each_database(|world| {
        let fang = official(world, "fang", "village_worker", LUGU_VILLAGE, None);
        let head = official(world, "head", "township_officer", LUGU, None);
        let ids = [open(world, "p1"), open(world, "p2"), open(world, "p3")];
        let closed = json!({ "task": ids[2], "outcome": "done", "note": "已核实", "revision": 1 });
        world.submit(&fang, "tasks.close", closed).expect("it closes");
        let input = json!({ "tasks": ids, "account": fang.account });
        let given = world.submit(&head, "tasks.assign-many", input).expect("they are given");
        assert_eq!((&given["count"], given["left"][0]["why"].as_str()), (&json!(2), Some("tasks-closed")));
        let hers = inbox(world, &fang, Whose::Named);
        assert_eq!(hers.len(), 2);
        assert_eq!((hers[0].holder.as_deref(), hers[0].giver.as_deref()), (Some("fang"), Some("head")));
        assert_eq!(inbox(world, &head, Whose::Given).len(), 2);
        assert!(inbox(world, &head, Whose::Named).is_empty());

        // Whoever may not do one of them is given none; nothing is half given.
        let finance = official(world, "finance", "county_finance", COUNTY_AREA, None);
        let input = json!({ "tasks": [ids[0], ids[1]], "account": finance.account });
        let refused = world.submit(&head, "tasks.assign-many", input).expect_err("she has no such right");
        assert_eq!(refused.faults()[0].key, "tasks-account-elsewhere");
        let back = json!({ "tasks": [ids[0], ids[1]] });
        world.submit(&head, "tasks.assign-many", back).expect("they go back");
        assert!(inbox(world, &fang, Whose::Named).is_empty());
        assert_eq!(inbox(world, &fang, Whose::Mine).len(), 2);
    });
}

#[test]
fn whoever_is_away_is_stood_in_for_and_it_ends_by_itself() {
    on_each_database(|world| {
        let fang = official(world, "fang", "village_worker", LUGU_VILLAGE, None);
        let ming = official(world, "ming", "village_worker", LUGU_VILLAGE, None);
        let far = official(world, "far", "village_worker", "sc/liangshan/mianning/daqiao/bafu/", None);
        let head = official(world, "head", "township_officer", LUGU, None);
        let task = open(world, "p1");
        let give = json!({ "task": task, "account": fang.account, "revision": 1 });
        world.submit(&head, "tasks.assign", give).expect("it is hers");
        assert!(inbox(world, &ming, Whose::Mine).is_empty());

        let today = world.now().day();
        let stand_in = |deputy: &Actor, from: i64, until: i64| {
            json!({ "deputy": deputy.account, "from": today.plus_days(from), "until": today.plus_days(until),
                "why": "住院" })
        };
        for (input, key) in [
            (stand_in(&far, 0, 3), "tasks-deputy-elsewhere"),
            (stand_in(&fang, 0, 3), "tasks-deputy-oneself"),
            (stand_in(&ming, 3, 0), "tasks-deputy-days"),
            (stand_in(&ming, 0, 400), "tasks-deputy-days"),
            (stand_in(&ming, -9, -3), "tasks-deputy-past"),
        ] {
            let refused = world.submit(&fang, "tasks.stand-in", input).expect_err(key);
            assert_eq!(refused.faults()[0].key, key);
        }
        let set = world.submit(&fang, "tasks.stand-in", stand_in(&ming, 0, 3)).expect("he stands in");
        assert_eq!(set["tasks"], 1);
        let twice = world.submit(&fang, "tasks.stand-in", stand_in(&ming, 3, 5)).expect_err("one at a time");
        assert_eq!(twice.faults()[0].key, "tasks-deputy-twice");
        assert_eq!(inbox(world, &ming, Whose::Mine).len(), 1);
        assert_eq!(inbox(world, &fang, Whose::Mine).len(), 1, "and it is still hers");
        let told = world.ask(&head, Deputies {}).expect("who stands in");
        assert_eq!((told.rows.len(), told.rows[0].name.as_str(), told.rows[0].may_end), (1, "fang", true));
        assert!(world.ask(&far, Deputies {}).expect("none of theirs").rows.is_empty());
        let people = world.ask(&fang, Deputies {}).expect("who may stand in").people;
        assert!(people.iter().any(|it| it.name == "head"), "the township may stand in for a lone worker");
        assert!(people.iter().all(|it| it.name != "far"));
        let strange = world.submit(&far, "tasks.end-stand-in", json!({ "deputy": set["id"] }));
        assert!(strange.is_err(), "somebody of another village cannot end it");

        world.pass_days(4);
        assert!(inbox(world, &ming, Whose::Mine).is_empty(), "the days are over");
        let again = json!({ "account": fang.account, "deputy": ming.account, "from": today.plus_days(4),
            "until": today.plus_days(9), "why": "住院" });
        let set = world.submit(&head, "tasks.stand-in", again).expect("the office above sets it");
        assert_eq!(inbox(world, &ming, Whose::Named).len(), 1);
        world.submit(&head, "tasks.end-stand-in", json!({ "deputy": set["id"] })).expect("and ends it");
        assert!(inbox(world, &ming, Whose::Named).is_empty());
    });
}

#[test]
fn what_somebody_leaves_behind_says_so_and_an_empty_office_is_told_above() {
    on_each_database(|world| {
        let until = world.now().day().plus_days(2);
        let fang = official(world, "fang", "village_worker", LUGU_VILLAGE, Some(until));
        let head = official(world, "head", "township_officer", LUGU, None);
        let task = open(world, "p1");
        let give = json!({ "task": task, "account": fang.account, "revision": 1 });
        world.submit(&head, "tasks.assign", give).expect("it is hers");
        let deserted = || world.ask(&head, Deserted::default()).expect("offices").rows;
        assert!(deserted().iter().all(|it| it.area != LUGU_VILLAGE), "she is in office");
        world.pass_days(3);
        assert!(world.night());
        let found = inbox(world, &head, Whose::Below).remove(0);
        assert_eq!((found.holder, found.left_by.as_deref()), (None, Some("fang")));
        let empty = deserted().into_iter().find(|it| it.area == LUGU_VILLAGE).expect("nobody is there");
        assert_eq!((empty.level.as_str(), empty.open), ("village", 1));
        world.pass_days(60);
        assert!(world.night());
        let risen = inbox(world, &head, Whose::Mine).remove(0);
        assert_eq!(risen.risen_from.as_deref(), Some("village"));
        let only = Inbox { whose: Whose::All, risen: true, ..Inbox::default() };
        assert!(world.ask(&head, only).expect("an inbox").rows.iter().all(|it| it.risen_from.is_some()));
    });
}

#[test]
fn a_calendar_reads_what_is_due_and_nothing_else() {
    on_each_database(|world| {
        let fang = official(world, "fang", "village_worker", LUGU_VILLAGE, None);
        let task = open(world, "p1");
        let own = Actor { rights: rights_with_own(&fang), ..fang.clone() };
        let grant = world.ask(&own, platform::access::ask::Mine {}).expect("the own account");
        let grant = grant.account.account.grants[0].id.clone();
        let input = json!({ "name": "手机", "grant": grant });
        let made = world.submit(&own, "access.open-calendar", input).expect("an address");
        let token = made["token"].as_str().expect("a token").to_owned();
        let (store, house) = (&world.store, &world.house);
        let reader = || session::by_calendar(store, house, &token, world.now()).expect("tokens are read");
        assert!(session::by_token(store, house, &token, world.now()).expect("read").is_none(), "no program");
        let rows = world.ask(&reader().expect("it reads"), Calendar {}).expect("what is due");
        assert_eq!(rows.iter().filter(|it| it.id == task).count(), 1);
        let program = json!({ "name": "x", "grant": grant, "days": 3 });
        let program = world.submit(&own, "access.make-token", program).expect("a program's token");
        let program = program["token"].as_str().expect("a token");
        let crossed = session::by_calendar(store, house, program, world.now()).expect("read");
        assert!(crossed.is_none(), "a program's token is no calendar's");
        world.submit(&own, "access.revoke-token", json!({ "token": made["id"] })).expect("revoked");
        assert!(reader().is_none());
    });
}

/// What a session gives beside the role: the rights over the own account.
fn rights_with_own(actor: &Actor) -> std::sync::Arc<std::collections::BTreeSet<String>> {
    let mut rights = (*actor.rights).clone();
    rights.insert(session::OWN.to_owned());
    rights.into()
}
