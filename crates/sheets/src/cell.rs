//! A workbook as it was read.

use std::collections::{BTreeMap, BTreeSet};

use crate::colour::Colour;

/// What the bytes were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Xls,
    /// Read by calamine: values without colours, strike-through, hidden rows.
    ValuesOnly,
    Utf8,
    Utf16,
    Gb18030,
}

#[derive(Clone, Debug)]
pub struct Workbook {
    /// The file's name as it came; faults begin with it.
    pub name: String,
    pub format: Format,
    pub sheets: Vec<Sheet>,
}

#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub name: String,
    /// Hidden by the sender, in either of the two ways Excel has.
    pub hidden: bool,
    /// A filter was on when it was saved: hidden rows may be filtered rows.
    pub filtered: bool,
    /// Rows that hold something, in order; empty ones are left out.
    pub rows: Vec<Row>,
    pub hidden_columns: BTreeSet<u32>,
    pub merged: Vec<Area>,
    /// Remarks hung on cells, by row number and column.
    pub remarks: BTreeMap<(u32, u32), String>,
}

#[derive(Clone, Debug, Default)]
pub struct Row {
    /// As the left margin shows it, from 1.
    pub number: u32,
    /// Hidden by hand or by a filter ([`Sheet::filtered`] tells which it may be).
    pub hidden: bool,
    /// Cells that hold something, by ascending column.
    pub cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Empty,
    Text,
    Number,
    /// The text is `1940-03-05`, with ` 14:05:00` after it when the time is not midnight.
    Date,
    Bool,
    /// The text is the error: `#N/A`.
    Error,
}

#[derive(Clone, Debug)]
pub struct Cell {
    /// From 0.
    pub column: u32,
    pub kind: Kind,
    /// A line runs through all of the text.
    pub struck: bool,
    /// A whole number with more than 15 digits, stored as a float: from the 16th on they are gone.
    pub lost_digits: bool,
    pub font: Option<Colour>,
    pub fill: Option<Colour>,
    /// As shown where the number format is one we know, else the shortest text of the number.
    pub text: Box<str>,
}

impl Cell {
    pub fn text(column: u32, text: impl Into<Box<str>>) -> Cell {
        Cell {
            column,
            kind: Kind::Text,
            struck: false,
            lost_digits: false,
            font: None,
            fill: None,
            text: text.into(),
        }
    }
}

/// A rectangle of cells: row numbers from 1, columns from 0, all inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}

impl Row {
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |it| it.column).ok()?;
        self.cells.get(at)
    }

    /// The text in a column, trimmed; empty when there is none.
    pub fn text(&self, column: u32) -> &str {
        self.cell(column).map_or("", |it| it.text.trim())
    }
}

impl Sheet {
    /// The merged range that a cell lies in.
    pub fn merged_at(&self, row: u32, column: u32) -> Option<&Area> {
        self.merged.iter().find(|it| {
            (it.first_row..=it.last_row).contains(&row)
                && (it.first_column..=it.last_column).contains(&column)
        })
    }

    pub fn row(&self, number: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&number, |it| it.number).ok()?;
        self.rows.get(at)
    }

    /// One more than the last column that holds something.
    pub fn width(&self) -> u32 {
        self.rows.iter().filter_map(|it| it.cells.last()).map(|it| it.column + 1).max().unwrap_or(0)
    }
}

/// `0` is `A`, `27` is `AB`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
        if rest == 0 {
            break;
        }
        rest -= 1;
    }
    letters.iter().rev().map(|it| char::from(*it)).collect()
}

/// Column and row number of `AB12`; nothing when the reference is none.
pub(crate) fn cell_reference(reference: &str) -> Option<(u32, u32)> {
    let digits_at = reference.find(|it: char| it.is_ascii_digit())?;
    let (letters, digits) = reference.split_at(digits_at);
    let mut column = 0_u32;
    for letter in letters.bytes().filter(|it| *it != b'$') {
        if !letter.is_ascii_alphabetic() {
            return None;
        }
        let value = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(value)?;
    }
    let row = digits.parse().ok().filter(|it| 0 < *it)?;
    Some((column.checked_sub(1)?, row))
}

/// The rectangle of `A1:C3` or `B2`.
pub(crate) fn area_reference(reference: &str) -> Option<Area> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let (first_column, first_row) = cell_reference(first)?;
    let (last_column, last_row) = cell_reference(last)?;
    (first_row <= last_row && first_column <= last_column).then_some(Area {
        first_row,
        last_row,
        first_column,
        last_column,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_spelled_as_excel_does() {
        for (column, letters) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(column_letters(column), letters);
            assert_eq!(cell_reference(&format!("{letters}7")), Some((column, 7)));
        }
        for wrong in ["", "A", "7", "A0", "é1", "AAAAAAAAAAAAAAA1"] {
            assert_eq!(cell_reference(wrong), None, "{wrong}");
        }
    }
}
