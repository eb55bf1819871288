//! How long a login or an address waits after failures. Pure.

use base::Instant;

use super::roles::SignInRules;

/// Failures so far, of a login or an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Failures {
    pub(super) count: i64,
    pub(super) last_at: Option<Instant>,
    pub(super) locked_until: Option<Instant>,
}

impl Failures {
    /// Seconds still to wait; none when it may try.
    pub(super) fn wait(&self, now: Instant) -> Option<i64> {
        let until = self.locked_until.filter(|until| now < *until)?;
        Some((until.0 - now.0).div_euclid(1_000_000) + 1)
    }

    /// What is known after one more failure: beyond `most` the wait doubles each time.
    pub(super) fn after_one_more(&self, now: Instant, most: i64, rules: &SignInRules) -> Failures {
        let forget = rules.forget_minutes * 60;
        let stale = self.last_at.is_none_or(|last| forget <= last.seconds_until(now));
        let count = if stale { 1 } else { self.count + 1 };
        let beyond = count - most;
        let wait = (0 <= beyond).then(|| {
            let doubled = rules.wait_seconds.saturating_mul(1_i64 << beyond.min(20));
            doubled.min(rules.wait_seconds_max)
        });
        Failures { count, last_at: Some(now), locked_until: wait.map(|it| now.plus_seconds(it)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_limit_and_are_forgotten_in_time() {
        let rules = SignInRules { wait_seconds: 30, wait_seconds_max: 100, ..SignInRules::default() };
        let mut known = Failures::default();
        let mut waits = Vec::new();
        for turn in 0..8 {
            let now = Instant(turn * 1_000_000);
            known = known.after_one_more(now, 5, &rules);
            waits.push(known.wait(now).unwrap_or(0));
        }
        assert_eq!(waits, [0, 0, 0, 0, 31, 61, 101, 101]);
        let next_day = Instant(0).plus_minutes(24 * 60 + 1);
        assert_eq!(known.after_one_more(next_day, 5, &rules).count, 1);
        assert_eq!(known.wait(next_day), None);
    }
}
