//! Keeps the filters of a list under a name.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{faults_of, table};
use crate::cases::access;

const QUERY_CHARS_MAX: usize = 2_000;
/// Views that one account keeps of one book.
const VIEWS_MAX: i64 = 30;

/// Keeps a view; one of the same name is replaced.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepView {
    pub book: String,
    pub name: String,
    /// The query of the list's address, without its page: `state=found&filter=grade:is:major`.
    pub query: String,
}

impl Verb for KeepView {
    const NAME: &'static str = "cases.keep-view";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::book(cx, &self.book)?;
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let name = self.name.trim();
        let mut faults = faults_of("name", name);
        if QUERY_CHARS_MAX < self.query.chars().count() {
            faults.push(Fault::new("query", "cases-too-long").arg("most", QUERY_CHARS_MAX));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let query = self.query.trim().trim_start_matches('?');
        if !table::replace(cx, &self.book, name, query)? {
            if VIEWS_MAX <= table::count(cx, &self.book)? {
                return Err(Fault::new("name", "cases-too-many").arg("most", VIEWS_MAX).into());
            }
            table::insert(cx, &self.book, name, query)?;
        }
        cx.note("book", self.book.as_str());
        Ok(())
    }
}
