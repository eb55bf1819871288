//! A county's rosters taken in by the real binary, matching switched on: every township's messy
//! workbook of the synthetic county, from the start of the process to the last committed row.
//!
//! `cargo bench -p app --bench import`. The register is empty at the start, so that nearly every row is
//! both matched against a growing register and written as somebody new: the dearest a row can be.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

mod county;

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant as Clock},
};

use serde_json::Value;

use county::{Folder, MIANNING, Verdict, peak_megabytes};

const LOOK: Duration = Duration::from_millis(50);

fn main() {
    let folder = Folder::new("import");
    let (data, made) = (folder.0.join("data"), folder.0.join("made"));
    run(&["demo", "--bare", "--setup-only", "--dir", text(&data)]);
    run(&["synth", "--county", "mianning", "--seed", "1", "--out", text(&made)]);
    let config = data.join("songhe.toml");
    let rosters = workbooks(&made.join("rosters"));
    assert!(!rosters.is_empty(), "the synthetic county has rosters");
    let mut words = vec!["--config", text(&config), "import", "persons", "--as", "clerk", "--synthetic"];
    words.extend(["--as-of", "2026-11-01", "--json"]);
    words.extend(rosters.iter().map(|it| text(it)));
    let begun = Clock::now();
    let out = std::fs::File::create(folder.0.join("answer.json")).expect("a file");
    let mut child = command(&words).stdout(out).spawn().expect("the binary runs");
    let (id, mut peak) = (child.id().to_string(), 0);
    let status = loop {
        peak = peak.max(peak_megabytes(&id).unwrap_or(0));
        if let Some(status) = child.try_wait().expect("it is there") {
            break status;
        }
        std::thread::sleep(LOOK);
    };
    let took = begun.elapsed().as_secs_f64();
    assert!(status.success(), "the import ended well");
    let answer = std::fs::read_to_string(folder.0.join("answer.json")).expect("an answer");
    let files: Vec<Value> = serde_json::from_str(&answer).expect("JSON");
    let sum = |of: &str| files.iter().filter_map(|it| it["counts"][of].as_i64()).sum::<i64>();
    let rows: i64 = files.iter().filter_map(|it| it["rows"].as_i64()).sum();
    let told = ["new", "changed", "same", "doubtful", "wrong"].map(|it| format!("{} {it}", sum(it)));
    println!("{} files, {rows} rows: {}", files.len(), told.join(", "));
    assert!(MIANNING as i64 <= rows, "as many rows as the county has elders");
    let mut verdict = Verdict::default();
    verdict.at_most(
        "seconds for as many rows as there are elders",
        took * MIANNING as f64 / rows as f64,
        60.0,
        " s",
    );
    println!("{took:.1} s for all {rows}");
    verdict.at_most("resident at most", peak as f64, 400.0, " MB");
    verdict.end();
}

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_songhe"));
    command.args(words).stdin(Stdio::null());
    command
}

fn run(words: &[&str]) {
    let done = command(words).stdout(Stdio::null()).status().expect("the binary runs");
    assert!(done.success(), "{words:?}");
}

fn workbooks(folder: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(folder).expect("the rosters").flatten().map(|it| it.path());
    let mut found: Vec<PathBuf> = found.filter(|it| it.is_file()).collect();
    found.sort();
    found
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}
