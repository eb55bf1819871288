//! Ways out: the person declines, or an office refuses and says why.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb, notices};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{move_to, place_of, reason, table};

/// The person does not want the benefit. It may be asked for again at any time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Decline {
    pub entrant: String,
    /// Who said so and how.
    pub why: String,
}

impl Verb for Decline {
    const NAME: &'static str = "entry.decline";
    const RIGHT: &'static str = "benefits.accept";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        place_of(cx, &self.entrant)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = table::get(cx, &self.entrant)?;
        if matches!(it.state.as_str(), "declined" | "refused") {
            return Err(Error::conflict("entry-moved-on"));
        }
        let mut next = it.clone();
        next.why = Some(reason(&self.why)?.to_owned());
        // What was granted until today stays owed.
        next.left_on = matches!(it.state.as_str(), "approved" | "granted").then(|| cx.today());
        "declined".clone_into(&mut next.state);
        cx.subject("person", &it.person);
        move_to(cx, &it, &next)
    }
}

/// An office refuses; the person is told the reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Refuse {
    pub entrant: String,
    pub why: String,
}

impl Verb for Refuse {
    const NAME: &'static str = "entry.refuse";
    const RIGHT: &'static str = "benefits.examine";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        place_of(cx, &self.entrant)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = table::get(cx, &self.entrant)?;
        if it.is_over() {
            return Err(Error::conflict("entry-moved-on"));
        }
        refuse(cx, &it, reason(&self.why)?)
    }
}

/// Refuses and tells the person why.
pub(super) fn refuse(cx: &mut Cx, it: &super::Entrant, why: &str) -> Result<()> {
    let mut next = it.clone();
    next.why = Some(why.to_owned());
    "refused".clone_into(&mut next.state);
    cx.subject("person", &it.person);
    move_to(cx, it, &next)?;
    notices::write(
        cx,
        &notices::NewNotice {
            way: notices::Way::Paper,
            message: "entry-refused",
            args: serde_json::json!({ "benefit": it.benefit, "why": why }),
            to_kind: "person",
            to_id: &it.person,
            area: &it.area,
            once: &format!("entry-refused/{}", it.id),
        },
    )?;
    Ok(())
}
