//! Published editions of packs, kept so that a past run can be computed again on the one it used.

use base::{Instant, Result};
use store::Tx;

use super::{Bundle, Pack, SectionKind};

/// Remembers the edition; publishing the same one again changes nothing.
pub fn publish(tx: &mut Tx<'_>, pack: &Pack, now: Instant) -> Result<()> {
    let content = pack.bundle().to_json()?;
    tx.exec(
        "INSERT INTO pack_version (pack, version, edition, content, published_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (pack, version) DO NOTHING",
        &[
            pack.id().into(),
            pack.version().into(),
            (&pack.manifest.version).into(),
            (&content).into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// Whether an edition is kept already.
pub fn is_published(tx: &mut Tx<'_>, id: &str, version: &str) -> Result<bool> {
    let found: Option<(String,)> = tx.find(
        "SELECT version FROM pack_version WHERE pack = $1 AND version = $2",
        &[id.into(), version.into()],
    )?;
    Ok(found.is_some())
}

/// Opens an edition as it was published. `None` when it never was, or no longer fits the rooms.
pub fn at_version(
    tx: &mut Tx<'_>,
    id: &str,
    version: &str,
    sections: &[SectionKind],
) -> Result<Option<Pack>> {
    let content: Option<(String,)> = tx.find(
        "SELECT content FROM pack_version WHERE pack = $1 AND version = $2",
        &[id.into(), version.into()],
    )?;
    let Some((content,)) = content else { return Ok(None) };
    Ok(Pack::open(&Bundle::from_json(&content)?, id, sections).ok())
}

/// The editions of a pack with when they were published, the latest first.
pub fn versions(tx: &mut Tx<'_>, id: &str) -> Result<Vec<(String, String, Instant)>> {
    tx.all(
        "SELECT version, edition, published_at FROM pack_version WHERE pack = $1 ORDER BY published_at DESC",
        &[id.into()],
    )
}
