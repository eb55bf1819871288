//! Every declared step of every shipped casebook is taken once, with made-up values, by the roles
//! that may take it: what a county finds on the day it starts does work.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fs,
    path::Path,
};

use base::{Chance, resident::check_character};
use casebooks::books::{Book, Ready, Shelf, Sort, field::Choice};
use platform::{Actor, access::roles::Roles, packs::Bundle};
use serde_json::{Map, Value, json};
use store::scratch::Scratch;

use crate::{
    register::one,
    world::{COUNTY_AREA, World},
};

/// Steps that made-up values cannot reach, each with its reason.
const UNREACHED: &[(&str, &str, &str)] = &[
    ("data_quality_fix", "sample", "three counts must make up a fourth, twice"),
    ("grade_rating", "rescore", "the marks of several tables must agree with a sum"),
    ("grade_rating", "grant", "the marks of several tables must agree with a sum"),
    ("grade_rating", "lapse", "the marks of several tables must agree with a sum"),
    ("grade_rating", "withdraw", "the marks of several tables must agree with a sum"),
    ("provider_claim", "visit", "the sum is written by the room of claims, never by hand"),
    ("provider_claim", "check", "the sum is written by the room of claims, never by hand"),
    ("provider_claim", "approve", "the sum is written by the room of claims, never by hand"),
    ("provider_claim", "pay", "the sum is written by the room of claims, never by hand"),
    ("provider_claim", "take_back", "the sum is written by the room of claims, never by hand"),
    ("home_filing", "end_filing", "two counts and a refund must agree after six steps"),
];

/// Made-up values are tried in several ways until a step's rules hold.
#[derive(Clone, Copy)]
struct Way {
    choice: usize,
    yes: bool,
    number: i64,
    /// Days from today of the first date, and between two dates.
    day: i64,
    apart: i64,
    /// Each value by itself, drawn from this seed.
    drawn: Option<u64>,
}

/// Numbers that rules of the books speak of, and some between.
const NUMBERS: [i64; 12] = [0, 1, 2, 3, 5, 10, 60, 85, 100, 800, 1000, 9000];
/// Random walks for a step that no plain way reaches.
const WALKS: u64 = 150;

fn ways() -> Vec<Way> {
    let mut ways = Vec::new();
    for (day, apart) in [(-60, 1), (0, 0), (0, 1), (-800, 30), (-30, 0)] {
        for choice in 0..4 {
            for (yes, number) in [(true, 3), (false, 3), (true, 0), (true, 95), (true, 100), (false, 1000)] {
                ways.push(Way { choice, yes, number, day, apart, drawn: None });
            }
        }
    }
    ways
}

impl Way {
    /// The way of one field: its own where values are drawn.
    fn at(self, field: &str, at: i64) -> Way {
        let Some(seed) = self.drawn else { return self };
        let of_field = field.bytes().fold(seed, |it, byte| it.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let mut chance = Chance::new(of_field ^ (at as u64) << 32);
        Way {
            choice: chance.below(6) as usize,
            yes: chance.below(2) == 0,
            number: NUMBERS[chance.below(NUMBERS.len() as u64) as usize],
            day: chance.below(120) as i64 - 60,
            apart: 0,
            ..self
        }
    }
}

struct Walker<'w> {
    world: &'w World,
    shelf: std::sync::Arc<Shelf>,
    township: String,
    person: String,
    facility: String,
    file: String,
    worker: String,
    /// Books whose cases are being made for another.
    within: BTreeSet<String>,
    /// A case of each book that others are about.
    cases: BTreeMap<String, String>,
    /// How many persons were registered on the way.
    people: i64,
}

impl Walker<'_> {
    fn actor(&self, role: &str, account: &str) -> Actor {
        let pack = self.world.house.packs.now();
        let level = pack.get::<Roles>().role.get(role).map(|it| it.level);
        let area = match level {
            Some(platform::access::roles::Level::County) => COUNTY_AREA.to_owned(),
            _ => self.township.clone(),
        };
        Actor { account: account.to_owned(), ..self.world.actor(role, &area) }
    }

    fn value(&mut self, field: &casebooks::books::Field, choices: &[Choice], at: i64, way: Way) -> Value {
        let way = way.at(&field.en, at);
        let today = self.world.now().day();
        let day = |past: bool| {
            let day = today.plus_days(way.day + at * way.apart);
            if past && today < day { today } else { day }
        };
        let bounded = |it: i64| {
            let low = field.min.unwrap_or(i64::MIN);
            it.clamp(low, field.max.unwrap_or(i64::MAX).max(low))
        };
        match field.sort {
            Sort::Text => {
                json!("演示文字".chars().take(field.max.unwrap_or(4).max(1) as usize).collect::<String>())
            }
            Sort::Whole | Sort::Money => json!(bounded(way.number).to_string()),
            Sort::Number => json!(bounded(way.number).to_string()),
            Sort::Date => json!(day(field.past).to_string()),
            Sort::Month => json!(day(false).month().to_string()),
            Sort::Area => json!(self.township),
            Sort::Person => json!(self.person),
            Sort::Facility => json!(self.facility),
            // A book that names a case of itself, or of one that names it, is left without.
            Sort::Case => match field.book.clone().filter(|it| self.within.insert(it.clone())) {
                Some(book) => {
                    let case = self.subject_case(&book).map_or(Value::Null, Value::from);
                    self.within.remove(&book);
                    case
                }
                None => Value::Null,
            },
            Sort::Worker => json!(self.worker),
            Sort::Choice => json!(choices[way.choice.min(choices.len() - 1)].id),
            Sort::Many if way.drawn.is_some() && way.yes => {
                json!(choices.iter().map(|it| it.id.as_str()).collect::<Vec<_>>())
            }
            Sort::Many => json!([choices[way.choice.min(choices.len() - 1)].id]),
            Sort::YesNo => json!(way.yes),
            Sort::Photo | Sort::File | Sort::Signature => json!([self.file]),
            Sort::Place => json!("28.55, 102.17"),
            Sort::Phone => json!("13812345678"),
            Sort::ResidentNumber => json!("513433196001019985"),
            Sort::Account => json!("6217000010001234567"),
            Sort::Table => {
                let cells = field.columns.iter().enumerate().map(|(at, (id, column))| {
                    (id.clone(), self.value(column, &column.choices, at as i64, way))
                });
                json!([Value::Object(cells.collect())])
            }
        }
    }

    fn values<'f>(
        &mut self,
        ready: &Ready,
        fields: impl Iterator<Item = &'f str>,
        role: &str,
        way: Way,
    ) -> Value {
        let mut values = Map::new();
        for id in fields {
            let field = &ready.book.field[id];
            let writes = field.write.is_empty() || field.write.iter().any(|it| it == role);
            if !field.is_computed() && writes && ready.book.may_see_field(field, role) {
                let at = ready.book.field.get_index_of(id).unwrap_or(0) as i64;
                values.insert(id.to_owned(), self.value(field, ready.choices(id), at, way));
            }
        }
        Value::Object(values)
    }

    /// Opens a case by hand; a book that only the program opens is opened as the program does.
    fn open(&mut self, ready: &Ready, way: Way) -> Result<String, String> {
        let book = &ready.book;
        let role = book.open.first().cloned().unwrap_or_else(|| "county_clerk".to_owned());
        let subject = match (book.subject.as_str(), book.subject_book()) {
            // Of a book that keeps one open case a person, each is somebody else's.
            ("person", _) if !book.once.is_empty() => {
                self.people += 1;
                Some(one(self.world, &format!("阿说尔{}", self.people), &number(self.people)))
            }
            ("person", _) => Some(self.person.clone()),
            ("facility", _) => Some(self.facility.clone()),
            ("area", _) => Some(self.township.clone()),
            (_, Some(other)) => Some(self.subject_case(other)?),
            _ => None,
        };
        let asked: Vec<String> = book.asked_at_opening().map(|it| it.0.to_owned()).collect();
        let values = self.values(ready, asked.iter().map(String::as_str), &role, way);
        let actor = self.actor(&role, "opener");
        let input = json!({ "book": ready.id, "subject": subject, "area": self.township, "values": values });
        let opened =
            self.world.submit(&actor, "cases.open", input).map_err(|it| format!("{:?}", it.faults()))?;
        Ok(opened["case"].as_str().unwrap_or_default().to_owned())
    }

    fn subject_case(&mut self, book: &str) -> Result<String, String> {
        if let Some(known) = self.cases.get(book) {
            return Ok(known.clone());
        }
        let ready = self.shelf.get(book).cloned().ok_or("no such book")?;
        let mut last = String::new();
        for way in ways() {
            match self.open(&ready, way) {
                Ok(case) => {
                    self.cases.insert(book.to_owned(), case.clone());
                    return Ok(case);
                }
                Err(why) => last = why,
            }
        }
        Err(last)
    }

    fn take(
        &mut self,
        ready: &Ready,
        case: &str,
        revision: &mut i64,
        step: &str,
        way: Way,
    ) -> Result<(), String> {
        let declared = &ready.book.step[step];
        let role = declared.who[0].clone();
        let values = self.values(ready, declared.asks.iter().map(String::as_str), &role, way);
        let actor = self.actor(&role, &format!("{role}-{step}"));
        let input = json!({ "case": case, "step": step, "revision": *revision, "values": values });
        self.world.submit(&actor, "cases.step", input).map_err(|it| format!("{step}: {:?}", it.faults()))?;
        *revision += 1;
        Ok(())
    }

    /// Opens a case, goes the path and takes the step, in one way or another.
    fn reach(&mut self, ready: &Ready, path: &[String], step: &str) -> Result<(), String> {
        let mut last = String::new();
        for way in ways() {
            let mut revision = 1;
            let went = self.open(ready, way).and_then(|case| {
                for it in path.iter().map(String::as_str).chain([step]) {
                    self.take(ready, &case, &mut revision, it, way)?;
                }
                Ok(())
            });
            match went {
                Ok(()) => return Ok(()),
                Err(why) => last = why,
            }
        }
        for seed in 0..WALKS {
            if self.stroll(ready, step, seed) {
                return Ok(());
            }
        }
        Err(last)
    }

    /// Opens a case with drawn values and takes drawn steps until `step` is taken or nothing goes.
    fn stroll(&mut self, ready: &Ready, step: &str, seed: u64) -> bool {
        let mut chance = Chance::new(seed);
        let way = Way { drawn: Some(seed), choice: 0, yes: true, number: 1, day: 0, apart: 0 };
        let Ok(case) = self.open(ready, way) else { return false };
        let (mut state, mut revision) = (ready.book.first_state().to_owned(), 1);
        for turn in 0..8 {
            let way = Way { drawn: Some(seed.wrapping_add(turn * 1_000)), ..way };
            let from: Vec<String> = ready
                .book
                .steps_from(&state)
                .filter(|it| !it.1.who.is_empty())
                .map(|it| it.0.to_owned())
                .collect();
            if from.iter().any(|it| it == step) && self.take(ready, &case, &mut revision, step, way).is_ok() {
                return true;
            }
            let Some(other) = from.get(chance.below(from.len().max(1) as u64) as usize) else { return false };
            if self.take(ready, &case, &mut revision, other, way).is_ok() {
                state = ready.book.step[other].to.clone().unwrap_or(state);
            }
        }
        false
    }
}

/// A resident number that nobody else has.
fn number(at: i64) -> String {
    let first = format!("51343319310101{:03}", at % 1_000);
    format!("{first}{}", check_character(&first))
}

/// The shortest ways of steps by hand to each state.
fn paths(book: &Book) -> BTreeMap<String, Vec<String>> {
    let mut paths = BTreeMap::from([(book.first_state().to_owned(), Vec::new())]);
    let mut left = VecDeque::from([book.first_state().to_owned()]);
    while let Some(state) = left.pop_front() {
        for (id, step) in book.steps_from(&state).filter(|it| !it.1.who.is_empty()) {
            let to = step.to.clone().unwrap_or_else(|| state.clone());
            if !paths.contains_key(&to) {
                let mut path = paths[&state].clone();
                path.push(id.to_owned());
                paths.insert(to.clone(), path);
                left.push_back(to);
            }
        }
    }
    paths
}

/// The shipped packs, and in this county also the books that another county's pack declares.
pub(super) fn all_books() -> Bundle {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/xishan/casebooks");
    let mut bundle = Bundle::shipped();
    for file in fs::read_dir(folder).expect("the other county's books") {
        let path = file.expect("a file").path();
        let name = path.file_name().and_then(|it| it.to_str()).expect("a name").to_owned();
        let text = fs::read_to_string(&path).expect("a text");
        bundle.insert(&format!("mianning/casebooks/{name}"), &text);
    }
    bundle
}

#[test]
fn every_declared_step_can_be_taken() {
    let lite = Scratch::lite();
    let world = World::open_packs(lite.url(), &[], &all_books());
    let shelf = world.house.packs.now().made::<Shelf>();
    let officer = world.actor("township_officer", &format!("{COUNTY_AREA}daqiao/"));
    let township = format!("{COUNTY_AREA}daqiao/");
    let facility = json!({ "name": "大桥镇养老院", "kind": "home", "area": township, "beds": 80 });
    let kept =
        world.submit(&officer, "facilities.register", json!({ "facility": facility })).expect("a facility");
    let png =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let put =
        json!({ "name": "照片.png", "area": township, "about": "case", "about_id": "walk", "content": png });
    let file = world.submit(&officer, "files.put", put).expect("a file");
    let system = world.actor("system_admin", COUNTY_AREA);
    let worker = world.submit(&system, "access.create-account", json!({ "login": "li.si", "name": "李四" }));
    let worker = worker.expect("a colleague");
    let mut walker = Walker {
        world: &world,
        shelf: shelf.clone(),
        township,
        person: one(&world, "阿说尔古", "513433193001010018"),
        facility: kept["facility"].as_str().unwrap_or_default().to_owned(),
        file: file["id"].as_str().unwrap_or_default().to_owned(),
        worker: worker["account"].as_str().unwrap_or_default().to_owned(),
        within: BTreeSet::new(),
        cases: BTreeMap::new(),
        people: 0,
    };
    let (mut taken, mut faults) = (0, Vec::new());
    let known: BTreeSet<(&str, &str)> = UNREACHED.iter().map(|it| (it.0, it.1)).collect();
    for ready in shelf.iter() {
        let paths = paths(&ready.book);
        for (id, step) in ready.book.step.iter().filter(|it| !it.1.who.is_empty()) {
            let path = step.from.iter().filter_map(|it| paths.get(it)).min_by_key(|it| it.len());
            let went = match path {
                Some(path) => walker.reach(ready, path, id),
                None => Err("only the program leads there".to_owned()),
            };
            match went {
                Ok(()) => taken += 1,
                Err(_) if known.contains(&(ready.id.as_str(), id.as_str())) => (),
                Err(why) => faults.push(format!("{} {id}: {why}", ready.id)),
            }
        }
    }
    assert!(faults.is_empty(), "{taken} taken, {} not:\n{}", faults.len(), faults.join("\n"));
    assert!(1_000 < taken, "{taken}");
}
