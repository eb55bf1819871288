//! Rows of a file as they are shown, and those of money lists for the rooms that take them.

use std::collections::BTreeMap;

use base::{Error, Fault, Money, Result, name, resident};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Basis, ListAnswer, ListInput},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::in_scope;
use crate::intake::{
    file::{File, StagedRow, State},
    judge::Verdict,
    pack::{Field, ListKind},
    reading::{Paid, Remark},
    table, totals, understand,
};

/// Rows of a file, of one verdict or all.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Rows {
    #[serde(flatten)]
    pub page: ListInput,
    pub file: String,
    pub verdict: Option<Verdict>,
}

/// A row as it is shown: numbers masked, names whole only for whoever reviews.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RowView {
    pub seq: i64,
    pub sheet: String,
    pub row: i64,
    pub cells: BTreeMap<String, String>,
    pub verdict: Verdict,
    pub remarks: Vec<Remark>,
    pub person: Option<String>,
    pub taken: bool,
    pub struck: bool,
    pub hidden: bool,
}

/// Opens a row for showing.
pub(crate) fn view(cx: &Cx, file: &File, row: &StagedRow) -> Result<RowView> {
    let line = understand::line(cx, row)?;
    let whole = cx.actor.may("intake.review");
    let plan = file.sheets.get(line.sheet as usize);
    let mut cells = BTreeMap::new();
    for (column, field) in plan.map(|it| &it.header.mapping.0).into_iter().flatten() {
        let Some(text) = line.cells.get(column).filter(|it| !it.is_empty()) else { continue };
        let shown = match field {
            field if field.is_sealed() => masked(*field, text),
            Field::Name | Field::FormerName | Field::PayeeName if !whole => name::masked(text),
            _ => text.clone(),
        };
        cells.insert(field.as_str(), shown);
    }
    let remarks: Vec<Remark> = serde_json::from_str(&row.remarks).unwrap_or_default();
    Ok(RowView {
        seq: row.seq,
        sheet: plan.map(|it| it.name.clone()).unwrap_or_default(),
        row: row.row_number,
        cells,
        verdict: row.verdict,
        remarks,
        person: row.person.clone(),
        taken: row.committed_at.is_some(),
        struck: line.marks.struck,
        hidden: line.marks.hidden,
    })
}

/// A number's first six digits; of accounts and phones the first four and three.
fn masked(field: Field, text: &str) -> String {
    let kept = match field {
        Field::Number => return resident::mask(&base::ResidentNumber::read(text).head()),
        Field::Account => 4,
        _ => 3,
    };
    let head: String = text.chars().filter(char::is_ascii_digit).take(kept).collect();
    let stars = text.chars().count().saturating_sub(kept);
    format!("{head}{}", "*".repeat(stars))
}

impl Question for Rows {
    const NAME: &'static str = "intake.rows";
    const RIGHT: &'static str = "intake.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<RowView>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<RowView>> {
        let file = in_scope(cx, scope, &self.file)?;
        let county = cx.actor.county.clone();
        let verdict = self.verdict.map_or("", Verdict::as_str);
        let rows: Vec<StagedRow> = cx.all(
            "SELECT seq, sheet, row_number, line, fingerprint, number_index, verdict, remarks, person,
                committed_at
             FROM intake_row WHERE county = $1 AND file = $2 AND ($3 = '' OR verdict = $3)
             ORDER BY seq LIMIT $4 OFFSET $5",
            &[
                (&county).into(),
                (&file.id).into(),
                verdict.into(),
                self.page.limit().into(),
                self.page.offset().into(),
            ],
        )?;
        let total: (i64,) = cx.get(
            "row",
            "SELECT CAST(COUNT(*) AS BIGINT) FROM intake_row
             WHERE county = $1 AND file = $2 AND ($3 = '' OR verdict = $3)",
            &[(&county).into(), (&file.id).into(), verdict.into()],
        )?;
        let views: Vec<RowView> = rows.iter().map(|it| view(cx, &file, it)).collect::<Result<_>>()?;
        Ok(ListAnswer::new(&self.page, total.0, views).counted(Basis::Records, file.as_of))
    }
}

/// A row of a money list whose person is known.
#[derive(Clone, Debug)]
pub struct PaidRow {
    pub seq: i64,
    pub person: String,
    pub paid: Paid,
}

/// Rows of a money list: those that are taken, and what the others say, which found no person.
#[derive(Debug, Default)]
pub struct PaidRows {
    pub found: Vec<PaidRow>,
    pub left: Vec<Paid>,
    /// The last row read; nothing when there were no more.
    pub last: Option<i64>,
}

/// The next rows of a list of payees or of a paid roll, for the rooms that keep them.
pub fn paid_rows(cx: &mut Cx, file: &str, after: i64, limit: i64) -> Result<PaidRows> {
    let file = table::file(cx, file)?;
    let rows = table::rows_after(cx, &file.id, after, limit)?;
    let mut read = PaidRows { last: rows.last().map(|it| it.seq), ..PaidRows::default() };
    let judged = understand::rows(cx, &file, &rows)?;
    for (row, it) in rows.into_iter().zip(judged) {
        match (row.committed_at, row.person, it.reading.paid) {
            (Some(_), Some(person), Some(paid)) => {
                read.found.push(PaidRow { seq: row.seq, person, paid });
            }
            (_, _, paid) => read.left.push(paid.unwrap_or_default()),
        }
    }
    Ok(read)
}

/// What the rows of a list of money come to in all, as the check read them. A list whose own total
/// says otherwise is held, until a person says knowingly what the rows come to.
pub fn agreed_total(cx: &mut Cx, file: &str, said: Option<Money>) -> Result<Money> {
    let file = table::file(cx, file)?;
    let rows: Money = file.sheets.iter().map(|it| it.sum).sum();
    let fault = match (said, totals::differs(&file.sheets)) {
        (Some(said), _) if said != rows => Fault::new("paid_total", "intake-total-said")
            .arg("said", said.grouped())
            .arg("rows", rows.grouped()),
        (None, Some(it)) => Fault::new("paid_total", "intake-total-differs")
            .arg("sheet", it.sheet)
            .arg("said", it.said.grouped())
            .arg("rows", it.rows.grouped())
            .arg("all", rows.grouped()),
        _ => return Ok(rows),
    };
    Err(fault.into())
}

/// A file that is taken in whole, and of one of these kinds of list.
pub fn must_be(cx: &mut Cx, file: &str, lists: &[ListKind]) -> Result<()> {
    let file = table::file(cx, file)?;
    if !lists.contains(&file.list) {
        return Err(Error::invalid("file", "intake-another-list"));
    }
    if file.state != State::Done {
        return Err(Error::conflict("intake-not-taken-yet"));
    }
    Ok(())
}
