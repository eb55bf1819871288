//! SQL of the journal.

use base::Result;

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
    let kind = subject.as_ref().map(|(kind, _)| *kind);
    let subject_id = subject.as_ref().map(|(_, id)| id.as_str());
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO journal_entry (county, id, at, account, role, channel, verb, subject_kind, subject_id,
            place, outcome, detail, command_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            (&actor.county).into(),
            (&id).into(),
            now.into(),
            (&actor.account).into(),
            (&actor.role).into(),
            actor.channel.as_str().into(),
            entry.verb.into(),
            kind.into(),
            subject_id.into(),
            entry.place.into(),
            entry.outcome.into(),
            (&detail).into(),
            entry.command_id.into(),
        ],
    )
}
