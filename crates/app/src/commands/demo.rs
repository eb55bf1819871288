//! A whole synthetic county, ready to be looked at.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use base::{Error, Fault, Result, error::OrBroken};
use platform::{
    access::first::{First, Opened, open_first},
    areas::AreaRow,
    keys::Algorithm,
};

use super::Start;
use crate::{
    demo, keyfile, out,
    serve::serve,
    settings::{Serve, Settings},
    wiring::{Installation, clock, seed},
};

/// Shows a whole synthetic county in the browser.
#[derive(clap::Args)]
pub struct Demo {
    /// `mianning` or `xishan`.
    #[arg(long, default_value = "mianning")]
    county: String,
    /// Where the demo lies; it is made there once and found again.
    #[arg(long, default_value = "demo")]
    dir: PathBuf,
    #[arg(long, default_value_t = 8420)]
    port: u16,
    /// The same seed makes the same county.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A smaller county: one elder for so many.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=50))]
    one_in: u16,
    /// Open the accounts and fill in nobody: for tests of pages and API.
    #[arg(long)]
    bare: bool,
    /// Set it up and do not serve.
    #[arg(long)]
    setup_only: bool,
}

/// The demo's own password, printed and shown: the data is synthetic, and so is the secret.
pub const PASSWORD: &str = "songhe-demo-2026";

/// Every role of the pack once, in the county, its first township and that one's first village.
const ROLES: [(&str, &str); 12] = [
    ("clerk", "county_clerk"),
    ("reviewer", "county_reviewer"),
    ("finance", "county_finance"),
    ("officer", "township_officer"),
    ("head", "township_head"),
    ("worker", "village_worker"),
    ("inspector", "inspector"),
    ("assessor", "assessor"),
    ("system", "system_admin"),
    ("security", "security_admin"),
    ("audit", "audit_admin"),
    ("auditor", "auditor"),
];

impl Demo {
    pub fn run(self, start: &Start) -> Result<()> {
        let data = std::path::absolute(&self.dir).or_broken()?;
        fs::create_dir_all(&data).or_broken()?;
        same_county(&data, &self.county)?;
        let listen = SocketAddr::from(([127, 0, 0, 1], self.port));
        let packs = data.join("packs");
        ease(&packs.join(&self.county))?;
        let settings = Settings {
            data,
            pack: self.county.clone(),
            packs: Some(packs),
            demo: true,
            serve: Serve { listen, ..Serve::default() },
            ..start.settings()?
        };
        let new = !settings.key_file().exists();
        if new {
            keyfile::create(&settings.key_file(), Algorithm::Aes256Gcm)?;
        }
        fs::write(settings.data.join("songhe.toml"), settings.to_text()?).or_broken()?;
        let fill = |installation: &Installation| {
            let county = super::synth::county(&self.county, self.one_in)?;
            accounts(installation)?;
            demo::fill(installation, &start.out, &county, self.seed)
        };
        let made = if self.bare { false } else { made_anew(&settings, &fill)? };
        let installation = Installation::open(settings)?;
        let accounts = accounts(&installation)?;
        if self.bare {
            demo::fill_archive(&installation)?;
        } else if !made {
            fill(&installation)?;
        }
        start.out.answer(&accounts, |text| {
            writeln!(text, "{}", start.out.words("demo-accounts", &[("password", PASSWORD.to_owned())]))?;
            let row = |it: &Opened| vec![it.login.clone(), it.role.clone(), it.area.clone()];
            let rows: Vec<Vec<String>> = accounts.iter().map(row).collect();
            out::table(text, &["login", "role", "area"], &rows)
        })?;
        if self.setup_only {
            return Ok(());
        }
        serve(&installation, |address| {
            start.out.note("terminal-serving", &[("url", format!("http://{address}"))]);
        })
    }
}

/// Makes the database of a folder that has none, or one that was cut off half-way, without waiting for
/// the disk at each commit; answers whether it did. A file tells of the making until the disk has it all:
/// where it is found, the making was cut off, and a power cut may have left anything.
fn made_anew(settings: &Settings, fill: &dyn Fn(&Installation) -> Result<()>) -> Result<bool> {
    let (making, database) = (settings.data.join("making"), settings.data.join("songhe.db"));
    if settings.database.is_some() || (database.exists() && !making.exists()) {
        return Ok(false);
    }
    let folder = fs::File::open(&settings.data).or_broken()?;
    fs::File::create(&making).and_then(|it| it.sync_all()).and_then(|()| folder.sync_all()).or_broken()?;
    for name in ["songhe.db", "songhe.db-wal", "songhe.db-shm"] {
        match fs::remove_file(settings.data.join(name)) {
            Err(why) if why.kind() != std::io::ErrorKind::NotFound => return Err(Error::broken(why)),
            _ => (),
        }
    }
    let installation = Installation::open_to_fill(settings.clone())?;
    fill(&installation)?;
    drop(installation);
    fs::remove_file(&making).or_broken()?;
    Ok(true)
}

/// A folder holds one county's demo.
fn same_county(data: &Path, county: &str) -> Result<()> {
    let here = data.join("county");
    match fs::read_to_string(&here) {
        Ok(other) if other.trim() != county => {
            let fault = Fault::new("--dir", "demo-another-county").arg("county", other.trim());
            Err(fault.arg("folder", data.display()).into())
        }
        Ok(_) => Ok(()),
        Err(_) => fs::write(&here, county).or_broken(),
    }
}

/// Lays over the county's roles what makes a demonstration bearable: no telephone to enrol, and
/// sessions of a working day. It lies in the demo's own folder, where everybody can read it.
fn ease(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).or_broken()?;
    let eased =
        ROLES.map(|(_, role)| format!("[role.{role}]\nsecond_factor = false\nsession_minutes = 480\n"));
    fs::write(folder.join("roles.toml"), eased.join("\n")).or_broken()
}

/// The demo's accounts: opened the first time, only told afterwards.
fn accounts(installation: &Installation) -> Result<Vec<Opened>> {
    let pack = installation.house.packs.now();
    let county = pack.county().ok_or_else(|| Error::invalid("county", "init-pack-is-no-county"))?;
    let (township, village) = first_areas(pack.rows::<AreaRow>(), &county.area, clock().day());
    let roles = pack.get::<platform::access::roles::Roles>();
    let first: Vec<First> = ROLES
        .iter()
        .filter_map(|(login, role)| {
            let area = match roles.role.get(*role)?.level {
                platform::access::roles::Level::County => county.area.clone(),
                platform::access::roles::Level::Township => township.clone(),
                platform::access::roles::Level::Village => village.clone(),
            };
            let (login, role) = ((*login).to_owned(), (*role).to_owned());
            let password = Some(PASSWORD.to_owned());
            Some(First { name: login.clone(), login, role, area, password, factor: None })
        })
        .collect();
    let told = first
        .iter()
        .map(|it| Opened {
            login: it.login.clone(),
            role: it.role.clone(),
            area: it.area.clone(),
            password: PASSWORD.to_owned(),
            factor: None,
        })
        .collect();
    match open_first(&installation.door(), clock(), seed()?, first) {
        Ok(opened) => Ok(opened),
        Err(Error::Conflict(_)) => Ok(told),
        Err(error) => Err(error),
    }
}

/// The first township that has a village, and that village.
fn first_areas(rows: &[AreaRow], county: &str, today: base::Day) -> (String, String) {
    let depth = county.matches('/').count();
    let mut villages: Vec<&str> = rows
        .iter()
        .filter(|it| {
            it.valid_from.is_none_or(|from| from <= today) && it.valid_to.is_none_or(|to| today < to)
        })
        .map(|it| it.path.as_str())
        .filter(|it| it.starts_with(county) && it.matches('/').count() == depth + 2)
        .collect();
    villages.sort_unstable();
    let village = villages.first().copied().unwrap_or(county);
    let township: String = village.split_inclusive('/').take(depth + 1).collect();
    (township, village.to_owned())
}
