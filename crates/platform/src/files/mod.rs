//! Files: attachments and what was handed in, as chunks of bytes in the database.
//!
//! A file is what its bytes are, not what its name says: the kind is read from the first bytes.
//! It belongs to an area, and only who sees that area reads it.

pub mod ask;
pub mod bare;

mod kind;
pub mod put;
mod table;

use base::{Error, Fault, Result};
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

pub use kind::Kind;

use crate::{Cx, Room, catalog, keys::hex};

pub const ROOM: Room = Room {
    name: "files",
    verbs: &[catalog::verb::<put::Put>()],
    questions: &[
        catalog::question::<ask::Meta>(),
        catalog::question::<ask::Chunk>(),
        catalog::question::<ask::About>(),
    ],
    works: &[],
    sections: &[],
};

/// Bytes of one row: small enough to stream, large enough to be few.
pub const CHUNK_BYTES: usize = 256 * 1024;
/// A township's roster has hundreds of kilobytes, a scanned dossier a few megabytes.
pub const BYTES_MAX: usize = 24 * 1024 * 1024;
const NAME_CHARS_MAX: usize = 200;

/// What is known of a file beside its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct File {
    pub id: String,
    pub name: String,
    pub kind: String,
    pub bytes: i64,
    /// SHA-256, hexadecimal.
    pub digest: String,
    pub area: String,
    pub about: String,
    pub about_id: String,
    pub made_at: base::Instant,
    pub made_by: String,
}

/// A file to be kept.
pub struct NewFile<'a> {
    pub name: &'a str,
    pub area: &'a str,
    /// What it belongs to, such as `batch`, and that record's id.
    pub about: &'a str,
    pub about_id: &'a str,
    pub bytes: &'a [u8],
}

/// Keeps a file. The same bytes about the same thing are kept once.
pub fn keep(cx: &mut Cx, new: &NewFile) -> Result<File> {
    if new.bytes.is_empty() {
        return Err(Error::invalid("file", "files-empty"));
    }
    if BYTES_MAX < new.bytes.len() {
        let most = BYTES_MAX / (1024 * 1024);
        return Err(Fault::new("file", "files-too-large").arg("megabytes", most).into());
    }
    let digest = hex(&Sha256::digest(new.bytes));
    if let Some(known) = table::same(cx, new.about, new.about_id, &digest)? {
        return Ok(known);
    }
    let file = File {
        id: cx.mint(),
        name: plain_name(new.name),
        kind: Kind::of(new.bytes).as_str().to_owned(),
        bytes: new.bytes.len() as i64,
        digest,
        area: new.area.to_owned(),
        about: new.about.to_owned(),
        about_id: new.about_id.to_owned(),
        made_at: cx.now,
        made_by: cx.actor.account.clone(),
    };
    table::insert(cx, &file)?;
    for (seq, bytes) in new.bytes.chunks(CHUNK_BYTES).enumerate() {
        table::insert_chunk(cx, &file.id, seq as i64, bytes)?;
    }
    Ok(file)
}

/// What is known of a file. Rooms that read one check its area by their own records.
pub fn get(cx: &mut Cx, id: &str) -> Result<File> {
    table::get(cx, id)
}

/// All bytes of a file, checked against its digest.
pub fn bytes(cx: &mut Cx, id: &str) -> Result<Vec<u8>> {
    let file = table::get(cx, id)?;
    let mut all = Vec::with_capacity(usize::try_from(file.bytes).unwrap_or(0));
    let mut seq = 0;
    while let Some(chunk) = table::chunk(cx, id, seq)? {
        all.extend(chunk);
        seq += 1;
    }
    if hex(&Sha256::digest(&all)) != file.digest {
        return Err(Error::broken(format!("file {id} is not what was handed in: its digest differs")));
    }
    Ok(all)
}

/// One chunk, from 0; nothing after the last. To hand a file on without holding it whole.
pub fn chunk(cx: &mut Cx, id: &str, seq: i64) -> Result<Option<Vec<u8>>> {
    table::chunk(cx, id, seq)
}

/// Takes a file's bytes and name away for good; that there was one stays.
pub fn destroy(cx: &mut Cx, id: &str) -> Result<()> {
    table::destroy(cx, id)
}

/// The files about a thing, oldest first.
pub fn about(cx: &mut Cx, about: &str, about_id: &str) -> Result<Vec<File>> {
    table::about(cx, about, about_id)
}

/// A name without folders and control characters, not too long; never trusted for anything.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|it| !it.is_control()).take(NAME_CHARS_MAX).collect();
    if plain.trim().is_empty() { "file".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_folders_and_what_cannot_be_seen() {
        assert_eq!(plain_name("C:\\名册\\泸沽镇 10月.xlsx"), "泸沽镇 10月.xlsx");
        assert_eq!(plain_name("../../etc/passwd\n"), "passwd");
        assert_eq!(plain_name("\u{7}/"), "file");
    }
}
