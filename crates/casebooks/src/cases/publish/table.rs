//! SQL of publication: what is public, and what is said against it.

use base::{Day, Error, Instant, Result, error::OrBroken};
use platform::Cx;
use store::{Arg, FromRow, Row};

use super::face::{Correction, Face};

/// A case that is or was public.
#[derive(Clone, Debug)]
pub(super) struct Published {
    pub(super) case: String,
    pub(super) book: String,
    pub(super) number: String,
    pub(super) from_on: Day,
    pub(super) until_on: Option<Day>,
    pub(super) changed_on: Day,
    pub(super) corrections: Vec<Correction>,
    pub(super) withdrawn_on: Option<Day>,
    pub(super) held_on: Option<Day>,
    pub(super) held_why: Option<String>,
    pub(super) declared: String,
    pub(super) face: Face,
}

impl FromRow for Published {
    fn from_row(row: &Row) -> Result<Published> {
        let (corrections, face): (String, String) = (row.get(6)?, row.get(11)?);
        Ok(Published {
            case: row.get(0)?,
            book: row.get(1)?,
            number: row.get(2)?,
            from_on: row.get(3)?,
            until_on: row.get(4)?,
            changed_on: row.get(5)?,
            corrections: serde_json::from_str(&corrections).or_broken()?,
            withdrawn_on: row.get(7)?,
            held_on: row.get(8)?,
            held_why: row.get(9)?,
            declared: row.get(10)?,
            face: serde_json::from_str(&face).or_broken()?,
        })
    }
}

/// Whole rows, `p`, under a condition that begins with their county.
pub(super) fn select(condition: &str) -> String {
    format!(
        "SELECT p.case_id, p.book, p.number, p.from_on, p.until_on, p.changed_on, p.corrections, p.withdrawn_on,
            p.held_on, p.held_why, p.declared, p.face
         FROM case_publication p WHERE {condition}"
    )
}

pub(super) fn find(cx: &mut Cx, case: &str) -> Result<Option<Published>> {
    let county = cx.county();
    cx.find(&select("p.county = $1 AND p.case_id = $2"), &[county.into(), case.into()])
}

/// Writes what is public of a case, over what stood there.
pub(super) fn put(cx: &mut Cx, it: &Published) -> Result<()> {
    let county = cx.county().to_owned();
    let (from_on, changed_on) = (it.from_on.to_string(), it.changed_on.to_string());
    let until_on = it.until_on.map(|day| day.to_string());
    let (corrections, face) =
        (serde_json::to_string(&it.corrections).or_broken()?, serde_json::to_string(&it.face).or_broken()?);
    let found = it.face.words(&it.number);
    cx.exec_one(
        "INSERT INTO case_publication (county, case_id, book, number, from_on, until_on, changed_on, corrections,
            declared, face, found)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (county, case_id) DO UPDATE SET number = excluded.number, from_on = excluded.from_on,
            until_on = excluded.until_on, changed_on = excluded.changed_on, corrections = excluded.corrections,
            declared = excluded.declared, face = excluded.face, found = excluded.found, withdrawn_on = NULL",
        &[
            (&county).into(),
            (&it.case).into(),
            (&it.book).into(),
            (&it.number).into(),
            (&from_on).into(),
            until_on.as_ref().into(),
            (&changed_on).into(),
            (&corrections).into(),
            (&it.declared).into(),
            (&face).into(),
            (&found).into(),
        ],
    )
}

pub(super) fn withdraw(cx: &mut Cx, case: &str, on: Day) -> Result<()> {
    let (county, on) = (cx.county(), on.to_string());
    cx.exec(
        "UPDATE case_publication SET withdrawn_on = $3
         WHERE county = $1 AND case_id = $2 AND withdrawn_on IS NULL",
        &[county.into(), case.into(), (&on).into()],
    )?;
    Ok(())
}

/// Takes down by hand, or puts back.
pub(super) fn hold(cx: &mut Cx, case: &str, why: Option<&str>) -> Result<()> {
    let (county, by, on) = (cx.county(), cx.actor.account.clone(), cx.today().to_string());
    let (on, by) = (why.map(|_| &on), why.map(|_| &by));
    cx.exec_one(
        "UPDATE case_publication SET held_on = $3, held_by = $4, held_why = $5 WHERE county = $1 AND case_id = $2",
        &[county.into(), case.into(), on.into(), by.into(), why.into()],
    )
}

/// By which declaration a book was last looked through.
pub(super) fn passed(cx: &mut Cx, book: &str) -> Result<Option<String>> {
    let county = cx.county();
    let found: Option<(String,)> = cx.find(
        "SELECT declared FROM case_publishing WHERE county = $1 AND book = $2",
        &[county.into(), book.into()],
    )?;
    Ok(found.map(|it| it.0))
}

pub(super) fn pass(cx: &mut Cx, book: &str, declared: &str) -> Result<()> {
    let county = cx.county();
    cx.exec(
        "INSERT INTO case_publishing (county, book, declared) VALUES ($1, $2, $3)
         ON CONFLICT (county, book) DO UPDATE SET declared = excluded.declared",
        &[county.into(), book.into(), declared.into()],
    )?;
    Ok(())
}

/// What is said against a published case.
#[derive(Clone, Debug)]
pub(super) struct Objection {
    pub(super) id: String,
    pub(super) case: String,
    pub(super) book: String,
    pub(super) at: Instant,
    pub(super) text: String,
    pub(super) state: String,
    pub(super) answer: String,
    pub(super) answered_at: Option<Instant>,
}

impl FromRow for Objection {
    fn from_row(row: &Row) -> Result<Objection> {
        Ok(Objection {
            id: row.get(0)?,
            case: row.get(1)?,
            book: row.get(2)?,
            at: row.get(3)?,
            text: row.get(4)?,
            state: row.get(5)?,
            answer: row.get(6)?,
            answered_at: row.get(7)?,
        })
    }
}

pub(super) struct NewObjection<'n> {
    pub(super) id: &'n str,
    pub(super) case: &'n str,
    pub(super) book: &'n str,
    pub(super) sender: &'n str,
    pub(super) receipt: &'n str,
    pub(super) text: &'n str,
    pub(super) contact: &'n [u8],
}

pub(super) fn object(cx: &mut Cx, it: &NewObjection) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "INSERT INTO case_objection (county, id, case_id, book, at, sender, receipt, text, contact, state, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', '')",
        &[
            county.into(),
            it.id.into(),
            it.case.into(),
            it.book.into(),
            now.into(),
            it.sender.into(),
            it.receipt.into(),
            it.text.into(),
            Arg::Bytes(it.contact),
        ],
    )
}

pub(super) fn objection(cx: &mut Cx, id: &str) -> Result<Objection> {
    let county = cx.county();
    cx.get(
        "objection",
        "SELECT id, case_id, book, at, text, state, answer, answered_at FROM case_objection
         WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(super) fn by_receipt(cx: &mut Cx, receipt: &str) -> Result<Objection> {
    let county = cx.county();
    cx.get(
        "objection",
        "SELECT id, case_id, book, at, text, state, answer, answered_at FROM case_objection
         WHERE county = $1 AND receipt = $2",
        &[county.into(), receipt.into()],
    )
}

pub(super) fn objections(cx: &mut Cx, case: &str) -> Result<Vec<Objection>> {
    let county = cx.county();
    cx.all(
        "SELECT id, case_id, book, at, text, state, answer, answered_at FROM case_objection
         WHERE county = $1 AND case_id = $2 ORDER BY id DESC",
        &[county.into(), case.into()],
    )
}

pub(super) fn contact(cx: &mut Cx, id: &str) -> Result<String> {
    let county = cx.county();
    let (sealed,): (Vec<u8>,) = cx.get(
        "objection",
        "SELECT contact FROM case_objection WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )?;
    cx.house.keys.open(super::CONTACT, &sealed)
}

pub(super) fn settle(cx: &mut Cx, id: &str, state: &str, answer: &str) -> Result<()> {
    let (county, by, now) = (cx.county(), cx.actor.account.clone(), cx.now);
    let touched = cx.exec(
        "UPDATE case_objection SET state = $3, answer = $4, answered_at = $5, answered_by = $6
         WHERE county = $1 AND id = $2 AND state = 'open'",
        &[county.into(), id.into(), state.into(), answer.into(), now.into(), (&by).into()],
    )?;
    if touched == 1 { Ok(()) } else { Err(Error::conflict("cases-objection-settled")) }
}

/// How many came since an instant: from one sender, and in all.
pub(super) fn since(cx: &mut Cx, sender: &str, since: Instant) -> Result<(i64, i64)> {
    let county = cx.county();
    let (own,): (i64,) = cx.get(
        "count",
        "SELECT COUNT(*) FROM case_objection WHERE county = $1 AND sender = $2 AND at >= $3",
        &[county.into(), sender.into(), since.into()],
    )?;
    let (all,): (i64,) = cx.get(
        "count",
        "SELECT COUNT(*) FROM case_objection WHERE county = $1 AND at >= $2",
        &[county.into(), since.into()],
    )?;
    Ok((own, all))
}

/// How many stand unanswered against one case.
pub(super) fn open_of(cx: &mut Cx, case: &str) -> Result<i64> {
    let county = cx.county();
    let (open,): (i64,) = cx.get(
        "count",
        "SELECT COUNT(*) FROM case_objection WHERE county = $1 AND case_id = $2 AND state = 'open'",
        &[county.into(), case.into()],
    )?;
    Ok(open)
}
