//! The second hand: takes a proposed payee or refuses it; and the yearly word that an agent still
//! draws for the elder.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;

/// Checks a proposed payee.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    pub payee: String,
    pub revision: i64,
    pub right: bool,
    /// Why it is refused.
    #[serde(default)]
    pub why: Option<String>,
}

impl Verb for Check {
    const NAME: &'static str = "payees.check";
    const RIGHT: &'static str = "payees.check";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let person = table::get(cx, &self.payee)?.person;
        crate::runs::source::place(cx, &person)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = table::get(cx, &self.payee)?;
        if it.revision != self.revision || it.state != "proposed" {
            return Err(Error::conflict("payees-settled-already"));
        }
        if it.proposed_by == cx.actor.account {
            return Err(Error::denied("payees-two-people"));
        }
        cx.subject("person", &it.person);
        cx.note("payee", it.id.clone());
        cx.note("right", self.right);
        let why = self.why.as_deref().map(str::trim).filter(|it| !it.is_empty());
        if !self.right {
            let why = why.ok_or_else(|| Error::invalid("why", "runs-why-missing"))?;
            return table::settle(cx, &it, "refused", Some(why));
        }
        // Frozen from lock to return: the bank pays to where the approved paper says.
        if crate::runs::in_flight(cx, &it.person)? {
            return Err(Error::conflict("payees-frozen"));
        }
        if let Some(old) = table::current(cx, &it.person)? {
            table::end(cx, &old, it.valid_from)?;
        }
        table::settle(cx, &it, "checked", None)
    }
}

/// Confirms that an agent still draws for the elder.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmAgent {
    pub payee: String,
    pub revision: i64,
}

impl Verb for ConfirmAgent {
    const NAME: &'static str = "payees.confirm-agent";
    const RIGHT: &'static str = "payees.write";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let person = table::get(cx, &self.payee)?.person;
        crate::runs::source::place(cx, &person)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = table::get(cx, &self.payee)?;
        if it.kind != "agent" || it.state != "checked" || it.valid_to.is_some() {
            return Err(Error::conflict("payees-no-agent"));
        }
        if it.revision != self.revision {
            return Err(Error::conflict("runs-moved-on"));
        }
        table::confirm(cx, &it)?;
        cx.subject("person", &it.person);
        Ok(())
    }
}
