//! What stands under a MAC, and the walk along the chain that finds what was done to it. Pure.

use serde::{Deserialize, Serialize};

use crate::keys::{Keys, hex};
use sha2::{Digest, Sha256};

/// Findings that are told one by one; the rest are counted.
const TOLD_MAX: usize = 100;
/// The seal before the first entry.
pub const GENESIS: &str = "genesis";

/// An entry as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    pub county: String,
    pub id: String,
    pub at: i64,
    pub account: String,
    pub role: String,
    pub channel: String,
    pub verb: String,
    pub subject_kind: Option<String>,
    pub subject_id: Option<String>,
    pub place: Option<String>,
    pub outcome: String,
    pub detail: String,
    pub command_id: Option<String>,
}

impl Fields {
    /// One text for one entry, and no other entry with the same: each part with its length.
    fn canonical(&self) -> Vec<u8> {
        let mut text = b"songhe journal entry 1\0".to_vec();
        let at = self.at.to_string();
        let parts = [
            Some(self.county.as_str()),
            Some(self.id.as_str()),
            Some(at.as_str()),
            Some(self.account.as_str()),
            Some(self.role.as_str()),
            Some(self.channel.as_str()),
            Some(self.verb.as_str()),
            self.subject_kind.as_deref(),
            self.subject_id.as_deref(),
            self.place.as_deref(),
            Some(self.outcome.as_str()),
            Some(self.detail.as_str()),
            self.command_id.as_deref(),
        ];
        for part in parts {
            put(&mut text, part);
        }
        text
    }

    pub fn mac(&self, keys: &Keys) -> String {
        keys.journal_mac(&self.canonical())
    }
}

fn put(text: &mut Vec<u8>, part: Option<&str>) {
    match part {
        None => text.push(0),
        Some(part) => {
            text.push(1);
            text.extend((part.len() as u64).to_be_bytes());
            text.extend(part.as_bytes());
        }
    }
}

/// The link of the entry at `seq` to the one before.
pub fn seal(keys: &Keys, before: &str, seq: i64, mac: &str) -> String {
    keys.journal_mac(format!("songhe journal link 1\0{before}\0{seq}\0{mac}").as_bytes())
}

/// The end of the chain, as the database and the anchors hold it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Head {
    pub county: String,
    pub seq: i64,
    pub seal: String,
    pub epoch: i64,
    /// When it was sealed, in microseconds since 1970.
    pub at: i64,
    pub mac: String,
}

impl Head {
    pub fn new(keys: &Keys, county: &str, seq: i64, seal: &str, epoch: i64, at: i64) -> Head {
        let mut head =
            Head { county: county.to_owned(), seq, seal: seal.to_owned(), epoch, at, mac: String::new() };
        head.mac = head.right_mac(keys);
        head
    }

    fn right_mac(&self, keys: &Keys) -> String {
        let Head { county, seq, seal, epoch, at, .. } = self;
        keys.journal_mac(format!("songhe journal head 1\0{county}\0{seq}\0{seal}\0{epoch}\0{at}").as_bytes())
    }

    pub fn holds(&self, keys: &Keys) -> bool {
        self.mac == self.right_mac(keys)
    }
}

/// Where the chain was cut: entries up to `seq` are gone, save `kept` whose digest this is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub county: String,
    pub seq: i64,
    pub seal: String,
    pub kept: i64,
    pub digest: String,
    pub at: i64,
    pub mac: String,
}

impl Checkpoint {
    #[must_use]
    pub fn signed(mut self, keys: &Keys) -> Checkpoint {
        self.mac = self.right_mac(keys);
        self
    }

    fn right_mac(&self, keys: &Keys) -> String {
        let Checkpoint { county, seq, seal, kept, digest, at, .. } = self;
        let text = format!("songhe journal checkpoint 1\0{county}\0{seq}\0{seal}\0{kept}\0{digest}\0{at}");
        keys.journal_mac(text.as_bytes())
    }

    pub fn holds(&self, keys: &Keys) -> bool {
        self.mac == self.right_mac(keys)
    }
}

/// Counts and digests the entries that a checkpoint keeps, in their order.
#[derive(Default)]
pub struct Kept {
    count: i64,
    digest: Sha256,
}

impl Kept {
    pub fn add(&mut self, seq: i64, mac: &str) {
        self.count += 1;
        self.digest.update(format!("{seq} {mac}\n"));
    }

    pub fn end(self) -> (i64, String) {
        (self.count, hex(&self.digest.finalize()))
    }
}

/// What was done to the journal, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Finding {
    pub what: What,
    /// Its place in the chain; nothing for what was never sealed.
    pub seq: Option<i64>,
    /// The last place, when it is a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<i64>,
    /// The entry's id, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The entry says something else than when it was written, or was not written by this house.
    Altered,
    /// Entries are gone.
    Removed,
    /// An entry stands where another was, or was linked under another key.
    Moved,
    /// The end of the chain is gone.
    Truncated,
    /// The record of the chain's end was altered, or is gone.
    Head,
    /// The record of where the chain was cut was altered, or is gone, or what it keeps is not there.
    Checkpoint,
    /// An anchor says otherwise.
    Anchor,
    /// An anchor was not made under this key.
    ForeignAnchor,
}

/// Walks the sealed entries in their order.
pub struct Walk<'k> {
    keys: &'k Keys,
    /// The seal before, unless what stood there is gone.
    before: Option<String>,
    last: i64,
    /// Entries up to here may be missing: they are past their time.
    cut: i64,
    kept: Kept,
    pub findings: Vec<Finding>,
    pub found: i64,
    pub checked: i64,
}

impl<'k> Walk<'k> {
    /// Begins at the checkpoint, or at the first entry.
    pub fn new(keys: &'k Keys, checkpoint: Option<&Checkpoint>) -> Walk<'k> {
        let cut = checkpoint.map_or(0, |it| it.seq);
        let before = checkpoint.map_or_else(|| GENESIS.to_owned(), |it| it.seal.clone());
        let kept = Kept::default();
        Walk { keys, before: Some(before), last: cut, cut, kept, findings: Vec::new(), found: 0, checked: 0 }
    }

    pub fn find(&mut self, what: What, seq: Option<i64>, to: Option<i64>, id: Option<&str>) {
        self.found += 1;
        if self.findings.len() < TOLD_MAX {
            self.findings.push(Finding { what, seq, to, id: id.map(str::to_owned) });
        }
    }

    /// The next sealed entry.
    pub fn sealed(&mut self, fields: &Fields, mac: &str, seq: i64, link: &str) {
        self.checked += 1;
        if fields.mac(self.keys) != mac {
            self.find(What::Altered, Some(seq), None, Some(&fields.id));
        }
        if seq <= self.cut {
            self.kept.add(seq, mac);
            return;
        }
        if seq != self.last + 1 {
            self.find(What::Removed, Some(self.last + 1), Some(seq - 1), None);
            self.before = None;
        }
        if let Some(before) = &self.before
            && seal(self.keys, before, seq, mac) != link
        {
            self.find(What::Moved, Some(seq), None, Some(&fields.id));
        }
        // From here on the chain is judged by what stands in it, so that one wrong entry is one
        // finding and not a thousand.
        self.before = Some(link.to_owned());
        self.last = seq;
    }

    /// An entry that is not sealed yet.
    pub fn unsealed(&mut self, fields: &Fields, mac: &str) {
        if fields.mac(self.keys) != mac {
            self.find(What::Altered, None, None, Some(&fields.id));
        }
    }

    /// The end: compares with the head and the checkpoint. Answers the last place.
    pub fn end(&mut self, checkpoint: Option<&Checkpoint>, head: Option<&Head>) -> i64 {
        let (kept, digest) = std::mem::take(&mut self.kept).end();
        if let Some(it) = checkpoint
            && (!it.holds(self.keys) || it.kept != kept || it.digest != digest)
        {
            self.find(What::Checkpoint, Some(it.seq), None, None);
        }
        match head {
            Some(head) if !head.holds(self.keys) => self.find(What::Head, Some(head.seq), None, None),
            Some(head) if self.last < head.seq => {
                self.find(What::Truncated, Some(self.last + 1), Some(head.seq), None);
            }
            Some(head) if head.seq < self.last => self.find(What::Head, Some(head.seq), None, None),
            Some(head) if self.before.as_ref().is_some_and(|it| *it != head.seal) => {
                self.find(What::Moved, Some(head.seq), None, None);
            }
            None if 0 < self.last => self.find(What::Head, None, None, None),
            _ => (),
        }
        self.last
    }
}
