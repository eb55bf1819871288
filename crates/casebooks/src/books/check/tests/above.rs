//! What a book and the rooms above it say of one another: works that are told of a step, fields that the
//! program fills, one open case at a time.
// not for people: what a clerk might write

use platform::packs::Section;

use super::{faults, good};

/// A room above that hears of steps.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listens {}

impl Section for Listens {
    const NAME: &'static str = "listens";
    const HEARS: &'static [&'static str] = &["inspections.closed"];
}

const LETTER: &str = "letter = \"closed\"";
const TOLD: &str = "[field.told]\ntype = \"text\"\nzh = \"告知\"\nen = \"Told\"\nprogram = true\n";

#[track_caller]
fn check(stands: &str, written: &str, key: Option<&str>) {
    let text = good().replacen(stands, &format!("{written}{stands}"), 1);
    let found = faults(&text);
    match key {
        None => assert!(found.is_empty(), "{written}: {found:?}"),
        Some(key) => assert!(found.iter().any(|it| it.key == key && 0 < it.line), "{written}: {found:?}"),
    }
}

#[test]
fn a_step_tells_only_a_work_that_hears_and_is_not_taken_back() {
    check(LETTER, "tells = \"inspections.closed\"\n", None);
    check(LETTER, "tells = \"inspections.clsed\"\n", Some("packs-dangling"));
    check(LETTER, "tells = \"inspections.closed\"\nback = true\n", Some("casebooks-not-to-be-taken-back"));
}

#[test]
fn what_the_program_fills_is_neither_typed_nor_asked() {
    let photo = "[field.photo]";
    check(photo, TOLD, None);
    check(photo, &format!("{TOLD}starts = \"a\"\n"), Some("casebooks-computed-and-typed"));
    check(photo, &format!("{TOLD}needed = true\n"), Some("casebooks-computed-and-typed"));
    check("asks = [\"mended_on\", ", "", None);
    let asked = good().replacen("asks = [\"mended_on\",", "asks = [\"told\", \"mended_on\",", 1);
    let asked = asked.replacen(photo, &format!("{TOLD}{photo}"), 1);
    assert!(faults(&asked).iter().any(|it| it.key == "casebooks-asks-computed"));
}

#[test]
fn one_open_case_at_a_time_is_told_apart_by_fields_that_there_are() {
    check("edition = 1 ", "once = [\"grade\"]\n", None);
    check("edition = 1 ", "once = [\"garde\"]\n", Some("packs-dangling"));
}
