//! Questions about workbooks that were handed in: what is planned, row by row.

use std::collections::BTreeMap;

use base::{Instant, Result};
use platform::{Cx, Purpose, Question, Scope, listing::ListInput};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    judge::{Told, Verdict},
    pass,
    spot::{CellAt, Spots},
    table::{self, Kept, Sheet},
};
use crate::{
    books::{Ready, ask::Words},
    cases::{access, case::Case, refusal::Reason, table::by_ids, value},
};

/// Workbooks of one list.
const SHEETS_MAX: i64 = 50;

/// The reader's own workbooks of a book, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sheets {
    pub book: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SheetLine {
    pub sheet: String,
    pub book: String,
    pub name: String,
    /// `planning`, `planned`, `taking`, `done`
    pub state: String,
    pub rows_total: i64,
    pub rows_done: i64,
    pub job: Option<String>,
    pub made_at: Instant,
    pub ended_at: Option<Instant>,
    pub revision: i64,
    /// Headings that no field of the book has, or none that the reader sees: not read.
    pub strange: Vec<String>,
}

impl SheetLine {
    fn of(it: Sheet) -> SheetLine {
        SheetLine {
            sheet: it.id,
            book: it.book,
            name: it.name,
            state: it.state.as_str().to_owned(),
            rows_total: it.rows_total,
            rows_done: it.rows_done,
            job: it.job,
            made_at: it.made_at,
            ended_at: it.ended_at,
            revision: it.revision,
            strange: it.strange,
        }
    }
}

impl Question for Sheets {
    const NAME: &'static str = "cases.sheets";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<SheetLine>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Vec<SheetLine>> {
        let ready = access::book(cx, &self.book)?;
        Ok(table::of_book(cx, &ready.id, SHEETS_MAX)?.into_iter().map(SheetLine::of).collect())
    }
}

/// One workbook with its plan, the rows of one verdict at a time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneSheet {
    pub sheet: String,
    /// `new`, `changed`, `same`, `conflict`, `wrong`; the first that has rows when nothing is said.
    #[serde(default)]
    pub verdict: Option<Verdict>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SheetShown {
    #[serde(flatten)]
    pub line: SheetLine,
    pub book_name: Words,
    /// How many rows there are of each verdict.
    pub counts: BTreeMap<String, i64>,
    /// Whose rows these are.
    pub verdict: Verdict,
    pub rows: Vec<RowShown>,
    pub page: i64,
    pub per_page: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RowShown {
    /// The row as the sheet's margin shows it.
    pub row: i64,
    pub case: Option<String>,
    /// What names the case, where the reader sees it.
    pub number: String,
    pub title: String,
    pub taken: bool,
    pub reasons: Vec<Reason>,
    /// Beside each reason the field it is about, where it is about one.
    pub fields: Vec<Option<Words>>,
    /// Beside each reason the cell of the workbook, where it is about one.
    pub cells: Vec<Option<CellAt>>,
    pub changes: Vec<ChangeTold>,
    pub conflicts: Vec<ConflictTold>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeTold {
    pub id: String,
    pub field: Words,
    pub was: Words,
    pub is: Words,
}

/// A field that somebody else changed since the sheet was handed out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConflictTold {
    pub id: String,
    pub field: Words,
    /// When the sheet was handed out.
    pub was: Words,
    /// What the sheet says.
    pub yours: Words,
    pub now: Words,
    /// The cell of the workbook.
    pub cell: Option<CellAt>,
}

impl Question for OneSheet {
    const NAME: &'static str = "cases.sheet";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = SheetShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<SheetShown> {
        let sheet = table::get(cx, &self.sheet)?;
        let ready = access::book(cx, &sheet.book)?;
        let counts = counts(cx, &sheet.id)?;
        let order = [Verdict::Conflict, Verdict::Wrong, Verdict::Changed, Verdict::New, Verdict::Same];
        let has = |it: &Verdict| counts.get(it.as_str()).is_some_and(|count| 0 < *count);
        let verdict = self.verdict.or_else(|| order.into_iter().find(has)).unwrap_or_default();
        let page = (self.list.offset(), self.list.limit());
        let rows = table::rows_of(cx, &sheet.id, verdict, page)?;
        let ids: Vec<&str> = rows.iter().filter_map(|it| it.case.as_deref()).collect();
        let scope = access::scope(cx, &ready);
        let mut cases = by_ids(cx, &ids)?;
        cases.retain(|it| scope.covers(&it.area));
        Ok(SheetShown {
            book_name: Words::of(&ready.book),
            counts,
            verdict,
            page: self.list.page(),
            per_page: self.list.limit(),
            rows: rows
                .into_iter()
                .map(|it| shown(cx, &ready, it, (&sheet.spots, &cases)))
                .collect::<Result<_>>()?,
            line: SheetLine::of(sheet),
        })
    }
}

/// How many rows there are of each verdict.
pub(super) fn counts(cx: &mut Cx, sheet: &str) -> Result<BTreeMap<String, i64>> {
    let mut counts: BTreeMap<String, i64> =
        Verdict::ALL.iter().skip(1).map(|it| (it.1.to_owned(), 0)).collect();
    counts.extend(table::counts(cx, sheet)?);
    Ok(counts)
}

fn shown(cx: &Cx, ready: &Ready, row: Kept, (spots, cases): (&Spots, &[Case])) -> Result<RowShown> {
    let role = &cx.actor.role;
    let told: Told = serde_json::from_str(&row.told).unwrap_or_default();
    let field = |id: &str| ready.book.field.get(id).filter(|it| ready.book.may_see_field(it, role));
    let words = |id: &str, value: &Value| {
        let text = |language| {
            field(id).map_or_else(String::new, |it| value::shown(it, ready.choices(id), value, language))
        };
        Words { zh: text("zh"), en: text("en") }
    };
    // Only a row about which something is to be told says where its tables' rows stood.
    let wrong = !told.reasons.is_empty();
    let rows = if wrong { pass::line(cx, &row)?.table_rows } else { BTreeMap::new() };
    let at = |path: &str| spots.at(path, u32::try_from(row.row).ok()?, &rows);
    let changes = told.changes.iter().filter_map(|(id, (was, is))| {
        let name = Words::of(field(id)?);
        Some(ChangeTold { id: id.clone(), field: name, was: words(id, was), is: words(id, is) })
    });
    let conflicts = told.conflicts.iter().filter_map(|(id, (was, yours, now))| {
        let name = Words::of(field(id)?);
        let (was, yours, now) = (words(id, was), words(id, yours), words(id, now));
        let cell = at(&format!("values.{id}"));
        Some(ConflictTold { id: id.clone(), field: name, was, yours, now, cell })
    });
    let case = cases.iter().find(|it| row.case.as_ref() == Some(&it.id));
    Ok(RowShown {
        number: case.map_or_else(String::new, |it| it.number.clone()),
        title: case.map_or_else(String::new, |it| it.title.clone()),
        row: row.row,
        taken: row.taken_at.is_some(),
        changes: changes.collect(),
        conflicts: conflicts.collect(),
        fields: told.reasons.iter().map(|it| Some(Words::of(field(it.field()?)?))).collect(),
        cells: told.reasons.iter().map(|it| at(&it.path)).collect(),
        reasons: told.reasons.clone(),
        case: row.case,
    })
}
