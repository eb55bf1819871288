//! What a month comes to between this county and each other area, and one bill with its lines.

use std::collections::BTreeMap;

use base::{Day, Instant, Money, Month, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    bill::Verdict,
    pack::Settlement,
    pay,
    table::{self, BillRow, LineRow},
    take, used,
};

/// The month by pair of areas.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Months {
    /// Last month when nothing is said: it is what is cleared in this one.
    pub month: Option<Month>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MonthAnswer {
    pub month: Month,
    pub pairs: Vec<Pair>,
}

/// This county and another area.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Pair {
    pub partner: String,
    /// Their elders served here: cases with the month recorded, and their sum.
    pub here: i64,
    pub here_amount: Money,
    /// Our elders served there, as we recorded it.
    pub there: i64,
    pub there_amount: Money,
    /// What of their bills was recognised and cleared.
    pub cleared: Money,
    /// What was paid to them of it, and what came in from them for ours.
    pub paid: Money,
    pub received: Money,
    /// What they owe us by our records, less what we have cleared for them.
    pub net: Money,
    pub bills: Vec<BillShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BillShown {
    pub id: String,
    /// `out`: ours; `in`: theirs.
    pub way: String,
    pub partner: String,
    pub month: Month,
    pub lines: i64,
    pub amount: Money,
    pub sound: bool,
    pub made_at: Instant,
    pub cleared_at: Option<Instant>,
    pub cleared_by: Option<String>,
    pub cleared: Option<Money>,
    /// What was paid of it so far.
    pub paid: Money,
}

fn shown(it: &BillRow, paid: Money) -> BillShown {
    BillShown {
        id: it.id.clone(),
        way: it.way.clone(),
        partner: it.partner.clone(),
        month: it.month,
        lines: it.lines,
        amount: it.amount,
        sound: it.sound,
        made_at: it.made_at,
        cleared_at: it.cleared_at,
        cleared_by: it.cleared_by.clone(),
        cleared: it.cleared,
        paid,
    }
}

impl Question for Months {
    const NAME: &'static str = "settlement.month";
    // The bills stand on cases of care, which whoever audits the bank's files does not see.
    const RIGHT: &'static str = "settlement.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = MonthAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<MonthAnswer> {
        county_only(cx, scope)?;
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Settlement>();
        let month = self.month.unwrap_or_else(|| cx.today().month().plus(-1));
        let mut pairs: BTreeMap<String, Pair> = BTreeMap::new();
        for (direction, ours) in [(&rules.here, true), (&rules.there, false)] {
            for it in used::of(cx, rules, direction, month)? {
                let pair = pairs.entry(it.partner).or_default();
                let (count, sum) = if ours {
                    (&mut pair.here, &mut pair.here_amount)
                } else {
                    (&mut pair.there, &mut pair.there_amount)
                };
                *count += i64::from(it.amount.is_some());
                *sum = Money(sum.0 + it.amount.unwrap_or(Money::ZERO).0);
            }
        }
        let paid = table::paid_of_month(cx, month)?;
        for it in table::of_month(cx, month)? {
            let pair = pairs.entry(it.partner.clone()).or_default();
            pair.cleared = Money(pair.cleared.0 + it.cleared.unwrap_or(Money::ZERO).0);
            let paid = paid.get(&it.id).copied().unwrap_or(Money::ZERO);
            *(if it.way == "in" { &mut pair.paid } else { &mut pair.received }) += paid;
            pair.bills.push(shown(&it, paid));
        }
        let pairs = pairs.into_iter().map(|(partner, it)| Pair {
            partner,
            net: Money(it.here_amount.0 - it.cleared.0),
            ..it
        });
        Ok(MonthAnswer { month, pairs: pairs.collect() })
    }
}

/// A bill is about the whole county.
fn county_only(cx: &Cx, scope: &Scope) -> Result<()> {
    let pack = cx.house.packs.county(cx.county())?;
    let county = pack.county().map_or("", |it| it.area.as_str());
    if scope.covers(county) { Ok(()) } else { Err(base::Error::denied("settlement-county-only")) }
}

/// One bill, as it is or as it came.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneBill {
    pub bill: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BillAnswer {
    #[serde(flatten)]
    pub bill: BillShown,
    pub digest: String,
    /// The file, in base64.
    pub file: String,
    pub rows: Vec<LineShown>,
    /// How many lines of each verdict.
    pub verdicts: BTreeMap<String, i64>,
    /// What was paid of it, the first first, and what is left; nothing is left to pay before it is cleared.
    pub payments: Vec<PaymentShown>,
    pub left: Option<Money>,
    /// What is recognised; absent while a line waits.
    pub recognised: Option<Money>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaymentShown {
    pub day: Day,
    pub amount: Money,
    pub document: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LineShown {
    pub line: i64,
    pub authorisation: String,
    pub service: String,
    pub amount: Option<Money>,
    pub theirs: String,
    pub case: Option<String>,
    pub ours: Option<Money>,
    pub verdict: String,
    pub recognised: Option<bool>,
    pub why: Option<String>,
    /// Whether somebody has to say, or may still say otherwise.
    pub arguable: bool,
}

fn line(it: LineRow) -> LineShown {
    LineShown {
        arguable: Verdict::is_arguable(&it.verdict),
        line: it.seq,
        authorisation: it.authorisation,
        service: it.service,
        amount: it.amount,
        theirs: it.theirs,
        case: it.case,
        ours: it.ours,
        verdict: it.verdict,
        recognised: it.recognised,
        why: it.why,
    }
}

impl Question for OneBill {
    const NAME: &'static str = "settlement.bill";
    const RIGHT: &'static str = "settlement.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = BillAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<BillAnswer> {
        county_only(cx, scope)?;
        let it = table::get(cx, &self.bill)?;
        let lines = table::lines(cx, &it.id)?;
        let mut verdicts = BTreeMap::new();
        for it in &lines {
            *verdicts.entry(it.verdict.clone()).or_default() += 1;
        }
        let payments = table::payments(cx, &it.id)?;
        let paid: Money = payments.iter().map(|it| it.amount).sum();
        let payments = payments.into_iter().map(|it| PaymentShown {
            day: it.day,
            amount: it.amount,
            document: it.document,
        });
        Ok(BillAnswer {
            left: pay::owed(&it).map(|owed| owed - paid),
            payments: payments.collect(),
            bill: shown(&it, paid),
            digest: it.digest.clone(),
            file: STANDARD.encode(it.content.as_bytes()),
            recognised: take::recognised(&lines).filter(|_| it.way == "in"),
            rows: lines.into_iter().map(line).collect(),
            verdicts,
        })
    }
}
