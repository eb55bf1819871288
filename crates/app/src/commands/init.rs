//! Sets up an installation: settings, keys, database, and the first three administrators.

use std::{fs, io::Write as _, path::PathBuf};

use base::{Error, Fault, Result, error::OrBroken};
use platform::{
    access::first::{First, Opened, open_first},
    keys::Algorithm,
};
use serde::Serialize;

use super::Start;
use crate::{
    keyfile, out,
    settings::Settings,
    wiring::{Installation, clock, seed},
};

/// Sets up an installation: settings, keys, database, and the first three administrators.
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
    /// The key file, when it shall not lie in the folder of the installation.
    #[arg(long)]
    keys: Option<PathBuf>,
    /// Seal with the national algorithm SM4 instead of AES-256.
    #[arg(long)]
    sm4: bool,
    /// Login of the system administrator, who opens accounts.
    #[arg(long, value_name = "LOGIN")]
    system: Option<String>,
    /// Login of the security administrator, who grants roles: another person.
    #[arg(long, value_name = "LOGIN")]
    security: Option<String>,
    /// Login of the audit administrator, who reads the journal: a third person.
    #[arg(long, value_name = "LOGIN")]
    audit: Option<String>,
}

/// What `init` answers a program. The passwords serve once, to set one's own.
#[derive(Serialize, schemars::JsonSchema)]
pub struct Answer {
    pub config: PathBuf,
    pub keys: PathBuf,
    pub accounts: Vec<Opened>,
}

impl Init {
    pub fn run(self, start: &Start) -> Result<()> {
        let data = std::path::absolute(&self.dir).or_broken()?;
        let config = data.join("songhe.toml");
        if config.exists() {
            let fault = Fault::new("dir", "init-already-there").arg("file", config.display());
            return Err(Error::Conflict(fault));
        }
        let logins = [
            ("system_admin", asked(start, self.system, "init-ask-system")?),
            ("security_admin", asked(start, self.security, "init-ask-security")?),
            ("audit_admin", asked(start, self.audit, "init-ask-audit")?),
        ];
        fs::create_dir_all(&data).or_broken()?;
        let (database, keys) = (self.database, self.keys);
        let settings = Settings { data, pack: self.pack, database, keys, ..start.settings()? };
        let algorithm = if self.sm4 { Algorithm::Sm4Gcm } else { Algorithm::Aes256Gcm };
        keyfile::create(&settings.key_file(), algorithm)?;
        let database = settings.data.join("songhe.db");
        let new = settings.database.is_none() && !database.exists();
        let opened = Installation::open(settings.clone()).and_then(|it| first_administrators(&it, &logins));
        let accounts = opened.inspect_err(|_| {
            // What was just made is of no use to anybody, and would be in the way of the next try.
            let _ = fs::remove_file(settings.key_file());
            for ending in ["db", "db-wal", "db-shm"].iter().filter(|_| new) {
                let _ = fs::remove_file(database.with_extension(ending));
            }
        })?;
        fs::write(&config, settings.to_text()?).or_broken()?;
        let answer = Answer { config, keys: settings.key_file(), accounts };
        let said = |key: &str, file: &PathBuf| start.out.words(key, &[("file", file.display().to_string())]);
        start.out.answer(&answer, |text| {
            writeln!(text, "{}", said("init-done", &answer.config))?;
            writeln!(text, "{}", said("init-keep-keys", &answer.keys))?;
            writeln!(text, "{}", start.out.words("init-hand-over", &[]))?;
            let row = |it: &Opened| vec![it.login.clone(), it.role.clone(), it.password.clone()];
            let rows: Vec<Vec<String>> = answer.accounts.iter().map(row).collect();
            out::table(text, &["login", "role", "password"], &rows)
        })
    }
}

fn first_administrators(installation: &Installation, logins: &[(&str, String)]) -> Result<Vec<Opened>> {
    let pack = installation.house.packs.now();
    let county = pack.county().ok_or_else(|| Error::invalid("pack", "init-pack-is-no-county"))?;
    let account = |(role, login): &(&str, String)| First {
        login: login.clone(),
        name: login.clone(),
        role: (*role).to_owned(),
        area: county.area.clone(),
        password: None,
        factor: None,
    };
    open_first(&installation.door(), clock(), seed()?, logins.iter().map(account).collect())
}

/// A login as given, or asked for on the terminal.
fn asked(start: &Start, given: Option<String>, question: &'static str) -> Result<String> {
    if let Some(given) = given {
        return Ok(given);
    }
    if start.out.json {
        return Err(Error::invalid("login", question));
    }
    let mut line = String::new();
    let mut stderr = std::io::stderr();
    write!(stderr, "{} ", start.out.words(question, &[])).or_broken()?;
    stderr.flush().or_broken()?;
    std::io::stdin().read_line(&mut line).or_broken()?;
    Ok(line.trim().to_owned())
}
