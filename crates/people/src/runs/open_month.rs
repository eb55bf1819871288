//! Opens a month for every benefit that is paid here, on what is known at one instant: one command for
//! the county's whole month.

use std::collections::BTreeSet;

use base::{Error, Month, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{open::Open, table::run};
use crate::{benefits::Engines, entry};

/// Opens the runs of a month, a run for each benefit.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpenMonth {
    pub month: Month,
    /// Those benefits; all that are paid here when nothing is said.
    #[serde(default)]
    pub benefits: Vec<String>,
    /// Beside the old way: posts nothing.
    #[serde(default)]
    pub shadow: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MonthOpened {
    /// How many runs were opened, and how many benefits were left out.
    pub count: i64,
    pub left: i64,
    pub opened: Vec<OpenedRun>,
    pub left_out: Vec<LeftOut>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OpenedRun {
    pub benefit: String,
    pub run: String,
    pub batch: String,
}

/// A benefit of which no run was opened.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LeftOut {
    pub benefit: String,
    /// The key of the message that says why.
    pub why: String,
}

impl Verb for OpenMonth {
    const NAME: &'static str = "runs.open-month";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = MonthOpened;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<MonthOpened> {
        let pack = cx.house.packs.county(cx.county())?;
        let engines = pack.made::<Engines>();
        for benefit in &self.benefits {
            super::source::known_benefit(cx, benefit)?;
        }
        let asked: BTreeSet<&String> = self.benefits.iter().collect();
        let (mut opened, mut left_out) = (Vec::new(), Vec::new());
        let mut why = None;
        for engine in engines.paid() {
            let wanted = if asked.is_empty() {
                engine.benefit.main || is_paid_here(cx, &engine.id)?
            } else {
                asked.contains(&engine.id)
            };
            if !wanted {
                continue;
            }
            let open = Open {
                benefit: engine.id.clone(),
                month: self.month,
                shadow: self.shadow,
                known_at: Some(cx.now),
            };
            // It refuses before it writes: what is refused leaves the others as they are.
            match open.run(cx) {
                Ok(it) => {
                    opened.push(OpenedRun { benefit: engine.id.clone(), run: it.run, batch: it.batch });
                }
                Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
                    let key = error.faults().first().map_or_else(String::new, |it| it.key.to_string());
                    left_out.push(LeftOut { benefit: engine.id.clone(), why: key });
                    why.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        if opened.is_empty() {
            return Err(why.unwrap_or_else(|| Error::conflict("runs-nothing-paid-here")));
        }
        cx.subject("run", &opened[0].run);
        cx.note("month", self.month.to_string());
        cx.note("benefits", opened.iter().map(|it| it.benefit.clone()).collect::<Vec<_>>());
        let (count, left) = (opened.len() as i64, left_out.len() as i64);
        Ok(MonthOpened { count, left, opened, left_out })
    }
}

/// Whether a month of the benefit was ever opened, or somebody was granted it.
fn is_paid_here(cx: &mut Cx, benefit: &str) -> Result<bool> {
    Ok(run::opening(cx, benefit)?.is_some() || entry::table::anybody_granted(cx, benefit)?)
}
