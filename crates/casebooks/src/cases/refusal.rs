//! Why something was refused of one case among many, kept so that it can be told later.

use base::{Error, Fault, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Trouble;

/// A message as it is kept: the words are the page's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// The field, as an input would spell it: `values.grade`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    pub key: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, String)>,
}

impl Reason {
    pub(super) fn new(path: impl Into<String>, key: &str) -> Reason {
        Reason { path: path.into(), key: key.to_owned(), args: Vec::new() }
    }

    /// The field that it is about.
    pub(super) fn field(&self) -> Option<&str> {
        let path = self.path.strip_prefix("values.")?;
        path.split(['.', '[']).next()
    }

    pub(super) fn arg(mut self, name: &str, value: impl ToString) -> Reason {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }
}

impl From<&Fault> for Reason {
    fn from(fault: &Fault) -> Reason {
        let args = fault.args.iter().map(|(name, value)| (name.to_string(), value.clone()));
        Reason { path: fault.path.to_string(), key: fault.key.to_string(), args: args.collect() }
    }
}

/// The reasons of a refusal. What is the house's own trouble is none and goes on as an error: the
/// chunk is done again.
pub(super) fn reasons(error: Error) -> Result<Vec<Reason>> {
    if matches!(error, Error::Broken(_)) || Trouble::of(&error).is_some() {
        return Err(error);
    }
    Ok(error.faults().iter().map(Reason::from).collect())
}
