//! How the sender of an objection can be reached: told once, with what for, and journalled.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;
use crate::cases::access;

/// Tells how the sender of an objection can be reached.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ObjectionContact {
    pub objection: String,
    /// What for; stands in the journal.
    pub purpose: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Contact {
    pub contact: String,
}

impl Verb for ObjectionContact {
    const NAME: &'static str = "cases.objection-contact";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Contact;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let it = table::objection(cx, &self.objection)?;
        access::place(cx, &it.case).map_err(|_| Error::missing("objection"))
    }

    fn run(self, cx: &mut Cx) -> Result<Contact> {
        let purpose = self.purpose.trim();
        if purpose.is_empty() {
            return Err(Error::invalid("purpose", "cases-needed"));
        }
        cx.note("purpose", purpose);
        Ok(Contact { contact: table::contact(cx, &self.objection)? })
    }
}
