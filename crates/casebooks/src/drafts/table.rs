//! SQL of drafts, and of what is published.

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
    pub(super) book: String,
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
    pub(super) edition: Option<i64>,
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
            book: row.get(1)?,
            state: row.get(2)?,
            text: row.get(3)?,
            hands: serde_json::from_str(&hands).or_broken()?,
            made_at: row.get(5)?,
            changed_at: row.get(6)?,
            changed_name: row.get(7)?,
            judged_at: row.get(8)?,
            judged_name: row.get(9)?,
            reason: row.get(10)?,
            edition: row.get(11)?,
            revision: row.get(12)?,
        })
    }
}

pub(super) fn get(cx: &mut Cx, id: &str) -> Result<Draft> {
    let county = cx.county();
    let found = cx.find(
        "SELECT id, book, state, body, hands, made_at, changed_at, changed_name, judged_at, judged_name, reason,
            edition, revision
         FROM book_draft WHERE county = $1 AND id = $2",
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
        "SELECT id, book, state, body, hands, made_at, changed_at, changed_name, judged_at, judged_name, reason,
            edition, revision
         FROM book_draft WHERE county = $1 AND state <> 'dropped'
         ORDER BY CASE WHEN state IN ('draft', 'review', 'returned') THEN 0 ELSE 1 END, id DESC LIMIT $2",
        &[county.into(), limit.into()],
    )
}

/// The drafts of a book, the latest first.
pub(super) fn of_book(cx: &mut Cx, book: &str) -> Result<Vec<Draft>> {
    let county = cx.county();
    cx.all(
        "SELECT id, book, state, body, hands, made_at, changed_at, changed_name, judged_at, judged_name, reason,
            edition, revision
         FROM book_draft WHERE county = $1 AND book = $2 AND state <> 'dropped' ORDER BY id DESC",
        &[county.into(), book.into()],
    )
}

pub(super) fn insert(cx: &mut Cx, id: &str, book: &str, text: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    let hands = serde_json::to_string(&[&actor.account]).or_broken()?;
    cx.exec_one(
        "INSERT INTO book_draft (county, id, book, state, body, hands, made_at, changed_at, changed_name, judged_at,
            judged_name, reason, edition, revision)
         VALUES ($1, $2, $3, 'draft', $4, $5, $6, $6, $7, NULL, '', '', NULL, 1)",
        &[
            (&actor.county).into(),
            id.into(),
            book.into(),
            text.into(),
            (&hands).into(),
            now.into(),
            (&actor.name).into(),
        ],
    )
}

/// Writes a text into a draft, in the actor's hand.
pub(super) fn write(cx: &mut Cx, it: &Draft, text: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    let mut hands = it.hands.clone();
    if !hands.contains(&actor.account) {
        hands.push(actor.account.clone());
    }
    let hands = serde_json::to_string(&hands).or_broken()?;
    cx.exec_one(
        "UPDATE book_draft SET state = 'draft', body = $4, hands = $5, changed_at = $6, changed_name = $7,
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
    let mut hands = it.hands.clone();
    if !hands.contains(&actor.account) {
        hands.push(actor.account.clone());
    }
    let hands = serde_json::to_string(&hands).or_broken()?;
    cx.exec_one(
        "UPDATE book_draft SET state = $4, hands = $5, reason = '', revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[(&actor.county).into(), (&it.id).into(), it.revision.into(), state.into(), (&hands).into()],
    )
}

/// What a reviewer said of a draft.
pub(super) fn judge(
    cx: &mut Cx,
    it: &Draft,
    state: &str,
    text: &str,
    reason: &str,
    edition: Option<i64>,
) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE book_draft SET state = $4, body = $5, reason = $6, edition = $7, judged_at = $8, judged_name = $9,
            revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            (&actor.county).into(),
            (&it.id).into(),
            it.revision.into(),
            state.into(),
            text.into(),
            reason.into(),
            edition.into(),
            now.into(),
            (&actor.name).into(),
        ],
    )
}

/// What a county published of a book.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) book: String,
    pub(super) edition: i64,
    pub(super) text: String,
    pub(super) published_at: Instant,
    pub(super) published_name: String,
}

impl FromRow for Page {
    fn from_row(row: &Row) -> Result<Page> {
        Ok(Page {
            book: row.get(0)?,
            edition: row.get(1)?,
            text: row.get(2)?,
            published_at: row.get(3)?,
            published_name: row.get(4)?,
        })
    }
}

pub(super) fn pages(cx: &mut Cx) -> Result<Vec<Page>> {
    let county = cx.county();
    cx.all(
        "SELECT book, edition, body, published_at, published_name FROM book_page WHERE county = $1 ORDER BY book",
        &[county.into()],
    )
}

pub(super) fn page(cx: &mut Cx, book: &str) -> Result<Option<Page>> {
    let county = cx.county();
    cx.find(
        "SELECT book, edition, body, published_at, published_name FROM book_page WHERE county = $1 AND book = $2",
        &[county.into(), book.into()],
    )
}

/// Puts a text in force, in place of what the county had published before.
pub(super) fn publish(cx: &mut Cx, it: &Draft, edition: i64, text: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO book_page (county, book, draft, edition, body, published_at, published_name)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (county, book) DO UPDATE SET draft = $3, edition = $4, body = $5, published_at = $6,
            published_name = $7",
        &[
            (&actor.county).into(),
            (&it.book).into(),
            (&it.id).into(),
            edition.into(),
            text.into(),
            now.into(),
            (&actor.name).into(),
        ],
    )
}

pub(super) fn withdraw(cx: &mut Cx, book: &str) -> Result<()> {
    let county = cx.county();
    cx.exec_one("DELETE FROM book_page WHERE county = $1 AND book = $2", &[county.into(), book.into()])
}

/// What every county published, for a process that serves several.
pub(super) fn everywhere(tx: &mut Tx<'_>) -> Result<Vec<(String, String, String)>> {
    tx.all("SELECT /* every county */ county, book, body FROM book_page ORDER BY county, book", &[])
}
