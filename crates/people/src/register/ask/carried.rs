//! What a worker's phone carries of the elders of an area, so that it can be read with no network.

use base::{Day, Result, Sex};
use platform::{Cx, Place, Scope};
use schemars::JsonSchema;
use serde::Serialize;

use crate::register::{
    edit,
    person::{Person, State},
    statement::{Kind, OWN, Statement},
    table,
};

/// An elder as a phone carries them. What is empty is left out: thousands of these cross a thin line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Carried {
    #[serde(skip)]
    pub id: String,
    pub revision: i64,
    /// Masked for a reader who may not see names in the clear.
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub initials: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born: Option<Day>,
    pub place: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// The last digits of the resident number, to tell two of one name apart.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hardship: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub disability: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ability: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub arrangement: String,
    /// A death that was reported and not confirmed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reported: bool,
}

/// Digits of a number by which people tell each other apart.
const TAIL: usize = 4;

/// Elders who live in the scope, in the order of village and address; `plain` shows names, phones and
/// the tail of the number, for which the caller journals a purpose.
pub fn carried(cx: &mut Cx, scope: &Scope, plain: bool) -> Result<Vec<Carried>> {
    let (low, high) = scope.range();
    let people = table::person::living(cx, &low, &high)?;
    gathered(cx, people, plain)
}

/// One of them; nothing for somebody who does not live in the scope.
pub fn carried_one(cx: &mut Cx, scope: &Scope, person: &str, plain: bool) -> Result<Option<Carried>> {
    let found = table::person::find(cx, person)?;
    let found = found.filter(|it| it.portrait.living_here && scope.covers(&it.portrait.living_path));
    Ok(gathered(cx, found.into_iter().collect(), plain)?.pop())
}

/// Both places of somebody, for a verb that is about what a phone has of them.
pub fn place(cx: &mut Cx, person: &str) -> Result<Place> {
    edit::place(cx, person)
}

fn gathered(cx: &mut Cx, people: Vec<Person>, plain: bool) -> Result<Vec<Carried>> {
    let ids: Vec<&str> = people.iter().map(|it| it.id.as_str()).collect();
    let mut statements = table::statement::standing(cx, &ids)?;
    let today = cx.today();
    statements.retain(|it| it.span.covers(today));
    statements.sort_by(|one, other| one.person.cmp(&other.person));
    let statements = &statements[..];
    let keys = &cx.house.keys;
    let open = |it: Option<&Statement>, kind: Kind| -> Result<String> {
        let sealed = it.filter(|_| plain).and_then(|it| it.sealed.as_deref());
        sealed.map_or(Ok(String::new()), |it| keys.open(kind.seal_purpose(), it))
    };
    let mut all = Vec::with_capacity(people.len());
    for person in &people {
        let from = statements.partition_point(|it| it.person < person.id);
        let to = statements.partition_point(|it| it.person <= person.id);
        let said = &statements[from..to];
        let first = |kind: Kind| said.iter().find(|it| it.kind == kind);
        let own = |kind: Kind| said.iter().find(|it| it.kind == kind && it.slot == OWN);
        let value = |kind: Kind| first(kind).map(|it| it.value.clone()).unwrap_or_default();
        let it = &person.portrait;
        let number = open(own(Kind::Number), Kind::Number)?;
        let name = if plain { it.name.clone() } else { base::name::masked(&it.name) };
        all.push(Carried {
            id: person.id.clone(),
            revision: person.revision,
            name,
            initials: if plain { it.initials.clone() } else { String::new() },
            sex: it.sex,
            born: it.birth_date,
            place: it.living_path.clone(),
            address: first(Kind::Living).map(|it| it.text("address").to_owned()).unwrap_or_default(),
            phone: open(own(Kind::Phone), Kind::Phone)?,
            tail: number.get(number.len().saturating_sub(TAIL)..).unwrap_or_default().to_owned(),
            labels: it.labels.clone(),
            hardship: it.hardship.clone(),
            disability: it.disability.clone(),
            ability: value(Kind::Ability),
            arrangement: it.arrangement.clone(),
            reported: it.state == State::Reported,
        });
    }
    all.sort_by(|one, other| {
        (&one.place, &one.address, &one.id).cmp(&(&other.place, &other.address, &other.id))
    });
    Ok(all)
}
