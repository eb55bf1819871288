//! Rows of runs, their steps, budgets and openings.

use base::{Instant, Money, Month, Result, error::OrBroken};
use platform::Cx;
use store::{FromRow, Row};

use crate::runs::steps::StepRule;

/// A run as it stands.
#[derive(Clone, Debug)]
pub(crate) struct RunRow {
    pub(crate) id: String,
    pub(crate) benefit: String,
    pub(crate) month: Month,
    pub(crate) kind: String,
    pub(crate) number: i64,
    pub(crate) batch: String,
    pub(crate) area: String,
    pub(crate) parent: Option<String>,
    pub(crate) state: String,
    pub(crate) step: String,
    pub(crate) steps: Vec<StepRule>,
    pub(crate) pack_version: String,
    pub(crate) known_at: Instant,
    pub(crate) population: i64,
    pub(crate) opened_by: String,
    pub(crate) opened_at: Instant,
    pub(crate) closed_at: Option<Instant>,
    pub(crate) checksum: Option<String>,
    pub(crate) revision: i64,
}

impl FromRow for RunRow {
    fn from_row(row: &Row) -> Result<RunRow> {
        let steps: String = row.get(10)?;
        Ok(RunRow {
            id: row.get(0)?,
            benefit: row.get(1)?,
            month: row.get(2)?,
            kind: row.get(3)?,
            number: row.get(4)?,
            batch: row.get(5)?,
            area: row.get(6)?,
            parent: row.get(7)?,
            state: row.get(8)?,
            step: row.get(9)?,
            steps: serde_json::from_str(&steps).or_broken()?,
            pack_version: row.get(11)?,
            known_at: row.get(12)?,
            population: row.get(13)?,
            opened_by: row.get(14)?,
            opened_at: row.get(15)?,
            closed_at: row.get(16)?,
            checksum: row.get(17)?,
            revision: row.get(18)?,
        })
    }
}

pub(crate) fn insert(cx: &mut Cx, run: &RunRow) -> Result<()> {
    let steps = serde_json::to_string(&run.steps).or_broken()?;
    let month = run.month.to_string();
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO benefit_run (county, id, benefit, month, kind, number, batch, area, parent, state, step,
            steps, pack_version, known_at, population, opened_by, opened_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)",
        &[
            county.into(),
            (&run.id).into(),
            (&run.benefit).into(),
            (&month).into(),
            (&run.kind).into(),
            run.number.into(),
            (&run.batch).into(),
            (&run.area).into(),
            run.parent.as_deref().into(),
            (&run.state).into(),
            (&run.step).into(),
            (&steps).into(),
            (&run.pack_version).into(),
            run.known_at.into(),
            run.population.into(),
            (&run.opened_by).into(),
            run.opened_at.into(),
        ],
    )
}

pub(crate) fn get(cx: &mut Cx, id: &str) -> Result<RunRow> {
    let county = cx.county();
    cx.get(
        "run",
        "SELECT id, benefit, month, kind, number, batch, area, parent, state, step, steps, pack_version,
            known_at, population, opened_by, opened_at, closed_at, checksum, revision
         FROM benefit_run WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

/// Runs of a benefit and month that count: not void and not beside the old way.
pub(crate) fn of_month(cx: &mut Cx, benefit: &str, month: Month) -> Result<Vec<RunRow>> {
    let county = cx.county();
    cx.all(
        "SELECT id, benefit, month, kind, number, batch, area, parent, state, step, steps, pack_version,
            known_at, population, opened_by, opened_at, closed_at, checksum, revision
         FROM benefit_run
         WHERE county = $1 AND benefit = $2 AND month = $3 AND kind IN ('regular', 'supplementary')
            AND state <> 'void'
         ORDER BY opened_at, id",
        &[county.into(), benefit.into(), (&month.to_string()).into()],
    )
}

/// The number after the last one of its kind in the month; void runs keep theirs.
pub(crate) fn next_number(cx: &mut Cx, benefit: &str, month: Month, kind: &str) -> Result<i64> {
    let county = cx.county();
    let (last,): (i64,) = cx.get(
        "run",
        "SELECT COALESCE(MAX(number), 0) FROM benefit_run
         WHERE county = $1 AND benefit = $2 AND month = $3 AND kind = $4",
        &[county.into(), benefit.into(), (&month.to_string()).into(), kind.into()],
    )?;
    Ok(last + 1)
}

/// Runs of any month that are paid by and whose books are not shut, the oldest first.
pub(crate) fn unfinished(cx: &mut Cx) -> Result<Vec<RunRow>> {
    let county = cx.county();
    cx.all(
        "SELECT id, benefit, month, kind, number, batch, area, parent, state, step, steps, pack_version,
            known_at, population, opened_by, opened_at, closed_at, checksum, revision
         FROM benefit_run
         WHERE county = $1 AND kind IN ('regular', 'supplementary') AND state IN ('drafted', 'posted')
         ORDER BY month, opened_at, id",
        &[county.into()],
    )
}

/// A run of the benefit whose money is not decided yet, beside `but`.
pub(crate) fn drafting(cx: &mut Cx, benefit: &str, but: &str) -> Result<Option<String>> {
    let county = cx.county();
    let found: Option<(String,)> = cx.find(
        "SELECT id FROM benefit_run
         WHERE county = $1 AND benefit = $2 AND kind = 'regular' AND state IN ('drawing', 'drafted', 'posting')
            AND id <> $3",
        &[county.into(), benefit.into(), but.into()],
    )?;
    Ok(found.map(|it| it.0))
}

/// Moves a run on; somebody else's move in between is a conflict.
pub(crate) fn move_on(cx: &mut Cx, run: &RunRow, state: &str, step: &str) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE benefit_run SET state = $4, step = $5, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[county.into(), (&run.id).into(), run.revision.into(), state.into(), step.into()],
    )
}

pub(crate) fn set_population(cx: &mut Cx, id: &str, persons: i64) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE benefit_run SET population = $3 WHERE county = $1 AND id = $2",
        &[county.into(), id.into(), persons.into()],
    )
}

pub(crate) fn close(cx: &mut Cx, run: &RunRow, checksum: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE benefit_run SET state = 'closed', step = 'closed', checksum = $4, closed_by = $5,
            closed_at = $6, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            (&actor.county).into(),
            (&run.id).into(),
            run.revision.into(),
            checksum.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )
}

/// Who did a step, for the whole county or one area of it.
#[derive(Clone, Debug)]
pub(crate) struct StepRow {
    pub(crate) step: String,
    pub(crate) area: String,
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) at: Instant,
    pub(crate) way: String,
    pub(crate) signer: Option<String>,
    pub(crate) scan: Option<String>,
    pub(crate) remark: Option<String>,
}

impl FromRow for StepRow {
    fn from_row(row: &Row) -> Result<StepRow> {
        Ok(StepRow {
            step: row.get(0)?,
            area: row.get(1)?,
            account: row.get(2)?,
            name: row.get(3)?,
            at: row.get(4)?,
            way: row.get(5)?,
            signer: row.get(6)?,
            scan: row.get(7)?,
            remark: row.get(8)?,
        })
    }
}

pub(crate) fn steps_done(cx: &mut Cx, run: &str) -> Result<Vec<StepRow>> {
    let county = cx.county();
    cx.all(
        "SELECT step, area, account, name, at, way, signer, scan, remark FROM run_step
         WHERE county = $1 AND run = $2 ORDER BY at, step, area",
        &[county.into(), run.into()],
    )
}

/// Enters a step as done. The same step of the same area once only: the second hand is told.
pub(crate) fn step_done(cx: &mut Cx, run: &str, it: &StepRow) -> Result<()> {
    let county = cx.county();
    let entered = cx.exec(
        "INSERT INTO run_step (county, run, step, area, account, name, at, way, signer, scan, remark)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (county, run, step, area) DO NOTHING",
        &[
            county.into(),
            run.into(),
            (&it.step).into(),
            (&it.area).into(),
            (&it.account).into(),
            (&it.name).into(),
            it.at.into(),
            (&it.way).into(),
            it.signer.as_deref().into(),
            it.scan.as_deref().into(),
            it.remark.as_deref().into(),
        ],
    )?;
    if entered == 0 {
        return Err(base::Error::conflict("runs-step-done-already"));
    }
    Ok(())
}

/// Takes back what areas confirmed: their lines changed since.
pub(crate) fn steps_undone(cx: &mut Cx, run: &str) -> Result<()> {
    let county = cx.county();
    cx.exec("DELETE FROM run_step WHERE county = $1 AND run = $2", &[county.into(), run.into()])?;
    Ok(())
}

/// What may be spent on a benefit in a year, by which document.
pub(crate) fn budget(cx: &mut Cx, benefit: &str, year: i64) -> Result<Option<(Money, String)>> {
    let county = cx.county();
    cx.find(
        "SELECT amount, document FROM benefit_budget WHERE county = $1 AND benefit = $2 AND year = $3",
        &[county.into(), benefit.into(), year.into()],
    )
}

pub(crate) fn set_budget(cx: &mut Cx, benefit: &str, year: i64, amount: Money, document: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO benefit_budget (county, benefit, year, amount, document, entered_by, entered_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
         ON CONFLICT (county, benefit, year) DO UPDATE SET amount = excluded.amount,
            document = excluded.document, entered_by = excluded.entered_by, entered_at = excluded.entered_at,
            revision = benefit_budget.revision + 1",
        &[
            (&actor.county).into(),
            benefit.into(),
            year.into(),
            amount.into(),
            document.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )
}

/// Since which month a benefit is decided here; the first run says so.
pub(crate) fn opening(cx: &mut Cx, benefit: &str) -> Result<Option<Month>> {
    let county = cx.county();
    let found: Option<(Month,)> = cx.find(
        "SELECT month FROM benefit_opening WHERE county = $1 AND benefit = $2",
        &[county.into(), benefit.into()],
    )?;
    Ok(found.map(|it| it.0))
}

/// The first month of the first benefit that was opened here.
pub(crate) fn first_opening(cx: &mut Cx) -> Result<Option<Month>> {
    let county = cx.county();
    let (first,): (Option<Month>,) =
        cx.get("opening", "SELECT MIN(month) FROM benefit_opening WHERE county = $1", &[county.into()])?;
    Ok(first)
}

pub(crate) fn set_opening(cx: &mut Cx, benefit: &str, month: Month) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec(
        "INSERT INTO benefit_opening (county, benefit, month, entered_by, entered_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (county, benefit) DO NOTHING",
        &[
            (&actor.county).into(),
            benefit.into(),
            (&month.to_string()).into(),
            (&actor.account).into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// A draft is drawn again on what is known by now.
pub(crate) fn known_again(cx: &mut Cx, run: &RunRow) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    let version = cx.house.packs.county(&county)?.version().to_owned();
    cx.exec_one(
        "UPDATE benefit_run SET known_at = $4, pack_version = $5, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[(&county).into(), (&run.id).into(), run.revision.into(), now.into(), (&version).into()],
    )
}

/// Whether anything of a benefit is owed in money for some months.
pub(crate) fn owed_in(cx: &mut Cx, benefit: &str, from: Month, to: Month) -> Result<bool> {
    let county = cx.county();
    let found: Option<(String,)> = cx.find(
        "SELECT person FROM obligation
         WHERE county = $1 AND benefit = $2 AND due_month >= $3 AND due_month <= $4 AND owed > 0 LIMIT 1",
        &[county.into(), benefit.into(), from.into(), to.into()],
    )?;
    Ok(found.is_some())
}
