//! What went wrong in a database, with the statement it went wrong in.
//!
//! It travels as [`Error::Broken`]; whoever must react (a page that says "the disk is full", the
//! store's own retries) asks [`Trouble::of`]. The text never holds a value that was bound: the
//! databases' own details ("Key (name)=(…)") are left out.

use std::{error, fmt};

use base::{Error, Fault, Result};

/// Longest part of a statement that is kept.
const STATEMENT_MAX: usize = 400;

/// The reactions there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No room left on the disk; nothing of the unit was saved.
    DiskFull,
    /// Somebody else held the database for writing, or every connection was in use, for too long.
    Busy,
    /// The unit took longer than a unit may; nothing of it was saved.
    Deadline,
    /// The unit panicked; nothing of it was saved.
    Panicked,
    /// `PostgreSQL` cannot be reached or went away.
    Unreachable,
    /// The database is not one this program may use: newer, altered, foreign, wrongly collated.
    Unfit,
    /// The server asks to run the unit again.
    Again,
    /// A row with this key is there already.
    Exists,
    /// A statement failed for any other reason.
    Statement,
}

#[derive(Debug)]
pub struct Trouble {
    pub kind: Kind,
    text: String,
    statement: Option<String>,
}

impl Trouble {
    pub(crate) fn new(kind: Kind, text: impl Into<String>) -> Trouble {
        Trouble { kind, text: text.into(), statement: None }
    }

    /// Adds the statement, its white space squeezed.
    pub(crate) fn within(mut self, sql: &str) -> Trouble {
        let mut squeezed = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((cut, _)) = squeezed.char_indices().nth(STATEMENT_MAX) {
            squeezed.truncate(cut);
            squeezed.push('…');
        }
        self.statement = Some(squeezed);
        self
    }

    /// The trouble inside an error, if it came from the store.
    pub fn of(error: &Error) -> Option<&Trouble> {
        match error {
            Error::Broken(source) => source.downcast_ref(),
            _ => None,
        }
    }

    /// The same trouble for one more caller.
    pub(crate) fn again(&self) -> Trouble {
        Trouble { kind: self.kind, text: self.text.clone(), statement: self.statement.clone() }
    }

    /// Broken, save that an existing row is told as the conflict it is.
    pub(crate) fn into_error(self, table: Option<&str>) -> Error {
        match (self.kind, table) {
            (Kind::Exists, Some(table)) => {
                Error::Conflict(Fault::new("", "record-exists").arg("what", table))
            }
            _ => Error::Broken(Box::new(self)),
        }
    }
}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Error {
        Error::Broken(Box::new(trouble))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            Kind::DiskFull => "the disk is full, nothing of this was saved; make room and try again",
            Kind::Busy => "the database is busy, nothing of this was saved; try again",
            Kind::Deadline => "this took too long and was stopped, nothing of it was saved",
            Kind::Panicked => "a fault in the program stopped this, nothing of it was saved",
            Kind::Unreachable => "the database server cannot be reached",
            Kind::Unfit => "this database cannot be used",
            Kind::Again => "the database asks to try again",
            Kind::Exists => "such a row is there already",
            Kind::Statement => "a statement failed",
        };
        write!(f, "{what}: {}", self.text)?;
        match &self.statement {
            Some(statement) => write!(f, " [in: {statement}]"),
            None => Ok(()),
        }
    }
}

impl error::Error for Trouble {}

/// Runs `work`; a panic in it becomes an answer.
pub(crate) fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    // What `work` touched is rolled back by the caller, so nothing half done is seen.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|cause| {
        let said = cause
            .downcast_ref::<&str>()
            .map(|said| (*said).to_owned())
            .or_else(|| cause.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Err(Trouble::new(Kind::Panicked, said).into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_squeezed_and_cut() {
        let long = format!("SELECT a\n      FROM b WHERE {}", "x".repeat(900));
        let said = Trouble::new(Kind::Statement, "no such table").within(&long).to_string();
        assert!(said.contains("no such table [in: SELECT a FROM b WHERE xxx"), "{said}");
        assert!(said.len() < 600);
    }

    #[test]
    fn a_panic_is_told() {
        let error = caught::<()>(|| panic!("off by {}", 1)).unwrap_err();
        assert_eq!(Trouble::of(&error).map(|trouble| trouble.kind), Some(Kind::Panicked));
        assert!(error.to_string().ends_with("off by 1"));
    }
}
