//! Payees from a list that was taken in: proposed row by row, and checked as a whole by somebody
//! else, who has compared the list with its paper.

use base::{Error, Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Step, Verb, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    ACCOUNT,
    payee::{self, Kind},
    table::{self, PayeeRow},
};
use crate::{
    intake::{
        ask::{PaidRow, paid_rows},
        pack::ListKind,
    },
    register,
};

/// Rows of one transaction.
const CHUNK_ROWS_MAX: i64 = 500;

/// Proposes the payees of a list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeList {
    /// The file, as intake knows it.
    pub file: String,
}

impl Verb for TakeList {
    const NAME: &'static str = "payees.take-list";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    /// The job that does it.
    type Answer = String;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<String> {
        crate::intake::ask::must_be(cx, &self.file, &[ListKind::Payees])?;
        let now = cx.now;
        cx.subject("file", self.file.clone());
        Ok(cx.enqueue(Take::KIND, &Take { file: self.file }, now)?.0)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Take {
    pub file: String,
}

impl Work for Take {
    const KIND: &'static str = "payees.take-list";

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let (after, done): (i64, i64) =
            cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        let read = paid_rows(cx, &self.file, after, CHUNK_ROWS_MAX)?;
        let Some(last) = read.last else {
            return Ok(Step::Done { answer: json!({ "proposed": done }) });
        };
        let mut proposed = Vec::new();
        for row in &read.found {
            if let Some(row) = proposal(cx, &self.file, row)? {
                proposed.push(row);
            }
        }
        table::insert_many(cx, &proposed)?;
        let done = done + proposed.len() as i64;
        Ok(Step::More { cursor: json!([last, done]), done, total: None })
    }
}

/// A row as a proposal; nothing when its account is none, or the elder has that payee already.
fn proposal(cx: &mut Cx, file: &str, row: &PaidRow) -> Result<Option<PayeeRow>> {
    let Ok(digits) = payee::account(&row.paid.account) else { return Ok(None) };
    // What stands may still lie under the index key before the one in force.
    let indexes = cx.house.keys.indexes(ACCOUNT, &digits);
    if table::proposed(cx, &row.person)?.is_some() {
        return Ok(None);
    }
    if table::current(cx, &row.person)?.is_some_and(|it| indexes.contains(&it.account_index)) {
        return Ok(None);
    }
    let name = register::lean::one(cx, &row.person)?.name;
    let holder = if row.paid.payee.is_empty() { name.clone() } else { row.paid.payee.clone() };
    let own = base::name::key(&holder) == base::name::key(&name);
    let pack = cx.house.packs.county(cx.county())?;
    let relation = Some(row.paid.relation.as_str()).filter(|it| !own && !it.is_empty());
    let relation = relation.map(|it| pack.get::<payee::Rules>().relation(it).unwrap_or(it).to_owned());
    let (now, today) = (cx.now, cx.today());
    let [account_index, _] = indexes;
    Ok(Some(PayeeRow {
        id: cx.mint(),
        person: row.person.clone(),
        kind: if own { Kind::Own } else { Kind::Agent }.as_str().to_owned(),
        holder,
        relation,
        reason: None,
        document: Some(document(file)),
        agent_index: None,
        confirmed_on: None,
        bank: row.paid.bank.clone(),
        account: cx.seal(ACCOUNT, &digits)?,
        account_index,
        account_shown: payee::shown(&digits),
        valid_from: today,
        valid_to: None,
        state: "proposed".to_owned(),
        proposed_by: cx.actor.account.clone(),
        proposed_at: now,
        checked_by: None,
        checked_at: None,
        revision: 1,
    }))
}

/// What a payee from a list names as its paper.
fn document(file: &str) -> String {
    format!("list/{file}")
}

/// Checks the payees of a list as a whole.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CheckList {
    pub file: String,
}

impl Verb for CheckList {
    const NAME: &'static str = "payees.check-list";
    const RIGHT: &'static str = "benefits.approve";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    /// How many were checked.
    type Answer = i64;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<i64> {
        let document = document(&self.file);
        if table::proposed_of(cx, &document, &cx.actor.account.clone())? {
            return Err(Error::denied("payees-two-people"));
        }
        // Frozen from lock to return: the bank pays to where the approved paper says.
        for person in table::persons_of(cx, &document)? {
            if crate::runs::in_flight(cx, &person)? {
                return Err(Error::conflict("payees-frozen"));
            }
        }
        cx.subject("file", self.file.clone());
        table::end_before(cx, &document)?;
        table::check_all(cx, &document)
    }
}
