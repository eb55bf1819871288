//! SQL of statements.

use base::{Error, Instant, OrBroken, Result};
use platform::Cx;
use store::{Arg, FromRow, Row};

use super::{IDS, ids_args};
use crate::register::{
    interval::Span,
    statement::{Kind, Statement},
};

const COLUMNS: &[&str] = &[
    "county",
    "person",
    "id",
    "kind",
    "slot",
    "value",
    "detail",
    "sealed",
    "valid_from",
    "valid_to",
    "recorded_at",
    "superseded_at",
    "source",
    "basis",
    "account",
];

impl FromRow for Statement {
    fn from_row(row: &Row) -> Result<Statement> {
        let kind: String = row.get(2)?;
        let detail: String = row.get(5)?;
        Ok(Statement {
            person: row.get(0)?,
            id: row.get(1)?,
            kind: Kind::parse(&kind).ok_or_else(|| Error::broken(format!("a statement of kind {kind}")))?,
            slot: row.get(3)?,
            value: row.get(4)?,
            detail: if detail == "{}" {
                serde_json::Map::new()
            } else {
                serde_json::from_str(&detail).or_broken()?
            },
            sealed: row.get(6)?,
            span: Span { from: row.get(7)?, to: row.get(8)? },
            recorded_at: row.get(9)?,
            superseded_at: row.get(10)?,
            source: row.get(11)?,
            basis: row.get(12)?,
            account: row.get(13)?,
        })
    }
}

/// What stands of these persons now.
pub(crate) fn standing(cx: &mut Cx, persons: &[&str]) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    for some in persons.chunks(IDS) {
        let args = ids_args(cx.county(), some, &[Instant::MAX.into()]);
        statements.extend(cx.all::<Statement>(
            "SELECT person, id, kind, slot, value, detail, sealed, valid_from, valid_to, recorded_at,
                superseded_at, source, basis, account
             FROM person_interval WHERE county = $1 AND person IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29,
                $30, $31, $32, $33) AND superseded_at = $34",
            &args,
        )?);
    }
    Ok(statements)
}

/// The life events of a range of persons, as they stand.
pub(crate) fn events(cx: &mut Cx, persons: (&str, &str)) -> Result<Vec<Statement>> {
    let county = cx.county();
    // `kind || ''` keeps SQLite's planner from the index by kind, which would walk every event there is.
    cx.all(
        "SELECT person, id, kind, slot, value, detail, sealed, valid_from, valid_to, recorded_at,
            superseded_at, source, basis, account
         FROM person_interval WHERE county = $1 AND person >= $2 AND person <= $3 AND kind || '' = 'event'
            AND superseded_at = $4",
        &[county.into(), persons.0.into(), persons.1.into(), Instant::MAX.into()],
    )
}

/// Everything ever said of a person, in the order in which it was said.
pub(crate) fn ever(cx: &mut Cx, person: &str) -> Result<Vec<Statement>> {
    let county = cx.county();
    cx.all(
        "SELECT person, id, kind, slot, value, detail, sealed, valid_from, valid_to, recorded_at,
            superseded_at, source, basis, account
         FROM person_interval WHERE county = $1 AND person = $2 ORDER BY recorded_at, id",
        &[county.into(), person.into()],
    )
}

pub(crate) fn insert(cx: &mut Cx, statements: &[Statement]) -> Result<()> {
    let county = cx.county();
    let spelled: Vec<(String, String, String)> = statements
        .iter()
        .map(|it| {
            let detail = serde_json::to_string(&it.detail).or_broken()?;
            Ok((detail, it.span.from.to_string(), it.span.to.to_string()))
        })
        .collect::<Result<_>>()?;
    let rows: Vec<Vec<Arg>> = statements
        .iter()
        .zip(&spelled)
        .map(|(it, (detail, from, to))| {
            vec![
                county.into(),
                (&it.person).into(),
                (&it.id).into(),
                it.kind.as_str().into(),
                (&it.slot).into(),
                (&it.value).into(),
                detail.into(),
                it.sealed.as_ref().into(),
                from.into(),
                to.into(),
                it.recorded_at.into(),
                it.superseded_at.into(),
                (&it.source).into(),
                (&it.basis).into(),
                (&it.account).into(),
            ]
        })
        .collect();
    cx.insert_many("person_interval", COLUMNS, &rows)
}

/// Ends what was known: something else takes its place, or nothing does.
pub(crate) fn supersede(cx: &mut Cx, person: &str, id: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE person_interval SET superseded_at = $4, superseded_by = $5
         WHERE county = $1 AND person = $2 AND id = $3 AND superseded_at = $6",
        &[
            (&actor.county).into(),
            person.into(),
            id.into(),
            now.into(),
            (&actor.account).into(),
            Instant::MAX.into(),
        ],
    )
}
