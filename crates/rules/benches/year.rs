//! Seven rules over a million elders for twelve months, with a reason code for every decision; the same
//! people and rules as `benches/openfisca/year.py`, which reads what this writes and compares the fen.
//!
//! `cargo bench -p rules --bench year -- FOLDER` writes the people to a folder beside timing.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

use std::{fs, path::Path, time::Instant};

use base::{Chance, Day, Money};
use rules::{Catalogue, Column, Fact, Kind, Program, RateRow, RateTable};

const PERSONS: usize = 1_000_000;
const MONTHS: i64 = 12;
const ROUNDS: usize = 3;
/// Months since year 0 of the first month, 2026-01.
const FIRST: i64 = 2026 * 12;

/// A rule: its condition, what its bands are bands of, and yuan by band from a value on.
type Rule = (&'static str, &'static str, &'static str, &'static [(i64, i64)]);

const RULES: [Rule; 7] = [
    (
        "old_age",
        "person.age >= 80 && person.here && person.alive",
        "person.age",
        &[(80, 60), (90, 120), (100, 500)],
    ),
    (
        "care",
        "person.age >= 60 && person.here && person.alive && person.poor && person.ability >= 2",
        "person.ability",
        &[(2, 100), (3, 200), (4, 300)],
    ),
    (
        "service",
        "person.age >= 60 && person.here && person.alive && person.poor && !person.central && person.ability < 2",
        "person.ability",
        &[(0, 50), (1, 80)],
    ),
    (
        "disability_living",
        "person.here && person.alive && person.poor && !person.central && person.disability >= 1",
        "person.disability",
        &[(1, 80)],
    ),
    (
        "disability_care",
        "person.here && person.alive && !person.central && (person.disability == 1 || person.disability == 2)",
        "person.disability",
        &[(1, 90), (2, 70)],
    ),
    ("centenarian", "person.age >= 100 && person.here && person.alive", "person.age", &[(100, 1_000)]),
    (
        "destitute",
        "person.central && person.here && person.alive",
        "person.ability",
        &[(0, 200), (2, 400), (4, 800)],
    ),
];
const FLAGS: [&str; 4] = ["here", "alive", "poor", "central"];

struct People {
    /// Months since year 0.
    born: Vec<i32>,
    ability: Vec<u8>,
    disability: Vec<u8>,
    flags: [Vec<u8>; 4],
}

fn people() -> People {
    let mut chance = Chance::new(11);
    let mut all = People {
        born: Vec::with_capacity(PERSONS),
        ability: Vec::with_capacity(PERSONS),
        disability: Vec::with_capacity(PERSONS),
        flags: [const { Vec::new() }; 4],
    };
    for _ in 0..PERSONS {
        let months = 60 * 12 + chance.below(560).min(chance.below(560)) as i64;
        all.born.push(i32::try_from(FIRST - months).expect("a month"));
        all.ability.push(chance.below(40).min(chance.below(5)) as u8 % 5);
        all.disability.push(if chance.below(12) == 0 { 1 + chance.below(4) as u8 } else { 0 });
        for (flag, of) in all.flags.iter_mut().zip([50, 60, 10, 80]) {
            let unusual = chance.below(of) == 0;
            flag.push(u8::from(unusual == (of == 10 || of == 80)));
        }
    }
    all
}

struct Ready {
    name: &'static str,
    condition: Program,
    measure: Program,
    rates: RateTable,
}

fn ready() -> Vec<Ready> {
    let ints = ["age", "ability", "disability"].map(|it| Fact::new(&format!("person.{it}"), Kind::Int));
    let flags = FLAGS.map(|it| Fact::new(&format!("person.{it}"), Kind::Bool));
    let catalogue: Catalogue = ints.into_iter().chain(flags).collect();
    let rule = |(name, condition, measure, bands): &Rule| {
        let row = |(at, (from, yuan)): (usize, &(i64, i64))| RateRow {
            band: from.to_string(),
            from: *from,
            to: bands.get(at + 1).map(|it| it.0 - 1),
            valid_from: Day::FIRST,
            valid_to: None,
            amount: Money(yuan * 100),
        };
        Ready {
            name,
            condition: Program::compile(condition, &Kind::Bool, &catalogue, []).expect("a rule"),
            measure: Program::compile(measure, &Kind::Int, &catalogue, []).expect("a measure"),
            rates: RateTable::new(bands.iter().enumerate().map(row).collect()).expect("rates"),
        }
    };
    RULES.iter().map(rule).collect()
}

/// Everybody's decisions of the year: what each rule owes, and the reason codes folded into a number
/// so that none of them is left out.
fn year(rules: &[Ready], people: &People, fixed: &[(String, Column)]) -> ([i64; 7], u64) {
    let (mut owed, mut reasons) = ([0; 7], 0_u64);
    for month in 0..MONTHS {
        let now = FIRST + month;
        let ages = people.born.iter().map(|born| (now - i64::from(*born)).div_euclid(12)).collect();
        let age = Column::known_lanes(ages);
        let column = |name: &str| {
            let own = fixed.iter().find(|it| it.0 == name).map(|it| &it.1);
            own.unwrap_or(&age)
        };
        for (at, rule) in rules.iter().enumerate() {
            let columns: Vec<&Column> = rule.condition.facts().iter().map(|it| column(&it.name)).collect();
            let answers = rule.condition.answers(&columns, PERSONS, None);
            let columns: Vec<&Column> = rule.measure.facts().iter().map(|it| column(&it.name)).collect();
            let measured = rule.measure.values(&columns, PERSONS, Some(&answers.yes));
            let rates = rule.rates.on(Day::from_number(0).plus_days(739_000));
            for row in answers.yes.rows() {
                if let Some((amount, _)) = rates.find(measured.lanes[row]) {
                    owed[at] += amount.0;
                }
            }
            reasons = answers.reason.iter().fold(reasons, |all, it| all.wrapping_mul(31) + u64::from(*it));
        }
    }
    (owed, reasons)
}

fn main() {
    let folder = std::env::args().skip(1).find(|it| !it.starts_with("--"));
    let people = people();
    if let Some(folder) = &folder {
        write(Path::new(folder), &people).expect("the people are written");
    }
    let mut fixed: Vec<(String, Column)> = Vec::new();
    for (name, lanes) in [("ability", &people.ability), ("disability", &people.disability)] {
        let lanes = lanes.iter().map(|it| i64::from(*it)).collect();
        fixed.push((format!("person.{name}"), Column::known_lanes(lanes)));
    }
    for (name, flag) in FLAGS.iter().zip(&people.flags) {
        let column = Column::bools(flag.iter().map(|it| Some(*it == 1)));
        fixed.push((format!("person.{name}"), column));
    }
    let rules = ready();
    let mut best = f64::MAX;
    let mut said = ([0; 7], 0);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        said = year(&rules, &people, &fixed);
        best = best.min(begun.elapsed().as_secs_f64());
    }
    for (rule, fen) in rules.iter().zip(said.0) {
        println!("{} {fen}", rule.name);
    }
    let decisions = PERSONS as f64 * MONTHS as f64 * RULES.len() as f64;
    println!("engine    {best:>8.2} s  {:>6.1} ns each, reasons {:016x}", best * 1e9 / decisions, said.1);
    println!("resident  {:>8} MB at most", peak().unwrap_or(0));
}

fn write(folder: &Path, people: &People) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let born: Vec<u8> = people.born.iter().flat_map(|it| it.to_le_bytes()).collect();
    fs::write(folder.join("born"), born)?;
    fs::write(folder.join("ability"), &people.ability)?;
    fs::write(folder.join("disability"), &people.disability)?;
    for (name, flag) in FLAGS.iter().zip(&people.flags) {
        fs::write(folder.join(name), flag)?;
    }
    Ok(())
}

/// The most memory that was resident, in MB.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|it| it.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1_024)
}
