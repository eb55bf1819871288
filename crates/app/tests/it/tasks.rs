//! Tasks and files: whose inbox, what rises, what is never dropped, and bytes that come back whole.

use base::Error;
use platform::{
    Actor, files,
    tasks::{
        self, NewTask, Outcome,
        ask::{Counts, Inbox, TaskRow, Whose},
        kinds::Kinds,
    },
};
use serde_json::{Value, json};

use crate::{
    money::{LUGU, LUGU_VILLAGE},
    world::{COUNTY_AREA, World, on_each_database},
};

/// A kind that begins in the village, is everybody's at the desk, and rises.
fn kind(world: &World) -> String {
    let (village, township) = (world.actor("village_worker", "x/"), world.actor("township_officer", "x/"));
    let pack = world.house.packs.now();
    let kinds = pack.get::<Kinds>();
    let found = kinds.kind.iter().find(|(_, it)| {
        let both = village.may(&it.right) && township.may(&it.right);
        it.level == platform::access::roles::Level::Village && it.rises_after_days.is_some() && both
    });
    found.expect("the pack has a kind for villages that rises").0.clone()
}

fn open(world: &World, actor: &Actor, kind: &str, subject: &'static str, area: &str) -> String {
    let (kind, area) = (kind.to_owned(), area.to_owned());
    let opened = world.within(actor, move |cx| {
        let new = NewTask {
            kind: &kind,
            reason: "",
            subject_kind: "person",
            subject_id: subject,
            label: "王*英",
            area: &area,
            due_on: None,
            detail: Value::Null,
        };
        tasks::open(cx, &new)
    });
    opened.expect("a task opens")
}

fn inbox(world: &World, actor: &Actor, whose: Whose) -> Vec<TaskRow> {
    let mut rows = world.ask(actor, Inbox { whose, ..Inbox::default() }).expect("an inbox").rows;
    // Casebooks of the shipped packs open by themselves in the night of a story.
    rows.retain(|it| it.kind != "case");
    rows
}

#[test]
fn a_task_rises_when_overdue_and_is_opened_once() {
    on_each_database(|world| {
        let (here, kind) = (LUGU_VILLAGE, kind(world));
        let worker = world.actor("village_worker", here);
        let officer = world.actor("township_officer", LUGU);
        let first = open(world, &worker, &kind, "p1", here);
        assert_eq!(open(world, &worker, &kind, "p1", here), first, "the same is open already");
        assert_eq!(inbox(world, &worker, Whose::Mine).len(), 1);
        assert_eq!(inbox(world, &officer, Whose::Mine).len(), 0);
        assert_eq!(inbox(world, &officer, Whose::Below).len(), 1);

        assert!(world.night());
        assert_eq!(inbox(world, &worker, Whose::Mine).len(), 1, "not overdue yet");
        world.pass_days(400);
        assert!(world.night());
        assert_eq!(inbox(world, &worker, Whose::Mine).len(), 0);
        let risen = inbox(world, &officer, Whose::Mine);
        assert_eq!((risen.len(), risen[0].level.as_str(), risen[0].overdue), (1, "township", true));
        let counts = world.ask(&officer, Counts {}).expect("counts");
        let its = counts.kinds.iter().find(|it| it.kind == kind).expect("counted");
        assert_eq!((its.open, its.overdue), (1, 1));
        // Nobody there did it either: a year later it is the county's.
        world.pass_days(400);
        assert!(world.night());
        assert!(inbox(world, &officer, Whose::Mine).is_empty());
        assert_eq!(inbox(world, &officer, Whose::All)[0].level, "county");

        let kind_too = kind.clone();
        let closed =
            world.within(&officer, move |cx| tasks::close(cx, &kind_too, "p1", None, Outcome::Done, "test"));
        assert_eq!(closed.expect("it closes"), 1);
        assert!(inbox(world, &officer, Whose::All).is_empty());
        assert_ne!(open(world, &worker, &kind, "p1", here), first, "closed, it may come again");
    });
}

#[test]
fn a_task_is_not_dropped_with_the_account_it_was_given_to() {
    on_each_database(|world| {
        let (here, kind) = (LUGU_VILLAGE, kind(world));
        let (system, security) =
            (world.actor("system_admin", COUNTY_AREA), world.actor("security_admin", COUNTY_AREA));
        let input = json!({ "login": "wang.fang", "name": "王芳" });
        let account =
            world.submit(&system, "access.create-account", input).expect("an account")["account"].clone();
        let input = json!({ "account": account, "role": "village_worker", "area": here });
        world.submit(&security, "access.grant", input).expect("a grant");
        let worker = world.actor("village_worker", here);
        let task = open(world, &worker, &kind, "p2", here);
        let row = inbox(world, &worker, Whose::Mine).remove(0);
        let input = json!({ "task": task, "account": account, "revision": row.revision });
        world.submit(&worker, "tasks.assign", input.clone()).expect("it is assigned");
        let stale = world.submit(&worker, "tasks.assign", input);
        assert!(matches!(stale, Err(Error::Conflict(_))), "a stale page: {stale:?}");
        assert!(inbox(world, &worker, Whose::Mine).is_empty());
        world
            .submit(&system, "access.disable", json!({ "account": account, "why": "left" }))
            .expect("the account is disabled");
        assert_eq!(inbox(world, &worker, Whose::Mine).len(), 1, "back in the inbox");
        let unfit = json!({ "task": task, "account": account, "revision": row.revision + 2 });
        assert!(matches!(world.submit(&worker, "tasks.assign", unfit), Err(Error::Invalid(_))));
    });
}

#[test]
fn a_file_comes_back_whole_or_not_at_all() {
    on_each_database(|world| {
        let here = LUGU_VILLAGE;
        let officer = world.actor("township_officer", LUGU);
        let area = here.to_owned();
        let bytes: Vec<u8> = (0..files::CHUNK_BYTES * 2 + 5).map(|it| (it % 251) as u8).collect();
        let handed = bytes.clone();
        let keep = move |cx: &mut platform::Cx| {
            let new =
                files::NewFile { name: "a/b.bin", area: &area, about: "case", about_id: "1", bytes: &handed };
            files::keep(cx, &new)
        };
        let file = world.within(&officer, keep.clone()).expect("it is kept");
        assert_eq!((file.name.as_str(), file.bytes), ("b.bin", bytes.len() as i64));
        assert_eq!(world.within(&officer, keep).expect("known").id, file.id, "the same bytes are kept once");
        let id = file.id.clone();
        let read = world.within(&officer, move |cx| files::bytes(cx, &id)).expect("it is read");
        assert_eq!(read, bytes);
        let id = file.id.clone();
        let altered = world.within(&officer, move |cx| {
            cx.exec(
                "UPDATE file_chunk SET bytes = $3 WHERE county = $1 AND file = $2 AND seq = 2",
                &["mianning".into(), (&id).into(), b"other".as_slice().into()],
            )?;
            files::bytes(cx, &id)
        });
        assert!(matches!(altered, Err(Error::Broken(_))), "an altered file is noticed");
        for (content, key) in [("", "files-empty"), ("***", "files-not-base64")] {
            let input =
                json!({ "name": "x", "area": here, "about": "c", "about_id": "1", "content": content });
            let error = world.submit(&officer, "files.put", input).expect_err("it is refused");
            assert_eq!(error.faults()[0].key, key);
        }
    });
}
