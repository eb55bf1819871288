//! Keeps one line back while the roll is looked through, or lets it go again.
//!
//! What is held is not paid in this run and stays owed: the next run pays it as back-pay, or
//! decides otherwise on what was found out.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table::{
    roll::{self, LineRow},
    run,
};

/// Holds a line back, with the reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HoldLine {
    pub run: String,
    pub person: String,
    pub revision: i64,
    pub why: String,
}

impl Verb for HoldLine {
    const NAME: &'static str = "runs.hold-line";
    const RIGHT: &'static str = "benefits.examine";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(roll::line(cx, &self.run, &self.person)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if self.why.trim().is_empty() {
            return Err(Error::invalid("why", "runs-why-missing"));
        }
        let line = drafted_line(cx, &self.run, &self.person, self.revision)?;
        roll::hold(cx, &self.run, &line, Some(self.why.trim()))?;
        crate::audit::void_prints(cx, &self.run, "audit-line-changed")?;
        cx.subject("person", &self.person);
        cx.note("run", self.run);
        cx.note("why", self.why);
        Ok(())
    }
}

/// Lets a held line go.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReleaseLine {
    pub run: String,
    pub person: String,
    pub revision: i64,
}

impl Verb for ReleaseLine {
    const NAME: &'static str = "runs.release-line";
    const RIGHT: &'static str = "benefits.examine";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(roll::line(cx, &self.run, &self.person)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let line = drafted_line(cx, &self.run, &self.person, self.revision)?;
        roll::hold(cx, &self.run, &line, None)?;
        crate::audit::void_prints(cx, &self.run, "audit-line-changed")?;
        cx.subject("person", &self.person);
        cx.note("run", self.run);
        Ok(())
    }
}

fn drafted_line(cx: &mut Cx, run_id: &str, person: &str, revision: i64) -> Result<LineRow> {
    if run::get(cx, run_id)?.state != "drafted" {
        return Err(Error::conflict("runs-not-drafted"));
    }
    let line = roll::line(cx, run_id, person)?;
    if line.revision != revision {
        return Err(Error::conflict("runs-moved-on"));
    }
    Ok(line)
}
