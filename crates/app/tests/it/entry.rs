//! Entrants: the village is asked 60 days before the birthday, accepts; the township examines and
//! posts the notice; the county approves. Or the grant stands at once, and the person may decline.

use base::{Error, Result};
use people::register::{
    bulk::Entry,
    draft::{Dated, Draft, Provenance},
};
use platform::{
    Actor, Channel,
    tasks::ask::{Inbox, TaskRow},
};
use serde_json::{Value, json};

use crate::{
    money::{BENEFIT, DAQIAO_VILLAGE, LUGU, LUGU_VILLAGE, name},
    runs::{Desk, desk, draw, revision},
    world::{COUNTY_AREA, World, on_each_database, with_packs_changed},
};

const BENEFIT_FILE: &str = "mianning/benefits/old_age_allowance.toml";

/// Registers an elder who turns 80 on a day; answers the person.
fn turns_80(world: &World, at: i64, on: &str, village: &str) -> String {
    let (year, rest) = on.split_at(4);
    let born = format!("{}{rest}", year.parse::<i32>().expect("a year") - 80);
    let draft = Draft {
        name: Some(name(at)),
        birth_date: Some(born.parse().expect("a day")),
        registered: Some(Dated::new(village)),
        living: Some(Dated::new(village)),
        ..Draft::default()
    };
    let from = Provenance::default();
    world.register(vec![Entry { person: None, draft, from, day: "2026-01-01".parse().expect("a day") }]);
    world.person(at)
}

/// The entry of somebody, if there is one.
fn entry_of(world: &World, person: &str) -> Option<Value> {
    let clerk = world.actor("county_clerk", COUNTY_AREA);
    let all = world.answer(&clerk, "entry.entrants", json!({ "per_page": 200 }));
    all["rows"].as_array().expect("rows").iter().find(|it| it["person"] == person).cloned()
}

fn id_of(world: &World, person: &str) -> String {
    entry_of(world, person).expect("an entry")["id"].as_str().expect("an id").to_owned()
}

fn state_of(world: &World, person: &str) -> String {
    entry_of(world, person).expect("an entry")["state"].as_str().expect("a state").to_owned()
}

fn inbox(world: &World, actor: &Actor) -> Vec<TaskRow> {
    let mut rows = world.ask(actor, Inbox::default()).expect("an inbox").rows;
    // Casebooks of the shipped packs open by themselves in the night of a story.
    rows.retain(|it| it.kind != "case" && !it.kind.starts_with("find-"));
    rows
}

fn kinds(world: &World, actor: &Actor) -> Vec<String> {
    inbox(world, actor).into_iter().map(|it| it.kind).collect()
}

/// What a roll of this month says of somebody: status, reason.
fn on_the_roll(world: &World, run: &str, person: &str) -> (String, String) {
    let lines = world.answer(
        &world.actor("county_clerk", COUNTY_AREA),
        "runs.lines",
        json!({ "run": run, "per_page": 200 }),
    );
    let rows = lines["rows"].as_array().expect("lines");
    let line = rows.iter().find(|it| it["person"] == person).unwrap_or_else(|| panic!("a line: {lines}"));
    let text = |name: &str| line[name].as_str().expect("text").to_owned();
    (text("status"), text("reason"))
}

/// The county has begun to pay the benefit by this program, this month.
fn opened(world: &World, desk: &Desk) {
    let run = draw(world, desk, "2026-11");
    let input = json!({ "run": run, "revision": revision(world, desk, &run), "why": "重做" });
    world.submit(&desk.clerk, "runs.void", input).expect("void");
}

/// The people of the entry's desks.
struct Hands {
    worker: Actor,
    officer: Actor,
    reviewer: Actor,
}

impl Hands {
    fn of(world: &World) -> Hands {
        Hands {
            worker: world.actor("village_worker", LUGU_VILLAGE),
            officer: world.actor("township_officer", LUGU),
            reviewer: world.actor("county_reviewer", COUNTY_AREA),
        }
    }

    fn accept(&self, world: &World, entrant: &str) -> Result<Value> {
        let input = json!({ "entrant": entrant, "seen": ["identity", "household", "alive"] });
        world.submit(&self.worker, "entry.accept", input)
    }

    /// The whole way up to the notice, for some.
    fn notice(&self, world: &World, entrants: &[&str], number: &str) -> String {
        for entrant in entrants {
            self.accept(world, entrant).expect("accepted");
        }
        let all = json!({ "entrants": entrants });
        assert_eq!(world.submit(&self.officer, "entry.examine", all).expect("examined"), entrants.len());
        let notice = json!({ "entrants": entrants, "number": number });
        let posted = world.submit(&self.officer, "entry.post-notice", notice).expect("posted");
        posted.as_str().expect("an id").to_owned()
    }

    fn approve(&self, world: &World, entrants: &[&str]) -> Result<Value> {
        world.submit(&self.reviewer, "entry.approve", json!({ "entrants": entrants }))
    }
}

#[test]
fn the_village_is_asked_sixty_days_before_the_birthday_and_once() {
    on_each_database(|world| {
        // It is the 22nd of November; the 21st of January is 60 days away.
        let near = turns_80(world, 0, "2027-01-21", LUGU_VILLAGE);
        let far = turns_80(world, 1, "2027-01-22", LUGU_VILLAGE);
        let leap = turns_80(world, 2, "2026-11-23", DAQIAO_VILLAGE);
        let old = turns_80(world, 3, "2026-11-22", LUGU_VILLAGE);
        let hands = Hands::of(world);
        assert!(world.night());
        let task = inbox(world, &hands.worker);
        assert_eq!(
            (task.len(), task[0].kind.as_str(), task[0].due_on.to_string().as_str()),
            (1, "entry-accept", "2027-01-21")
        );
        assert_eq!(task[0].page, format!("/entry/{}", id_of(world, &near)));
        assert_eq!(state_of(world, &leap), "tasked");
        assert!(entry_of(world, &far).is_none() && entry_of(world, &old).is_none());
        // The same night again, and by hand: nobody is asked twice.
        assert!(!world.night());
        world.submit(&world.actor("county_clerk", COUNTY_AREA), "entry.look-now", json!({})).expect("a look");
        world.jobs("entry.look");
        assert_eq!(inbox(world, &hands.worker).len(), 1);
        world.pass_days(1);
        assert!(world.night());
        assert_eq!(state_of(world, &far), "tasked");
        assert_eq!(inbox(world, &hands.worker).len(), 2);
    });
}

#[test]
fn an_entrant_goes_from_the_village_to_the_county_and_is_paid_from_the_birthday_month() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(10, 1, LUGU_VILLAGE);
        opened(world, &desk);
        let elder = turns_80(world, 0, "2026-12-20", LUGU_VILLAGE);
        world.night();
        let id = id_of(world, &elder);
        let hands = Hands::of(world);

        // Not by whoever may not, and not by the neighbours.
        let seen = json!({ "entrant": id, "seen": ["identity", "household", "alive"] });
        for (actor, may_not) in [
            (world.actor("township_head", LUGU), "has not the right"),
            (world.actor("county_finance", COUNTY_AREA), "has not the right"),
            (world.actor("village_worker", DAQIAO_VILLAGE), "another village"),
        ] {
            let refused = world.submit(&actor, "entry.accept", seen.clone());
            assert!(matches!(refused, Err(Error::Denied(_) | Error::Missing(_))), "{may_not}: {refused:?}");
        }
        // Not before the village has seen everything, nor a step ahead of its time.
        let unseen =
            world.submit(&hands.worker, "entry.accept", json!({ "entrant": id, "seen": ["identity"] }));
        assert_eq!(unseen.expect_err("not all was seen").faults()[0].key, "entry-not-seen");
        let ahead = world.submit(&hands.officer, "entry.examine", json!({ "entrants": [id] }));
        assert!(matches!(ahead, Err(Error::Conflict(_))));
        hands.accept(world, &id).expect("accepted");
        assert!(matches!(hands.accept(world, &id), Err(Error::Conflict(_))), "a double click is told");
        assert!(inbox(world, &hands.worker).is_empty());
        assert_eq!(kinds(world, &hands.officer), ["entry-examine"]);

        // One hand does one step.
        let both = Actor { rights: hands.officer.rights.clone(), ..hands.worker.clone() };
        let own = world.submit(&both, "entry.examine", json!({ "entrants": [id] }));
        assert!(matches!(own, Err(Error::Denied(_))));
        world.submit(&hands.officer, "entry.examine", json!({ "entrants": [id] })).expect("examined");
        let posted = json!({ "entrants": [id], "number": "冕民公示〔2026〕1号" });
        let notice = world.submit(&hands.officer, "entry.post-notice", posted.clone()).expect("posted");
        assert!(world.submit(&hands.officer, "entry.post-notice", posted).is_err(), "once");

        // The sheet shows the name, the web does not.
        let sheet = world.answer(&hands.officer, "entry.notice", json!({ "notice": notice }));
        assert_eq!((&sheet["rows"][0]["name"], &sheet["rows"][0]["age"]), (&json!(name(0)), &json!(79)));
        let web = world.answer(&hands.officer, "entry.notice", json!({ "notice": notice, "web": true }));
        assert_eq!((&web["rows"][0]["name"], &web["rows"][0]["name_masked"]), (&Value::Null, &json!("王*")));

        // It hangs five working days: the 23rd to the 27th; on the 28th it may be approved.
        let early = hands.approve(world, &[&id]).expect_err("it hangs");
        assert_eq!(early.faults()[0].key, "entry-notice-hangs");
        world.pass_days(5);
        assert!(hands.approve(world, &[&id]).is_err(), "its last day");
        let next = draw(world, &desk, "2026-12");
        assert_eq!(on_the_roll(world, &next, &elder), ("pending".into(), "entry-waits-noticed".into()));
        world.pass_days(1);
        let job = Actor { channel: Channel::Job, ..hands.reviewer.clone() };
        assert!(matches!(
            world.submit(&job, "entry.approve", json!({ "entrants": [id] })),
            Err(Error::Denied(_))
        ));
        assert_eq!(kinds(world, &hands.reviewer), ["entry-approve"]);
        hands.approve(world, &[&id]).expect("approved");
        assert!(inbox(world, &hands.reviewer).is_empty());
        let redraw = json!({ "run": next, "revision": revision(world, &desk, &next) });
        world.submit(&desk.clerk, "runs.redraw", redraw).expect("drawn again");
        world.jobs("runs.draw");
        assert_eq!(on_the_roll(world, &next, &elder).0, "due");
    });
}

#[test]
fn an_objection_holds_one_person_only() {
    on_each_database(|world| {
        let all: Vec<String> = (0..3).map(|at| turns_80(world, at, "2026-12-20", LUGU_VILLAGE)).collect();
        world.night();
        let ids: Vec<String> = all.iter().map(|it| id_of(world, it)).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let hands = Hands::of(world);
        hands.notice(world, &ids, "冕民公示〔2026〕2号");
        for at in [0, 1] {
            let objection = json!({ "entrant": ids[at], "what": "邻居称已迁出" });
            world.submit(&hands.officer, "entry.object", objection).expect("heard");
        }
        world.pass_days(8);
        // All at once is refused, and nothing of it is kept; the one without an objection passes.
        assert!(matches!(hands.approve(world, &ids), Err(Error::Conflict(_))));
        hands.approve(world, &ids[2..]).expect("approved");
        assert_eq!(
            (state_of(world, &all[0]), state_of(world, &all[2])),
            ("objected".into(), "approved".into())
        );

        let settle = |at: usize, upheld: bool| {
            let input = json!({ "entrant": ids[at], "upheld": upheld, "finding": "入户核查" });
            world.submit(&hands.officer, "entry.settle-objection", input)
        };
        settle(0, false).expect("dismissed");
        settle(1, true).expect("upheld");
        assert!(matches!(settle(1, true), Err(Error::Conflict(_))));
        assert_eq!(
            (state_of(world, &all[0]), state_of(world, &all[1])),
            ("noticed".into(), "refused".into())
        );
        hands.approve(world, &ids[..1]).expect("approved, the notice has hung");
        assert!(matches!(hands.approve(world, &ids[1..2]), Err(Error::Conflict(_))));
        // Who was refused is told why; the objections stay on record.
        let told = world.number("SELECT COUNT(*) FROM notice WHERE message = 'entry-refused'");
        let kept = world.answer(&hands.officer, "entry.entrant", json!({ "entrant": ids[1] }));
        assert_eq!((told, &kept["objections"][0]["outcome"]), (1, &json!("upheld")));
        assert!(inbox(world, &hands.officer).is_empty(), "nothing is left to do");
    });
}

#[test]
fn without_application_the_person_is_told_and_may_decline() {
    let automatic = [(BENEFIT_FILE, "value = \"application\"", "value = \"automatic\"")];
    with_packs_changed(&automatic, |world| {
        let desk = desk(world);
        world.elders(10, 1, LUGU_VILLAGE);
        opened(world, &desk);
        let (glad, proud) =
            (turns_80(world, 0, "2026-12-20", LUGU_VILLAGE), turns_80(world, 1, "2026-12-21", LUGU_VILLAGE));
        world.night();
        let hands = Hands::of(world);
        assert_eq!((state_of(world, &glad), inbox(world, &hands.worker).len()), ("granted".into(), 0));
        assert_eq!(world.number("SELECT COUNT(*) FROM notice WHERE message = 'entry-told'"), 2);
        let decline = |why: &str| {
            let input = json!({ "entrant": id_of(world, &proud), "why": why });
            world.submit(&hands.worker, "entry.decline", input)
        };
        assert!(matches!(decline(" "), Err(Error::Invalid(_))), "with a reason");
        decline("本人电话告知，暂不需要").expect("declined");
        world.pass_days(1);
        world.night();
        assert_eq!(state_of(world, &proud), "declined", "and is not asked again every night");
        let run = draw(world, &desk, "2026-12");
        assert_eq!(on_the_roll(world, &run, &glad).0, "due");
        assert_eq!(on_the_roll(world, &run, &proud), ("pending".into(), "entry-waits-declined".into()));
        // A change of mind is an application.
        let apply = json!({ "person": proud, "benefit": BENEFIT });
        world.submit(&hands.worker, "entry.apply", apply).expect("applied");
        assert_eq!(kinds(world, &hands.worker), ["entry-accept"]);
    });
}

/// Who came of age before anybody knew of them is asked about as soon as they are known.
#[test]
fn who_becomes_known_late_is_not_left_out() {
    on_each_database(|world| {
        let desk = desk(world);
        world.elders(10, 1, LUGU_VILLAGE);
        opened(world, &desk);
        world.pass_days(100);
        let late = turns_80(world, 0, "2026-12-20", LUGU_VILLAGE);
        world.night();
        assert_eq!(state_of(world, &late), "tasked");
        let hands = Hands::of(world);
        let again = world.submit(&hands.worker, "entry.apply", json!({ "person": late, "benefit": BENEFIT }));
        assert_eq!(again.expect("the open one is given its day"), json!(id_of(world, &late)));
        let refuse = json!({ "entrant": id_of(world, &late), "why": "户籍不在本县" });
        assert!(matches!(world.submit(&hands.worker, "entry.refuse", refuse.clone()), Err(Error::Denied(_))));
        world.submit(&hands.officer, "entry.refuse", refuse).expect("refused");
        assert_eq!(world.number("SELECT COUNT(*) FROM task WHERE closed_at IS NULL AND kind <> 'case' AND kind NOT LIKE 'find-%'"), 0);
    });
}
