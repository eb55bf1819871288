//! Registers a facility.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb, areas::Atlas};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{facility::Facility, kinds::Kinds, table};

/// Registers a facility that is planned or open.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Register {
    pub facility: Facility,
    /// Not open yet.
    #[serde(default)]
    pub planned: bool,
    #[serde(default)]
    pub note: String,
}

/// The facility, and its revision for the next change.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Kept {
    pub facility: String,
    pub revision: i64,
}

impl Verb for Register {
    const NAME: &'static str = "facilities.register";
    const RIGHT: &'static str = "facilities.write";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Kept;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        if self.facility.area.is_empty() {
            return Err(Error::invalid("facility.area", "facilities-needed"));
        }
        Ok(Place::Area(self.facility.area.clone()))
    }

    fn run(self, cx: &mut Cx) -> Result<Kept> {
        let facility = clean(self.facility.placed()?);
        check(cx, &facility, None)?;
        if table::named(cx, &facility.area, &facility.name, "")? {
            return Err(Error::invalid("facility.name", "facilities-known-already"));
        }
        let (state, since) = if self.planned {
            ("planned", cx.today())
        } else {
            ("open", facility.opened_on.unwrap_or_else(|| cx.today()))
        };
        let id = cx.mint();
        table::insert(cx, &id, &facility, state, since, self.note.trim())?;
        cx.subject("facility", &id);
        cx.note("area", facility.area.as_str());
        Ok(Kept { facility: id, revision: 1 })
    }
}

/// Without the blanks around what was typed.
pub(super) fn clean(mut it: Facility) -> Facility {
    for text in [&mut it.name, &mut it.address, &mut it.operator, &mut it.host, &mut it.hours, &mut it.shares]
    {
        *text = text.trim().to_owned();
    }
    it.functions.sort();
    it.functions.dedup();
    it.centre = it.centre.filter(|it| !it.is_empty());
    it
}

/// The facility by itself, and the centre that it names.
pub(super) fn check(cx: &mut Cx, it: &Facility, own: Option<&str>) -> Result<()> {
    let pack = cx.house.packs.county(cx.county())?;
    let atlas = pack.made::<Atlas>();
    it.check(pack.get::<Kinds>(), &|area| atlas.get(area).is_some())?;
    let Some(centre) = &it.centre else { return Ok(()) };
    let found = table::find(cx, centre)?;
    let wrong = || Error::invalid("facility.centre", "facilities-no-such-centre");
    let found = found.ok_or_else(wrong)?;
    // Two levels only: what is attached to a centre is no centre itself.
    if Some(centre.as_str()) == own || found.said.centre.is_some() || found.state == "closed" {
        return Err(wrong());
    }
    Ok(())
}

/// The day a state begins.
pub(super) fn not_ahead(day: Day, today: Day) -> Result<()> {
    if today < day { Err(Error::invalid("day", "facilities-day-ahead")) } else { Ok(()) }
}
