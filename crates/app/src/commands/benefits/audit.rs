//! `songhe benefits audit`: writes a month's audit pack into a folder.

use std::{fs, path::PathBuf};

use base::{Error, Fault, Month, Result};
use serde_json::{Value, json};

use super::{Start, ask, month, which};
use crate::who::Who;

/// Writes the month's audit pack: every total tied to the next, and what stands out.
#[derive(clap::Args)]
pub struct Audit {
    #[arg(long, value_parser = month)]
    month: Month,
    /// May be left out where the county has only one.
    #[arg(long, value_name = "ID")]
    benefit: Option<String>,
    /// The folder; it is made if it is not there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    who: Who,
}

impl Audit {
    pub fn run(self, start: &Start) -> Result<()> {
        let installation = start.open()?;
        let actor = self.who.actor(&installation)?;
        let input = json!({ "benefit": which(&installation, self.benefit.as_deref())?, "month": self.month });
        let pack = ask(&installation, &actor, "audit.pack", input)?;
        let failed = |why: std::io::Error| {
            let fault = Fault::new("out", "settings-file-unreadable");
            Error::from(fault.arg("file", self.out.display()).arg("why", why))
        };
        fs::create_dir_all(&self.out).map_err(failed)?;
        let files = pack["files"].as_array().cloned().unwrap_or_default();
        for file in &files {
            let (name, content) = (file["name"].as_str(), file["content"].as_str());
            let (name, content) = (name.unwrap_or("file"), content.unwrap_or_default());
            // Excel reads UTF-8 by its mark.
            fs::write(self.out.join(name), format!("\u{feff}{content}")).map_err(failed)?;
        }
        let text = serde_json::to_string_pretty(&pack).unwrap_or_default();
        fs::write(self.out.join("pack.json"), text).map_err(failed)?;
        start.out.answer(&pack, |out| {
            let key = if pack["ties"] == true { "audit-ties" } else { "audit-does-not-tie" };
            writeln!(out, "{}", start.out.words(key, &[]))?;
            for it in pack["suspicions"].as_array().into_iter().flatten() {
                let kind = it["kind"].as_str().unwrap_or_default();
                let named = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
                let kind = start.out.words(&format!("audit-kind-{kind}"), &[]);
                writeln!(out, "  {kind}: {} {}", named("person"), named("detail"))?;
            }
            let count = [("count", (files.len() + 1).to_string())];
            writeln!(out, "{}", start.out.words("audit-written", &count))
        })?;
        if pack["ties"] == Value::Bool(true) { Ok(()) } else { Err(Error::conflict("audit-does-not-tie")) }
    }
}
