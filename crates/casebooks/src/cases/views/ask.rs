//! The views that somebody keeps, and those that the office shares.

use base::Result;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;
use crate::{books::Ready, cases::access};

/// The reader's own views of a book, and those of colleagues who share them; by name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Views {
    pub book: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct View {
    pub name: String,
    /// The query of the list's address.
    pub query: String,
    /// Whether the reader keeps it; else a colleague shares it.
    pub own: bool,
    pub shared: bool,
    /// Who keeps it, by name.
    pub keeper: String,
}

impl Question for Views {
    const NAME: &'static str = "cases.views";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<View>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Vec<View>> {
        let ready = access::book(cx, &self.book)?;
        let role = cx.actor.role.clone();
        let view = |it: table::Kept, own: bool| View {
            name: it.name,
            query: it.query,
            own,
            shared: !it.office.is_empty(),
            keeper: it.keeper,
        };
        let mut views: Vec<View> = table::own(cx, &self.book)?.into_iter().map(|it| view(it, true)).collect();
        // A colleague of another role may filter by what this reader does not see.
        let shared = table::shared(cx, &self.book)?.into_iter();
        views.extend(shared.filter(|it| !names_hidden(&ready, &role, &it.query)).map(|it| view(it, false)));
        Ok(views)
    }
}

/// Whether a query filters by a field that a role does not see.
fn names_hidden(ready: &Ready, role: &str, query: &str) -> bool {
    query.split('&').any(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let of_filter = name == "filter" || name.starts_with("filter[");
        let field = if of_filter { value.split([':', '%']).next() } else { name.split('.').next() };
        let field = field.and_then(|it| ready.book.field.get(it));
        field.is_some_and(|it| !ready.book.may_see_field(it, role))
    })
}
