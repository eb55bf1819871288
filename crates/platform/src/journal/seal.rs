//! The sealer: gives each entry its place and its link to the one before.

use base::{Instant, Result};

use super::{
    chain::{GENESIS, Head, seal},
    table::{self, Lease},
};
use crate::{Channel, Cx, access::session::nobody, door::Door};

/// A sealer that is not heard of for so long has lost its lease.
const LEASE_SECONDS: i64 = 6;
/// Entries of one transaction.
const CHUNK: i64 = 500;

/// One for each process; of all of them one seals.
pub struct Sealer {
    holder: String,
}

/// What one turn came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// Another holds the lease.
    NotOurs,
    /// So many entries; there may be more when it is a whole chunk.
    Entries { count: i64, more: bool },
}

impl Sealer {
    /// `holder` names this process among those of the database.
    pub fn new(holder: String) -> Sealer {
        Sealer { holder }
    }

    /// Seals what is waiting, at most a chunk.
    pub fn turn(&self, door: &Door, now: Instant) -> Result<Sealed> {
        let nobody = nobody(door.house, Channel::Job);
        let (house, holder) = (door.house.clone(), self.holder.clone());
        door.store.write(move |tx| turn(&mut Cx::new(&nobody, &house, now, 0, tx), &holder))
    }
}

fn turn(cx: &mut Cx, holder: &str) -> Result<Sealed> {
    let lease = table::lease(cx)?;
    let epoch = match &lease {
        Some(lease) if lease.holder == holder => lease.epoch,
        Some(lease) if cx.now <= lease.until => return Ok(Sealed::NotOurs),
        Some(lease) => lease.epoch + 1,
        None => 1,
    };
    let waiting = table::unsealed(cx, CHUNK)?;
    let renew =
        lease.is_none_or(|it| it.epoch != epoch || it.until <= cx.now.plus_seconds(LEASE_SECONDS / 2));
    if renew {
        let until = cx.now.plus_seconds(LEASE_SECONDS);
        table::set_lease(cx, &Lease { holder: holder.to_owned(), until, epoch })?;
    }
    if waiting.is_empty() {
        return Ok(Sealed::Entries { count: 0, more: false });
    }
    let (mut seq, mut before) = match table::head(cx)? {
        Some(head) => (head.seq, head.seal),
        None => (0, GENESIS.to_owned()),
    };
    let keys = cx.house.keys.clone();
    for (id, mac) in &waiting {
        seq += 1;
        before = seal(&keys, &before, seq, mac);
        table::set_seal(cx, id, seq, &before)?;
    }
    let (county, at) = (cx.county(), cx.now.0);
    table::set_head(cx, &Head::new(&keys, county, seq, &before, epoch, at))?;
    let count = waiting.len() as i64;
    Ok(Sealed::Entries { count, more: count == CHUNK })
}
