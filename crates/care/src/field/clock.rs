//! On which day something was done, when the phone that says so has a clock that is wrong.

use base::{Day, Instant};

/// When an act was made by our clock: by the phone's it was made at `made`, and sent at `sent`; it came
/// here at `now`. That the phone's clock is wrong by the same then and now is all that can be supposed.
pub fn made_at(made: Instant, sent: Instant, now: Instant) -> Instant {
    let since = sent.0.saturating_sub(made.0).max(0);
    Instant(now.0.saturating_sub(since))
}

/// The day that the phone's clock said and the one it was by ours, where they differ and the input says
/// the phone's.
pub fn differs(said: &str, made: Instant, sent: Instant, now: Instant) -> Option<(Day, Day)> {
    let said: Day = said.parse().ok()?;
    let (by_phone, by_us) = (made.day(), made_at(made, sent, now).day());
    // Somebody who typed another day meant that one.
    (said == by_phone && by_phone != by_us).then_some((by_phone, by_us))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000_000;
    /// 2026-11-22 12:00 in Shanghai.
    const NOON: i64 = 1_795_320_000_000_000;

    #[track_caller]
    fn check(said: &str, made: i64, sent: i64, want: Option<(&str, &str)>) {
        let got = differs(said, Instant(NOON + made * HOUR), Instant(NOON + sent * HOUR), Instant(NOON));
        let day = |text: &str| text.parse::<Day>().expect("a day");
        assert_eq!(got, want.map(|(phone, ours)| (day(phone), day(ours))));
    }

    #[test]
    fn a_day_is_doubted_only_where_the_clocks_differ_over_it() {
        check("2026-11-22", -1, 0, None);
        check("2026-11-15", -7 * 24, 0, None);
        // A day ahead, and a day behind, made an hour before.
        check("2026-11-23", 23, 24, Some(("2026-11-23", "2026-11-22")));
        check("2026-11-21", -25, -24, Some(("2026-11-21", "2026-11-22")));
        // Ten minutes wrong at noon changes no day.
        check("2026-11-22", 0, 0, None);
        // Another day than the phone's was typed on purpose.
        check("2026-11-20", 23, 24, None);
        check("no day", 23, 24, None);
        // Sent before it was made: the clock was put back; nothing is later than now.
        check("2026-11-23", 24, 0, Some(("2026-11-23", "2026-11-22")));
    }
}
