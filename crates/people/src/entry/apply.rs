//! Somebody applies at a window: an entry is opened, or the one that waits is given its day.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{look, table};
use crate::{
    benefits::{Engines, Route},
    register,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Apply {
    pub person: String,
    pub benefit: String,
    /// The day of the application; today when left out.
    #[serde(default)]
    pub applied_on: Option<Day>,
}

impl Verb for Apply {
    const NAME: &'static str = "entry.apply";
    const RIGHT: &'static str = "benefits.accept";
    const PURPOSE: Purpose = Purpose::Benefits;
    /// The entry.
    type Answer = String;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        crate::runs::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<String> {
        let applied_on = self.applied_on.unwrap_or_else(|| cx.today());
        if cx.today() < applied_on {
            return Err(Error::invalid("applied_on", "entry-day-in-future"));
        }
        crate::runs::source::known_benefit(cx, &self.benefit)?;
        let pack = cx.house.packs.county(cx.county())?;
        let engines = pack.made::<Engines>();
        let benefit = &engines.get(&self.benefit)?.benefit;
        if benefit.route != Route::Age {
            return Err(Error::invalid("benefit", "entry-by-application"));
        }
        let it = register::lean::one(cx, &self.person)?;
        if it.died {
            return Err(Error::conflict("entry-person-dead"));
        }
        let born = it.born.ok_or_else(|| Error::conflict("entry-birth-unknown"))?;
        if let Some(open) = table::latest(cx, &self.benefit, &self.person)?
            && !matches!(open.state.as_str(), "declined" | "refused")
        {
            if open.state != "tasked" {
                return Err(Error::conflict("entry-open-already"));
            }
            let mut next = open.clone();
            next.applied_on = Some(applied_on);
            table::write::update(cx, &open, &next)?;
            cx.subject("person", &self.person);
            return Ok(open.id);
        }
        let years = benefit.age_from.value as i32;
        let mut new = look::open(cx, &self.benefit, &it, born.plus_years(years), "application", "tasked");
        new.applied_on = Some(applied_on);
        table::write::insert(cx, &new)?;
        super::open_task(cx, &new)?;
        cx.subject("person", &self.person);
        Ok(new.id)
    }
}
