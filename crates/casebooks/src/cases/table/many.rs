//! SQL that reads many cases at once.

use std::collections::BTreeMap;

use base::Result;
use platform::Cx;
use store::Arg;

use super::select;
use crate::cases::case::Case;

/// Cases that one statement asks for; shorter lists repeat their last.
const IDS: usize = 100;

/// The open cases about a subject, whoever may see them.
pub(in crate::cases) fn open_about(cx: &mut Cx, kind: &str, subject: &str) -> Result<Vec<Case>> {
    let county = cx.county();
    let sql = select(
        "f.county = $1 AND f.subject_kind = $2 AND f.subject_id = $3 AND f.closed_at IS NULL ORDER BY f.id",
    );
    cx.all(&sql, &[county.into(), kind.into(), subject.into()])
}

/// Of a range of subjects, `after` not included: those with an open case of a book, and what a field of
/// it says.
pub(in crate::cases) fn under_way(
    cx: &mut Cx,
    (kind, after, until): (&str, &str, &str),
    (book, field): (&str, &str),
) -> Result<Vec<(String, String)>> {
    let county = cx.county();
    cx.all(
        "SELECT f.subject_id, v.word FROM case_file f
         JOIN case_value v ON v.county = f.county AND v.case_id = f.id AND v.book = f.book AND v.field = $6
         WHERE f.county = $1 AND f.subject_kind = $2 AND f.subject_id > $3 AND f.subject_id <= $4
            AND f.closed_at IS NULL AND f.book = $5",
        &[county.into(), kind.into(), after.into(), until.into(), book.into(), field.into()],
    )
}

/// Cases by their ids, wherever they are.
pub(in crate::cases) fn by_ids(cx: &mut Cx, ids: &[&str]) -> Result<Vec<Case>> {
    let county = cx.county();
    let places: Vec<String> = (2..IDS + 2).map(|it| format!("${it}")).collect();
    let sql = select(&format!("f.county = $1 AND f.id IN ({})", places.join(", ")));
    let mut found = Vec::new();
    for chunk in ids.chunks(IDS) {
        let mut args: Vec<Arg> = vec![county.into()];
        args.extend((0..IDS).map(|at| Arg::from(chunk[at.min(chunk.len() - 1)])));
        found.extend(cx.all::<Case>(&sql, &args)?);
    }
    Ok(found)
}

/// Cases of a book as subjects, by what names them: those of the scope, and those of areas that hold
/// `above`, if any.
pub(in crate::cases) fn by_title(
    cx: &mut Cx,
    book: &str,
    scope: &platform::Scope,
    above: &str,
    typed: &str,
    limit: i64,
) -> Result<Vec<platform::subjects::Subject>> {
    let (low, high) = scope.range();
    let pattern = format!("%{}%", typed.trim().replace(['%', '_'], ""));
    let county = cx.county().to_owned();
    let rows: Vec<(String, String, String, String)> = cx.all(
        "SELECT id, title, number, area FROM case_file
         WHERE county = $1 AND book = $2 AND (title LIKE $5 OR number LIKE $5)
            AND (area >= $3 AND area < $4 OR SUBSTR($6, 1, LENGTH(area)) = area)
         ORDER BY id DESC LIMIT $7",
        &[
            (&county).into(),
            book.into(),
            (&low).into(),
            (&high).into(),
            (&pattern).into(),
            above.into(),
            limit.into(),
        ],
    )?;
    let subject = |(id, label, line, area): (String, String, String, String)| platform::subjects::Subject {
        id,
        label,
        line,
        registered: area.clone(),
        living: area,
    };
    Ok(rows.into_iter().map(subject).collect())
}

/// How many cases go by an edition of a book.
pub(in crate::cases) fn standing_on(cx: &mut Cx, book: &str, edition: i64) -> Result<i64> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "count",
        "SELECT COUNT(*) FROM case_file WHERE county = $1 AND book = $2 AND edition = $3",
        &[county.into(), book.into(), edition.into()],
    )?;
    Ok(count)
}

/// Open cases by their book and edition.
pub(in crate::cases) fn open_by_edition(cx: &mut Cx) -> Result<BTreeMap<(String, i64), i64>> {
    let county = cx.county();
    let rows: Vec<(String, i64, i64)> = cx.all(
        "SELECT book, edition, COUNT(*) FROM case_file WHERE county = $1 AND closed_at IS NULL
         GROUP BY book, edition",
        &[county.into()],
    )?;
    Ok(rows.into_iter().map(|(book, edition, count)| ((book, edition), count)).collect())
}
