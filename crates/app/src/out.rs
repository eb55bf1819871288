//! What the terminal sees: tables or JSON on standard output, progress and errors on standard
//! error. Exit code 0 only for success.

use std::{
    collections::BTreeMap,
    io::{self, IsTerminal as _, Write},
    process::ExitCode,
    time::Duration,
};

use base::{Error, Fault, Result, error::OrBroken};
use indicatif::{ProgressBar, ProgressStyle};
use schemars::JsonSchema;
use serde::Serialize;

use crate::settings::Language;

/// What a command that fails writes on standard error under `--json`: one line, the last.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Refusal {
    /// `invalid`, `denied`, `missing`, `conflict` or `broken`.
    pub error: String,
    pub faults: Vec<Refused>,
    /// What broke, when it is nobody's input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<String>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Refused {
    /// The field, as the input spells it; empty for the whole.
    pub path: String,
    /// The message's name, which does not change with the language.
    pub key: String,
    pub args: BTreeMap<String, String>,
    pub words: String,
}

/// How this process speaks.
#[derive(Clone, Copy)]
pub struct Out {
    pub json: bool,
    pub language: Language,
}

impl Out {
    /// The answer of a command: as JSON for a program, as `human` writes it for a person.
    pub fn answer<T: Serialize>(
        &self,
        answer: &T,
        human: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let mut stdout = io::stdout().lock();
        let written = if self.json {
            let text = serde_json::to_string_pretty(answer).or_broken()?;
            writeln!(stdout, "{text}")
        } else {
            human(&mut stdout)
        };
        match written {
            // Who reads through `head` has read enough.
            Err(why) if why.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.or_broken(),
        }
    }

    /// A message of the language files with its arguments.
    pub fn words(&self, key: &str, args: &[(&str, String)]) -> String {
        if let Some(text) = web::say(self.language.tag(), key, args) {
            return text;
        }
        let args: Vec<String> = args.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if args.is_empty() { key.to_owned() } else { format!("{key} ({})", args.join(", ")) }
    }

    /// A line on standard error for a person who watches; nothing with `--json`.
    pub fn note(&self, key: &str, args: &[(&str, String)]) {
        if !self.json {
            let _ = writeln!(io::stderr(), "{}", self.words(key, args));
        }
    }

    /// Says on standard error what went wrong and where, and answers the exit code for it.
    pub fn failed(&self, error: &Error) -> ExitCode {
        let mut stderr = io::stderr().lock();
        if self.json {
            let body = serde_json::to_string(&self.refusal(error)).unwrap_or_default();
            let _ = writeln!(stderr, "{body}");
        } else {
            for line in self.told(error) {
                let _ = writeln!(stderr, "{line}");
            }
        }
        ExitCode::from(match error {
            Error::Broken(_) => 1,
            Error::Invalid(_) => 2,
            Error::Denied(_) => 3,
            Error::Missing(_) => 4,
            Error::Conflict(_) => 5,
        })
    }

    /// What an error says to a person, a line a fault.
    pub fn told(&self, error: &Error) -> Vec<String> {
        match error {
            Error::Broken(source) => vec![self.words("terminal-broken", &[("why", source.to_string())])],
            _ => error.faults().iter().map(|it| self.fault(it)).collect(),
        }
    }

    fn refusal(self, error: &Error) -> Refusal {
        let faults = error.faults().iter().map(|it| Refused {
            path: it.path.to_string(),
            key: it.key.to_string(),
            args: it.args.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
            words: self.fault_words(it),
        });
        let broken = match error {
            Error::Broken(_) => self.told(error).into_iter().next(),
            _ => None,
        };
        Refusal { error: error.kind().to_owned(), faults: faults.collect(), broken }
    }

    fn fault_words(self, fault: &Fault) -> String {
        let args: Vec<(&str, String)> =
            fault.args.iter().map(|(name, value)| (name.as_ref(), value.clone())).collect();
        self.words(&fault.key, &args)
    }

    fn fault(self, fault: &Fault) -> String {
        let words = self.fault_words(fault);
        if fault.path.is_empty() { words } else { format!("{}: {words}", fault.path) }
    }

    /// A bar on a terminal, a plain line every few seconds otherwise, nothing with `--json`.
    pub fn progress(&self, what: &str, total: Option<u64>) -> Progress {
        let bar = io::stderr().is_terminal() && !self.json;
        let style = "{msg} {wide_bar} {human_pos}/{human_len} {eta}";
        let line = match (bar, total) {
            (false, _) => ProgressBar::hidden(),
            (true, None) => ProgressBar::new_spinner(),
            (true, Some(total)) => {
                let line = ProgressBar::new(total);
                ProgressStyle::with_template(style).map_or(line.clone(), |style| line.with_style(style))
            }
        };
        line.set_message(what.to_owned());
        if bar {
            line.enable_steady_tick(Duration::from_millis(200));
        }
        Progress { line, plain: !bar && !self.json, what: what.to_owned(), total, tenths: 0 }
    }
}

/// Progress of one long work.
pub struct Progress {
    line: ProgressBar,
    plain: bool,
    what: String,
    total: Option<u64>,
    tenths: u64,
}

impl Progress {
    pub fn at(&mut self, done: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.total = Some(total);
            self.line.set_length(total);
        }
        self.line.set_position(done);
        // Plain lines are for logs: one each tenth of the way is enough.
        let tenths = self.total.map_or(0, |total| done * 10 / total.max(1));
        if self.plain && self.tenths < tenths {
            self.tenths = tenths;
            let of = self.total.unwrap_or(done);
            let _ = writeln!(io::stderr(), "{} {done}/{of}", self.what);
        }
    }

    pub fn end(self) {
        self.line.finish_and_clear();
    }
}

/// Writes rows under their heads, each column as wide as it needs; Chinese is two columns wide.
pub fn table(out: &mut dyn Write, heads: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    let mut widths: Vec<usize> = heads.iter().map(|it| width(it)).collect();
    for row in rows {
        for (place, cell) in row.iter().enumerate() {
            widths[place] = widths[place].max(width(cell));
        }
    }
    let heads: Vec<String> = heads.iter().map(|it| (*it).to_owned()).collect();
    for row in std::iter::once(&heads).chain(rows) {
        for (place, cell) in row.iter().enumerate() {
            let pad = if place + 1 == row.len() { 0 } else { widths[place] - width(cell) + 2 };
            write!(out, "{cell}{:pad$}", "")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Columns of a terminal that a text takes.
fn width(text: &str) -> usize {
    text.chars().map(|it| if (it as u32) < 0x1100 { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let mut text = Vec::new();
        table(
            &mut text,
            &["login", "role"],
            &[vec!["li".into(), "x".into()], vec!["王五".into(), "y".into()]],
        )
        .unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "login  role\nli     x\n王五   y\n");
    }
}
