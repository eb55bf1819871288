//! SQL of recoveries: cases, months, instalments, receipts, write-offs.

pub(crate) mod checks;
pub(crate) mod proofs;

use base::{Day, Instant, Money, Month, Result};
use platform::Cx;
use store::{Arg, FromRow, Row};

/// A case as it stands.
#[derive(Clone, Debug)]
pub(crate) struct CaseRow {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) person: String,
    pub(crate) benefit: String,
    pub(crate) area: String,
    pub(crate) name: String,
    pub(crate) reason: String,
    pub(crate) amount: Money,
    pub(crate) repaid: Money,
    pub(crate) written_off: Money,
    pub(crate) state: String,
    pub(crate) opened_at: Instant,
    pub(crate) revision: i64,
}

impl FromRow for CaseRow {
    fn from_row(row: &Row) -> Result<CaseRow> {
        Ok(CaseRow {
            id: row.get(0)?,
            number: row.get(1)?,
            person: row.get(2)?,
            benefit: row.get(3)?,
            area: row.get(4)?,
            name: row.get(5)?,
            reason: row.get(6)?,
            amount: row.get(7)?,
            repaid: row.get(8)?,
            written_off: row.get(9)?,
            state: row.get(10)?,
            opened_at: row.get(11)?,
            revision: row.get(12)?,
        })
    }
}

pub(crate) fn insert(cx: &mut Cx, it: &CaseRow, months: &[(Month, Money, Money)]) -> Result<()> {
    let actor = cx.actor;
    cx.exec_one(
        "INSERT INTO recovery_case (county, id, number, person, benefit, area, name, reason, amount, repaid,
            written_off, state, opened_by, opened_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 'open', $10, $11, 1)",
        &[
            (&actor.county).into(),
            (&it.id).into(),
            (&it.number).into(),
            (&it.person).into(),
            (&it.benefit).into(),
            (&it.area).into(),
            (&it.name).into(),
            (&it.reason).into(),
            it.amount.into(),
            (&actor.account).into(),
            it.opened_at.into(),
        ],
    )?;
    let texts: Vec<String> = months.iter().map(|it| it.0.to_string()).collect();
    let rows: Vec<Vec<Arg>> = months
        .iter()
        .zip(&texts)
        .map(|((_, rate, amount), month)| {
            vec![
                (&actor.county).into(),
                (&it.id).into(),
                (&it.person).into(),
                month.into(),
                (*rate).into(),
                (*amount).into(),
            ]
        })
        .collect();
    cx.insert_many("recovery_month", &["county", "recovery", "person", "due_month", "rate", "amount"], &rows)
}

pub(crate) fn find(cx: &mut Cx, id: &str) -> Result<Option<CaseRow>> {
    let county = cx.county();
    cx.find(
        "SELECT id, number, person, benefit, area, name, reason, amount, repaid, written_off, state, opened_at,
            revision
         FROM recovery_case WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(crate) fn get(cx: &mut Cx, id: &str) -> Result<CaseRow> {
    find(cx, id)?.ok_or_else(|| base::Error::missing("recovery-case"))
}

/// The months of a case and what of each is to come back, the first first.
pub(crate) fn months(cx: &mut Cx, id: &str) -> Result<Vec<(Month, Money)>> {
    let county = cx.county().to_owned();
    cx.all(
        "SELECT due_month, amount FROM recovery_month WHERE county = $1 AND recovery = $2
         ORDER BY due_month",
        &[(&county).into(), id.into()],
    )
}

/// Cases opened in a year so far.
pub(crate) fn opened_in(cx: &mut Cx, year: i32) -> Result<i64> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "recovery-case",
        "SELECT COUNT(*) FROM recovery_case WHERE county = $1 AND number >= $2 AND number < $3",
        &[county.into(), (&format!("{year:04}-")).into(), (&format!("{:04}-", year + 1)).into()],
    )?;
    Ok(count)
}

/// What changes of a case but its payer and notice.
pub(crate) fn save(cx: &mut Cx, it: &CaseRow) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    cx.exec_one(
        "UPDATE recovery_case SET repaid = $4, written_off = $5, state = $6,
            closed_at = CASE WHEN $6 = 'closed' THEN CAST($7 AS BIGINT) ELSE NULL END, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            (&county).into(),
            (&it.id).into(),
            it.revision.into(),
            it.repaid.into(),
            it.written_off.into(),
            (&it.state).into(),
            now.into(),
        ],
    )
}

/// Who repays, and the notice that told them.
pub(crate) fn notice(
    cx: &mut Cx,
    it: &CaseRow,
    payer: &str,
    relation: &str,
    phone: Option<&[u8]>,
    number: &str,
    on: Day,
) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec_one(
        "UPDATE recovery_case SET payer = $4, payer_relation = $5, payer_phone = $6, notice_number = $7,
            notice_on = $8, state = 'noticed', revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            (&county).into(),
            (&it.id).into(),
            it.revision.into(),
            payer.into(),
            relation.into(),
            phone.into(),
            number.into(),
            (&on.to_string()).into(),
        ],
    )
}

pub(crate) fn plan(cx: &mut Cx, id: &str, instalments: &[(Day, Money)]) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec(
        "DELETE FROM recovery_instalment WHERE county = $1 AND recovery = $2",
        &[(&county).into(), id.into()],
    )?;
    let days: Vec<String> = instalments.iter().map(|it| it.0.to_string()).collect();
    let rows: Vec<Vec<Arg>> = instalments
        .iter()
        .zip(&days)
        .enumerate()
        .map(|(at, ((_, amount), day))| {
            vec![(&county).into(), id.into(), (at as i64 + 1).into(), day.into(), (*amount).into()]
        })
        .collect();
    cx.insert_many("recovery_instalment", &["county", "recovery", "number", "due_on", "amount"], &rows)
}

pub(crate) fn receipt(cx: &mut Cx, id: &str, document: &str, day: Day, amount: Money) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    let entered = cx.exec(
        "INSERT INTO recovery_receipt (county, recovery, document, day, amount, entered_by, entered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (county, recovery, document) DO NOTHING",
        &[
            (&actor.county).into(),
            id.into(),
            document.into(),
            (&day.to_string()).into(),
            amount.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )?;
    if entered == 0 { Err(base::Error::conflict("recovery-receipt-twice")) } else { Ok(()) }
}

/// A write-off that waits for its approval.
pub(crate) struct WriteOff {
    pub(crate) id: String,
    pub(crate) amount: Money,
    pub(crate) document: String,
    pub(crate) asked_by: String,
}

pub(crate) fn ask_write_off(cx: &mut Cx, case: &str, amount: Money, why: &str, document: &str) -> Result<()> {
    let id = cx.mint();
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO recovery_write_off (county, id, recovery, amount, why, document, asked_by, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            (&actor.county).into(),
            (&id).into(),
            case.into(),
            amount.into(),
            why.into(),
            document.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )
}

pub(crate) fn open_write_off(cx: &mut Cx, case: &str) -> Result<Option<WriteOff>> {
    let county = cx.county();
    let found: Option<(String, Money, String, String)> = cx.find(
        "SELECT id, amount, document, asked_by FROM recovery_write_off
         WHERE county = $1 AND recovery = $2 AND approved_at IS NULL",
        &[county.into(), case.into()],
    )?;
    Ok(found.map(|(id, amount, document, asked_by)| WriteOff { id, amount, document, asked_by }))
}

pub(crate) fn approve_write_off(cx: &mut Cx, id: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE recovery_write_off SET approved_by = $3, approved_at = $4
         WHERE county = $1 AND id = $2 AND approved_at IS NULL",
        &[(&actor.county).into(), id.into(), (&actor.account).into(), now.into()],
    )
}

/// Cases that bring back money paid for a month.
pub(crate) fn cases_touching(cx: &mut Cx, benefit: &str, month: Month) -> Result<Vec<CaseRow>> {
    let county = cx.county();
    cx.all(
        "SELECT c.id, c.number, c.person, c.benefit, c.area, c.name, c.reason, m.amount, c.repaid, c.written_off,
            c.state, c.opened_at, c.revision
         FROM recovery_case c JOIN recovery_month m ON m.county = c.county AND m.recovery = c.id
         WHERE c.county = $1 AND c.benefit = $2 AND m.due_month = $3 ORDER BY c.number",
        &[county.into(), benefit.into(), (&month.to_string()).into()],
    )
}
