//! Spreadsheets as offices send them: bytes in, cells out, and back again.
//!
//! Values alone do not tell what a township meant. A death may be told by a line through the row,
//! a hidden row may be somebody who moved, and an 18-digit number that was typed into a number cell
//! has lost its last three digits. So a [`Cell`] keeps its text as shown, its kind, its colours, its
//! strike-through and whether digits were lost; a [`Row`] whether it was hidden; a [`Sheet`] its merged
//! ranges and remarks.
//!
//! | file          | what                                                                  |
//! |---------------|-----------------------------------------------------------------------|
//! | `sniff.rs`    | what the bytes are, whatever the name says: [`read`]                   |
//! | `cell.rs`     | [`Workbook`], [`Sheet`], [`Row`], [`Cell`]                             |
//! | `limits.rs`   | how much is read, and how a fault names file, sheet and cell           |
//! | `shown.rs`    | number formats: from a stored number to the text that was on the screen |
//! | `colour.rs`   | palettes, themes, tints, and what a colour looks like                   |
//! | `xlsx/`       | Office Open XML, streamed                                              |
//! | `xls/`        | BIFF8 (Excel 97–2003, WPS `.et`)                                       |
//! | `others.rs`   | what only calamine reads (`.xlsb`, `.ods`, Excel 95): values alone      |
//! | `delimited.rs`| CSV and tab-separated text in UTF-8, UTF-16, GB18030                    |
//! | `write/`      | xlsx, CSV, fixed width; open passwords                                 |
//!
//! Nothing here panics on any input, and memory is bounded by `limits.rs`.

pub mod cell;
pub mod colour;
mod delimited;
pub mod limits;
mod others;
pub mod shown;
mod sniff;
pub mod write;
mod xls;
mod xlsx;

pub use cell::{Area, Cell, Format, Kind, Row, Sheet, Workbook, column_letters};
pub use colour::{Colour, Tone};
pub use sniff::read;
