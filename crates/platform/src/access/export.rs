//! Enters an export that holds numbers or accounts, before the file is handed out.

use base::{Error, Fault, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{session, table};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordExport {
    /// What was exported: the list's or document's name.
    pub what: String,
    pub area: String,
    pub rows: i64,
    /// What for, in the words of who exports.
    pub purpose: String,
    /// SHA-256 of the file, hexadecimal.
    pub digest: String,
    /// Whether the file opens only with a password.
    #[serde(default)]
    pub locked: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Recorded {
    pub export: String,
    /// To be printed on the file: who took it and when.
    pub mark: String,
}

impl Verb for RecordExport {
    const NAME: &'static str = "access.record-export";
    const RIGHT: &'static str = session::OWN;
    const PURPOSE: Purpose = Purpose::System;
    type Answer = Recorded;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        // What is exported was read under its own right and area; this says so, wherever it was.
        let area = &self.area;
        if area.starts_with(&cx.actor.area) { Ok(Place::Own) } else { Ok(Place::Area(area.clone())) }
    }

    fn run(self, cx: &mut Cx) -> Result<Recorded> {
        record(cx, &self)
    }
}

/// An export says what for.
pub fn purpose_told(purpose: &str) -> Result<()> {
    if purpose.trim().is_empty() { Err(Error::invalid("purpose", "access-purpose-needed")) } else { Ok(()) }
}

/// Enters an export that a verb of another room hands out itself.
pub fn record(cx: &mut Cx, it: &RecordExport) -> Result<Recorded> {
    let mut faults = Vec::new();
    if it.purpose.trim().is_empty() {
        faults.push(Fault::new("purpose", "access-purpose-needed"));
    }
    if it.digest.len() != 64 || !it.digest.bytes().all(|it| it.is_ascii_hexdigit()) {
        faults.push(Fault::new("digest", "access-digest-wrong"));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let export = table::Export {
        what: &it.what,
        area: &it.area,
        rows: it.rows,
        purpose: it.purpose.trim(),
        digest: &it.digest,
        locked: it.locked,
    };
    let id = table::insert_export(cx, &export)?;
    cx.subject("export", &id);
    cx.note("what", it.what.as_str());
    cx.note("rows", it.rows);
    cx.note("purpose", it.purpose.trim());
    let mark = format!("{} {} {}", cx.actor.name, cx.now.shanghai(), &id[id.len() - 8..]);
    Ok(Recorded { export: id, mark })
}
