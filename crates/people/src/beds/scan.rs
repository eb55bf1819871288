//! Somebody stands beside a bed, has scanned its code, and says who lies there.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    bed::{Bed, code_of},
    home,
    stay::{self, Found},
    table::{self, ScanRow},
};

/// Characters of a note.
const NOTE_MAX: usize = 500;

/// Keeps what was found beside a bed. What is found is never changed; another look is another scan.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Scan {
    /// The code, or the link that it was scanned as.
    pub code: String,
    pub found: Found,
    /// Who was shown to lie there when somebody looked; nothing: nobody. A stay that began or ended since
    /// is asked about again.
    #[serde(default)]
    pub stay: Option<String>,
    /// Where the phone was, in degrees (WGS-84), when it may be known.
    #[serde(default)]
    pub lat: Option<f64>,
    #[serde(default)]
    pub lon: Option<f64>,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Scanned {
    pub scan: String,
    pub bed: String,
    pub facility: String,
    /// What was said, for the next page.
    pub found: Found,
}

impl Verb for Scan {
    const NAME: &'static str = "beds.scan";
    const RIGHT: &'static str = "beds.scan";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Scanned;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let bed = self.bed(cx)?;
        home::place(cx, &bed.facility)
    }

    fn run(self, cx: &mut Cx) -> Result<Scanned> {
        let bed = self.bed(cx)?;
        if NOTE_MAX < self.note.chars().count() {
            return Err(Error::invalid("note", "beds-too-long"));
        }
        let today = cx.today();
        let stay = table::open_of(cx, &bed.id, today)?;
        let shown = self.stay.as_deref().filter(|it| !it.is_empty());
        if stay.as_ref().map(|it| it.id.as_str()) != shown {
            return Err(Error::conflict("record-moved-on"));
        }
        if stay.is_none() && self.found == Found::Empty {
            return Err(Error::invalid("found", "beds-empty-as-said"));
        }
        let place = self.place_of_phone()?;
        let row = ScanRow {
            scan: stay::Scan {
                id: cx.mint(),
                bed: bed.id.clone(),
                day: today,
                at: cx.now,
                person: stay.map(|it| it.person),
                found: self.found,
                dismissed: false,
            },
            facility: bed.facility.clone(),
            note: self.note.trim().to_owned(),
            place,
            account: cx.actor.account.clone(),
            name: cx.actor.name.clone(),
        };
        table::scan(cx, &row)?;
        cx.subject("bed", &bed.id);
        cx.note("found", self.found.as_str());
        Ok(Scanned { scan: row.scan.id, bed: bed.id, facility: bed.facility, found: self.found })
    }
}

impl Scan {
    /// Millionths of a degree.
    fn place_of_phone(&self) -> Result<Option<(i64, i64)>> {
        let Some((lat, lon)) = self.lat.zip(self.lon) else { return Ok(None) };
        if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
            return Err(Error::invalid("lat", "beds-no-such-place"));
        }
        let micro = |degrees: f64| (degrees * 1_000_000.0).round() as i64;
        Ok(Some((micro(lat), micro(lon))))
    }

    fn bed(&self, cx: &mut Cx) -> Result<Bed> {
        let found = table::by_code(cx, &code_of(&self.code))?;
        found.ok_or_else(|| Error::missing("bed"))
    }
}
