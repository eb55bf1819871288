//! Lists and person pages at both sizes: server time at the median, for the county and for one
//! village, and how much dearer the larger county is.
//!
//! `cargo bench --bench lists`, or with sizes: `cargo bench --bench lists -- 5000 14000`. The
//! county is made here, in a file of its own, through the same bulk functions as an import.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

use std::{collections::BTreeSet, sync::Arc, time};

use app::wiring::catalogue;
use base::{Chance, Day, Instant, resident::check_character};
use people::register::{
    ask::{
        figures::RegisterFigures,
        list::{ListBasis, People},
        person::OnePerson,
        search::Search,
    },
    bulk::{self, Entry},
    draft::{Dated, Draft, Provenance},
};
use platform::{
    Actor, Channel, Cx, House, Purpose, Question,
    areas::Atlas,
    door::Door,
    keys::Keys,
    listing::{ListInput, SearchInput},
    packs::{Bundle, Packs},
};
use store::Store;

const NOW: Instant = Instant(1_795_320_000_000_000);
const SIZES: [usize; 2] = [57_459, 162_607];
const CHUNK: usize = 500;
/// Questions asked of each kind.
const ROUNDS: usize = 60;
const SURNAMES: [&str; 12] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "沙马", "吉克"];
const GIVEN: [&str; 14] =
    ["秀", "英", "国", "华", "明", "芳", "伟", "兰", "木", "呷", "尔", "作", "桂", "珍"];

struct County {
    store: Store,
    house: Arc<House>,
    actor: Actor,
    villages: Vec<String>,
    some: Vec<String>,
}

fn actor(area: &str) -> Actor {
    let purposes = [Purpose::Register, Purpose::Benefits, Purpose::Care];
    Actor {
        account: "bench".into(),
        name: "bench".into(),
        role: "bench".into(),
        county: "mianning".into(),
        area: area.into(),
        rights: Arc::new(BTreeSet::from(["register.read".to_owned()])),
        purposes: Arc::new(BTreeSet::from(purposes)),
        channel: Channel::Terminal,
    }
}

fn county(size: usize) -> County {
    let folder = std::env::temp_dir().join(format!("songhe-lists-{}-{size}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let catalogue = catalogue();
    let packs = Packs::open(&Bundle::shipped(), &catalogue.sections(), "mianning").unwrap_or_else(|faults| {
        panic!(
            "the shipped packs have faults: {}",
            faults.iter().map(ToString::to_string).collect::<String>()
        )
    });
    let house = House {
        catalogue,
        packs,
        keys: Arc::new(Keys::new([1; 32], [2; 32], [3; 32])),
        entropy: |bytes| {
            bytes.fill(7);
            Ok(())
        },
    };
    let pack = house.packs.now();
    let root = pack.county().expect("a county").area.clone();
    let atlas = pack.made::<Atlas>();
    let today = NOW.day();
    let mut villages = Vec::new();
    for township in atlas.townships(today) {
        villages.extend(atlas.children(&township.path, today).iter().map(|it| it.path.clone()));
    }
    let store = Store::open(&format!("sqlite:{}", folder.join("songhe.db").display())).expect("a store");
    let mut county = County { store, house: Arc::new(house), actor: actor(&root), villages, some: vec![] };
    county.fill(size);
    county
}

impl County {
    fn fill(&mut self, size: usize) {
        let mut chance = Chance::new(7);
        let began = time::Instant::now();
        for from in (0..size).step_by(CHUNK) {
            let entries: Vec<Entry> =
                (from..(from + CHUNK).min(size)).map(|at| self.entry(at, size, &mut chance)).collect();
            let (house, actor, seed) = (self.house.clone(), self.actor.clone(), from as u64);
            let outcomes = self
                .store
                .write(move |tx| bulk::commit(&mut Cx::new(&actor, &house, NOW, seed, tx), &entries))
                .expect("the rows are written");
            self.some.extend(outcomes.first().map(|it| it.person.clone()));
        }
        println!("made {size} elders in {:.1} s", began.elapsed().as_secs_f64());
    }

    fn entry(&self, at: usize, size: usize, chance: &mut Chance) -> Entry {
        let mut pick = |of: &[&str]| of[chance.below(of.len() as u64) as usize].to_owned();
        let name = format!("{}{}{}", pick(&SURNAMES), pick(&GIVEN), pick(&GIVEN));
        // Fewer the older: sixty and some, with a tail.
        let age = 60.0 + 42.0 * chance.unit() * chance.unit();
        let born = NOW.day().plus_days(-(age * 365.25) as i64);
        let digits = born.to_string().replace('-', "");
        let first = format!("513433{digits}{:03}", at % 1_000);
        let village = &self.villages[at * self.villages.len() / size];
        let label = |id: &str| Dated::since(id, Day::new(2025, 1, 1).expect("a day"));
        let mut draft = Draft {
            name: Some(name),
            number: Some(format!("{first}{}", check_character(&first))),
            registered: Some(Dated::new(village)),
            living: Some(Dated::new(village)),
            synthetic: true,
            ..Draft::default()
        };
        if chance.below(5) == 0 {
            draft.labels.push(label("left_behind"));
        }
        if chance.below(2_000) == 0 {
            draft.labels.push(label("lost_only_child"));
        }
        if chance.below(12) == 0 {
            draft.hardship.push(label("minimum_living"));
        }
        let from = Provenance { source: "township".into(), basis: "bench".into() };
        Entry { person: None, draft, from, day: NOW.day() }
    }

    /// The median of a question, in microseconds.
    fn median<Q: Question>(&self, actor: &Actor, question: impl Fn(usize) -> Q) -> f64 {
        let door = Door { store: &self.store, house: &self.house };
        let mut taken: Vec<f64> = (0..ROUNDS)
            .map(|round| {
                let began = time::Instant::now();
                let answer = door.ask(actor, NOW, question(round)).expect("an answer");
                let micros = began.elapsed().as_secs_f64() * 1e6;
                drop(answer);
                micros
            })
            .collect();
        taken.sort_by(f64::total_cmp);
        taken[taken.len() / 2]
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
            let ask = |_: usize| Search(SearchInput { text: text.into(), limit: None });
            lines.push((name, self.median(&self.actor, ask), self.median(&village, ask)));
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
    let measured: Vec<_> = sizes.iter().map(|size| county(*size).measure()).collect();
    println!(
        "{:<28} {:>12} {:>12} {:>9} {:>12} {:>9}",
        "median, ms", sizes[0], "a village", "ratio", sizes[1], "ratio"
    );
    for (small, large) in measured[0].iter().zip(&measured[1]) {
        println!(
            "{:<28} {:>12.3} {:>12.3} {:>8.2}x {:>12.3} {:>8.2}x",
            small.0,
            small.1 / 1e3,
            small.2 / 1e3,
            small.2 / small.1,
            large.1 / 1e3,
            large.1 / small.1
        );
    }
}
