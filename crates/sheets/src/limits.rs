//! How much is read of a file, and how a fault says where it is.
//!
//! A roster of the largest town has some 20,000 rows and 40 columns; the limits leave a wide margin
//! over that and keep a hostile file from taking the machine's memory.

use base::{Error, Fault};

use crate::cell::column_letters;

/// Bytes of one file.
pub const FILE_BYTES_MAX: usize = 64 << 20;
/// Bytes of one part of a zip when unpacked; a sheet of 200,000 rows has about 150 MB.
pub const PART_BYTES_MAX: u64 = 256 << 20;
/// Times a part may grow when unpacked. Sheets grow 10 to 40 times, bombs a thousand.
pub const PART_GROWTH_MAX: u64 = 250;
/// Parts smaller than this are not measured for growth.
pub const PART_GROWTH_FROM: u64 = 4 << 20;
/// Parts in a zip.
pub const PARTS_MAX: usize = 4_000;
pub const SHEETS_MAX: usize = 200;
/// Rows that hold something, in all sheets together.
pub const ROWS_MAX: usize = 300_000;
/// Columns; what lies farther right must be empty.
pub const COLUMNS_MAX: u32 = 400;
/// Cells that hold something, in all sheets together.
pub const CELLS_MAX: usize = 6_000_000;
/// Characters of one cell, as in Excel.
pub const CELL_CHARS_MAX: usize = 32_767;
/// Strings in the shared table.
pub const STRINGS_MAX: usize = 3_000_000;
/// Merged ranges in one sheet.
pub const MERGED_MAX: usize = 20_000;

/// Where in a file a fault lies: `名册.xlsx › 泸沽镇 › C12`.
pub fn place(file: &str, sheet: &str, row: u32, column: Option<u32>) -> String {
    match column {
        Some(column) => format!("{file} › {sheet} › {}{row}", column_letters(column)),
        None if sheet.is_empty() => file.to_owned(),
        None if row == 0 => format!("{file} › {sheet}"),
        None => format!("{file} › {sheet} › {row}"),
    }
}

/// A fault of the whole file.
pub(crate) fn fault(file: &str, key: &'static str) -> Error {
    Fault::new(file.to_owned(), key).arg("file", file).into()
}

/// A fault of a file that names what was too much and how much is allowed.
pub(crate) fn too_much(file: &str, key: &'static str, most: impl std::fmt::Display) -> Error {
    Fault::new(file.to_owned(), key).arg("file", file).arg("most", most).into()
}

/// What may still be read; one for a file.
#[derive(Debug)]
pub(crate) struct Budget<'f> {
    pub(crate) file: &'f str,
    rows: usize,
    cells: usize,
}

impl<'f> Budget<'f> {
    pub(crate) fn new(file: &'f str) -> Budget<'f> {
        Budget { file, rows: ROWS_MAX, cells: CELLS_MAX }
    }

    pub(crate) fn row(&mut self) -> base::Result<()> {
        self.rows =
            self.rows.checked_sub(1).ok_or_else(|| too_much(self.file, "sheets-too-many-rows", ROWS_MAX))?;
        Ok(())
    }

    pub(crate) fn cell(&mut self, column: u32) -> base::Result<()> {
        if COLUMNS_MAX <= column {
            return Err(too_much(self.file, "sheets-too-many-columns", COLUMNS_MAX));
        }
        let left = self.cells.checked_sub(1);
        self.cells = left.ok_or_else(|| too_much(self.file, "sheets-too-many-cells", CELLS_MAX))?;
        Ok(())
    }
}

/// Cuts a text at the longest a cell may hold.
pub(crate) fn cut(text: &str) -> &str {
    if text.len() <= CELL_CHARS_MAX {
        return text;
    }
    text.char_indices().nth(CELL_CHARS_MAX).map_or(text, |(at, _)| &text[..at])
}
