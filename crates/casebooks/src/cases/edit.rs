//! Corrects what a case says, without moving it.

use std::sync::Arc;

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    access,
    case::{self, Case, Filled, Form},
    refer,
    step::{Stepped, too_long},
    subject,
    write::Change,
};
use crate::books::{Field, Ready};

/// Changes fields that can be filled by now; the history keeps what they were.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Edit {
    pub case: String,
    pub revision: i64,
    pub values: Map<String, Value>,
    #[serde(default)]
    pub note: String,
}

impl Verb for Edit {
    const NAME: &'static str = "cases.edit";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Stepped;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::place(cx, &self.case)
    }

    fn run(self, cx: &mut Cx) -> Result<Stepped> {
        let (case, ready) = access::current(cx, &self.case, self.revision)?;
        too_long(&self.note)?;
        let case = match prepare(cx, &ready, case, &self.values, &self.note)? {
            // Nothing differs: nothing is written, and the page stays good.
            Correction::None(case) => *case,
            Correction::Some(mut change, filled) => {
                change.write(cx, &filled)?;
                change.case
            }
        };
        Ok(Stepped { case: case.id, state: case.state, revision: case.revision, opened: None })
    }
}

/// What a correction comes to, before it is written.
pub(super) enum Correction<'c> {
    None(Box<Case>),
    Some(Box<Change<'c>>, Filled),
}

/// Reads and checks a correction of a case that is under way.
pub(super) fn prepare<'c>(
    cx: &mut Cx,
    ready: &Arc<Ready>,
    case: Case,
    given: &Map<String, Value>,
    note: &'c str,
) -> Result<Correction<'c>> {
    if ready.book.is_end(&case.state) {
        return Err(Error::conflict("cases-ended"));
    }
    let role = cx.actor.role.clone();
    read(cx, ready, case, given, (note, "edited"), &role)
}

/// The same of a case that has ended, by the role that proposed it.
pub(super) fn corrected<'c>(
    cx: &mut Cx,
    ready: &Arc<Ready>,
    case: Case,
    given: &Map<String, Value>,
    note: &'c str,
    role: &str,
) -> Result<Correction<'c>> {
    let correction = read(cx, ready, case, given, (note, "corrected"), role)?;
    if let Correction::Some(change, _) = &correction {
        change.posted_stands(cx)?;
    }
    Ok(correction)
}

fn read<'c>(
    cx: &mut Cx,
    ready: &Arc<Ready>,
    case: Case,
    given: &Map<String, Value>,
    (note, kind): (&'c str, &'static str),
    role: &str,
) -> Result<Correction<'c>> {
    let form = Form { ready, role, asks: &|id, field| may_edit(ready, &case, role, id, field) };
    let filled = form.read(&case.values, given)?;
    refer::check(cx, ready, &case.values, &filled.values)?;
    if case::changed(&case.values, &filled.values).is_empty() && filled.secrets.is_empty() {
        return Ok(Correction::None(Box::new(case)));
    }
    let told = subject::told(cx, ready, &case.subject_kind, &case.subject_id)?;
    let (before, from) = (case.values.clone(), case.state.clone());
    let today = cx.today();
    let mut change = Change {
        ready: ready.clone(),
        case,
        before,
        subject: told,
        today,
        kind,
        step: "",
        note,
        from,
        renames: true,
    };
    // What was filled stays filled where a case needs it.
    let needed: Vec<&str> = ready
        .book
        .field
        .iter()
        .filter(|(id, field)| field.needed && change.before.contains_key(*id))
        .map(|(id, _)| id.as_str())
        .collect();
    change.fill(&filled, &needed)?;
    Ok(Correction::Some(Box::new(change), filled))
}

/// Whether a role may correct a field of a case: it can be filled by now, and the role opens cases
/// or takes a step that asks it.
pub(super) fn may_edit(ready: &Ready, case: &Case, role: &str, id: &str, field: &Field) -> bool {
    if field.is_computed() || !ready.is_knowable(&case.state, id) {
        return false;
    }
    let asks = |step: &crate::books::Step| {
        step.who.iter().any(|it| it == role) && step.asks.iter().any(|it| it == id)
    };
    let of_a_step = ready.book.step.values().any(|it| it.asks.iter().any(|asked| asked == id));
    ready.book.step.values().any(asks) || (ready.book.may_open(role) && (!of_a_step || field.needed))
}
