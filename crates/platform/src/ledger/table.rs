//! SQL of the ledger.

use std::collections::{BTreeMap, BTreeSet};

use base::{Day, Error, Result};
use store::{Arg, FromRow, Row};

use super::{AccountId, Guard, Sums, Transfer, reused};
use crate::Cx;

pub(super) fn insert_accounts(cx: &mut Cx, accounts: &[(&AccountId, Guard)]) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    let rows: Vec<Vec<Arg>> = accounts
        .iter()
        .map(|(account, guard)| {
            vec![
                (&county).into(),
                (&account.text).into(),
                account.unit.as_str().into(),
                guard.as_str().into(),
                Arg::Int(0),
                Arg::Int(0),
                now.into(),
            ]
        })
        .collect();
    let columns = ["county", "id", "unit", "guard", "debits", "credits", "opened_at"];
    cx.upsert_many("ledger_account", &columns, &rows, "ON CONFLICT (county, id) DO NOTHING")
}

/// Inserts those not there yet; answers their places, and how many were there with the same content.
pub(super) fn insert_transfers(cx: &mut Cx, transfers: &[&Transfer]) -> Result<(Vec<usize>, usize)> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    let mut fresh = Vec::with_capacity(transfers.len());
    let mut repeated = 0;
    let rows_max = cx.rows_at_once();
    for (number, chunk) in transfers.chunks(rows_max).enumerate() {
        let days: Vec<String> = chunk.iter().map(|it| it.on.to_string()).collect();
        let rows: Vec<Vec<Arg>> = chunk
            .iter()
            .zip(&days)
            .map(|(it, day)| {
                vec![
                    (&county).into(),
                    (&it.id).into(),
                    (&it.debit.text).into(),
                    (&it.credit.text).into(),
                    it.amount.into(),
                    it.about.into(),
                    it.about_id.into(),
                    day.into(),
                    now.into(),
                ]
            })
            .collect();
        let sql = format!(
            "INSERT INTO ledger_transfer (county, id, debit, credit, amount, about, about_id, on_day, at)
             VALUES {} ON CONFLICT (county, id) DO NOTHING",
            places(&rows)
        );
        // Of one row the count says whether it is new; asking for its id back costs as much again.
        let inserted: Vec<(String,)> = match chunk {
            [one] => {
                if cx.exec(&sql, &rows.concat())? == 1 {
                    vec![(one.id.clone(),)]
                } else {
                    Vec::new()
                }
            }
            _ => cx.all(&format!("{sql} RETURNING id"), &rows.concat())?,
        };
        let inserted: BTreeSet<&str> = inserted.iter().map(|it| it.0.as_str()).collect();
        for (place, it) in chunk.iter().enumerate() {
            if inserted.contains(it.id.as_str()) {
                fresh.push(number * rows_max + place);
                continue;
            }
            let known = transfer(cx, &it.id)?;
            let same = known.debit == it.debit.text
                && known.credit == it.credit.text
                && known.amount == it.amount
                && known.about == it.about
                && known.about_id == it.about_id;
            if !same {
                return Err(reused(&it.id));
            }
            repeated += 1;
        }
    }
    Ok((fresh, repeated))
}

/// Adds to the sums of accounts, which must be open and whose guards must hold afterwards.
pub(super) fn add(cx: &mut Cx, moves: &BTreeMap<&str, Sums>) -> Result<()> {
    let moves: Vec<(&str, Sums)> = moves.iter().map(|(id, sums)| (*id, *sums)).collect();
    for chunk in moves.chunks(cx.rows_at_once()) {
        let touched = match chunk {
            [(id, sums)] => add_one(cx, id, *sums)?,
            _ => add_many(cx, chunk)?,
        };
        if touched != chunk.len() as u64 {
            return Err(why_not(cx, chunk)?);
        }
    }
    Ok(())
}

fn add_one(cx: &mut Cx, id: &str, sums: Sums) -> Result<u64> {
    let county = cx.county().to_owned();
    cx.exec(
        "UPDATE ledger_account SET debits = debits + $3, credits = credits + $4
         WHERE county = $1 AND id = $2
            AND (guard = 'none'
                OR (guard = 'debits' AND debits + $3 <= credits + $4)
                OR (guard = 'credits' AND credits + $4 <= debits + $3))",
        &[(&county).into(), id.into(), sums.debits.into(), sums.credits.into()],
    )
}

/// One round trip for all of them.
fn add_many(cx: &mut Cx, moves: &[(&str, Sums)]) -> Result<u64> {
    let county = cx.county().to_owned();
    let mut args: Vec<Arg> = vec![(&county).into()];
    let mut rows = Vec::with_capacity(moves.len());
    for (id, sums) in moves {
        let next = args.len() + 1;
        rows.push(format!(
            "(CAST(${next} AS TEXT), CAST(${} AS BIGINT), CAST(${} AS BIGINT))",
            next + 1,
            next + 2
        ));
        args.extend([Arg::from(*id), sums.debits.into(), sums.credits.into()]);
    }
    let sql = format!(
        "UPDATE ledger_account
         SET debits = debits + moved.column2, credits = credits + moved.column3
         FROM (VALUES {}) AS moved
         WHERE ledger_account.county = $1 AND ledger_account.id = moved.column1
            AND (guard = 'none'
                OR (guard = 'debits' AND debits + moved.column2 <= credits + moved.column3)
                OR (guard = 'credits' AND credits + moved.column3 <= debits + moved.column2))",
        rows.join(", ")
    );
    cx.exec(&sql, &args)
}

/// Which account stood against a posting: not open, or its guard.
fn why_not(cx: &mut Cx, moves: &[(&str, Sums)]) -> Result<Error> {
    let county = cx.county().to_owned();
    for (id, _) in moves {
        let found: Option<(String,)> = cx.find(
            "SELECT guard FROM ledger_account WHERE county = $1 AND id = $2",
            &[(&county).into(), (*id).into()],
        )?;
        if found.is_none() {
            return Ok(Error::broken(format!("a posting to an account that is not open: {id}")));
        }
    }
    Ok(Error::conflict("ledger-would-overdraw"))
}

pub(super) struct Known {
    pub(super) debit: String,
    pub(super) credit: String,
    pub(super) amount: i64,
    pub(super) about: String,
    pub(super) about_id: String,
    pub(super) reverses: Option<String>,
}

impl FromRow for Known {
    fn from_row(row: &Row) -> Result<Known> {
        Ok(Known {
            debit: row.get(0)?,
            credit: row.get(1)?,
            amount: row.get(2)?,
            about: row.get(3)?,
            about_id: row.get(4)?,
            reverses: row.get(5)?,
        })
    }
}

pub(super) fn transfer(cx: &mut Cx, id: &str) -> Result<Known> {
    let county = cx.county();
    cx.get(
        "transfer",
        "SELECT debit, credit, amount, about, about_id, reverses FROM ledger_transfer
         WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

/// Inserts the opposite of `it`; answers whether it was not there yet.
pub(super) fn insert_reversal(cx: &mut Cx, of: &str, it: &Known, on: Day) -> Result<bool> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    let (id, day) = (format!("{of}/reversed"), on.to_string());
    let touched = cx.exec(
        "INSERT INTO ledger_transfer (county, id, debit, credit, amount, about, about_id, on_day, at, reverses)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (county, id) DO NOTHING",
        &[
            (&county).into(),
            (&id).into(),
            (&it.credit).into(),
            (&it.debit).into(),
            it.amount.into(),
            (&it.about).into(),
            (&it.about_id).into(),
            (&day).into(),
            now.into(),
            of.into(),
        ],
    )?;
    Ok(touched == 1)
}

pub(super) fn sums(cx: &mut Cx, id: &str) -> Result<Sums> {
    let county = cx.county();
    let found: Option<(i64, i64)> = cx.find(
        "SELECT debits, credits FROM ledger_account WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )?;
    Ok(found.map_or_else(Sums::default, |(debits, credits)| Sums { debits, credits }))
}

pub(super) fn proof(cx: &mut Cx, unit: &str) -> Result<[Sums; 2]> {
    let county = cx.county().to_owned();
    let (debits, credits) = cx.get(
        "ledger",
        "SELECT CAST(COALESCE(SUM(debits), 0) AS BIGINT), CAST(COALESCE(SUM(credits), 0) AS BIGINT)
         FROM ledger_account WHERE county = $1 AND unit = $2",
        &[(&county).into(), unit.into()],
    )?;
    let (moved,): (i64,) = cx.get(
        "ledger",
        "SELECT CAST(COALESCE(SUM(t.amount), 0) AS BIGINT)
         FROM ledger_transfer t
         JOIN ledger_account a ON a.county = $1 AND a.id = t.debit AND a.unit = $2
         WHERE t.county = $1",
        &[(&county).into(), unit.into()],
    )?;
    Ok([Sums { debits, credits }, Sums { debits: moved, credits: moved }])
}

/// The placeholders of rows: `($1, $2), ($3, $4)`.
fn places(rows: &[Vec<Arg>]) -> String {
    let mut sql = String::new();
    let mut next = 1;
    for (place, row) in rows.iter().enumerate() {
        sql.push_str(if place == 0 { "(" } else { ", (" });
        for column in 0..row.len() {
            sql.push_str(if column == 0 { "$" } else { ", $" });
            sql.push_str(&next.to_string());
            next += 1;
        }
        sql.push(')');
    }
    sql
}

pub(super) fn moved(cx: &mut Cx, account: &str, about: &str, about_id: &str) -> Result<Sums> {
    let county = cx.county();
    let (debits, credits): (i64, i64) = cx.get(
        "ledger-account",
        "SELECT CAST(COALESCE(SUM(CASE WHEN debit = $2 THEN amount ELSE 0 END), 0) AS BIGINT),
            CAST(COALESCE(SUM(CASE WHEN credit = $2 THEN amount ELSE 0 END), 0) AS BIGINT)
         FROM ledger_transfer WHERE county = $1 AND about = $3 AND about_id = $4",
        &[county.into(), account.into(), about.into(), about_id.into()],
    )?;
    Ok(Sums { debits, credits })
}
