//! SQL of drafts of benefits, and of what is published.

use base::{Error, Fault, Instant, Result, error::OrBroken};
use platform::Cx;
use store::{FromRow, Row, Tx};

pub(super) const DRAFT: &str = "draft";
pub(super) const REVIEW: &str = "review";
pub(super) const RETURNED: &str = "returned";
pub(super) const PUBLISHED: &str = "published";
pub(super) const DROPPED: &str = "dropped";

#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) benefit: String,
    pub(super) state: String,
    pub(super) text: String,
    /// The accounts that wrote in it.
    pub(super) hands: Vec<String>,
    pub(super) made_at: Instant,
    pub(super) changed_at: Instant,
    pub(super) changed_name: String,
    pub(super) judged_at: Option<Instant>,
    pub(super) judged_name: String,
    pub(super) reason: String,
    /// What was in force until it was published.
    pub(super) before: String,
    pub(super) revision: i64,
}

impl Draft {
    pub(super) fn is_open(&self) -> bool {
        [DRAFT, REVIEW, RETURNED].contains(&self.state.as_str())
    }

    /// Whether it can be written in.
    pub(super) fn is_written(&self) -> bool {
        [DRAFT, RETURNED].contains(&self.state.as_str())
    }
}

impl FromRow for Draft {
    fn from_row(row: &Row) -> Result<Draft> {
        let hands: String = row.get(4)?;
        Ok(Draft {
            id: row.get(0)?,
            benefit: row.get(1)?,
            state: row.get(2)?,
            text: row.get(3)?,
            hands: serde_json::from_str(&hands).or_broken()?,
            made_at: row.get(5)?,
            changed_at: row.get(6)?,
            changed_name: row.get(7)?,
            judged_at: row.get(8)?,
            judged_name: row.get(9)?,
            reason: row.get(10)?,
            before: row.get(11)?,
            revision: row.get(12)?,
        })
    }
}

pub(crate) fn text_of(cx: &mut Cx, id: &str) -> Result<(String, String)> {
    let it = get(cx, id)?;
    Ok((it.benefit, it.text))
}

pub(super) fn get(cx: &mut Cx, id: &str) -> Result<Draft> {
    let county = cx.county();
    let found = cx.find(
        "SELECT id, benefit, state, body, hands, made_at, changed_at, changed_name, judged_at, judged_name, reason,
            before, revision
         FROM benefit_draft WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )?;
    found.ok_or_else(|| Error::missing("draft"))
}

/// A draft as its reader last saw it.
pub(super) fn current(cx: &mut Cx, id: &str, revision: i64) -> Result<Draft> {
    let it = get(cx, id)?;
    if it.revision != revision {
        return Err(Error::Conflict(Fault::new("revision", "record-moved-on")));
    }
    Ok(it)
}

/// The latest drafts, those that are open first.
pub(super) fn latest(cx: &mut Cx, limit: i64) -> Result<Vec<Draft>> {
    let county = cx.county();
    cx.all(
        "SELECT id, benefit, state, body, hands, made_at, changed_at, changed_name, judged_at, judged_name, reason,
            before, revision
         FROM benefit_draft WHERE county = $1 AND state <> 'dropped'
         ORDER BY CASE WHEN state IN ('draft', 'review', 'returned') THEN 0 ELSE 1 END, id DESC LIMIT $2",
        &[county.into(), limit.into()],
    )
}

/// The drafts of a benefit, the latest first.
pub(super) fn of_benefit(cx: &mut Cx, benefit: &str) -> Result<Vec<Draft>> {
    let county = cx.county();
    cx.all(
        "SELECT id, benefit, state, body, hands, made_at, changed_at, changed_name, judged_at, judged_name, reason,
            before, revision
         FROM benefit_draft WHERE county = $1 AND benefit = $2 AND state <> 'dropped' ORDER BY id DESC",
        &[county.into(), benefit.into()],
    )
}

pub(super) fn insert(cx: &mut Cx, id: &str, benefit: &str, text: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    let hands = serde_json::to_string(&[&actor.account]).or_broken()?;
    cx.exec_one(
        "INSERT INTO benefit_draft (county, id, benefit, state, body, hands, made_at, changed_at, changed_name,
            judged_at, judged_name, reason, before, revision)
         VALUES ($1, $2, $3, 'draft', $4, $5, $6, $6, $7, NULL, '', '', '', 1)",
        &[
            (&actor.county).into(),
            id.into(),
            benefit.into(),
            text.into(),
            (&hands).into(),
            now.into(),
            (&actor.name).into(),
        ],
    )
}

/// The accounts that had a hand in it, with the actor's.
fn hands_with(cx: &Cx, it: &Draft) -> Result<String> {
    let mut hands = it.hands.clone();
    if !hands.contains(&cx.actor.account) {
        hands.push(cx.actor.account.clone());
    }
    serde_json::to_string(&hands).or_broken()
}

/// Writes a text into a draft, in the actor's hand.
pub(super) fn write(cx: &mut Cx, it: &Draft, text: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    let hands = hands_with(cx, it)?;
    cx.exec_one(
        "UPDATE benefit_draft SET state = 'draft', body = $4, hands = $5, changed_at = $6, changed_name = $7,
            revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            (&actor.county).into(),
            (&it.id).into(),
            it.revision.into(),
            text.into(),
            (&hands).into(),
            now.into(),
            (&actor.name).into(),
        ],
    )
}

/// Whoever hands a draft in has had a hand in it, too.
pub(super) fn enter(cx: &mut Cx, it: &Draft, state: &str) -> Result<()> {
    let actor = cx.actor;
    let hands = hands_with(cx, it)?;
    cx.exec_one(
        "UPDATE benefit_draft SET state = $4, hands = $5, reason = '', revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[(&actor.county).into(), (&it.id).into(), it.revision.into(), state.into(), (&hands).into()],
    )
}

/// What a reviewer said of a draft.
pub(super) fn judge(cx: &mut Cx, it: &Draft, state: &str, reason: &str, before: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE benefit_draft SET state = $4, reason = $5, before = $6, judged_at = $7, judged_name = $8,
            revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            (&actor.county).into(),
            (&it.id).into(),
            it.revision.into(),
            state.into(),
            reason.into(),
            before.into(),
            now.into(),
            (&actor.name).into(),
        ],
    )
}

/// What a county published of a benefit.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) benefit: String,
    pub(super) text: String,
    pub(super) published_at: Instant,
    pub(super) published_name: String,
}

impl FromRow for Page {
    fn from_row(row: &Row) -> Result<Page> {
        Ok(Page {
            benefit: row.get(0)?,
            text: row.get(1)?,
            published_at: row.get(2)?,
            published_name: row.get(3)?,
        })
    }
}

pub(super) fn pages(cx: &mut Cx) -> Result<Vec<Page>> {
    let county = cx.county();
    cx.all(
        "SELECT benefit, body, published_at, published_name FROM benefit_page WHERE county = $1 ORDER BY benefit",
        &[county.into()],
    )
}

pub(super) fn page(cx: &mut Cx, benefit: &str) -> Result<Option<Page>> {
    let county = cx.county();
    cx.find(
        "SELECT benefit, body, published_at, published_name FROM benefit_page WHERE county = $1 AND benefit = $2",
        &[county.into(), benefit.into()],
    )
}

/// Puts a text in force, in place of what the county had published before.
pub(super) fn publish(cx: &mut Cx, it: &Draft) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO benefit_page (county, benefit, draft, body, published_at, published_name)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (county, benefit) DO UPDATE SET draft = $3, body = $4, published_at = $5, published_name = $6",
        &[
            (&actor.county).into(),
            (&it.benefit).into(),
            (&it.id).into(),
            (&it.text).into(),
            now.into(),
            (&actor.name).into(),
        ],
    )
}

pub(super) fn withdraw(cx: &mut Cx, benefit: &str) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "DELETE FROM benefit_page WHERE county = $1 AND benefit = $2",
        &[county.into(), benefit.into()],
    )
}

/// What every county published, for a process that serves several.
pub(super) fn everywhere(tx: &mut Tx<'_>) -> Result<Vec<(String, String, String)>> {
    tx.all("SELECT /* every county */ county, benefit, body FROM benefit_page ORDER BY county, benefit", &[])
}
