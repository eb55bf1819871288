//! The rows of a workbook that was handed in, cell by cell, before anything is looked up. Pure.

use std::collections::{BTreeMap, BTreeSet};

use base::{Error, Fault, Result};
use serde::{Deserialize, Serialize};
use sheets::{Row, Sheet, Workbook};

use super::{
    ROWS_MAX,
    column::{self, Column},
    spot::{Spots, TableSpots},
};
use crate::books::Ready;

/// How far down the hidden row of ids, or a row of headings, is looked for.
const HEAD_ROWS: usize = 10;
/// Headings that must be known where the hidden row is gone.
const NAMES_MIN: usize = 2;

/// Strange headings that are told, and how much of each.
const STRANGE_MAX: usize = 50;
const STRANGE_CHARS_MAX: usize = 60;

/// The rows of a table field by column.
pub(super) type Rows = Vec<BTreeMap<String, String>>;

/// One row of the sheet of cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    /// The row as the left margin shows it.
    pub(super) row: u32,
    pub(super) case: String,
    pub(super) revision: String,
    pub(super) book: String,
    pub(super) edition: String,
    pub(super) number: String,
    pub(super) subject: String,
    pub(super) area: String,
    /// Nothing where the column is gone.
    pub(super) state: Option<String>,
    /// By field, an empty text for an empty cell; fields without a column are not here.
    pub(super) cells: BTreeMap<String, String>,
    /// Fields whose digits Excel has rounded away.
    #[serde(default)]
    pub(super) lost: BTreeSet<String>,
    /// By table field; fields without a sheet are not here.
    #[serde(default)]
    pub(super) tables: BTreeMap<String, Rows>,
    /// The rows of those as the margin of their sheet shows them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) table_rows: BTreeMap<String, Vec<u32>>,
    /// Rows of tables that belong to no row of this sheet stand alone: the name of their sheet.
    #[serde(default)]
    pub(super) stray: Option<String>,
}

impl Line {
    /// What makes two new rows the same: everything they say, and not where they stand.
    pub(super) fn says(&self) -> String {
        let it = Line { row: 0, number: String::new(), table_rows: BTreeMap::new(), ..self.clone() };
        serde_json::to_string(&it).unwrap_or_default()
    }
}

/// What a workbook says.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    /// Headings that no field of the role has; what stands below them is not read.
    pub(super) strange: Vec<String>,
    /// Where its columns stand.
    pub(super) spots: Spots,
}

/// Reads the rows of a workbook.
pub(super) fn read(file: &str, workbook: &Workbook, ready: &Ready, role: &str) -> Result<Lines> {
    let mut found = None;
    let mut tables = Vec::new();
    for sheet in &workbook.sheets {
        if let Some((at, field)) = table_head(sheet, ready) {
            tables.push((sheet, at, field));
        } else if found.is_none() {
            found = head(sheet, ready, role).map(|it| (sheet, it));
        }
    }
    let Some((sheet, Head { from, columns, strange })) = found else {
        let known: Vec<&str> = ready.book.field.values().take(4).map(|it| it.zh.as_str()).collect();
        let fault = Fault::new("content", "cases-sheet-no-headings").arg("file", file);
        return Err(fault.arg("known", known.join("、")).into());
    };
    let mut lines: Vec<Line> =
        sheet.rows.iter().skip(from).map(|row| line(row, &columns)).filter(Line::says_something).collect();
    let ids = columns.iter().map(|(at, column)| (column.id(), *at)).collect();
    let mut spots = Spots { sheet: sheet.name.clone(), columns: ids, tables: BTreeMap::new() };
    for (sheet, at, field) in tables {
        let columns = add_table(&mut lines, sheet, at, &field);
        spots.tables.insert(field, TableSpots { sheet: sheet.name.clone(), columns });
    }
    if lines.is_empty() {
        return Err(Fault::new("content", "cases-sheet-no-rows").arg("file", file).into());
    }
    if ROWS_MAX < lines.len() {
        let fault = Fault::new("content", "cases-sheet-too-many-rows").arg("file", file);
        return Err(Error::Invalid(vec![fault.arg("most", ROWS_MAX)]));
    }
    Ok(Lines { lines, strange, spots })
}

impl Line {
    fn says_something(&self) -> bool {
        !self.case.is_empty() || self.cells.values().any(|it| !it.is_empty())
    }
}

type Columns = Vec<(u32, Column)>;

/// Where the rows begin, which column is which, and the headings that are none of the book's.
struct Head {
    from: usize,
    columns: Columns,
    strange: Vec<String>,
}

fn head(sheet: &Sheet, ready: &Ready, role: &str) -> Option<Head> {
    let by = |row: &Row, known: &dyn Fn(&str) -> Option<Column>| -> Columns {
        row.cells.iter().filter_map(|it| Some((it.column, known(it.text.trim())?))).collect()
    };
    let named = |heading: &str| column::by_name(ready, role, heading);
    for (at, row) in sheet.rows.iter().enumerate().take(HEAD_ROWS) {
        let columns = by(row, &Column::parse);
        if columns.iter().any(|it| it.1 == Column::Case) {
            // The headings for people stand below, unless somebody took them away.
            let headings = sheet.rows.get(at + 1).filter(|it| !by(it, &named).is_empty());
            let strange = strange(ready, role, headings.unwrap_or(row), &columns);
            return Some(Head { from: at + 1 + usize::from(headings.is_some()), columns, strange });
        }
    }
    for (at, row) in sheet.rows.iter().enumerate().take(HEAD_ROWS) {
        let columns = by(row, &named);
        let few = ready.book.field.len().min(NAMES_MIN);
        if few <= columns.len() {
            let strange = strange(ready, role, row, &columns);
            return Some(Head { from: at + 1, columns, strange });
        }
    }
    None
}

/// Headings of columns that are none of the book's, or not the role's.
fn strange(ready: &Ready, role: &str, headings: &Row, columns: &Columns) -> Vec<String> {
    let sees =
        |id: &String| ready.book.field.get(id).is_some_and(|field| ready.book.may_see_field(field, role));
    let known = |at: u32| {
        columns.iter().any(|(place, column)| match column {
            Column::Field(id) => *place == at && sees(id),
            _ => *place == at,
        })
    };
    let others = headings.cells.iter().filter(|it| !it.text.trim().is_empty() && !known(it.column));
    others.take(STRANGE_MAX).map(|it| it.text.trim().chars().take(STRANGE_CHARS_MAX).collect()).collect()
}

fn line(row: &Row, columns: &Columns) -> Line {
    let mut line = Line { row: row.number, ..Line::default() };
    for (at, column) in columns {
        let cell = row.cell(*at);
        let text = cell.map_or("", |it| it.text.trim()).to_owned();
        match column {
            Column::Case => line.case = text,
            Column::Revision => line.revision = text,
            Column::Book => line.book = text,
            Column::Edition => line.edition = text,
            Column::Number => line.number = text,
            Column::Subject => line.subject = text,
            Column::Area => line.area = text,
            Column::State => line.state = Some(text),
            Column::Due | Column::Reason => (),
            Column::Field(id) => {
                if cell.is_some_and(|it| it.lost_digits) {
                    line.lost.insert(id.clone());
                }
                line.cells.insert(id.clone(), text);
            }
        }
    }
    line
}

/// A sheet of the rows of a table: which row has the ids, and the field.
fn table_head(sheet: &Sheet, ready: &Ready) -> Option<(usize, String)> {
    let rows = sheet.rows.iter().enumerate().take(HEAD_ROWS);
    rows.filter_map(|(at, row)| Some((at, column::table_of(row.text(0))?)))
        .find(|it| ready.book.field.contains_key(it.1))
        .map(|(at, field)| (at, field.to_owned()))
}

/// Gives the rows of a table to the cases whose numbers they bear; answers where its columns stand.
fn add_table(lines: &mut Vec<Line>, sheet: &Sheet, at: usize, field: &str) -> BTreeMap<String, u32> {
    let ids: Vec<(u32, &str)> =
        sheet.rows[at].cells.iter().skip(1).map(|it| (it.column, it.text.trim())).collect();
    let mut by_number: BTreeMap<String, usize> = BTreeMap::new();
    for (place, line) in lines.iter_mut().enumerate() {
        if !line.case.is_empty() || !line.number.is_empty() {
            line.tables.insert(field.to_owned(), Rows::new());
            by_number.insert(line.number.clone(), place);
        }
    }
    for row in sheet.rows.iter().skip(at + 2) {
        let cells: BTreeMap<String, String> = ids
            .iter()
            .map(|(column, id)| ((*id).to_owned(), row.text(*column).to_owned()))
            .filter(|it| !it.1.is_empty())
            .collect();
        let number = row.text(0);
        if cells.is_empty() {
            continue;
        }
        match by_number.get(number).map(|it| &mut lines[*it]) {
            Some(line) => {
                line.tables.entry(field.to_owned()).or_default().push(cells);
                line.table_rows.entry(field.to_owned()).or_default().push(row.number);
            }
            None => lines.push(Line {
                row: row.number,
                number: number.to_owned(),
                stray: Some(sheet.name.clone()),
                ..Line::default()
            }),
        }
    }
    ids.into_iter().map(|(column, id)| (id.to_owned(), column)).collect()
}
