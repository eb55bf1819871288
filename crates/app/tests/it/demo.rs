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
