//! What the benchmarks share: a house, a made-up county of any size in a database of its own, the
//! memory of a process, and how a figure is told beside its ceiling.

#![allow(dead_code, clippy::allow_attributes, reason = "each benchmark uses a part of it")]
#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::{collections::BTreeSet, fs, path::PathBuf, sync::Arc};

use app::wiring::catalogue;
use base::{Chance, Day, Instant, Result, resident::check_character};
use people::register::{
    bulk::{self, Entry},
    draft::{Dated, Draft, Provenance},
};
use platform::{
    Actor, Channel, Cx, House, Purpose,
    areas::Atlas,
    keys::Keys,
    packs::{Bundle, Packs},
};
use store::Store;

/// The demo month's own noon: 2026-11-22 12:00 in Shanghai.
pub const NOW: Instant = Instant(1_795_320_000_000_000);
/// The registered elders of 冕宁 and of 西山.
pub const MIANNING: usize = 57_459;
pub const XISHAN: usize = 162_607;
/// Of 冕宁's, eighty and over.
pub const OLD: usize = 10_714;
const CHUNK: usize = 500;
const SURNAMES: [&str; 12] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "沙马", "吉克"];
const GIVEN: [&str; 14] =
    ["秀", "英", "国", "华", "明", "芳", "伟", "兰", "木", "呷", "尔", "作", "桂", "珍"];

/// A folder that goes with its owner.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("songhe-bench-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    pub fn database(&self, name: &str) -> String {
        format!("sqlite:{}", self.0.join(name).display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn house() -> Arc<House> {
    let catalogue = catalogue();
    let packs = Packs::open(&Bundle::shipped(), &catalogue.sections(), "mianning").unwrap_or_else(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("the shipped packs have faults:\n{}", faults.join("\n"))
    });
    let keys = Arc::new(Keys::new([1; 32], [2; 32], [3; 32]));
    Arc::new(House { catalogue, packs, keys, entropy: app::wiring::entropy })
}

/// Somebody with these rights in an area.
pub fn actor(area: &str, rights: &[&str]) -> Actor {
    Actor {
        account: "bench".into(),
        name: "bench".into(),
        role: "county_clerk".into(),
        county: "mianning".into(),
        area: area.into(),
        rights: Arc::new(rights.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>()),
        purposes: Arc::new(BTreeSet::from([Purpose::Register, Purpose::Benefits, Purpose::Care])),
        channel: Channel::Job,
    }
}

/// One transaction, as a room's works see it.
pub fn write<T: Send + 'static>(
    store: &Store,
    house: &Arc<House>,
    actor: &Actor,
    seed: u64,
    unit: impl Fn(&mut Cx) -> Result<T> + Send + Sync + 'static,
) -> T {
    let (house, actor) = (house.clone(), actor.clone());
    store.write(move |tx| unit(&mut Cx::new(&actor, &house, NOW, seed, tx))).expect("a unit of work")
}

/// The villages of the pack's county today.
pub fn villages(house: &House) -> Vec<String> {
    let pack = house.packs.now();
    let atlas = pack.made::<Atlas>();
    let today = NOW.day();
    let townships = atlas.townships(today);
    townships.iter().flat_map(|it| atlas.children(&it.path, today)).map(|it| it.path.clone()).collect()
}

/// Puts `size` made-up elders into the register, through what an import uses; answers one id of
/// each chunk. As many of them are eighty and over as 冕宁 has.
pub fn fill(store: &Store, house: &Arc<House>, size: usize) -> Vec<String> {
    let villages = villages(house);
    let root = house.packs.now().county().expect("a county").area.clone();
    let actor = actor(&root, &[]);
    let mut chance = Chance::new(7);
    let mut some = Vec::new();
    for from in (0..size).step_by(CHUNK) {
        let entries: Vec<Entry> =
            (from..(from + CHUNK).min(size)).map(|at| entry(at, size, &villages, &mut chance)).collect();
        let written = write(store, house, &actor, from as u64, move |cx| bulk::commit(cx, &entries));
        some.extend(written.first().map(|it| it.person.clone()));
    }
    some
}

fn entry(at: usize, size: usize, villages: &[String], chance: &mut Chance) -> Entry {
    let mut pick = |of: &[&str]| of[chance.below(of.len() as u64) as usize].to_owned();
    let name = format!("{}{}{}", pick(&SURNAMES), pick(&GIVEN), pick(&GIVEN));
    // Spread evenly over the county: so many in a hundred are old.
    let old = (at * 7_919) % MIANNING < OLD;
    let age = if old { 80.2 + 22.0 * chance.unit() * chance.unit() } else { 60.0 + 19.7 * chance.unit() };
    let born = NOW.day().plus_days(-(age * 365.25) as i64);
    let digits = born.to_string().replace('-', "");
    let first = format!("513433{digits}{:03}", at % 1_000);
    let village = &villages[at * villages.len() / size];
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

/// Forgets how much memory a process has had resident at most (`self`, or an id).
pub fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The most memory a process has had resident since then, in MB.
pub fn peak_megabytes(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|it| it.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1_024)
}

/// Seconds that the processor has worked for this process: what others do beside it is not in them.
pub fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit_once(") ").map_or("", |it| it.1);
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

pub fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

/// The figures that are above their ceilings.
#[derive(Default)]
pub struct Verdict(Vec<String>);

impl Verdict {
    /// Tells a figure beside its ceiling.
    pub fn at_most(&mut self, what: &str, found: f64, ceiling: f64, unit: &str) {
        let within = found <= ceiling;
        let mark = if within { "within" } else { "ABOVE" };
        println!("{what}: {found:.2}{unit}, {mark} the ceiling of {ceiling}{unit}");
        if !within {
            self.0.push(what.to_owned());
        }
    }

    pub fn end(self) {
        if self.0.is_empty() {
            println!("all within their ceilings");
        } else {
            println!("ABOVE their ceilings: {}", self.0.join("; "));
            std::process::exit(1);
        }
    }
}
