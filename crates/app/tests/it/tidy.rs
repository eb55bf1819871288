//! The code checks itself: who may import whom, how files begin and how long they are, what must
//! not stand in them, and where SQL and words for people live.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

const FILE_LINES_MAX: usize = 400;

/// A crate, and the crates of ours that it may name.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("store", &["base"]),
    ("rules", &["base"]),
    ("linkage", &["base"]),
    ("sheets", &["base"]),
    ("synth", &["base", "linkage", "sheets"]),
    ("platform", &["base", "linkage", "rules", "sheets", "store"]),
    ("casebooks", &["base", "linkage", "platform", "rules", "sheets", "store"]),
    ("instruments", &["base"]),
    ("people", &["base", "casebooks", "linkage", "platform", "rules", "sheets", "store"]),
    ("care", &["base", "casebooks", "instruments", "people", "platform", "rules", "sheets", "store"]),
    ("web", &["base", "care", "casebooks", "instruments", "people", "platform", "rules", "sheets", "store"]),
    (
        "app",
        &[
            "base",
            "care",
            "casebooks",
            "instruments",
            "linkage",
            "people",
            "platform",
            "rules",
            "sheets",
            "store",
            "synth",
            "web",
        ],
    ),
];

/// A text that must not stand below a crate, and what to use instead.
const BANNED: &[(&[&str], &str, &str)] = &[
    (BELOW_APP, concat!("SystemTime", "::now"), "take `now` from the unit of work"),
    (BELOW_APP, concat!("Timestamp", "::now"), "take `now` from the unit of work"),
    (BELOW_APP, concat!("std::", "env::"), "settings are read once, in app"),
    (BELOW_WEB, concat!("std::", "fs::"), "files are opened in app and web; rooms are given bytes"),
    (BELOW_APP, concat!("get", "random"), "take secrets from the house, chance from the unit of work"),
    (WINGS, "tokio", "wings are plain functions; only web and app are asynchronous"),
    (WINGS, "axum", "only web knows HTTP"),
    (WINGS, "rusqlite", "rooms see a Tx and no driver"),
    (WINGS, "postgres::", "rooms see a Tx and no driver"),
    (ALL, concat!("FIX", "ME"), "finish it or open an issue"),
    (ALL, concat!("todo", "!("), "finish it or say so in the note"),
    (ALL, concat!("unimplemented", "!("), "finish it or say so in the note"),
    (ALL, concat!("#[all", "ow("), "#[expect(…, reason)] says why and goes away by itself"),
    (ALL, concat!("#[ig", "nore"), "a test that does not run is no test"),
];

const ALL: &[&str] = &[
    "base",
    "store",
    "rules",
    "linkage",
    "sheets",
    "synth",
    "instruments",
    "platform",
    "casebooks",
    "people",
    "care",
    "web",
    "app",
];
const BELOW_APP: &[&str] = &[
    "base",
    "store",
    "rules",
    "linkage",
    "sheets",
    "synth",
    "instruments",
    "platform",
    "casebooks",
    "people",
    "care",
    "web",
];
const BELOW_WEB: &[&str] =
    &["base", "rules", "linkage", "sheets", "instruments", "platform", "casebooks", "people", "care"];
const WINGS: &[&str] =
    &["rules", "linkage", "sheets", "synth", "instruments", "platform", "casebooks", "people", "care"];
const SQL_WORDS: &[&str] = &["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE ", "\"WITH "];
/// Names that say nothing; a file or folder is named after what is in it.
const EMPTY_NAMES: &[&str] = &["util", "utils", "helper", "helpers", "manager", "service", "common", "misc"];

#[test]
fn files_begin_with_what_they_are_and_end_before_they_are_two() {
    let mut faults = String::new();
    for (name, text) in sources(ALL) {
        if !text.starts_with("//!") {
            let _ = writeln!(faults, "{name}: says nothing about itself on its first line");
        }
        let lines = text.lines().count();
        if FILE_LINES_MAX < lines {
            let _ = writeln!(faults, "{name}: {lines} lines; over {FILE_LINES_MAX} it is two files");
        }
        let stem = Path::new(&name).file_stem().and_then(|it| it.to_str()).unwrap_or_default();
        if EMPTY_NAMES.contains(&stem) {
            let _ = writeln!(faults, "{name}: name it after what is in it");
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn nothing_banned_stands_in_the_code() {
    let mut faults = String::new();
    for (crates, word, instead) in BANNED {
        // A test is the world around what it tests: it may look at the environment; so may a benchmark.
        let around = |name: &str| name.contains("/tests/") || name.contains("/benches/");
        let outside = |name: &str| *crates == BELOW_APP && around(name);
        for (name, text) in sources(crates).into_iter().filter(|(name, _)| !outside(name)) {
            for (place, line) in text.lines().enumerate() {
                let code = line.split("//").next().unwrap_or_default();
                if code.contains(word) {
                    let _ = writeln!(faults, "{name}:{}: {word}: {instead}", place + 1);
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn sql_lives_where_its_tables_do() {
    let mut faults = String::new();
    for (name, text) in sources(&["platform", "casebooks", "people", "care", "web", "app"]) {
        let file = Path::new(&name).file_name().and_then(|it| it.to_str()).unwrap_or_default();
        if matches!(file, "table.rs" | "ask.rs") || name.contains("/tests/") || name.contains("/benches/") {
            continue;
        }
        // A room whose reads or writes fill more than one file keeps them in a folder of that name.
        if name.contains("/table/") || name.contains("/ask/") {
            continue;
        }
        for (place, line) in text.lines().enumerate() {
            if SQL_WORDS.iter().any(|word| line.contains(word)) {
                let _ = writeln!(faults, "{name}:{}: SQL belongs in table.rs or ask.rs", place + 1);
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

/// Words for people are in the language files: no Chinese characters in string literals of code.
#[test]
fn no_words_for_people_stand_in_the_code() {
    let mut faults = String::new();
    for (name, text) in sources(&["store", "rules", "platform", "casebooks", "people", "care", "web", "app"])
    {
        if name.contains("/tests/") || name.contains("/benches/") {
            continue;
        }
        for (place, line) in text.lines().enumerate() {
            if line.contains("#[cfg(test)]") || line.contains("// not for people") {
                break;
            }
            let code = line.split("//").next().unwrap_or_default();
            if code.contains('"') && code.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it)) {
                let _ = writeln!(faults, "{name}:{}: {}", place + 1, line.trim());
            }
        }
    }
    assert!(
        faults.is_empty(),
        "\nwords for people belong in words/*.ftl, names and terms in packs:\n{faults}"
    );
}

#[test]
fn crates_import_downward() {
    for (name, allowed) in MAY_IMPORT {
        let manifest = fs::read_to_string(crates().join(name).join("Cargo.toml")).expect("a manifest");
        for (other, _) in MAY_IMPORT {
            let named = manifest.lines().any(|line| line.starts_with(&format!("{other}.workspace")));
            assert!(!named || allowed.contains(other), "{name} may not name {other}");
        }
    }
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a crate lies in crates/").to_owned()
}

/// Every `.rs` file of the crates: its name from `crates/` on, and its text.
fn sources(names: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for name in names {
        for part in ["src", "tests", "benches"] {
            walk(&crates().join(name).join(part), &mut found);
        }
    }
    let root = crates();
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source file is text");
            (path.strip_prefix(&root).unwrap_or(&path).display().to_string(), text)
        })
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
}
