//! Hears what became of a claim, and writes it where funds and the county's month look.

use base::{Day, Error, Money, Result};
use casebooks::cases::step::Told;
use platform::{Cx, Step, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{fields, table};
use crate::runs::funds;

/// What a step of a book says in `tells`.
pub(crate) const KIND: &str = "providers.told";

/// A step of a claim that decides it, pays it or takes money back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClaimTold(pub Told);

/// What a claim came to. The later one stands; none is left for an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Came {
    Open,
    Approved,
    Paid,
    Returned,
    Refused,
    Withdrawn,
}

impl Came {
    fn of(word: &str) -> Option<Came> {
        Some(match word {
            "open" => Came::Open,
            "approved" => Came::Approved,
            "paid" => Came::Paid,
            "returned" => Came::Returned,
            "refused" => Came::Refused,
            "withdrawn" => Came::Withdrawn,
            _ => return None,
        })
    }

    fn is_ended(self) -> bool {
        matches!(self, Came::Refused | Came::Withdrawn)
    }
}

impl Work for ClaimTold {
    const KIND: &'static str = KIND;

    /// A claim is approved and paid only while its funds may spend it.
    fn before(&self, cx: &mut Cx) -> Result<()> {
        let (_, outcome) = self.outcome()?;
        match outcome {
            Came::Approved | Came::Paid => match table::find(cx, &self.0.case)? {
                // What is approved already is counted already.
                Some(claim) if claim.approved_on.is_some() => funds::within_with(cx, &[]),
                Some(claim) => {
                    let borne = table::parts(cx, &claim.id)?.into_iter().filter(|it| !it.own);
                    let borne: Vec<(String, Money)> = borne.map(|it| (it.fund, it.amount)).collect();
                    funds::within_with(cx, &borne)
                }
                None => Err(Error::conflict("providers-not-decided")),
            },
            _ => Ok(()),
        }
    }

    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Step> {
        let (word, outcome) = self.outcome()?;
        let Some(claim) = table::find(cx, &self.0.case)? else {
            // Opened by hand: nothing was decided that could become of it.
            return Ok(Step::Done { answer: json!({ "case": self.0.case, "came": "unknown" }) });
        };
        let now = Came::of(&claim.state).unwrap_or(Came::Open);
        // A job that comes again, or late, changes nothing.
        if outcome <= now {
            return Ok(Step::Done { answer: json!({ "case": self.0.case, "came": "same" }) });
        }
        let became = table::Became {
            state: word,
            approved_on: self.day(fields::DECIDED_ON),
            paid_on: self.day(fields::PAID_ON),
            document: self.text(fields::VOUCHER),
            ended: outcome.is_ended(),
        };
        table::update(cx, &claim.id, &became)?;
        if outcome == Came::Returned {
            self.take_back(cx, &claim)?;
        }
        Ok(Step::Done { answer: json!({ "case": self.0.case, "came": word }) })
    }
}

impl ClaimTold {
    fn text(&self, field: &str) -> Option<&str> {
        self.0.values.get(field).and_then(Value::as_str)
    }

    fn day(&self, field: &str) -> Option<Day> {
        self.text(field)?.parse().ok()
    }

    fn outcome(&self) -> Result<(&str, Came)> {
        let word = self.text(fields::OUTCOME).unwrap_or_default();
        let came = Came::of(word).filter(|it| *it != Came::Open);
        came.map(|it| (word, it)).ok_or_else(|| Error::invalid(fields::OUTCOME, "applications-outcome"))
    }

    /// What is taken back goes to the funds as they bore it.
    fn take_back(&self, cx: &mut Cx, claim: &table::Claim) -> Result<()> {
        let back = self.0.values.get(fields::TAKEN_BACK).and_then(Value::as_i64).unwrap_or(0);
        let back = Money(back.clamp(0, claim.amount.0));
        let borne: Vec<table::Part> = table::parts(cx, &claim.id)?.into_iter().filter(|it| !it.own).collect();
        let weights: Vec<i64> = borne.iter().map(|it| it.amount.0).collect();
        table::take_back(cx, &claim.id, back)?;
        for (part, back) in borne.iter().zip(funds::split(back, &weights)) {
            table::take_back_of(cx, &claim.id, &part.fund, back)?;
        }
        Ok(())
    }
}
