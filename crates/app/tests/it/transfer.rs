//! Backup, restore, copy and the journal's verification as somebody at the terminal does them.

use std::fs;

use serde_json::json;
use store::scratch::Scratch;

use crate::{shell::Shell, world::postgres_url};

#[test]
fn a_backup_is_restored_and_a_database_moved_at_the_terminal() {
    let here = Shell::new("here");
    let report = here.json(&["journal", "verify"], "journal-verify");
    assert_eq!(report["sound"], json!(true));
    let file = here.path("one.backup").display().to_string();
    let taken = here.json(&["backup", "--to", &file], "backup");
    assert_eq!(taken["engine"], "sqlite");
    here.refused(&["backup", "--to", &file], 1, "one.backup");
    // Into another database under the same keys.
    let target = format!("sqlite:{}", here.path("two.db").display());
    let restored = here.json(&["restore", "--from", &file, "--to", &target], "restore");
    assert_eq!(restored["rows"], taken["rows"]);
    here.refused(&["restore", "--from", &file, "--to", &target], 1, "not empty");
    // Moved away and back.
    let mut away = vec![Scratch::lite()];
    away.extend(postgres_url().map(|admin| Scratch::bare_postgres(&admin).expect("a database")));
    for (number, away) in away.iter().enumerate() {
        let there = here.json(&["copy", "--to", away.url()], "copy");
        let back = format!("sqlite:{}", here.path(&format!("back{number}.db")).display());
        let again = here.json(&["copy", "--from", away.url(), "--to", &back], "copy");
        assert_eq!(there, again);
    }
    // Under other keys the data would be of no use to anybody, and that is said.
    let other = Shell::new("other");
    let untouched = other.path("untouched.db");
    let target = format!("sqlite:{}", untouched.display());
    other.refused(&["restore", "--from", &file, "--to", &target], 5, "keys");
    assert!(!untouched.exists(), "nothing is written before the keys are known to fit");
    other.refused(&["restore", "--from", &file], 5, "keys");
    fs::remove_file(other.path("songhe-keys.toml")).expect("the key file lies in its folder");
    let target = format!("sqlite:{}", other.path("three.db").display());
    let output = other.run(&["restore", "--from", &file, "--to", &target]);
    assert!(!output.status.success() && !other.path("three.db").exists(), "without keys nothing is restored");
}
