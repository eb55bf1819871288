//! What only calamine reads: `.xlsb`, `.ods` and Excel 95. Values alone, and the format says so.

use std::{
    collections::BTreeSet,
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use base::Result;
use calamine::{Data, Reader, SheetVisible};

use crate::{
    Cell, Format, Kind, Row, Sheet, Workbook,
    limits::{Budget, SHEETS_MAX, cut, fault, too_much},
    shown::{self, Shape},
};

pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Workbook> {
    // A malformed file must not take the caller down with a library's panic.
    catch_unwind(AssertUnwindSafe(|| values(name, bytes)))
        .unwrap_or_else(|_| Err(fault(name, "sheets-damaged")))
}

fn values(name: &str, bytes: &[u8]) -> Result<Workbook> {
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| {
        let password = error.to_string().to_lowercase().contains("password");
        fault(name, if password { "sheets-password" } else { "sheets-damaged" })
    })?;
    let listed = book.sheets_metadata().to_vec();
    if SHEETS_MAX < listed.len() {
        return Err(too_much(name, "sheets-too-many-sheets", SHEETS_MAX));
    }
    let mut budget = Budget::new(name);
    let mut sheets = Vec::new();
    for meta in listed {
        let Ok(range) = book.worksheet_range(&meta.name) else {
            continue;
        };
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut rows = Vec::new();
        for (at, values) in range.rows().enumerate() {
            let mut cells = Vec::new();
            for (column, value) in values.iter().enumerate() {
                let column = left + column as u32;
                let Some(cell) = cell(column, value) else {
                    continue;
                };
                budget.cell(column)?;
                cells.push(cell);
            }
            if !cells.is_empty() {
                budget.row()?;
                rows.push(Row { number: top + at as u32 + 1, hidden: false, cells });
            }
        }
        sheets.push(Sheet {
            name: meta.name,
            hidden: meta.visible != SheetVisible::Visible,
            rows,
            hidden_columns: BTreeSet::new(),
            ..Sheet::default()
        });
    }
    Ok(Workbook { name: name.to_owned(), format: Format::ValuesOnly, sheets })
}

fn cell(column: u32, value: &Data) -> Option<Cell> {
    let plain = |kind, text: String| Some(Cell { kind, ..Cell::text(column, cut(&text)) });
    let number = |value: f64, shape| {
        let shown = shown::number(value, shape, false);
        Some(Cell { kind: shown.kind, lost_digits: shown.lost_digits, ..Cell::text(column, shown.text) })
    };
    match value {
        Data::Empty => None,
        Data::String(text) if text.is_empty() => None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            plain(Kind::Text, text.clone())
        }
        Data::Int(value) => number(*value as f64, Shape::General),
        Data::Float(value) => number(*value, Shape::General),
        Data::DateTime(value) => number(value.as_f64(), Shape::Date { day: true, clock: true }),
        Data::Bool(value) => plain(Kind::Bool, if *value { "TRUE" } else { "FALSE" }.to_owned()),
        Data::Error(error) => plain(Kind::Error, error.to_string()),
    }
}
