//! Walks the whole journal and says what is sealed, what is anchored, what is unverified, and
//! what was done to it.

use base::{Instant, Result};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    chain::{Finding, Head, Walk, What},
    table,
};
use crate::{Channel, Cx, access::session::nobody, door::Door};

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    pub county: String,
    /// Whether nothing was found.
    pub sound: bool,
    /// Places checked in the chain, first and last; nothing when none is sealed.
    pub sealed: Option<Range>,
    /// Up to here the chain agrees with an anchor that was given.
    pub anchored_to: Option<i64>,
    /// After the last anchor (or all, without one): a cut here, with an older head put back, would
    /// not show.
    pub sealed_not_anchored: Option<Range>,
    /// Entries written and not yet sealed: whether one was taken out cannot be told.
    pub unverified: i64,
    /// Up to here entries are past their time and gone, under a checkpoint.
    pub pruned_to: Option<i64>,
    /// Anchors older than the checkpoint, which can no longer be compared.
    pub anchors_pruned: i64,
    pub head: Option<Head>,
    /// How much was found; the first hundred are told.
    pub found: i64,
    pub findings: Vec<Finding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Range {
    pub from: i64,
    pub to: i64,
}

/// Verifies one county's journal against its keys and the anchors at hand.
pub fn verify(door: &Door, now: Instant, anchors: &[Head]) -> Result<Report> {
    let nobody = nobody(door.house, Channel::Terminal);
    door.store.read(|tx| within(&mut Cx::new(&nobody, door.house, now, 0, tx), anchors))
}

pub(super) fn within(cx: &mut Cx, anchors: &[Head]) -> Result<Report> {
    let keys = cx.house.keys.clone();
    let county = cx.county().to_owned();
    let (head, checkpoint) = (table::head(cx)?, table::checkpoint(cx)?);
    let mut walk = Walk::new(&keys, checkpoint.as_ref());
    let mut unverified = 0;
    table::each(cx, &mut |entry| {
        match (entry.seq, &entry.seal) {
            (Some(seq), Some(seal)) => walk.sealed(&entry.fields, &entry.mac, seq, seal),
            // A place without a link: somebody else's hand.
            (Some(seq), None) => walk.find(What::Altered, Some(seq), None, Some(&entry.fields.id)),
            _ => {
                unverified += 1;
                walk.unsealed(&entry.fields, &entry.mac);
            }
        }
        Ok(())
    })?;
    let last = walk.end(checkpoint.as_ref(), head.as_ref());
    let pruned_to = checkpoint.as_ref().map(|it| it.seq);
    let first = pruned_to.unwrap_or(0) + 1;
    let (mut anchored_to, mut anchors_pruned) = (None, 0);
    for anchor in anchors.iter().filter(|it| it.county == county) {
        if !anchor.holds(&keys) {
            walk.find(What::ForeignAnchor, Some(anchor.seq), None, None);
        } else if anchor.seq < first {
            let cut = checkpoint.as_ref().filter(|it| it.seq == anchor.seq);
            match cut {
                Some(cut) if cut.seal != anchor.seal => {
                    walk.find(What::Anchor, Some(anchor.seq), None, None);
                }
                Some(_) => anchored_to = anchored_to.max(Some(anchor.seq)),
                None => anchors_pruned += 1,
            }
        } else if last < anchor.seq {
            walk.find(What::Truncated, Some(last + 1), Some(anchor.seq), None);
        } else if table::seal_at(cx, anchor.seq)?.as_ref() == Some(&anchor.seal) {
            anchored_to = anchored_to.max(Some(anchor.seq));
        } else {
            walk.find(What::Anchor, Some(anchor.seq), None, None);
        }
    }
    let range = |from, to| (from <= to).then_some(Range { from, to });
    Ok(Report {
        county,
        sound: walk.found == 0,
        sealed: range(first, last),
        anchored_to,
        sealed_not_anchored: range(anchored_to.map_or(first, |it| it + 1).max(first), last),
        unverified,
        pruned_to,
        anchors_pruned,
        head,
        found: walk.found,
        findings: walk.findings,
    })
}
