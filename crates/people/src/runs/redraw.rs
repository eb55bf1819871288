//! Draws the roll again on what is known by now, or gives the run up, before anything is approved.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    draw::Draw,
    table::{roll, run},
};

/// Draws a drafted roll again. Confirmations given for the old one fall away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Redraw {
    pub run: String,
    pub revision: i64,
}

impl Verb for Redraw {
    const NAME: &'static str = "runs.redraw";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let mut it = run::get(cx, &self.run)?;
        drafted(&it, self.revision)?;
        if it.kind == "supplementary" {
            return Err(Error::conflict("runs-supplementary-stands"));
        }
        run::steps_undone(cx, &it.id)?;
        run::known_again(cx, &it)?;
        it.revision += 1;
        run::move_on(cx, &it, "drawing", "draw")?;
        crate::audit::void_prints(cx, &it.id, "audit-roll-drawn-again")?;
        cx.enqueue("runs.draw", &Draw { run: it.id.clone(), persons: None }, cx.now)?;
        cx.subject("run", &it.id);
        Ok(())
    }
}

/// Gives a drafted run up. Its lines go, nothing was posted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Void {
    pub run: String,
    pub revision: i64,
    pub why: String,
}

impl Verb for Void {
    const NAME: &'static str = "runs.void";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = run::get(cx, &self.run)?;
        drafted(&it, self.revision)?;
        if self.why.trim().is_empty() {
            return Err(Error::invalid("why", "runs-why-missing"));
        }
        while roll::delete_draft(cx, &it.id, super::CHUNK_PERSONS)? {}
        run::move_on(cx, &it, "void", "void")?;
        crate::audit::void_prints(cx, &it.id, "audit-run-void")?;
        cx.subject("run", &it.id);
        cx.note("why", self.why);
        Ok(())
    }
}

fn drafted(it: &run::RunRow, revision: i64) -> Result<()> {
    if it.revision != revision {
        return Err(Error::conflict("runs-moved-on"));
    }
    if it.state != "drafted" {
        return Err(Error::conflict("runs-not-drafted"));
    }
    Ok(())
}
