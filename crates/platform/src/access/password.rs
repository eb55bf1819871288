//! Passwords: Argon2id, at most two at once, and what a password must be.

use std::sync::{Condvar, LazyLock, Mutex};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use base::{Error, Fault, Result, error::OrBroken};

/// 19 MiB, two passes, one lane: OWASP's first choice for Argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Hashing at once: it bounds memory (2 × 19 MiB) and leaves the processor to others.
const AT_ONCE_MAX: usize = 2;
/// Longer input only costs time.
const LENGTH_MAX: usize = 128;

static BUSY: Mutex<usize> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

/// A hash of nothing anybody knows, verified when a login does not exist, so that both take as
/// long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("\u{0}nobody\u{0}", &[0x5a; 16]).unwrap_or_default());

/// Holds one of the places at the hashing while it lives.
struct Place;

impl Place {
    fn take() -> Place {
        let busy = BUSY.lock().expect("nothing panics while it holds the count");
        let mut busy = FREED
            .wait_while(busy, |busy| AT_ONCE_MAX <= *busy)
            .expect("nothing panics while it holds the count");
        *busy += 1;
        Place
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *BUSY.lock().expect("nothing panics while it holds the count") -= 1;
        FREED.notify_one();
    }
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|it| it.to_string()).or_broken()?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash in PHC form.
pub(super) fn hash(password: &str, salt: &[u8; 16]) -> Result<String> {
    let _place = Place::take();
    let hash = argon2()?.hash_password_with_salt(password.as_bytes(), salt);
    hash.map(|it| it.to_string()).map_err(|it| Error::broken(it.to_string()))
}

/// Whether `password` is the one of `hash`; without a hash it takes as long and is not.
pub(super) fn matches(password: &str, hash: Option<&str>) -> bool {
    let known = hash.unwrap_or(&NOBODY);
    let _place = Place::take();
    let right = PasswordHash::new(known)
        .is_ok_and(|known| argon2().is_ok_and(|it| it.verify_password(password.as_bytes(), &known).is_ok()));
    right && hash.is_some()
}

/// What stands against `password` for this account; empty when it will do.
pub(super) fn faults(
    path: &'static str,
    password: &str,
    login: &str,
    name: &str,
    least: usize,
) -> Vec<Fault> {
    let length = password.chars().count();
    if length < least {
        return vec![Fault::new(path, "access-password-short").arg("least", least)];
    }
    if LENGTH_MAX < length {
        return vec![Fault::new(path, "access-password-long").arg("most", LENGTH_MAX)];
    }
    let lower = password.to_lowercase();
    let said = |text: &str| 3 <= text.chars().count() && lower.contains(&text.to_lowercase());
    if said(login) || said(name) {
        return vec![Fault::new(path, "access-password-names-you")];
    }
    let different = lower.chars().collect::<std::collections::BTreeSet<_>>().len();
    if different < 5 || runs(&lower) {
        return vec![Fault::new(path, "access-password-guessed")];
    }
    Vec::new()
}

/// Whether most of it is a run of neighbours (`12345678`, `abcdefgh`) or a well-known word.
fn runs(lower: &str) -> bool {
    const KNOWN: [&str; 7] = ["password", "qwertyui", "admin123", "songhe", "iloveyou", "woaini", "asdfghjk"];
    let chars: Vec<u32> = lower.chars().map(|it| it as u32).collect();
    let steps = chars.windows(2).filter(|it| it[0].abs_diff(it[1]) <= 1).count();
    chars.len() * 2 < steps * 3 || KNOWN.iter().any(|word| lower.contains(word))
}

/// A password to hand over: four groups of four, without letters that look alike.
pub fn one_time(bytes: [u8; 16]) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";
    let mut text = String::new();
    for (place, byte) in bytes.iter().enumerate() {
        if place % 4 == 0 && 0 < place {
            text.push('-');
        }
        text.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_own_hash_only() {
        let hash = hash("松鹤延年 2026", &[7; 16]).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(matches("松鹤延年 2026", Some(&hash)));
        assert!(!matches("松鹤延年 2025", Some(&hash)));
        assert!(!matches("\u{0}nobody\u{0}", None));
    }

    #[test]
    fn poor_passwords_are_refused_with_the_reason() {
        let cases = [
            ("short", "access-password-short"),
            ("wang-fang-88!", "access-password-names-you"),
            ("1234567890", "access-password-guessed"),
            ("aaaaabbbbb", "access-password-guessed"),
            ("Password-2026", "access-password-guessed"),
            ("correct horse battery", ""),
            ("泸沽镇-养老-2026-冬", ""),
        ];
        for (password, key) in cases {
            let faults = faults("password", password, "wang-fang", "王芳", 10);
            let found = faults.first().map_or("", |it| it.key.as_ref());
            assert_eq!(found, key, "{password}");
        }
    }

    #[test]
    fn one_time_passwords_pass_the_rules() {
        let bytes = std::array::from_fn(|place| (place * 37 + 11) as u8);
        let password = one_time(bytes);
        assert_eq!(password.len(), 19);
        assert!(faults("password", &password, "li", "li", 10).is_empty(), "{password}");
    }
}
