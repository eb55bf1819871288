//! Lets a job that failed or was stopped go on where it was.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{READ, own_or_manager, table};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Again {
    pub job: String,
}

impl Verb for Again {
    const NAME: &'static str = "jobs.again";
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
        if ended_at.is_none() {
            return Err(Error::conflict("jobs-not-ended"));
        }
        cx.subject("job", self.job.clone());
        table::again(cx, &self.job)
    }
}
