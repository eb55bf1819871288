//! What a phone says of itself at each contact, and that it holds nothing any more.

use base::{Error, Instant, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    enrol::{Contact, contact, own},
    table::{self, Said},
};

/// Longest version.
const VERSION_MAX: usize = 40;
/// Most of anything a phone counts.
const COUNT_MAX: i64 = 1 << 40;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    pub device: String,
    pub version: String,
    /// Acts that wait to be sent, and those that were refused and wait for somebody.
    pub queued: i64,
    pub failed: i64,
    pub held_bytes: i64,
    /// What the phone's clock says now.
    pub clock: Instant,
    /// When it last had everything it should carry.
    #[serde(default)]
    pub synced_at: Option<Instant>,
}

impl Verb for Report {
    const NAME: &'static str = "field.report";
    const RIGHT: &'static str = "field.use";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Contact;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Contact> {
        own(cx, &self.device)?;
        let counted = |it: i64| it.clamp(0, COUNT_MAX);
        let version: String = self.version.chars().take(VERSION_MAX).collect();
        let ahead = cx.now.seconds_until(self.clock);
        // Names and phones in the clear leave for the phone with this entry as their leave.
        cx.subject("device", &self.device);
        cx.note("purpose", "visits");
        cx.note("plain", cx.actor.may("field.plain"));
        table::seen(
            cx,
            &Said {
                device: &self.device,
                version: &version,
                queued: counted(self.queued),
                failed: counted(self.failed),
                held_bytes: counted(self.held_bytes),
                ahead,
                synced_at: self.synced_at,
            },
        )?;
        contact(cx, &self.device)
    }
}

/// A wiped phone says that it has deleted everything; so does one whose holder empties it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Emptied {
    pub device: String,
}

impl Verb for Emptied {
    const NAME: &'static str = "field.emptied";
    const RIGHT: &'static str = "field.use";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let known = table::device(cx, &self.device)?.filter(|it| it.account == cx.actor.account);
        known.ok_or_else(|| Error::missing("device"))?;
        cx.subject("device", &self.device);
        table::emptied(cx, &self.device)
    }
}
