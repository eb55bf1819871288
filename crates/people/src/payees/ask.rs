//! Questions about payees: one elder's, those waiting for a check, those that are flagged, and the
//! village workers that are watched.

use base::{Day, Instant, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    waits::{Wait, Waits},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::{
    ACCOUNT,
    payee::{Flag, Known, Rules, flags},
};

/// The payees an elder has had.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfPerson {
    pub person: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PayeeShown {
    pub id: String,
    pub person: String,
    pub kind: String,
    pub holder: String,
    pub relation: Option<String>,
    pub reason: Option<String>,
    pub document: Option<String>,
    pub confirmed_on: Option<Day>,
    pub bank: String,
    /// The first six digits and stars.
    pub account: String,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
    pub state: String,
    pub proposed_by: String,
    pub checked_by: Option<String>,
    pub revision: i64,
}

impl FromRow for PayeeShown {
    fn from_row(row: &Row) -> Result<PayeeShown> {
        Ok(PayeeShown {
            id: row.get(0)?,
            person: row.get(1)?,
            kind: row.get(2)?,
            holder: row.get(3)?,
            relation: row.get(4)?,
            reason: row.get(5)?,
            document: row.get(6)?,
            confirmed_on: row.get(7)?,
            bank: row.get(8)?,
            account: row.get(9)?,
            valid_from: row.get(10)?,
            valid_to: row.get(11)?,
            state: row.get(12)?,
            proposed_by: row.get(13)?,
            checked_by: row.get(14)?,
            revision: row.get(15)?,
        })
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PayeesAnswer {
    pub payees: Vec<PayeeShown>,
    /// Whether a change would have to wait for the bank's answer.
    pub frozen: bool,
    pub flags: Vec<Flag>,
}

impl Question for OfPerson {
    const NAME: &'static str = "payees.of-person";
    const RIGHT: &'static str = "payees.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = PayeesAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<PayeesAnswer> {
        crate::runs::source::within(cx, &self.person, scope)?;
        let payees = cx.all(
            "SELECT id, person, kind, holder, relation, reason, document, confirmed_on, bank, account_shown,
                valid_from, valid_to, state, proposed_by, checked_by, revision
             FROM payee WHERE county = $1 AND person = $2 ORDER BY valid_from DESC, id DESC",
            &[(&scope.county).into(), (&self.person).into()],
        )?;
        let frozen = crate::runs::in_flight(cx, &self.person)?;
        let today = cx.today();
        let person = self.person.as_str();
        let flags = flagged(cx, (person, person), today)?.pop().map(|it| it.flags).unwrap_or_default();
        Ok(PayeesAnswer { payees, frozen, flags })
    }
}

/// Payees that wait for the second hand.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Waiting {}

impl Question for Waiting {
    const NAME: &'static str = "payees.waiting";
    const RIGHT: &'static str = "payees.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Vec<PayeeShown>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Vec<PayeeShown>> {
        let all: Vec<PayeeShown> = cx.all(
            "SELECT id, person, kind, holder, relation, reason, document, confirmed_on, bank, account_shown,
                valid_from, valid_to, state, proposed_by, checked_by, revision
             FROM payee WHERE county = $1 AND state = 'proposed' ORDER BY id",
            &[(&scope.county).into()],
        )?;
        let mut seen = Vec::new();
        for it in all {
            if crate::runs::source::within(cx, &it.person, scope).is_ok() {
                seen.push(it);
            }
        }
        Ok(seen)
    }
}

/// How many accounts somebody else proposed wait for the reader's check.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct PayeeWaits {}

/// Proposals whose elder's place is looked up for one reader of a part of the county: after a list
/// was taken in there are thousands, and "200" says enough.
const LOOKED_UP_MAX: i64 = 200;

impl Question for PayeeWaits {
    const NAME: &'static str = "payees.waits";
    const RIGHT: &'static str = "payees.check";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Waits;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Waits> {
        let mut waits = Waits::default();
        if scope.area().is_empty() {
            return Ok(waits);
        }
        let (county, me) = (cx.county().to_owned(), cx.actor.account.clone());
        let count = if scope.area().trim_end_matches('/').ends_with(&county) {
            let (count,): (i64,) = cx.get(
                "payee",
                "SELECT COUNT(*) FROM payee WHERE county = $1 AND state = 'proposed' AND proposed_by <> $2",
                &[(&county).into(), (&me).into()],
            )?;
            count
        } else {
            let persons: Vec<(String,)> = cx.all(
                "SELECT person FROM payee WHERE county = $1 AND state = 'proposed' AND proposed_by <> $2
                 ORDER BY person LIMIT $3",
                &[(&county).into(), (&me).into(), LOOKED_UP_MAX.into()],
            )?;
            let seen = persons.iter().filter(|it| crate::runs::source::within(cx, &it.0, scope).is_ok());
            seen.count() as i64
        };
        waits.add(Wait::new("payees-wait-check", count, "/payees"));
        Ok(waits)
    }
}

/// Current payees that want a second look.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Flagged {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FlaggedPayee {
    pub person: String,
    pub payee: String,
    pub kind: String,
    pub holder: String,
    pub account: String,
    pub flags: Vec<Flag>,
    pub elders: i64,
    pub changed_on: Option<Day>,
}

impl Question for Flagged {
    const NAME: &'static str = "payees.flagged";
    const RIGHT: &'static str = "payees.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Vec<FlaggedPayee>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Vec<FlaggedPayee>> {
        let today = cx.today();
        let mut seen = Vec::new();
        for it in flagged(cx, ("", "~"), today)? {
            if crate::runs::source::within(cx, &it.person, scope).is_ok() {
                seen.push(it);
            }
        }
        Ok(seen)
    }
}

/// Flags of the current payees of a range of persons, as of a day.
pub(crate) fn flagged(cx: &mut Cx, persons: (&str, &str), on: Day) -> Result<Vec<FlaggedPayee>> {
    let county = cx.county().to_owned();
    let rules = cx.house.packs.county(&county)?.get::<Rules>().clone();
    let mut current = Vec::new();
    cx.rows(
        "SELECT p.person, p.id, p.kind, p.holder, p.account_shown, p.valid_from, p.confirmed_on,
            (SELECT COUNT(*) FROM payee o WHERE o.county = $1 AND o.account_index = p.account_index
                AND o.state = 'checked' AND o.valid_to IS NULL),
            (SELECT COUNT(*) FROM village_worker w WHERE w.county = $1 AND
                (w.number_index = p.agent_index OR (w.account_index = p.account_index AND p.kind <> 'own'))),
            (SELECT COUNT(*) FROM payee b WHERE b.county = $1 AND b.person = p.person AND b.id <> p.id
                AND b.state = 'checked'), p.account, p.account_index
         FROM payee p WHERE p.county = $1 AND p.person >= $2 AND p.person <= $3 AND p.state = 'checked'
            AND p.valid_to IS NULL ORDER BY p.person",
        &[(&county).into(), persons.0.into(), persons.1.into()],
        &mut |row| {
            let kind: String = row.get(2)?;
            let changed_on: Day = row.get(5)?;
            let known = Known {
                changed_on: Some(changed_on),
                replaced_another: 0 < row.get::<i64>(9)?,
                elders: row.get(7)?,
                is_worker: 0 < row.get::<i64>(8)?,
                agent_since: if kind == "agent" { row.get(6)? } else { None },
                institution: kind == "institution",
            };
            let shown = FlaggedPayee {
                person: row.get(0)?,
                payee: row.get(1)?,
                kind,
                holder: row.get(3)?,
                account: row.get(4)?,
                flags: Vec::new(),
                elders: known.elders,
                changed_on: Some(changed_on),
            };
            current.push((shown, known, row.get::<Vec<u8>>(10)?, row.get::<String>(11)?));
            Ok(())
        },
    )?;
    let rotates = cx.house.keys.index_rotates();
    let mut found = Vec::new();
    for (mut shown, mut known, account, index) in current {
        if rotates {
            // The same account may stand under the other index key until all are sealed anew.
            let (elders, workers) = under_other_index(cx, &account, &index)?;
            known.elders += elders;
            known.is_worker |= 0 < workers && shown.kind != "own";
            shown.elders = known.elders;
        }
        shown.flags = flags(&rules, &known, on);
        if !shown.flags.is_empty() {
            found.push(shown);
        }
    }
    Ok(found)
}

/// The village workers of the reader's area.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Workers {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Worker {
    pub name: String,
    pub area: String,
    /// Whether the worker's own account is known too.
    pub account: bool,
    pub listed_at: Instant,
}

impl FromRow for Worker {
    fn from_row(row: &Row) -> Result<Worker> {
        let account = 0 < row.get::<i64>(2)?;
        Ok(Worker { name: row.get(0)?, area: row.get(1)?, account, listed_at: row.get(3)? })
    }
}

impl Question for Workers {
    const NAME: &'static str = "payees.workers";
    const RIGHT: &'static str = "payees.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Vec<Worker>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Vec<Worker>> {
        let (low, high) = scope.range();
        cx.all(
            "SELECT name, area, CASE WHEN account_index IS NULL THEN 0 ELSE 1 END, listed_at
             FROM village_worker WHERE county = $1 AND area >= $2 AND area < $3 ORDER BY area, name",
            &[(&scope.county).into(), (&low).into(), (&high).into()],
        )
    }
}

/// Current payees, and village workers, whose account is this one under the index it is not under.
fn under_other_index(cx: &mut Cx, account: &[u8], index: &str) -> Result<(i64, i64)> {
    let keys = &cx.house.keys;
    let indexes = keys.indexes(ACCOUNT, &keys.open(ACCOUNT, account)?);
    let Some(other) = indexes.iter().find(|it| *it != index) else { return Ok((0, 0)) };
    let county = cx.county();
    cx.get(
        "payee",
        "SELECT (SELECT COUNT(*) FROM payee WHERE county = $1 AND account_index = $2 AND state = 'checked'
                AND valid_to IS NULL),
            (SELECT COUNT(*) FROM village_worker WHERE county = $1 AND account_index = $2)",
        &[county.into(), other.into()],
    )
}
