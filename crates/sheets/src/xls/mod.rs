//! BIFF8: `.xls` of Excel 97 to 2003, and WPS `.et`, which is the same inside.
//!
//! | file         | what                                                              |
//! |--------------|-------------------------------------------------------------------|
//! | `records.rs` | the stream as records; numbers and strings out of them            |
//! | `globals.rs` | sheets, shared strings, fonts, fills, number formats, palette     |
//! | `sheet.rs`   | rows, cells, merged ranges, hidden rows and columns, remarks      |

mod globals;
mod records;
mod sheet;

use base::Result;

use crate::{
    Format, Workbook,
    limits::{Budget, fault},
};

/// Reads the `Workbook` stream of a compound file.
pub(crate) fn read(name: &str, stream: &[u8]) -> Result<Workbook> {
    let globals = globals::read(name, stream)?;
    let mut budget = Budget::new(name);
    let mut sheets = Vec::new();
    for listed in &globals.sheets {
        let Some(from) = stream.get(listed.offset..) else {
            return Err(fault(name, "sheets-damaged"));
        };
        sheets.push(sheet::read(from, listed, &globals, &mut budget)?);
    }
    if sheets.is_empty() {
        return Err(fault(name, "sheets-empty-file"));
    }
    Ok(Workbook { name: name.to_owned(), format: Format::Xls, sheets })
}
