//! Questions about runs: what the run page, its lists and the command line show.

pub mod lines;
pub(crate) mod paper;
pub mod person;
pub mod waits;

use base::{Instant, Money, Month, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Basis, ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::{
    history::HistoryList,
    table::{
        history,
        run::{self, RunRow},
    },
};
pub use lines::Lines;
pub use person::{MonthFigures, PersonMoney};

/// The runs of a benefit, the latest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Runs {
    pub benefit: Option<String>,
    pub month: Option<Month>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunLine {
    pub id: String,
    pub batch: String,
    pub benefit: String,
    pub month: Month,
    pub kind: String,
    pub state: String,
    pub step: String,
    pub population: i64,
    pub opened_at: Instant,
}

impl FromRow for RunLine {
    fn from_row(row: &Row) -> Result<RunLine> {
        Ok(RunLine {
            id: row.get(0)?,
            batch: row.get(1)?,
            benefit: row.get(2)?,
            month: row.get(3)?,
            kind: row.get(4)?,
            state: row.get(5)?,
            step: row.get(6)?,
            population: row.get(7)?,
            opened_at: row.get(8)?,
        })
    }
}

const ORDERS: &[Order] =
    &[("month", " ORDER BY month DESC, opened_at DESC, id", " ORDER BY month, opened_at, id")];

impl Question for Runs {
    const NAME: &'static str = "runs.runs";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ListAnswer<RunLine>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<RunLine>> {
        if scope.area().is_empty() {
            return Ok(ListAnswer::new(&self.list, 0, Vec::new()));
        }
        let month = self.month.map(|it| it.to_string());
        let select =
            "SELECT id, batch, benefit, month, kind, state, step, population, opened_at FROM benefit_run
             WHERE county = $1 AND (CAST($2 AS TEXT) IS NULL OR benefit = $2)
                AND (CAST($3 AS TEXT) IS NULL OR month = $3)";
        let args = [(&scope.county).into(), self.benefit.as_deref().into(), month.as_deref().into()];
        self.list.read(cx, select, ORDERS, &args)
    }
}

/// One run: its steps, and its figures within the reader's area.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Run {
    pub run: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunAnswer {
    pub id: String,
    pub batch: String,
    pub benefit: String,
    pub month: Month,
    pub kind: String,
    pub parent: Option<String>,
    pub area: String,
    pub state: String,
    pub step: String,
    pub pack_version: String,
    pub known_at: Instant,
    pub opened_by: String,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
    pub checksum: Option<String>,
    pub revision: i64,
    pub basis: Basis,
    pub steps: Vec<StepShown>,
    pub figures: RunFigures,
    /// Townships of the run with their changes, and whether they have confirmed.
    pub townships: Vec<Township>,
    /// Of an old roll the list it was read from.
    pub list: Option<HistoryList>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepShown {
    pub id: String,
    pub kind: String,
    /// done, now, later
    pub standing: &'static str,
    pub by: Option<String>,
    pub at: Option<Instant>,
    pub way: Option<String>,
    /// Who signed the paper, and the file of its scan, where that was recorded.
    pub signer: Option<String>,
    pub scan: Option<String>,
}

/// 在册 = 应发 + 待核实 + 暂停 + 不符合.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RunFigures {
    pub population: i64,
    pub due: i64,
    pub pending: i64,
    pub suspended: i64,
    pub ineligible: i64,
    /// Died or moved away since the last month; not counted in the population.
    pub gone: i64,
    /// Paid this month though a fact is not known: each has a task.
    pub due_unknown: i64,
    pub held: i64,
    pub new: i64,
    pub stopped: i64,
    pub changed: i64,
    pub resumed: i64,
    pub newly_suspended: i64,
    pub newly_pending: i64,
    pub amount: Money,
    pub arrears: Money,
    pub prior: Money,
    pub arrears_persons: i64,
    pub second: i64,
    pub before: Money,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Township {
    pub area: String,
    /// On the roll: who died or moved away is not among them.
    pub persons: i64,
    /// Lines that differ from the last month, those who left the roll among them.
    pub changes: i64,
    pub amount: Money,
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<Instant>,
    pub signer: Option<String>,
    pub scan: Option<String>,
}

impl Question for Run {
    const NAME: &'static str = "runs.run";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = RunAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<RunAnswer> {
        let it = run::get(cx, &self.run)?;
        let figures = figures(cx, &it.id, scope)?;
        let done = run::steps_done(cx, &it.id)?;
        let at = it.steps.iter().position(|step| step.id == it.step).unwrap_or(it.steps.len());
        let ended = it.state == "closed" || it.step == "closed";
        let steps = it
            .steps
            .iter()
            .enumerate()
            .map(|(place, rule)| {
                let by = done.iter().rfind(|step| step.step == rule.id && step.area == it.area);
                let standing = match () {
                    () if ended || place < at => "done",
                    () if place == at && it.state != "drawing" => "now",
                    () => "later",
                };
                StepShown {
                    id: rule.id.clone(),
                    kind: serde_json::to_value(rule.kind)
                        .ok()
                        .and_then(|it| it.as_str().map(str::to_owned))
                        .unwrap_or_default(),
                    standing,
                    by: by.map(|it| it.name.clone()),
                    at: by.map(|it| it.at),
                    way: by.map(|it| it.way.clone()),
                    signer: by.and_then(|it| it.signer.clone()),
                    scan: by.and_then(|it| it.scan.clone()),
                }
            })
            .collect();
        let townships = township_figures(cx, &it, scope)?
            .into_iter()
            .map(|mut township| {
                let rule = it.steps.iter().find(|it| it.kind == super::steps::StepKind::Township);
                let by = done
                    .iter()
                    .find(|step| rule.is_some_and(|it| it.id == step.step) && step.area == township.area);
                township.confirmed_by = by.map(|it| it.name.clone());
                township.confirmed_at = by.map(|it| it.at);
                township.signer = by.and_then(|it| it.signer.clone());
                township.scan = by.and_then(|it| it.scan.clone());
                township
            })
            .collect();
        Ok(RunAnswer {
            id: it.id,
            batch: it.batch,
            benefit: it.benefit,
            month: it.month,
            kind: it.kind,
            parent: it.parent,
            area: it.area,
            state: it.state,
            step: it.step,
            pack_version: it.pack_version,
            known_at: it.known_at,
            opened_by: it.opened_by,
            opened_at: it.opened_at,
            closed_at: it.closed_at,
            checksum: it.checksum,
            revision: it.revision,
            basis: Basis::Registered,
            steps,
            figures,
            townships,
            list: history::of_run(cx, &self.run)?,
        })
    }
}

/// Counts and sums of a run within a scope.
pub(crate) fn figures(cx: &mut Cx, run: &str, scope: &Scope) -> Result<RunFigures> {
    let (low, high) = scope.range();
    let mut it = RunFigures::default();
    cx.rows(
        "SELECT status, change, CASE WHEN held_at IS NULL THEN 0 ELSE 1 END,
            CASE WHEN unknown = '[]' THEN 0 ELSE 1 END, COUNT(*),
            CAST(SUM(amount) AS BIGINT), CAST(SUM(arrears) AS BIGINT), CAST(SUM(prior) AS BIGINT),
            CAST(SUM(second) AS BIGINT), CAST(SUM(before) AS BIGINT),
            CAST(SUM(CASE WHEN arrears > 0 THEN 1 ELSE 0 END) AS BIGINT)
         FROM roll_line WHERE county = $1 AND run = $2 AND area >= $3 AND area < $4
         GROUP BY 1, 2, 3, 4",
        &[(&scope.county).into(), run.into(), (&low).into(), (&high).into()],
        &mut |row| {
            let (status, change): (String, String) = (row.get(0)?, row.get(1)?);
            let (held, unknown, count): (i64, i64, i64) = (row.get(2)?, row.get(3)?, row.get(4)?);
            it.before += row.get(9)?;
            // Who died or moved away is told as stopped, and is on the roll no more.
            if status == "gone" {
                it.gone += count;
                it.stopped += i64::from(change == "stopped") * count;
                return Ok(());
            }
            it.population += count;
            // A held line is not paid: it counts as suspended in this run.
            if held == 1 {
                it.held += count;
                it.suspended += count;
                return Ok(());
            }
            match status.as_str() {
                "due" => it.due += count,
                "pending" => it.pending += count,
                "suspended" => it.suspended += count,
                _ => it.ineligible += count,
            }
            if status == "due" && unknown == 1 {
                it.due_unknown += count;
            }
            match change.as_str() {
                "new" => it.new += count,
                "stopped" => it.stopped += count,
                "changed" => it.changed += count,
                "resumed" => it.resumed += count,
                "suspended" => it.newly_suspended += count,
                "pending" => it.newly_pending += count,
                _ => (),
            }
            it.amount += row.get(5)?;
            it.arrears += row.get(6)?;
            it.prior += row.get(7)?;
            it.second += row.get::<i64>(8)?;
            it.arrears_persons += row.get::<i64>(10)?;
            Ok(())
        },
    )?;
    Ok(it)
}

/// Each township's part of a run, within a scope.
fn township_figures(cx: &mut Cx, run: &RunRow, scope: &Scope) -> Result<Vec<Township>> {
    let (low, high) = scope.range();
    let mut found: Vec<Township> = Vec::new();
    cx.each::<(String, i64, i64, Money)>(
        "SELECT area, CAST(SUM(CASE WHEN status = 'gone' THEN 0 ELSE 1 END) AS BIGINT),
            CAST(SUM(CASE WHEN change = 'same' THEN 0 ELSE 1 END) AS BIGINT),
            CAST(SUM(CASE WHEN held_at IS NULL THEN amount + arrears ELSE 0 END) AS BIGINT)
         FROM roll_line WHERE county = $1 AND run = $2 AND area >= $3 AND area < $4 GROUP BY area ORDER BY area",
        &[(&scope.county).into(), (&run.id).into(), (&low).into(), (&high).into()],
        &mut |(area, persons, changes, amount)| {
            let area = township_of(&run.area, &area);
            match found.last_mut().filter(|it| it.area == area) {
                Some(it) => {
                    it.persons += persons;
                    it.changes += changes;
                    it.amount += amount;
                }
                None => found.push(Township {
                    area,
                    persons,
                    changes,
                    amount,
                    confirmed_by: None,
                    confirmed_at: None,
                    signer: None,
                    scan: None,
                }),
            }
            Ok(())
        },
    )?;
    Ok(found)
}

/// The township that an area lies in: one step below the county.
pub(crate) fn township_of(county: &str, area: &str) -> String {
    let rest = area.strip_prefix(county).unwrap_or("");
    match rest.split_once('/') {
        Some((township, _)) => format!("{county}{township}/"),
        None => county.to_owned(),
    }
}

/// The townships of a run.
pub(crate) fn townships(cx: &mut Cx, run: &RunRow) -> Result<Vec<String>> {
    let county = cx.county();
    let areas: Vec<(String,)> = cx.all(
        "SELECT DISTINCT area FROM roll_line WHERE county = $1 AND run = $2 ORDER BY area",
        &[county.into(), (&run.id).into()],
    )?;
    // A line outside every township has nobody who could confirm it.
    let below = |it: &&(String,)| it.0.starts_with(&run.area) && it.0 != run.area;
    let mut all: Vec<String> = areas.iter().filter(below).map(|it| township_of(&run.area, &it.0)).collect();
    all.dedup();
    Ok(all)
}

pub(crate) fn needs_second(cx: &mut Cx, run: &str) -> Result<bool> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "roll-line",
        "SELECT COUNT(*) FROM roll_line WHERE county = $1 AND run = $2 AND second = 1 AND held_at IS NULL",
        &[county.into(), run.into()],
    )?;
    Ok(0 < count)
}

pub(crate) fn count_lines(cx: &mut Cx, run: &str) -> Result<i64> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "roll-line",
        "SELECT COUNT(*) FROM roll_line WHERE county = $1 AND run = $2",
        &[county.into(), run.into()],
    )?;
    Ok(count)
}
