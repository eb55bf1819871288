//! Judges a draft that was handed in: publishes it, or returns it with a reason.

use base::{Error, Fault, Instant, Result};
use platform::{Cx, Place, Purpose, Verb, door::Door, packs};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    begin, send,
    table::{self, Draft},
    write::{Written, done},
};

const REASON_CHARS_MAX: usize = 1_000;

/// Puts a draft in force: from now on, and in every process, the county decides by what it says. Runs that
/// were drawn before stay as they were drawn.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Publish {
    pub draft: String,
    pub revision: i64,
}

impl Verb for Publish {
    const NAME: &'static str = "benefit-drafts.publish";
    const RIGHT: &'static str = "benefits.publish";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    type Answer = Written;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Written> {
        let it = in_review(cx, &self.draft, self.revision)?;
        // What the packs and the other benefits are may have changed since it was handed in.
        send::whole(cx, &it.benefit, &it.text)?;
        let before = begin::in_force(cx, &it.benefit)?;
        table::publish(cx, &it)?;
        table::judge(cx, &it, table::PUBLISHED, "", &before)?;
        Ok(done(cx, &it))
    }

    fn written(door: &Door, now: Instant) {
        // What fails here is done again within seconds by the loop that looks for news.
        drop(packs::lay(door.store, door.house, now));
    }
}

/// Returns a draft to whoever wrote it, with a reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Return {
    pub draft: String,
    pub revision: i64,
    pub reason: String,
}

impl Verb for Return {
    const NAME: &'static str = "benefit-drafts.return";
    const RIGHT: &'static str = "benefits.publish";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Written;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Written> {
        let it = in_review(cx, &self.draft, self.revision)?;
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(Error::invalid("reason", "web-required"));
        }
        if REASON_CHARS_MAX < reason.chars().count() {
            return Err(Fault::new("reason", "cases-too-long").arg("most", REASON_CHARS_MAX).into());
        }
        table::judge(cx, &it, table::RETURNED, reason, "")?;
        Ok(done(cx, &it))
    }
}

/// A draft that was handed in, by others than the actor.
fn in_review(cx: &mut Cx, id: &str, revision: i64) -> Result<Draft> {
    let it = table::current(cx, id, revision)?;
    if it.state != table::REVIEW {
        return Err(Error::conflict("drafts-not-in-review"));
    }
    if it.hands.contains(&cx.actor.account) {
        return Err(Error::denied("drafts-own-hand"));
    }
    Ok(it)
}
