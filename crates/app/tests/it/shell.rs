//! Somebody at the terminal: the binary itself, run on an installation in a folder of its own, its
//! answers held against the schemas in `docs/schemas`.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use serde_json::Value;

pub(crate) struct Shell(PathBuf);

static MADE: AtomicU32 = AtomicU32::new(0);

impl Shell {
    /// An empty folder, and settings that name nothing in it yet.
    pub(crate) fn bare(name: &str) -> Shell {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("songhe-{name}-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let it = Shell(folder);
        it.settings(&format!("data = {:?}\n", it.0));
        it
    }

    /// With keys; the database comes with the first command.
    pub(crate) fn new(name: &str) -> Shell {
        let it = Shell::bare(name);
        it.well(&["keys", "new"]);
        it
    }

    /// With the demo's accounts and nobody in the register.
    pub(crate) fn demo(name: &str) -> Shell {
        let it = Shell::bare(name);
        let folder = it.0.display().to_string();
        it.json(&["demo", "--bare", "--setup-only", "--dir", &folder], "demo");
        it
    }

    /// Writes the settings anew: the lines given, and what every test has.
    pub(crate) fn settings(&self, lines: &str) {
        let pack = if lines.contains("pack =") { "" } else { "pack = \"mianning\"\n" };
        let text = format!("{lines}{pack}language = \"en\"\nlog = {{ filter = \"error\" }}\n");
        fs::write(self.path("songhe.toml"), text).expect("the settings");
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_songhe"));
        command.arg("--config").arg(self.path("songhe.toml")).args(words).stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("the binary runs")
    }

    #[track_caller]
    pub(crate) fn well(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs a command that answers a program, as its schema says.
    #[track_caller]
    pub(crate) fn json(&self, words: &[&str], schema: &str) -> Value {
        let said = self.well(&[words, &["--json"]].concat());
        let answer: Value = serde_json::from_str(&said).expect("JSON");
        fits(&kept(schema), &answer, schema);
        answer
    }

    /// Runs a command that is refused: its exit code, and a last line that a program can read and
    /// that says why in words.
    #[track_caller]
    pub(crate) fn refused(&self, words: &[&str], code: i32, want: &str) {
        let output = self.run(&[words, &["--json"]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{words:?}: {said}");
        let line: Value = serde_json::from_str(said.lines().last().unwrap_or_default()).expect("JSON");
        fits(&kept("error"), &line, "error");
        assert!(line.to_string().contains(want), "{words:?}: {said}");
    }

    /// Runs a command at a terminal of its own, where `typed` is typed; answers the exit code and
    /// what stood on the screen.
    pub(crate) fn typing(&self, words: &[&str], typed: &str) -> (Option<i32>, String) {
        let binary = env!("CARGO_BIN_EXE_songhe");
        let line = format!("{binary} --config {} {}", self.path("songhe.toml").display(), words.join(" "));
        let mut command = Command::new("script");
        command.args(["--quiet", "--return", "--echo", "never", "--command", &line, "/dev/null"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("script(1) runs");
        child.stdin.take().expect("a pipe").write_all(typed.as_bytes()).expect("typed");
        let output = child.wait_with_output().expect("it ends");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// Where the schemas are written down.
pub(crate) fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas")
}

/// The schema of a command's answer as it is written down.
pub(crate) fn kept(name: &str) -> Value {
    let text = fs::read_to_string(schemas().join(format!("{name}.json"))).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

#[track_caller]
pub(crate) fn fits(schema: &Value, answer: &Value, name: &str) {
    assert!(schema.is_object(), "there is no schema of {name}");
    let fault = jsonschema::validator_for(schema).expect("a schema").validate(answer);
    fault.map_err(|it| format!("{}: {it}", it.instance_path())).expect(name);
}
