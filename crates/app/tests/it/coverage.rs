//! `docs/coverage.tsv` tells the truth: what it names can be found.
//!
//! A line is `id, state, where, test`. `where` holds pages (`/…`) and commands (`songhe …`), `test`
//! the names of tests (`fn name` in Rust, or a browser flow `flows/name.mjs`); both split by `;`.

use std::{fmt::Write as _, fs, path::Path};

const IDS: usize = 484;

#[test]
fn coverage_names_only_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let table = fs::read_to_string(root.join("docs/coverage.tsv")).expect("docs/coverage.tsv");
    let code = code_of(&root);
    let mut faults = String::new();
    let mut ids = std::collections::BTreeSet::new();
    for (place, line) in table.lines().enumerate().skip(1) {
        let at = place + 1;
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, state, places, tests] = cells[..] else {
            let _ = writeln!(faults, "{at}: four columns");
            continue;
        };
        if !ids.insert(id.to_owned()) {
            let _ = writeln!(faults, "{at}: {id} twice");
        }
        match state {
            "none" => continue,
            "works" | "partly" => {}
            _ => {
                let _ = writeln!(faults, "{at}: works, partly or none, not {state:?}");
            }
        }
        if places.is_empty() || tests.is_empty() {
            let _ = writeln!(faults, "{at}: {id} {state}, but where, and by which test?");
        }
        for place in places.split(';').map(str::trim) {
            let found = match place.strip_prefix("songhe ") {
                Some(command) => code.commands.contains(&format!("commands/{}.rs", first(command))),
                None => code.web.contains(&format!("\"{}", page_stem(place))),
            };
            if !found {
                let _ = writeln!(faults, "{at}: {id}: no page or command {place:?}");
            }
        }
        for test in tests.split(';').map(str::trim) {
            let found = match test.strip_prefix("flows/") {
                Some(flow) => root.join("crates/web/browser/flows").join(flow).exists(),
                None => code.tests.contains(&format!("fn {test}(")),
            };
            if !found {
                let _ = writeln!(faults, "{at}: {id}: no test {test:?}");
            }
        }
    }
    assert_eq!(ids.len(), IDS, "every capability has a line");
    assert!(faults.is_empty(), "\n{faults}");
}

struct Code {
    web: String,
    commands: String,
    tests: String,
}

fn first(command: &str) -> &str {
    command.split_whitespace().next().unwrap_or_default()
}

/// `/persons/{id}?tab=x` is found by what stands before its first variable part.
fn page_stem(place: &str) -> &str {
    place.split(['{', '?']).next().unwrap_or(place).trim_end_matches('/')
}

fn code_of(root: &Path) -> Code {
    let mut code = Code { web: String::new(), commands: String::new(), tests: String::new() };
    walk(&root.join("crates"), &mut |path, text| {
        let name = path.display().to_string();
        if name.contains("/commands/") {
            let _ = write!(code.commands, "commands/{} ", path.file_name().unwrap_or_default().display());
        }
        if name.contains("crates/web/src") {
            code.web.push_str(text);
        }
        code.tests.push_str(text);
    });
    code
}

fn walk(folder: &Path, each: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("dist") {
            walk(&path, each);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            each(&path, &fs::read_to_string(&path).expect("a source file is text"));
        }
    }
}
