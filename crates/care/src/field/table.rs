//! SQL of phones and of what they send in pieces.

use base::{Instant, Result};
use platform::Cx;
use store::{FromRow, Row};

/// A phone as it stands.
#[derive(Clone, Debug)]
pub(super) struct Device {
    pub(super) id: String,
    pub(super) account: String,
    pub(super) area: String,
    pub(super) wiped_at: Option<Instant>,
}

impl FromRow for Device {
    fn from_row(row: &Row) -> Result<Device> {
        Ok(Device { id: row.get(0)?, account: row.get(1)?, area: row.get(2)?, wiped_at: row.get(3)? })
    }
}

pub(super) fn device(cx: &mut Cx, id: &str) -> Result<Option<Device>> {
    let county = cx.county();
    cx.find(
        "SELECT id, account, area, wiped_at FROM field_device WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(super) fn insert_device(cx: &mut Cx, id: &str, name: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO field_device (county, id, account, holder, area, name, enrolled_at, seen_at, version,
            queued, failed, held_bytes, ahead)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, '', 0, 0, 0, 0)",
        &[
            (&actor.county).into(),
            id.into(),
            (&actor.account).into(),
            (&actor.name).into(),
            (&actor.area).into(),
            name.into(),
            now.into(),
        ],
    )
}

/// What a phone says of itself.
pub(super) struct Said<'s> {
    pub(super) device: &'s str,
    pub(super) version: &'s str,
    pub(super) queued: i64,
    pub(super) failed: i64,
    pub(super) held_bytes: i64,
    pub(super) ahead: i64,
    pub(super) synced_at: Option<Instant>,
}

pub(super) fn seen(cx: &mut Cx, said: &Said) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE field_device SET seen_at = $3, area = $4, version = $5, queued = $6, failed = $7,
            held_bytes = $8, ahead = $9, synced_at = $10
         WHERE county = $1 AND id = $2",
        &[
            (&actor.county).into(),
            said.device.into(),
            now.into(),
            (&actor.area).into(),
            said.version.into(),
            said.queued.into(),
            said.failed.into(),
            said.held_bytes.into(),
            said.ahead.into(),
            said.synced_at.into(),
        ],
    )
}

pub(super) fn wipe(cx: &mut Cx, device: &str, why: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE field_device SET wiped_at = $3, wiped_by = $4, why = $5 WHERE county = $1 AND id = $2",
        &[(&actor.county).into(), device.into(), now.into(), (&actor.account).into(), why.into()],
    )
}

pub(super) fn emptied(cx: &mut Cx, device: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE field_device SET emptied_at = $3, queued = 0, failed = 0, held_bytes = 0
         WHERE county = $1 AND id = $2",
        &[county.into(), device.into(), now.into()],
    )
}

/// A photo or a voice on its way.
#[derive(Clone, Debug)]
pub(super) struct Begun {
    pub(super) account: String,
    pub(super) person: String,
    pub(super) about: String,
    pub(super) about_id: String,
    pub(super) name: String,
    pub(super) digest: String,
    pub(super) total: i64,
    pub(super) received: i64,
    pub(super) file: Option<String>,
}

impl FromRow for Begun {
    fn from_row(row: &Row) -> Result<Begun> {
        Ok(Begun {
            account: row.get(0)?,
            person: row.get(1)?,
            about: row.get(2)?,
            about_id: row.get(3)?,
            name: row.get(4)?,
            digest: row.get(5)?,
            total: row.get(6)?,
            received: row.get(7)?,
            file: row.get(8)?,
        })
    }
}

pub(super) fn parcel(cx: &mut Cx, id: &str) -> Result<Option<Begun>> {
    let county = cx.county();
    cx.find(
        "SELECT account, person, about, about_id, name, digest, total, received, file
         FROM field_parcel WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(super) fn insert_parcel(cx: &mut Cx, id: &str, device: &str, it: &Begun) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "INSERT INTO field_parcel (county, id, device, account, person, about, about_id, name, digest, total,
            received, begun_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11)",
        &[
            county.into(),
            id.into(),
            device.into(),
            (&it.account).into(),
            (&it.person).into(),
            (&it.about).into(),
            (&it.about_id).into(),
            (&it.name).into(),
            (&it.digest).into(),
            it.total.into(),
            now.into(),
        ],
    )
}

pub(super) fn insert_piece(cx: &mut Cx, parcel: &str, begins: i64, bytes: &[u8]) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO field_piece (county, parcel, begins, bytes) VALUES ($1, $2, $3, $4)",
        &[county.into(), parcel.into(), begins.into(), bytes.into()],
    )
}

pub(super) fn received(cx: &mut Cx, parcel: &str, received: i64, file: Option<&str>) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE field_parcel SET received = $3, file = $4 WHERE county = $1 AND id = $2",
        &[county.into(), parcel.into(), received.into(), file.into()],
    )
}

/// All pieces, in order.
pub(super) fn pieces(cx: &mut Cx, parcel: &str) -> Result<Vec<u8>> {
    let county = cx.county();
    let rows: Vec<(Vec<u8>,)> = cx.all(
        "SELECT bytes FROM field_piece WHERE county = $1 AND parcel = $2 ORDER BY begins",
        &[county.into(), parcel.into()],
    )?;
    Ok(rows.into_iter().flat_map(|it| it.0).collect())
}

/// What is a file now needs no pieces.
pub(super) fn delete_pieces(cx: &mut Cx, parcel: &str) -> Result<()> {
    let county = cx.county();
    cx.exec("DELETE FROM field_piece WHERE county = $1 AND parcel = $2", &[county.into(), parcel.into()])?;
    Ok(())
}
