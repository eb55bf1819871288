//! Keys that lie outside the database: sealing of numbers, keyed indexes to find them by.
//!
//! | file        | what                                                                        |
//! |-------------|-----------------------------------------------------------------------------|
//! | `ring.rs`   | the key file: which keys there are, since when each is in force              |
//! | `probe.rs`  | whether these keys are the ones the database was sealed with                |
//! | `reseal.rs` | brings old values under the key in force                                    |
//! | `cipher.rs` | a sealed value: version, algorithm, key id, nonce, ciphertext               |
//!
//! ```text
//!   keys rotate ──▶ new key in the file ──▶ every process has read it ──▶ it comes into force
//!                                                                           │
//!       old key dropped from the file ◀── keys.reseal has passed every row ◀┘
//! ```

mod cipher;
mod probe;
mod reseal;
mod ring;
mod table;

use std::fmt::Write as _;

use arc_swap::ArcSwap;
use base::{Instant, Result};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{Room, verb, work};

pub use cipher::{Algorithm, NONCE_BYTES, key_id_of};
pub use probe::{fits, probe};
pub use reseal::{Reseal, ResealWork, Resealed, SealedColumn, reseal};
pub use ring::{Fault as RingFault, Ring, Status};
pub use table::PROBE_OF_BACKUP;

pub const ROOM: Room = Room {
    name: "keys",
    verbs: &[verb::<Reseal>()],
    questions: &[],
    works: &[work::<ResealWork>()],
    sections: &[],
};

/// The keys of one installation, exchanged as a whole when the key file changes.
pub struct Keys(ArcSwap<Ring>);

impl Keys {
    /// One key of each kind; a key file gives [`Keys::of`] a whole ring.
    pub fn new(sealing: [u8; 32], index: [u8; 32], journal: [u8; 32]) -> Keys {
        Keys::of(Ring::single(Algorithm::Aes256Gcm, sealing, index, journal))
    }

    pub fn of(ring: Ring) -> Keys {
        Keys(ArcSwap::from_pointee(ring))
    }

    /// Takes up a changed key file, or the turn of a key whose time has come.
    pub fn renew(&self, ring: Ring) {
        self.0.store(std::sync::Arc::new(ring));
    }

    /// Lets keys come into force whose time has come.
    pub fn at(&self, now: Instant) {
        let ring = self.0.load();
        if ring.turns(now) {
            self.0.store(std::sync::Arc::new(ring.as_of(now)));
        }
    }

    /// Seals `plain`; `purpose` (such as `person.number`) is bound to it and must be given again.
    pub fn seal(&self, purpose: &str, plain: &str, nonce: [u8; NONCE_BYTES]) -> Result<Vec<u8>> {
        cipher::seal(self.0.load().sealing(), purpose, plain, nonce)
    }

    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<String> {
        cipher::open(&self.0.load(), purpose, sealed)
    }

    /// Whether `sealed` was sealed by the key now in force.
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        key_id_of(sealed) == Some(self.0.load().sealing().id)
    }

    /// The keyed index of a value: equal values of one purpose have equal indexes, and nothing
    /// can be told from one without the key. 32 hexadecimal digits.
    pub fn index(&self, purpose: &str, plain: &str) -> String {
        index_under(&self.0.load().index().key, purpose, plain)
    }

    /// The indexes a value may stand under: the one in force, and while index keys rotate the
    /// one before it (else the same again). What looks a value up asks for both.
    pub fn indexes(&self, purpose: &str, plain: &str) -> [String; 2] {
        let ring = self.0.load();
        let now = index_under(&ring.index().key, purpose, plain);
        let before = ring.index_before().map(|it| index_under(&it.key, purpose, plain));
        let before = before.unwrap_or_else(|| now.clone());
        [now, before]
    }

    /// Whether values may stand under two index keys: what compares indexes looks under both.
    pub fn index_rotates(&self) -> bool {
        self.0.load().index_before().is_some()
    }

    /// The seal of the journal's chain: HMAC-SHA256 in hexadecimal.
    pub fn journal_mac(&self, text: &[u8]) -> String {
        hex(&hmac(&self.0.load().journal().key, &[text]))
    }

    /// A secret of the house for `purpose`, such as a token bound to a session: 64 hexadecimal
    /// digits. It changes when index keys rotate, so it serves what is short-lived.
    pub fn derive(&self, purpose: &str, text: &str) -> String {
        hex(&hmac(&self.0.load().index().key, &[b"derive\0", purpose.as_bytes(), b"\0", text.as_bytes()]))
    }

    /// What is known of the keys without the keys themselves.
    pub fn status(&self) -> Vec<Status> {
        self.0.load().status()
    }
}

fn index_under(key: &[u8; 32], purpose: &str, plain: &str) -> String {
    hex(&hmac(key, &[purpose.as_bytes(), b"\0", plain.as_bytes()])[..16])
}

fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("any length of key");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "513433194001010011";

    #[test]
    fn what_is_sealed_opens_only_for_its_purpose_and_unaltered() {
        for algorithm in [Algorithm::Aes256Gcm, Algorithm::Sm4Gcm] {
            let keys = Keys::of(Ring::single(algorithm, [1; 32], [2; 32], [3; 32]));
            let sealed = keys.seal("person.number", NUMBER, [9; 12]).unwrap();
            assert_eq!(keys.open("person.number", &sealed).unwrap(), NUMBER);
            assert!(keys.open("payee.account", &sealed).is_err());
            for place in 0..sealed.len() {
                let mut altered = sealed.clone();
                altered[place] ^= 1;
                assert!(keys.open("person.number", &altered).is_err(), "byte {place} of {algorithm:?}");
            }
        }
    }

    #[test]
    fn an_index_belongs_to_one_purpose() {
        let keys = Keys::new([1; 32], [2; 32], [3; 32]);
        assert_ne!(keys.index("a", "x"), keys.index("b", "x"));
        assert_eq!(keys.index("a", "x").len(), 32);
        assert_eq!(keys.indexes("a", "x"), [keys.index("a", "x"), keys.index("a", "x")]);
    }

    #[test]
    fn a_new_key_comes_into_force_at_its_time_and_the_old_one_still_opens() {
        let keys = Keys::new([1; 32], [2; 32], [3; 32]);
        let old = keys.seal("p", NUMBER, [9; 12]).unwrap();
        let old_index = keys.index("p", NUMBER);
        let ring = Ring::single(Algorithm::Aes256Gcm, [1; 32], [2; 32], [3; 32]);
        let ring =
            ring.with_sealing(Algorithm::Sm4Gcm, [7; 32], Instant(100)).with_index([8; 32], Instant(100));
        keys.renew(ring.as_of(Instant(99)));
        assert!(keys.is_current(&old));
        keys.at(Instant(100));
        assert!(!keys.is_current(&old));
        assert_eq!(keys.open("p", &old).unwrap(), NUMBER);
        let new = keys.seal("p", NUMBER, [9; 12]).unwrap();
        assert!(keys.is_current(&new));
        assert_eq!(keys.open("p", &new).unwrap(), NUMBER);
        assert_eq!(keys.indexes("p", NUMBER), [keys.index("p", NUMBER), old_index]);
    }
}
