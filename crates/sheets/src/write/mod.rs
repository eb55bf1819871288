//! Writing: xlsx, CSV, fixed width, and open passwords.
//!
//! | file        | what                                                                |
//! |-------------|---------------------------------------------------------------------|
//! | `book.rs`   | [`Book`]: an xlsx with looks, merged ranges, hidden rows, remarks    |
//! | `lines.rs`  | [`csv`], [`fixed_line`]: what banks and old programs take            |
//! | `lock.rs`   | [`lock`]: an xlsx behind a password (MS-OFFCRYPTO agile, AES-256)    |
//!
//! Resident numbers, accounts and everything else that only looks like a number are written as text,
//! or Excel would round them. The same input gives the same bytes (except under a password).

mod book;
mod lines;
mod lock;

pub use book::{Book, Look, Offered, Page, fits_inline, table};
pub use lines::{Align, Charset, Field, csv, fixed_line};
pub use lock::{SECRET_BYTES, lock};
