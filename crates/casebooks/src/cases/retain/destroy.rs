//! Destroys what a case said, by another person than the one who proposed it.

use base::{Error, Result};
use platform::{
    Cx, Place, Purpose, Verb, files,
    tasks::{self, Outcome},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{DESTROY, TASK, table};
use crate::{
    books::Sort,
    cases::{access, correct, table as cases},
};

/// Destroys what a case said: its values, letters, files and history's words. Number, days and the
/// journal stay.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Destroy {
    pub case: String,
}

impl Verb for Destroy {
    const NAME: &'static str = "cases.destroy";
    const RIGHT: &'static str = DESTROY;
    const PURPOSE: Purpose = Purpose::Register;
    const APPROVAL: bool = true;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = table::get(cx, &self.case)?;
        if it.state != "proposed" {
            return Err(Error::conflict("record-moved-on"));
        }
        if it.proposed_by.as_deref() == Some(cx.actor.account.as_str()) {
            return Err(Error::denied("cases-destroy-another-hand"));
        }
        let case = cases::get(cx, &it.case)?;
        if case.closed_at.is_none() {
            return Err(Error::conflict("cases-destroy-open"));
        }
        cx.subject("case", &it.case);
        cx.note("number", it.number.as_str());
        let ready = access::any_book(cx, &case.book)?;
        for (field, _) in ready.fields_of(Sort::is_attached) {
            let ids = case.values.get(field).and_then(Value::as_array).into_iter().flatten();
            for id in ids.filter_map(Value::as_str) {
                // The same bytes handed in twice are kept once: another case may show them, too.
                if !table::shown_elsewhere(cx, &it.case, id)? {
                    files::destroy(cx, id)?;
                }
            }
        }
        for file in files::about(cx, "case", &it.case)? {
            files::destroy(cx, &file.id)?;
        }
        correct::forget(cx, &it.case)?;
        table::destroy(cx, &it.case)?;
        tasks::close(cx, TASK, &it.case, None, Outcome::Done, &it.case)?;
        Ok(())
    }
}
