//! The facts that the register gives: age, sex, places, life and death, labels, hardship,
//! disability, arrangement, wishes; on any day, as known at any instant.
//!
//! What is said holds. What was said to have ended does not hold. What was never said is *no*
//! where the list that would tell is complete, and unknown elsewhere. A death that is reported and
//! not confirmed leaves `person.alive` unknown.

use std::collections::BTreeMap;

use base::{Day, Result, Sex};
use platform::{
    Cx,
    facts::{Asked, FactSource, Frame},
    terms::Labels,
};
use rules::{Basis, Column, Fact, Kind as FactKind};

use super::{
    ask::line::{self, Line},
    coverage::Silence,
    lists::{self, Lists},
    person::{CONFIRMED, DEATH, RETRACTED},
    statement::{Kind, OWN},
};

const ROOMS: &[&str] = &[
    "person.",
    "label.",
    "hardship.",
    "support.",
    "disability.",
    "ability.",
    "living.",
    "dwelling.",
    "scheme.",
    "wish.",
    "consent.",
];
const SPECIAL: &str = "label.special_difficulty";
/// The life event of somebody whom nobody can find.
const MISSING: &str = "missing";
/// Grades of the disability certificate that are numbers.
const GRADES: std::ops::RangeInclusive<i64> = 1..=4;

/// The facts beside those that follow from labels and hardship.
pub(super) fn declared(lists: &Lists) -> Vec<Fact> {
    let ids = |list: &BTreeMap<String, lists::Item>| -> Vec<String> { list.keys().cloned().collect() };
    let choice = |ids: &[String]| FactKind::choice(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    let mut facts = vec![
        Fact::new("person.age", FactKind::Int),
        Fact::new("person.birth_date", FactKind::Day),
        Fact::new("person.sex", FactKind::choice(&["male", "female"])),
        Fact::new("person.alive", FactKind::Bool),
        Fact::new("person.died_on", FactKind::Day),
        Fact::new("person.death_reported", FactKind::Bool),
        Fact::new("person.lost_since", FactKind::Day),
        Fact::new("person.registered_here", FactKind::Bool).counted(Basis::Registered),
        Fact::new("person.registered_area", FactKind::Text).counted(Basis::Registered),
        Fact::new("person.moved_out_on", FactKind::Day).counted(Basis::Registered),
        Fact::new("person.registered_since", FactKind::Day).counted(Basis::Registered),
        Fact::new("living.here", FactKind::Bool).counted(Basis::Living),
        Fact::new("support.centralised", FactKind::Bool),
        Fact::new("disability.grade", FactKind::Int),
        Fact::new("disability.pending", FactKind::Bool),
        Fact::new("ability.level", choice(&ids(&lists.ability))),
        Fact::new("living.arrangement", choice(&ids(&lists.arrangement))),
        Fact::new("living.alone", FactKind::Bool),
        Fact::new("living.in_institution", FactKind::Bool),
    ];
    for (prefix, list) in [("dwelling", &lists.dwelling), ("wish", &lists.wish), ("consent", &lists.consent)]
    {
        facts.extend(list.keys().map(|id| Fact::new(&format!("{prefix}.{id}"), FactKind::Bool)));
    }
    let mut schemes: Vec<&str> = lists.scheme.keys().filter_map(|it| it.split('/').next()).collect();
    schemes.dedup();
    facts.extend(schemes.iter().map(|it| Fact::new(&format!("scheme.{it}"), FactKind::Text)));
    facts
}

/// The register as a source of facts.
pub struct RegisterFacts;

impl FactSource for RegisterFacts {
    fn gives(&self, _: &platform::packs::Pack, name: &str) -> bool {
        ROOMS.iter().any(|it| name.starts_with(it))
    }

    fn read(&self, cx: &mut Cx, asked: &Asked, wanted: &[Fact], frames: &mut [Frame]) -> Result<()> {
        let pack = lists::pack(cx)?;
        let special: Vec<&str> = pack.get::<Labels>().special().iter().map(String::as_str).collect();
        let lines = line::of_people(cx, asked.people, asked.known_at)?;
        let silence = Silence::load(cx, asked.known_at)?;
        let denies = &pack.get::<Lists>().denies;
        for frame in frames {
            let text = frame.day.to_string();
            let day = OnDay { day: frame.day, text, special: &special, silence: &silence, denies };
            let columns: Vec<Column> = wanted.iter().map(|fact| day.column(fact, &lines)).collect();
            for (fact, column) in wanted.iter().zip(columns) {
                frame.set(&fact.name, column);
            }
        }
        Ok(())
    }
}

/// One day of the columns.
struct OnDay<'a> {
    day: Day,
    /// As the rows spell it.
    text: String,
    special: &'a [&'a str],
    silence: &'a Silence,
    /// The facts that each list's silence denies.
    denies: &'a BTreeMap<String, Vec<String>>,
}

impl OnDay<'_> {
    fn column(&self, fact: &Fact, people: &[Vec<Line>]) -> Column {
        if fact.name == SPECIAL {
            return self.special(people);
        }
        match &fact.kind {
            FactKind::Bool => Column::bools(people.iter().map(|lines| self.truth(&fact.name, lines))),
            FactKind::Text => {
                let mut builder = rules::Builder::new(&fact.kind);
                let (kind, slot) = match fact.name.as_str() {
                    "person.registered_area" => (Kind::Registered, ""),
                    name => (Kind::Scheme, name.strip_prefix("scheme.").unwrap_or_default()),
                };
                for lines in people {
                    let text = self.now(lines, kind, slot).map(|it| it.value.as_str().into());
                    builder.push(text.map(rules::Value::Text).as_ref());
                }
                builder.finish()
            }
            FactKind::Choice(allowed) => Column::lanes(people.iter().map(|lines| {
                let value = self.choice(&fact.name, lines)?;
                allowed.iter().position(|it| **it == *value).map(|it| it as i64)
            })),
            _ => Column::lanes(people.iter().map(|lines| self.number(&fact.name, lines))),
        }
    }

    /// What holds in a slot on the day.
    fn now<'l>(&self, lines: &'l [Line], kind: Kind, slot: &str) -> Option<&'l Line> {
        lines.iter().find(|it| it.kind == kind && it.slot == slot && it.covers(&self.text))
    }

    fn truth(&self, name: &str, lines: &[Line]) -> Option<bool> {
        match name {
            "person.alive" => match self.death(lines) {
                Some((_, true)) => Some(false),
                Some((_, false)) => None,
                None => Some(true),
            },
            "person.death_reported" => Some(matches!(self.death(lines), Some((_, false)))),
            "person.registered_here" => self.here(name, lines, Kind::Registered),
            "living.here" => self.here(name, lines, Kind::Living),
            "support.centralised" => self.holds(name, lines, Kind::Hardship, "destitute_central"),
            "disability.pending" => self.graded(name, lines, Kind::Disability, "pending"),
            "living.alone" => self.graded(name, lines, Kind::Arrangement, "alone"),
            "living.in_institution" => self.graded(name, lines, Kind::Arrangement, "institution"),
            _ => {
                let (prefix, slot) = name.split_once('.')?;
                match prefix {
                    "label" => self.holds(name, lines, Kind::Label, slot),
                    "hardship" => self.holds(name, lines, Kind::Hardship, slot),
                    "dwelling" => self.holds(name, lines, Kind::Dwelling, slot),
                    // A wish is an answer: without one nothing is known.
                    "wish" => self.now(lines, Kind::Wish, slot).map(|it| it.value == "willing"),
                    "consent" => self.now(lines, Kind::Consent, slot).map(|it| it.value == "willing"),
                    _ => None,
                }
            }
        }
    }

    fn number(&self, name: &str, lines: &[Line]) -> Option<i64> {
        match name {
            "person.age" => Some(i64::from(self.born(lines)?.age_on(self.day))),
            "person.birth_date" => Some(self.born(lines)?.number()),
            "person.died_on" => {
                let died = self.death(lines).filter(|(_, confirmed)| *confirmed);
                died.map(|(day, _)| day.number())
            }
            "person.lost_since" => {
                let lost = |it: &&Line| {
                    it.kind == Kind::Event
                        && it.value == MISSING
                        && it.covers(&self.text)
                        && it.detail("state").as_deref() != Some(RETRACTED)
                };
                Some(lines.iter().find(lost)?.from.parse::<Day>().ok()?.number())
            }
            "person.moved_out_on" => Some(self.left(lines, Kind::Registered)?.number()),
            "person.registered_since" => {
                let since: Day = self.now(lines, Kind::Registered, "")?.from.parse().ok()?;
                (since != Day::FIRST).then(|| since.number())
            }
            "disability.grade" => {
                let grade = self.now(lines, Kind::Disability, "")?.value.parse().ok()?;
                GRADES.contains(&grade).then_some(grade)
            }
            _ => None,
        }
    }

    fn choice(&self, name: &str, lines: &[Line]) -> Option<String> {
        match name {
            "person.sex" => {
                let of_number = self.now(lines, Kind::Number, OWN).and_then(|it| it.detail("sex"));
                let declared = || self.now(lines, Kind::Sex, "").map(|it| it.value.clone());
                let sex = of_number.or_else(declared)?;
                Sex::parse(&sex).map(|it| it.as_str().to_owned())
            }
            "ability.level" => self.now(lines, Kind::Ability, "").map(|it| it.value.clone()),
            "living.arrangement" => self.now(lines, Kind::Arrangement, "").map(|it| it.value.clone()),
            _ => None,
        }
    }

    /// The birth date, by the last number that was given: a corrected birth date is a new number,
    /// and nobody was ever born on the day of the old one, so it is asked whatever the day.
    fn born(&self, lines: &[Line]) -> Option<Day> {
        let own = lines.iter().filter(|it| it.kind == Kind::Number && it.slot == OWN);
        let of_number = own.max_by_key(|it| &it.from).and_then(|it| it.detail("born"));
        let declared = || self.now(lines, Kind::Birth, "").map(|it| it.value.clone());
        of_number.or_else(declared)?.parse().ok()
    }

    /// The first day at a place elsewhere, of whoever was here before and is not now.
    fn left(&self, lines: &[Line], kind: Kind) -> Option<Day> {
        let was =
            || lines.iter().filter(|it| it.kind == kind && !it.value.is_empty() && it.from <= self.text);
        if was().any(|it| it.covers(&self.text)) {
            return None;
        }
        was().map(|it| it.to.as_str()).max()?.parse().ok()
    }

    /// The day of death up to this day, and whether it is confirmed.
    fn death(&self, lines: &[Line]) -> Option<(Day, bool)> {
        let told =
            lines.iter().filter(|it| it.kind == Kind::Event && it.value == DEATH && it.from <= self.text);
        let told = told.filter_map(|it| {
            let state = it.detail("state").filter(|state| state != RETRACTED)?;
            Some((state != CONFIRMED, it.from.parse::<Day>().ok()?))
        });
        told.min().map(|(unconfirmed, day)| (day, !unconfirmed))
    }

    fn here(&self, name: &str, lines: &[Line], kind: Kind) -> Option<bool> {
        let now = self.now(lines, kind, "").map(|it| !it.value.is_empty());
        let over = || lines.iter().any(|it| it.kind == kind && it.to <= self.text).then_some(false);
        now.or_else(over).or_else(|| self.denied(name, lines))
    }

    /// A thing that either holds or does not, each in a slot of its own.
    fn holds(&self, name: &str, lines: &[Line], kind: Kind, slot: &str) -> Option<bool> {
        if self.now(lines, kind, slot).is_some() {
            return Some(true);
        }
        let ended = lines.iter().any(|it| it.kind == kind && it.slot == slot && it.to <= self.text);
        if ended { Some(false) } else { self.denied(name, lines) }
    }

    /// One of several values of which one holds at a time.
    fn graded(&self, name: &str, lines: &[Line], kind: Kind, value: &str) -> Option<bool> {
        let now = self.now(lines, kind, "").map(|it| it.value == value);
        now.or_else(|| self.denied(name, lines))
    }

    /// *No* where the list that would tell is complete for the person's place, and silent.
    fn denied(&self, name: &str, lines: &[Line]) -> Option<bool> {
        let tells = |facts: &Vec<String>| facts.iter().any(|it| it == name);
        let mut tellers = self.denies.iter().filter(|(_, facts)| tells(facts)).peekable();
        tellers.peek()?;
        let place = [Kind::Registered, Kind::Living].into_iter().find_map(|kind| self.now(lines, kind, ""));
        let path = place.map_or("", |it| it.value.as_str());
        tellers.any(|(list, _)| self.silence.is_no(list, path, self.day)).then_some(false)
    }

    /// Whether any of the labels holds that mean special difficulty here.
    fn special(&self, people: &[Vec<Line>]) -> Column {
        let mut any: Vec<Option<bool>> = vec![Some(false); people.len()];
        for label in self.special {
            let name = format!("label.{label}");
            for (any, lines) in any.iter_mut().zip(people) {
                *any = match (*any, self.holds(&name, lines, Kind::Label, label)) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (None, _) | (_, None) => None,
                    _ => Some(false),
                };
            }
        }
        Column::bools(any)
    }
}
