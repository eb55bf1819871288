//! SQL of payees and village workers.

use base::{Day, Instant, Result};
use platform::Cx;
use store::{FromRow, Row};

/// A payee as it stands.
#[derive(Clone, Debug)]
pub(crate) struct PayeeRow {
    pub(crate) id: String,
    pub(crate) person: String,
    pub(crate) kind: String,
    pub(crate) holder: String,
    pub(crate) relation: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) document: Option<String>,
    pub(crate) agent_index: Option<String>,
    pub(crate) confirmed_on: Option<Day>,
    pub(crate) bank: String,
    pub(crate) account: Vec<u8>,
    pub(crate) account_index: String,
    pub(crate) account_shown: String,
    pub(crate) valid_from: Day,
    pub(crate) valid_to: Option<Day>,
    pub(crate) state: String,
    pub(crate) proposed_by: String,
    pub(crate) proposed_at: Instant,
    pub(crate) checked_by: Option<String>,
    pub(crate) checked_at: Option<Instant>,
    pub(crate) revision: i64,
}

impl FromRow for PayeeRow {
    fn from_row(row: &Row) -> Result<PayeeRow> {
        Ok(PayeeRow {
            id: row.get(0)?,
            person: row.get(1)?,
            kind: row.get(2)?,
            holder: row.get(3)?,
            relation: row.get(4)?,
            reason: row.get(5)?,
            document: row.get(6)?,
            agent_index: row.get(7)?,
            confirmed_on: row.get(8)?,
            bank: row.get(9)?,
            account: row.get(10)?,
            account_index: row.get(11)?,
            account_shown: row.get(12)?,
            valid_from: row.get(13)?,
            valid_to: row.get(14)?,
            state: row.get(15)?,
            proposed_by: row.get(16)?,
            proposed_at: row.get(17)?,
            checked_by: row.get(18)?,
            checked_at: row.get(19)?,
            revision: row.get(20)?,
        })
    }
}

pub(crate) fn insert(cx: &mut Cx, it: &PayeeRow) -> Result<()> {
    insert_many(cx, std::slice::from_ref(it))
}

pub(crate) fn insert_many(cx: &mut Cx, all: &[PayeeRow]) -> Result<()> {
    let county = cx.county().to_owned();
    let days: Vec<[Option<String>; 3]> = all
        .iter()
        .map(|it| {
            let text = |day: Option<Day>| day.map(|it| it.to_string());
            [text(it.confirmed_on), text(Some(it.valid_from)), text(it.valid_to)]
        })
        .collect();
    let rows: Vec<Vec<store::Arg>> = all
        .iter()
        .zip(&days)
        .map(|(it, [confirmed, from, to])| {
            vec![
                (&county).into(),
                (&it.id).into(),
                (&it.person).into(),
                (&it.kind).into(),
                (&it.holder).into(),
                it.relation.as_ref().into(),
                it.reason.as_ref().into(),
                it.document.as_ref().into(),
                it.agent_index.as_ref().into(),
                confirmed.as_ref().into(),
                (&it.bank).into(),
                (&it.account).into(),
                (&it.account_index).into(),
                (&it.account_shown).into(),
                from.as_ref().into(),
                to.as_ref().into(),
                (&it.state).into(),
                (&it.proposed_by).into(),
                it.proposed_at.into(),
                it.checked_by.as_ref().into(),
                it.checked_at.into(),
                1.into(),
            ]
        })
        .collect();
    let columns = [
        "county",
        "id",
        "person",
        "kind",
        "holder",
        "relation",
        "reason",
        "document",
        "agent_index",
        "confirmed_on",
        "bank",
        "account",
        "account_index",
        "account_shown",
        "valid_from",
        "valid_to",
        "state",
        "proposed_by",
        "proposed_at",
        "checked_by",
        "checked_at",
        "revision",
    ];
    cx.insert_many("payee", &columns, &rows)
}

pub(crate) fn get(cx: &mut Cx, id: &str) -> Result<PayeeRow> {
    let county = cx.county();
    cx.get(
        "payee",
        "SELECT id, person, kind, holder, relation, reason, document, agent_index, confirmed_on, bank, account,
            account_index, account_shown, valid_from, valid_to, state, proposed_by, proposed_at, checked_by,
            checked_at, revision
         FROM payee WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(crate) fn current(cx: &mut Cx, person: &str) -> Result<Option<PayeeRow>> {
    let county = cx.county();
    cx.find(
        "SELECT id, person, kind, holder, relation, reason, document, agent_index, confirmed_on, bank, account,
            account_index, account_shown, valid_from, valid_to, state, proposed_by, proposed_at, checked_by,
            checked_at, revision
         FROM payee WHERE county = $1 AND person = $2 AND state = 'checked' AND valid_to IS NULL",
        &[county.into(), person.into()],
    )
}

pub(crate) fn proposed(cx: &mut Cx, person: &str) -> Result<Option<String>> {
    let county = cx.county();
    let found: Option<(String,)> = cx.find(
        "SELECT id FROM payee WHERE county = $1 AND person = $2 AND state = 'proposed'",
        &[county.into(), person.into()],
    )?;
    Ok(found.map(|it| it.0))
}

/// Current payees of persons with an instruction: those in a range of ids.
pub(crate) fn current_of_range(cx: &mut Cx, from: &str, until: &str) -> Result<Vec<PayeeRow>> {
    let county = cx.county();
    cx.all(
        "SELECT id, person, kind, holder, relation, reason, document, agent_index, confirmed_on, bank, account,
            account_index, account_shown, valid_from, valid_to, state, proposed_by, proposed_at, checked_by,
            checked_at, revision
         FROM payee WHERE county = $1 AND person >= $2 AND person <= $3 AND state = 'checked'
            AND valid_to IS NULL",
        &[county.into(), from.into(), until.into()],
    )
}

pub(crate) fn settle(cx: &mut Cx, it: &PayeeRow, state: &str, why: Option<&str>) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE payee SET state = $4, checked_by = $5, checked_at = $6, refused_why = $7,
            revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            (&actor.county).into(),
            (&it.id).into(),
            it.revision.into(),
            state.into(),
            (&actor.account).into(),
            now.into(),
            why.into(),
        ],
    )
}

pub(crate) fn end(cx: &mut Cx, it: &PayeeRow, on: Day) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE payee SET valid_to = $4, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[county.into(), (&it.id).into(), it.revision.into(), (&on.to_string()).into()],
    )
}

pub(crate) fn confirm(cx: &mut Cx, it: &PayeeRow) -> Result<()> {
    let (county, today) = (cx.county().to_owned(), cx.today().to_string());
    cx.exec_one(
        "UPDATE payee SET confirmed_on = $4, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[(&county).into(), (&it.id).into(), it.revision.into(), (&today).into()],
    )
}

pub(crate) fn list_worker(
    cx: &mut Cx,
    number_index: &str,
    name: &str,
    area: &str,
    account_index: Option<&str>,
) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO village_worker (county, number_index, name, area, account_index, listed_by, listed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (county, number_index) DO UPDATE SET name = excluded.name, area = excluded.area,
            account_index = excluded.account_index, listed_by = excluded.listed_by,
            listed_at = excluded.listed_at",
        &[
            (&actor.county).into(),
            number_index.into(),
            name.into(),
            area.into(),
            account_index.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )
}

/// Elders with a proposal that names `document`.
pub(crate) fn persons_of(cx: &mut Cx, document: &str) -> Result<Vec<String>> {
    let county = cx.county();
    let all: Vec<(String,)> = cx.all(
        "SELECT person FROM payee WHERE county = $1 AND document = $2 AND state = 'proposed' ORDER BY person",
        &[county.into(), document.into()],
    )?;
    Ok(all.into_iter().map(|(person,)| person).collect())
}

/// Whether `account` proposed any of the payees that name `document`.
pub(crate) fn proposed_of(cx: &mut Cx, document: &str, account: &str) -> Result<bool> {
    let county = cx.county();
    let found: Option<(i64,)> = cx.find(
        "SELECT COUNT(*) FROM payee
         WHERE county = $1 AND document = $2 AND state = 'proposed' AND proposed_by = $3",
        &[county.into(), document.into(), account.into()],
    )?;
    Ok(found.is_some_and(|(count,)| 0 < count))
}

/// Ends the current payees of everybody who has a proposal that names `document`.
pub(crate) fn end_before(cx: &mut Cx, document: &str) -> Result<u64> {
    let (county, today) = (cx.county(), cx.today().to_string());
    cx.exec(
        "UPDATE payee SET valid_to = $3, revision = revision + 1
         WHERE county = $1 AND state = 'checked' AND valid_to IS NULL AND person IN
            (SELECT person FROM payee WHERE county = $1 AND document = $2 AND state = 'proposed')",
        &[county.into(), document.into(), (&today).into()],
    )
}

/// Checks every proposal that names `document`; answers how many.
pub(crate) fn check_all(cx: &mut Cx, document: &str) -> Result<i64> {
    let (actor, now) = (cx.actor, cx.now);
    let checked = cx.exec(
        "UPDATE payee SET state = 'checked', checked_by = $3, checked_at = $4, revision = revision + 1
         WHERE county = $1 AND document = $2 AND state = 'proposed'",
        &[(&actor.county).into(), document.into(), (&actor.account).into(), now.into()],
    )?;
    Ok(checked as i64)
}
