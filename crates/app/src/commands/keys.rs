//! Shows, makes and rotates the keys that lie outside the database.

use base::Result;
use clap::{Subcommand, ValueEnum};
use platform::keys::{Algorithm, Ring, reseal};
use serde::Serialize;

use super::Start;
use crate::{keyfile, out, wiring};

/// Every process reads the key file again within half of this; only then is the new key used.
const IN_FORCE_AFTER_SECONDS: i64 = 60;

/// Shows, makes and rotates the keys that lie outside the database.
#[derive(clap::Args)]
pub struct Keys {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Which keys there are, and which are in force.
    Status,
    /// Makes a key file where there is none.
    New {
        /// Seal with the national algorithm SM4 instead of AES-256.
        #[arg(long)]
        sm4: bool,
    },
    /// Adds a new key, which comes into force a minute later; running servers take it up.
    Rotate {
        #[arg(value_enum)]
        kind: Kind,
        /// Seal with the national algorithm SM4 from now on.
        #[arg(long)]
        sm4: bool,
    },
    /// Brings old values under the keys in force, while the house goes on working.
    Reseal,
    /// Does the same, then drops the keys that nothing is sealed with any more.
    Prune,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Sealing,
    Index,
}

/// What every command about keys answers a program: which there are then, never a key itself.
#[derive(Serialize, schemars::JsonSchema)]
pub struct Answer {
    pub file: std::path::PathBuf,
    pub keys: Vec<platform::keys::Status>,
}

impl Keys {
    pub fn run(self, start: &Start) -> Result<()> {
        let file = start.settings()?.key_file();
        let now = wiring::clock();
        let ring = match self.command {
            Command::Status => keyfile::read(&file, now)?,
            Command::New { sm4 } => keyfile::create(&file, algorithm(sm4))?,
            Command::Rotate { kind, sm4 } => {
                let ring = keyfile::read(&file, now)?;
                let since = now.plus_seconds(IN_FORCE_AFTER_SECONDS);
                let ring = match kind {
                    Kind::Sealing => ring.with_sealing(algorithm(sm4), wiring::secret()?, since),
                    Kind::Index => ring.with_index(wiring::secret()?, since),
                };
                keyfile::replace(&file, &ring)?;
                ring
            }
            Command::Reseal => {
                resealed(start)?;
                keyfile::read(&file, now)?
            }
            Command::Prune => {
                resealed(start)?;
                let ring = keyfile::read(&file, wiring::clock())?.without_replaced();
                keyfile::replace(&file, &ring)?;
                ring
            }
        };
        answer(start, file, &ring)
    }
}

/// Looks at every sealed value.
fn resealed(start: &Start) -> Result<()> {
    let installation = start.open()?;
    let mut progress = start.out.progress("reseal", None);
    let told = &mut |done| progress.at(done, None);
    let sum = reseal(&installation.door(), wiring::clock, told)?;
    let count = |name, count: u64| (name, count.to_string());
    start.out.note("keys-resealed", &[count("looked", sum.looked_at), count("changed", sum.changed)]);
    progress.end();
    Ok(())
}

fn algorithm(sm4: bool) -> Algorithm {
    if sm4 { Algorithm::Sm4Gcm } else { Algorithm::Aes256Gcm }
}

fn answer(start: &Start, file: std::path::PathBuf, ring: &Ring) -> Result<()> {
    let answer = Answer { file, keys: ring.status() };
    start.out.answer(&answer, |out| {
        let rows: Vec<Vec<String>> = answer
            .keys
            .iter()
            .map(|it| {
                let force = if it.in_force { "*" } else { "" };
                vec![
                    it.kind.to_owned(),
                    it.id.to_string(),
                    it.algorithm.to_owned(),
                    it.since.clone(),
                    force.to_owned(),
                ]
            })
            .collect();
        out::table(out, &["kind", "id", "algorithm", "since", "in force"], &rows)
    })
}
