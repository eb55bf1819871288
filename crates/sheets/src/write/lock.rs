//! An xlsx behind an open password, as Excel 2010 and later and WPS make it.
//!
//! [MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15, "agile" encryption: AES-256-CBC, SHA-512, 100,000 rounds, and
//! an HMAC over the whole. Nothing is random here: the caller brings the secrets.

use std::io::{Cursor, Write};

use aes::{
    Aes256,
    cipher::{BlockCipherEncrypt, KeyInit, array::Array},
};
use base::{Result, error::OrBroken};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha512};

/// Bytes of chance that one locked file needs: two salts, a verifier, the key, the key of the HMAC.
pub const SECRET_BYTES: usize = 16 + 16 + 16 + 32 + 64;
const ROUNDS: u32 = 100_000;
/// Bytes of the workbook that are encrypted together.
const SEGMENT_BYTES: usize = 4_096;
const BLOCK: usize = 16;

const VERIFIER_INPUT: [u8; 8] = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
const VERIFIER_VALUE: [u8; 8] = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
const KEY_VALUE: [u8; 8] = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];
const HMAC_KEY: [u8; 8] = [0x5f, 0xb2, 0xad, 0x01, 0x0c, 0xb9, 0xe1, 0xf6];
const HMAC_VALUE: [u8; 8] = [0xa0, 0x67, 0x7f, 0x02, 0xb2, 0x2c, 0x84, 0x33];

/// Puts a workbook behind a password. `secrets` come from the operating system and are used once.
pub fn lock(xlsx: &[u8], password: &str, secrets: &[u8; SECRET_BYTES]) -> Result<Vec<u8>> {
    let (data_salt, rest) = secrets.split_at(16);
    let (password_salt, rest) = rest.split_at(16);
    let (verifier, rest) = rest.split_at(16);
    let (key, hmac_key) = rest.split_at(32);

    let mut package = (xlsx.len() as u64).to_le_bytes().to_vec();
    for (number, segment) in xlsx.chunks(SEGMENT_BYTES).enumerate() {
        let iv = hashed(&[data_salt, &(number as u32).to_le_bytes()]);
        package.extend(encrypt(key, &iv, segment));
    }
    let mut mac = <Hmac<Sha512> as hmac::KeyInit>::new_from_slice(hmac_key).or_broken()?;
    mac.update(&package);
    let mac = mac.finalize().into_bytes();

    let root = stretched(password, password_salt);
    let under_password =
        |block: [u8; 8], plain: &[u8]| encrypt(&hashed(&[&root, &block])[..32], password_salt, plain);
    let under_key = |block: [u8; 8], plain: &[u8]| encrypt(key, &hashed(&[data_salt, &block]), plain);
    let info = description(&[
        ("{data_salt}", data_salt),
        ("{hmac_key}", &under_key(HMAC_KEY, hmac_key)),
        ("{hmac_value}", &under_key(HMAC_VALUE, &mac)),
        ("{password_salt}", password_salt),
        ("{verifier_input}", &under_password(VERIFIER_INPUT, verifier)),
        ("{verifier_value}", &under_password(VERIFIER_VALUE, &hashed(&[verifier]))),
        ("{key_value}", &under_password(KEY_VALUE, key)),
    ]);

    let mut file =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).or_broken()?;
    file.create_stream("/EncryptionInfo").or_broken()?.write_all(&info).or_broken()?;
    file.create_stream("/EncryptedPackage").or_broken()?.write_all(&package).or_broken()?;
    file.flush().or_broken()?;
    Ok(file.into_inner().into_inner())
}

fn hashed(parts: &[&[u8]]) -> [u8; 64] {
    let mut hash = Sha512::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

fn stretched(password: &str, salt: &[u8]) -> [u8; 64] {
    let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut hash = hashed(&[salt, &password]);
    for round in 0..ROUNDS {
        hash = hashed(&[&round.to_le_bytes(), &hash]);
    }
    hash
}

/// AES-256 in CBC, the last block filled with zeros. `iv` is cut to a block.
fn encrypt(key: &[u8], iv: &[u8], plain: &[u8]) -> Vec<u8> {
    let cipher = Aes256::new_from_slice(key).expect("keys here have 32 bytes");
    let mut last: [u8; BLOCK] = iv[..BLOCK].try_into().expect("an iv has at least one block");
    let mut sealed = Vec::with_capacity(plain.len().next_multiple_of(BLOCK));
    for chunk in plain.chunks(BLOCK) {
        for (byte, plain) in last.iter_mut().zip(chunk) {
            *byte ^= plain;
        }
        let mut block = Array::from(last);
        cipher.encrypt_block(&mut block);
        last = block.into();
        sealed.extend_from_slice(&last);
    }
    sealed
}

const DESCRIPTION: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\r\n",
    r#"<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" "#,
    r#"xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">"#,
    r#"<keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" "#,
    r#"cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="{data_salt}"/>"#,
    r#"<dataIntegrity encryptedHmacKey="{hmac_key}" encryptedHmacValue="{hmac_value}"/>"#,
    r#"<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">"#,
    r#"<p:encryptedKey spinCount="100000" saltSize="16" blockSize="16" keyBits="256" hashSize="64" "#,
    r#"cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" "#,
    r#"saltValue="{password_salt}" encryptedVerifierHashInput="{verifier_input}" "#,
    r#"encryptedVerifierHashValue="{verifier_value}" encryptedKeyValue="{key_value}"/>"#,
    r#"</keyEncryptor></keyEncryptors></encryption>"#,
);

/// Version 4.4, the flag for agile, and the XML.
fn description(values: &[(&str, &[u8])]) -> Vec<u8> {
    let xml =
        values.iter().fold(DESCRIPTION.to_owned(), |xml, (name, value)| xml.replace(name, &base64(value)));
    [&[4, 0, 4, 0, 0x40, 0, 0, 0], xml.as_bytes()].concat()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let value =
            chunk.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = (value >> (18 - 6 * place)) as usize & 63;
            text.push(if place <= chunk.len() { char::from(DIGITS[digit]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_as_others_write_it() {
        for (plain, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(base64(plain.as_bytes()), text);
        }
    }

    #[test]
    fn a_locked_file_asks_for_its_password() {
        let locked = lock(b"PK not really", "松鹤2026", &[7; SECRET_BYTES]).unwrap();
        let error = crate::read("a.xlsx", &locked).unwrap_err();
        assert_eq!(error.faults()[0].key, "sheets-password");
    }
}
