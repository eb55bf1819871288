//! Links a case to another, as its book declares.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    access,
    case::Changed,
    table::{self, NewEvent},
};

/// Names the case that this one belongs to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    pub case: String,
    pub link: String,
    /// Its id, or its number.
    pub other: String,
}

impl Verb for Link {
    const NAME: &'static str = "cases.link";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::place(cx, &self.case)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let (case, ready) = access::case(cx, &self.case)?;
        let Some(link) = ready.book.link.get(&self.link) else {
            return Err(Error::invalid("link", "cases-no-such-link"));
        };
        // Both ends must be in sight: a link shows the other's title.
        let named = table::by_number(cx, &link.book, self.other.trim())?.unwrap_or(self.other);
        let (other, _) =
            access::case(cx, &named).map_err(|_| Error::invalid("other", "cases-no-such-case"))?;
        if other.book != link.book || other.id == case.id {
            return Err(Error::invalid("other", "cases-no-such-case"));
        }
        if !link.many && 0 < table::linked(cx, &case.id, &self.link)? {
            return Err(Error::Conflict(Fault::new("other", "cases-linked-already")));
        }
        table::link(cx, &case.id, &self.link, &other.id)?;
        let changed = Changed::new();
        let event = NewEvent {
            kind: "linked",
            step: &self.link,
            from: &case.state,
            to: &case.state,
            changed: &changed,
            note: &other.number,
        };
        table::event(cx, &case.id, &event)
    }
}
