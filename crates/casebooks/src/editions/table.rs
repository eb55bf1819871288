//! SQL of the texts that books had.

use std::collections::BTreeSet;

use base::{Instant, Result};
use store::Tx;

use super::kept;
use crate::books::Ready;

/// Keeps a book as it is, once.
pub(super) fn keep(tx: &mut Tx<'_>, county: &str, ready: &Ready, now: Instant) -> Result<()> {
    let text = kept::of(ready)?;
    let known: Option<(i64,)> = tx.find(
        "SELECT edition FROM book_edition WHERE county = $1 AND book = $2 AND edition = $3 AND digest = $4",
        &[county.into(), (&ready.id).into(), ready.book.edition.into(), (&text.digest).into()],
    )?;
    if known.is_some() {
        return Ok(());
    }
    tx.exec(
        "INSERT INTO book_edition (county, book, edition, digest, body, kept_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (county, book, edition, digest) DO NOTHING",
        &[
            county.into(),
            (&ready.id).into(),
            ready.book.edition.into(),
            (&text.digest).into(),
            (&text.text).into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// Every text of a county that is kept: its book, its edition, its digest.
pub(super) fn digests(tx: &mut Tx<'_>, county: &str) -> Result<BTreeSet<(String, i64, String)>> {
    let rows: Vec<(String, i64, String)> =
        tx.all("SELECT book, edition, digest FROM book_edition WHERE county = $1", &[county.into()])?;
    Ok(rows.into_iter().collect())
}

/// The texts of an edition, the latest first.
pub(super) fn texts(tx: &mut Tx<'_>, county: &str, book: &str, edition: i64) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.all(
        "SELECT body FROM book_edition WHERE county = $1 AND book = $2 AND edition = $3 ORDER BY kept_at DESC",
        &[county.into(), book.into(), edition.into()],
    )?;
    Ok(rows.into_iter().map(|it| it.0).collect())
}

/// An edition that a book had.
#[derive(Clone, Debug)]
pub struct Edition {
    pub edition: i64,
    pub first_kept_at: Instant,
    /// How often it was mended without being raised.
    pub texts: i64,
}

/// The editions of a book, the highest first.
pub fn of_book(tx: &mut Tx<'_>, county: &str, book: &str) -> Result<Vec<Edition>> {
    let rows: Vec<(i64, Instant, i64)> = tx.all(
        "SELECT edition, MIN(kept_at), COUNT(*) FROM book_edition WHERE county = $1 AND book = $2
         GROUP BY edition ORDER BY edition DESC",
        &[county.into(), book.into()],
    )?;
    let edition = |(edition, first_kept_at, texts)| Edition { edition, first_kept_at, texts };
    Ok(rows.into_iter().map(edition).collect())
}
