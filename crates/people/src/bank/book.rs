//! The bank's file as a workbook: every cell text, the same rows the same bytes.

use base::{Error, Result};
use sheets::write::{Book, Look};

pub(super) fn write(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>> {
    let mut book = Book::new();
    let mut page = book.sheet(name)?;
    let look = Look::default();
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            page.text(row as u32, column as u32, cell, &look)?;
        }
    }
    book.bytes()
}

/// The rows of the first sheet, as shown.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let book = sheets::read("reply.xlsx", bytes)?;
    let sheet = book.sheets.first().ok_or_else(|| Error::invalid("file", "bank-reply-empty"))?;
    let width = sheet.width();
    Ok(sheet.rows.iter().map(|row| (0..width).map(|column| row.text(column).to_owned()).collect()).collect())
}
