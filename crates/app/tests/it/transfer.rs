//! Backup, restore, copy and the journal's verification as somebody at the terminal does them, and
//! the schemas of what they answer a program.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use app::commands::{backup, copy};
use platform::journal::{chain::Head, verify::Report};
use schemars::{JsonSchema, schema_for};
use serde_json::{Value, json};
use store::scratch::Scratch;

use crate::world::{postgres_url, setting};

struct Installation(PathBuf);

impl Installation {
    fn new(name: &str) -> Installation {
        let folder = std::env::temp_dir().join(format!("songhe-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let it = Installation(folder);
        let settings = format!("data = {:?}\npack = \"mianning\"\nlanguage = \"en\"\n", it.0);
        fs::write(it.path("songhe.toml"), settings).expect("the settings");
        it.well(&["keys", "new"]);
        it
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_songhe"));
        command.arg("--config").arg(self.path("songhe.toml")).args(words);
        command.output().expect("the binary runs")
    }

    #[track_caller]
    fn well(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    #[track_caller]
    fn json(&self, words: &[&str], schema: &str) -> Value {
        let said = self.well(&[words, &["--json"]].concat());
        let answer: Value = serde_json::from_str(&said).expect("JSON");
        let schema: Value = serde_json::from_str(&fs::read_to_string(written(schema)).unwrap()).unwrap();
        let fault =
            jsonschema::validator_for(&schema).unwrap().validate(&answer).map_err(|it| it.to_string());
        fault.expect("the answer is as its schema says");
        answer
    }

    #[track_caller]
    fn refused(&self, words: &[&str], code: i32, want: &str) {
        let output = self.run(words);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{words:?}: {said}");
        assert!(said.contains(want), "{words:?}: {said}");
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn written(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../docs/schemas/{name}.json"))
}

/// With `SONGHE_BLESS=1` the schema is written down instead.
#[track_caller]
fn schema<T: JsonSchema>(name: &str) {
    let made = serde_json::to_value(schema_for!(T)).expect("a schema");
    if setting("SONGHE_BLESS").is_some() {
        fs::write(written(name), serde_json::to_string_pretty(&made).unwrap() + "\n").unwrap();
    }
    let text = fs::read_to_string(written(name)).unwrap_or_default();
    let kept: Value = serde_json::from_str(&text).unwrap_or_default();
    assert_eq!(kept, made, "docs/schemas/{name}.json is not what is answered; SONGHE_BLESS=1 writes it anew");
}

#[test]
fn answers_have_the_schemas_that_are_written_down() {
    schema::<copy::Answer>("copy");
    schema::<backup::Answer>("backup");
    schema::<backup::Answer>("restore");
    schema::<Report>("journal-verify");
    schema::<Head>("journal-head");
}

#[test]
fn a_backup_is_restored_and_a_database_moved_at_the_terminal() {
    let here = Installation::new("here");
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
    let other = Installation::new("other");
    other.refused(&["restore", "--from", &file], 5, "keys");
    fs::remove_file(other.path("songhe-keys.toml")).expect("the key file lies in its folder");
    let target = format!("sqlite:{}", other.path("three.db").display());
    let output = other.run(&["restore", "--from", &file, "--to", &target]);
    assert!(!output.status.success() && !other.path("three.db").exists(), "without keys nothing is restored");
}
