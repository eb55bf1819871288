//! Anchors: copies of the chain's head that are kept outside, one a line.

use base::{Error, Fault, Instant, Result, error::OrBroken};

use super::{chain::Head, table};
use crate::{Channel, Cx, access::session::nobody, door::Door};

/// The head as it stands now; nothing before the first entry is sealed.
pub fn head(door: &Door, now: Instant) -> Result<Option<Head>> {
    let nobody = nobody(door.house, Channel::Terminal);
    door.store.read(|tx| table::head(&mut Cx::new(&nobody, door.house, now, 0, tx)))
}

/// When this house last wrote something down: no clock that says less is right.
pub fn newest(door: &Door, now: Instant) -> Result<Option<Instant>> {
    let nobody = nobody(door.house, Channel::Terminal);
    door.store.read(|tx| super::ask::newest(&mut Cx::new(&nobody, door.house, now, 0, tx)))
}

/// How many entries wait to be sealed, and since when the oldest of them does.
pub fn unsealed(door: &Door, now: Instant) -> Result<(i64, Option<Instant>)> {
    let nobody = nobody(door.house, Channel::Terminal);
    door.store.read(|tx| super::ask::unsealed(&mut Cx::new(&nobody, door.house, now, 0, tx)))
}

/// The line of an anchor file.
pub fn line(head: &Head) -> Result<String> {
    serde_json::to_string(head).or_broken()
}

/// Reads an anchor file: a head a line, empty lines passed over.
pub fn parse(text: &str) -> Result<Vec<Head>> {
    let mut heads = Vec::new();
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let head = serde_json::from_str(line).map_err(|why| {
            let fault = Fault::new(format!("anchor:{}", place + 1), "journal-anchor-unreadable");
            Error::from(fault.arg("why", why))
        })?;
        heads.push(head);
    }
    Ok(heads)
}
