//! Questions about recoveries and proof of life.

use base::{Day, Instant, Money, Result};
use casebooks::books::{Shelf, ask::Words};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
    waits::{Wait, Waits},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::{
    recovery::{Rules, Segment, segments},
    table,
};

/// Cases of money to bring back.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cases {
    /// open, noticed, closed
    pub state: Option<String>,
    /// death, moved, merged, corrected
    pub reason: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseShown {
    pub id: String,
    pub number: String,
    pub person: String,
    pub area: String,
    pub name: String,
    pub benefit: String,
    pub reason: String,
    pub amount: Money,
    pub repaid: Money,
    pub written_off: Money,
    pub left: Money,
    pub state: String,
    pub payer: Option<String>,
    pub payer_relation: Option<String>,
    pub notice_number: Option<String>,
    pub notice_on: Option<Day>,
    pub opened_at: Instant,
    pub revision: i64,
}

impl FromRow for CaseShown {
    fn from_row(row: &Row) -> Result<CaseShown> {
        let (amount, repaid, written_off): (Money, Money, Money) = (row.get(7)?, row.get(8)?, row.get(9)?);
        Ok(CaseShown {
            id: row.get(0)?,
            number: row.get(1)?,
            person: row.get(2)?,
            area: row.get(3)?,
            name: row.get(4)?,
            benefit: row.get(5)?,
            reason: row.get(6)?,
            amount,
            repaid,
            written_off,
            left: amount - repaid - written_off,
            state: row.get(10)?,
            payer: row.get(11)?,
            payer_relation: row.get(12)?,
            notice_number: row.get(13)?,
            notice_on: row.get(14)?,
            opened_at: row.get(15)?,
            revision: row.get(16)?,
        })
    }
}

const ORDERS: &[Order] = &[
    ("number", " ORDER BY number", " ORDER BY number DESC"),
    ("amount", " ORDER BY amount, number", " ORDER BY amount DESC, number"),
    ("opened_at", " ORDER BY opened_at, number", " ORDER BY opened_at DESC, number"),
];

impl Question for Cases {
    const NAME: &'static str = "recovery.cases";
    const RIGHT: &'static str = "recovery.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ListAnswer<CaseShown>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<CaseShown>> {
        let (low, high) = scope.range();
        let args = [
            (&scope.county).into(),
            (&low).into(),
            (&high).into(),
            self.state.as_deref().into(),
            self.reason.as_deref().into(),
        ];
        let select =
            "SELECT id, number, person, area, name, benefit, reason, amount, repaid, written_off, state,
                payer, payer_relation, notice_number, notice_on, opened_at, revision
             FROM recovery_case WHERE county = $1 AND area >= $2 AND area < $3
                AND (CAST($4 AS TEXT) IS NULL OR state = $4) AND (CAST($5 AS TEXT) IS NULL OR reason = $5)";
        self.list.read(cx, select, ORDERS, &args)
    }
}

/// One case: its segments, instalments and receipts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Case {
    pub recovery: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseAnswer {
    #[serde(flatten)]
    pub case: CaseShown,
    pub segments: Vec<Segment>,
    pub instalments: Vec<InstalmentShown>,
    pub receipts: Vec<ReceiptShown>,
    pub write_off: Option<WriteOffShown>,
    /// How somebody may have drawn by deceit, as the book of suspected fraud lists it.
    pub fraud_ways: Vec<FraudWay>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FraudWay {
    pub id: String,
    pub name: Words,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InstalmentShown {
    pub due_on: Day,
    pub amount: Money,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReceiptShown {
    pub day: Day,
    pub amount: Money,
    pub document: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WriteOffShown {
    pub amount: Money,
    pub why: String,
    pub document: String,
    pub asked_by: String,
}

impl Question for Case {
    const NAME: &'static str = "recovery.case";
    const RIGHT: &'static str = "recovery.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = CaseAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<CaseAnswer> {
        let (low, high) = scope.range();
        let county = scope.county.as_str();
        let case: CaseShown = cx.get(
            "recovery-case",
            "SELECT id, number, person, area, name, benefit, reason, amount, repaid, written_off, state, payer,
                payer_relation, notice_number, notice_on, opened_at, revision
             FROM recovery_case WHERE county = $1 AND id = $2 AND area >= $3 AND area < $4",
            &[county.into(), (&self.recovery).into(), (&low).into(), (&high).into()],
        )?;
        let id = self.recovery.as_str();
        let months = table::months(cx, id)?;
        let instalments: Vec<(Day, Money)> = cx.all(
            "SELECT due_on, amount FROM recovery_instalment WHERE county = $1 AND recovery = $2
             ORDER BY number",
            &[county.into(), id.into()],
        )?;
        let receipts: Vec<(Day, Money, String)> = cx.all(
            "SELECT day, amount, document FROM recovery_receipt WHERE county = $1 AND recovery = $2
             ORDER BY day, document",
            &[county.into(), id.into()],
        )?;
        let write_off: Option<(Money, String, String, String)> = cx.find(
            "SELECT amount, why, document, asked_by FROM recovery_write_off
             WHERE county = $1 AND recovery = $2 AND approved_at IS NULL",
            &[county.into(), id.into()],
        )?;
        let pack = cx.house.packs.county(cx.county())?;
        let fraud = &pack.get::<Rules>().fraud;
        let book = pack.made::<Shelf>().get(&fraud.book).cloned();
        let ways = book.iter().flat_map(|it| it.choices(&fraud.how));
        let ways = ways
            .map(|it| FraudWay { id: it.id.clone(), name: Words { zh: it.zh.clone(), en: it.en.clone() } });
        Ok(CaseAnswer {
            fraud_ways: ways.collect(),
            case,
            segments: segments(&months),
            instalments: instalments
                .into_iter()
                .map(|(due_on, amount)| InstalmentShown { due_on, amount })
                .collect(),
            receipts: receipts
                .into_iter()
                .map(|(day, amount, document)| ReceiptShown { day, amount, document })
                .collect(),
            write_off: write_off.map(|(amount, why, document, asked_by)| WriteOffShown {
                amount,
                why,
                document,
                asked_by,
            }),
        })
    }
}

/// When and how an elder was last seen to be alive.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Proofs {
    pub person: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProofsAnswer {
    /// asked, reminded, suspended, proved; nothing while nobody has been asked.
    pub state: Option<String>,
    pub since: Option<Day>,
    /// The latest first.
    pub seen: Vec<ProofShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProofShown {
    pub day: Day,
    pub way: String,
    pub evidence: String,
}

/// Proofs that a page shows.
const PROOFS_MAX: i64 = 20;

impl Question for Proofs {
    const NAME: &'static str = "recovery.proofs";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ProofsAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ProofsAnswer> {
        crate::runs::source::within(cx, &self.person, scope)?;
        let due: Option<(String, Day)> = cx.find(
            "SELECT state, since FROM proof_due WHERE county = $1 AND person = $2",
            &[(&scope.county).into(), (&self.person).into()],
        )?;
        let seen: Vec<(Day, String, String)> = cx.all(
            "SELECT day, way, evidence FROM proof_of_life WHERE county = $1 AND person = $2
             ORDER BY day DESC, way LIMIT $3",
            &[(&scope.county).into(), (&self.person).into(), PROOFS_MAX.into()],
        )?;
        let (state, since) = due.unzip();
        let seen = seen.into_iter().map(|(day, way, evidence)| ProofShown { day, way, evidence });
        Ok(ProofsAnswer { state, since, seen: seen.collect() })
    }
}

/// Money to bring back: write-offs to approve, and for finance what has not come in.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RecoveryWaits {}

impl Question for RecoveryWaits {
    const NAME: &'static str = "recovery.waits";
    const RIGHT: &'static str = "recovery.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Waits;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Waits> {
        let mut waits = Waits::default();
        let (low, high) = scope.range();
        let (county, me) = (cx.county().to_owned(), cx.actor.account.clone());
        if cx.actor.may("recovery.approve") {
            let asked: Vec<(String, String)> = cx.all(
                "SELECT c.id, c.number FROM recovery_case c
                 JOIN recovery_write_off w ON w.county = $1 AND w.recovery = c.id AND w.approved_at IS NULL
                 WHERE c.county = $1 AND $2 <= c.area AND c.area < $3 AND w.asked_by <> $4 ORDER BY c.number",
                &[(&county).into(), (&low).into(), (&high).into(), (&me).into()],
            )?;
            for (id, number) in asked {
                waits
                    .add(Wait::new("recovery-wait-write-off", 1, format!("/recoveries/{id}")).about(&number));
            }
        }
        // A township has a task for each of its open cases; the county looks on.
        let county_looks = cx.actor.may("recovery.write") && low.trim_end_matches('/').ends_with(&county);
        for (state, here) in [("open", county_looks), ("noticed", cx.actor.may("recovery.receive"))] {
            if !here {
                continue;
            }
            let (count,): (i64,) = cx.get(
                "recovery",
                "SELECT COUNT(*) FROM recovery_case
                 WHERE county = $1 AND $2 <= area AND area < $3 AND state = $4",
                &[(&county).into(), (&low).into(), (&high).into(), state.into()],
            )?;
            let link = format!("/recoveries?state={state}");
            waits.add(match state {
                "open" => Wait::new("recovery-wait-notify", count, link).others(),
                _ => Wait::new("recovery-wait-receive", count, link),
            });
        }
        Ok(waits)
    }
}
