//! A bed: where it stands, and its type and state from which day on. Pure.

use base::{Day, Error, Result};
use serde::{Deserialize, Serialize};

use crate::register::interval::Span;

/// Beds that are added at once at most.
const ADDED_MAX: i64 = 500;
/// Characters of a building, a room, a number.
const NAME_MAX: usize = 40;

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    InUse,
    OutOfService,
    Closed,
}

impl Status {
    pub const ALL: [Status; 3] = [Status::InUse, Status::OutOfService, Status::Closed];

    pub fn as_str(self) -> &'static str {
        match self {
            Status::InUse => "in-use",
            Status::OutOfService => "out-of-service",
            Status::Closed => "closed",
        }
    }

    pub fn parse(text: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// A value from each of some days on until the next: no day has none once it began, and none has two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track<T>(Vec<(Day, T)>);

impl<T> Default for Track<T> {
    fn default() -> Track<T> {
        Track(Vec::new())
    }
}

impl<T: PartialEq> Track<T> {
    /// From `day` on it is `value`, until the next day that is said. Of two about one day the later said counts.
    pub fn say(&mut self, day: Day, value: T) {
        match self.0.binary_search_by_key(&day, |it| it.0) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (day, value)),
        }
    }

    pub fn on(&self, day: Day) -> Option<&T> {
        let after = self.0.partition_point(|it| it.0 <= day);
        self.0.get(after.checked_sub(1)?).map(|it| &it.1)
    }

    /// The days on which it changes.
    pub fn days(&self) -> impl Iterator<Item = Day> + '_ {
        self.0.iter().map(|it| it.0)
    }

    /// The first day of a span on which it is not `value`.
    pub fn first_other(&self, span: Span, value: &T) -> Option<Day> {
        let days = std::iter::once(span.from).chain(self.days().filter(|it| span.covers(*it)));
        let mut other = days.filter(|it| self.on(*it) != Some(value));
        other.next()
    }
}

/// A bed with its history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bed {
    pub id: String,
    pub facility: String,
    pub building: String,
    pub room: String,
    pub number: String,
    pub code: String,
    pub types: Track<String>,
    pub states: Track<Status>,
}

impl Bed {
    /// Whether it is there on a day, in use or not.
    pub fn stands(&self, day: Day) -> bool {
        self.states.on(day).is_some_and(|it| *it != Status::Closed)
    }

    pub fn in_use(&self, day: Day) -> bool {
        self.states.on(day) == Some(&Status::InUse)
    }

    /// As it is said: `2号楼 301-2`.
    pub fn name(&self) -> String {
        let place = format!("{}-{}", self.room, self.number);
        if self.building.is_empty() { place } else { format!("{} {place}", self.building) }
    }
}

/// Rooms and the numbers of their beds: `rooms` rooms from `first` on, counted by the digits at its end.
pub fn numbered(first: &str, rooms: i64, per_room: i64) -> Result<Vec<(String, String)>> {
    let first = first.trim();
    if first.is_empty() || NAME_MAX < first.chars().count() {
        return Err(Error::invalid("room", "beds-room-needed"));
    }
    if !(1..=ADDED_MAX).contains(&rooms) {
        return Err(Error::invalid("rooms", "beds-too-many"));
    }
    if per_room < 1 || ADDED_MAX < rooms.saturating_mul(per_room) {
        return Err(Error::invalid("per_room", "beds-too-many"));
    }
    let stem = first.trim_end_matches(|it: char| it.is_ascii_digit());
    let digits = &first[stem.len()..];
    let from: Option<u64> = digits.parse().ok().filter(|_| digits.len() <= 9);
    if from.is_none() && rooms != 1 {
        return Err(Error::invalid("room", "beds-room-without-a-number"));
    }
    let room = |at: i64| match from {
        Some(from) => format!("{stem}{:0width$}", from + at as u64, width = digits.len()),
        None => first.to_owned(),
    };
    let of_room = |at: i64| (1..=per_room).map(move |it| (room(at), it.to_string()));
    Ok((0..rooms).flat_map(of_room).collect())
}

/// A name of a building as it is kept.
pub fn building(written: &str) -> Result<String> {
    let written = written.trim();
    if NAME_MAX < written.chars().count() {
        return Err(Error::invalid("building", "beds-too-long"));
    }
    Ok(written.to_owned())
}

/// Letters and digits of a code that are not taken for one another when somebody reads them out.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A code of these bytes: 80 bits, sixteen signs.
pub fn code(bytes: [u8; 16]) -> String {
    bytes.iter().map(|it| char::from(LETTERS[usize::from(it % 32)])).collect()
}

/// The code of what was typed or scanned: a link's end, with or without blanks and hyphens.
pub fn code_of(written: &str) -> String {
    let end = written.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    end.chars().filter(char::is_ascii_alphanumeric).map(|it| it.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: i64) -> Day {
        Day::from_number(number)
    }

    #[test]
    fn rooms_are_counted_by_the_digits_at_their_end() {
        let check = |first: &str, rooms, per_room, want: Result<&[&str], &str>| {
            let made = numbered(first, rooms, per_room);
            let made =
                made.map(|it| it.iter().map(|(room, bed)| format!("{room}-{bed}")).collect::<Vec<_>>());
            let made = made.map_err(|it| it.faults()[0].key.to_string());
            assert_eq!(
                made,
                want.map(|it| it.iter().map(|it| (*it).to_owned()).collect()).map_err(str::to_owned),
                "{first} {rooms} {per_room}"
            );
        };
        check("301", 2, 2, Ok(&["301-1", "301-2", "302-1", "302-2"]));
        check("东009", 2, 1, Ok(&["东009-1", "东010-1"]));
        check("护理间", 1, 2, Ok(&["护理间-1", "护理间-2"]));
        check("护理间", 2, 1, Err("beds-room-without-a-number"));
        check(" ", 1, 1, Err("beds-room-needed"));
        check("1", 0, 1, Err("beds-too-many"));
        check("1", 501, 1, Err("beds-too-many"));
        check("1", 100, 6, Err("beds-too-many"));
        check("1", i64::MAX, i64::MAX, Err("beds-too-many"));
    }

    #[test]
    fn a_code_is_read_as_it_is_scanned_and_as_it_is_typed() {
        let code = code([0, 31, 32, 255, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
        assert_eq!(code.len(), 16);
        let slow: Vec<&str> = [0, 4, 8, 12].into_iter().map(|at| &code[at..at + 4]).collect();
        for written in [
            code.clone(),
            format!("https://songhe.example/beds/scan/{code}"),
            format!("/beds/scan/{code}/"),
            slow.join(" ").to_lowercase(),
            slow.join("-"),
        ] {
            assert_eq!(code_of(&written), code, "{written}");
        }
    }

    proptest! {
        /// Whatever is said in whichever order of days, each day has the value of the last day said before it.
        #[test]
        fn a_track_has_one_value_a_day(said in prop::collection::vec((0_i64..40, 0_u8..3), 1..12)) {
            let mut track = Track::default();
            for (at, value) in &said {
                track.say(day(*at), *value);
            }
            for at in 0..45 {
                let last = said.iter().rev().filter(|it| it.0 <= at).max_by_key(|it| it.0).map(|it| it.0);
                let want = last.and_then(|of| said.iter().rev().find(|it| it.0 == of)).map(|it| it.1);
                prop_assert_eq!(track.on(day(at)).copied(), want);
            }
            let first = track.days().next().unwrap();
            let span = Span::new(first, day(45)).unwrap();
            let value = *track.on(first).unwrap();
            let slow = (first.number()..45).map(day).find(|it| track.on(*it) != Some(&value));
            prop_assert_eq!(track.first_other(span, &value), slow);
        }
    }
}
