//! The demo: a made-up county goes through the importer, the reviews and the paid rolls, and comes
//! out exactly as it was made.

use std::fs;

use serde_json::Value;
use store::{Arg, Store};

use crate::shell::Shell;

/// One elder for so many of the county's.
const ONE_IN: &str = "20";

#[test]
fn a_made_up_county_comes_out_of_the_importer_exactly() {
    let shell = Shell::bare("county");
    let folder = shell.path("");
    let folder = folder.display().to_string();
    shell.json(&["demo", "--one-in", ONE_IN, "--setup-only", "--dir", &folder], "demo");
    let truth = fs::read_to_string(shell.path("files/truth.json")).expect("what is what");
    let truth: Value = serde_json::from_str(&truth).expect("JSON");
    let store = Store::open(&format!("sqlite:{folder}songhe.db")).expect("the database");
    let one = |sql: &'static str, args: &[&str]| -> i64 {
        let args: Vec<String> = args.iter().map(|it| (*it).to_owned()).collect();
        let asked = store.read(move |tx| {
            let args: Vec<Arg> = args.iter().map(Arg::from).collect();
            tx.get::<(i64,)>("count", sql, &args)
        });
        asked.expect("an answer").0
    };
    // Whoever has completed eighty years on the last day of the demo's month.
    let (all, old) = ("9999", "1946-11-30");
    let here = "SELECT COUNT(*) FROM person
        WHERE registered_here = 1 AND birth_date <= $1 AND $2 <= registered_path AND registered_path < $3";
    let expected = &truth["expected"];
    assert_eq!(one(here, &[all, "", "~"]), expected["living"], "living");
    assert_eq!(one(here, &[old, "", "~"]), expected["eighty"], "eighty and over");
    for town in truth["by_township"].as_array().expect("townships") {
        let low = town["area"].as_str().expect("a path");
        let high = format!("{}0", &low[..low.len() - 1]);
        assert_eq!(one(here, &[all, low, &high]), town["living"], "{low}");
        assert_eq!(one(here, &[old, low, &high]), town["eighty"], "{low}: eighty and over");
    }
    assert_eq!(one("SELECT COUNT(*) FROM intake_review WHERE decided_at IS NULL", &[]), 0, "all decided");

    // The rolls paid before stand in the books to the fen, and the month is drawn from facts.
    let paid: i64 =
        truth["rolls"].as_array().expect("rolls").iter().filter_map(|it| it["yuan"].as_i64()).sum();
    assert_eq!(one("SELECT SUM(paid) FROM obligation", &[]), paid * 100);
    let open: i64 =
        truth["arrears"].as_array().expect("arrears").iter().filter_map(|it| it["yuan"].as_i64()).sum();
    assert_eq!(one("SELECT SUM(owed - paid) FROM obligation WHERE due_month < '2026-11'", &[]), open * 100);
    assert_eq!(one("SELECT COUNT(*) FROM benefit_run WHERE month = '2026-11'", &[]), 1);
    assert!(0 < one("SELECT COUNT(*) FROM roll_line WHERE amount > 0", &[]));
}

/// The demo plays its whole file of cases: one that a book no longer takes is named by its line.
#[test]
fn the_cases_of_the_demo_play_in_both_counties() {
    for county in ["mianning", "xishan"] {
        let shell = Shell::bare(county);
        let folder = shell.path("").display().to_string();
        let words = ["demo", "--county", county, "--one-in", "50", "--setup-only", "--dir", &folder];
        shell.json(&words, "demo");
        let store = Store::open(&format!("sqlite:{folder}songhe.db")).expect("the database");
        let one = |sql: &'static str| -> i64 {
            let asked = store.read(move |tx| tx.get::<(i64,)>("count", sql, &[]));
            asked.expect("an answer").0
        };
        let cases = one("SELECT COUNT(*) FROM case_file");
        assert!(60 <= cases, "{county}: {cases} cases");
        let books = one("SELECT COUNT(DISTINCT book) FROM case_file");
        assert!(12 <= books, "{county}: {books} books");
        let closed = one("SELECT COUNT(*) FROM case_file WHERE closed_at IS NOT NULL");
        assert!(10 <= closed && closed < cases / 2, "{county}: {closed} closed");
        assert!(15 <= one("SELECT COUNT(*) FROM case_letter"), "{county}: letters");
        let late = one("SELECT COUNT(*) FROM case_file WHERE closed_at IS NULL AND due_on < DATE('now')");
        assert!(8 <= late, "{county}: {late} late");
        let attached = one("SELECT COUNT(*) FROM facility WHERE centre IS NOT NULL");
        let centres = one("SELECT COUNT(DISTINCT centre) FROM facility WHERE centre IS NOT NULL");
        assert!(20 <= attached && 5 <= centres, "{county}: {attached} attached to {centres} centres");
    }
}
