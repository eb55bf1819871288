//! SQL of the journal.

use base::{Instant, Result};
use store::{FromRow, Row};

use super::chain::{Checkpoint, Fields, Head};
use crate::Cx;

/// What the door knows of a command when it ends.
pub(crate) struct Entry<'e> {
    pub(crate) verb: &'e str,
    pub(crate) place: Option<&'e str>,
    pub(crate) outcome: &'e str,
    pub(crate) command_id: Option<&'e str>,
}

pub(crate) fn append(cx: &mut Cx, entry: &Entry) -> Result<()> {
    let id = cx.mint();
    let detail = serde_json::Value::Object(std::mem::take(&mut cx.notes.detail)).to_string();
    let subject = cx.notes.subject.take();
    let (actor, now) = (cx.actor, cx.now);
    let fields = Fields {
        county: actor.county.clone(),
        id,
        at: now.0,
        account: actor.account.clone(),
        role: actor.role.clone(),
        channel: actor.channel.as_str().to_owned(),
        verb: entry.verb.to_owned(),
        subject_kind: subject.as_ref().map(|(kind, _)| (*kind).to_owned()),
        subject_id: subject.map(|(_, id)| id),
        place: entry.place.map(str::to_owned),
        outcome: entry.outcome.to_owned(),
        detail,
        command_id: entry.command_id.map(str::to_owned),
    };
    let mac = fields.mac(&cx.house.keys);
    cx.exec_one(
        "INSERT INTO journal_entry (county, id, at, account, role, channel, verb, subject_kind, subject_id,
            place, outcome, detail, command_id, mac)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &[
            (&fields.county).into(),
            (&fields.id).into(),
            now.into(),
            (&fields.account).into(),
            (&fields.role).into(),
            (&fields.channel).into(),
            (&fields.verb).into(),
            fields.subject_kind.as_ref().into(),
            fields.subject_id.as_ref().into(),
            fields.place.as_ref().into(),
            (&fields.outcome).into(),
            (&fields.detail).into(),
            fields.command_id.as_ref().into(),
            (&mac).into(),
        ],
    )
}

/// An entry as it stands in the table, with what was written to prove it.
pub(super) struct Written {
    pub(super) fields: Fields,
    pub(super) mac: String,
    pub(super) seq: Option<i64>,
    pub(super) seal: Option<String>,
}

impl FromRow for Written {
    fn from_row(row: &Row) -> Result<Written> {
        let fields = Fields {
            county: row.get(0)?,
            id: row.get(1)?,
            at: row.get(2)?,
            account: row.get(3)?,
            role: row.get(4)?,
            channel: row.get(5)?,
            verb: row.get(6)?,
            subject_kind: row.get(7)?,
            subject_id: row.get(8)?,
            place: row.get(9)?,
            outcome: row.get(10)?,
            detail: row.get(11)?,
            command_id: row.get(12)?,
        };
        Ok(Written { fields, mac: row.get(13)?, seq: row.get(14)?, seal: row.get(15)? })
    }
}

/// Every sealed entry in its order, then every other, each handed over and let go.
pub(super) fn each(cx: &mut Cx, each: &mut dyn FnMut(Written) -> Result<()>) -> Result<()> {
    let county = cx.county();
    cx.each(
        "SELECT county, id, at, account, role, channel, verb, subject_kind, subject_id, place, outcome, detail,
            command_id, mac, seq, seal
         FROM journal_entry WHERE county = $1 AND seq IS NOT NULL ORDER BY seq",
        &[county.into()],
        each,
    )?;
    cx.each(
        "SELECT county, id, at, account, role, channel, verb, subject_kind, subject_id, place, outcome, detail,
            command_id, mac, seq, seal
         FROM journal_entry WHERE county = $1 AND seq IS NULL ORDER BY at, id",
        &[county.into()],
        each,
    )
}

/// The oldest entries that have no place yet: id and MAC.
pub(super) fn unsealed(cx: &mut Cx, most: i64) -> Result<Vec<(String, String)>> {
    let county = cx.county();
    cx.all(
        "SELECT id, mac FROM journal_entry WHERE county = $1 AND seq IS NULL ORDER BY at, id LIMIT $2",
        &[county.into(), most.into()],
    )
}

pub(super) fn set_seal(cx: &mut Cx, id: &str, seq: i64, seal: &str) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE journal_entry SET seq = $3, seal = $4 WHERE county = $1 AND id = $2 AND seq IS NULL",
        &[county.into(), id.into(), seq.into(), seal.into()],
    )
}

pub(super) struct Lease {
    pub(super) holder: String,
    pub(super) until: Instant,
    pub(super) epoch: i64,
}

impl FromRow for Lease {
    fn from_row(row: &Row) -> Result<Lease> {
        Ok(Lease { holder: row.get(0)?, until: row.get(1)?, epoch: row.get(2)? })
    }
}

pub(super) fn lease(cx: &mut Cx) -> Result<Option<Lease>> {
    let county = cx.county();
    cx.find("SELECT holder, until, epoch FROM journal_lease WHERE county = $1", &[county.into()])
}

pub(super) fn set_lease(cx: &mut Cx, lease: &Lease) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO journal_lease (county, holder, until, epoch) VALUES ($1, $2, $3, $4)
         ON CONFLICT (county) DO UPDATE SET holder = $2, until = $3, epoch = $4
            WHERE journal_lease.epoch <= $4",
        &[county.into(), (&lease.holder).into(), lease.until.into(), lease.epoch.into()],
    )
}

impl FromRow for Head {
    fn from_row(row: &Row) -> Result<Head> {
        Ok(Head {
            county: row.get(0)?,
            seq: row.get(1)?,
            seal: row.get(2)?,
            epoch: row.get(3)?,
            at: row.get(4)?,
            mac: row.get(5)?,
        })
    }
}

pub(super) fn head(cx: &mut Cx) -> Result<Option<Head>> {
    let county = cx.county();
    cx.find("SELECT county, seq, seal, epoch, at, mac FROM journal_head WHERE county = $1", &[county.into()])
}

/// A head replaces only one of an epoch that is not newer: a sealer that slept through the loss
/// of its lease changes nothing.
pub(super) fn set_head(cx: &mut Cx, head: &Head) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO journal_head (county, seq, seal, epoch, at, mac) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (county) DO UPDATE SET seq = $2, seal = $3, epoch = $4, at = $5, mac = $6
            WHERE journal_head.epoch <= $4 AND journal_head.seq < $2",
        &[
            county.into(),
            head.seq.into(),
            (&head.seal).into(),
            head.epoch.into(),
            head.at.into(),
            (&head.mac).into(),
        ],
    )
}

impl FromRow for Checkpoint {
    fn from_row(row: &Row) -> Result<Checkpoint> {
        Ok(Checkpoint {
            county: row.get(0)?,
            seq: row.get(1)?,
            seal: row.get(2)?,
            kept: row.get(3)?,
            digest: row.get(4)?,
            at: row.get(5)?,
            mac: row.get(6)?,
        })
    }
}

pub(super) fn checkpoint(cx: &mut Cx) -> Result<Option<Checkpoint>> {
    let county = cx.county();
    cx.find(
        "SELECT county, seq, seal, kept, digest, at, mac FROM journal_checkpoint WHERE county = $1",
        &[county.into()],
    )
}

pub(super) fn set_checkpoint(cx: &mut Cx, it: &Checkpoint) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO journal_checkpoint (county, seq, seal, kept, digest, at, mac)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (county) DO UPDATE SET seq = $2, seal = $3, kept = $4, digest = $5, at = $6, mac = $7",
        &[
            county.into(),
            it.seq.into(),
            (&it.seal).into(),
            it.kept.into(),
            (&it.digest).into(),
            it.at.into(),
            (&it.mac).into(),
        ],
    )
}

/// The last place such that it and everything before it is older than `before`.
pub(super) fn past(cx: &mut Cx, before: Instant, from: i64) -> Result<Option<(i64, String)>> {
    let county = cx.county();
    cx.find(
        "SELECT seq, seal FROM journal_entry
         WHERE county = $1 AND $3 < seq AND seq < (
            SELECT COALESCE(MIN(seq), 0) FROM journal_entry WHERE county = $1 AND $2 <= at AND seq IS NOT NULL)
         ORDER BY seq DESC LIMIT 1",
        &[county.into(), before.into(), from.into()],
    )
}

/// Deletes entries up to `seq`, save what `kind` did that is not older than `kept_from`.
pub(super) fn delete(cx: &mut Cx, seq: i64, kind: &str, kept_from: Instant) -> Result<u64> {
    let county = cx.county();
    cx.exec(
        "DELETE FROM journal_entry
         WHERE county = $1 AND seq <= $2 AND NOT (verb = $3 AND outcome = 'done' AND $4 <= at)",
        &[county.into(), seq.into(), kind.into(), kept_from.into()],
    )
}

/// Place and MAC of what is left up to `seq`.
pub(super) fn left(cx: &mut Cx, seq: i64) -> Result<Vec<(i64, String)>> {
    let county = cx.county();
    cx.all(
        "SELECT seq, mac FROM journal_entry WHERE county = $1 AND seq <= $2 ORDER BY seq",
        &[county.into(), seq.into()],
    )
}

/// The seal that stands at a place.
pub(super) fn seal_at(cx: &mut Cx, seq: i64) -> Result<Option<String>> {
    let county = cx.county();
    let found: Option<(String,)> = cx.find(
        "SELECT seal FROM journal_entry WHERE county = $1 AND seq = $2",
        &[county.into(), seq.into()],
    )?;
    Ok(found.map(|it| it.0))
}
