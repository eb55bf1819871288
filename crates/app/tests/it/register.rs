//! The register: what is said is kept, as of any day and as known at any instant.

use base::{Day, Instant};
use people::register::{
    bulk::{self, Entry, Outcome, Turn},
    draft::{Dated, Draft, Provenance},
};
use platform::Cx;

use crate::world::{COUNTY_AREA, World, on_each_database};

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn entry(person: Option<&str>, draft: Draft) -> Entry {
    let from = Provenance { source: "township".into(), basis: "roster.xlsx row 4".into() };
    Entry { person: person.map(str::to_owned), draft, from, day: day("2026-11-01") }
}

fn village(name: &str) -> String {
    format!("{COUNTY_AREA}lugu/{name}/")
}

fn elder(name: &str, number: &str) -> Draft {
    Draft {
        name: Some(name.to_owned()),
        number: Some(number.to_owned()),
        registered: Some(Dated::new(village("changzheng"))),
        living: Some(Dated::new(village("changzheng"))),
        ..Draft::default()
    }
}

fn commit(world: &World, entries: Vec<Entry>) -> Vec<Outcome> {
    let actor = world.somebody("clerk", COUNTY_AREA, &[]);
    let (house, now, seed) = (world.house.clone(), world.now(), world.seed());
    world
        .store
        .write(move |tx| bulk::commit(&mut Cx::new(&actor, &house, now, seed, tx), &entries))
        .expect("the rows are written")
}

fn count(world: &World, sql: &str) -> i64 {
    world.store.read(|tx| tx.get::<(i64,)>("count", sql, &[])).expect("a count").0
}

#[test]
fn the_same_rows_again_change_nothing() {
    on_each_database(|world| {
        let rows = |ids: &[Outcome]| {
            let person = |at: usize| ids.get(at).map(|it: &Outcome| it.person.clone());
            vec![
                entry(person(0).as_deref(), elder("王秀英", "513433194001010011")),
                entry(person(1).as_deref(), elder("吉克·阿呷", "51343319350203002X")),
            ]
        };
        let first = commit(world, rows(&[]));
        assert!(first.iter().all(|it| it.turn == Turn::Created));
        let before = count(world, "SELECT COUNT(*) FROM person_interval");
        let again = commit(world, rows(&first));
        assert!(again.iter().all(|it| it.turn == Turn::Same), "{again:?}");
        assert_eq!(count(world, "SELECT COUNT(*) FROM person_interval"), before);
        assert_eq!(count(world, "SELECT COUNT(*) FROM person"), 2);
        let total =
            "SELECT CAST(SUM(persons) AS BIGINT) FROM person_tally WHERE basis = 'registered' AND facet = ''";
        assert_eq!(count(world, total), 2);
    });
}

#[test]
fn wrong_and_doubled_numbers_are_registered_and_marked() {
    on_each_database(|world| {
        let wrong = elder("李国华", "513433194001010019");
        let rows = vec![entry(None, wrong), entry(None, elder("王秀英", "513433193001010018"))];
        let ids = commit(world, rows);
        assert_eq!(count(world, "SELECT COUNT(*) FROM person WHERE anomalies = 1"), 2);
        let doubled = commit(world, vec![entry(None, elder("王秀瑛", "513433194001010019"))]);
        assert_eq!(doubled[0].turn, Turn::Created);
        let open = "SELECT COUNT(*) FROM person_anomaly WHERE kind = 'number-doubled' AND settled_at IS NULL";
        assert_eq!(count(world, open), 2);
        let mended = Draft { number: Some("11010519491231002X".into()), ..Draft::default() };
        commit(world, vec![entry(Some(&ids[0].person), mended)]);
        assert_eq!(count(world, open), 0);
        let _ = Instant::MAX;
    });
}
