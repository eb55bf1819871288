//! Where in a workbook a value stands: as it was handed in, and in the one that goes back. Pure.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    column::Column,
    page::{HEAD_ROWS, Layout},
};

/// A cell as its workbook shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CellAt {
    pub sheet: String,
    pub row: i64,
    /// The letters above it.
    pub column: String,
    /// `D3`
    pub address: String,
}

impl CellAt {
    fn new(sheet: &str, row: u32, column: u32) -> CellAt {
        let column = sheets::column_letters(column);
        CellAt { sheet: sheet.to_owned(), row: i64::from(row), address: format!("{column}{row}"), column }
    }
}

/// What a fault is about: a column of the sheet of cases, or a cell of a table's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum About<'p> {
    Column(Column),
    Cell { table: &'p str, row: usize, column: &'p str },
}

/// What a path names: `values.grade`, `values.rooms[2].beds`, `subject`.
pub(super) fn about(path: &str) -> Option<About<'_>> {
    let Some(rest) = path.strip_prefix("values.") else { return Column::parse(path).map(About::Column) };
    let Some((table, rest)) = rest.split_once('[') else {
        let id = rest.split('.').next()?;
        return (!id.is_empty()).then(|| About::Column(Column::Field(id.to_owned())));
    };
    let (row, rest) = rest.split_once(']')?;
    Some(About::Cell { table, row: row.parse().ok()?, column: rest.trim_start_matches('.') })
}

/// The columns of a workbook that was handed in, by the ids of [`Column`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Spots {
    pub(super) sheet: String,
    pub(super) columns: BTreeMap<String, u32>,
    /// By table field.
    #[serde(default)]
    pub(super) tables: BTreeMap<String, TableSpots>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct TableSpots {
    pub(super) sheet: String,
    pub(super) columns: BTreeMap<String, u32>,
}

impl Spots {
    /// The cell of a path in the row of a case; `rows` are the rows of its tables.
    pub(super) fn at(&self, path: &str, row: u32, rows: &BTreeMap<String, Vec<u32>>) -> Option<CellAt> {
        match about(path)? {
            About::Column(column) => Some(CellAt::new(&self.sheet, row, *self.columns.get(&column.id())?)),
            About::Cell { table, row, column } => {
                let (spots, row) = (self.tables.get(table)?, rows.get(table)?.get(row)?);
                // A row as a whole is told at its number.
                let column = spots.columns.get(column).copied().unwrap_or(0);
                Some(CellAt::new(&spots.sheet, *row, column))
            }
        }
    }
}

/// A cell that is marked in a workbook that goes back: of the sheet of cases, or of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Case(usize),
    /// Table, row of the case, column.
    Table(usize, usize, usize),
}

/// What is to be marked for a path.
pub(super) fn mark(layout: &Layout, path: &str) -> Option<Mark> {
    match about(path)? {
        About::Column(column) => layout.columns.iter().position(|it| *it == column).map(Mark::Case),
        About::Cell { table, row, column } => {
            let at = layout.tables.iter().position(|it| it.0 == table)?;
            let column = layout.tables[at].1.columns.get_index_of(column).map_or(0, |it| it + 1);
            Some(Mark::Table(at, row, column))
        }
    }
}

/// The address of a mark, of the case that stands `place`th, below so many rows of each table.
pub(super) fn address(layout: &Layout, mark: Mark, place: usize, above: &[usize]) -> String {
    let first = HEAD_ROWS as usize + 1;
    let cell = |row: usize, column: usize| format!("{}{row}", sheets::column_letters(column as u32));
    match mark {
        Mark::Case(column) => cell(place + first, column),
        Mark::Table(table, row, column) => {
            let sheet = layout.table_name(table);
            format!("{sheet}!{}", cell(above.get(table).unwrap_or(&0) + row + first, column))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_its_cell() {
        let columns = |all: &[(&str, u32)]| all.iter().map(|it| (it.0.to_owned(), it.1)).collect();
        let rooms = TableSpots { sheet: "房间".into(), columns: columns(&[("beds", 2)]) };
        let spots = Spots {
            sheet: "隐患".into(),
            columns: columns(&[("field.grade", 27), ("subject", 6)]),
            tables: [("rooms".to_owned(), rooms)].into(),
        };
        let rows = [("rooms".to_owned(), vec![3, 9])].into();
        for (path, want) in [
            ("values.grade", Some("隐患!AB3")),
            ("values.grade.lat", Some("隐患!AB3")),
            ("subject", Some("隐患!G3")),
            ("values.rooms[1].beds", Some("房间!C9")),
            ("values.rooms[1]", Some("房间!A9")),
            ("values.rooms[2].beds", None),
            ("values.spot", None),
            ("note", None),
            ("", None),
        ] {
            let found = spots.at(path, 3, &rows).map(|it| format!("{}!{}", it.sheet, it.address));
            assert_eq!(found.as_deref(), want, "{path}");
        }
    }
}
