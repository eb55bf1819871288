//! SQL of findings and of what was answered to offers.

use std::collections::HashMap;

use base::{Day, Money, Result};
use platform::Cx;
use store::{Arg, FromRow, Row};

use super::{answer::Said, judge::Found};

/// A finding as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) person: String,
    pub(super) benefit: String,
    pub(super) kind: String,
    pub(super) due_on: Option<Day>,
    pub(super) amount: Money,
    pub(super) missing: String,
    pub(super) area: String,
}

impl FromRow for Standing {
    fn from_row(row: &Row) -> Result<Standing> {
        Ok(Standing {
            person: row.get(0)?,
            benefit: row.get(1)?,
            kind: row.get(2)?,
            due_on: row.get(3)?,
            amount: row.get(4)?,
            missing: row.get(5)?,
            area: row.get(6)?,
        })
    }
}

/// The findings of a range of persons, by person and benefit; `after` is not included.
pub(super) fn of_range(cx: &mut Cx, after: &str, until: &str) -> Result<HashMap<(String, String), Standing>> {
    let county = cx.county();
    let all: Vec<Standing> = cx.all(
        "SELECT person, benefit, kind, due_on, amount, missing, area FROM finding
         WHERE county = $1 AND person > $2 AND person <= $3",
        &[county.into(), after.into(), until.into()],
    )?;
    Ok(all.into_iter().map(|it| ((it.person.clone(), it.benefit.clone()), it)).collect())
}

/// A finding to be written: whose, where, how they are called.
pub(super) struct Fresh<'a> {
    pub(super) person: &'a str,
    pub(super) area: &'a str,
    pub(super) name: &'a str,
    pub(super) found: &'a Found,
}

pub(super) fn insert(cx: &mut Cx, all: &[Fresh]) -> Result<()> {
    let (county, today) = (cx.county().to_owned(), cx.today().to_string());
    let texts: Vec<(Option<String>, String)> =
        all.iter().map(|it| (it.found.due_on.map(|it| it.to_string()), it.found.missing.join(" "))).collect();
    let rows = all.iter().zip(&texts).map(|(it, (due_on, missing))| {
        let found = it.found;
        vec![
            county.as_str().into(),
            it.person.into(),
            (&found.benefit).into(),
            found.kind.as_str().into(),
            today.as_str().into(),
            due_on.as_deref().into(),
            found.amount.into(),
            (&found.tier).into(),
            i64::from(found.code).into(),
            missing.into(),
            it.area.into(),
            it.name.into(),
        ]
    });
    let rows: Vec<Vec<Arg>> = rows.collect();
    let columns = [
        "county", "person", "benefit", "kind", "since", "due_on", "amount", "tier", "code", "missing",
        "area", "name",
    ];
    cx.insert_many("finding", &columns, &rows)
}

pub(super) fn delete(cx: &mut Cx, person: &str, benefit: &str) -> Result<()> {
    let county = cx.county();
    cx.exec(
        "DELETE FROM finding WHERE county = $1 AND person = $2 AND benefit = $3",
        &[county.into(), person.into(), benefit.into()],
    )?;
    Ok(())
}

/// Whether somebody was found to be owed a benefit, or to be soon.
pub(super) fn kind_of(cx: &mut Cx, person: &str, benefit: &str) -> Result<Option<String>> {
    let county = cx.county();
    let found: Option<(String,)> = cx.find(
        "SELECT kind FROM finding WHERE county = $1 AND person = $2 AND benefit = $3",
        &[county.into(), person.into(), benefit.into()],
    )?;
    Ok(found.map(|it| it.0))
}

/// How many persons were found in each place, by kind.
pub(super) fn by_place(cx: &mut Cx) -> Result<Vec<(String, String, i64)>> {
    let county = cx.county();
    cx.all(
        "SELECT kind, area, COUNT(DISTINCT person) FROM finding WHERE county = $1 GROUP BY kind, area
         ORDER BY kind, area",
        &[county.into()],
    )
}

/// How many persons are missing which facts, in a range of areas.
pub(super) fn missing(cx: &mut Cx, county: &str, low: &str, high: &str) -> Result<Vec<(String, i64, i64)>> {
    cx.all(
        "SELECT missing, COUNT(DISTINCT person), COUNT(*) FROM finding
         WHERE county = $1 AND kind = 'unknown' AND area >= $2 AND area < $3 GROUP BY missing ORDER BY missing",
        &[county.into(), low.into(), high.into()],
    )
}

pub(super) fn insert_answer(cx: &mut Cx, it: &Said) -> Result<()> {
    let (county, account, now) = (cx.county(), cx.actor.account.clone(), cx.now);
    cx.exec_one(
        "INSERT INTO offer_answer (county, id, person, benefit, area, answer, said_by, said_name, way, said_on,
            words, opened, account, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &[
            county.into(),
            (&it.id).into(),
            (&it.person).into(),
            (&it.benefit).into(),
            (&it.area).into(),
            it.answer.as_str().into(),
            it.by.as_str().into(),
            it.name.as_str().into(),
            it.way.as_str().into(),
            it.on.to_string().as_str().into(),
            it.words.as_str().into(),
            it.opened.as_deref().into(),
            account.as_str().into(),
            now.into(),
        ],
    )
}
