//! The ledger: double entry in yuan, minutes, meals and points.
//!
//! ```text
//!   debit account ── amount ──▶ credit account      one unit, one day, one id of the poster's
//! ```
//!
//! A transfer is never changed or deleted: it is reversed by another. The same id posted again
//! changes nothing; posted with another content it is refused. Each account keeps its sums, which
//! move with the transfer in one transaction, so that in every unit all debits equal all credits.

mod table;

use std::collections::BTreeMap;

use base::{Day, Error, Fault, Result};

use crate::{Cx, Room};

pub const ROOM: Room = Room { name: "ledger", verbs: &[], questions: &[], works: &[], sections: &[] };

/// What is counted. A transfer stays within one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Whole fen.
    Yuan,
    Minutes,
    Meals,
    Points,
}

impl Unit {
    pub fn as_str(self) -> &'static str {
        match self {
            Unit::Yuan => "yuan",
            Unit::Minutes => "minutes",
            Unit::Meals => "meals",
            Unit::Points => "points",
        }
    }
}

/// What must not happen to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    None,
    /// Its debits must not exceed its credits: somebody's savings.
    DebitsWithinCredits,
    /// Its credits must not exceed its debits: a debt that is not paid twice.
    CreditsWithinDebits,
}

impl Guard {
    fn as_str(self) -> &'static str {
        match self {
            Guard::None => "none",
            Guard::DebitsWithinCredits => "debits",
            Guard::CreditsWithinDebits => "credits",
        }
    }
}

/// An account by what it is of, such as `payable/old_age_allowance/<person>`: one a name and unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId {
    pub(crate) text: String,
    unit: Unit,
}

impl AccountId {
    pub fn new(unit: Unit, name: &str) -> AccountId {
        AccountId { text: format!("{}/{name}", unit.as_str()), unit }
    }
}

/// Sums of one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub debits: i64,
    pub credits: i64,
}

impl Sums {
    /// Debits less credits.
    pub fn balance(self) -> i64 {
        self.debits - self.credits
    }
}

/// One movement. `amount` is positive, in the accounts' unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer<'a> {
    /// Made by the poster from what it posts, so that posting again is known.
    pub id: String,
    pub debit: &'a AccountId,
    pub credit: &'a AccountId,
    pub amount: i64,
    /// What it is for, such as `benefits.run`, and that record's id.
    pub about: &'a str,
    pub about_id: &'a str,
    pub on: Day,
}

/// What a posting came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Posted {
    pub posted: usize,
    /// Known already, and left as they were.
    pub repeated: usize,
}

/// Opens accounts that are not there yet; those that are stay as they are.
pub fn open(cx: &mut Cx, accounts: &[(&AccountId, Guard)]) -> Result<()> {
    table::insert_accounts(cx, accounts)
}

/// Posts transfers; their accounts must be open. All of them are posted, or none.
pub fn post(cx: &mut Cx, transfers: &[Transfer]) -> Result<Posted> {
    for (place, it) in transfers.iter().enumerate() {
        if it.amount <= 0 {
            return Err(Error::invalid(format!("transfers[{place}].amount"), "ledger-amount-not-positive"));
        }
        if it.debit.unit != it.credit.unit {
            return Err(Error::invalid(format!("transfers[{place}]"), "ledger-units-differ"));
        }
        if it.debit == it.credit {
            return Err(Error::invalid(format!("transfers[{place}]"), "ledger-one-account"));
        }
    }
    let transfers = without_doubles(transfers)?;
    let (fresh, repeated) = table::insert_transfers(cx, &transfers)?;
    let mut moves: BTreeMap<&str, Sums> = BTreeMap::new();
    for place in &fresh {
        let it = transfers[*place];
        moves.entry(&it.debit.text).or_default().debits += it.amount;
        moves.entry(&it.credit.text).or_default().credits += it.amount;
    }
    table::add(cx, &moves)?;
    Ok(Posted { posted: fresh.len(), repeated })
}

/// Posts the opposite of a transfer, once.
pub fn reverse(cx: &mut Cx, transfer: &str, on: Day) -> Result<Posted> {
    let it = table::transfer(cx, transfer)?;
    if it.reverses.is_some() {
        return Err(Error::conflict("ledger-reversal-stays"));
    }
    if !table::insert_reversal(cx, transfer, &it, on)? {
        return Ok(Posted { posted: 0, repeated: 1 });
    }
    let mut moves: BTreeMap<&str, Sums> = BTreeMap::new();
    moves.entry(&it.credit).or_default().debits += it.amount;
    moves.entry(&it.debit).or_default().credits += it.amount;
    table::add(cx, &moves)?;
    Ok(Posted { posted: 1, repeated: 0 })
}

/// The sums of an account; zero when it was never opened.
pub fn sums(cx: &mut Cx, account: &AccountId) -> Result<Sums> {
    table::sums(cx, &account.text)
}

/// What transfers about one record moved on an account.
pub fn moved(cx: &mut Cx, account: &AccountId, about: &str, about_id: &str) -> Result<Sums> {
    table::moved(cx, &account.text, about, about_id)
}

/// The sums of a unit over all accounts, and over all transfers: they are the same, and debits
/// equal credits, or something went past the ledger.
pub fn proof(cx: &mut Cx, unit: Unit) -> Result<[Sums; 2]> {
    table::proof(cx, unit.as_str())
}

/// One batch may name a transfer twice, if it is the same both times.
fn without_doubles<'t, 'a>(transfers: &'t [Transfer<'a>]) -> Result<Vec<&'t Transfer<'a>>> {
    let mut seen: BTreeMap<&str, &Transfer> = BTreeMap::new();
    let mut kept = Vec::with_capacity(transfers.len());
    for it in transfers {
        match seen.insert(&it.id, it) {
            None => kept.push(it),
            Some(first) if first == it => (),
            Some(_) => return Err(reused(&it.id)),
        }
    }
    Ok(kept)
}

fn reused(id: &str) -> Error {
    Error::Conflict(Fault::new("", "ledger-id-reused").arg("id", id))
}
