//! SQL of the rows of files.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use base::{Instant, Result, error::OrBroken};
use platform::Cx;
use store::{Arg, FromRow, Row};

use crate::intake::{
    file::{File, StagedRow},
    judge::{Judged, Seen, Verdict},
    reading::Remark,
};

/// How many keys one statement asks for; shorter lists repeat their last.
const KEYS: usize = 32;

impl FromRow for StagedRow {
    fn from_row(row: &Row) -> Result<StagedRow> {
        Ok(StagedRow {
            seq: row.get(0)?,
            sheet: row.get(1)?,
            row_number: row.get(2)?,
            line: row.get(3)?,
            fingerprint: row.get(4)?,
            number_index: row.get(5)?,
            verdict: Verdict::parse(&row.get::<String>(6)?),
            remarks: row.get(7)?,
            person: row.get(8)?,
            committed_at: row.get(9)?,
        })
    }
}

const ROW_COLUMNS: &[&str] = &[
    "county",
    "file",
    "place",
    "seq",
    "sheet",
    "row_number",
    "line",
    "fingerprint",
    "number_index",
    "verdict",
    "remarks",
];

/// Lines of a file with their sealed text: place in the file, sheet, row number.
pub(crate) fn insert_rows(cx: &mut Cx, file: &str, rows: &[(i64, i64, i64, Vec<u8>)]) -> Result<()> {
    let county = cx.county();
    let places: Vec<String> = rows.iter().map(|it| format!("{:07}", it.0)).collect();
    let rows: Vec<Vec<Arg>> = rows
        .iter()
        .zip(&places)
        .map(|((seq, sheet, number, line), place)| {
            vec![
                county.into(),
                file.into(),
                place.into(),
                (*seq).into(),
                (*sheet).into(),
                (*number).into(),
                line.into(),
                "".into(),
                "".into(),
                Verdict::Unread.as_str().into(),
                "[]".into(),
            ]
        })
        .collect();
    cx.insert_many("intake_row", ROW_COLUMNS, &rows)
}

/// The next rows of a file after `after`.
pub(crate) fn rows_after(cx: &mut Cx, file: &str, after: i64, limit: i64) -> Result<Vec<StagedRow>> {
    let county = cx.county();
    cx.all(
        "SELECT seq, sheet, row_number, line, fingerprint, number_index, verdict, remarks, person, committed_at
         FROM intake_row WHERE county = $1 AND file = $2 AND seq > $3 ORDER BY seq LIMIT $4",
        &[county.into(), file.into(), after.into(), limit.into()],
    )
}

pub(crate) fn row(cx: &mut Cx, file: &str, seq: i64) -> Result<StagedRow> {
    let county = cx.county();
    cx.get(
        "row",
        "SELECT seq, sheet, row_number, line, fingerprint, number_index, verdict, remarks, person, committed_at
         FROM intake_row WHERE county = $1 AND file = $2 AND seq = $3",
        &[county.into(), file.into(), seq.into()],
    )
}

/// Says what each row came to. `committed_at` is set where the register has taken it.
pub(crate) fn save_verdicts(
    cx: &mut Cx,
    file: &str,
    judged: &[Judged],
    committed_at: Option<Instant>,
) -> Result<()> {
    let county = cx.actor.county.clone();
    for it in judged {
        let remarks = serde_json::to_string(&it.remarks).or_broken()?;
        // Once a row is written, the register is what others are held against.
        let alike = if committed_at.is_none() { it.alike.as_str() } else { "" };
        let done = matches!(it.verdict, Verdict::New | Verdict::Changed | Verdict::Same);
        cx.exec_one(
            "UPDATE intake_row SET fingerprint = $4, number_index = $5, verdict = $6, remarks = $7, person = $8,
                committed_at = $9, alike = $10
             WHERE county = $1 AND file = $2 AND seq = $3",
            &[
                (&county).into(),
                file.into(),
                it.seq.into(),
                (&it.fingerprint[0]).into(),
                (&it.number_index[0]).into(),
                it.verdict.as_str().into(),
                (&remarks).into(),
                it.person.as_ref().into(),
                committed_at.filter(|_| done).into(),
                alike.into(),
            ],
        )?;
    }
    Ok(())
}

/// Birth dates, as their indexes, of several rows that each would enter somebody.
pub(crate) fn births_of_several(cx: &mut Cx, file: &str, after: &str, limit: i64) -> Result<Vec<String>> {
    let county = cx.county();
    let found: Vec<(String,)> = cx.all(
        "SELECT alike FROM intake_row WHERE county = $1 AND file = $2 AND alike > $3 AND alike <> ''
         GROUP BY alike HAVING COUNT(*) > 1 ORDER BY alike LIMIT $4",
        &[county.into(), file.into(), after.into(), limit.into()],
    )?;
    Ok(found.into_iter().map(|it| it.0).collect())
}

/// The rows that would enter somebody of this birth date, in their order.
pub(crate) fn rows_alike(cx: &mut Cx, file: &str, birth: &str) -> Result<Vec<StagedRow>> {
    let county = cx.county();
    cx.all(
        "SELECT seq, sheet, row_number, line, fingerprint, number_index, verdict, remarks, person, committed_at
         FROM intake_row WHERE county = $1 AND file = $2 AND alike = $3 AND alike <> '' ORDER BY seq",
        &[county.into(), file.into(), birth.into()],
    )
}

/// Says of a row that would have entered somebody that it may be whom an earlier one enters.
pub(crate) fn doubt(cx: &mut Cx, file: &str, seq: i64, verdict: Verdict, remarks: &[Remark]) -> Result<()> {
    let county = cx.county();
    let remarks = serde_json::to_string(remarks).or_broken()?;
    cx.exec_one(
        "UPDATE intake_row SET verdict = $4, remarks = $5, alike = ''
         WHERE county = $1 AND file = $2 AND seq = $3",
        &[county.into(), file.into(), seq.into(), verdict.as_str().into(), (&remarks).into()],
    )
}

/// Takes rows of a list about money that were found to be somebody's by a number that is theirs alone,
/// where nothing of that person's record has moved since the file came: judged again, each would come to
/// the same. `seqs` are above the first and up to the second.
pub(crate) fn take_unmoved(cx: &mut Cx, file: &File, seqs: (i64, i64)) -> Result<u64> {
    let (county, now) = (cx.actor.county.clone(), cx.now);
    cx.exec(
        "UPDATE intake_row SET committed_at = $5
         WHERE county = $1 AND file = $2 AND seq > $3 AND seq <= $4 AND verdict = 'same'
            AND committed_at IS NULL AND number_index <> ''
            AND EXISTS (SELECT 1 FROM person p WHERE p.county = $1 AND p.id = intake_row.person
                AND p.merged_into IS NULL AND p.changed_at < $6)
            AND EXISTS (SELECT 1 FROM person_interval i WHERE i.county = $1 AND i.kind = 'number'
                AND i.value = intake_row.number_index AND i.person = intake_row.person
                AND i.superseded_at = $7)
            AND NOT EXISTS (SELECT 1 FROM person_interval i WHERE i.county = $1 AND i.kind = 'number'
                AND i.value = intake_row.number_index AND i.person <> intake_row.person)",
        &[
            (&county).into(),
            (&file.id).into(),
            seqs.0.into(),
            seqs.1.into(),
            now.into(),
            file.uploaded_at.into(),
            Instant::MAX.into(),
        ],
    )
}

/// A row that a person decided: it is taken for `person`, or it waits again.
pub(crate) fn take_row(
    cx: &mut Cx,
    file: &str,
    seq: i64,
    verdict: Verdict,
    person: Option<&str>,
    at: Option<Instant>,
) -> Result<()> {
    let county = cx.actor.county.clone();
    cx.exec_one(
        "UPDATE intake_row SET verdict = $4, person = $5, committed_at = $6
         WHERE county = $1 AND file = $2 AND seq = $3",
        &[(&county).into(), file.into(), seq.into(), verdict.as_str().into(), person.into(), at.into()],
    )
}

/// The arguments of a statement that takes the county and [`KEYS`] keys, then `more`.
fn keyed<'a>(county: &'a str, keys: &[&'a str], more: &[Arg<'a>]) -> Vec<Arg<'a>> {
    let last = keys.last().copied().unwrap_or("");
    let padded = keys.iter().copied().chain(std::iter::repeat(last)).take(KEYS);
    [Arg::Text(county)].into_iter().chain(padded.map(Arg::Text)).chain(more.iter().copied()).collect()
}

/// The first row of the file that bears each number of these: its place and what it says.
pub(crate) fn earlier(cx: &mut Cx, file: &File, judged: &[Judged]) -> Result<BTreeMap<String, Seen>> {
    let numbers: BTreeSet<&str> = judged
        .iter()
        .flat_map(|it| &it.number_index)
        .map(String::as_str)
        .filter(|it| !it.is_empty())
        .collect();
    let numbers: Vec<&str> = numbers.into_iter().collect();
    let mut first: BTreeMap<String, Seen> = BTreeMap::new();
    for some in numbers.chunks(KEYS) {
        let args = keyed(cx.county(), some, &[(&file.id).into()]);
        let found: Vec<(String, i64, i64, i64, String)> = cx.all(
            "SELECT number_index, seq, sheet, row_number, fingerprint FROM intake_row
             WHERE county = $1 AND number_index IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)
                AND file = $34 AND verdict <> 'wrong'",
            &args,
        )?;
        for (number, seq, sheet, row, print) in found {
            let seen = Seen { seq, at: (sheet, row), print };
            match first.entry(number) {
                Entry::Occupied(mut it) if seq < it.get().seq => drop(it.insert(seen)),
                Entry::Occupied(_) => (),
                Entry::Vacant(it) => drop(it.insert(seen)),
            }
        }
    }
    Ok(first)
}

/// Of rows that say the same as one that was taken before: whose it was.
pub(crate) fn taken(cx: &mut Cx, judged: &[Judged]) -> Result<BTreeMap<String, String>> {
    let prints: BTreeSet<&str> = judged.iter().flat_map(|it| &it.fingerprint).map(String::as_str).collect();
    let prints: Vec<&str> = prints.into_iter().collect();
    let mut taken = BTreeMap::new();
    for some in prints.chunks(KEYS) {
        let args = keyed(cx.county(), some, &[]);
        let found: Vec<(String, String)> = cx.all(
            "SELECT fingerprint, person FROM intake_row
             WHERE county = $1 AND fingerprint IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)
                AND committed_at IS NOT NULL AND person IS NOT NULL",
            &args,
        )?;
        taken.extend(found);
    }
    Ok(taken)
}

pub(crate) fn delete_rows(cx: &mut Cx, file: &str) -> Result<()> {
    let county = cx.actor.county.clone();
    cx.exec("DELETE FROM intake_row WHERE county = $1 AND file = $2", &[(&county).into(), file.into()])
        .map(|_| ())
}
