//! SQL of what waits for a decision, and of who is missing from a roster.

use std::collections::BTreeSet;

use base::{Result, error::OrBroken};
use platform::Cx;
use store::{Arg, FromRow, Row};

use crate::intake::review::Review;

impl FromRow for Review {
    fn from_row(row: &Row) -> Result<Review> {
        Ok(Review {
            id: row.get(0)?,
            file: row.get(1)?,
            seq: row.get(2)?,
            kind: row.get(3)?,
            area: row.get(4)?,
            person: row.get(5)?,
            candidates: serde_json::from_str(&row.get::<String>(6)?).or_broken()?,
            due_on: row.get(7)?,
            opened_at: row.get(8)?,
            decision: row.get(9)?,
            decided_for: row.get(10)?,
            decided_by: row.get(11)?,
            decided_at: row.get(12)?,
            revision: row.get(13)?,
        })
    }
}

const REVIEW_COLUMNS: &[&str] = &[
    "county",
    "id",
    "file",
    "seq",
    "kind",
    "area",
    "person",
    "candidates",
    "due_on",
    "opened_at",
    "revision",
];

pub(crate) fn open_reviews(cx: &mut Cx, reviews: &[Review]) -> Result<()> {
    let county = cx.county();
    let spelled: Vec<(String, String)> = reviews
        .iter()
        .map(|it| Ok((serde_json::to_string(&it.candidates).or_broken()?, it.due_on.to_string())))
        .collect::<Result<_>>()?;
    let rows: Vec<Vec<Arg>> = reviews
        .iter()
        .zip(&spelled)
        .map(|(it, (candidates, due_on))| {
            vec![
                county.into(),
                (&it.id).into(),
                (&it.file).into(),
                it.seq.into(),
                (&it.kind).into(),
                (&it.area).into(),
                it.person.as_ref().into(),
                candidates.into(),
                due_on.into(),
                it.opened_at.into(),
                1.into(),
            ]
        })
        .collect();
    cx.insert_many("intake_review", REVIEW_COLUMNS, &rows)
}

pub(crate) fn review(cx: &mut Cx, id: &str) -> Result<Review> {
    let county = cx.county();
    cx.get(
        "review",
        "SELECT id, file, seq, kind, area, person, candidates, due_on, opened_at, decision, decided_for,
            decided_by, decided_at, revision
         FROM intake_review WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(crate) fn update_review(cx: &mut Cx, review: &Review) -> Result<()> {
    let county = cx.actor.county.clone();
    cx.exec_one(
        "UPDATE intake_review SET decision = $4, decided_for = $5, decided_by = $6, decided_at = $7,
            revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            (&county).into(),
            (&review.id).into(),
            review.revision.into(),
            review.decision.as_ref().into(),
            review.decided_for.as_ref().into(),
            review.decided_by.as_ref().into(),
            review.decided_at.into(),
        ],
    )
}

/// Which of these persons the file names, in a row that is not wrong.
pub(crate) fn named_in(cx: &mut Cx, file: &str) -> Result<BTreeSet<String>> {
    let county = cx.county();
    let named: Vec<(String,)> = cx.all(
        "SELECT person FROM intake_row WHERE county = $1 AND file = $2 AND person IS NOT NULL",
        &[county.into(), file.into()],
    )?;
    Ok(named.into_iter().map(|(person,)| person).collect())
}

/// Persons about whose absence from a file somebody was asked already.
pub(crate) fn asked_about(cx: &mut Cx, file: &str) -> Result<BTreeSet<String>> {
    let county = cx.county();
    let asked: Vec<(String,)> = cx.all(
        "SELECT person FROM intake_review WHERE county = $1 AND file = $2 AND kind IN ('missing', 'unlisted')",
        &[county.into(), file.into()],
    )?;
    Ok(asked.into_iter().map(|(person,)| person).collect())
}
