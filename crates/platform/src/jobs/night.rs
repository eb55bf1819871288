//! The round of the night: the first server that sees a new day leaves that day's works, once.
//!
//! Which works there are is told by the works themselves ([`crate::Work::NIGHTLY`]). The row that says
//! that a day was begun and the jobs are written together: of two servers one writes it, and a
//! server that was down at midnight finds on its start that nobody has.

use base::{Instant, Result};

use super::{accounts, table};
use crate::{Cx, door::Door};

/// Leaves the works of `now`'s day, unless that was done; answers whether it was new.
pub fn begin(door: &Door, now: Instant, seed: u64) -> Result<bool> {
    let area = door.house.packs.now().county().map_or_else(String::new, |it| it.area.clone());
    let actor = accounts::actor(door.house, &accounts::NIGHTLY, &area);
    let house = door.house.clone();
    door.store.write(move |tx| {
        let mut cx = Cx::new(&actor, &house, now, seed, tx);
        if !table::begin_day(&mut cx)? {
            return Ok(false);
        }
        for kind in house.catalogue.nightly() {
            table::insert(&mut cx, kind, "{}", now)?;
        }
        Ok(true)
    })
}
