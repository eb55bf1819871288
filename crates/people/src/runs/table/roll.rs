//! Rows of the roll and the adjustments it drafts.

use std::collections::HashMap;

use base::{Day, Instant, Money, Month, Result, error::OrBroken};
use platform::Cx;
use store::{FromRow, Row};

use crate::runs::roll::{Adjust, Last, Line, Standing, Status};

/// A line as it is written by the draw.
pub(crate) struct NewLine {
    pub(crate) person: String,
    pub(crate) area: String,
    pub(crate) name: String,
    pub(crate) born: Option<Day>,
    pub(crate) line: Line,
    pub(crate) second: bool,
}

/// Writes lines and adjustments of one chunk.
pub(crate) fn insert(cx: &mut Cx, run: &str, benefit: &str, lines: &[NewLine]) -> Result<()> {
    let county = cx.county().to_owned();
    let texts: Vec<(Option<String>, String)> = lines
        .iter()
        .map(|it| {
            Ok((it.born.map(|it| it.to_string()), serde_json::to_string(&it.line.unknown).or_broken()?))
        })
        .collect::<Result<_>>()?;
    let rows: Vec<Vec<store::Arg>> = lines
        .iter()
        .zip(&texts)
        .map(|(it, (born, unknown))| {
            vec![
                (&county).into(),
                run.into(),
                (&it.person).into(),
                (&it.area).into(),
                (&it.name).into(),
                born.as_ref().into(),
                it.line.status.as_str().into(),
                it.line.change.as_str().into(),
                it.line.before.into(),
                it.line.amount.into(),
                it.line.arrears.into(),
                it.line.prior.into(),
                it.line.tier.as_ref().into(),
                (&it.line.reason).into(),
                unknown.into(),
                i64::from(it.second).into(),
                1.into(),
            ]
        })
        .collect();
    let columns = [
        "county", "run", "person", "area", "name", "born", "status", "change", "before", "amount", "arrears",
        "prior", "tier", "reason", "unknown", "second", "revision",
    ];
    cx.insert_many("roll_line", &columns, &rows)?;
    let adjusts: Vec<(&str, &Adjust, String)> = lines
        .iter()
        .flat_map(|it| {
            it.line.adjust.iter().map(|adjust| (it.person.as_str(), adjust, adjust.month.to_string()))
        })
        .collect();
    let rows: Vec<Vec<store::Arg>> = adjusts
        .iter()
        .map(|(person, it, month)| {
            vec![
                (&county).into(),
                (*person).into(),
                benefit.into(),
                month.into(),
                run.into(),
                it.amount.into(),
                it.pay.into(),
                it.rate.into(),
                (&it.reason).into(),
            ]
        })
        .collect();
    let columns = ["county", "person", "benefit", "due_month", "run", "amount", "pay", "rate", "reason"];
    cx.insert_many("adjustment", &columns, &rows)
}

/// Throws away what a run has drafted, some persons at a time; answers whether more is left.
pub(crate) fn delete_draft(cx: &mut Cx, run: &str, persons: i64) -> Result<bool> {
    let county = cx.county().to_owned();
    let last: Option<(String,)> = cx.find(
        "SELECT MAX(person) FROM (SELECT person FROM roll_line WHERE county = $1 AND run = $2
            ORDER BY person LIMIT $3) AS part HAVING COUNT(*) > 0",
        &[(&county).into(), run.into(), persons.into()],
    )?;
    let Some((last,)) = last else { return Ok(false) };
    cx.exec(
        "DELETE FROM adjustment WHERE county = $1 AND run = $2 AND person <= $3 AND posted_at IS NULL",
        &[(&county).into(), run.into(), (&last).into()],
    )?;
    cx.exec(
        "DELETE FROM roll_line WHERE county = $1 AND run = $2 AND person <= $3",
        &[(&county).into(), run.into(), (&last).into()],
    )?;
    Ok(true)
}

/// What stands of obligations in a range of persons, with drafts of other runs counted in.
pub(crate) fn standing(
    cx: &mut Cx,
    benefit: &str,
    from: Month,
    persons: (&str, &str),
    run: &str,
) -> Result<HashMap<String, Vec<Standing>>> {
    let county = cx.county().to_owned();
    let from = from.to_string();
    let mut found: HashMap<String, Vec<Standing>> = HashMap::new();
    cx.each::<(String, Month, Money, Money, Money)>(
        "SELECT person, due_month, owed, instructed, paid FROM obligation
         WHERE county = $1 AND benefit = $2 AND person >= $4 AND person <= $5
            AND (due_month >= $3 OR instructed < owed)",
        &[(&county).into(), benefit.into(), (&from).into(), persons.0.into(), persons.1.into()],
        &mut |(person, month, owed, instructed, paid)| {
            found.entry(person).or_default().push(Standing { month, owed, instructed, paid });
            Ok(())
        },
    )?;
    cx.each::<(String, Month, Money, Money)>(
        "SELECT a.person, a.due_month, a.amount, a.pay
         FROM adjustment a JOIN benefit_run r ON r.county = a.county AND r.id = a.run
         WHERE a.county = $1 AND a.benefit = $2 AND a.posted_at IS NULL AND a.run <> $3 AND a.due_month >= $4
            AND a.person >= $5 AND a.person <= $6 AND r.kind <> 'shadow' AND r.state <> 'void'",
        &[(&county).into(), benefit.into(), run.into(), (&from).into(), persons.0.into(), persons.1.into()],
        &mut |(person, month, amount, pay)| {
            let all = found.entry(person).or_default();
            let at = all.iter().position(|it| it.month == month).unwrap_or_else(|| {
                let (owed, instructed, paid) = (Money::ZERO, Money::ZERO, Money::ZERO);
                all.push(Standing { month, owed, instructed, paid });
                all.len() - 1
            });
            all[at].owed += amount;
            all[at].instructed += pay;
            Ok(())
        },
    )?;
    Ok(found)
}

/// What stood before a run: what earlier runs had put in force.
pub(crate) fn standing_before(
    cx: &mut Cx,
    run: &super::run::RunRow,
    from: Month,
    persons: (&str, &str),
) -> Result<HashMap<String, Vec<Standing>>> {
    let county = cx.county().to_owned();
    let mut found: HashMap<String, Vec<Standing>> = HashMap::new();
    cx.each::<(String, Month, Money, Money)>(
        "SELECT a.person, a.due_month, CAST(SUM(a.amount) AS BIGINT), CAST(SUM(a.pay) AS BIGINT)
         FROM adjustment a JOIN benefit_run r ON r.county = a.county AND r.id = a.run
         WHERE a.county = $1 AND a.benefit = $2 AND a.person >= $3 AND a.person <= $4 AND a.due_month >= $5
            AND a.posted_at IS NOT NULL AND r.opened_at < $6
         GROUP BY a.person, a.due_month ORDER BY a.person, a.due_month",
        &[
            (&county).into(),
            (&run.benefit).into(),
            persons.0.into(),
            persons.1.into(),
            (&from.to_string()).into(),
            run.opened_at.into(),
        ],
        &mut |(person, month, owed, instructed)| {
            let standing = Standing { month, owed, instructed, paid: Money::ZERO };
            found.entry(person).or_default().push(standing);
            Ok(())
        },
    )?;
    Ok(found)
}

/// Where persons stood in a run.
pub(crate) fn lasts(
    cx: &mut Cx,
    run: &str,
    persons: (&str, &str),
    into: &mut HashMap<String, Last>,
) -> Result<()> {
    let county = cx.county();
    cx.each::<(String, String, Money, Option<i64>)>(
        "SELECT person, status, amount, held_at FROM roll_line
         WHERE county = $1 AND run = $2 AND person >= $3 AND person <= $4",
        &[county.into(), run.into(), persons.0.into(), persons.1.into()],
        &mut |(person, status, amount, held)| {
            let status = Status::read(&status).unwrap_or(Status::Ineligible);
            let status = if held.is_some() { Status::Suspended } else { status };
            into.insert(person, Last { status, amount });
            Ok(())
        },
    )
}

/// A line as it is worked on.
#[derive(Clone, Debug)]
pub(crate) struct LineRow {
    pub(crate) person: String,
    pub(crate) area: String,
    pub(crate) name: String,
    pub(crate) held_at: Option<Instant>,
    pub(crate) revision: i64,
}

impl FromRow for LineRow {
    fn from_row(row: &Row) -> Result<LineRow> {
        Ok(LineRow {
            person: row.get(0)?,
            area: row.get(1)?,
            name: row.get(2)?,
            held_at: row.get(3)?,
            revision: row.get(4)?,
        })
    }
}

pub(crate) fn line(cx: &mut Cx, run: &str, person: &str) -> Result<LineRow> {
    let county = cx.county();
    cx.get(
        "roll-line",
        "SELECT person, area, name, held_at, revision FROM roll_line
         WHERE county = $1 AND run = $2 AND person = $3",
        &[county.into(), run.into(), person.into()],
    )
}

/// The next lines of a run by person.
pub(crate) fn lines_after(cx: &mut Cx, run: &str, after: &str, limit: i64) -> Result<Vec<LineRow>> {
    let county = cx.county();
    cx.all(
        "SELECT person, area, name, held_at, revision FROM roll_line
         WHERE county = $1 AND run = $2 AND person > $3 ORDER BY person LIMIT $4",
        &[county.into(), run.into(), after.into(), limit.into()],
    )
}

pub(crate) fn hold(cx: &mut Cx, run: &str, line: &LineRow, why: Option<&str>) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE roll_line SET held_by = $5, held_at = $6, held_why = $7, revision = revision + 1
         WHERE county = $1 AND run = $2 AND person = $3 AND revision = $4",
        &[
            (&actor.county).into(),
            run.into(),
            (&line.person).into(),
            line.revision.into(),
            why.map(|_| actor.account.as_str()).into(),
            why.map(|_| now).into(),
            why.into(),
        ],
    )
}

/// Gives the lines of an area, with what they draft, to another run.
pub(crate) fn move_area(cx: &mut Cx, run: &str, area: &str, to: &str) -> Result<u64> {
    let county = cx.county().to_owned();
    let until = platform::scope::after(area);
    cx.exec(
        "UPDATE adjustment SET run = $3 WHERE county = $1 AND run = $2 AND person IN
            (SELECT person FROM roll_line WHERE county = $1 AND run = $2 AND area >= $4 AND area < $5)",
        &[(&county).into(), run.into(), to.into(), area.into(), (&until).into()],
    )?;
    cx.exec(
        "UPDATE roll_line SET run = $3 WHERE county = $1 AND run = $2 AND area >= $4 AND area < $5",
        &[(&county).into(), run.into(), to.into(), area.into(), (&until).into()],
    )
}

/// An adjustment with its person.
pub(crate) struct AdjustRow {
    pub(crate) person: String,
    pub(crate) adjust: Adjust,
}

impl FromRow for AdjustRow {
    fn from_row(row: &Row) -> Result<AdjustRow> {
        let adjust = Adjust {
            month: row.get(1)?,
            amount: row.get(2)?,
            pay: row.get(3)?,
            rate: row.get(4)?,
            reason: row.get(5)?,
        };
        Ok(AdjustRow { person: row.get(0)?, adjust })
    }
}

/// Puts drafts of a range in force, those of held lines excepted, which are thrown away.
pub(crate) fn post(cx: &mut Cx, run: &str, after: &str, until: &str) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    cx.exec(
        "DELETE FROM adjustment WHERE county = $1 AND run = $2 AND person > $3 AND person <= $4
            AND posted_at IS NULL AND person IN (SELECT person FROM roll_line
                WHERE county = $1 AND run = $2 AND person > $3 AND person <= $4 AND held_at IS NOT NULL)",
        &[(&county).into(), run.into(), after.into(), until.into()],
    )?;
    cx.exec(
        "UPDATE adjustment SET posted_at = $5
         WHERE county = $1 AND run = $2 AND person > $3 AND person <= $4 AND posted_at IS NULL",
        &[(&county).into(), run.into(), after.into(), until.into(), now.into()],
    )?;
    Ok(())
}

/// What a run has put in force for a range of persons, `after` not included.
pub(crate) fn of_range(cx: &mut Cx, run: &str, after: &str, until: &str) -> Result<Vec<AdjustRow>> {
    let county = cx.county();
    cx.all(
        "SELECT person, due_month, amount, pay, rate, reason FROM adjustment
         WHERE county = $1 AND run = $2 AND person > $3 AND person <= $4 ORDER BY person, due_month",
        &[county.into(), run.into(), after.into(), until.into()],
    )
}
