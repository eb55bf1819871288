//! Opens a benefit's month: the roll is drawn right after, in chunks.

use base::{Error, Fault, Instant, Month, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::benefits::Engines;

use super::{
    draw::Draw,
    steps::Runs,
    table::run::{self, RunRow},
};

/// Opens a month's run. With `shadow` it runs beside the old way and posts nothing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Open {
    pub benefit: String,
    pub month: Month,
    #[serde(default)]
    pub shadow: bool,
    /// Decide on the facts known then, not now.
    #[serde(default)]
    pub known_at: Option<Instant>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Opened {
    pub run: String,
    pub batch: String,
}

impl Verb for Open {
    const NAME: &'static str = "runs.open";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Opened;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Opened> {
        super::source::known_benefit(cx, &self.benefit)?;
        let pack = cx.house.packs.county(cx.county())?;
        if pack.get::<Runs>().limits.months_ahead < cx.today().month().until(self.month) {
            return Err(Error::invalid("month", "runs-month-ahead"));
        }
        let period = pack.made::<Engines>().get(&self.benefit)?.benefit.period;
        if !period.ends_with(self.month) {
            return Err(Error::invalid("month", "runs-not-the-periods-end"));
        }
        // In one month a benefit is money or units, whatever the pack said before.
        let begins = self.month.plus(1 - period.months());
        if !self.shadow && crate::quotas::given_in(cx, &self.benefit, begins, self.month)? {
            return Err(Error::conflict("runs-given-by-units"));
        }
        if self.known_at.is_some_and(|it| cx.now < it) {
            return Err(Error::invalid("known_at", "runs-known-later"));
        }
        let kind = if self.shadow { "shadow" } else { "regular" };
        if !self.shadow {
            if !run::of_month(cx, &self.benefit, self.month)?.is_empty() {
                return Err(Error::Conflict(
                    Fault::new("month", "runs-month-open-already").arg("month", self.month),
                ));
            }
            if run::drafting(cx, &self.benefit, "")?.is_some() {
                return Err(Error::conflict("runs-another-draft"));
            }
            run::set_opening(cx, &self.benefit, self.month)?;
        }
        let known_at = self.known_at.unwrap_or(cx.now);
        let it = new(cx, &self.benefit, self.month, kind, known_at)?;
        run::insert(cx, &it)?;
        cx.enqueue("runs.draw", &Draw { run: it.id.clone(), persons: None }, cx.now)?;
        cx.subject("run", &it.id);
        cx.note("benefit", it.benefit.clone());
        cx.note("month", it.month.to_string());
        cx.note("kind", kind);
        Ok(Opened { run: it.id, batch: it.batch })
    }
}

/// A run that nobody has drawn yet.
pub(crate) fn new(cx: &mut Cx, benefit: &str, month: Month, kind: &str, known_at: Instant) -> Result<RunRow> {
    let pack = cx.house.packs.county(cx.county())?;
    let runs = pack.get::<Runs>();
    let number = run::next_number(cx, benefit, month, kind)?;
    let area = pack.county().map_or_else(|| cx.actor.area.clone(), |it| it.area.clone());
    let (id, opened_by) = (cx.mint(), cx.actor.account.clone());
    Ok(RunRow {
        id,
        benefit: benefit.to_owned(),
        month,
        kind: kind.to_owned(),
        number,
        batch: batch(&runs.limits.batch, benefit, month, kind, number),
        area,
        parent: None,
        state: "drawing".to_owned(),
        step: "draw".to_owned(),
        steps: runs.step.clone(),
        pack_version: pack.version().to_owned(),
        known_at,
        population: 0,
        opened_by,
        opened_at: cx.now,
        closed_at: None,
        checksum: None,
        revision: 1,
    })
}

/// The batch number as the pack writes it.
fn batch(pattern: &str, benefit: &str, month: Month, kind: &str, number: i64) -> String {
    let initials: String = benefit.split('_').filter_map(|it| it.chars().next()).collect();
    // Beside the regular batches: B 补充, S shadow, L history, C correction.
    let letter = match kind {
        "regular" => "",
        "supplementary" => "B",
        "shadow" => "S",
        "history" => "L",
        _ => "C",
    };
    pattern
        .replace("{benefit}", &initials.to_uppercase())
        .replace("{month}", &month.to_string().replace('-', ""))
        .replace("{number}", &format!("{letter}{number:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_are_numbered_by_benefit_month_and_kind() {
        let month = "2026-11".parse().unwrap();
        let number = |kind| batch("{benefit}-{month}-{number}", "old_age_allowance", month, kind, 1);
        assert_eq!(number("regular"), "OAA-202611-01");
        assert_eq!(number("supplementary"), "OAA-202611-B01");
        assert_eq!(number("shadow"), "OAA-202611-S01");
    }
}
