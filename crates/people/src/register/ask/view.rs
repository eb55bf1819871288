//! What a person's page says of one day, as known at one instant.

use std::collections::BTreeMap;

use base::{Day, Instant, Sex, name::masked, resident};
use schemars::JsonSchema;
use serde::Serialize;

use crate::register::{
    interval::Span,
    person::{self, RETRACTED},
    statement::{Kind, OWN, Statement},
};

/// Somebody on a day, as known at an instant.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct View {
    pub on: Day,
    pub known_at: Instant,
    pub name: String,
    /// Masked to its first six digits.
    pub number: String,
    pub phone: String,
    pub sex: Option<Sex>,
    pub birth_date: Option<Day>,
    pub age: Option<i32>,
    pub ethnicity: String,
    pub language: String,
    pub registered: Place,
    pub living: Place,
    pub state: String,
    pub death_date: Option<Day>,
    pub other_names: Vec<Held>,
    pub labels: Vec<Held>,
    pub special_difficulty: bool,
    pub hardship: Vec<Held>,
    pub disability: Option<Held>,
    pub ability: Option<Held>,
    pub arrangement: Option<Held>,
    pub dwelling: Vec<Held>,
    pub schemes: Vec<Held>,
    pub wishes: Vec<Held>,
    pub consents: Vec<Held>,
    pub relations: Vec<Held>,
    pub events: Vec<Held>,
    pub household: Option<Held>,
}

/// A place on that day.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Place {
    /// The last known path in this county; empty where there never was one.
    pub path: String,
    /// Whether the person is (still) there.
    pub here: bool,
    pub address: String,
    pub since: Option<Day>,
}

/// One statement as pages show it; a day that is not known is left out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Held {
    pub id: String,
    pub kind: Kind,
    pub slot: String,
    /// Of a number or phone its mask.
    pub value: String,
    pub from: Option<Day>,
    /// The last day on which it holds.
    pub until: Option<Day>,
    pub detail: BTreeMap<String, String>,
    pub source: String,
    pub basis: String,
    pub account: String,
    pub recorded_at: Instant,
    /// When something else took its place.
    pub superseded_at: Option<Instant>,
}

/// A statement for a page; names are masked unless `shown`.
pub(super) fn held(it: &Statement, shown: bool) -> Held {
    let named = |text: &str| if shown { text.to_owned() } else { masked(text) };
    let value = match it.kind {
        Kind::Number => resident::mask(it.text("head")),
        Kind::Phone => phone(it),
        Kind::Name => named(&it.value),
        _ => it.value.clone(),
    };
    let slot = match it.kind {
        // The slot of a variant holds the name itself.
        Kind::Name => it.slot.split(':').next().unwrap_or_default().to_owned(),
        _ => it.slot.clone(),
    };
    let detail = it.detail.iter().filter(|(name, _)| !matches!(name.as_str(), "born" | "head" | "sex"));
    let detail = detail.map(|(name, value)| {
        let text = match value {
            serde_json::Value::String(text) if name == "name" => named(text),
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Array(items) => {
                items.iter().filter_map(|it| it.as_str()).collect::<Vec<_>>().join(" ")
            }
            other => other.to_string(),
        };
        (name.clone(), text)
    });
    Held {
        id: it.id.clone(),
        kind: it.kind,
        slot,
        value,
        from: Some(it.span.from).filter(|it| *it != Day::FIRST),
        until: Some(it.span.to).filter(|it| *it != Day::LAST).map(|it| it.plus_days(-1)),
        detail: detail.collect(),
        source: it.source.split(':').next().unwrap_or_default().to_owned(),
        basis: it.basis.clone(),
        account: it.account.clone(),
        recorded_at: it.recorded_at,
        superseded_at: Some(it.superseded_at).filter(|it| *it != Instant::MAX),
    }
}

fn phone(it: &Statement) -> String {
    let head = it.text("head");
    if head.is_empty() { String::new() } else { format!("{head}********") }
}

/// Draws the view.
pub(super) fn view(ever: &[Statement], on: Day, known_at: Instant, special: &[&str], shown: bool) -> View {
    let known = person::known_at(ever, Instant(known_at.0.min(i64::MAX - 1)));
    let portrait = person::portrait(&known, on, false);
    let all = |kind: Kind| -> Vec<Held> {
        let mut all: Vec<&Statement> =
            known.iter().copied().filter(|it| it.kind == kind && it.span.covers(on)).collect();
        all.sort_by(|one, other| (&one.slot, one.span.from).cmp(&(&other.slot, other.span.from)));
        all.into_iter().map(|it| held(it, shown)).collect()
    };
    let one = |kind: Kind| all(kind).into_iter().next();
    let place = |kind: Kind, path: &str, lives: bool| {
        let now = known.iter().copied().find(|it| it.kind == kind && it.span.covers(on));
        Place {
            path: path.to_owned(),
            here: lives,
            address: now.map(|it| it.text("address").to_owned()).unwrap_or_default(),
            since: now.map(|it| it.span.from).filter(|it| *it != Day::FIRST),
        }
    };
    let own =
        |kind: Kind| known.iter().copied().find(|it| it.kind == kind && it.slot == OWN && it.span.covers(on));
    let labels = all(Kind::Label);
    let until = portrait.death_date.filter(|_| !portrait.state.lives()).unwrap_or(on);
    // Events are shown with what led up to the day, not only with what lasts on it.
    let up_to = Span { from: Day::FIRST, to: on.plus_days(1) };
    let mut events: Vec<&Statement> = known
        .iter()
        .copied()
        .filter(|it| it.kind == Kind::Event && it.text("state") != RETRACTED && it.span.overlaps(up_to))
        .collect();
    events.sort_by_key(|it| it.span.from);
    View {
        on,
        known_at,
        name: if shown { portrait.name.clone() } else { masked(&portrait.name) },
        number: resident::mask(&portrait.number_head),
        phone: own(Kind::Phone).map(phone).unwrap_or_default(),
        sex: portrait.sex,
        birth_date: portrait.birth_date,
        age: portrait.birth_date.map(|born| born.age_on(until)),
        ethnicity: portrait.ethnicity.clone(),
        language: one(Kind::Language).map(|it| it.value).unwrap_or_default(),
        registered: place(Kind::Registered, &portrait.registered_path, portrait.registered_here),
        living: place(Kind::Living, &portrait.living_path, portrait.living_here),
        state: portrait.state.as_str().to_owned(),
        death_date: portrait.death_date,
        other_names: all(Kind::Name).into_iter().filter(|it| it.slot != OWN).collect(),
        special_difficulty: labels.iter().any(|it| special.contains(&it.value.as_str())),
        labels,
        hardship: all(Kind::Hardship),
        disability: one(Kind::Disability),
        ability: one(Kind::Ability),
        arrangement: one(Kind::Arrangement),
        dwelling: all(Kind::Dwelling),
        schemes: all(Kind::Scheme),
        wishes: all(Kind::Wish),
        consents: all(Kind::Consent),
        relations: all(Kind::Relation),
        events: events.into_iter().map(|it| held(it, shown)).collect(),
        household: one(Kind::Household),
    }
}
