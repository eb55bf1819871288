//! Rows of obligations and of instructions to pay them.

use std::collections::{HashMap, HashSet};

use base::{Money, Month, Result};
use platform::Cx;
use store::{Arg, FromRow, Row};

/// An obligation as it stands.
#[derive(Clone, Debug)]
pub(crate) struct Obligation {
    pub(crate) person: String,
    pub(crate) month: Month,
    pub(crate) owed: Money,
    pub(crate) instructed: Money,
    pub(crate) paid: Money,
    pub(crate) recovery: Option<String>,
    pub(crate) revision: i64,
}

impl FromRow for Obligation {
    fn from_row(row: &Row) -> Result<Obligation> {
        Ok(Obligation {
            person: row.get(0)?,
            month: row.get(1)?,
            owed: row.get(2)?,
            instructed: row.get(3)?,
            paid: row.get(4)?,
            recovery: row.get(5)?,
            revision: row.get(6)?,
        })
    }
}

/// Which obligations stand for a range of persons, `after` not included.
pub(crate) fn months_of_range(
    cx: &mut Cx,
    benefit: &str,
    after: &str,
    until: &str,
) -> Result<HashSet<(String, Month)>> {
    let county = cx.county();
    let all: Vec<(String, Month)> = cx.all(
        "SELECT person, due_month FROM obligation
         WHERE county = $1 AND benefit = $2 AND person > $3 AND person <= $4",
        &[county.into(), benefit.into(), after.into(), until.into()],
    )?;
    Ok(all.into_iter().collect())
}

/// Who is owed a month.
pub(crate) fn persons_in(cx: &mut Cx, benefit: &str, month: Month) -> Result<HashSet<String>> {
    let county = cx.county();
    let all: Vec<(String,)> = cx.all(
        "SELECT person FROM obligation WHERE county = $1 AND benefit = $2 AND due_month = $3",
        &[county.into(), benefit.into(), (&month.to_string()).into()],
    )?;
    Ok(all.into_iter().map(|it| it.0).collect())
}

pub(crate) fn get(cx: &mut Cx, benefit: &str, person: &str, month: Month) -> Result<Obligation> {
    let county = cx.county();
    cx.get(
        "obligation",
        "SELECT person, due_month, owed, instructed, paid, recovery, revision FROM obligation
         WHERE county = $1 AND benefit = $2 AND person = $3 AND due_month = $4",
        &[county.into(), benefit.into(), person.into(), (&month.to_string()).into()],
    )
}

/// Obligations of one person.
pub(crate) fn of_person(cx: &mut Cx, benefit: &str, person: &str) -> Result<Vec<Obligation>> {
    let county = cx.county();
    cx.all(
        "SELECT person, due_month, owed, instructed, paid, recovery, revision FROM obligation
         WHERE county = $1 AND benefit = $2 AND person = $3 ORDER BY due_month",
        &[county.into(), benefit.into(), person.into()],
    )
}

/// Benefits of which a person has obligations.
pub(crate) fn benefits_of(cx: &mut Cx, person: &str) -> Result<Vec<String>> {
    let county = cx.county();
    let all: Vec<(String,)> = cx.all(
        "SELECT DISTINCT benefit FROM obligation WHERE county = $1 AND person = $2 ORDER BY benefit",
        &[county.into(), person.into()],
    )?;
    Ok(all.into_iter().map(|it| it.0).collect())
}

pub(crate) fn insert_many(cx: &mut Cx, benefit: &str, all: &[Obligation]) -> Result<()> {
    let county = cx.county().to_owned();
    let months: Vec<String> = all.iter().map(|it| it.month.to_string()).collect();
    let rows: Vec<Vec<Arg>> = all
        .iter()
        .zip(&months)
        .map(|(it, month)| {
            vec![
                (&county).into(),
                (&it.person).into(),
                benefit.into(),
                month.into(),
                it.owed.into(),
                it.instructed.into(),
                it.paid.into(),
                it.recovery.as_ref().into(),
                1.into(),
            ]
        })
        .collect();
    let columns =
        ["county", "person", "benefit", "due_month", "owed", "instructed", "paid", "recovery", "revision"];
    cx.insert_many("obligation", &columns, &rows)
}

pub(crate) fn update(cx: &mut Cx, benefit: &str, it: &Obligation) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE obligation SET owed = $6, instructed = $7, paid = $8, recovery = $9, revision = revision + 1
         WHERE county = $1 AND person = $2 AND benefit = $3 AND due_month = $4 AND revision = $5",
        &[
            county.into(),
            (&it.person).into(),
            benefit.into(),
            (&it.month.to_string()).into(),
            it.revision.into(),
            it.owed.into(),
            it.instructed.into(),
            it.paid.into(),
            it.recovery.as_deref().into(),
        ],
    )
}

/// Which of the two lines of an instruction: the month's own, or back-pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    Month,
    Arrears,
}

impl Part {
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Month => "month",
            Part::Arrears => "arrears",
        }
    }

    pub fn read(word: &str) -> Part {
        if word == "arrears" { Part::Arrears } else { Part::Month }
    }
}

/// What a run tells the bank to pay one elder.
#[derive(Clone, Debug)]
pub(crate) struct Instruction {
    pub(crate) person: String,
    pub(crate) benefit: String,
    pub(crate) run: String,
    pub(crate) area: String,
    pub(crate) name: String,
    pub(crate) amount: Money,
    pub(crate) arrears: Money,
    pub(crate) month_state: String,
    pub(crate) arrears_state: String,
    pub(crate) revision: i64,
}

impl Instruction {
    pub(crate) fn part(&self, part: Part) -> (Money, &str) {
        match part {
            Part::Month => (self.amount, &self.month_state),
            Part::Arrears => (self.arrears, &self.arrears_state),
        }
    }

    pub(crate) fn set(&mut self, part: Part, state: &str) {
        match part {
            Part::Month => state.clone_into(&mut self.month_state),
            Part::Arrears => state.clone_into(&mut self.arrears_state),
        }
    }
}

impl FromRow for Instruction {
    fn from_row(row: &Row) -> Result<Instruction> {
        Ok(Instruction {
            person: row.get(0)?,
            benefit: row.get(1)?,
            run: row.get(2)?,
            area: row.get(3)?,
            name: row.get(4)?,
            amount: row.get(5)?,
            arrears: row.get(6)?,
            month_state: row.get(7)?,
            arrears_state: row.get(8)?,
            revision: row.get(9)?,
        })
    }
}

pub(crate) fn instruct(cx: &mut Cx, all: &[Instruction]) -> Result<()> {
    let county = cx.county().to_owned();
    let rows: Vec<Vec<Arg>> = all
        .iter()
        .map(|it| {
            vec![
                (&county).into(),
                (&it.person).into(),
                (&it.benefit).into(),
                (&it.run).into(),
                (&it.area).into(),
                (&it.name).into(),
                it.amount.into(),
                it.arrears.into(),
                (&it.month_state).into(),
                (&it.arrears_state).into(),
                1.into(),
            ]
        })
        .collect();
    let columns = [
        "county",
        "person",
        "benefit",
        "run",
        "area",
        "name",
        "amount",
        "arrears",
        "month_state",
        "arrears_state",
        "revision",
    ];
    cx.insert_many("instruction", &columns, &rows)
}

pub(crate) fn instruction(cx: &mut Cx, run: &str, person: &str) -> Result<Instruction> {
    let county = cx.county();
    cx.get(
        "instruction",
        "SELECT person, benefit, run, area, name, amount, arrears, month_state, arrears_state, revision
         FROM instruction WHERE county = $1 AND run = $2 AND person = $3",
        &[county.into(), run.into(), person.into()],
    )
}

/// The instructions of a run, as they lie in the bank's file: by village, then person.
pub(crate) fn instructions(cx: &mut Cx, run: &str) -> Result<Vec<Instruction>> {
    let county = cx.county();
    cx.all(
        "SELECT person, benefit, run, area, name, amount, arrears, month_state, arrears_state, revision
         FROM instruction WHERE county = $1 AND run = $2 ORDER BY area, person",
        &[county.into(), run.into()],
    )
}

/// Live instructions of a person that pay anything for `month`.
pub(crate) fn paying(cx: &mut Cx, benefit: &str, person: &str, month: Month) -> Result<Vec<Instruction>> {
    let county = cx.county();
    cx.all(
        "SELECT i.person, i.benefit, i.run, i.area, i.name, i.amount, i.arrears, i.month_state,
            i.arrears_state, i.revision
         FROM adjustment a JOIN instruction i ON i.county = a.county AND i.person = a.person
            AND i.benefit = a.benefit AND i.run = a.run
         WHERE a.county = $1 AND a.person = $2 AND a.benefit = $3 AND a.due_month = $4 AND a.pay > 0
            AND a.posted_at IS NOT NULL",
        &[county.into(), person.into(), benefit.into(), (&month.to_string()).into()],
    )
}

pub(crate) fn save_instruction(cx: &mut Cx, it: &Instruction, why: Option<&str>) -> Result<()> {
    let actor = cx.actor;
    cx.exec_one(
        "UPDATE instruction SET month_state = $6, arrears_state = $7,
            withdrawn_by = COALESCE($8, withdrawn_by), withdrawn_why = COALESCE($9, withdrawn_why),
            revision = revision + 1
         WHERE county = $1 AND person = $2 AND benefit = $3 AND run = $4 AND revision = $5",
        &[
            (&actor.county).into(),
            (&it.person).into(),
            (&it.benefit).into(),
            (&it.run).into(),
            it.revision.into(),
            (&it.month_state).into(),
            (&it.arrears_state).into(),
            why.map(|_| actor.account.as_str()).into(),
            why.into(),
        ],
    )
}

/// Everything of a run that waits goes into the bank's file.
pub(crate) fn all_sent(cx: &mut Cx, run: &str) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec(
        "UPDATE instruction SET revision = revision + 1,
            month_state = CASE WHEN month_state = 'locked' THEN 'sent' ELSE month_state END,
            arrears_state = CASE WHEN arrears_state = 'locked' THEN 'sent' ELSE arrears_state END
         WHERE county = $1 AND run = $2 AND (month_state = 'locked' OR arrears_state = 'locked')",
        &[(&county).into(), run.into()],
    )?;
    Ok(())
}

/// What an instruction's part pays, month by month.
pub(crate) fn months_of(
    cx: &mut Cx,
    it: &Instruction,
    part: Part,
    own: Month,
) -> Result<Vec<(Month, Money)>> {
    let county = cx.county();
    let all: Vec<(Month, Money)> = cx.all(
        "SELECT due_month, pay FROM adjustment
         WHERE county = $1 AND person = $2 AND benefit = $3 AND run = $4 AND pay > 0 ORDER BY due_month",
        &[county.into(), (&it.person).into(), (&it.benefit).into(), (&it.run).into()],
    )?;
    let wanted = |month: Month| (part == Part::Month) == (own <= month);
    Ok(all.into_iter().filter(|(month, _)| wanted(*month)).collect())
}

/// Whether something of this person is at the bank, or on its way there.
pub(crate) fn in_flight(cx: &mut Cx, person: &str) -> Result<bool> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "instruction",
        "SELECT COUNT(*) FROM instruction WHERE county = $1 AND person = $2
            AND (month_state IN ('locked', 'sent') OR arrears_state IN ('locked', 'sent'))",
        &[county.into(), person.into()],
    )?;
    Ok(0 < count)
}

/// Posted in a calendar year for a benefit: what the budget is held against.
pub(crate) fn instructed_in(cx: &mut Cx, benefit: &str, year: i64) -> Result<Money> {
    let county = cx.county();
    let (from, to) = (format!("{year:04}-01"), format!("{year:04}-12"));
    let (fen,): (i64,) = cx.get(
        "instruction",
        "SELECT CAST(COALESCE(SUM(i.amount + i.arrears), 0) AS BIGINT)
         FROM instruction i JOIN benefit_run r ON r.county = i.county AND r.id = i.run
         WHERE i.county = $1 AND i.benefit = $2 AND r.month >= $3 AND r.month <= $4
            AND r.kind IN ('regular', 'supplementary')",
        &[county.into(), benefit.into(), (&from).into(), (&to).into()],
    )?;
    Ok(Money(fen))
}

/// The next persons by id who have an obligation that was paid.
pub(crate) fn paid_after(cx: &mut Cx, after: &str, limit: i64) -> Result<Vec<String>> {
    let county = cx.county();
    let all: Vec<(String,)> = cx.all(
        "SELECT DISTINCT person FROM obligation WHERE county = $1 AND person > $2 AND paid > 0
         ORDER BY person LIMIT $3",
        &[county.into(), after.into(), limit.into()],
    )?;
    Ok(all.into_iter().map(|it| it.0).collect())
}

/// In which month each of a range of persons is owed anything; the last, if there are several.
pub(crate) fn given_in(cx: &mut Cx, benefit: &str, range: (&str, &str)) -> Result<HashMap<String, Month>> {
    let county = cx.county();
    let all: Vec<(String, Month)> = cx.all(
        "SELECT person, due_month FROM obligation
         WHERE county = $1 AND benefit = $2 AND person >= $3 AND person <= $4 AND owed > 0 ORDER BY due_month",
        &[county.into(), benefit.into(), range.0.into(), range.1.into()],
    )?;
    Ok(all.into_iter().collect())
}

/// Persons of a range, `after` not included, who were ever owed anything.
pub(crate) fn persons_of_range(cx: &mut Cx, benefit: &str, after: &str, until: &str) -> Result<Vec<String>> {
    let county = cx.county();
    let all: Vec<(String,)> = cx.all(
        "SELECT DISTINCT person FROM obligation
         WHERE county = $1 AND benefit = $2 AND person > $3 AND person <= $4 ORDER BY person",
        &[county.into(), benefit.into(), after.into(), until.into()],
    )?;
    Ok(all.into_iter().map(|it| it.0).collect())
}
