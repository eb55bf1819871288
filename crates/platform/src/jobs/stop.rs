//! Asks a job to stop; it does so after the step it is in, and can go on from there later.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{READ, own_or_manager, table};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    pub job: String,
}

impl Verb for Stop {
    const NAME: &'static str = "jobs.stop";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::System;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let (account, _) = table::owner(cx, &self.job)?;
        own_or_manager(cx.actor, &account)?;
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let (_, ended_at) = table::owner(cx, &self.job)?;
        if ended_at.is_some() {
            return Err(Error::conflict("jobs-already-ended"));
        }
        cx.subject("job", self.job.clone());
        table::ask_stop(cx, &self.job)
    }
}
