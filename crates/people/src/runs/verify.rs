//! Decides a month again, on the facts known then, and compares every line: fen and bytes.

use std::collections::BTreeMap;

use base::{Error, Money, Month, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    CHUNK_PERSONS, draw, source,
    table::{correct, roll::NewLine, run},
};
use crate::bank::make::hex;

/// Recomputes a run and compares it with what was written.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Verify {
    pub run: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Verified {
    pub run: String,
    pub batch: String,
    pub month: Month,
    pub lines: i64,
    /// Digest of the pack that it was decided by again: the run's own, where that is kept.
    pub pack: String,
    /// What the month's lines come to, as written and as decided again.
    pub written: Money,
    pub again: Money,
    /// Digests of all lines in one order, as written and as decided again.
    pub written_digest: String,
    pub again_digest: String,
    pub same: bool,
    /// The first differences.
    pub differences: Vec<Difference>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Difference {
    pub person: String,
    pub written: Option<String>,
    pub again: Option<String>,
}

const DIFFERENCES_MAX: usize = 100;

impl Question for Verify {
    const NAME: &'static str = "runs.verify";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Verified;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Verified> {
        let mut it = run::get(cx, &self.run)?;
        if !scope.covers(&it.area) {
            return Err(Error::denied("door-outside-area"));
        }
        if it.state == "drawing" || it.kind == "history" || it.kind == "correction" {
            return Err(Error::conflict("runs-nothing-to-verify"));
        }
        // What carries another run's late townships is compared within its own lines.
        let own_lines_only = it.kind == "supplementary";
        it.id.clone_from(&self.run);
        let mut sums = [Sha256::new(), Sha256::new()];
        let mut answer = Verified {
            run: it.id.clone(),
            batch: it.batch.clone(),
            month: it.month,
            lines: 0,
            pack: String::new(),
            written: Money::ZERO,
            again: Money::ZERO,
            written_digest: String::new(),
            again_digest: String::new(),
            same: true,
            differences: Vec::new(),
        };
        let siblings: Vec<String> = run::of_month(cx, &it.benefit, it.month)?
            .into_iter()
            .filter(|other| other.id != it.id)
            .map(|other| other.id)
            .collect();
        let house = source::house_of(cx, &it)?;
        let now = cx.house;
        let cx = &mut cx.within(house.as_ref().unwrap_or(now));
        cx.house.packs.county(cx.county())?.version().clone_into(&mut answer.pack);
        let mut after = String::new();
        loop {
            let drawn = draw::chunk(cx, &it, &after, CHUNK_PERSONS, draw::Stands::Before)?;
            let Some(last) = drawn.last else { break };
            let mut elsewhere = std::collections::HashSet::new();
            for other in &siblings {
                elsewhere.extend(correct::stored(cx, other, &after, &last)?.into_iter().map(|it| it.0));
            }
            let written = written(cx, &it.id, &after, &last)?;
            let mut again: BTreeMap<String, (Money, String)> = drawn.lines.iter().map(text).collect();
            again.retain(|person, _| {
                !elsewhere.contains(person) && (!own_lines_only || written.contains_key(person))
            });
            compare(&written, &again, &mut answer, &mut sums);
            after = last;
        }
        let [written, again] = sums;
        answer.written_digest = hex(&written.finalize());
        answer.again_digest = hex(&again.finalize());
        answer.same = answer.written_digest == answer.again_digest;
        Ok(answer)
    }
}

type Texts = BTreeMap<String, (Money, String)>;

fn text(line: &NewLine) -> (String, (Money, String)) {
    let it = &line.line;
    let text = format!("{}|{}|{}|{}", it.status.as_str(), it.change.as_str(), it.amount.0, it.reason);
    (line.person.clone(), (it.amount, text))
}

fn written(cx: &mut Cx, run: &str, after: &str, until: &str) -> Result<Texts> {
    let lines = correct::stored(cx, run, after, until)?;
    Ok(lines
        .into_iter()
        .map(|(person, status, change, amount, reason)| {
            (person, (amount, format!("{status}|{change}|{}|{reason}", amount.0)))
        })
        .collect())
}

fn compare(written: &Texts, again: &Texts, answer: &mut Verified, sums: &mut [Sha256; 2]) {
    let persons: std::collections::BTreeSet<&String> = written.keys().chain(again.keys()).collect();
    for person in persons {
        let (was, is) = (written.get(person), again.get(person));
        for (sum, it) in sums.iter_mut().zip([was, is]) {
            if let Some((_, text)) = it {
                sum.update(format!("{person}|{text}\n"));
            }
        }
        answer.lines += i64::from(was.is_some());
        answer.written += was.map_or(Money::ZERO, |it| it.0);
        answer.again += is.map_or(Money::ZERO, |it| it.0);
        if was != is && answer.differences.len() < DIFFERENCES_MAX {
            answer.differences.push(Difference {
                person: person.clone(),
                written: was.map(|it| it.1.clone()),
                again: is.map(|it| it.1.clone()),
            });
        }
    }
}
