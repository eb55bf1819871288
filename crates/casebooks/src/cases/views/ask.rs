//! The views that somebody keeps.

use base::Result;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;
use crate::cases::access;

/// The reader's own views of a book, by name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Views {
    pub book: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct View {
    pub name: String,
    /// The query of the list's address.
    pub query: String,
}

impl Question for Views {
    const NAME: &'static str = "cases.views";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<View>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Vec<View>> {
        access::book(cx, &self.book)?;
        let views = table::of_book(cx, &self.book)?;
        Ok(views.into_iter().map(|(name, query)| View { name, query }).collect())
    }
}
