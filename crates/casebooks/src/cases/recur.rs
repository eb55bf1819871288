//! The night's openings: a case for each subject once a period, and a case when a rule over a
//! person's facts has turned true.

use std::sync::Arc;

use base::{Day, Error, Instant, Result, error::OrBroken};
use platform::{
    Cx, Step as Turn, Work,
    areas::{Atlas, Level},
    facts::{self, Asked},
    subjects::Subject,
};
use rules::Value as Told;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{access, case::Filled, given, open, subject, table::past};
use crate::books::{Ready, Shelf, book::Every};

/// Subjects of one transaction.
const CHUNK: i64 = 200;
/// People whose facts are read at once.
const PEOPLE: i64 = 1_000;
/// The mark of a case that a rule opened: it stands while the rule is true.
const RULE: &str = "rule";

/// Opens the cases of the period, for every book that has one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Periodic {}

/// Opens the cases of rules that have turned true.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ByRule {}

/// Which book, after which subject, and how many were opened.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Cursor {
    book: usize,
    after: String,
    opened: i64,
    /// Cases that a rule of their own book would not let begin.
    #[serde(default)]
    left: i64,
}

impl Cursor {
    fn of(cursor: Option<Value>) -> Result<Cursor> {
        cursor.map_or(Ok(Cursor::default()), serde_json::from_value).or_broken()
    }

    fn count(&mut self, opened: bool) {
        self.opened += i64::from(opened);
        self.left += i64::from(!opened);
    }

    /// On with the next subject, or with the next book.
    fn on(mut self, last: Option<String>) -> Result<Turn> {
        match last {
            Some(last) => self.after = last,
            None => {
                self.book += 1;
                self.after.clear();
            }
        }
        let done = self.opened;
        Ok(Turn::More { cursor: serde_json::to_value(&self).or_broken()?, done, total: None })
    }
}

impl Work for Periodic {
    const KIND: &'static str = "cases.periodic";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Turn> {
        let mut at = Cursor::of(cursor)?;
        let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
        let due: Vec<&Arc<Ready>> = shelf.iter().filter(|it| it.book.periodic.is_some()).collect();
        let Some(ready) = due.get(at.book) else {
            return Ok(Turn::Done { answer: json!({ "opened": at.opened, "left": at.left }) });
        };
        let Some(declared) = &ready.book.periodic else { return at.on(None) };
        let Some(period) = period(declared.every, &declared.day, cx.today()) else { return at.on(None) };
        let subjects = subjects(cx, &declared.subjects, &at.after)?;
        let last = subjects.last().map(|it| it.id.clone());
        for it in subjects {
            if let Some(rule) = ready.recurs_for()
                && !given::holds(cx, &shelf, rule, &ready.book.subject, &it.id)?
            {
                continue;
            }
            if past::mark(cx, &ready.id, &period, &it.id)? {
                let opened = begin(cx, ready, &period, it)?;
                at.count(opened);
            }
        }
        // A book without a subject has one case a period.
        at.on(last.filter(|it| !it.is_empty()))
    }
}

impl Work for ByRule {
    const KIND: &'static str = "cases.by-rule";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Turn> {
        let mut at = Cursor::of(cursor)?;
        let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
        let books: Vec<&Arc<Ready>> = shelf.iter().filter(|it| it.opens_when().is_some()).collect();
        let Some(ready) = books.get(at.book) else {
            return Ok(Turn::Done { answer: json!({ "opened": at.opened, "left": at.left }) });
        };
        let (Some(rule), Some(source)) = (ready.opens_when(), cx.house.catalogue.subject("person")) else {
            return at.on(None);
        };
        let area = cx.actor.area.clone();
        let mut people = source.after(cx, &area, &at.after, PEOPLE)?;
        people.sort_by(|a, b| a.id.cmp(&b.id));
        let last = people.last().map(|it| it.id.clone());
        let ids: Vec<String> = people.iter().map(|it| it.id.clone()).collect();
        let days = [cx.today()];
        let asked = Asked { people: &ids, days: &days, known_at: Instant::MAX };
        let frames = facts::read(cx, &asked, rule.facts())?;
        let Some(frame) = frames.first() else { return at.on(None) };
        for (row, it) in people.into_iter().enumerate() {
            let holds = rule.answer(&frame.values_of(rule, row)).0;
            match holds {
                Some(Told::Bool(true)) if past::mark(cx, &ready.id, RULE, &it.id)? => {
                    let opened = begin(cx, ready, RULE, it)?;
                    at.count(opened);
                }
                // Only a rule that is known to be false again can turn true again.
                Some(Told::Bool(false)) => _ = past::unmark(cx, &ready.id, RULE, &it.id)?,
                _ => (),
            }
        }
        at.on(last)
    }
}

/// Opens a case, unless its book's own rules stand against it: then nothing is left of it, the mark
/// neither, and the other subjects go on.
fn begin(cx: &mut Cx, ready: &Arc<Ready>, period: &str, about: Subject) -> Result<bool> {
    let filled = Filled { values: open::starting(ready), ..Filled::default() };
    let id = about.id.clone();
    cx.mark()?;
    match open::begin(cx, ready, about, &filled) {
        Ok(_) => cx.keep()?,
        Err(broken @ Error::Broken(_)) => return Err(broken),
        Err(_) => {
            cx.take_back()?;
            past::unmark(cx, &ready.id, period, &id)?;
            return Ok(false);
        }
    }
    Ok(true)
}

/// The next subjects of a kind after `after`, in a fixed order.
fn subjects(cx: &mut Cx, kind: &str, after: &str) -> Result<Vec<Subject>> {
    let area = cx.actor.area.clone();
    if let Some(book) = kind.strip_prefix("case.") {
        let mut subjects = Vec::new();
        for id in past::open_ids(cx, book, after, CHUNK)? {
            let ready = access::any_book(cx, book)?;
            subjects.extend(subject::of_case(cx, &ready, &id)?);
        }
        return Ok(subjects);
    }
    let level = match kind {
        "none" => {
            let place = Subject {
                id: String::new(),
                label: String::new(),
                line: String::new(),
                registered: area.clone(),
                living: area,
            };
            return Ok(vec![place]);
        }
        "township" => Some(Level::Township),
        "village" => Some(Level::Village),
        "area" => None,
        kind => {
            let source = cx.house.catalogue.subject(kind);
            return source.map_or(Ok(Vec::new()), |it| it.after(cx, &area, after, CHUNK));
        }
    };
    let (atlas, today) = (cx.house.packs.county(cx.county())?.made::<Atlas>(), cx.today());
    let holds = |it: &&platform::areas::Area| {
        it.holds_on(today) && after < it.path.as_str() && level.is_none_or(|level| it.level == level)
    };
    let mut areas: Vec<&platform::areas::Area> = atlas.under(&area).iter().filter(holds).collect();
    areas.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(areas.into_iter().take(CHUNK as usize).map(|it| subject::of_area(&atlas, it)).collect())
}

/// The name of the period whose day has come: `2026`, `2026H2`, `2026Q4`, `2026-11`. Nothing before
/// the day of the first period.
fn period(every: Every, day: &str, today: Day) -> Option<String> {
    let (year, month) = (today.year(), today.month().of_year());
    let of_month = today.month().first_day().days_until(today) as i32 + 1;
    let number = |text: &str| text.parse::<i32>().ok();
    if every == Every::Month {
        return (number(day)? <= of_month).then(|| format!("{year}-{month:02}"));
    }
    let (first, on) = day.split_once('-')?;
    let (first, on) = (number(first)?, number(on)?);
    let months = match every {
        Every::Quarter => 3,
        Every::HalfYear => 6,
        _ => 12,
    };
    // The day lies in the first of the periods that the year has from `first` on.
    let begun = |it: i32| it < month || it == month && on <= of_month;
    let count = (0..12 / months).filter(|at| begun((first - 1) % months + 1 + at * months)).count();
    let letter = match every {
        Every::Quarter => "Q",
        Every::HalfYear => "H",
        _ => return (0 < count).then(|| year.to_string()),
    };
    (0 < count).then(|| format!("{year}{letter}{count}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_begins_on_its_day() {
        let cases = [
            (Every::Year, "03-01", "2026-02-28", None),
            (Every::Year, "03-01", "2026-03-01", Some("2026")),
            (Every::Month, "05", "2026-03-04", None),
            (Every::Month, "05", "2026-03-05", Some("2026-03")),
            (Every::Quarter, "01-15", "2026-01-14", None),
            (Every::Quarter, "01-15", "2026-04-14", Some("2026Q1")),
            (Every::Quarter, "01-15", "2026-04-15", Some("2026Q2")),
            (Every::Quarter, "01-15", "2026-12-31", Some("2026Q4")),
            (Every::HalfYear, "01-10", "2026-07-09", Some("2026H1")),
            (Every::HalfYear, "01-10", "2026-07-10", Some("2026H2")),
        ];
        for (every, day, today, want) in cases {
            let found = period(every, day, today.parse().expect("a day"));
            assert_eq!(found.as_deref(), want, "{every:?} {day} on {today}");
        }
    }
}
