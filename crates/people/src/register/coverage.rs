//! Where a name that is not on a list means *no*, and where it means nothing.
//!
//! A list says of itself which area it covers completely until which day. Inside both, whoever is not
//! on it is not what it lists; outside, silence is no answer. What was stated later counts only for
//! readings that know of it.

use base::{Day, Instant, Result};
use platform::Cx;

use super::table;

/// What was stated of a list: it is complete for an area until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    pub list: String,
    /// The path of the area.
    pub area: String,
    pub until: Day,
}

/// All that was stated and known at an instant, ready to be asked of many people.
#[derive(Clone, Debug, Default)]
pub struct Silence(Vec<Covered>);

impl Silence {
    pub fn load(cx: &mut Cx, known_at: Instant) -> Result<Silence> {
        Ok(Silence(table::coverage::stated(cx, known_at)?))
    }

    /// Whether not being on `list` means *no* for somebody registered at `path` on `day`.
    pub fn is_no(&self, list: &str, path: &str, day: Day) -> bool {
        let covers = |it: &&Covered| it.list == list && path.starts_with(&it.area) && day <= it.until;
        !path.is_empty() && self.0.iter().any(|it| covers(&it))
    }
}

/// Writes down that a list is complete for an area until a day.
pub fn state(cx: &mut Cx, covered: &Covered, source: &str, file: &str) -> Result<()> {
    table::coverage::insert(cx, covered, source, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_means_no_only_where_and_while_the_list_is_complete() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let covered = Covered { list: "support".into(), area: "c/lugu/".into(), until: day("2026-09-30") };
        let silence = Silence(vec![covered]);
        let cases = [
            ("support", "c/lugu/a/", "2026-09-30", true),
            ("support", "c/lugu/a/", "2026-10-01", false),
            ("support", "c/hongmo/a/", "2026-09-30", false),
            ("support", "", "2026-09-30", false),
            ("low_income", "c/lugu/a/", "2026-09-30", false),
        ];
        for (list, path, on, no) in cases {
            assert_eq!(silence.is_no(list, path, day(on)), no, "{list} at {path} on {on}");
        }
    }
}
