//! The one error that crosses rooms.
//!
//! A kind exists only where some caller acts on it: a form shows [`Error::Invalid`] beside its
//! fields, a page turns [`Error::Missing`] into 404 and [`Error::Conflict`] into "it has moved
//! on", and [`Error::Broken`] is logged and answered with an incident number. What the reader
//! sees is a key of the language files with arguments, never a sentence made here.

use std::{borrow::Cow, error, fmt};

use serde::Serialize;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One thing that is wrong with an input: where, which message, and what the message names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The field, as the input spells it: `birth_date`, `rows[3].amount`; empty for the whole.
    pub path: Cow<'static, str>,
    /// The message in the language files, `room-thing`.
    pub key: Cow<'static, str>,
    /// Arguments of the message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(Cow<'static, str>, String)>,
}

impl Fault {
    pub fn new(path: impl Into<Cow<'static, str>>, key: impl Into<Cow<'static, str>>) -> Fault {
        Fault { path: path.into(), key: key.into(), args: Vec::new() }
    }

    /// Adds an argument of the message.
    #[must_use]
    pub fn arg(mut self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Fault {
        self.args.push((name.into(), value.to_string()));
        self
    }
}

#[derive(Debug)]
pub enum Error {
    /// The caller sent something that cannot be right. Never empty.
    Invalid(Vec<Fault>),
    /// The actor may not do this, or not here.
    Denied(Fault),
    /// No such record, or none that this actor may see.
    Missing(Fault),
    /// The input is right, but the record has moved on or a rule of the house stands against it.
    Conflict(Fault),
    /// Our fault: a bug, a disk, a database.
    Broken(Box<dyn error::Error + Send + Sync>),
}

impl Error {
    pub fn invalid(path: impl Into<Cow<'static, str>>, key: impl Into<Cow<'static, str>>) -> Error {
        Error::Invalid(vec![Fault::new(path, key)])
    }

    pub fn denied(key: impl Into<Cow<'static, str>>) -> Error {
        Error::Denied(Fault::new("", key))
    }

    /// `what` is the key of the kind of record, such as `person`.
    pub fn missing(what: impl Into<Cow<'static, str>>) -> Error {
        Error::Missing(Fault::new("", "missing").arg("what", what.into()))
    }

    pub fn conflict(key: impl Into<Cow<'static, str>>) -> Error {
        Error::Conflict(Fault::new("", key))
    }

    pub fn broken(why: impl Into<Box<dyn error::Error + Send + Sync>>) -> Error {
        Error::Broken(why.into())
    }

    /// The kind in a word, as the JSON API and the journal spell it.
    pub fn kind(&self) -> &'static str {
        match self {
            Error::Invalid(_) => "invalid",
            Error::Denied(_) => "denied",
            Error::Missing(_) => "missing",
            Error::Conflict(_) => "conflict",
            Error::Broken(_) => "broken",
        }
    }

    /// What there is to tell the reader; nothing for [`Error::Broken`].
    pub fn faults(&self) -> &[Fault] {
        match self {
            Error::Invalid(faults) => faults,
            Error::Denied(fault) | Error::Missing(fault) | Error::Conflict(fault) => {
                std::slice::from_ref(fault)
            }
            Error::Broken(_) => &[],
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        Error::Invalid(vec![fault])
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind())?;
        for Fault { path, key, args } in self.faults() {
            write!(f, " [{path}] {key}")?;
            for (name, value) in args {
                write!(f, " {name}={value}")?;
            }
        }
        match self {
            Error::Broken(source) => write!(f, ": {source}"),
            _ => Ok(()),
        }
    }
}

impl error::Error for Error {}

/// Turns a library's error into [`Error::Broken`]; `?` after it reads as prose.
pub trait OrBroken<T> {
    fn or_broken(self) -> Result<T>;
}

impl<T, E: Into<Box<dyn error::Error + Send + Sync>>> OrBroken<T> for std::result::Result<T, E> {
    fn or_broken(self) -> Result<T> {
        self.map_err(|source| Error::Broken(source.into()))
    }
}
