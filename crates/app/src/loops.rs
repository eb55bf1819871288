//! What a server does beside answering: jobs, the journal's seal, its anchors and its end of life.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use base::{Day, Result, error::OrBroken};
use platform::{
    House,
    door::Door,
    jobs::{Did, night},
    journal::{
        Retention, anchor,
        prune::prune,
        seal::{Sealed, Sealer},
    },
};
use store::Store;

use crate::{
    background::{Background, Turn},
    keyfile, packs_watch,
    process::{Process, take_back},
    wiring::{Installation, clock, seed},
};

/// Jobs done at the same time; more would only wait for the same two cores and one writer.
const RUNNERS: usize = 2;
/// How long a queue without a due job is left alone.
const JOBS_REST: Duration = Duration::from_millis(500);
/// Far below the ten seconds that an entry may wait.
const SEAL_REST: Duration = Duration::from_secs(2);
/// How old the depths in `/metrics` may be.
const FIGURES_REST: Duration = Duration::from_secs(10);
/// A new key comes into force a minute after it is written: every process has read it by then.
const KEYS_REST: Duration = Duration::from_secs(10);
/// An edit of a pack, or a casebook published in another process, is seen within this.
const PACKS_REST: Duration = Duration::from_secs(2);
const ROUND_REST: Duration = Duration::from_mins(1);
/// After so many rounds the database counts anew how its rows are spread.
const ROUNDS_A_COUNT: u32 = 10;
/// Where heads of the journal are kept, a line a day; to be copied off this machine.
pub const ANCHORS: &str = "journal-anchors.jsonl";

/// Starts every loop of a server.
pub fn start(installation: &Installation) -> Result<Background> {
    let mut background = Background::default();
    let process = Process::begin(installation)?;
    let parts = || (installation.store.clone(), installation.house.clone());
    for number in 0..RUNNERS {
        let (store, house) = parts();
        let mut runner = process.runner(number);
        background.start("jobs", JOBS_REST, move || {
            Ok(match runner.turn(&Door { store: &store, house: &house }, clock(), seed()?)? {
                Did::Nothing => Turn::Idle,
                Did::Step | Did::Failed | Did::Ended(_) => Turn::Busy,
            })
        })?;
    }
    let (store, house) = parts();
    let sealer = Sealer::new(process.name.clone());
    background.start("journal", SEAL_REST, move || {
        Ok(match sealer.turn(&Door { store: &store, house: &house }, clock())? {
            Sealed::Entries { more: true, .. } => Turn::Busy,
            Sealed::Entries { .. } | Sealed::NotOurs => Turn::Idle,
        })
    })?;
    let (store, house) = parts();
    background.start("figures", FIGURES_REST, move || {
        figures(&Door { store: &store, house: &house })?;
        Ok(Turn::Idle)
    })?;
    let (house, file) = (installation.house.clone(), installation.settings.key_file());
    let mut read = None;
    background.start("keys", KEYS_REST, move || {
        let changed = fs::metadata(&file).and_then(|it| it.modified()).or_broken()?;
        if read != Some(changed) {
            house.keys.renew(keyfile::read(&file, clock())?);
            read = Some(changed);
        }
        house.keys.at(clock());
        Ok(Turn::Idle)
    })?;
    let (store, house) = parts();
    let data = installation.settings.data.clone();
    let anchors = data.join(ANCHORS);
    let mut last = None;
    let mut begun = None;
    let mut rounds = 0_u32;
    background.start("round", ROUND_REST, move || {
        let today = clock().day();
        if begun != Some(today) {
            day_begins(&store, &house)?;
            begun = Some(today);
        }
        // A command of the terminal may have been killed beside this; `process` lives as long as the round.
        take_back(&data, &Door { store: &store, house: &house })?;
        let _ = &process;
        rounds += 1;
        if rounds % ROUNDS_A_COUNT == 1 {
            store.optimize()?;
        }
        if last != Some(today) && day_round(&store, &house, &anchors)? {
            last = Some(today);
        }
        Ok(Turn::Idle)
    })?;
    let (store, house) = parts();
    background.start("pages", PACKS_REST, move || {
        packs_watch::lay(&store, &house)?;
        Ok(Turn::Idle)
    })?;
    if let Some(mut watch) = packs_watch::Watch::new(&installation.settings) {
        let (store, house) = parts();
        background.start("packs", PACKS_REST, move || {
            watch.turn(&store, &house)?;
            Ok(Turn::Idle)
        })?;
    }
    Ok(background)
}

/// Once a day, of however many servers: the works of the day are left for whoever does jobs, and old
/// failures are forgotten.
fn day_begins(store: &Arc<Store>, house: &Arc<House>) -> Result<()> {
    let door = Door { store, house };
    let first = night::begin(&door, clock(), seed()?)?;
    let forgotten = platform::access::session::forget(&door, clock())?;
    tracing::info!(first, forgotten, "the day began; old failures of sign-in were forgotten");
    Ok(())
}

/// Once a day: shows the head outside, lets go what is past its time. Answers whether there was a
/// head to show.
fn day_round(store: &Arc<Store>, house: &Arc<House>, anchors: &Path) -> Result<bool> {
    let door = Door { store, house };
    let Some(head) = anchor::head(&door, clock())? else { return Ok(false) };
    keep(anchors, &anchor::line(&head)?)?;
    let retention = house.packs.now().get::<Retention>().clone();
    let gone = prune(&door, clock(), &retention)?;
    if 0 < gone {
        tracing::info!(gone, "journal entries past their time were removed under a checkpoint");
    }
    Ok(true)
}

/// What waits, for `/metrics`: jobs, and entries of the journal.
fn figures(door: &Door) -> Result<()> {
    let now = clock();
    let depths = platform::jobs::depths(door, now)?;
    for (state, depth) in
        [("waiting", depths.waiting), ("running", depths.running), ("failed_24h", depths.failed)]
    {
        metrics::gauge!("songhe_jobs", "state" => state).set(depth as f64);
    }
    metrics::gauge!("songhe_jobs_lag_seconds").set(depths.lag as f64);
    let (unsealed, since) = anchor::unsealed(door, now)?;
    metrics::gauge!("songhe_journal_unsealed").set(unsealed as f64);
    let age = since.map_or(0, |it| it.seconds_until(now).max(0));
    metrics::gauge!("songhe_journal_unsealed_seconds").set(age as f64);
    Ok(())
}

/// Adds a line to the anchors, unless it is the last one already.
pub fn keep(anchors: &Path, line: &str) -> Result<()> {
    let there = fs::read_to_string(anchors).unwrap_or_default();
    if there.lines().last() == Some(line) {
        return Ok(());
    }
    let mut file = OpenOptions::new().create(true).append(true).open(anchors).or_broken()?;
    writeln!(file, "{line}").or_broken()?;
    file.sync_all().or_broken()
}

/// The day of the last anchor; for `doctor`.
pub fn last_anchor(data: &Path) -> Option<Day> {
    let file: PathBuf = data.join(ANCHORS);
    let text = fs::read_to_string(file).ok()?;
    let heads = anchor::parse(text.lines().last()?).ok()?;
    heads.last().map(|it| base::Instant(it.at).day())
}
