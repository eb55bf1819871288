//! Every SQL statement of the rooms is prepared on both databases, and keeps to one county.
//!
//! The statements are found in the sources: string literals of `table.rs` and `ask.rs` that begin
//! with an SQL word. Literals inside `concat!` are joined. A text put together at run time
//! (`format!` with a place in braces) cannot be prepared here; the stories run it.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use store::{Store, scratch::Scratch};

use crate::world::postgres_url;

const WORDS: [&str; 5] = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
/// Says in a statement that it means to look at every county: a claim, a sealer, a sweep.
const EVERY_COUNTY: &str = "/* every county */";

struct Found {
    file: String,
    line: usize,
    sql: String,
}

#[test]
fn statements_are_found() {
    let text = r##"
        // "SELECT 1 FROM comment"
        const A: &str = "SELECT a, 'it''s' FROM b \
            WHERE c = \"d\"";
        cx.exec(concat!("UPDATE a ", "SET b = 1"), &[]);
        cx.find(&format!("SELECT a FROM {table}"), &[]);
        let c = 'x'; let q = '"'; let no = "UPDATED at";
        cx.all(r#"DELETE FROM "a" WHERE b"#, &[]);
    "##;
    let found: Vec<String> = statements("a", text).into_iter().map(|it| it.sql).collect();
    let want =
        ["SELECT a, 'it''s' FROM b WHERE c = \"d\"", "UPDATE a SET b = 1", "DELETE FROM \"a\" WHERE b"];
    assert_eq!(found, want);
}

#[test]
fn every_statement_is_prepared_on_both_databases() {
    let found = all();
    assert!(found.len() > 3, "the sources were not found");
    let lite = Store::open("sqlite::memory:").expect("a database in memory");
    prepare(&lite, &found);
    if let Some(admin) = postgres_url() {
        let scratch = Scratch::postgres(&admin).expect("a database for the test");
        prepare(&scratch.open().expect("it opens"), &found);
    }
}

fn prepare(store: &Store, found: &[Found]) {
    let mut faults = String::new();
    for Found { file, line, sql } in found {
        if let Err(error) = store.prepare_only(sql) {
            let _ = writeln!(faults, "{file}:{line}: on {}: {error}", store.engine());
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

/// A table with a county is read and written for one county, or says that it means all.
#[test]
fn every_statement_keeps_to_one_county() {
    let store = Store::open("sqlite::memory:").expect("a database in memory");
    let tables: Vec<(String,)> = store
        .read(|tx| {
            tx.all(
                "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'county'
                 WHERE m.type = 'table'",
                &[],
            )
        })
        .expect("the tables with a county");
    let tables: BTreeSet<String> = tables.into_iter().map(|it| it.0).collect();
    assert!(!tables.is_empty(), "no table has a county");
    let mut faults = String::new();
    for Found { file, line, sql } in all() {
        let words: BTreeSet<&str> = sql.split(|it: char| !it.is_alphanumeric() && it != '_').collect();
        let named = tables.iter().any(|table| words.contains(table.as_str()));
        if named && !words.contains("county") && !sql.contains(EVERY_COUNTY) {
            let _ =
                writeln!(faults, "{file}:{line}: keep to one county, or write {EVERY_COUNTY} in it: {sql}");
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

fn all() -> Vec<Found> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a crate lies in crates/").to_owned();
    let mut files = Vec::new();
    for name in ["platform", "casebooks", "people", "web", "app"] {
        walk(&crates.join(name).join("src"), &mut files);
    }
    let mut found = Vec::new();
    for path in files {
        let name = path.strip_prefix(&crates).unwrap_or(&path).display().to_string();
        let sql_room = ["/table.rs", "/ask.rs", "/table/", "/ask/"].iter().any(|it| name.contains(it));
        if sql_room {
            found.extend(statements(&name, &fs::read_to_string(&path).expect("a source file is text")));
        }
    }
    found
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            files.push(path);
        }
    }
}

/// The statements of a source file, in their order.
fn statements(file: &str, text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    // The text being joined inside a `concat!`, and where it began.
    let mut joined: Option<(usize, String)> = None;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("concat!(") {
            joined = Some((at, String::new()));
            at += "concat!(".len();
        } else if rest.starts_with(')') && joined.is_some() {
            let (began, sql) = joined.take().unwrap_or_default();
            keep(&mut found, file, text, began, sql);
            at += 1;
        } else if let Some((value, length)) = literal(rest) {
            match &mut joined {
                Some((_, sql)) => sql.push_str(&value),
                None if text[..at].trim_end().ends_with("format!(") && value.contains('{') => (),
                None => keep(&mut found, file, text, at, value),
            }
            at += length;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

fn keep(found: &mut Vec<Found>, file: &str, text: &str, at: usize, sql: String) {
    let first = sql.split_whitespace().next().unwrap_or_default();
    if WORDS.contains(&first) {
        found.push(Found { file: file.to_owned(), line: text[..at].matches('\n').count() + 1, sql });
    }
}

/// A literal at the beginning of `rest`: its value and its length in the source.
fn literal(rest: &str) -> Option<(String, usize)> {
    if rest.starts_with("'\\") {
        return Some((String::new(), 2 + rest[2..].find('\'')? + 1));
    }
    if let Some(character) = rest.strip_prefix('\'') {
        let length = character.chars().next()?.len_utf8();
        return character[length..].starts_with('\'').then(|| (String::new(), length + 2));
    }
    if let Some(raw) = rest.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let body = raw[hashes..].strip_prefix('"')?;
        let end = body.find(&format!("\"{}", "#".repeat(hashes)))?;
        return Some((body[..end].to_owned(), 1 + hashes + 1 + end + 1 + hashes));
    }
    let body = rest.strip_prefix('"')?;
    let mut value = String::new();
    let mut chars = body.char_indices().peekable();
    while let Some((at, it)) = chars.next() {
        match it {
            '"' => return Some((value, 1 + at + 1)),
            '\\' => match chars.next()?.1 {
                'n' => value.push('\n'),
                '\n' => while chars.next_if(|(_, it)| it.is_whitespace()).is_some() {},
                other => value.push(other),
            },
            it => value.push(it),
        }
    }
    None
}
