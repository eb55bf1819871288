//! Takes the last step back, where the book allows it.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    access,
    case::Filled,
    step::{Stepped, too_long},
    subject, table,
    write::Change,
};

/// Takes back the last step: the case stands where it stood, with the values it had.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeBack {
    pub case: String,
    pub revision: i64,
    /// Why; it stands in the history.
    pub reason: String,
}

impl Verb for TakeBack {
    const NAME: &'static str = "cases.back";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Stepped;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::place(cx, &self.case)
    }

    fn run(self, cx: &mut Cx) -> Result<Stepped> {
        let (case, ready) = access::current(cx, &self.case, self.revision)?;
        too_long(&self.reason)?;
        if self.reason.trim().is_empty() {
            return Err(Error::invalid("reason", "cases-needed"));
        }
        let last = table::last_event(cx, &case.id)?;
        let Some(last) = last.filter(|it| it.kind == "step") else {
            return Err(Error::conflict("cases-nothing-to-take-back"));
        };
        let step = ready.book.step.get(&last.step);
        if !step.is_some_and(|it| it.back) {
            let names = step.map_or(("", ""), |it| (it.zh.as_str(), it.en.as_str()));
            return Err(Error::Conflict(
                Fault::new("", "cases-not-to-be-taken-back").arg("zh", names.0).arg("en", names.1),
            ));
        }
        // Whoever took it, or somebody else who may take it.
        let may = last.account == cx.actor.account || step.is_some_and(|it| it.who.contains(&cx.actor.role));
        if !may {
            return Err(Error::Denied(Fault::new("step", "cases-not-your-step").arg("step", last.step)));
        }
        let told = subject::told(cx, &ready, &case.subject_kind, &case.subject_id)?;
        let (before, from) = (case.values.clone(), case.state.clone());
        let today = cx.today();
        let mut values = before.clone();
        for (name, (was, _)) in &last.changed {
            match was {
                Value::Null => _ = values.remove(name),
                was => _ = values.insert(name.clone(), was.clone()),
            }
        }
        let reason = self.reason.trim().to_owned();
        let mut change = Change {
            ready: ready.clone(),
            case,
            before,
            subject: told,
            today,
            kind: "back",
            step: &last.step,
            note: &reason,
            from,
            renames: true,
        };
        change.enter(cx, &last.from);
        change.case.values = values;
        change.settle();
        change.write(cx, &Filled::default())?;
        let case = change.case;
        Ok(Stepped { case: case.id, state: case.state, revision: case.revision, opened: None })
    }
}
