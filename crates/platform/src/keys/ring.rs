//! The key file: which keys there are, and since when each is in force.

use base::Instant;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};

use super::Algorithm;

/// A sealing, index or journal key.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) id: u16,
    pub(super) algorithm: Algorithm,
    pub(super) key: [u8; 32],
    /// When it comes into force.
    since: Instant,
}

/// All keys of one installation and the moment they are looked at. Never empty of any kind.
#[derive(Clone)]
pub struct Ring {
    sealing: Vec<Key>,
    index: Vec<Key>,
    journal: Vec<Key>,
    as_of: Instant,
}

/// What is known of one key without the key itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Status {
    pub kind: &'static str,
    pub id: u16,
    pub algorithm: &'static str,
    pub since: String,
    /// Whether new values are sealed or indexed with it.
    pub in_force: bool,
}

/// What is wrong with a key file.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not TOML, or not of the right form; the parser's own words, which never hold a value.
    Form(String),
    /// No key of this kind.
    Lacks(&'static str),
    /// Two keys of one kind with one id.
    Twice(&'static str, u16),
    /// A key that is not 32 bytes of base64.
    Key(&'static str, u16),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    sealing: Vec<Line>,
    #[serde(default)]
    index: Vec<Line>,
    #[serde(default)]
    journal: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    algorithm: Option<Algorithm>,
    since: String,
    key: String,
}

impl Ring {
    /// A ring of one key a kind, in force since ever.
    pub fn single(algorithm: Algorithm, sealing: [u8; 32], index: [u8; 32], journal: [u8; 32]) -> Ring {
        let key = |key, algorithm| vec![Key { id: 1, algorithm, key, since: Instant(0) }];
        Ring {
            sealing: key(sealing, algorithm),
            index: key(index, Algorithm::Aes256Gcm),
            journal: key(journal, Algorithm::Aes256Gcm),
            as_of: Instant(0),
        }
    }

    /// Reads a key file.
    pub fn parse(text: &str, now: Instant) -> Result<Ring, Fault> {
        let file: File = toml::from_str(text).map_err(|it| Fault::Form(it.message().to_owned()))?;
        Ok(Ring {
            sealing: keys("sealing", file.sealing)?,
            index: keys("index", file.index)?,
            journal: keys("journal", file.journal)?,
            as_of: now,
        })
    }

    /// Writes the key file.
    pub fn to_text(&self) -> String {
        let lines = |keys: &[Key], named: bool| {
            let line = |it: &Key| Line {
                id: it.id,
                algorithm: named.then_some(it.algorithm),
                since: it.since.rfc3339(),
                key: BASE64.encode(it.key),
            };
            keys.iter().map(line).collect()
        };
        let file = File {
            sealing: lines(&self.sealing, true),
            index: lines(&self.index, false),
            journal: lines(&self.journal, false),
        };
        toml::to_string(&file).unwrap_or_default()
    }

    /// The same keys with a further sealing key that comes into force at `since`.
    #[must_use]
    pub fn with_sealing(mut self, algorithm: Algorithm, key: [u8; 32], since: Instant) -> Ring {
        let id = next_id(&self.sealing);
        self.sealing.push(Key { id, algorithm, key, since });
        self
    }

    #[must_use]
    pub fn with_index(mut self, key: [u8; 32], since: Instant) -> Ring {
        let id = next_id(&self.index);
        self.index.push(Key { id, algorithm: Algorithm::Aes256Gcm, key, since });
        self
    }

    /// The same keys without those that a newer one has replaced.
    #[must_use]
    pub fn without_replaced(mut self) -> Ring {
        let (sealing, index) = (self.sealing().id, self.index().id);
        self.sealing.retain(|it| it.id >= sealing);
        self.index.retain(|it| it.id >= index);
        self
    }

    #[must_use]
    pub fn as_of(&self, now: Instant) -> Ring {
        Ring { as_of: now, ..self.clone() }
    }

    /// Whether another key is in force at `now` than when it was last looked at.
    pub(super) fn turns(&self, now: Instant) -> bool {
        let turns = |keys: &[Key]| in_force(keys, now).id != in_force(keys, self.as_of).id;
        turns(&self.sealing) || turns(&self.index)
    }

    pub(super) fn sealing(&self) -> &Key {
        in_force(&self.sealing, self.as_of)
    }

    pub(super) fn sealing_by(&self, id: u16) -> Option<&Key> {
        self.sealing.iter().find(|it| it.id == id)
    }

    pub(super) fn index(&self) -> &Key {
        in_force(&self.index, self.as_of)
    }

    /// The index key that some rows may still stand under: the one before, or the one to come
    /// (another process may have taken it up a moment earlier).
    pub(super) fn index_before(&self) -> Option<&Key> {
        let now = self.index().id;
        let before = self.index.iter().rev().find(|it| it.id < now);
        before.or_else(|| self.index.iter().find(|it| it.id > now))
    }

    pub(super) fn journal(&self) -> &Key {
        in_force(&self.journal, self.as_of)
    }

    pub fn status(&self) -> Vec<Status> {
        let kinds = [("sealing", &self.sealing), ("index", &self.index), ("journal", &self.journal)];
        let mut lines = Vec::new();
        for (kind, keys) in kinds {
            for key in keys {
                let algorithm = match (kind, key.algorithm) {
                    ("sealing", Algorithm::Aes256Gcm) => "AES-256-GCM",
                    ("sealing", Algorithm::Sm4Gcm) => "SM4-GCM",
                    _ => "HMAC-SHA-256",
                };
                let in_force = in_force(keys, self.as_of).id == key.id;
                lines.push(Status { kind, id: key.id, algorithm, since: key.since.rfc3339(), in_force });
            }
        }
        lines
    }
}

/// The newest key whose time has come, or the oldest when none has.
fn in_force(keys: &[Key], now: Instant) -> &Key {
    keys.iter().rev().find(|it| it.since <= now).unwrap_or(&keys[0])
}

fn next_id(keys: &[Key]) -> u16 {
    keys.iter().map(|it| it.id).max().unwrap_or(0) + 1
}

fn keys(kind: &'static str, lines: Vec<Line>) -> Result<Vec<Key>, Fault> {
    let mut keys = Vec::new();
    for line in lines {
        let bytes = BASE64.decode(&line.key).ok().and_then(|it| it.try_into().ok());
        let key: [u8; 32] = bytes.ok_or(Fault::Key(kind, line.id))?;
        let since = Instant::parse(&line.since).ok_or(Fault::Key(kind, line.id))?;
        if keys.iter().any(|it: &Key| it.id == line.id) {
            return Err(Fault::Twice(kind, line.id));
        }
        keys.push(Key { id: line.id, algorithm: line.algorithm.unwrap_or(Algorithm::Aes256Gcm), key, since });
    }
    keys.sort_by_key(|it| it.id);
    if keys.is_empty() { Err(Fault::Lacks(kind)) } else { Ok(keys) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_reads_back() {
        let ring = Ring::single(Algorithm::Sm4Gcm, [1; 32], [2; 32], [3; 32]);
        let ring = ring.with_sealing(Algorithm::Aes256Gcm, [4; 32], Instant(5_000_000));
        let back = Ring::parse(&ring.to_text(), Instant(0)).ok().unwrap();
        assert_eq!(back.status(), ring.status());
        assert!(back.sealing == ring.sealing && back.index == ring.index && back.journal == ring.journal);
        assert_eq!(back.sealing().id, 1);
        assert_eq!(back.as_of(Instant(5_000_000)).without_replaced().sealing.len(), 1);
    }

    #[test]
    fn a_wrong_key_file_says_what_is_wrong() {
        let text = Ring::single(Algorithm::Aes256Gcm, [1; 32], [2; 32], [3; 32]).to_text();
        let cases = [
            (text.replace("[[journal]]", "[[diary]]"), "Form"),
            (String::new(), "Lacks(\"sealing\")"),
            (text.replace("AQEB", "AQE"), "Key(\"sealing\", 1)"),
            (
                format!(
                    "{text}\n[[index]]\nid = 1\nsince = \"1970-01-01T00:00:00Z\"\nkey = \"{}\"",
                    BASE64.encode([7; 32])
                ),
                "Twice(\"index\", 1)",
            ),
        ];
        for (text, want) in cases {
            let fault = Ring::parse(&text, Instant(0)).err().unwrap();
            assert!(format!("{fault:?}").starts_with(want), "{fault:?} is not {want}");
            assert!(!format!("{fault:?}").contains("AQE"), "a fault shows a key");
        }
    }
}
