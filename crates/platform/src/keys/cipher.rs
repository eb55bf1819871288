//! A sealed value.
//!
//! ```text
//!   byte 0    1          2..4          4..16    16..
//!   version 1 algorithm  key id (big)  nonce    ciphertext and tag
//! ```
//!
//! The first four bytes and the purpose are bound to the ciphertext, so that a value cannot be
//! taken for one of another field, key or algorithm.

use aes_gcm::{
    Aes256Gcm, AesGcm,
    aead::{Aead, KeyInit, Payload, consts::U12},
};
use base::{Error, Result};
use serde::{Deserialize, Serialize};

use super::ring::{Key, Ring};

type Sm4Gcm = AesGcm<sm4::Sm4, U12>;

pub const NONCE_BYTES: usize = 12;
const VERSION: u8 = 1;
const HEAD_BYTES: usize = 4;

/// How values are sealed; a county that must use the national algorithms takes SM4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    #[serde(rename = "AES-256-GCM")]
    Aes256Gcm,
    /// GB/T 32907 in Galois counter mode (RFC 8998); its key is the first 16 bytes.
    #[serde(rename = "SM4-GCM")]
    Sm4Gcm,
}

impl Algorithm {
    fn number(self) -> u8 {
        match self {
            Algorithm::Aes256Gcm => 1,
            Algorithm::Sm4Gcm => 2,
        }
    }

    fn cipher(self, key: &[u8; 32]) -> Result<Box<dyn Sealer>> {
        Ok(match self {
            Algorithm::Aes256Gcm => Box::new(Aes256Gcm::new(key.into())),
            Algorithm::Sm4Gcm => {
                Box::new(Sm4Gcm::new_from_slice(&key[..16]).map_err(|it| Error::broken(it.to_string()))?)
            }
        })
    }
}

/// The two ciphers behind one face.
trait Sealer {
    fn encrypt(&self, nonce: [u8; NONCE_BYTES], payload: Payload) -> Option<Vec<u8>>;
    fn decrypt(&self, nonce: [u8; NONCE_BYTES], payload: Payload) -> Option<Vec<u8>>;
}

impl<C: Aead + aes_gcm::aead::AeadCore<NonceSize = U12>> Sealer for C {
    fn encrypt(&self, nonce: [u8; NONCE_BYTES], payload: Payload) -> Option<Vec<u8>> {
        Aead::encrypt(self, &nonce.into(), payload).ok()
    }

    fn decrypt(&self, nonce: [u8; NONCE_BYTES], payload: Payload) -> Option<Vec<u8>> {
        Aead::decrypt(self, &nonce.into(), payload).ok()
    }
}

/// The id of the key that sealed a value.
pub fn key_id_of(sealed: &[u8]) -> Option<u16> {
    Some(u16::from_be_bytes([*sealed.get(2)?, *sealed.get(3)?]))
}

pub(super) fn seal(key: &Key, purpose: &str, plain: &str, nonce: [u8; NONCE_BYTES]) -> Result<Vec<u8>> {
    let id = key.id.to_be_bytes();
    let head = [VERSION, key.algorithm.number(), id[0], id[1]];
    let aad = [head.as_slice(), purpose.as_bytes()].concat();
    let cipher = key.algorithm.cipher(&key.key)?;
    let sealed = cipher.encrypt(nonce, Payload { msg: plain.as_bytes(), aad: &aad });
    let sealed = sealed.ok_or_else(|| Error::broken("a value too long to seal"))?;
    Ok([head.as_slice(), &nonce, &sealed].concat())
}

pub(super) fn open(ring: &Ring, purpose: &str, sealed: &[u8]) -> Result<String> {
    let Some((head, rest)) = sealed.split_at_checked(HEAD_BYTES) else {
        return Err(Error::broken("a sealed value is too short"));
    };
    let Some((nonce, body)) = rest.split_first_chunk::<NONCE_BYTES>() else {
        return Err(Error::broken("a sealed value is too short"));
    };
    if head[0] != VERSION {
        return Err(Error::broken("a sealed value of an unknown version"));
    }
    let id = u16::from_be_bytes([head[2], head[3]]);
    let key = ring.sealing_by(id).ok_or_else(|| {
        Error::broken(format!("sealed by key {id}, which the key file does not hold: restore that key file"))
    })?;
    if key.algorithm.number() != head[1] {
        return Err(Error::broken("a sealed value does not open: another algorithm than its key's"));
    }
    let aad = [head, purpose.as_bytes()].concat();
    let plain = key.algorithm.cipher(&key.key)?.decrypt(*nonce, Payload { msg: body, aad: &aad });
    let plain =
        plain.ok_or_else(|| Error::broken("a sealed value does not open: wrong keys, or it was altered"))?;
    String::from_utf8(plain).map_err(|_| Error::broken("a sealed value is not text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> = hex.bytes().filter(|it| !it.is_ascii_whitespace()).collect();
        digits
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }

    /// RFC 8998, appendix A.1.
    #[test]
    fn sm4_gcm_gives_the_known_answer() {
        let mut key = [0; 32];
        key[..16].copy_from_slice(&bytes("0123456789ABCDEFFEDCBA9876543210"));
        let nonce: [u8; 12] = bytes("00001234567800000000ABCD").try_into().unwrap();
        let aad = bytes("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
        let plain = bytes(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD
             EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA",
        );
        let want = bytes(
            "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735
             D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D
             83DE3541E4C2B58177E065A9BF7B62EC",
        );
        let cipher = Algorithm::Sm4Gcm.cipher(&key).unwrap();
        assert_eq!(cipher.encrypt(nonce, Payload { msg: &plain, aad: &aad }).unwrap(), want);
        assert_eq!(cipher.decrypt(nonce, Payload { msg: &want, aad: &aad }).unwrap(), plain);
    }

    /// The GCM specification (`McGrew` and Viega), test case 16.
    #[test]
    fn aes_256_gcm_gives_the_known_answer() {
        let key: [u8; 32] =
            bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308").try_into().unwrap();
        let nonce: [u8; 12] = bytes("cafebabefacedbaddecaf888").try_into().unwrap();
        let aad = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let plain = bytes(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
             1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        );
        let want = bytes(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
             8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
             76fc6ece0f4e1768cddf8853bb2d551b",
        );
        let cipher = Algorithm::Aes256Gcm.cipher(&key).unwrap();
        assert_eq!(cipher.encrypt(nonce, Payload { msg: &plain, aad: &aad }).unwrap(), want);
    }
}
