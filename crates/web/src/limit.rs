//! How often one sender may write without an account: kept in memory, so that a flood of forms
//! costs no database anything. What is counted for longer stands in the database.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use base::Instant;

/// So many within so many seconds.
const TIMES: usize = 5;
const SECONDS: i64 = 600;
/// Senders that are remembered; beyond them those whose time is over are forgotten, then all.
const SENDERS_MAX: usize = 10_000;

#[derive(Default)]
pub(crate) struct Limit(Mutex<HashMap<String, Vec<Instant>>>);

impl Limit {
    /// Whether a sender may write now; counts it if so.
    pub(crate) fn allows(&self, sender: &str, now: Instant) -> bool {
        let mut senders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |it: &Instant| it.seconds_until(now) < SECONDS;
        if SENDERS_MAX <= senders.len() {
            senders.retain(|_, times| times.iter().any(fresh));
            if SENDERS_MAX <= senders.len() {
                senders.clear();
            }
        }
        let times = senders.entry(sender.to_owned()).or_default();
        times.retain(fresh);
        let allowed = times.len() < TIMES;
        if allowed {
            times.push(now);
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_may_write_a_few_times_and_again_later() {
        let (limit, now) = (Limit::default(), Instant(1_795_320_000_000_000));
        for _ in 0..TIMES {
            assert!(limit.allows("a", now));
        }
        assert!(!limit.allows("a", now));
        assert!(limit.allows("b", now), "another sender");
        assert!(!limit.allows("a", now.plus_seconds(SECONDS - 1)));
        assert!(limit.allows("a", now.plus_seconds(SECONDS)));
    }
}
