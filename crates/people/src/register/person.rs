//! A person as of a day: what follows from the statements known at an instant. The `person` row
//! is this for today and now; a person's page is it for any day and any instant.

use std::collections::BTreeMap;

use base::{Day, Instant, Sex};

use super::{
    name,
    statement::{self, Kind, OWN, Statement},
};

/// Whether somebody lives, as the register knows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Living,
    /// A death was reported and is not confirmed; whoever is reported dead still counts as living.
    Reported,
    Dead,
    /// Another record is this person's.
    Merged,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::Living => "living",
            State::Reported => "reported",
            State::Dead => "dead",
            State::Merged => "merged",
        }
    }

    pub fn parse(text: &str) -> Option<State> {
        [State::Living, State::Reported, State::Dead, State::Merged]
            .into_iter()
            .find(|it| it.as_str() == text)
    }

    pub fn lives(self) -> bool {
        matches!(self, State::Living | State::Reported)
    }
}

/// What the row of a person says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portrait {
    pub name: String,
    pub name_key: String,
    pub name_sort: String,
    pub initials: String,
    pub sex: Option<Sex>,
    pub birth_date: Option<Day>,
    pub ethnicity: String,
    pub number_head: String,
    /// The last known place in this county; nothing if there never was one.
    pub registered_path: String,
    pub registered_here: bool,
    pub living_path: String,
    pub living_here: bool,
    pub state: State,
    pub death_date: Option<Day>,
    pub labels: Vec<String>,
    pub hardship: Vec<String>,
    pub disability: String,
    pub arrangement: String,
    pub refresh_on: Option<Day>,
}

/// A person's row: the portrait and what belongs to the record itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub id: String,
    pub code: String,
    pub portrait: Portrait,
    pub anomalies: i64,
    pub merged_into: Option<String>,
    pub synthetic: bool,
    pub revision: i64,
    pub created_at: i64,
}

/// States of a life event.
pub const REPORTED: &str = "reported";
pub const CONFIRMED: &str = "confirmed";
pub const RETRACTED: &str = "retracted";
/// The life event that ends everything.
pub const DEATH: &str = "death";

/// Draws the portrait on `day` from statements that were known together.
pub fn portrait(known: &[&Statement], day: Day, merged: bool) -> Portrait {
    let on_day = |kind: Kind| known.iter().copied().filter(move |it| it.kind == kind && it.span.covers(day));
    let first = |kind: Kind, slot: &str| on_day(kind).find(|it| it.slot == slot);
    let value = |kind: Kind| on_day(kind).next().map(|it| it.value.clone()).unwrap_or_default();
    let values = |kind: Kind| {
        let mut values: Vec<String> = on_day(kind).map(|it| it.value.clone()).collect();
        values.sort();
        values
    };
    let printed = match first(Kind::Name, OWN).or_else(|| on_day(Kind::Name).next()) {
        Some(it) => it.value.clone(),
        None => known.iter().find(|it| it.kind == Kind::Name).map(|it| it.value.clone()).unwrap_or_default(),
    };
    let spelling = name::spell(&printed);
    let number = first(Kind::Number, OWN);
    let (registered_path, registered_now) = place(known, Kind::Registered, day);
    let (living_path, living_now) = place(known, Kind::Living, day);
    let death = death(known, day);
    let state = match &death {
        _ if merged => State::Merged,
        Some((_, true)) => State::Dead,
        Some((_, false)) => State::Reported,
        None => State::Living,
    };
    Portrait {
        name: printed,
        name_key: spelling.key,
        name_sort: spelling.sort,
        initials: spelling.initials,
        sex: statement::sex(number, first(Kind::Sex, "")),
        birth_date: statement::born(number, first(Kind::Birth, "")),
        ethnicity: value(Kind::Ethnicity),
        number_head: number.map(|it| it.text("head").to_owned()).unwrap_or_default(),
        registered_path,
        registered_here: registered_now && state.lives(),
        living_path,
        living_here: living_now && state.lives(),
        state,
        death_date: death.map(|(day, _)| day),
        labels: values(Kind::Label),
        hardship: values(Kind::Hardship),
        disability: value(Kind::Disability),
        arrangement: value(Kind::Arrangement),
        refresh_on: next_boundary(known, day),
    }
}

/// The last place in this county up to `day`, and whether the person is there on that day.
fn place(known: &[&Statement], kind: Kind, day: Day) -> (String, bool) {
    let here = known
        .iter()
        .filter(|it| it.kind == kind && it.span.from <= day && !it.value.is_empty())
        .max_by_key(|it| it.span.from);
    here.map_or((String::new(), false), |it| (it.value.clone(), it.span.covers(day)))
}

/// The day of death that counts on `day`, and whether it is confirmed.
pub fn death(known: &[&Statement], day: Day) -> Option<(Day, bool)> {
    let deaths = known.iter().filter(|it| {
        it.kind == Kind::Event && it.value == DEATH && it.text("state") != RETRACTED && it.span.from <= day
    });
    let told = deaths.map(|it| (it.text("state") != CONFIRMED, it.span.from));
    told.min().map(|(unconfirmed, day)| (day, !unconfirmed))
}

/// The next day on which something known begins or ends.
fn next_boundary(known: &[&Statement], day: Day) -> Option<Day> {
    let ends = known.iter().flat_map(|it| [it.span.from, it.span.to]);
    ends.filter(|it| day < *it && *it != Day::LAST).min()
}

/// The statements that were known at `known`.
pub fn known_at(statements: &[Statement], known: Instant) -> Vec<&Statement> {
    statements.iter().filter(|it| it.known_at(known)).collect()
}

/// A counting basis (口径), as the tally spells it.
pub const REGISTERED: &str = "registered";
pub const LIVING: &str = "living";
/// The facet of everybody, and that of those who died or left.
pub const EVERYBODY: &str = "";
pub const GONE: &str = "gone";
pub const ANOMALY: &str = "anomaly";
pub const DEATH_REPORTED: &str = "reported";

/// What a list can be narrowed to, of this person.
pub fn facets(person: &Person) -> Vec<String> {
    let it = &person.portrait;
    if it.state == State::Merged {
        return Vec::new();
    }
    let mut facets: Vec<String> = Vec::new();
    facets.extend(it.labels.iter().map(|id| format!("label:{id}")));
    facets.extend(it.hardship.iter().map(|id| format!("hardship:{id}")));
    if !it.disability.is_empty() {
        facets.push(format!("disability:{}", it.disability));
    }
    if !it.arrangement.is_empty() {
        facets.push(format!("arrangement:{}", it.arrangement));
    }
    if it.state == State::Reported {
        facets.push(DEATH_REPORTED.to_owned());
    }
    if 0 < person.anomalies {
        facets.push(ANOMALY.to_owned());
    }
    facets.sort();
    facets.dedup();
    facets
}

/// A key of the tally: basis, facet, place, year of birth.
pub type TallyKey = (&'static str, String, String, i64);

/// Adds `by` to every count this person stands in.
pub fn count(person: &Person, by: i64, tally: &mut BTreeMap<TallyKey, i64>) {
    let it = &person.portrait;
    if it.state == State::Merged {
        return;
    }
    let born = it.birth_date.map_or(0, |day| i64::from(day.year()));
    let places =
        [(REGISTERED, &it.registered_path, it.registered_here), (LIVING, &it.living_path, it.living_here)];
    for (basis, path, here) in places {
        if path.is_empty() {
            continue;
        }
        let facets = if here { facets(person) } else { vec![] };
        let whole = if here { EVERYBODY } else { GONE };
        for facet in facets.into_iter().chain([whole.to_owned()]) {
            *tally.entry((basis, facet, path.clone(), born)).or_default() += by;
        }
    }
}

/// Born on or before this day, somebody has completed `age` years on `on`.
pub fn born_by(on: Day, age: i64) -> Day {
    let year = on.year() - i32::try_from(age.clamp(0, 200)).unwrap_or(200);
    let year = i16::try_from(year).unwrap_or(1).max(1);
    let (month, day) = (on.0.month(), on.0.day());
    // On 29 February those of a common year who come next were born on 1 March, and wait.
    Day::new(year, month, day).or_else(|| Day::new(year, 2, 28)).unwrap_or(Day::FIRST)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_day_to_be_born_by_divides_the_ages(on in 0_i64..40_000, age in 0_i64..120) {
            let on = Day::from_number(on);
            let by = born_by(on, age);
            prop_assert!(age <= i64::from(by.age_on(on)));
            prop_assert!(i64::from(by.plus_days(1).age_on(on)) < age);
        }
    }

    #[test]
    fn a_person_stands_in_each_count_once() {
        let person = Person {
            portrait: Portrait {
                birth_date: Day::new(1940, 2, 1),
                registered_path: "c/t/v/".into(),
                registered_here: true,
                living_path: "c/t/w/".into(),
                living_here: false,
                labels: vec!["left_behind".into()],
                ..Portrait::default()
            },
            ..Person::default()
        };
        let mut tally = BTreeMap::new();
        count(&person, 1, &mut tally);
        let want = [
            (REGISTERED, "", "c/t/v/"),
            (REGISTERED, "label:left_behind", "c/t/v/"),
            (LIVING, GONE, "c/t/w/"),
        ];
        assert_eq!(tally.len(), want.len());
        for (basis, facet, place) in want {
            assert_eq!(tally.get(&(basis, facet.to_owned(), place.to_owned(), 1940)), Some(&1));
        }
        count(&person, -1, &mut tally);
        assert!(tally.values().all(|it| *it == 0));
    }
}
