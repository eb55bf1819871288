//! SQL of scans, and of what came of those that spoke against a stay.

use std::collections::HashMap;

use base::{Day, Error, Instant, Result};
use platform::Cx;
use store::{FromRow, Row};

use super::{Asked, day, text};
use crate::beds::stay::{Found, Scan};

/// A scan with who made it.
#[derive(Clone, Debug)]
pub(in crate::beds) struct ScanRow {
    pub(in crate::beds) scan: Scan,
    pub(in crate::beds) facility: String,
    pub(in crate::beds) note: String,
    pub(in crate::beds) place: Option<(i64, i64)>,
    pub(in crate::beds) account: String,
    pub(in crate::beds) name: String,
}

impl FromRow for ScanRow {
    fn from_row(row: &Row) -> Result<ScanRow> {
        let (on, found): (String, String) = (row.get(2)?, row.get(5)?);
        let (lat, lon): (Option<i64>, Option<i64>) = (row.get(8)?, row.get(9)?);
        Ok(ScanRow {
            scan: Scan {
                id: row.get(0)?,
                bed: row.get(1)?,
                day: day(&on)?,
                at: row.get(3)?,
                person: row.get(4)?,
                found: Found::parse(&found).ok_or_else(|| Error::broken("what a scan found"))?,
                dismissed: false,
            },
            facility: row.get(6)?,
            note: row.get(7)?,
            place: lat.zip(lon),
            account: row.get(10)?,
            name: row.get(11)?,
        })
    }
}

pub(in crate::beds) fn scan(cx: &mut Cx, it: &ScanRow) -> Result<()> {
    let county = cx.county().to_owned();
    let on = text(it.scan.day);
    cx.exec_one(
        "INSERT INTO bed_scan (county, id, bed, day, at, person, found, facility, note, lat, lon, account, name)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            (&county).into(),
            (&it.scan.id).into(),
            (&it.scan.bed).into(),
            (&on).into(),
            it.scan.at.into(),
            it.scan.person.as_ref().into(),
            it.scan.found.as_str().into(),
            (&it.facility).into(),
            (&it.note).into(),
            it.place.map(|it| it.0).into(),
            it.place.map(|it| it.1).into(),
            (&it.account).into(),
            (&it.name).into(),
        ],
    )
}

/// Scans up to a day, as known at an instant; those dismissed by then are marked.
pub(in crate::beds) fn scans(cx: &mut Cx, asked: Asked<'_>, before: Day) -> Result<Vec<ScanRow>> {
    let (county, before) = (cx.county().to_owned(), text(before));
    let mut all: Vec<ScanRow> = cx.all(
        "SELECT id, bed, day, at, person, found, facility, note, lat, lon, account, name FROM bed_scan
         WHERE county = $1 AND (CAST($2 AS TEXT) IS NULL OR facility = $2) AND at <= $3 AND day < $4
         ORDER BY at, id",
        &[(&county).into(), asked.facility.into(), asked.known().into(), (&before).into()],
    )?;
    mark(cx, asked, &mut all)?;
    Ok(all)
}

/// Of scans that were looked into, the last word.
fn mark(cx: &mut Cx, asked: Asked<'_>, all: &mut [ScanRow]) -> Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    let county = cx.county().to_owned();
    let mut dismissed: HashMap<String, bool> = HashMap::new();
    cx.rows(
        "SELECT scan, upheld FROM bed_settled WHERE county = $1 AND at <= $2 ORDER BY scan, seq",
        &[(&county).into(), asked.known().into()],
        &mut |row| {
            dismissed.insert(row.get(0)?, row.get::<i64>(1)? == 0);
            Ok(())
        },
    )?;
    for it in all {
        it.scan.dismissed = dismissed.get(&it.scan.id).copied().unwrap_or(false);
    }
    Ok(())
}

/// The scans of a bed, the latest first.
pub(in crate::beds) fn scans_of_bed(cx: &mut Cx, bed: &str) -> Result<Vec<ScanRow>> {
    let county = cx.county().to_owned();
    let mut all: Vec<ScanRow> = cx.all(
        "SELECT id, bed, day, at, person, found, facility, note, lat, lon, account, name FROM bed_scan
         WHERE county = $1 AND bed = $2 ORDER BY at DESC, id DESC",
        &[(&county).into(), bed.into()],
    )?;
    mark(cx, Asked { facility: None, known_at: Instant(i64::MAX) }, &mut all)?;
    Ok(all)
}

pub(in crate::beds) fn get_scan(cx: &mut Cx, id: &str) -> Result<ScanRow> {
    let county = cx.county();
    cx.get(
        "scan",
        "SELECT id, bed, day, at, person, found, facility, note, lat, lon, account, name FROM bed_scan
         WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(in crate::beds) fn settle(cx: &mut Cx, scan: &str, upheld: bool, why: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO bed_settled (county, scan, seq, upheld, why, account, name, at)
         SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, $3, $4, $5, $6, $7
         FROM bed_settled WHERE county = $1 AND scan = $2",
        &[
            (&actor.county).into(),
            scan.into(),
            i64::from(upheld).into(),
            why.into(),
            (&actor.account).into(),
            (&actor.name).into(),
            now.into(),
        ],
    )
}

/// What came of a scan, the last word: whether it stands, why, who said so.
pub(in crate::beds) fn settled(cx: &mut Cx, scan: &str) -> Result<Option<(bool, String, String)>> {
    let county = cx.county();
    let found: Option<(i64, String, String)> = cx.find(
        "SELECT upheld, why, name FROM bed_settled WHERE county = $1 AND scan = $2 ORDER BY seq DESC LIMIT 1",
        &[county.into(), scan.into()],
    )?;
    Ok(found.map(|it| (it.0 == 1, it.1, it.2)))
}
