//! SQL that writes entrants, notices and objections.

use base::Result;
use platform::Cx;

use super::{super::Entrant, NoticeRow, ObjectionRow};

pub(crate) fn insert(cx: &mut Cx, it: &Entrant) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO entrant (county, id, person, benefit, area, name, turns_on, mode, state, applied_on,
            told_at, opened_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
        &[
            county.into(),
            (&it.id).into(),
            (&it.person).into(),
            (&it.benefit).into(),
            (&it.area).into(),
            (&it.name).into(),
            it.turns_on.to_string().as_str().into(),
            (&it.mode).into(),
            (&it.state).into(),
            it.applied_on.map(|it| it.to_string()).as_deref().into(),
            it.told_at.into(),
            it.opened_at.into(),
        ],
    )
}

/// Writes what `next` says over `it`, unless somebody else was quicker.
pub(crate) fn update(cx: &mut Cx, it: &Entrant, next: &Entrant) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE entrant SET state = $4, accepted_by = $5, accepted_at = $6, examined_by = $7, examined_at = $8,
            notice = $9, approved_by = $10, approved_at = $11, applied_on = $12, why = $13, evidence = $14,
            left_on = $15, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            county.into(),
            (&it.id).into(),
            it.revision.into(),
            (&next.state).into(),
            next.accepted_by.as_deref().into(),
            next.accepted_at.into(),
            next.examined_by.as_deref().into(),
            next.examined_at.into(),
            next.notice.as_deref().into(),
            next.approved_by.as_deref().into(),
            next.approved_at.into(),
            next.applied_on.map(|it| it.to_string()).as_deref().into(),
            next.why.as_deref().into(),
            next.evidence.as_deref().into(),
            next.left_on.map(|it| it.to_string()).as_deref().into(),
        ],
    )
}

pub(crate) fn insert_notice(cx: &mut Cx, it: &NoticeRow) -> Result<()> {
    let (county, account, now) = (cx.county(), &cx.actor.account, cx.now);
    cx.exec_one(
        "INSERT INTO entry_notice (county, id, number, benefit, area, starts_on, ends_on, shown, posted_by,
            posted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            county.into(),
            (&it.id).into(),
            (&it.number).into(),
            (&it.benefit).into(),
            (&it.area).into(),
            it.starts_on.to_string().as_str().into(),
            it.ends_on.to_string().as_str().into(),
            (&it.shown).into(),
            account.into(),
            now.into(),
        ],
    )
}

pub(crate) fn insert_objection(cx: &mut Cx, it: &ObjectionRow) -> Result<()> {
    let (county, account, now) = (cx.county(), &cx.actor.account, cx.now);
    cx.exec_one(
        "INSERT INTO entry_objection (county, id, entrant, what, raised_by, raised_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            county.into(),
            (&it.id).into(),
            (&it.entrant).into(),
            (&it.what).into(),
            account.into(),
            now.into(),
        ],
    )
}

/// Settles the open objection to an entrant.
pub(crate) fn settle_objection(cx: &mut Cx, entrant: &str, outcome: &str, finding: &str) -> Result<()> {
    let (county, account, now) = (cx.county(), &cx.actor.account, cx.now);
    cx.exec_one(
        "UPDATE entry_objection SET outcome = $3, finding = $4, settled_by = $5, settled_at = $6
         WHERE county = $1 AND entrant = $2 AND outcome IS NULL",
        &[county.into(), entrant.into(), outcome.into(), finding.into(), account.into(), now.into()],
    )
}
