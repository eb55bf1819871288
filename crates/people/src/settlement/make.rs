//! Our bill to another area for its elders whom we served in a month.

use base::{Error, Money, Month, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    bill::{self, Between, Line},
    own_name,
    pack::Settlement,
    table::{self, BillRow},
    used,
};

/// Makes the bill of a month. Made again from the same cases it is the same bill.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Make {
    pub partner: String,
    pub month: Month,
}

/// What making a bill came to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Made {
    pub bill: String,
    pub lines: i64,
    pub amount: Money,
    /// Numbers of cases whose month is recorded, but not the number under which it was authorised:
    /// they cannot be billed.
    pub without_authorisation: Vec<String>,
}

impl Verb for Make {
    const NAME: &'static str = "settlement.make";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Made;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Made> {
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Settlement>();
        let partner = self.partner.trim();
        let mut lines = Vec::new();
        let mut without = Vec::new();
        for it in used::of(cx, rules, &rules.here, self.month)? {
            let Some(amount) = it.amount.filter(|amount| it.partner == partner && Money::ZERO < *amount)
            else {
                continue;
            };
            match it.authorisation {
                None => without.push(it.number),
                Some(authorisation) => {
                    lines.push(Line { authorisation, service: it.service, amount, bill: it.number });
                }
            }
        }
        if lines.is_empty() {
            return Err(Error::conflict("settlement-nothing-used"));
        }
        let between = Between { from: own_name(cx)?, to: partner.to_owned(), month: self.month };
        let content = bill::render(&between, &lines);
        let digest = bill::digest(&content);
        let (count, amount) = (lines.len() as i64, lines.iter().map(|it| it.amount).sum());
        let made = |bill| Made { bill, lines: count, amount, without_authorisation: without };
        if let Some(known) = table::same(cx, "out", partner, self.month, &digest)? {
            return Ok(made(known));
        }
        let row = BillRow {
            id: cx.mint(),
            way: "out".to_owned(),
            partner: partner.to_owned(),
            month: self.month,
            content,
            digest,
            lines: count,
            amount,
            sound: true,
            made_by: cx.actor.account.clone(),
            made_at: cx.now,
            cleared_by: None,
            cleared_at: None,
            cleared: None,
        };
        table::insert(cx, &row)?;
        cx.subject("settlement-bill", &row.id);
        cx.note("lines", count);
        cx.note("amount", amount.0);
        Ok(made(row.id))
    }
}
