//! Facts that only exist while a benefit is decided: the month it is about, and how the person
//! came to it. The first are set by the engine, the others by the room that takes in entrants.

use rules::{Fact, Kind};

/// What the engine reads besides what a condition names. The register gives the first four; the
/// day of a move is the first day registered elsewhere.
pub const BORN: &str = "person.birth_date";
pub const DIED: &str = "person.died_on";
pub const MOVED: &str = "person.moved_out_on";
pub const LOST: &str = "person.lost_since";
pub const APPLIED: &str = "entry.applied_on";
pub const APPROVED: &str = "entry.approved_on";
pub const GRANTED: &str = "entry.granted";
/// The day on which somebody gave up what was granted to them.
pub const LEFT: &str = "entry.left_on";

/// What the engine sets anew for the day on which a month is judged.
pub const AGE: &str = "person.age";
pub const ALIVE: &str = "person.alive";
pub const HERE: &str = "person.registered_here";
pub const MONTH: &str = "period.month";
pub const FIRST_DAY: &str = "period.first_day";
pub const LAST_DAY: &str = "period.last_day";

/// The facts that this room declares.
pub fn declared() -> Vec<Fact> {
    vec![
        Fact::new(MONTH, Kind::Month).purpose("benefits"),
        Fact::new(FIRST_DAY, Kind::Day).purpose("benefits"),
        Fact::new(LAST_DAY, Kind::Day).purpose("benefits"),
        Fact::new(APPLIED, Kind::Day).purpose("benefits"),
        Fact::new(APPROVED, Kind::Day).purpose("benefits"),
        Fact::new(GRANTED, Kind::Bool).purpose("benefits"),
        Fact::new(LEFT, Kind::Day).purpose("benefits"),
    ]
}

/// The facts that the engine reads of everybody, whatever the condition says.
pub fn of_months() -> Vec<Fact> {
    [BORN, DIED, MOVED, LOST, APPLIED, APPROVED].map(|name| Fact::new(name, Kind::Day)).into()
}
