//! Settings: one TOML, one struct, overridden by `SONGHE_…` of the environment, read once here.
//!
//! ```toml
//! data = "/var/lib/songhe"
//! pack = "mianning"
//! # database = "postgres://songhe@db/songhe"   (else DATA/songhe.db)
//! # keys = "/etc/songhe/keys.toml"             (else DATA/../keys beside it, never inside a backup)
//!
//! [serve]
//! listen = "127.0.0.1:8080"
//! # tls = { certificate = "/etc/songhe/cert.pem", key = "/etc/songhe/key.pem" }
//! # trusted_proxies = ["127.0.0.1"]
//! ```

use std::{
    env, fs,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use base::{Error, Fault, Result, error::OrBroken};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where the embedded database and what is exported lie.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`; nothing means `songhe.db` in `data`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// The key file; nothing means `songhe-keys.toml` in `data`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<PathBuf>,
    /// The pack of this county.
    pub pack: String,
    /// A folder of packs to use instead of those inside the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packs: Option<PathBuf>,
    /// The language of the terminal and of pages before somebody chooses: `zh` or `en`.
    pub language: Language,
    /// Whether this is a demonstration on synthetic data, which every page then says.
    pub demo: bool,
    pub serve: Serve,
    pub log: Log,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Serve {
    pub listen: SocketAddr,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
    /// Addresses whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The address people type, when it is not the one listened at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// Whether this process also runs jobs, seals the journal and does the nightly round.
    pub background: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// PEM, the server's own certificate first.
    pub certificate: PathBuf,
    pub key: PathBuf,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// As `tracing` reads it: `info`, `warn,web=debug`.
    pub filter: String,
    pub json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    Zh,
    En,
}

impl Language {
    pub fn tag(self) -> &'static str {
        match self {
            Language::Zh => "zh",
            Language::En => "en",
        }
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            data: PathBuf::from("songhe-data"),
            database: None,
            keys: None,
            pack: "mianning".to_owned(),
            packs: None,
            language: Language::Zh,
            demo: false,
            serve: Serve::default(),
            log: Log::default(),
        }
    }
}

impl Default for Serve {
    fn default() -> Serve {
        Serve {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            tls: None,
            trusted_proxies: Vec::new(),
            public_url: None,
            background: true,
        }
    }
}

impl Default for Log {
    fn default() -> Log {
        Log { filter: "info".to_owned(), json: false }
    }
}

impl Settings {
    /// Reads `file` (nothing: only defaults) and what the environment overrides.
    #[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
    pub fn read(file: Option<&Path>) -> Result<Settings> {
        let text = match file {
            None => String::new(),
            Some(file) => fs::read_to_string(file).map_err(|why| {
                let fault = Fault::new("config", "settings-unreadable").arg("file", file.display());
                Error::from(fault.arg("why", why))
            })?,
        };
        let name = file.map_or_else(String::new, |it| it.display().to_string());
        let settings = parse(&name, &text)?;
        settings.overridden(&|name| env::var(name).ok())
    }

    /// Applies the environment. A name that is set but wrong is an error, not ignored.
    fn overridden(mut self, of: &dyn Fn(&str) -> Option<String>) -> Result<Settings> {
        let wrong = |name: &'static str| Error::invalid(name, "settings-environment-wrong");
        if let Some(value) = of("SONGHE_DATA") {
            self.data = value.into();
        }
        if let Some(value) = of("SONGHE_DATABASE") {
            self.database = Some(value);
        }
        if let Some(value) = of("SONGHE_KEYS") {
            self.keys = Some(value.into());
        }
        if let Some(value) = of("SONGHE_PACK") {
            self.pack = value;
        }
        if let Some(value) = of("SONGHE_PACKS") {
            self.packs = Some(value.into());
        }
        if let Some(value) = of("SONGHE_LISTEN") {
            self.serve.listen = value.parse().map_err(|_| wrong("SONGHE_LISTEN"))?;
        }
        if let Some(value) = of("SONGHE_LANGUAGE") {
            self.language = match value.as_str() {
                "zh" => Language::Zh,
                "en" => Language::En,
                _ => return Err(wrong("SONGHE_LANGUAGE")),
            };
        }
        if let Some(value) = of("SONGHE_LOG") {
            self.log.filter = value;
        }
        Ok(self)
    }

    pub fn database_url(&self) -> String {
        match &self.database {
            Some(url) => url.clone(),
            None => format!("sqlite:{}", self.data.join("songhe.db").display()),
        }
    }

    pub fn key_file(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.data.join("songhe-keys.toml"))
    }

    /// The settings as a file.
    pub fn to_text(&self) -> Result<String> {
        toml::to_string_pretty(self).or_broken()
    }
}

fn parse(file: &str, text: &str) -> Result<Settings> {
    toml::from_str(text).map_err(|why| {
        let start = why.span().map_or(0, |it| it.start);
        let before = text.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |it| it.chars().count()) + 1;
        let message = why.message();
        let fault = match unknown(message) {
            Some((word, known)) => match nearest(word, &known) {
                Some(near) => Fault::new("config", "settings-unknown-did-you-mean").arg("near", near),
                None => Fault::new("config", "settings-unknown").arg("known", known.join(", ")),
            }
            .arg("word", word),
            None => Fault::new("config", "settings-wrong").arg("why", message),
        };
        fault.arg("file", file).arg("line", line).arg("column", column).into()
    })
}

/// Takes apart "unknown field `x`, expected one of `a`, `b`".
fn unknown(message: &str) -> Option<(&str, Vec<&str>)> {
    let rest = message.strip_prefix("unknown field `").or(message.strip_prefix("unknown variant `"))?;
    let (word, rest) = rest.split_once('`')?;
    Some((word, rest.split('`').skip(1).step_by(2).collect()))
}

fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let near = known.iter().map(|it| (strsim::jaro_winkler(word, it), *it));
    let best = near.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (0.8 < best.0).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_line_is_named_with_a_suggestion() {
        let cases = [
            (
                "pack = \"mianning\"\n[serve]\nlissten = \"127.0.0.1:80\"\n",
                "settings-unknown-did-you-mean",
                3,
            ),
            ("data = 5\n", "settings-wrong", 1),
            ("\npack = \n", "settings-wrong", 2),
            ("language = \"fr\"\n", "settings-unknown", 1),
        ];
        for (text, key, line) in cases {
            let error = parse("songhe.toml", text).unwrap_err();
            let fault = &error.faults()[0];
            assert_eq!(fault.key, key, "{text}");
            let at = fault.args.iter().find(|(name, _)| name == "line").map(|(_, value)| value.clone());
            assert_eq!(at, Some(line.to_string()), "{text}");
        }
    }

    #[test]
    fn the_environment_overrides_and_is_checked() {
        let of = |name: &str| match name {
            "SONGHE_LISTEN" => Some("0.0.0.0:9000".to_owned()),
            "SONGHE_PACK" => Some("xishan".to_owned()),
            _ => None,
        };
        let settings = Settings::default().overridden(&of).unwrap();
        assert_eq!((settings.serve.listen.port(), settings.pack.as_str()), (9000, "xishan"));
        let of = |name: &str| (name == "SONGHE_LISTEN").then(|| "nowhere".to_owned());
        assert!(Settings::default().overridden(&of).is_err());
    }

    #[test]
    fn settings_read_back() {
        let settings = Settings { pack: "xishan".to_owned(), ..Settings::default() };
        assert_eq!(parse("", &settings.to_text().unwrap()).unwrap().pack, "xishan");
    }
}
