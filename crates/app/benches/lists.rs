//! Lists and person pages at both sizes: server time at the median, for the county and for one
//! village, and how much dearer the larger county is.
//!
//! `cargo bench -p app --bench lists`, or with sizes: `cargo bench -p app --bench lists -- 5000 14000`.
//! The county is made here, in a database of its own, through the same functions as an import.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

mod county;

use std::{sync::Arc, time};

use people::register::ask::{
    figures::RegisterFigures,
    list::{ListBasis, People},
    person::OnePerson,
    search::Search,
};
use platform::{
    Actor, House, Question,
    door::Door,
    listing::{ListInput, SearchInput},
};
use store::Store;

use county::{Folder, MIANNING, NOW, Verdict, XISHAN, fill, house, median, villages};

const SIZES: [usize; 2] = [MIANNING, XISHAN];
/// Questions asked of each kind, after one that warms up.
const ROUNDS: usize = 60;

fn actor(area: &str) -> Actor {
    county::actor(area, &["register.read"])
}

struct County {
    store: Store,
    house: Arc<House>,
    actor: Actor,
    villages: Vec<String>,
    some: Vec<String>,
    _folder: Folder,
}

fn county(size: usize) -> County {
    let folder = Folder::new(&format!("lists-{size}"));
    let house = house();
    let root = house.packs.now().county().expect("a county").area.clone();
    let store = Store::open(&folder.database("songhe.db")).expect("a store");
    let began = time::Instant::now();
    let some = fill(&store, &house, size);
    store.optimize().expect("counted");
    println!("made {size} elders in {:.1} s", began.elapsed().as_secs_f64());
    let villages = villages(&house);
    County { store, house, actor: actor(&root), villages, some, _folder: folder }
}

impl County {
    /// The median of a question, in milliseconds.
    fn median<Q: Question>(&self, actor: &Actor, question: impl Fn(usize) -> Q) -> f64 {
        let door = Door { store: &self.store, house: &self.house };
        let ask = |round: usize| {
            let question = question(round);
            let began = time::Instant::now();
            let answer = door.ask(actor, NOW, question).expect("an answer");
            let millis = began.elapsed().as_secs_f64() * 1e3;
            drop(answer);
            millis
        };
        ask(0);
        median((0..ROUNDS).map(ask).collect())
    }

    fn measure(&self) -> Vec<(&'static str, f64, f64)> {
        let village = actor(&self.villages[self.villages.len() / 2]);
        let list = |sort: &str| ListInput { sort: Some(sort.to_owned()), ..ListInput::default() };
        let plain = |sort: &'static str| {
            move |_: usize| People { age_from: Some(60), list: list(sort), ..People::default() }
        };
        let mut lines = Vec::new();
        let mut both = |name: &'static str, ask: &dyn Fn(usize) -> People| {
            lines.push((name, self.median(&self.actor, ask), self.median(&village, ask)));
        };
        both("list, by village", &plain("place"));
        both("list, oldest first", &plain("-age"));
        both("list, by name", &plain("name"));
        both("list, 80 and over", &|_| People {
            age_from: Some(80),
            list: list("-age"),
            ..People::default()
        });
        both("list, living here, page 3", &|_| People {
            basis: Some(ListBasis::Living),
            list: ListInput { page: Some(3), ..list("name") },
            ..People::default()
        });
        both("list, a frequent label", &|_| People {
            label: Some("left_behind".into()),
            list: list("-age"),
            ..People::default()
        });
        both("list, a rare label", &|_| People {
            label: Some("lost_only_child".into()),
            list: list("name"),
            ..People::default()
        });
        both("list, label and hardship", &|_| People {
            label: Some("lost_only_child".into()),
            hardship: Some("minimum_living".into()),
            ..People::default()
        });
        let inside = self.some.iter().filter(|id| self.sees(&village, id)).cloned().collect::<Vec<_>>();
        let one = |ids: &[String], round: usize| OnePerson {
            person: ids[round % ids.len()].clone(),
            ..OnePerson::default()
        };
        let (all, own) = (&self.some, &inside);
        if !own.is_empty() {
            lines.push((
                "a person's page",
                self.median(&self.actor, |round| one(all, round)),
                self.median(&village, |round| one(own, round)),
            ));
        }
        for (name, text) in
            [("search, a full name", "王秀英"), ("search, initials", "wxy"), ("search, a surname", "王")]
        {
            let search = |_: usize| Search(SearchInput { text: text.into(), limit: None });
            lines.push((name, self.median(&self.actor, search), self.median(&village, search)));
        }
        let ask = |_: usize| RegisterFigures {};
        lines.push(("key figures", self.median(&self.actor, ask), self.median(&village, ask)));
        lines
    }

    fn sees(&self, actor: &Actor, person: &str) -> bool {
        let door = Door { store: &self.store, house: &self.house };
        door.ask(actor, NOW, OnePerson { person: person.to_owned(), ..OnePerson::default() }).is_ok()
    }
}

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|it| it.parse().ok()).collect();
    let sizes = match asked.as_slice() {
        [small, large] => [*small, *large],
        _ => SIZES,
    };
    let measured: Vec<_> = sizes
        .iter()
        .map(|size| {
            let county = county(*size);
            check(&county, *size);
            county.measure()
        })
        .collect();
    println!(
        "{:<28} {:>12} {:>12} {:>9} {:>12} {:>9}",
        "median, ms", sizes[0], "a village", "ratio", sizes[1], "ratio"
    );
    let (mut dearest, mut village, mut larger) = (0.0_f64, 0.0_f64, 0.0_f64);
    for (small, large) in measured[0].iter().zip(&measured[1]) {
        let ratios = [small.2 / small.1, large.1 / small.1];
        println!(
            "{:<28} {:>12.3} {:>12.3} {:>8.2}x {:>12.3} {:>8.2}x",
            small.0, small.1, small.2, ratios[0], large.1, ratios[1]
        );
        dearest = dearest.max(small.1).max(small.2);
        // What is typed is looked for by its words in the county and by the place in a village: two ways,
        // each held to the ceiling of all.
        if !small.0.starts_with("search") {
            village = village.max((small.2 - NOISE) / small.1);
        }
        larger = larger.max((large.1 - NOISE) / small.1);
    }
    let mut verdict = Verdict::default();
    verdict.at_most("the dearest list or page, median", dearest, 5.0, " ms");
    verdict.at_most("a list or page of a village against the county, at worst", village, 1.0, "x");
    verdict.at_most("the larger county against the smaller, at worst", larger, 2.0, "x");
    verdict.end();
}

/// A difference below this is the machine's, not the question's.
const NOISE: f64 = 0.1;

/// The list finds them all, in the order asked for.
fn check(county: &County, size: usize) {
    let door = Door { store: &county.store, house: &county.house };
    let list = ListInput { sort: Some("-age".to_owned()), ..ListInput::default() };
    let all = door.ask(&county.actor, NOW, People { list, ..People::default() }).expect("a list");
    assert_eq!(all.total, size as i64);
    let ages: Vec<_> = all.rows.iter().map(|it| it.birth_date).collect();
    assert!(ages.is_sorted() && !ages.is_empty(), "the oldest first");
}
