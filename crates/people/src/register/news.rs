//! News of persons, told to whoever listens: rooms above this one hear by jobs what a person's
//! row came to say. A work named `<room>.on-people-changed` is given [`PeopleChanged`], one named
//! `<room>.on-people-merged` is given [`PeopleMerged`].

use base::{Day, Result, name::masked};
use platform::{
    Cx,
    tasks::{self, NewTask, Outcome},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    person::{Person, State},
    table,
};

/// The task that a reported death opens: somebody goes and sees.
const VERIFY_DEATH: &str = "verify-death";

/// What may matter to others about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    DeathReported,
    DeathConfirmed,
    /// A death that was reported or confirmed is not so.
    DeathRetracted,
    /// The day of death is another one.
    DeathMoved,
    RegisteredMoved,
    LivingMoved,
    BirthCorrected,
    NameCorrected,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub person: String,
    pub news: Vec<News>,
    pub death_date: Option<Day>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleChanged {
    pub people: Vec<Changed>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleMerged {
    pub merge: String,
    /// The record that goes on.
    pub kept: String,
    /// The record that was closed.
    pub closed: String,
    /// The merge was undone: the two are two again.
    pub undone: bool,
}

pub const PEOPLE_CHANGED: &str = "people-changed";
pub const PEOPLE_MERGED: &str = "people-merged";
/// Told of persons who were known before, whatever was said of them: a work named
/// `<room>.on-facts-changed` is given [`FactsChanged`].
pub const FACTS_CHANGED: &str = "facts-changed";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactsChanged {
    pub people: Vec<Whose>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whose {
    pub person: String,
}

/// More persons than this at once are an import: the night looks at them.
const FACTS_PERSONS_MAX: usize = 50;

/// Tells of whom anything was said, when a person or a small list said it.
pub(crate) fn tell_facts(cx: &mut Cx, people: Vec<String>) -> Result<()> {
    if people.is_empty() || FACTS_PERSONS_MAX < people.len() {
        return Ok(());
    }
    let people = people.into_iter().map(|person| Whose { person }).collect();
    tell(cx, FACTS_CHANGED, &FactsChanged { people })
}

/// What changed between two rows of one person, as others may have to act on it.
pub fn between(before: &Person, after: &Person) -> Option<Changed> {
    let (old, new) = (&before.portrait, &after.portrait);
    if [old.state, new.state].contains(&State::Merged) {
        return None;
    }
    let mut news = Vec::new();
    match (old.state, new.state) {
        (State::Living, State::Reported) => news.push(News::DeathReported),
        (State::Living | State::Reported, State::Dead) => news.push(News::DeathConfirmed),
        (State::Reported | State::Dead, State::Living) => news.push(News::DeathRetracted),
        _ if old.death_date != new.death_date || old.state != new.state => news.push(News::DeathMoved),
        _ => (),
    }
    let lives = new.state.lives() && old.state.lives();
    if old.registered_path != new.registered_path || lives && old.registered_here != new.registered_here {
        news.push(News::RegisteredMoved);
    }
    if old.living_path != new.living_path || lives && old.living_here != new.living_here {
        news.push(News::LivingMoved);
    }
    if old.birth_date != new.birth_date {
        news.push(News::BirthCorrected);
    }
    if old.name != new.name {
        news.push(News::NameCorrected);
    }
    let person = after.id.clone();
    (!news.is_empty()).then_some(Changed { person, news, death_date: new.death_date })
}

/// What the register itself does about news: a reported death is verified, and is then done with.
pub(crate) fn follow(cx: &mut Cx, changed: &Changed) -> Result<()> {
    let over = |it: &News| matches!(it, News::DeathConfirmed | News::DeathRetracted);
    if changed.news.contains(&News::DeathReported) {
        let Some(person) = table::person::find(cx, &changed.person)? else { return Ok(()) };
        let it = &person.portrait;
        let area = if it.living_path.is_empty() { &it.registered_path } else { &it.living_path };
        let task = NewTask {
            kind: VERIFY_DEATH,
            reason: "",
            subject_kind: "person",
            subject_id: &person.id,
            label: &masked(&it.name),
            area,
            due_on: None,
            detail: json!({ "death_date": it.death_date }),
        };
        tasks::open(cx, &task)?;
    } else if changed.news.iter().any(over) {
        let by = cx.actor.account.clone();
        tasks::close(cx, VERIFY_DEATH, &changed.person, None, Outcome::Done, &by)?;
    }
    Ok(())
}

/// Tells every work that listens for `news`.
pub(crate) fn tell<P: Serialize>(cx: &mut Cx, news: &str, payload: &P) -> Result<()> {
    let now = cx.now;
    for kind in cx.house.catalogue.listening(news) {
        cx.enqueue(kind, payload, now)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::person::Portrait;

    fn person(state: State, place: &str) -> Person {
        let portrait = Portrait {
            state,
            registered_path: place.to_owned(),
            registered_here: state.lives(),
            ..Portrait::default()
        };
        Person { portrait, ..Person::default() }
    }

    #[track_caller]
    fn check(before: (State, &str), after: (State, &str), want: &[News]) {
        let news = between(&person(before.0, before.1), &person(after.0, after.1));
        assert_eq!(news.map(|it| it.news).unwrap_or_default(), want);
    }

    #[test]
    fn what_others_must_know_is_told() {
        check((State::Living, "a"), (State::Living, "a"), &[]);
        check((State::Living, "a"), (State::Reported, "a"), &[News::DeathReported]);
        check((State::Reported, "a"), (State::Dead, "a"), &[News::DeathConfirmed]);
        check((State::Dead, "a"), (State::Living, "a"), &[News::DeathRetracted]);
        check((State::Living, "a"), (State::Living, "b"), &[News::RegisteredMoved]);
        check((State::Living, "a"), (State::Merged, "a"), &[]);
    }
}
