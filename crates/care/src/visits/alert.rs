//! An alert: for some days an area is visited more often (VISIT-12).

use base::{Day, Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{draw::Draw, pack::Visits, table::duty};

/// Characters of a note.
const NOTE_MAX: usize = 500;

/// Declares an alert for an area.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Declare {
    /// As in the pack: extreme weather, an epidemic, a special period.
    pub alert: String,
    /// By path.
    pub area: String,
    pub from: Day,
    /// The last day.
    pub until: Day,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Declared {
    pub declared: String,
    /// The job that draws the duties anew.
    pub job: String,
}

impl Verb for Declare {
    const NAME: &'static str = "visits.declare-alert";
    const RIGHT: &'static str = "visits.manage";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Declared;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Area(self.area.clone()))
    }

    fn run(self, cx: &mut Cx) -> Result<Declared> {
        let pack = cx.house.packs.county(cx.county())?;
        let visits = pack.get::<Visits>();
        if !visits.alert.contains_key(&self.alert) {
            return Err(Error::invalid("alert", "visits-no-such-alert"));
        }
        if self.until < self.from || visits.alert_days_max.value <= self.from.days_until(self.until) {
            let most = visits.alert_days_max.value;
            return Err(Fault::new("until", "visits-alert-days").arg("most", most).into());
        }
        if self.until < cx.today() {
            return Err(Error::invalid("until", "visits-alert-over"));
        }
        if NOTE_MAX < self.note.chars().count() {
            return Err(Error::invalid("note", "visits-too-long"));
        }
        let id = cx.mint();
        duty::declare(cx, &id, &self)?;
        cx.subject("area", self.area.as_str());
        cx.note("alert", self.alert.as_str());
        let now = cx.now;
        let job = cx.enqueue(<Draw as platform::Work>::KIND, &Draw {}, now)?.0;
        Ok(Declared { declared: id, job })
    }
}
