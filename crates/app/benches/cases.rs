//! Casebooks at the size of a large county: the shipped books read and checked; a list of 100,000 cases
//! filtered by any declared field; a step, a step of 5,000; 10,000 cases out as a workbook, edited, and in.
//!
//! `cargo bench -p app --bench cases`, on SQLite; with `SONGHE_TEST_PG` set, on PostgreSQL too. With another
//! number of cases: `cargo bench -p app --bench cases -- 20000`. The cases are opened by the verb's own code.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

mod county;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time,
};

use app::wiring::catalogue;
use base::{Chance, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use casebooks::books::Books;
use platform::{
    Actor, Channel, Cx, House,
    door::{Caller, Door, run_within},
    jobs::{Did, Owner, Runner},
    keys::Keys,
    packs::{Bundle, Packs},
};
use serde_json::{Value, json};
use sheets::write::{Book, Look};
use store::{Store, scratch::Scratch};

use county::{Folder, NOW, Verdict, median, villages};

const FIRE: &str = include_str!("../tests/it/cases/fire.toml");
const CASES: usize = 100_000;
/// The clock stands still, so each unit of work draws its ids from a seed of its own.
static SEEDS: AtomicU64 = AtomicU64::new(9_000_000);
/// Cases of one transaction while they are made.
const CHUNK: usize = 500;
const ROUNDS: usize = 25;
const BULK: usize = 5_000;
const SHEET: usize = 10_000;
const RIGHTS: &[&str] = &["cases.read", "cases.act", "jobs.read"];

fn main() {
    let size = std::env::args().find_map(|it| it.parse().ok()).unwrap_or(CASES);
    let mut verdict = Verdict::default();
    books(&mut verdict);
    let folder = Folder::new("cases");
    measure(&mut verdict, "sqlite", &folder.database("songhe.db"), size);
    match std::env::var("SONGHE_TEST_PG") {
        Ok(url) if url != "skip" => {
            let scratch = Scratch::postgres(&url).expect("a database");
            measure(&mut verdict, "postgres", scratch.url(), size);
        }
        _ => println!("PostgreSQL: not measured, SONGHE_TEST_PG is not set"),
    }
    verdict.end();
}

/// Every shipped book read, layered, type-checked and compiled, with all else that a pack holds.
fn books(verdict: &mut Verdict) {
    let catalogue = catalogue();
    let bundle = Bundle::shipped();
    let mut count = 0;
    let took = (0..3).map(|_| {
        let began = time::Instant::now();
        let packs = Packs::open(&bundle, &catalogue.sections(), "mianning");
        let seconds = began.elapsed().as_secs_f64();
        let packs = packs.unwrap_or_else(|faults| panic!("the shipped packs have {} faults", faults.len()));
        count = packs.now().get::<Books>().0.len();
        seconds
    });
    let took = median(took.collect());
    println!("the shipped packs with {count} casebooks: {took:.2} s");
    assert!(200 <= count, "there are 200 books to measure");
    verdict.at_most("200 casebooks read and checked", took * 200.0 / count as f64, 1.0, " s");
}

fn house() -> Arc<House> {
    let catalogue = catalogue();
    let mut bundle = Bundle::shipped();
    // Here prices are known when a case is opened, so that there are amounts to filter by.
    let fire = FIRE.replace(r#"asks = ["mended_on", "price", "labour"]"#, r#"asks = ["mended_on"]"#);
    assert!(fire != FIRE, "the book asks for prices later");
    bundle.insert("national/casebooks/fire.toml", &fire);
    let packs = Packs::open(&bundle, &catalogue.sections(), "mianning")
        .unwrap_or_else(|faults| panic!("the packs have {} faults", faults.len()));
    let keys = Arc::new(Keys::new([1; 32], [2; 32], [3; 32]));
    Arc::new(House { catalogue, packs, keys, entropy: app::wiring::entropy })
}

struct World {
    store: Store,
    house: Arc<House>,
    clerk: Actor,
    officer: Actor,
}

impl World {
    fn submit(&self, actor: &Actor, seed: u64, verb: &str, input: Value) -> Value {
        let caller = Caller { actor, now: NOW, seed, command_id: None };
        let door = Door { store: &self.store, house: &self.house };
        door.submit(caller, verb, input).unwrap_or_else(|error| panic!("{verb}: {error:?}"))
    }

    fn ask(&self, actor: &Actor, question: &str, input: Value) -> Value {
        let door = Door { store: &self.store, house: &self.house };
        door.answer(actor, NOW, question, input).unwrap_or_else(|error| panic!("{question}: {error:?}"))
    }

    fn jobs(&self) {
        let door = Door { store: &self.store, house: &self.house };
        let mut runner = Runner::new("bench".into(), whois);
        loop {
            let seed = SEEDS.fetch_add(1, Ordering::Relaxed);
            match runner.turn(&door, NOW, seed).expect("the queue") {
                Did::Nothing => return,
                Did::Ended("done") | Did::Step => (),
                other => {
                    let why: Vec<(String, Option<String>)> = self
                        .store
                        .read(|tx| {
                            tx.all(
                                "SELECT kind, failure FROM job WHERE county = 'mianning' AND failure IS NOT NULL",
                                &[],
                            )
                        })
                        .expect("the jobs");
                    panic!("{other:?}: {why:?}");
                }
            }
        }
    }

    /// The median of a question, in milliseconds, after one that warms up.
    fn median(&self, actor: &Actor, question: &str, input: impl Fn(usize) -> Value) -> f64 {
        let ask = |round: usize| {
            let input = input(round);
            let began = time::Instant::now();
            self.ask(actor, question, input);
            began.elapsed().as_secs_f64() * 1e3
        };
        ask(0);
        median((0..ROUNDS).map(ask).collect())
    }
}

#[expect(clippy::unnecessary_wraps, reason = "of the shape that jobs ask")]
fn whois(_: &mut Cx, owner: &Owner) -> Result<Option<Actor>> {
    let actor = county::actor(&owner.area, RIGHTS);
    Ok(Some(Actor { account: owner.account.clone(), role: owner.role.clone(), ..actor }))
}

fn measure(verdict: &mut Verdict, engine: &str, url: &str, size: usize) {
    let house = house();
    let root = house.packs.now().county().expect("a county").area.clone();
    let clerk = Actor { channel: Channel::Web, ..county::actor(&root, RIGHTS) };
    let township = format!("{root}lugu/");
    let officer =
        Actor { account: "officer".into(), role: "township_officer".into(), area: township, ..clerk.clone() };
    let world = World { store: Store::open(url).expect("a store"), house, clerk, officer };
    let began = time::Instant::now();
    fill(&world, size);
    let took = began.elapsed().as_secs_f64();
    println!("{engine}: {size} cases opened in {took:.1} s, {:.2} ms each", took * 1e3 / size as f64);
    // First as a county finds it the day after: nobody has counted the rows for the planner.
    lists(verdict, &format!("{engine}, not counted"), &world, size);
    world.store.optimize().expect("counted");
    lists(verdict, engine, &world, size);
    steps(verdict, engine, &world);
    bulk(verdict, engine, &world);
    round_trip(verdict, engine, &world);
}

/// Cases as townships enter them, evenly over the villages and the year.
fn fill(world: &World, size: usize) {
    let villages = Arc::new(villages(&world.house));
    for from in (0..size).step_by(CHUNK) {
        let villages = villages.clone();
        let unit = move |cx: &mut Cx| {
            let mut chance = Chance::new(from as u64);
            for at in from..(from + CHUNK).min(size) {
                let day = NOW.day().plus_days(-((at * 7_919 % 365) as i64));
                let values = json!({
                    "place": format!("{}号楼{}层", at % 1_000, at % 7),
                    "grade": if at % 25 == 0 { "major" } else { "ordinary" },
                    "found_on": day.to_string(),
                    "doors": (chance.below(50)).to_string(),
                    "price": chance.below(1_000).to_string(),
                    "labour": "1.5",
                    "secret": format!("第{}户", at % 40),
                });
                let area = &villages[at * 31 % villages.len()];
                run_within(cx, "cases.open", json!({ "book": "fire", "area": area, "values": values }))?;
            }
            Ok(())
        };
        county::write(&world.store, &world.house, &world.clerk, from as u64, unit);
    }
}

fn lists(verdict: &mut Verdict, engine: &str, world: &World, size: usize) {
    let day = |back: i64| NOW.day().plus_days(-back).to_string();
    let (from, to) = (day(16), day(2));
    let filters: Vec<(&str, Vec<String>)> = vec![
        ("a choice", vec!["grade:is:major".into()]),
        ("a number", vec!["doors:is:7".into()]),
        ("amounts from", vec!["price:from:960".into()]),
        ("amounts between", vec!["cost:from:100".into(), "cost:to:140".into()]),
        ("days between", vec![format!("found_on:from:{from}"), format!("found_on:to:{to}")]),
        ("words that begin", vec!["place:begins:12".into()]),
        ("a text", vec!["secret:is:第7户".into()]),
        ("a choice and a number", vec!["grade:is:major".into(), "doors:from:40".into()]),
        ("a choice, of the open ones", vec!["grade:is:major".into(), "open:is:yes".into()]),
    ];
    let mut dearest = 0.0_f64;
    let mut ask = |name: &str, actor: &Actor, input: &dyn Fn(usize) -> Value, most: i64| {
        let total = world.ask(actor, "cases.list", input(0))["total"].as_i64().expect("a total");
        assert!(0 < total && total <= most, "{name} finds {total}");
        let took = world.median(actor, "cases.list", input);
        println!("{engine}, list by {name}: {took:.2} ms, {total} of {size}");
        dearest = dearest.max(took);
    };
    let few = (size / 20) as i64;
    for (name, filter) in &filters {
        let input = |_: usize| json!({ "book": "fire", "filter": filter });
        ask(name, &world.clerk, &input, few);
        let sorted = |_: usize| json!({ "book": "fire", "filter": filter, "sort": "title" });
        ask(&format!("{name}, by title"), &world.clerk, &sorted, few);
        if *name != "a text" {
            // A township does not see that field.
            ask(&format!("{name}, a township"), &world.officer, &input, few);
        }
    }
    let all = |_: usize| json!({ "book": "fire" });
    ask("nothing", &world.clerk, &all, size as i64);
    ask(
        "its number",
        &world.clerk,
        &|it| json!({ "book": "fire", "filter": [format!("number:is:消〔2026〕{:04}号", it + 1)] }),
        1,
    );
    verdict.at_most(&format!("{engine}: the dearest filtered list, median"), dearest, 20.0, " ms");
    let typed = world.median(&world.clerk, "cases.list", |_| json!({ "book": "fire", "q": "999号楼" }));
    println!("{engine}, words typed into the list's box: {typed:.2} ms");
    let figures = world.median(&world.clerk, "cases.book-figures", |_| json!({ "book": "fire" }));
    verdict.at_most(&format!("{engine}: the figures of the book, median"), figures, 100.0, " ms");
    // Here every case is due within the week, which no county's are.
    let waiting = world.median(&world.clerk, "cases.figures", |_| json!({}));
    println!("{engine}, what waits in all books, for the start page: {waiting:.2} ms");
    let waiting = world.median(&world.officer, "cases.figures", |_| json!({}));
    println!("{engine}, the same for a township: {waiting:.2} ms");
}

fn ids(world: &World, filter: &str, count: usize) -> Vec<(String, i64)> {
    let answer = world.ask(
        &world.clerk,
        "cases.list",
        json!({ "book": "fire", "filter": ["state:is:found", filter], "per_page": count }),
    );
    let rows = answer["rows"].as_array().expect("rows");
    let row = |it: &Value| Some((it["id"].as_str()?.to_owned(), it["revision"].as_i64()?));
    rows.iter().filter_map(row).collect()
}

fn steps(verdict: &mut Verdict, engine: &str, world: &World) {
    let cases = ids(world, "doors:is:3", 200);
    let values = json!({ "mended_on": NOW.day().to_string() });
    let took = cases.iter().enumerate().map(|(at, (case, revision))| {
        let input = json!({ "case": case, "step": "mend", "revision": revision, "values": values });
        let began = time::Instant::now();
        world.submit(&world.clerk, 1_000_000 + at as u64, "cases.step", input);
        began.elapsed().as_secs_f64() * 1e3
    });
    let took: Vec<f64> = took.collect();
    assert!(100 <= took.len(), "there are cases to step");
    verdict.at_most(&format!("{engine}: a step, median"), median(took), 5.0, " ms");
}

fn bulk(verdict: &mut Verdict, engine: &str, world: &World) {
    let cases: Vec<String> = ids(world, "doors:from:10", BULK).into_iter().map(|it| it.0).collect();
    let count = cases.len();
    let values = json!({ "mended_on": NOW.day().to_string() });
    let began = time::Instant::now();
    let ahead = json!({ "book": "fire", "step": "mend", "cases": cases, "values": values });
    let told = world.ask(&world.clerk, "cases.bulk-preview", ahead);
    println!("{engine}: a look ahead at {}, {:.2} s", told["judged"], began.elapsed().as_secs_f64());
    let began = time::Instant::now();
    let input = json!({ "book": "fire", "step": "mend", "cases": cases, "values": values });
    let begun = world.submit(&world.clerk, 2_000_000, "cases.bulk", input);
    world.jobs();
    let took = began.elapsed().as_secs_f64();
    let shown = world.ask(&world.clerk, "cases.bulk-run", json!({ "bulk": begun["bulk"] }));
    let refused = shown["counts"]["refused"].as_i64().expect("a count");
    println!("{engine}: a step of {count}, {refused} refused, {took:.2} s");
    let done = count as i64 - refused;
    assert!(done * 20 >= count as i64 * 19, "most of them are taken");
    verdict.at_most(&format!("{engine}: a step of 5,000"), took * BULK as f64 / count as f64, 10.0, " s");
}

/// Out, one field of every row edited, in.
fn round_trip(verdict: &mut Verdict, engine: &str, world: &World) {
    let began = time::Instant::now();
    // A tenth of the book: the doors of one to five.
    let list = json!({ "book": "fire", "filter": ["state:is:found", "doors:from:1", "doors:to:6"] });
    let out =
        world.submit(&world.clerk, 3_000_000, "cases.export", json!({ "list": list, "purpose": "bench" }));
    let exported = began.elapsed().as_secs_f64();
    let (content, rows) = edited(&out);
    let in_excel = began.elapsed().as_secs_f64() - exported;
    let taken = json!({ "book": "fire", "name": "bench.xlsx", "content": content });
    let taken = world.submit(&world.clerk, 3_000_001, "cases.take-sheet", taken);
    world.jobs();
    let planned = began.elapsed().as_secs_f64();
    let plan = world.ask(&world.clerk, "cases.sheet", json!({ "sheet": taken["sheet"] }));
    assert_eq!(plan["counts"]["changed"].as_i64(), Some(rows), "{}", plan["counts"]);
    let input = json!({ "sheet": taken["sheet"], "revision": plan["revision"] });
    world.submit(&world.clerk, 3_000_002, "cases.commit-sheet", input);
    world.jobs();
    let took = began.elapsed().as_secs_f64() - in_excel;
    println!(
        "{engine}: {rows} rows out in {exported:.2} s, planned in {:.2} s, made so in {:.2} s",
        planned - exported - in_excel,
        took + in_excel - planned
    );
    let per = took * SHEET as f64 / rows as f64;
    verdict.at_most(&format!("{engine}: 10,000 rows out and in, every one changed"), per, 10.0, " s");
}

/// The workbook as an office saves it, every row's doors changed; and how many there are.
fn edited(out: &Value) -> (String, i64) {
    let bytes = STANDARD.decode(out["content"].as_str().expect("base64")).expect("base64");
    let read = sheets::read("bench.xlsx", &bytes).expect("a workbook");
    let sheet = &read.sheets[0];
    let doors = sheet.rows[0].cells.iter().find(|it| &*it.text == "field.doors").expect("the doors").column;
    let mut book = Book::new();
    let mut page = book.sheet(&sheet.name).expect("a sheet");
    for (at, row) in sheet.rows.iter().enumerate() {
        for cell in &row.cells {
            let text = if 2 <= at && cell.column == doors { "50" } else { &*cell.text };
            page.text(row.number - 1, cell.column, text, &Look::default()).expect("written");
        }
    }
    (STANDARD.encode(book.bytes().expect("bytes")), sheet.rows.len() as i64 - 2)
}
