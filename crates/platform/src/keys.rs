//! Keys that lie outside the database: sealing of numbers, keyed indexes to find them by.

use aes_gcm::{
    Aes256Gcm,
    aead::{Aead, KeyInit, Payload},
};
use base::{Error, Result};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The keys of one installation.
pub struct Keys {
    sealing: [u8; 32],
    index: [u8; 32],
    journal: [u8; 32],
}

const NONCE_BYTES: usize = 12;

impl Keys {
    /// Three keys of 32 bytes each, from the operating system's generator by way of `app`.
    pub fn new(sealing: [u8; 32], index: [u8; 32], journal: [u8; 32]) -> Keys {
        Keys { sealing, index, journal }
    }

    /// Seals `plain`; `purpose` (such as `person.number`) is bound to it and must be given again.
    pub fn seal(&self, purpose: &str, plain: &str, nonce: [u8; NONCE_BYTES]) -> Result<Vec<u8>> {
        let cipher = Aes256Gcm::new(&self.sealing.into());
        let payload = Payload { msg: plain.as_bytes(), aad: purpose.as_bytes() };
        let sealed = cipher.encrypt(&nonce.into(), payload).map_err(|it| Error::broken(it.to_string()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<String> {
        let (nonce, sealed) = sealed
            .split_at_checked(NONCE_BYTES)
            .ok_or_else(|| Error::broken("a sealed value is too short"))?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| Error::broken("nonce"))?;
        let cipher = Aes256Gcm::new(&self.sealing.into());
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        let plain = cipher
            .decrypt(&nonce.into(), payload)
            .map_err(|_| Error::broken("a sealed value does not open: wrong keys, or it was altered"))?;
        String::from_utf8(plain).map_err(|it| Error::broken(it.to_string()))
    }

    /// The keyed index of a value: equal values of one purpose have equal indexes, and nothing
    /// can be told from one without the key. 32 hexadecimal digits.
    pub fn index(&self, purpose: &str, plain: &str) -> String {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.index).expect("any length of key");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(plain.as_bytes());
        hex(&mac.finalize().into_bytes()[..16])
    }

    /// The seal of the journal's chain: HMAC-SHA256 in hexadecimal.
    pub fn journal_mac(&self, text: &[u8]) -> String {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.journal).expect("any length of key");
        mac.update(text);
        hex(&mac.finalize().into_bytes())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_for_its_purpose() {
        let keys = Keys::new([1; 32], [2; 32], [3; 32]);
        let sealed = keys.seal("person.number", "513433194001010011", [9; 12]).unwrap();
        assert_eq!(keys.open("person.number", &sealed).unwrap(), "513433194001010011");
        assert!(keys.open("payee.account", &sealed).is_err());
        assert_ne!(keys.index("a", "x"), keys.index("b", "x"));
    }
}
