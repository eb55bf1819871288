//! `songhe doctor`: what is wrong with an installation, and what to do.

use std::{fs, path::Path};

use base::{Error, Instant, Result};
use serde::Serialize;

use super::Start;
use crate::{keyfile, settings::Settings, wiring};

/// Says what is wrong with an installation and what to do about it.
#[derive(clap::Args)]
pub struct Doctor {}

/// One thing looked at.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Finding {
    /// `settings`, `keys`, `clock`, `disk`, `database`, `pack`, `time-zone`, `accounts`.
    pub what: &'static str,
    pub state: State,
    /// What was found, in words.
    pub found: String,
    /// What to do; empty when nothing is.
    pub todo: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Well,
    Doubtful,
    Wrong,
}

/// What `doctor` answers a program.
#[derive(Serialize, schemars::JsonSchema)]
pub struct Report {
    pub well: bool,
    pub findings: Vec<Finding>,
}

/// A backup beside the database wants as much again; below this the next import may fill the disk.
const DISK_LEAST_MEGABYTES: u64 = 1_024;
const DISK_WRONG_MEGABYTES: u64 = 128;
/// This program was not built before this day: a clock that says so is wrong.
const BUILT_AFTER: &str = "2026-11-01";
/// Two machines at one database may differ by so much.
const CLOCK_DIFFERS_SECONDS: i64 = 60;

impl Doctor {
    pub fn run(self, start: &Start) -> Result<()> {
        let mut report = Looking { start, findings: Vec::new() };
        match start.settings() {
            Ok(settings) => report.all(&settings),
            Err(error) => report.failed("settings", &error, "doctor-settings-do"),
        }
        let well = report.findings.iter().all(|it| it.state != State::Wrong);
        let report = Report { well, findings: report.findings };
        start.out.answer(&report, |out| {
            for it in &report.findings {
                let mark = match it.state {
                    State::Well => "+",
                    State::Doubtful => "?",
                    State::Wrong => "!",
                };
                writeln!(out, "{mark} {}: {}", it.what, it.found)?;
                if !it.todo.is_empty() {
                    writeln!(out, "    {}", it.todo)?;
                }
            }
            Ok(())
        })?;
        if well { Ok(()) } else { Err(Error::conflict("doctor-something-is-wrong")) }
    }
}

struct Looking<'s> {
    start: &'s Start,
    findings: Vec<Finding>,
}

type Args<'a> = &'a [(&'a str, String)];

impl Looking<'_> {
    fn all(&mut self, settings: &Settings) {
        let config = self.start.config.as_ref().map_or_else(String::new, |it| it.display().to_string());
        self.say("settings", State::Well, "doctor-settings", &[("file", config)], "");
        let now = wiring::clock();
        self.clock(now);
        self.disk(&settings.data);
        let keys = keyfile::read(&settings.key_file(), now);
        match &keys {
            Ok(_) => {
                let file = settings.key_file().display().to_string();
                self.say("keys", State::Well, "doctor-keys", &[("file", file)], "");
            }
            Err(error) => self.failed("keys", error, "doctor-keys-do"),
        }
        let house = wiring::house(settings);
        match (&house, &keys) {
            (Ok(house), _) => {
                let pack = house.packs.now();
                let args = [("pack", pack.id().to_owned()), ("version", pack.version()[..12].to_owned())];
                self.say("pack", State::Well, "doctor-pack", &args, "");
            }
            (Err(error), Ok(_)) => self.failed("pack", error, "doctor-pack-do"),
            // Without keys the house does not open; that was said.
            (Err(_), Err(_)) => (),
        }
        let store = wiring::store(settings);
        match &store {
            Ok(_) => self.say("database", State::Well, "doctor-database", &[("url", shown(settings))], ""),
            Err(error) => self.failed("database", error, "doctor-database-do"),
        }
        if let (Ok(house), Ok(store)) = (house, store) {
            let (house, store) = (std::sync::Arc::new(house), store);
            let door = platform::door::Door { store: &store, house: &house };
            self.sealed(&door, now);
            self.journal(&door, now);
        }
    }

    /// Whether the keys are those the database was sealed with, and whether anybody can sign in.
    fn sealed(&mut self, door: &platform::door::Door, now: Instant) {
        if let Err(error) = platform::keys::probe(door, now, 0) {
            self.findings.retain(|it| it.what != "keys");
            return self.failed("keys", &error, "doctor-other-keys-do");
        }
        match platform::access::first::count(door, now) {
            Ok(0) => self.say("accounts", State::Wrong, "doctor-no-accounts", &[], "doctor-no-accounts-do"),
            Ok(count) => {
                self.say("accounts", State::Well, "doctor-accounts", &[("count", count.to_string())], "");
            }
            Err(error) => self.failed("accounts", &error, "doctor-database-do"),
        }
    }

    /// Whether the clock stands before what was already written down under it.
    fn journal(&mut self, door: &platform::door::Door, now: Instant) {
        let newest = platform::journal::anchor::newest(door, now).ok().flatten();
        if let Some(newest) = newest.filter(|it| now.plus_seconds(CLOCK_DIFFERS_SECONDS) < *it) {
            let args = [("now", now.rfc3339()), ("newest", newest.rfc3339())];
            self.findings.retain(|it| it.what != "clock");
            self.say("clock", State::Wrong, "doctor-clock-before-journal", &args, "doctor-clock-do");
        }
    }

    fn clock(&mut self, now: Instant) {
        let args = [("now", now.rfc3339())];
        if too_early(now) {
            self.say("clock", State::Wrong, "doctor-clock-behind", &args, "doctor-clock-do");
        } else {
            self.say("clock", State::Well, "doctor-clock", &args, "");
        }
        // Days are counted in Shanghai whatever the machine's zone; its own logs are easier to
        // read when the two agree.
        let zone = fs::read_link("/etc/localtime").map(|it| it.display().to_string()).unwrap_or_default();
        let ours = shanghai(&zone);
        let zone = [("zone", zone)];
        if ours {
            self.say("time-zone", State::Well, "doctor-zone", &zone, "");
        } else {
            self.say("time-zone", State::Doubtful, "doctor-zone-other", &zone, "doctor-zone-do");
        }
    }

    fn disk(&mut self, data: &Path) {
        let folder = [("folder", data.display().to_string())];
        match free_megabytes(data) {
            None => self.say("disk", State::Wrong, "doctor-disk-unread", &folder, "doctor-disk-folder-do"),
            Some(free) => {
                let args = [("folder", data.display().to_string()), ("free", free.to_string())];
                let state = room(free);
                let todo = if state == State::Well { "" } else { "doctor-disk-do" };
                self.say("disk", state, "doctor-disk", &args, todo);
            }
        }
    }

    fn say(&mut self, what: &'static str, state: State, found: &str, args: Args, todo: &str) {
        let todo = if todo.is_empty() { String::new() } else { self.start.out.words(todo, args) };
        self.findings.push(Finding { what, state, found: self.start.out.words(found, args), todo });
    }

    fn failed(&mut self, what: &'static str, error: &Error, todo: &str) {
        let found = self.start.out.told(error).join(" ");
        let todo = self.start.out.words(todo, &[]);
        self.findings.push(Finding { what, state: State::Wrong, found, todo });
    }
}

fn too_early(now: Instant) -> bool {
    let built: Option<base::Day> = BUILT_AFTER.parse().ok();
    built.is_some_and(|built| now.day() < built)
}

/// Whether a time zone, as `/etc/localtime` names it, has our days.
fn shanghai(zone: &str) -> bool {
    ["Asia/Shanghai", "Asia/Chongqing", "PRC"].iter().any(|it| zone.ends_with(it))
}

/// What so many free megabytes mean.
fn room(free: u64) -> State {
    match free {
        0..DISK_WRONG_MEGABYTES => State::Wrong,
        DISK_WRONG_MEGABYTES..DISK_LEAST_MEGABYTES => State::Doubtful,
        _ => State::Well,
    }
}

/// The database's address without its password.
fn shown(settings: &Settings) -> String {
    let url = settings.database_url();
    match (url.find("://"), url.rfind('@')) {
        (Some(from), Some(to)) if from < to => format!("{}://…{}", &url[..from], &url[to..]),
        _ => url,
    }
}

/// Free space for who runs this program, in whole megabytes.
fn free_megabytes(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|it| it.exists())?;
    let output = std::process::Command::new("df").args(["-Pk", "--"]).arg(there).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let kilobytes: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kilobytes / 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_before_the_program_was_made_is_wrong() {
        let at = |text: &str| Instant::parse(text).expect("an instant");
        assert!(too_early(at("2026-10-31T23:59:59+08:00")));
        assert!(!too_early(at("2026-11-01T00:00:00+08:00")));
    }

    #[test]
    fn a_disk_is_looked_at_before_it_is_full() {
        for (free, state) in [(0, State::Wrong), (127, State::Wrong), (128, State::Doubtful)] {
            assert_eq!(room(free), state, "{free} MB");
        }
        assert_eq!([room(1_023), room(1_024)], [State::Doubtful, State::Well]);
    }

    #[test]
    fn zones_are_told_apart() {
        assert!(shanghai("/usr/share/zoneinfo/Asia/Shanghai"));
        assert!(!shanghai("/usr/share/zoneinfo/Etc/UTC") && !shanghai(""));
    }
}
