//! One person: who they are, everything that was ever said of them, and for any past day what was
//! true then and what was known then.

use base::{Day, Error, Instant, Result, name::masked};
use platform::{Cx, Purpose, Question, Scope, terms::Labels};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    anomalies::{Anomalies, AnomalyRow},
    unmasked,
    view::{self, Held, View},
};
use crate::register::{
    lists,
    statement::{Kind, Statement},
    table,
};

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct OnePerson {
    pub person: String,
    /// The day to look at; today when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// What was known by the end of this day; all that is known now when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_on: Option<Day>,
    /// A leave to see full names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unmasking: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PersonAnswer {
    pub id: String,
    pub code: String,
    pub revision: i64,
    pub synthetic: bool,
    /// The record that goes on, when this one was closed.
    pub merged_into: Option<String>,
    pub today: Day,
    /// What was true on the day, as known now (or by `known_on`).
    pub view: View,
    /// Of a past day: what was known at its end.
    pub known_then: Option<View>,
    /// Everything ever said, newest first.
    pub timeline: Vec<Held>,
    /// There is more than the timeline shows.
    pub timeline_cut: bool,
    pub anomalies: Vec<AnomalyRow>,
    pub merges: Vec<MergeRow>,
    pub household: Vec<MemberRow>,
    /// What the masks hide is shown.
    pub unmasked: bool,
}

/// A record that was merged into this one, or that this one was merged into.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MergeRow {
    pub merge: String,
    pub other: String,
    /// This record goes on.
    pub kept: bool,
    pub merged_at: Instant,
    pub merged_by: String,
    pub why: String,
    pub undone: bool,
}

/// Somebody of the same household.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MemberRow {
    pub person: String,
    pub name: String,
    pub role: String,
}

/// Rows of the timeline that a page shows.
const TIMELINE_MAX: usize = 300;
const HOUSEHOLD_MAX: i64 = 40;

impl Question for OnePerson {
    const NAME: &'static str = "register.person";
    const RIGHT: &'static str = "register.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = PersonAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<PersonAnswer> {
        let person = table::person::find(cx, &self.person)?.ok_or_else(|| Error::missing("person"))?;
        if !scope.covers_person(&person.portrait.registered_path, &person.portrait.living_path) {
            return Err(Error::missing("person"));
        }
        let (today, now) = (cx.today(), cx.now);
        let on = self.on.unwrap_or(today);
        let end_of = |day: Day| Instant(day.plus_days(1).starts_at().0 - 1);
        let known_at = self.known_on.map_or(now, |day| Instant(end_of(day).0.min(now.0)));
        let leave = unmasked::leave(cx, self.unmasking.as_deref())?;
        let shown = leave.covers(&person.id);
        let pack = lists::pack(cx)?;
        let special: Vec<&str> = pack.get::<Labels>().special().iter().map(String::as_str).collect();
        let ever = table::statement::ever(cx, &person.id)?;
        let view = view::view(&ever, on, known_at, &special, shown);
        let past = on < today && self.known_on.is_none();
        let known_then = past.then(|| view::view(&ever, on, end_of(on), &special, shown));
        let timeline = timeline(&ever, shown);
        let anomalies = Anomalies { person: Some(person.id.clone()), ..Anomalies::default() };
        let household = match &view.household {
            Some(it) => members(cx, scope, &it.value, &person.id, shown)?,
            None => Vec::new(),
        };
        Ok(PersonAnswer {
            today,
            household,
            timeline_cut: timeline.len() < ever.len(),
            timeline,
            anomalies: anomalies.ask(cx, scope)?.rows,
            merges: merges(cx, &person.id)?,
            id: person.id,
            code: person.code,
            revision: person.revision,
            synthetic: person.synthetic,
            merged_into: person.merged_into,
            view,
            known_then,
            unmasked: shown,
        })
    }
}

fn timeline(ever: &[Statement], shown: bool) -> Vec<Held> {
    let newest = ever.iter().rev().take(TIMELINE_MAX);
    newest.map(|it| view::held(it, shown)).collect()
}

fn merges(cx: &mut Cx, person: &str) -> Result<Vec<MergeRow>> {
    type Row = (String, String, String, Instant, String, String, Option<i64>);
    let county = cx.county();
    let mut rows: Vec<Row> = cx.all(
        "SELECT id, kept, closed, merged_at, merged_by, why, undone_at FROM person_merge
         WHERE county = $1 AND kept = $2",
        &[county.into(), person.into()],
    )?;
    rows.extend(cx.all::<Row>(
        "SELECT id, kept, closed, merged_at, merged_by, why, undone_at FROM person_merge
         WHERE county = $1 AND closed = $2 AND undone_at IS NULL",
        &[county.into(), person.into()],
    )?);
    let row = |(merge, kept, closed, merged_at, merged_by, why, undone): Row| {
        let is_kept = kept == person;
        let other = if is_kept { closed } else { kept };
        MergeRow { merge, other, kept: is_kept, merged_at, merged_by, why, undone: undone.is_some() }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Who else is of the household, as far as the reader sees them.
fn members(cx: &mut Cx, scope: &Scope, household: &str, but: &str, shown: bool) -> Result<Vec<MemberRow>> {
    let (county, today) = (cx.county(), cx.today());
    let ids: Vec<(String,)> = cx.all(
        "SELECT DISTINCT person FROM person_interval
         WHERE county = $1 AND kind = 'household' AND value = $2 AND superseded_at = $3 LIMIT $4",
        &[county.into(), household.into(), Instant::MAX.into(), HOUSEHOLD_MAX.into()],
    )?;
    let ids: Vec<&str> = ids.iter().map(|it| it.0.as_str()).filter(|it| *it != but).collect();
    let statements = table::statement::standing(cx, &ids)?;
    let mut members = Vec::new();
    for person in table::person::many(cx, &ids)? {
        let role = statements.iter().find(|it| {
            it.person == person.id
                && it.kind == Kind::Household
                && it.value == household
                && it.span.covers(today)
        });
        let seen = scope.covers_person(&person.portrait.registered_path, &person.portrait.living_path);
        let Some(role) = role.filter(|_| seen && person.merged_into.is_none()) else { continue };
        let name = if shown { person.portrait.name } else { masked(&person.portrait.name) };
        members.push(MemberRow { person: person.id, name, role: role.text("role").to_owned() });
    }
    Ok(members)
}
