//! One bed: what it was, who lay in it, what was found beside it, each as it was said and when.

use std::collections::HashMap;

use base::{Day, Instant, Result};
use casebooks::books::ask::Words;
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Hit, SearchInput},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Named, Who, leaves, people, types};
use crate::{
    beds::{
        bed::Status,
        end::How,
        home,
        pack::BedRules,
        stay::Found,
        table::{self, LeaveRow, ScanRow, StayRow},
    },
    register::ask::search::Search,
};

/// People found at most.
const FOUND: i64 = 10;

/// One bed and its history.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneBed {
    pub bed: String,
    /// A name, a number or a code of whom to look for, to come into the bed.
    #[serde(default)]
    pub find: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BedShown {
    pub id: String,
    /// Building, room and number.
    pub name: String,
    pub facility: String,
    pub facility_name: String,
    pub area: String,
    pub today: Day,
    pub code: String,
    pub type_id: Option<String>,
    pub type_name: Option<Words>,
    pub status: Option<Status>,
    pub current: Option<StayShown>,
    /// The leaves of whoever lies there.
    pub leaves: Vec<LeaveShown>,
    pub stays: Vec<StayShown>,
    pub changes: Vec<ChangeShown>,
    pub scans: Vec<ScanShown>,
    /// Who was found; nothing when nobody was looked for.
    pub found: Option<Vec<Hit>>,
    /// Beds of the home that are free today, to move to.
    pub free: Vec<FreeBed>,
    pub types: Vec<Named>,
    pub leave_kinds: Vec<Named>,
    pub hows: Vec<&'static str>,
    pub statuses: Vec<Status>,
    pub may_write: bool,
    pub may_settle: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StayShown {
    pub id: String,
    pub who: Who,
    pub from: Day,
    /// The first day no longer there; nothing while it lasts.
    pub to: Option<Day>,
    /// Why it ended: one of the ways, moved, taken-back; empty while it lasts.
    pub how: String,
    pub note: String,
    pub said_by: String,
    pub said_at: Instant,
    /// Whether something else was said of it later.
    pub superseded: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LeaveShown {
    pub id: String,
    pub kind: Words,
    pub from: Day,
    pub to: Option<Day>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeShown {
    pub day: Day,
    pub aspect: String,
    pub value: String,
    pub type_name: Option<Words>,
    pub note: String,
    pub said_by: String,
    pub said_at: Instant,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScanShown {
    pub id: String,
    pub at: Instant,
    pub day: Day,
    pub who: Option<Who>,
    pub found: Found,
    pub note: String,
    pub by: String,
    /// Degrees, where the phone told them.
    pub position: Option<String>,
    /// Whether it stands, when somebody looked into it.
    pub upheld: Option<bool>,
    pub why: Option<String>,
    pub settled_by: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FreeBed {
    pub id: String,
    pub name: String,
}

impl Question for OneBed {
    const NAME: &'static str = "beds.bed";
    const RIGHT: &'static str = "beds.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = BedShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<BedShown> {
        let bed = table::get(cx, &self.bed)?;
        let home = home::seen(cx, scope, &bed.facility)?;
        let pack = cx.house.packs.county(cx.county())?;
        let (rules, today) = (pack.get::<BedRules>(), cx.today());
        let stays = table::of_bed(cx, &bed.id)?;
        let scans = table::scans_of_bed(cx, &bed.id)?;
        let ids = stays.iter().map(|it| it.stay.person.clone());
        let ids: Vec<String> = ids.chain(scans.iter().filter_map(|it| it.scan.person.clone())).collect();
        let names = people(cx, ids.into_iter())?;
        let lies = |it: &&StayRow| it.stands && it.how != table::TAKEN_BACK && it.stay.span.covers(today);
        let current = stays.iter().find(lies).cloned();
        let leaves_of = match &current {
            Some(it) => table::leaves_of(cx, &it.stay.person)?,
            None => Vec::new(),
        };
        let mut shown = Vec::with_capacity(scans.len());
        for it in scans {
            let settled = table::settled(cx, &it.scan.id)?;
            shown.push(scan(it, settled, &names));
        }
        let changes = table::changes(cx, &bed.id)?;
        let found = found(cx, self.find)?;
        let free = if current.is_some() { free(cx, &bed.facility, today)? } else { Vec::new() };
        Ok(BedShown {
            name: bed.name(),
            facility: home.id,
            facility_name: home.label,
            area: home.living,
            today,
            code: bed.code.clone(),
            type_id: bed.types.on(today).cloned(),
            type_name: bed.types.on(today).map(|it| rules.called(it)),
            status: bed.states.on(today).copied(),
            current: current.map(|it| stay(it, &names)),
            leaves: leaves_of.into_iter().map(|it| leave(rules, it)).collect(),
            stays: stays.into_iter().map(|it| stay(it, &names)).collect(),
            changes: changes.into_iter().rev().map(|it| change(rules, it)).collect(),
            scans: shown,
            found,
            free,
            types: types(rules),
            leave_kinds: leaves(rules),
            hows: How::ALL.iter().map(|it| it.as_str()).collect(),
            statuses: Status::ALL.to_vec(),
            may_write: cx.actor.may("beds.write"),
            may_settle: cx.actor.may("beds.settle"),
            id: bed.id,
        })
    }
}

fn until(to: Day) -> Option<Day> {
    Some(to).filter(|it| *it != Day::LAST)
}

fn stay(it: StayRow, names: &HashMap<String, Who>) -> StayShown {
    StayShown {
        who: names.get(&it.stay.person).cloned().unwrap_or_default(),
        id: it.stay.id,
        from: it.stay.span.from,
        to: until(it.stay.span.to),
        how: it.how,
        note: it.note,
        said_by: it.name,
        said_at: it.recorded_at,
        superseded: !it.stands,
    }
}

fn leave(rules: &BedRules, it: LeaveRow) -> LeaveShown {
    let span = it.leave.span;
    LeaveShown { id: it.leave.id, kind: rules.called(&it.leave.kind), from: span.from, to: until(span.to) }
}

fn change(rules: &BedRules, it: table::Change) -> ChangeShown {
    ChangeShown {
        type_name: (it.aspect == "type").then(|| rules.called(&it.value)),
        day: it.day,
        aspect: it.aspect,
        value: it.value,
        note: it.note,
        said_by: it.name,
        said_at: it.recorded_at,
    }
}

fn scan(it: ScanRow, settled: Option<(bool, String, String)>, names: &HashMap<String, Who>) -> ScanShown {
    let degrees = |micro: i64| format!("{:.6}", micro as f64 / 1_000_000.0);
    let (upheld, why, by) = match settled {
        Some((upheld, why, by)) => (Some(upheld), Some(why), Some(by)),
        None => (None, None, None),
    };
    ScanShown {
        id: it.scan.id,
        at: it.scan.at,
        day: it.scan.day,
        who: it.scan.person.map(|it| names.get(&it).cloned().unwrap_or_default()),
        found: it.scan.found,
        note: it.note,
        by: it.name,
        position: it.place.map(|(lat, lon)| format!("{}, {}", degrees(lat), degrees(lon))),
        upheld,
        why,
        settled_by: by,
    }
}

/// People of the reader's area, where somebody is looked for.
fn found(cx: &mut Cx, text: Option<String>) -> Result<Option<Vec<Hit>>> {
    let Some(text) = text.filter(|it| !it.trim().is_empty() && cx.actor.may("register.read")) else {
        return Ok(None);
    };
    let scope = cx.actor.scope(Purpose::Register);
    let asked = SearchInput { text, limit: Some(FOUND) };
    Ok(Some(Search(asked).ask(cx, &scope)?.hits))
}

/// The beds of a home in which nobody is said to lie.
fn free(cx: &mut Cx, facility: &str, today: Day) -> Result<Vec<FreeBed>> {
    let asked = table::Asked { facility: Some(facility), known_at: super::NOW };
    let window = crate::register::interval::Span { from: today, to: today.plus_days(1) };
    let beds = table::beds(cx, asked)?;
    let stays = table::stays(cx, asked, window)?;
    let taken: std::collections::HashSet<&str> = stays.iter().map(|it| it.bed.as_str()).collect();
    let mut free: Vec<FreeBed> = beds
        .values()
        .filter(|it| it.in_use(today) && !taken.contains(it.id.as_str()))
        .map(|it| FreeBed { id: it.id.clone(), name: it.name() })
        .collect();
    free.sort_by_cached_key(|it| super::home::by_number(&it.name));
    Ok(free)
}
