//! A small world for stories: a database of either kind, a house, a clock that stands still.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use base::{Chance, Instant, Result};
use platform::{
    Actor, Catalogue, Channel, Cx, House, Purpose, Question, Room,
    access::roles::Roles,
    door::{Caller, Door},
    jobs::{Did, Owner, Runner, accounts, night},
    keys::Keys,
    packs::{Bundle, Packs},
};
use serde_json::Value;
use store::{Store, scratch::Scratch};

/// The demo month's own noon: 2026-11-22 12:00 in Shanghai.
pub(crate) const NOON: Instant = Instant(1_795_320_000_000_000);
pub(crate) const COUNTY: &str = "mianning";
pub(crate) const COUNTY_AREA: &str = "sc/liangshan/mianning/";

/// Secrets of a test differ from each other, and are no secrets.
static DRAWN: AtomicU64 = AtomicU64::new(0);

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) house: Arc<House>,
    now: AtomicI64,
    seed: AtomicU64,
}

/// Tells `story` on SQLite, and on PostgreSQL, in a database of its own.
pub(crate) fn on_each_database(story: impl Fn(&World)) {
    with_packs_changed(&[], story);
}

/// As [`on_each_database`], with texts of the packs changed: file, what stands there, what shall. A
/// file of which nothing stands is a new one.
pub(crate) fn with_packs_changed(changes: &[(&str, &str, &str)], story: impl Fn(&World)) {
    let mut bundle = Bundle::shipped();
    for (file, from, to) in changes {
        let stands = bundle.get(file).map_or("", |it| it);
        assert!(stands.contains(from), "{file} says {from:?} no more");
        let text = if from.is_empty() { (*to).to_owned() } else { stands.replacen(from, to, 1) };
        // Who changes a rule changes what the worked cases beside it come to.
        let text = text.split("\n[[case]]").next().unwrap_or_default();
        bundle.insert(file, text);
    }
    let lite = Scratch::lite();
    let tell = |world: &World| {
        story(world);
        // Whatever was done to cases, what lists find them by says what they say.
        crate::cases::lists::agree(world);
    };
    tell(&World::open_packs(lite.url(), &[], &bundle));
    if let Some(admin) = postgres_url() {
        let scratch = Scratch::postgres(&admin).expect("a database for the story");
        tell(&World::open_packs(scratch.url(), &[], &bundle));
    }
}

pub(crate) fn postgres_url() -> Option<String> {
    match setting("SONGHE_TEST_PG") {
        Some(skip) if skip == "skip" => None,
        Some(url) => Some(url),
        None => panic!("run the tests by `.ci/postgres run cargo test`, or set SONGHE_TEST_PG=skip"),
    }
}

#[expect(clippy::disallowed_methods, reason = "the test runner's settings")]
pub(crate) fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// For jobs of stories: whoever enqueued it may do everything in the area it was enqueued for.
#[expect(clippy::unnecessary_wraps, reason = "of the shape that jobs ask")]
pub(crate) fn everybody(cx: &mut Cx, owner: &Owner) -> Result<Option<Actor>> {
    let catalogue = &cx.house.catalogue;
    let rights = catalogue.verbs().map(|it| it.right).chain(catalogue.questions().map(|it| it.right));
    let purposes = [Purpose::Register, Purpose::Benefits, Purpose::Care, Purpose::System, Purpose::Audit];
    Ok(Some(Actor {
        account: owner.account.clone(),
        name: owner.account.clone(),
        role: owner.role.clone(),
        county: COUNTY.to_owned(),
        area: owner.area.clone(),
        rights: Arc::new(rights.map(str::to_owned).collect()),
        purposes: Arc::new(BTreeSet::from(purposes)),
        channel: Channel::Job,
    }))
}

/// The services as they are, and of people everybody.
fn services_and_everybody(cx: &mut Cx, owner: &Owner) -> Result<Option<Actor>> {
    if owner.account.starts_with("service:") { accounts::whois(cx, owner) } else { everybody(cx, owner) }
}

impl World {
    /// A world that knows rooms of the test too.
    pub(crate) fn open_with(url: &str, rooms: &'static [&'static Room]) -> World {
        World::open_packs(url, rooms, &Bundle::shipped())
    }

    pub(crate) fn open_packs(url: &str, rooms: &'static [&'static Room], bundle: &Bundle) -> World {
        let catalogue =
            Catalogue::new(&[platform::ROOMS, casebooks::ROOMS, people::ROOMS, care::ROOMS, rooms])
                .with_sources(people::SOURCES)
                .with_sources(casebooks::SOURCES)
                .with_sources(care::SOURCES)
                .with_subjects(people::SUBJECTS)
                .with_subjects(casebooks::SUBJECTS)
                .with_pages(casebooks::PAGES)
                .with_pages(people::PAGES)
                .with_sealed(app::wiring::sealed_columns());
        let sections = catalogue.sections();
        let read = || {
            Packs::open(bundle, &sections, COUNTY).unwrap_or_else(|faults| {
                let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
                panic!("the shipped packs have faults:\n{}", faults.join("\n"))
            })
        };
        // Hundreds of pages of TOML: the same texts are read once for all stories.
        static READ: Mutex<Vec<(Bundle, Packs)>> = Mutex::new(Vec::new());
        let packs = if rooms.is_empty() {
            let mut known = READ.lock().unwrap_or_else(PoisonError::into_inner);
            match known.iter().find(|it| it.0 == *bundle) {
                Some((_, packs)) => packs.again(),
                None => {
                    let packs = read();
                    known.push((bundle.clone(), packs.again()));
                    packs
                }
            }
        } else {
            read()
        };
        let house = House {
            catalogue,
            packs,
            keys: Arc::new(Keys::new([1; 32], [2; 32], [3; 32])),
            entropy: |bytes| {
                let mut chance = Chance::new(DRAWN.fetch_add(1, Ordering::Relaxed));
                bytes.fill_with(|| chance.bits64() as u8);
                Ok(())
            },
        };
        World {
            store: Store::open(url).expect("the test's database opens"),
            house: Arc::new(house),
            now: AtomicI64::new(NOON.0),
            seed: AtomicU64::new(1),
        }
    }

    pub(crate) fn now(&self) -> Instant {
        Instant(self.now.load(Ordering::Relaxed))
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn door(&self) -> Door<'_> {
        Door { store: &self.store, house: &self.house }
    }

    /// Does jobs until none is due; answers how each ended.
    pub(crate) fn run_jobs(&self, runner: &mut Runner) -> Vec<&'static str> {
        let mut ends = Vec::new();
        loop {
            match runner.turn(&self.door(), self.now(), self.seed()).expect("the queue is there") {
                Did::Nothing => return ends,
                Did::Ended(how) => ends.push(how),
                Did::Step | Did::Failed => (),
            }
        }
    }

    /// What a server's loops do by night: begins the day, unless that was done, and does its works.
    pub(crate) fn night(&self) -> bool {
        let begun = night::begin(&self.door(), self.now(), self.seed()).expect("the day begins");
        let mut runner = Runner::new("night".into(), services_and_everybody);
        let ends = self.run_jobs(&mut runner);
        assert!(ends.iter().all(|it| *it == "done"), "{ends:?}");
        begun
    }

    /// Does what is due by now.
    pub(crate) fn do_jobs(&self) {
        let mut runner = Runner::new("day".into(), services_and_everybody);
        let ends = self.run_jobs(&mut runner);
        assert!(ends.iter().all(|it| *it == "done"), "{ends:?}");
    }

    /// The clock goes on.
    pub(crate) fn pass_seconds(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }

    pub(crate) fn pass_days(&self, days: i64) {
        self.pass_seconds(days * 86_400);
    }

    /// An actor of a role of the pack, at a page, in an area.
    pub(crate) fn actor(&self, role: &str, area: &str) -> Actor {
        let pack = self.house.packs.now();
        let roles = pack.get::<Roles>();
        let entry = roles.role.get(role).unwrap_or_else(|| panic!("the pack has no role {role}"));
        Actor {
            role: role.to_owned(),
            rights: Arc::new(entry.rights.clone()),
            purposes: Arc::new(entry.purposes.clone()),
            ..self.somebody(role, area, &[])
        }
    }

    /// An actor with just these rights, in an area, for every purpose.
    #[expect(clippy::unused_self, reason = "it is the world's somebody")]
    pub(crate) fn somebody(&self, account: &str, area: &str, rights: &[&str]) -> Actor {
        let purposes = [Purpose::Register, Purpose::Benefits, Purpose::Care, Purpose::System, Purpose::Audit];
        Actor {
            account: account.to_owned(),
            name: account.to_owned(),
            role: "test".to_owned(),
            county: COUNTY.to_owned(),
            area: area.to_owned(),
            rights: Arc::new(rights.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>()),
            purposes: Arc::new(BTreeSet::from(purposes)),
            channel: Channel::Web,
        }
    }

    pub(crate) fn submit(&self, actor: &Actor, verb: &str, input: Value) -> Result<Value> {
        self.submit_as(actor, None, verb, input)
    }

    pub(crate) fn submit_as(
        &self,
        actor: &Actor,
        id: Option<&str>,
        verb: &str,
        input: Value,
    ) -> Result<Value> {
        let caller = Caller { actor, now: self.now(), seed: self.seed(), command_id: id };
        self.door().submit(caller, verb, input)
    }

    /// Works inside one transaction as a room does.
    pub(crate) fn within<T: Send + 'static>(
        &self,
        actor: &Actor,
        work: impl Fn(&mut Cx) -> Result<T> + Send + Sync + 'static,
    ) -> Result<T> {
        let (actor, house) = (actor.clone(), self.house.clone());
        let (now, seed) = (self.now(), self.seed());
        self.store.write(move |tx| work(&mut Cx::new(&actor, &house, now, seed, tx)))
    }

    pub(crate) fn ask<Q: Question>(&self, actor: &Actor, question: Q) -> Result<Q::Answer> {
        self.door().ask(actor, self.now(), question)
    }
}
