//! `songhe do`: runs a verb of the catalogue through the one door.

use base::{Error, Fault, Result, error::OrBroken};
use platform::door::Caller;
use serde_json::Value;

use super::Start;
use crate::{
    schemas,
    who::Who,
    wiring::{self, clock, seed},
};

/// Runs a verb: `songhe do register.record-death '{…}' --as LOGIN`.
#[derive(clap::Args)]
pub struct Do {
    /// The verb, such as `register.record-death`.
    verb: String,
    /// Its input in JSON; `-` reads it from standard input.
    #[arg(default_value = "{}")]
    input: String,
    /// Print the schemas of its input and answer, and do nothing.
    #[arg(long)]
    schema: bool,
    #[command(flatten)]
    who: Who,
    /// The same id again is answered with the first answer.
    #[arg(long, value_name = "ID")]
    command_id: Option<String>,
}

impl Do {
    pub fn run(self, start: &Start) -> Result<()> {
        if self.schema {
            let catalogue = wiring::catalogue();
            known(&self.verb, catalogue.verbs().map(|it| it.name), "terminal-no-such-verb")?;
            return show(start, &serde_json::to_value(schemas::described(&self.verb)).or_broken()?);
        }
        let input = input(&self.input)?;
        let installation = start.open()?;
        let names = installation.house.catalogue.verbs().map(|it| it.name);
        known(&self.verb, names, "terminal-no-such-verb")?;
        let actor = self.who.actor(&installation)?;
        let command_id = self.command_id.as_deref();
        let caller = Caller { actor: &actor, now: clock(), seed: seed()?, command_id };
        let answer = installation.door().submit(caller, &self.verb, input)?;
        show(start, &answer)
    }
}

/// An answer of the catalogue is JSON for people too: it is what the pages are made of.
pub(super) fn show(start: &Start, answer: &Value) -> Result<()> {
    start.out.answer(answer, |out| match answer {
        Value::Null => Ok(()),
        answer => writeln!(out, "{}", serde_json::to_string_pretty(answer).unwrap_or_default()),
    })
}

pub(super) fn input(text: &str) -> Result<Value> {
    let read =
        if text == "-" { std::io::read_to_string(std::io::stdin()).unwrap_or_default() } else { text.into() };
    serde_json::from_str(&read).map_err(|why| {
        let fault = Fault::new("input", "terminal-not-json").arg("why", &why);
        Error::from(fault.arg("line", why.line()).arg("column", why.column()))
    })
}

/// Refuses a name that is not in the catalogue, with the nearest that is.
pub(super) fn known<'n>(name: &str, names: impl Iterator<Item = &'n str>, key: &'static str) -> Result<()> {
    let names: Vec<&str> = names.collect();
    if names.contains(&name) {
        return Ok(());
    }
    let alike = names.iter().map(|it| (strsim::jaro_winkler(name, it), *it));
    let near = alike.max_by(|a, b| a.0.total_cmp(&b.0)).map_or("", |it| it.1);
    Err(Error::Missing(Fault::new("", key).arg("name", name).arg("near", near)))
}
