//! The register: what is said is kept, as of any day and as known at any instant.

use base::{Day, Error, Instant};
use people::register::{
    ask::{
        figures::RegisterFigures,
        list::{ListBasis, People},
        person::OnePerson,
        search::Search,
        unmasked::Unmasked,
    },
    bulk::{self, Entry, Outcome, Turn},
    coverage::{self, Covered},
    draft::{Dated, Draft, Provenance},
};
use platform::{
    Actor,
    facts::{self, Asked},
    listing::{ListInput, SearchInput},
};
use serde_json::{Value, json};

use crate::world::{COUNTY_AREA, World, on_each_database};

const DAY_SECONDS: i64 = 86_400;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Two villages of one township and one of another, as the pack has them.
pub(crate) fn villages(world: &World) -> [String; 3] {
    let pack = world.house.packs.now();
    let atlas = pack.made::<platform::areas::Atlas>();
    let townships = atlas.townships(day("2026-11-22"));
    let below = |at: usize| {
        let children = atlas.children(&townships[at].path, day("2026-11-22"));
        children.iter().map(|it| it.path.clone()).collect::<Vec<_>>()
    };
    let (first, second) = (below(0), below(1));
    [first[0].clone(), first[1].clone(), second[0].clone()]
}

fn township(village: &str) -> String {
    let inner = village.trim_end_matches('/');
    inner[..=inner.rfind('/').expect("a path")].to_owned()
}

fn elder(world: &World, name: &str, number: &str) -> Draft {
    let [here, ..] = villages(world);
    Draft {
        name: Some(name.to_owned()),
        number: Some(number.to_owned()),
        registered: Some(Dated::new(&here)),
        living: Some(Dated::new(&here)),
        ..Draft::default()
    }
}

fn entry(person: Option<&str>, draft: Draft) -> Entry {
    let from = Provenance { source: "township".into(), basis: "roster.xlsx row 4".into() };
    Entry { person: person.map(str::to_owned), draft, from, day: day("2026-11-01") }
}

fn commit(world: &World, entries: Vec<Entry>) -> Vec<Outcome> {
    let clerk = world.actor("county_clerk", COUNTY_AREA);
    world.within(&clerk, move |cx| bulk::commit(cx, &entries)).expect("the rows are written")
}

pub(crate) fn one(world: &World, name: &str, number: &str) -> String {
    let draft = elder(world, name, number);
    commit(world, vec![entry(None, draft)]).remove(0).person
}

fn count(world: &World, sql: &str) -> i64 {
    world.store.read(|tx| tx.get::<(i64,)>("count", sql, &[])).expect("a count").0
}

pub(crate) fn done(world: &World, actor: &Actor, verb: &str, input: Value) -> Value {
    world.submit(actor, verb, input).unwrap_or_else(|error| panic!("{verb}: {error}"))
}

pub(crate) fn see(world: &World, actor: &Actor, person: &str) -> people::register::ask::person::PersonAnswer {
    world.ask(actor, OnePerson { person: person.to_owned(), ..OnePerson::default() }).expect("the person")
}

fn list(world: &World, actor: &Actor, asked: People) -> (i64, Vec<String>) {
    let answer = world.ask(actor, asked).expect("a list");
    (answer.total, answer.rows.into_iter().map(|it| it.id).collect())
}

pub(crate) fn found(world: &World, actor: &Actor, text: &str) -> Vec<String> {
    let search = Search(SearchInput { text: text.to_owned(), limit: None });
    world.ask(actor, search).expect("hits").hits.into_iter().map(|it| it.id).collect()
}

#[test]
fn the_same_rows_again_change_nothing() {
    on_each_database(|world| {
        let rows = |ids: &[Outcome]| {
            let person = |at: usize| ids.get(at).map(|it: &Outcome| it.person.clone());
            vec![
                entry(person(0).as_deref(), elder(world, "王秀英", "513433194001010017")),
                entry(person(1).as_deref(), elder(world, "吉克·阿呷", "51343319350203002X")),
            ]
        };
        let first = commit(world, rows(&[]));
        assert!(first.iter().all(|it| it.turn == Turn::Created));
        let before = count(world, "SELECT COUNT(*) FROM person_interval");
        let again = commit(world, rows(&first));
        assert!(again.iter().all(|it| it.turn == Turn::Same), "{again:?}");
        assert_eq!(count(world, "SELECT COUNT(*) FROM person_interval"), before);
        assert_eq!(count(world, "SELECT COUNT(*) FROM person"), 2);
        let total = "SELECT CAST(SUM(persons) AS BIGINT) FROM person_tally
                     WHERE basis = 'registered' AND facet = ''";
        assert_eq!(count(world, total), 2);
    });
}

#[test]
fn wrong_and_doubled_numbers_are_registered_and_marked() {
    on_each_database(|world| {
        let wrong = one(world, "李国华", "513433194001010019");
        one(world, "王秀英", "513433193001010018");
        assert_eq!(count(world, "SELECT COUNT(*) FROM person WHERE anomalies = 1"), 2);
        one(world, "王秀瑛", "513433194001010019");
        let open = "SELECT COUNT(*) FROM person_anomaly WHERE kind = 'number-doubled' AND settled_at IS NULL";
        assert_eq!(count(world, open), 2);
        let mended = Draft { number: Some("11010519491231002X".into()), ..Draft::default() };
        commit(world, vec![entry(Some(&wrong), mended)]);
        assert_eq!(count(world, open), 0);
        assert_eq!(count(world, "SELECT COUNT(*) FROM person WHERE anomalies = 0"), 1);
    });
}

#[test]
fn a_past_day_shows_what_was_true_and_what_was_known() {
    on_each_database(|world| {
        let person = one(world, "王秀英", "513433194001010017");
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let today = world.now().day();
        world.pass_seconds(10 * DAY_SECONDS);
        // Told ten days later, of a death on the day before she was registered.
        let died = today.plus_days(-1);
        let proof = json!({ "person": person, "day": died, "proof": "殡仪馆火化证 2026-118" });
        done(world, &clerk, "register.confirm-death", proof);
        let asked = OnePerson { person: person.clone(), on: Some(today), ..OnePerson::default() };
        let answer = world.ask(&clerk, asked).expect("the person");
        assert_eq!(answer.view.state, "dead");
        assert_eq!(answer.view.death_date, Some(died));
        assert_eq!(answer.known_then.expect("a past day").state, "living");
        assert!(answer.timeline.iter().any(|it| it.value == "death"));
    });
}

#[test]
fn a_false_death_is_taken_back_and_stays_on_record() {
    on_each_database(|world| {
        let person = one(world, "阿牛·木呷", "51343319350203002X");
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let living = || list(world, &clerk, People { age_from: Some(60), ..People::default() }).0;
        assert_eq!(living(), 1);
        let told = json!({ "person": person, "day": "2026-11-20", "source": "funeral" });
        done(world, &clerk, "register.record-death", told);
        assert_eq!(see(world, &clerk, &person).view.state, "reported");
        assert_eq!(living(), 1, "a reported death is not yet one");
        assert_eq!(count(world, "SELECT COUNT(*) FROM task WHERE closed_at IS NULL"), 1);
        let proof = json!({ "person": person, "day": "2026-11-20", "proof": "注销证明" });
        done(world, &clerk, "register.confirm-death", proof);
        assert_eq!(living(), 0);
        assert_eq!(count(world, "SELECT COUNT(*) FROM task WHERE closed_at IS NULL"), 0);
        let again =
            world.submit(&clerk, "register.record-death", json!({ "person": person, "day": "2026-11-19" }));
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
        world.pass_seconds(60);
        let wrong = json!({ "person": person, "event": "death", "why": "同名同姓，本人健在" });
        done(world, &clerk, "register.retract-event", wrong);
        let answer = see(world, &clerk, &person);
        assert_eq!(answer.view.state, "living");
        assert_eq!(living(), 1);
        assert!(answer.timeline.iter().filter(|it| it.value == "death").count() >= 3, "all of it is kept");
    });
}

#[test]
fn two_records_become_one_and_two_again() {
    on_each_database(|world| {
        let kept = one(world, "王秀英", "513433194001010017");
        let other = one(world, "王秀瑛", "51343319350203002X");
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let label =
            json!({ "person": other, "status": "label", "value": "left_behind", "from": "2025-01-01" });
        done(world, &clerk, "register.set-status", label);
        let merged = json!({ "person": kept, "closed": other, "why": "同一人，两次登记" });
        let answer = done(world, &clerk, "register.merge", merged);
        assert_eq!(list(world, &clerk, People::default()).0, 1);
        let view = see(world, &clerk, &kept).view;
        assert_eq!(view.labels.len(), 1);
        // Both numbers and both names lead to the one that goes on.
        assert!(found(world, &clerk, "51343319350203002X").contains(&kept));
        assert!(found(world, &clerk, "王秀瑛").contains(&kept));
        assert_eq!(see(world, &clerk, &other).merged_into.as_deref(), Some(kept.as_str()));
        let changed =
            world.submit(&clerk, "register.set-contact", json!({ "person": other, "phone": "13800001111" }));
        assert!(matches!(changed, Err(Error::Conflict(_))), "a closed record is not changed");
        done(world, &clerk, "register.undo-merge", json!({ "merge": answer["merge"], "why": "是姐妹二人" }));
        assert_eq!(list(world, &clerk, People::default()).0, 2);
        assert_eq!(see(world, &clerk, &kept).view.labels.len(), 0);
        assert_eq!(see(world, &clerk, &other).view.labels.len(), 1);
        assert_eq!(found(world, &clerk, "王秀瑛"), vec![other]);
        assert_eq!(count(world, "SELECT COUNT(*) FROM person WHERE anomalies <> 0"), 0);
    });
}

#[test]
fn registered_and_living_are_kept_apart_and_nobody_sees_beyond_their_area() {
    on_each_database(|world| {
        let [here, beside, far] = villages(world);
        let person = one(world, "王秀英", "513433194001010017");
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let moved = json!({ "person": person, "which": "living", "to": far, "day": "2026-10-01" });
        done(world, &clerk, "register.move", moved);
        let at = |area: &str, basis| {
            let worker = world.actor("village_worker", area);
            list(world, &worker, People { basis: Some(basis), ..People::default() }).0
        };
        assert_eq!((at(&here, ListBasis::Registered), at(&here, ListBasis::Living)), (1, 0));
        assert_eq!((at(&far, ListBasis::Registered), at(&far, ListBasis::Living)), (0, 1));
        let outsider = world.actor("village_worker", &beside);
        assert!(found(world, &outsider, "王").is_empty());
        let asked = OnePerson { person: person.clone(), ..OnePerson::default() };
        assert!(matches!(world.ask(&outsider, asked), Err(Error::Missing(_))));
        let death = json!({ "person": person, "day": "2026-11-20" });
        assert!(matches!(world.submit(&outsider, "register.record-death", death), Err(Error::Missing(_))));
        let beyond = People { area: Some(township(&far)), ..People::default() };
        assert!(world.ask(&world.actor("village_worker", &here), beyond).is_err());
        for area in [&here, &far] {
            assert_eq!(found(world, &world.actor("village_worker", area), "wxy"), vec![person.clone()]);
        }
        // Whoever moves away stays in the register, with an end.
        let away =
            json!({ "person": person, "which": "registered", "address": "西昌市", "day": "2026-11-01" });
        done(world, &clerk, "register.move", away);
        assert_eq!(at(&here, ListBasis::Registered), 0);
        let gone = People { gone: true, ..People::default() };
        assert_eq!(list(world, &clerk, gone).1, vec![person]);
    });
}

#[test]
fn masks_are_lifted_for_a_purpose_and_a_while() {
    on_each_database(|world| {
        let person = one(world, "王秀英", "513433194001010017");
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let row = world.ask(&clerk, People::default()).expect("a list").rows.remove(0);
        assert_eq!((row.name.as_str(), row.number.as_str()), ("王*英", "513433************"));
        assert_eq!(row.age, Some(86));
        let why = json!({ "persons": [person], "purpose": "发放核对" });
        let leave = world.submit_as(&clerk, Some("unmask-1"), "register.unmask", why).expect("a leave");
        let unmasking = leave["unmasking"].as_str().expect("its id").to_owned();
        let ask = || world.ask(&clerk, Unmasked { unmasking: unmasking.clone() });
        let full = ask().expect("full names").people.remove(0);
        assert_eq!((full.name.as_str(), full.number.as_str()), ("王秀英", "513433194001010017"));
        let seen = People { unmasking: Some(unmasking.clone()), ..People::default() };
        assert_eq!(world.ask(&clerk, seen).expect("a list").rows[0].name, "王秀英");
        let other = world.somebody("other", COUNTY_AREA, &["register.unmask"]);
        assert!(world.ask(&other, Unmasked { unmasking: unmasking.clone() }).is_err());
        let noted = "SELECT COUNT(*) FROM journal_entry WHERE verb = 'register.unmask' AND outcome = 'done'";
        assert_eq!(count(world, noted), 1);
        let kept = "SELECT COUNT(*) FROM command WHERE answer LIKE '%194001%'";
        assert_eq!(count(world, kept), 0, "no stored answer holds a number");
        world.pass_seconds(3_600);
        assert!(ask().is_err(), "the leave has lapsed");
    });
}

#[test]
fn a_list_reads_the_same_by_every_way() {
    on_each_database(|world| {
        let mut entries = Vec::new();
        for at in 0..120_i64 {
            let born = day("1930-01-01").plus_days(at * 97).to_string().replace('-', "");
            let first = format!("513433{born}{:03}", at * 7 % 1_000);
            let number = format!("{first}{}", base::resident::check_character(&first));
            let mut draft = elder(world, if at % 3 == 0 { "王秀英" } else { "李国华" }, &number);
            draft.registered = Some(Dated::new(&villages(world)[at as usize % 3]));
            if at % 40 == 0 {
                draft.labels = vec![Dated::since("left_behind", day("2025-01-01"))];
            }
            entries.push(entry(None, draft));
        }
        commit(world, entries);
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let today = world.now().day();
        for (age_from, label, sort) in [
            (None, None, "place"),
            (Some(80), None, "-age"),
            (Some(80), None, "name"),
            (Some(90), Some("left_behind"), "age"),
            (None, Some("left_behind"), "place"),
        ] {
            let ask = |text: Option<&str>| People {
                age_from,
                label: label.map(str::to_owned),
                text: text.map(str::to_owned),
                list: ListInput { sort: Some(sort.to_owned()), per_page: Some(500), ..ListInput::default() },
                ..People::default()
            };
            let answer = world.ask(&clerk, ask(None)).expect("a list");
            assert_eq!(answer.total, answer.rows.len() as i64, "{age_from:?} {label:?} {sort}");
            let old = |born: Option<Day>| {
                age_from.is_none_or(|age| born.is_some_and(|it| age <= i64::from(it.age_on(today))))
            };
            assert!(answer.rows.iter().all(|it| old(it.birth_date)));
            // The same with a text that everybody's name holds one half of.
            let (kings, _) = list(world, &clerk, ask(Some("wang")));
            let (plums, _) = list(world, &clerk, ask(Some("李")));
            assert_eq!(kings + plums, answer.total, "{age_from:?} {label:?} {sort}");
        }
        let figures = world.ask(&clerk, RegisterFigures {}).expect("figures");
        assert_eq!(figures.figures[0].value, 120);
        let mapped: i64 = figures.measures[0].areas.iter().map(|it| it.value).sum();
        assert_eq!(mapped, 120);
    });
}

#[test]
fn facts_are_as_of_a_day_and_as_known() {
    on_each_database(|world| {
        let person = one(world, "王秀英", "513433194001010017");
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let before = world.now();
        world.pass_seconds(60);
        let label = json!({ "person": person, "status": "label", "value": "left_behind",
            "from": "2026-01-01", "until": "2026-06-30" });
        done(world, &clerk, "register.set-status", label);
        let proof = json!({ "person": person, "day": "2026-11-20", "proof": "注销证明" });
        done(world, &clerk, "register.confirm-death", proof);
        let read = |known_at: Instant| {
            let pack = world.house.packs.now();
            let names = [
                "person.age",
                "person.alive",
                "person.registered_here",
                "label.left_behind",
                "label.empty_nest",
            ];
            let wanted: Vec<_> =
                names.iter().map(|it| pack.facts().get(it).expect("a fact").clone()).collect();
            let people = [person.clone()];
            let days = [day("2026-03-01"), day("2026-08-01"), day("2026-11-21")];
            let asked = Asked { people: &people, days: &days, known_at };
            world
                .store
                .read(|tx| {
                    let mut cx = platform::Cx::new(&clerk, &world.house, world.now(), 1, tx);
                    facts::read(&mut cx, &asked, &wanted)
                })
                .expect("facts")
                .iter()
                .map(|frame| names.map(|name| frame.lane(name, 0)))
                .collect::<Vec<_>>()
        };
        let (yes, no) = (Some(1), Some(0));
        let now = read(Instant::MAX);
        assert_eq!(now[0], [Some(86), yes, yes, yes, None]);
        assert_eq!(now[1], [Some(86), yes, yes, no, None], "a label that ended does not hold");
        assert_eq!(now[2], [Some(86), no, yes, no, None]);
        assert_eq!(read(before)[2], [Some(86), yes, yes, None, None], "then nobody knew");
    });
}

#[test]
fn silence_means_no_where_a_list_is_complete_and_nothing_elsewhere() {
    on_each_database(|world| {
        let person = one(world, "王秀英", "513433194001010017");
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let supported = || {
            let pack = world.house.packs.now();
            let wanted = [pack.facts().get("hardship.destitute_support").expect("a fact").clone()];
            let (people, days) = ([person.clone()], [day("2026-09-30"), day("2026-10-01")]);
            let given = wanted.clone();
            let frames = world.within(&clerk, move |cx| {
                let asked = Asked { people: &people, days: &days, known_at: Instant::MAX };
                facts::read(cx, &asked, &given)
            });
            frames.expect("facts").iter().map(|it| it.lane(&wanted[0].name, 0)).collect::<Vec<_>>()
        };
        assert_eq!(supported(), [None, None], "nobody vouched for the list");
        let area = township(&villages(world)[0]);
        let covered = Covered { list: "support".into(), area, until: day("2026-09-30") };
        world
            .within(&clerk, move |cx| coverage::state(cx, &covered, "civil_affairs", "file-1"))
            .expect("it is stated");
        assert_eq!(supported(), [Some(0), None], "complete until the thirtieth");
    });
}
