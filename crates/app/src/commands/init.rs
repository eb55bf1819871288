//! Sets up an installation: settings, keys, database.

use std::{fs, path::PathBuf};

use base::{Error, Fault, Result, error::OrBroken};
use platform::keys::Algorithm;
use serde::Serialize;

use super::Start;
use crate::{keyfile, settings::Settings, wiring};

/// Sets up an installation: settings, keys, database.
#[derive(clap::Args)]
pub struct Init {
    /// The folder of the installation; it gets `songhe.toml`, the database and the key file.
    #[arg(long, default_value = "songhe-data")]
    dir: PathBuf,
    /// The pack of the county.
    #[arg(long, default_value = "mianning")]
    pack: String,
    /// `postgres://…`; without it the database is `DIR/songhe.db`.
    #[arg(long)]
    database: Option<String>,
    /// Seal with the national algorithm SM4 instead of AES-256.
    #[arg(long)]
    sm4: bool,
}

#[derive(Serialize)]
struct Answer {
    config: PathBuf,
    keys: PathBuf,
    database: String,
}

impl Init {
    pub fn run(self, start: &Start) -> Result<()> {
        let data = std::path::absolute(&self.dir).or_broken()?;
        let config = data.join("songhe.toml");
        if config.exists() {
            let fault = Fault::new("dir", "init-already-there").arg("file", config.display());
            return Err(Error::Conflict(fault));
        }
        fs::create_dir_all(&data).or_broken()?;
        let database = self.database;
        let settings = Settings { data, pack: self.pack, database, ..start.settings()? };
        let algorithm = if self.sm4 { Algorithm::Sm4Gcm } else { Algorithm::Aes256Gcm };
        keyfile::create(&settings.key_file(), algorithm)?;
        wiring::store(&settings)?;
        fs::write(&config, settings.to_text()?).or_broken()?;
        let answer = Answer { config, keys: settings.key_file(), database: settings.database_url() };
        start.out.answer(&answer, |out| {
            writeln!(
                out,
                "{}",
                start.out.words("init-done", &[("file", answer.config.display().to_string())])
            )?;
            writeln!(
                out,
                "{}",
                start.out.words("init-keep-keys", &[("file", answer.keys.display().to_string())])
            )
        })
    }
}
