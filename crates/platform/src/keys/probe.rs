//! Whether these keys are the ones the database was sealed with.

use base::{Error, Instant, Result};

use super::{Keys, table};
use crate::{Channel, Cx, access::session::nobody, door::Door};

const PURPOSE: &str = "key.probe";
const PLAIN: &str = "songhe";

/// Opens what was sealed when the database was new; seals it in a database that has none.
/// With other keys nothing in it could be read, so it says at once what to do.
pub fn probe(door: &Door, now: Instant, seed: u64) -> Result<()> {
    let (actor, house) = (nobody(door.house, Channel::Terminal), door.house.clone());
    let known = door.store.read(|tx| table::probe(&mut Cx::new(&actor, &house, now, seed, tx)))?;
    let Some(sealed) = known else {
        return door.store.write(move |tx| {
            let mut cx = Cx::new(&actor, &house, now, seed, tx);
            let sealed = cx.seal(PURPOSE, PLAIN)?;
            table::insert_probe(&mut cx, &sealed)
        });
    };
    fits(&house.keys, &sealed)
}

/// Whether what another database's probe sealed is opened by these keys.
pub fn fits(keys: &Keys, sealed: &[u8]) -> Result<()> {
    match keys.open(PURPOSE, sealed) {
        Ok(plain) if plain == PLAIN => Ok(()),
        _ => Err(Error::conflict("keys-of-another-database")),
    }
}
