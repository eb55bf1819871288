//! What an inspector sees who scanned the code of a bed: which bed it is and who is said to lie there.

use base::{Day, Instant, Result};
use casebooks::books::ask::Words;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    beds::{
        bed::{Status, code_of},
        home,
        pack::BedRules,
        stay::Found,
        table,
    },
    register::table::person,
};

/// The bed of a code; nothing where the reader has none of that code.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfCode {
    /// As it is printed, or the link that a phone read.
    #[serde(default)]
    pub code: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CodeAnswer {
    pub code: String,
    pub bed: String,
    pub name: String,
    pub facility: String,
    pub facility_name: String,
    pub area: String,
    pub today: Day,
    pub status: Option<Status>,
    pub type_name: Option<Words>,
    pub stay: Option<String>,
    /// In full: whoever stands beside the bed asks for it.
    pub person: Option<String>,
    pub since: Option<Day>,
    /// Known to be away today.
    pub leave: Option<Words>,
    /// The last time somebody stood here, and what was found.
    pub last_at: Option<Instant>,
    pub last_found: Option<Found>,
}

impl Question for OfCode {
    const NAME: &'static str = "beds.of-code";
    const RIGHT: &'static str = "beds.scan";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Option<CodeAnswer>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Option<CodeAnswer>> {
        let Some(bed) = table::by_code(cx, &code_of(&self.code))? else { return Ok(None) };
        let home = home::of(cx, &bed.facility)?;
        if !scope.covers(&home.living) {
            return Ok(None);
        }
        let pack = cx.house.packs.county(cx.county())?;
        let (rules, today) = (pack.get::<BedRules>(), cx.today());
        let stay = table::open_of(cx, &bed.id, today)?;
        let (mut name, mut leave) = (None, None);
        if let Some(it) = &stay {
            name = person::find(cx, &it.person)?.map(|it| it.portrait.name);
            let away = table::leaves_of(cx, &it.person)?;
            let away = away.into_iter().find(|it| it.leave.span.covers(today));
            leave = away.map(|it| rules.called(&it.leave.kind));
        }
        let last = table::scans_of_bed(cx, &bed.id)?.into_iter().next();
        Ok(Some(CodeAnswer {
            name: bed.name(),
            code: bed.code.clone(),
            facility: home.id,
            facility_name: home.label,
            area: home.living,
            today,
            status: bed.states.on(today).copied(),
            type_name: bed.types.on(today).map(|it| rules.called(it)),
            since: stay.as_ref().map(|it| it.span.from),
            stay: stay.map(|it| it.id),
            person: name,
            leave,
            last_at: last.as_ref().map(|it| it.scan.at),
            last_found: last.map(|it| it.scan.found),
            bed: bed.id,
        }))
    }
}
