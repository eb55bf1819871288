//! Brings a backup back.

use std::{fs, path::PathBuf};

use base::{Error, Fault, Result, error::OrBroken};
use platform::keys::{Keys, PROBE_OF_BACKUP, fits};
use store::transfer;

use super::{
    Start,
    backup::{Answer, say},
};
use crate::{
    keyfile,
    wiring::{Installation, clock},
};

/// Restores a backup into an empty database, of either kind, after checking that it is whole.
#[derive(clap::Args)]
pub struct Restore {
    /// A file that `songhe backup` made.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Another database than that of the settings.
    #[arg(long, value_name = "URL")]
    to: Option<String>,
}

impl Restore {
    pub fn run(self, start: &Start) -> Result<()> {
        let mut settings = start.settings()?;
        if let Some(to) = self.to {
            settings.database = Some(to);
        }
        // Without its keys a restored database can be read by nobody: asked for first.
        let key_file = settings.key_file();
        let keys = Keys::of(keyfile::read(&key_file, clock())?);
        let other =
            || Error::Conflict(Fault::new("keys", "restore-other-keys").arg("file", key_file.display()));
        // With others what is restored could not be read either; a file that is no backup says so below.
        if let Ok(Some((sealed,))) = transfer::first::<(Vec<u8>,)>(&self.from, PROBE_OF_BACKUP) {
            fits(&keys, &sealed).map_err(|_| other())?;
        }
        if settings.database.is_none() {
            fs::create_dir_all(&settings.data).or_broken()?;
        }
        let mut progress = start.out.progress("restore", None);
        let manifest = transfer::restore(&self.from, &settings.database_url(), &mut |at| {
            progress.at(at.tables_done as u64, Some(at.tables as u64));
        })?;
        progress.end();
        // Opening it asks whether these are the keys it was written under.
        Installation::open(settings).map_err(|error| match error {
            Error::Conflict(_) => other(),
            error => error,
        })?;
        say(start.out, "restore-done", &Answer::of(&self.from, manifest))
    }
}
