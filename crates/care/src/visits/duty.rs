//! When somebody is to be seen next, from how often and from what was done; pure.
//!
//! Acts come in any order, twice, and weeks late: what they come to is worked out from all of them, sorted by
//! when they were done, so that the order in which they came in changes nothing.

use base::{Day, Month};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How often, the strictest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    Week,
    Month,
    Quarter,
}

/// By which way somebody is seen or heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Home,
    Phone,
    Video,
}

impl Channel {
    pub const ALL: [Channel; 3] = [Channel::Home, Channel::Phone, Channel::Video];

    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Home => "home",
            Channel::Phone => "phone",
            Channel::Video => "video",
        }
    }

    pub fn parse(text: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

impl Every {
    /// The last day of the week, month or quarter that a day lies in; weeks end on Sunday.
    pub fn end(self, day: Day) -> Day {
        match self {
            // The first of January 1970 was a Thursday.
            Every::Week => day.plus_days(6 - (day.number() + 3).rem_euclid(7)),
            Every::Month => day.month().last_day(),
            Every::Quarter => {
                let month = day.month();
                Month::new(month.year(), (month.of_year() - 1) / 3 * 3 + 3).last_day()
            }
        }
    }

    /// By when somebody is to be seen: within the span after the one in which they were seen last, and if
    /// they never were, within the one in which the duty began.
    pub fn due(self, last: Option<Day>, since: Day) -> Day {
        match last {
            Some(last) if since <= last => self.end(self.end(last).plus_days(1)),
            Some(last) => self.end(since).max(self.end(self.end(last).plus_days(1))),
            None => self.end(since),
        }
    }
}

/// When an act was done, and its id: of two at one time the later id counts. Ids are made with the time.
pub type When = (Day, String, String);

/// One thing that was done about somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    pub when: When,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Visit(Channel),
    /// Why nobody was seen, as in the pack.
    Attempt(String),
    Away,
    Back,
}

/// Where a duty stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    pub away_since: Option<Day>,
    pub due_on: Option<Day>,
    pub last_on: Option<Day>,
    pub last_visit: String,
    pub contact_on: Option<Day>,
    pub attempts: i64,
    pub attempted: String,
}

/// A visit that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub day: Day,
    pub visit: String,
    pub channel: Channel,
}

/// What the duty asks.
#[derive(Clone, Copy, Debug)]
pub struct Asks<'a> {
    /// Nothing while nobody can tell how often.
    pub every: Option<Every>,
    pub channels: &'a [Channel],
    pub since: Day,
    /// The register says that they live elsewhere.
    pub elsewhere: bool,
}

impl Asks<'_> {
    /// Works out where it stands from all that was done.
    pub fn stand(&self, acts: &[Act]) -> Stand {
        self.follow(acts).0
    }

    /// The same, with the visits that count, earliest first.
    pub fn follow(&self, acts: &[Act]) -> (Stand, Vec<Counted>) {
        let mut acts: Vec<&Act> = acts.iter().collect();
        acts.sort_by(|one, other| one.when.cmp(&other.when));
        acts.dedup_by(|one, other| one.when.2 == other.when.2);
        let (mut it, mut counted) = (Stand::default(), Vec::new());
        for act in acts {
            let (day, _, id) = &act.when;
            match &act.what {
                What::Visit(channel) => {
                    it.contact_on = Some(*day);
                    // Whoever was met at home is there again.
                    if *channel == Channel::Home {
                        it.away_since = None;
                    }
                    if self.channels.contains(channel) || it.away_since.is_some() || self.elsewhere {
                        it.last_on = Some(*day);
                        it.last_visit.clone_from(id);
                        it.attempts = 0;
                        it.attempted.clear();
                        counted.push(Counted { day: *day, visit: id.clone(), channel: *channel });
                    }
                }
                What::Attempt(outcome) => {
                    it.attempts += 1;
                    it.attempted.clone_from(outcome);
                }
                What::Away => it.away_since = it.away_since.or(Some(*day)),
                What::Back => it.away_since = None,
            }
        }
        if self.elsewhere {
            it.away_since = it.away_since.or(Some(self.since));
        }
        it.due_on = self.every.map(|every| every.due(it.last_on, self.since));
        (it, counted)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn spans_end_with_the_week_the_month_and_the_quarter() {
        let cases = [
            (Every::Week, "2026-11-23", "2026-11-29"),
            (Every::Week, "2026-11-29", "2026-11-29"),
            (Every::Month, "2026-11-23", "2026-11-30"),
            (Every::Month, "2028-02-01", "2028-02-29"),
            (Every::Quarter, "2026-11-23", "2026-12-31"),
            (Every::Quarter, "2026-03-31", "2026-03-31"),
        ];
        for (every, on, end) in cases {
            assert_eq!(every.end(day(on)), day(end), "{every:?} {on}");
        }
    }

    #[track_caller]
    fn due(every: Every, last: &str, since: &str, want: &str) {
        assert_eq!(every.due(last.parse().ok(), day(since)), day(want), "{every:?} {last} {since}");
    }

    #[test]
    fn the_next_one_is_due_in_the_span_after_the_last() {
        due(Every::Month, "", "2026-11-22", "2026-11-30");
        due(Every::Month, "2026-11-02", "2026-10-01", "2026-12-31");
        due(Every::Month, "2026-09-30", "2026-08-01", "2026-10-31");
        due(Every::Week, "2026-11-29", "2026-10-01", "2026-12-06");
        due(Every::Quarter, "2026-12-31", "2026-10-01", "2027-03-31");
        // Seen before the duty began: that is no reason to be late on its first day.
        due(Every::Month, "2026-02-03", "2026-11-22", "2026-11-30");
        due(Every::Month, "2026-11-03", "2026-11-22", "2026-12-31");
    }

    fn act(on: &str, id: &str, what: What) -> Act {
        Act { when: (day(on), String::new(), id.to_owned()), what }
    }

    fn asks(channels: &[Channel]) -> Asks<'_> {
        Asks { every: Some(Every::Month), channels, since: day("2026-10-01"), elsewhere: false }
    }

    #[test]
    fn a_call_is_a_contact_and_no_visit_where_the_tier_asks_for_one_at_home() {
        let acts = [
            act("2026-10-05", "a", What::Visit(Channel::Home)),
            act("2026-11-03", "b", What::Visit(Channel::Phone)),
        ];
        let home = asks(&[Channel::Home]).stand(&acts);
        assert_eq!((home.last_on, home.contact_on), (Some(day("2026-10-05")), Some(day("2026-11-03"))));
        let any = asks(&Channel::ALL).stand(&acts);
        assert_eq!((any.last_on, any.last_visit.as_str()), (Some(day("2026-11-03")), "b"));
        // Whoever is away cannot be met at home: there the call counts.
        let mut away = acts.to_vec();
        away.push(act("2026-10-20", "c", What::Away));
        let away = asks(&[Channel::Home]).stand(&away);
        assert_eq!((away.last_on, away.away_since), (Some(day("2026-11-03")), Some(day("2026-10-20"))));
        assert_eq!(away.due_on, Some(day("2026-12-31")));
    }

    #[test]
    fn attempts_are_counted_since_the_last_visit_and_a_visit_at_home_ends_an_absence() {
        let failed = |on: &str, id: &str| act(on, id, What::Attempt("nobody".to_owned()));
        let acts = [
            failed("2026-10-02", "a"),
            act("2026-10-05", "b", What::Visit(Channel::Home)),
            act("2026-10-06", "c", What::Away),
            failed("2026-11-01", "d"),
            failed("2026-11-08", "e"),
        ];
        let it = asks(&[Channel::Home]).stand(&acts);
        assert_eq!((it.attempts, it.attempted.as_str(), it.away_since.is_some()), (2, "nobody", true));
        let mut met = acts.to_vec();
        met.push(act("2026-11-09", "f", What::Visit(Channel::Home)));
        let it = asks(&[Channel::Home]).stand(&met);
        assert_eq!((it.attempts, it.away_since), (0, None));
    }

    fn acts() -> impl Strategy<Value = Vec<Act>> {
        let one = (0..60_i64, 0..4_u8, 0..3_usize);
        prop::collection::vec(one, 0..12).prop_map(|all| {
            let make = |(at, (days, what, channel)): (usize, (i64, u8, usize))| {
                let what = match what {
                    0 => What::Visit(Channel::ALL[channel]),
                    1 => What::Attempt("nobody".to_owned()),
                    2 => What::Away,
                    _ => What::Back,
                };
                let on = day("2026-10-01").plus_days(days);
                Act { when: (on, String::new(), format!("id{at:02}")), what }
            };
            all.into_iter().enumerate().map(make).collect()
        })
    }

    proptest! {
        #[test]
        fn the_order_and_the_number_of_times_in_which_acts_come_in_change_nothing(
            (all, mixed) in acts().prop_flat_map(|all| {
                let twice: Vec<Act> = all.iter().chain(all.iter()).cloned().collect();
                (Just(all), Just(twice).prop_shuffle())
            }),
        ) {
            let asks = asks(&[Channel::Home, Channel::Video]);
            prop_assert_eq!(asks.stand(&all), asks.stand(&mixed));
        }
    }
}
