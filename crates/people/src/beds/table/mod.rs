//! SQL of beds, of what each was from when on, and of who lay in them.

mod bed;
mod scan;
mod stay;

use base::{Day, Instant};

pub(super) use bed::{Change, add, beds, by_code, change, changes, find, get, renew};
pub(super) use scan::{ScanRow, get_scan, scan, scans, scans_of_bed, settle, settled};
pub(super) use stay::{
    LeaveRow, StayRow, TAKEN_BACK, any_of, get_leave, get_stay, leaves, leaves_of, of_bed, of_person,
    open_of, put_leave, put_stay, stays,
};

/// Until something else takes its place.
const STANDS: i64 = i64::MAX;

/// What is asked of many rows: of one facility or of all, known at an instant.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) facility: Option<&'a str>,
    pub(super) known_at: Instant,
}

impl Asked<'_> {
    /// What stands is superseded at the last instant there is; it is known at the one before.
    fn known(&self) -> Instant {
        Instant(self.known_at.0.min(STANDS - 1))
    }
}

/// As columns of days spell it.
fn text(day: Day) -> String {
    day.to_string()
}

fn day(text: &str) -> base::Result<Day> {
    text.parse().map_err(|()| base::Error::broken("a day"))
}
