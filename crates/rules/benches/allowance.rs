//! The allowance's eligibility and amount over a million person-months, by the rule engine and by
//! the same rule written in Rust over the same columns. Both give for each person-month an amount,
//! a Kleene value and a `u32` reason code; every row is compared before anything is timed.
//!
//! `cargo bench -p rules --bench allowance`

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

use std::time::{Duration, Instant};

use base::{Chance, Money};
use rules::{Basis, Bits, Catalogue, Column, Fact, Kind, Program, RateRow, RateTable, RatesOn, Value};

/// A county's elders, and a million person-months.
const SIZES: [usize; 2] = [57_459, 1_000_000];
const ROUNDS: usize = 40;
const CONDITION: &str =
    "person.age >= param.age_floor && person.registered_here && person.alive && !support.centralised";

/// What either side gives: amount in fen, 0 no · 1 unknown · 2 yes, reason.
#[derive(PartialEq, Debug)]
struct Decided {
    amount: Vec<i64>,
    truth: Vec<u8>,
    reason: Vec<u32>,
}

/// Reasons of the rate bands stand above those of the condition's sub-expressions.
const BAND: u32 = 1 << 24;
const NO_BAND: u32 = 2 << 24;

fn by_engine(condition: &Program, measure: &Program, rates: &RatesOn, columns: &[Column; 4]) -> Decided {
    let [age, here, alive, support] = columns;
    let rows = age.len();
    let answers = condition.answers(&[age, here, alive, support], rows, None);
    let measured = measure.values(&[age], rows, Some(&answers.yes));
    let mut decided = Decided { amount: vec![0; rows], truth: vec![1; rows], reason: answers.reason };
    for (rows, truth) in [(&answers.no, 0), (&answers.yes, 2)] {
        fill(&mut decided.truth, rows, truth);
    }
    for row in answers.yes.rows() {
        let band = measured.known.get(row).then(|| rates.find(measured.lanes[row])).flatten();
        if let Some((amount, place)) = band {
            decided.amount[row] = amount.0;
            decided.reason[row] = BAND + place as u32;
        } else {
            decided.truth[row] = 0;
            decided.reason[row] = NO_BAND;
        }
    }
    decided
}

fn fill(truth: &mut [u8], rows: &Bits, value: u8) {
    for row in rows.rows() {
        truth[row] = value;
    }
}

/// Plain arrays of the same content, as a programmer would hold them.
struct Plain {
    age: Vec<i64>,
    age_known: Bits,
    flags: [(Bits, Bits); 3],
}

/// The rule by hand. `codes` are the reasons of the four terms and of the whole.
fn by_hand(plain: &Plain, codes: [u32; 5]) -> Decided {
    let rows = plain.age.len();
    let mut decided = Decided { amount: vec![0; rows], truth: vec![0; rows], reason: vec![0; rows] };
    for row in 0..rows {
        let age = plain.age_known.get(row).then(|| plain.age[row]);
        let flag = |place: usize| {
            let (known, yes): &(Bits, Bits) = &plain.flags[place];
            known.get(row).then(|| yes.get(row))
        };
        let terms = [age.map(|age| 80 <= age), flag(0), flag(1), flag(2).map(|it| !it)];
        let mut unknown = None;
        let mut no = None;
        for (term, code) in terms.into_iter().zip(codes) {
            match term {
                Some(true) => (),
                Some(false) => {
                    no = Some(code);
                    break;
                }
                None => unknown = unknown.or(Some(code)),
            }
        }
        (decided.truth[row], decided.reason[row], decided.amount[row]) = match (no, unknown, age) {
            (Some(code), ..) => (0, code, 0),
            (None, Some(code), _) => (1, code, 0),
            (None, None, Some(100..)) => (2, BAND + 2, 50_000),
            (None, None, Some(90..)) => (2, BAND + 1, 12_000),
            (None, None, _) => (2, BAND, 6_000),
        };
    }
    decided
}

/// The best of many rounds: what the machine does beside it only adds.
fn best(mut run: impl FnMut() -> Decided) -> Duration {
    let round = |_| {
        let start = Instant::now();
        std::hint::black_box(run());
        start.elapsed()
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

fn main() {
    for rows in SIZES {
        compare(rows);
    }
}

fn compare(rows: usize) {
    let catalogue: Catalogue = [
        Fact::new("person.age", Kind::Int),
        Fact::new("person.registered_here", Kind::Bool).counted(Basis::Registered),
        Fact::new("person.alive", Kind::Bool),
        Fact::new("support.centralised", Kind::Bool),
    ]
    .into_iter()
    .collect();
    let condition =
        Program::compile(CONDITION, &Kind::Bool, &catalogue, [("age_floor", Value::Int(80))]).unwrap();
    let measure = Program::compile("person.age", &Kind::Int, &catalogue, []).unwrap();
    let row = |from, to, yuan: i64| RateRow {
        band: format!("{from}"),
        from,
        to,
        valid_from: "2020-01-01".parse().unwrap(),
        valid_to: None,
        amount: Money(yuan * 100),
    };
    let table =
        RateTable::new(vec![row(80, Some(89), 60), row(90, Some(99), 120), row(100, None, 500)]).unwrap();
    let rates = table.on("2026-10-01".parse().unwrap());

    // Ages as on a roll of people of 60 and more, a few unknown; most flags known.
    let mut chance = Chance::new(2);
    let mut ages = Vec::with_capacity(rows);
    let mut flags = [const { Vec::new() }; 3];
    for _ in 0..rows {
        let age = 60 + chance.below(25).min(chance.below(46)) as i64 + chance.below(8) as i64 * 2;
        ages.push((chance.below(100) != 0).then_some(age));
        for (flag, usual) in flags.iter_mut().zip([true, true, false]) {
            let unusual = chance.below(20) == 0;
            flag.push((chance.below(30) != 0).then_some(usual != unusual));
        }
    }
    let columns = [
        Column::lanes(ages.iter().copied()),
        Column::bools(flags[0].iter().copied()),
        Column::bools(flags[1].iter().copied()),
        Column::bools(flags[2].iter().copied()),
    ];
    let plain_flag = |flag: &[Option<bool>]| {
        let (mut known, mut yes) = (Bits::default(), Bits::default());
        for it in flag {
            known.push(it.is_some());
            yes.push(*it == Some(true));
        }
        (known, yes)
    };
    let plain = Plain {
        age: ages.iter().map(|it| it.unwrap_or(0)).collect(),
        age_known: columns[0].known().clone(),
        flags: [plain_flag(&flags[0]), plain_flag(&flags[1]), plain_flag(&flags[2])],
    };
    let code = |text: &str| (1..100).find(|it| condition.clause(*it) == Some(text)).unwrap();
    let codes = [
        code("person.age >= param.age_floor"),
        code("person.registered_here"),
        code("person.alive"),
        code("support.centralised"),
        0,
    ];

    let engine = by_engine(&condition, &measure, &rates, &columns);
    let hand = by_hand(&plain, codes);
    for row in 0..rows {
        let engine = (engine.amount[row], engine.truth[row], engine.reason[row]);
        assert_eq!(engine, (hand.amount[row], hand.truth[row], hand.reason[row]), "row {row}");
    }
    let paid = engine.amount.iter().filter(|it| 0 < **it).count();
    println!("{rows} person-months, {paid} owed; engine and hand-written agree on every row");
    let engine = best(|| by_engine(&condition, &measure, &rates, &columns));
    let hand = best(|| by_hand(&plain, codes));
    let each = |time: Duration| time.as_secs_f64() * 1e9 / rows as f64;
    println!("engine       {engine:>10.2?}  {:>6.1} ns each", each(engine));
    println!("hand-written {hand:>10.2?}  {:>6.1} ns each", each(hand));
    println!("ratio        {:>10.2}", engine.as_secs_f64() / hand.as_secs_f64());
    println!("             {:>10.1} million persons a second", rows as f64 / engine.as_secs_f64() / 1e6);
}
