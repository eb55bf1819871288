//! Puts an approved run in force, some persons at a time: drafts become adjustments, obligations
//! follow, instructions are given, the ledger is posted. What was paid too much opens a recovery.

use base::{Money, Month, Result, error::OrBroken};
use platform::{Cx, Step, Work};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    CHUNK_PERSONS,
    excess::Begun,
    roll::Adjust,
    table::{
        owed::{self, Instruction, Obligation, Part},
        roll::{self, AdjustRow, LineRow},
        run::{self, RunRow},
    },
    withdraw,
};
use crate::{benefits::Engines, money};

/// The work of posting a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Post {
    pub run: String,
    /// Persons of one chunk, when not as many as usual.
    #[serde(default)]
    pub persons: Option<i64>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Cursor {
    after: String,
    done: i64,
}

impl Work for Post {
    const KIND: &'static str = "runs.post";

    fn step(&self, cx: &mut Cx, cursor: Option<serde_json::Value>) -> Result<Step> {
        let mut cursor: Cursor =
            cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        let it = run::get(cx, &self.run)?;
        if it.state != "posting" {
            return Ok(Step::Done { answer: json!({ "run": it.id, "lines": cursor.done }) });
        }
        let lines = roll::lines_after(cx, &it.id, &cursor.after, self.persons.unwrap_or(CHUNK_PERSONS))?;
        let Some(last) = lines.last() else {
            run::move_on(cx, &it, "posted", &it.step)?;
            return Ok(Step::Done { answer: json!({ "run": it.id, "lines": cursor.done }) });
        };
        let until = last.person.clone();
        chunk(cx, &it, &lines, &cursor.after, &until)?;
        cursor.after = until;
        cursor.done += lines.len() as i64;
        let (done, total) = (cursor.done, Some(it.population));
        Ok(Step::More { cursor: serde_json::to_value(cursor).or_broken()?, done, total })
    }
}

fn chunk(cx: &mut Cx, it: &RunRow, lines: &[LineRow], after: &str, until: &str) -> Result<()> {
    roll::post(cx, &it.id, after, until)?;
    let adjusts = posted_now(cx, it, lines, after, until)?;
    let stands = owed::months_of_range(cx, &it.benefit, after, until)?;
    let mut fresh: Vec<Obligation> = Vec::new();
    let mut begun = Begun::default();
    let mut moves: Vec<money::Accrual> = Vec::new();
    for AdjustRow { person, adjust } in &adjusts {
        moves.push(money::Accrual { person: person.clone(), month: adjust.month, amount: adjust.amount });
        if stands.contains(&(person.clone(), adjust.month)) {
            correct(cx, it, person, adjust, &mut begun)?;
        } else {
            fresh.push(Obligation {
                person: person.clone(),
                month: adjust.month,
                owed: adjust.amount,
                instructed: adjust.pay,
                paid: Money::ZERO,
                recovery: None,
                revision: 1,
            });
        }
    }
    owed::insert_many(cx, &it.benefit, &fresh)?;
    let pack = cx.house.packs.county(cx.county())?;
    let period = pack.made::<Engines>().get(&it.benefit)?.benefit.period.months();
    let instructions = instructions(it, period, lines, &adjusts);
    owed::instruct(cx, &instructions)?;
    money::accrue(cx, it, &moves)
}

/// The adjustments this chunk put in force: those of lines that were not held.
fn posted_now(
    cx: &mut Cx,
    it: &RunRow,
    lines: &[LineRow],
    after: &str,
    until: &str,
) -> Result<Vec<AdjustRow>> {
    let held: std::collections::HashSet<&str> =
        lines.iter().filter(|it| it.held_at.is_some()).map(|it| it.person.as_str()).collect();
    let mut adjusts = roll::of_range(cx, &it.id, after, until)?;
    adjusts.retain(|it| !held.contains(it.person.as_str()));
    Ok(adjusts)
}

/// Changes an obligation that stands already. What it was paid beyond opens a recovery; an
/// instruction that would pay beyond it is withdrawn.
fn correct(cx: &mut Cx, it: &RunRow, person: &str, adjust: &Adjust, begun: &mut Begun) -> Result<()> {
    // Read afresh: freeing an instruction a moment ago may have touched this month too.
    let mut stand = owed::get(cx, &it.benefit, person, adjust.month)?;
    stand.owed += adjust.amount;
    stand.instructed += adjust.pay;
    if stand.owed < stand.instructed {
        stand.instructed -= withdraw::beyond(cx, it, &stand)?;
    }
    if stand.owed < stand.paid && stand.recovery.is_none() {
        stand.recovery = Some(begun.of(cx, &it.benefit, person, "corrected")?);
    }
    owed::update(cx, &it.benefit, &stand)
}

/// One instruction a person: the period that ends with the run's month, and back-pay as a line of its own.
fn instructions(it: &RunRow, period: i32, lines: &[LineRow], adjusts: &[AdjustRow]) -> Vec<Instruction> {
    let begins = it.month.plus(1 - period);
    let mut at = 0;
    let mut all = Vec::new();
    for line in lines {
        let from = at;
        while at < adjusts.len() && adjusts[at].person == line.person {
            at += 1;
        }
        let pay = |part: Part| -> Money {
            let of = |month: Month| (part == Part::Month) == (begins <= month);
            adjusts[from..at].iter().filter(|it| of(it.adjust.month)).map(|it| it.adjust.pay).sum()
        };
        let (amount, arrears) = (pay(Part::Month), pay(Part::Arrears));
        if amount == Money::ZERO && arrears == Money::ZERO {
            continue;
        }
        let state = |fen: Money| if fen == Money::ZERO { "none" } else { "locked" };
        all.push(Instruction {
            person: line.person.clone(),
            benefit: it.benefit.clone(),
            run: it.id.clone(),
            area: line.area.clone(),
            name: line.name.clone(),
            amount,
            arrears,
            month_state: state(amount).to_owned(),
            arrears_state: state(arrears).to_owned(),
            revision: 1,
        });
    }
    all
}
