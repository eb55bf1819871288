//! Draws the roll, some persons at a time: read facts → decide → lines and drafted adjustments.

use std::collections::HashMap;

use base::{Money, Result, error::OrBroken};
use platform::{
    Cx, Step, Work,
    tasks::{self, NewTask},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    CHUNK_PERSONS,
    roll::{self, Answer, Given, Last, Line, Standing, Status},
    source::{self, Subject, Whom},
    steps::{Limits, Runs},
    suspend::SuspendReason,
    table::{
        hold,
        roll::{self as rows, NewLine},
        run::{self, RunRow},
    },
};
use crate::benefits::Engines;

/// The work of drawing a run's roll.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draw {
    pub run: String,
    /// Persons of one chunk, when not as many as usual.
    #[serde(default)]
    pub persons: Option<i64>,
}

/// How far the draw has come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Cursor {
    /// Whether an earlier draft has been cleared away.
    cleared: bool,
    after: String,
    persons: i64,
    total: Option<i64>,
}

impl Work for Draw {
    const KIND: &'static str = "runs.draw";

    fn step(&self, cx: &mut Cx, cursor: Option<serde_json::Value>) -> Result<Step> {
        let mut cursor: Cursor =
            cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        let run = run::get(cx, &self.run)?;
        let house = source::house_of(cx, &run)?;
        let now = cx.house;
        let cx = &mut cx.within(house.as_ref().unwrap_or(now));
        if run.state != "drawing" {
            return Ok(Step::Done { answer: json!({ "run": run.id, "persons": run.population }) });
        }
        let persons = self.persons.unwrap_or(CHUNK_PERSONS);
        if !cursor.cleared {
            cursor.cleared = !rows::delete_draft(cx, &run.id, persons)?;
            return more(cursor);
        }
        if cursor.total.is_none() {
            cursor.total = Some(source::count(cx, &run)?);
        }
        let drawn = chunk(cx, &run, &cursor.after, persons, Stands::Now)?;
        let Some(last) = drawn.last else {
            let first = run.steps.first().map_or("approve", |it| it.id.as_str()).to_owned();
            run::set_population(cx, &run.id, cursor.persons)?;
            run::move_on(cx, &run, "drafted", &first)?;
            return Ok(Step::Done { answer: json!({ "run": run.id, "persons": cursor.persons }) });
        };
        rows::insert(cx, &run.id, &run.benefit, &drawn.lines)?;
        if run.kind != "shadow" {
            ask_for_facts(cx, &run, &drawn.lines)?;
        }
        cursor.after = last;
        cursor.persons += drawn.persons;
        more(cursor)
    }
}

fn more(cursor: Cursor) -> Result<Step> {
    let (done, total) = (cursor.persons, cursor.total);
    Ok(Step::More { cursor: serde_json::to_value(cursor).or_broken()?, done, total })
}

/// What one chunk of persons came to.
pub(crate) struct Drawn {
    pub(crate) lines: Vec<NewLine>,
    pub(crate) persons: i64,
    /// The last person looked at; nothing when nobody was left.
    pub(crate) last: Option<String>,
}

/// Against what a roll is drawn: what stands now, or what stood before the run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    Now,
    Before,
}

/// Decides and draws the persons after `after`; writes nothing.
pub(crate) fn chunk(cx: &mut Cx, run: &RunRow, after: &str, limit: i64, stands: Stands) -> Result<Drawn> {
    let pack = cx.house.packs.county(cx.county())?;
    let limits = pack.get::<Runs>().limits.clone();
    let opening = run::opening(cx, &run.benefit)?.unwrap_or(run.month);
    // Months before the opening are history: reconciled, not decided again.
    let from = run.month.plus(-limits.look_back_months).max(opening).min(run.month);
    let whom = if stands == Stands::Now { Whom::OldEnough } else { Whom::Everybody };
    let subjects = source::read(cx, run, from, whom, after, limit)?;
    let (Some(first), Some(last)) = (subjects.first(), subjects.last()) else {
        return Ok(Drawn { lines: Vec::new(), persons: 0, last: None });
    };
    let range = (first.person.as_str(), last.person.as_str());
    let standing = match stands {
        Stands::Now => rows::standing(cx, &run.benefit, from.plus(-1), range, &run.id)?,
        Stands::Before => rows::standing_before(cx, run, from.plus(-1), range)?,
    };
    if stands == Stands::Now && run.kind != "shadow" {
        hold_reported(cx, run, &subjects, range)?;
        let_go_of_known(cx, run, &subjects, range)?;
    }
    let held = hold::of_range(cx, &run.benefit, range, run.known_at)?;
    let period = pack.made::<Engines>().get(&run.benefit)?.benefit.period.months();
    let lasts = lasts(cx, run, period, range, &standing)?;
    let mut lines = Vec::new();
    let mut persons = 0;
    for subject in &subjects {
        let standing = standing.get(&subject.person).map_or(&[][..], Vec::as_slice);
        let held = held.get(&subject.person).map(|(since, why)| (*since, why.as_str()));
        let last = lasts.get(&subject.person);
        // A new entrant is paid for earlier months as far as the pack's back-pay goes.
        let entering = last.is_none() && standing.is_empty();
        let skipped = subject.decided.iter().take_while(|it| entering && it.month < subject.back_pay_from);
        let decided = &subject.decided[skipped.count()..];
        let given = Given { decided, standing, held, waits: subject.waits.as_deref(), last, period };
        let drawn = roll::draw(&given)
            .or_else(|| if subject.in_population { roll::keep_ineligible(&subject.decided) } else { None });
        if let Some(line) = drawn {
            persons += i64::from(line.status != Status::Gone);
            lines.push(new_line(subject, line, &limits));
        }
    }
    Ok(Drawn { lines, persons, last: Some(last.person.clone()) })
}

/// A death that nobody has confirmed suspends from this month on; confirmed or refuted, the
/// suspension ends, and the month is decided on what is known.
fn hold_reported(cx: &mut Cx, run: &RunRow, subjects: &[Subject], range: (&str, &str)) -> Result<()> {
    let reason = SuspendReason::DeathReported.key();
    let held = hold::held_for(cx, reason, range)?;
    for it in subjects {
        match (it.reported, held.contains(&it.person)) {
            (true, false) => {
                hold::place(cx, &it.person, "", run.month, reason, None, run.known_at)?;
            }
            (false, true) => {
                hold::end(cx, &it.person, reason, "runs-death-settled", run.known_at)?;
            }
            _ => (),
        }
    }
    Ok(())
}

/// Whose overdue fact is known by now is held back for it no longer.
fn let_go_of_known(cx: &mut Cx, run: &RunRow, subjects: &[Subject], range: (&str, &str)) -> Result<()> {
    let reason = SuspendReason::FactOverdue.key();
    let held = hold::held_for(cx, reason, range)?;
    for it in subjects.iter().filter(|it| held.contains(&it.person)) {
        let unknown = it.decided.last().is_some_and(|it| matches!(it.answer, Answer::Unknown(_)));
        if !unknown {
            hold::end(cx, &it.person, reason, "runs-fact-known", run.known_at)?;
        }
    }
    Ok(())
}

/// Who is paid though a fact is not known, or waits for it: somebody finds out, by a day.
fn ask_for_facts(cx: &mut Cx, run: &RunRow, lines: &[NewLine]) -> Result<()> {
    let pack = cx.house.packs.county(cx.county())?;
    let engines = pack.made::<Engines>();
    let days = engines.get(&run.benefit)?.benefit.unknown.verify_days.value;
    for it in lines.iter().filter(|it| !it.line.unknown.is_empty()) {
        let task = NewTask {
            kind: super::facts::TASK,
            reason: &run.benefit,
            subject_kind: "person",
            subject_id: &it.person,
            label: &base::name::masked(&it.name),
            area: &it.area,
            due_on: Some(cx.today().plus_days(days)),
            detail: json!({ "facts": it.line.unknown, "run": run.id }),
        };
        tasks::open(cx, &task)?;
    }
    Ok(())
}

fn new_line(subject: &Subject, line: Line, limits: &Limits) -> NewLine {
    let second = limits.second_months < line.arrears_months || limits.second_fen < line.arrears;
    NewLine {
        person: subject.person.clone(),
        area: subject.area.clone(),
        name: subject.name.clone(),
        born: subject.born,
        line,
        second,
    }
}

/// Where everybody stood last month: by that month's lines, or before the first of them by what
/// history says was owed.
fn lasts(
    cx: &mut Cx,
    run: &RunRow,
    period: i32,
    range: (&str, &str),
    standing: &HashMap<String, Vec<Standing>>,
) -> Result<HashMap<String, Last>> {
    let before = run.month.plus(-period);
    let mut lasts = HashMap::new();
    let runs = run::of_month(cx, &run.benefit, before)?;
    for earlier in &runs {
        rows::lasts(cx, &earlier.id, range, &mut lasts)?;
    }
    if runs.is_empty() {
        for (person, months) in standing {
            if let Some(it) = months.iter().find(|it| it.month == before && Money::ZERO < it.owed) {
                lasts.insert(person.clone(), Last { status: Status::Due, amount: it.owed });
            }
        }
    }
    Ok(lasts)
}
