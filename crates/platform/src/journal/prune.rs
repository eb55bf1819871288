//! Lets entries go whose time is over, and leaves a checkpoint under the key, so that what is left
//! can still be verified.

use base::{Instant, Result};

use super::{
    Retention,
    assess::RecordImpactAssessment,
    chain::{Checkpoint, Kept},
    table,
};
use crate::{Channel, Cx, Verb, access::session::nobody, door::Door};

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Deletes what is past its time; answers how many entries went.
pub fn prune(door: &Door, now: Instant, retention: &Retention) -> Result<u64> {
    let nobody = nobody(door.house, Channel::Job);
    let (house, retention) = (door.house.clone(), retention.clone());
    door.store.write(move |tx| within(&mut Cx::new(&nobody, &house, now, 0, tx), &retention))
}

fn within(cx: &mut Cx, retention: &Retention) -> Result<u64> {
    let before = cx.now.plus_seconds(-retention.entry_days * DAY_SECONDS);
    let kept_from = cx.now.plus_seconds(-retention.impact_days * DAY_SECONDS);
    let was = table::checkpoint(cx)?;
    let cut = table::past(cx, before, was.as_ref().map_or(0, |it| it.seq))?;
    // Nothing new to cut: an assessment kept longer may still have come to its end.
    let cut = cut.or_else(|| was.map(|it| (it.seq, it.seal)));
    let Some((seq, seal)) = cut else { return Ok(0) };
    let gone = table::delete(cx, seq, RecordImpactAssessment::NAME, kept_from)?;
    if gone == 0 {
        return Ok(0);
    }
    let mut kept = Kept::default();
    for (seq, mac) in table::left(cx, seq)? {
        kept.add(seq, &mac);
    }
    let (kept, digest) = kept.end();
    let (county, at) = (cx.county().to_owned(), cx.now.0);
    let checkpoint = Checkpoint { county, seq, seal, kept, digest, at, mac: String::new() };
    let checkpoint = checkpoint.signed(&cx.house.keys);
    table::set_checkpoint(cx, &checkpoint)?;
    Ok(gone)
}
