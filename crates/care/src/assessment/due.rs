//! When somebody is to be assessed again: a result that ends, or something that happened since. Pure.

use base::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why the next assessment is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// The result has ended.
    Over,
    /// It ends soon.
    Ends,
    /// One of the pack's triggers, by its id.
    Event(String),
}

impl Due {
    /// As the list, the task and the words call it.
    pub fn id(&self) -> &str {
        match self {
            Due::Over => "over",
            Due::Ends => "ends",
            Due::Event(id) => id,
        }
    }
}

/// A trigger as it stands for one person.
#[derive(Clone, Debug)]
pub struct Triggered<'p> {
    pub id: &'p str,
    /// The last day on which its event happened.
    pub on: Option<Day>,
    /// Its condition holds now and did not when they were assessed.
    pub became: bool,
}

/// What makes the next assessment due, the weightiest first: what happened comes before what ends.
pub fn due(
    assessed_on: Day,
    valid_until: Day,
    today: Day,
    ahead_days: i64,
    triggers: &[Triggered<'_>],
) -> Option<Due> {
    let fires = |it: &&Triggered<'_>| it.became || it.on.is_some_and(|on| assessed_on < on && on <= today);
    if let Some(it) = triggers.iter().find(fires) {
        return Some(Due::Event(it.id.to_owned()));
    }
    if valid_until < today {
        return Some(Due::Over);
    }
    (valid_until <= today.plus_days(ahead_days)).then_some(Due::Ends)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[track_caller]
    fn check(today: &str, event: Option<&str>, became: bool, want: Option<Due>) {
        let triggers = [Triggered { id: "discharge", on: event.map(day), became }];
        assert_eq!(due(day("2026-01-10"), day("2027-01-09"), day(today), 30, &triggers), want);
    }

    #[test]
    fn a_result_is_due_before_it_ends_and_when_something_happens() {
        check("2026-12-09", None, false, None);
        check("2026-12-10", None, false, Some(Due::Ends));
        check("2027-01-09", None, false, Some(Due::Ends));
        check("2027-01-10", None, false, Some(Due::Over));
        let event = Some(Due::Event("discharge".to_owned()));
        check("2026-05-01", Some("2026-04-30"), false, event.clone());
        check("2027-05-01", Some("2026-04-30"), false, event.clone());
        check("2026-05-01", None, true, event);
        // What happened before, on the day itself, or is told for later does not count.
        check("2026-05-01", Some("2026-01-10"), false, None);
        check("2026-05-01", Some("2025-12-01"), false, None);
        check("2026-05-01", Some("2026-05-02"), false, None);
    }

    proptest! {
        #[test]
        fn once_due_it_stays_due(until in 0i64..800, ahead in 0i64..200, at in 0i64..900, later in 0i64..300) {
            let start = day("2026-01-01");
            let of = |days: i64| due(start, start.plus_days(until), start.plus_days(days), ahead, &[]);
            prop_assert!(of(at).is_none() || of(at + later).is_some());
            prop_assert_eq!(of(at) == Some(Due::Over), until < at);
        }
    }
}
