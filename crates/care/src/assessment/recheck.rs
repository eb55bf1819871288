//! Results of a month drawn by a seed that anybody can repeat: another body looks at them again.

use base::{Error, Fault, Month, Result, name::masked};
use platform::{
    Cx, Place, Purpose, Verb,
    tasks::{self, NewTask},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{quality, table};

/// The task of looking at a result again.
const RECHECK: &str = "assess-recheck";
/// More than this nobody looks at.
const MOST: i64 = 500;

/// Draws confirmed results of a month for another look, or names one that quality control doubts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Recheck {
    pub month: Month,
    /// Said beforehand, such as the day's lottery number.
    pub seed: String,
    pub draw: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Drawn {
    pub of: i64,
    /// Their numbers, in the order drawn.
    pub numbers: Vec<String>,
}

impl Verb for Recheck {
    const NAME: &'static str = "assessment.recheck";
    const RIGHT: &'static str = "assessment.confirm";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Drawn;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Drawn> {
        if self.seed.trim().is_empty() {
            return Err(Error::invalid("seed", "assessment-seed-needed"));
        }
        if !(1..=MOST).contains(&self.draw) {
            return Err(Fault::new("draw", "assessment-draw-range").arg("most", MOST).into());
        }
        let all = table::confirmed_in(cx, self.month)?;
        let ids: Vec<String> = all.iter().map(|it| it.id.clone()).collect();
        let drawn = quality::draw(&ids, self.seed.trim(), usize::try_from(self.draw).unwrap_or_default());
        let mut numbers = Vec::new();
        for it in drawn.iter().filter_map(|id| all.iter().find(|it| it.id == *id)) {
            let task = NewTask {
                kind: RECHECK,
                reason: "",
                subject_kind: "assessment",
                subject_id: &it.id,
                label: &masked(&it.name),
                area: it.area(),
                due_on: None,
                detail: json!({ "number": it.number, "seed": self.seed }),
            };
            tasks::open(cx, &task)?;
            numbers.push(it.number.clone());
        }
        cx.note("seed", self.seed.clone());
        cx.note("drawn", numbers.clone());
        Ok(Drawn { of: all.len() as i64, numbers })
    }
}
