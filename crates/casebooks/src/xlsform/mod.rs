//! `XLSForm` (xlsform.org): a form written as a workbook, read as the form part of a casebook. Pure.
//!
//! ```text
//!   survey, choices, settings ── read.rs ── Form ── write.rs ── parts, fields and checks of a draft
//!                                  └ expr.rs, cel.rs, holds.rs: ${age} >= 60 and selected(${help}, 'meal')
//! ```
//!
//! What cannot be said in a casebook is a fault at its sheet, row and column, and nothing is taken; what
//! has no meaning in one (a note, the device's number) is told as left out. Nothing is dropped in silence.

mod cel;
mod expr;
mod grid;
mod holds;
mod limits;
mod read;
mod rows;
mod rules;
mod write;

#[cfg(test)]
mod tests;

pub use read::read;
pub use write::into_text;

use base::Fault;

use crate::books::Sort;

/// A form that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// The form's own title, for a book that is begun by it.
    pub title: String,
    pub parts: Vec<Part>,
    pub fields: Vec<Asked>,
    pub checks: Vec<Check>,
    /// What was left out, and why.
    pub left: Vec<Fault>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub id: String,
    pub zh: String,
    pub en: String,
}

/// A question as a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub id: String,
    pub part: Option<String>,
    pub sort: Sort,
    pub zh: String,
    pub en: String,
    pub hint: Option<(String, String)>,
    pub needed: bool,
    pub lines: Option<i64>,
    /// Least and greatest value of a number; characters of a text.
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// What a text must look like, and what is said when it does not.
    pub pattern: Option<String>,
    pub pattern_said: Option<(String, String)>,
    pub choices: Vec<(String, String, String)>,
    pub show_if: Option<String>,
    pub value: Option<String>,
    /// A text made of others, by their places.
    pub says: Option<String>,
    pub starts: Option<String>,
    pub columns: Vec<Asked>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    pub id: String,
    /// The repeat of which each row is held against it.
    pub each: Option<String>,
    pub rule: String,
    pub zh: String,
    pub en: String,
}

/// Decimals of a field of type decimal.
pub(crate) const DIGITS: u32 = 2;
