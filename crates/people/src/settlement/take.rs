//! Another area's bill for our elders whom it served: taken in, every line judged and kept.

use std::collections::BTreeMap;

use base::{Error, Fault, Money, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    bill::{self, Known, Verdict},
    own_name,
    pack::Settlement,
    table::{self, BillRow, LineRow},
    used,
};

/// Takes in a bill.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Take {
    /// The file as it came, in base64.
    #[schemars(extend("format" = "file"))]
    pub file: String,
}

/// What a bill came to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Taken {
    pub bill: String,
    pub lines: i64,
    /// Whether its last line agrees with it; without that it is not cleared.
    pub sound: bool,
    /// How many lines of each verdict, with `missing`: used here and not billed.
    pub verdicts: BTreeMap<String, i64>,
}

impl Verb for Take {
    const NAME: &'static str = "settlement.take";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Taken;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Taken> {
        let bytes = crate::bytes::from_base64(&self.file);
        let text = bytes.and_then(|it| String::from_utf8(it).ok());
        let text = text.ok_or_else(|| Error::invalid("file", "settlement-no-bill"))?;
        let read = bill::read(&text)?;
        let (partner, month) = (read.between.from.clone(), read.between.month);
        if read.between.to != own_name(cx)? {
            return Err(Fault::new("file", "settlement-not-for-us").arg("to", &read.between.to).into());
        }
        let digest = bill::digest(&text);
        if table::same(cx, "in", &partner, month, &digest)?.is_some() {
            return Err(Error::conflict("settlement-taken-already"));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Settlement>();
        let cleared = table::cleared(cx, month)?;
        let mut known = BTreeMap::new();
        for it in used::of(cx, rules, &rules.there, month)? {
            // Whoever bills for what another area was authorised for is not known by it.
            if it.partner == partner {
                let cleared = cleared.contains(&it.number);
                let ours = Known { case: it.case, service: it.service, amount: it.amount, cleared };
                known.insert(it.number, ours);
            }
        }
        let (verdicts, missing) = bill::judge(&read.said, &known);
        let row = BillRow {
            id: cx.mint(),
            way: "in".to_owned(),
            partner,
            month,
            content: text,
            digest,
            lines: read.said.len() as i64,
            amount: read.said.iter().filter_map(|it| it.amount).sum(),
            sound: read.sound,
            made_by: cx.actor.account.clone(),
            made_at: cx.now,
            cleared_by: None,
            cleared_at: None,
            cleared: None,
        };
        table::insert(cx, &row)?;
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        let said = read.said.iter().zip(&verdicts).map(|(said, verdict)| {
            let ours = known.get(&said.authorisation);
            LineRow {
                seq: 0,
                authorisation: said.authorisation.clone(),
                service: said.service.clone(),
                amount: said.amount,
                theirs: said.bill.clone(),
                case: ours.map(|it| it.case.clone()),
                ours: ours.and_then(|it| it.amount),
                verdict: verdict.as_str().to_owned(),
                // What agrees is recognised; what somebody must look at waits; the rest is not.
                recognised: match verdict {
                    Verdict::Agreed => Some(true),
                    Verdict::Altered | Verdict::Unrecorded => None,
                    _ => Some(false),
                },
                decided_by: None,
                why: None,
            }
        });
        let unbilled = missing.iter().map(|number| {
            let ours = &known[number];
            LineRow {
                seq: 0,
                authorisation: number.clone(),
                service: ours.service.clone(),
                amount: None,
                theirs: String::new(),
                case: Some(ours.case.clone()),
                ours: ours.amount,
                verdict: "missing".to_owned(),
                recognised: Some(false),
                decided_by: None,
                why: None,
            }
        });
        for (at, line) in said.chain(unbilled).enumerate() {
            *counts.entry(line.verdict.clone()).or_default() += 1;
            table::insert_line(cx, &row.id, &LineRow { seq: at as i64 + 1, ..line })?;
        }
        cx.subject("settlement-bill", &row.id);
        cx.note("digest", row.digest.as_str());
        cx.note("lines", row.lines);
        Ok(Taken { bill: row.id, lines: row.lines, sound: row.sound, verdicts: counts })
    }
}

/// What of a bill is recognised; nothing while a line waits for a decision.
pub(super) fn recognised(lines: &[LineRow]) -> Option<Money> {
    let open = lines.iter().any(|it| it.recognised.is_none());
    let taken = lines.iter().filter(|it| it.recognised == Some(true)).filter_map(|it| it.amount);
    (!open).then(|| taken.sum())
}
