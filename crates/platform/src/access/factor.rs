//! The second factor: codes of RFC 6238 that change every thirty seconds, and recovery codes.

use subtle::ConstantTimeEq as _;
use totp_rs::{Algorithm, Builder, Secret, Totp};

use base::{Error, Instant, Result, error::OrBroken};

const STEP_SECONDS: u64 = 30;
/// Clocks of telephones differ: the step before and the step after are taken too.
const STEPS_AROUND: u64 = 1;
pub(super) const SECRET_BYTES: usize = 20;
pub(super) const RECOVERY_CODES: usize = 8;

fn totp(secret: &[u8]) -> Result<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(0)
        .with_step_duration(STEP_SECONDS)
        .with_secret(Secret::from(secret.to_vec()))
        .build()
        .map_err(|it| format!("{it:?}"))
        .or_broken()
}

/// The time step of `code`, if it is right now and later than `last`: no code is taken twice.
pub(super) fn step_of(secret: &[u8], code: &str, now: Instant, last: Option<i64>) -> Result<Option<i64>> {
    let seconds = u64::try_from(now.0 / 1_000_000).unwrap_or(0);
    let step = seconds / STEP_SECONDS;
    let code = code.trim();
    let totp = totp(secret)?;
    let mut found = None;
    for step in step.saturating_sub(STEPS_AROUND)..=step + STEPS_AROUND {
        let right = totp.generate(step * STEP_SECONDS).to_string();
        // Every step is compared, so that the time says nothing.
        if bool::from(right.as_bytes().ct_eq(code.as_bytes())) {
            found = Some(i64::try_from(step).unwrap_or(i64::MAX));
        }
    }
    Ok(found.filter(|step| last.is_none_or(|last| last < *step)))
}

/// The code of this moment: for tests, and for the demo's own sign-in.
pub fn code_at(secret_base32: &str, now: Instant) -> Result<String> {
    let seconds = u64::try_from(now.0 / 1_000_000).unwrap_or(0);
    Ok(totp(&from_base32(secret_base32)?)?.generate(seconds).to_string())
}

/// What a telephone reads off the square.
pub(super) fn address(secret_base32: &str, login: &str, issuer: &str) -> String {
    let plain =
        |text: &str| {
            text.bytes()
                .map(|it| {
                    if it.is_ascii_alphanumeric() { char::from(it).to_string() } else { format!("%{it:02X}") }
                })
                .collect::<String>()
        };
    let (login, issuer) = (plain(login), plain(issuer));
    format!("otpauth://totp/{issuer}:{login}?secret={secret_base32}&issuer={issuer}&digits=6&period=30")
}

/// RFC 4648 without padding.
pub(super) fn to_base32(bytes: &[u8]) -> String {
    Secret::from(bytes.to_vec()).to_base32()
}

pub(super) fn from_base32(text: &str) -> Result<Vec<u8>> {
    let secret = Secret::try_from_base32(text).map_err(|_| Error::broken("a second factor's secret"))?;
    Ok(secret.as_ref().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = to_base32(b"12345678901234567890");
        let cases = [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000_i64, "353130")];
        for (seconds, code) in cases {
            assert_eq!(code_at(&secret, Instant(seconds * 1_000_000)).unwrap(), code);
        }
    }

    #[test]
    fn a_code_serves_once_and_for_a_minute_around() {
        let secret = b"12345678901234567890";
        let at = |seconds: i64| Instant(seconds * 1_000_000);
        let code = code_at(&to_base32(secret), at(1_000_000)).unwrap();
        let step = step_of(secret, &code, at(1_000_000), None).unwrap();
        assert_eq!(step, Some(33_333));
        assert_eq!(step_of(secret, &code, at(1_000_010), step).unwrap(), None);
        assert_eq!(step_of(secret, &code, at(1_000_030), None).unwrap(), step);
        assert_eq!(step_of(secret, &code, at(1_000_090), None).unwrap(), None);
        assert_eq!(step_of(secret, "000000x", at(1_000_000), None).unwrap(), None);
    }
}
