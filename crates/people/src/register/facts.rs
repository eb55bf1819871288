//! What rules may know of a person: the register's facts, declared and read as columns.
//!
//! | fact                                   | from                                              |
//! |----------------------------------------|---------------------------------------------------|
//! | `person.birth_date`, `.age`, `.sex`    | the resident number; what is declared, without one |
//! | `person.registered_here`, `.registered_area` | the registered place, whoever lives or died    |
//! | `person.moved_out_on`                  | the first day registered elsewhere                |
//! | `person.died_on`, `.alive`             | a confirmed death; `.death_reported` one that waits |
//! | `person.lost_since`                    | the life event `missing`                          |
//! | `living.here`, `living.arrangement`    | the living place, how somebody lives              |
//! | `label.…`, `hardship.…`                | what stands on that day                           |
//! | `disability.grade`, `ability.level`    | the same                                          |
//!
//! Who is not on a list is not thereby *not so*: what nobody says anything about is unknown.

use base::{Day, Result};
use platform::{
    Cx,
    facts::{Asked, FactSource, Frame},
};
use rules::{Basis, Builder, Fact, Value};

use super::{
    person,
    statement::{self, Kind, OWN, Statement},
    table,
};

/// The life event of somebody whom nobody can find.
const MISSING: &str = "missing";

/// The facts of every person, whatever the pack's lists say.
pub fn declared() -> Vec<Fact> {
    use rules::Kind::{Bool, Day, Int, Text};
    vec![
        Fact::new("person.birth_date", Day),
        Fact::new("person.age", Int),
        Fact::new("person.sex", rules::Kind::choice(&["female", "male"])),
        Fact::new("person.alive", Bool),
        Fact::new("person.died_on", Day),
        Fact::new("person.death_reported", Bool),
        Fact::new("person.lost_since", Day),
        Fact::new("person.registered_here", Bool).counted(Basis::Registered),
        Fact::new("person.registered_area", Text).counted(Basis::Registered),
        Fact::new("person.moved_out_on", Day).counted(Basis::Registered),
        Fact::new("living.here", Bool).counted(Basis::Living),
        Fact::new("living.arrangement", Text),
        Fact::new("disability.grade", Int),
        Fact::new("ability.level", Text),
    ]
}

/// The facts of a list of the pack: `label.left_behind` and the like.
pub fn of_list<'a>(prefix: &str, ids: impl IntoIterator<Item = &'a String>) -> Vec<Fact> {
    ids.into_iter().map(|id| Fact::new(&format!("{prefix}.{id}"), rules::Kind::Bool)).collect()
}

/// The register as a source of facts.
pub struct Register;

impl FactSource for Register {
    fn gives(&self, name: &str) -> bool {
        let room = name.split('.').next().unwrap_or("");
        matches!(room, "person" | "living" | "label" | "hardship" | "disability" | "ability")
    }

    fn read(&self, cx: &mut Cx, asked: &Asked, wanted: &[Fact], frames: &mut [Frame]) -> Result<()> {
        let mut kinds: Vec<Kind> = wanted.iter().flat_map(|fact| kinds_of(&fact.name)).copied().collect();
        kinds.sort();
        kinds.dedup();
        if kinds.is_empty() {
            return Ok(());
        }
        let statements = table::statement::known(cx, asked.people, &kinds, asked.known_at)?;
        for frame in frames {
            let mut columns: Vec<Builder> = wanted.iter().map(|fact| Builder::new(&fact.kind)).collect();
            let mut rest = statements.as_slice();
            for id in asked.people {
                let before = rest.partition_point(|it| it.person < *id);
                let count = rest[before..].partition_point(|it| it.person == *id);
                let known: Vec<&Statement> = rest[before..before + count].iter().collect();
                rest = &rest[before + count..];
                let about = About { known: &known, day: frame.day };
                for (fact, column) in wanted.iter().zip(&mut columns) {
                    column.push(about.value(&fact.name).as_ref());
                }
            }
            for (fact, column) in wanted.iter().zip(columns) {
                frame.set(&fact.name, column.finish());
            }
        }
        Ok(())
    }
}

/// The kinds of statement that a fact follows from.
fn kinds_of(fact: &str) -> &'static [Kind] {
    match fact {
        "person.birth_date" | "person.age" => &[Kind::Number, Kind::Birth],
        "person.sex" => &[Kind::Number, Kind::Sex],
        "person.registered_here" | "person.registered_area" | "person.moved_out_on" => &[Kind::Registered],
        "person.alive" | "person.died_on" | "person.death_reported" | "person.lost_since" => &[Kind::Event],
        "living.here" => &[Kind::Living],
        "living.arrangement" => &[Kind::Arrangement],
        "disability.grade" => &[Kind::Disability],
        "ability.level" => &[Kind::Ability],
        _ if fact.starts_with("label.") => &[Kind::Label],
        _ if fact.starts_with("hardship.") => &[Kind::Hardship],
        _ => &[],
    }
}

/// What is known of one person, on one day.
struct About<'a> {
    known: &'a [&'a Statement],
    day: Day,
}

impl About<'_> {
    fn value(&self, fact: &str) -> Option<Value> {
        let text = |it: &Statement| Value::Text(it.value.as_str().into());
        match fact {
            "person.birth_date" => self.born().map(Value::Day),
            "person.age" => self.born().map(|it| Value::Int(it.age_on(self.day).into())),
            "person.sex" => {
                let sex = statement::sex(self.own_number(), self.stands(Kind::Sex, ""));
                sex.map(|it| Value::Choice(it.as_str().into()))
            }
            "person.died_on" => self.died().map(Value::Day),
            "person.alive" => self.died().map(|_| Value::Bool(false)),
            "person.death_reported" => {
                person::death(self.known, self.day).map(|(_, confirmed)| Value::Bool(!confirmed))
            }
            "person.lost_since" => {
                let missing = |it: &&&Statement| it.value == MISSING && it.span.covers(self.day);
                let lost = self.of(Kind::Event).find(missing);
                lost.map(|it| Value::Day(it.span.from))
            }
            "person.registered_here" => self.here(Kind::Registered),
            "person.registered_area" => {
                let here = self.of(Kind::Registered).find(|it| it.span.covers(self.day));
                here.map(|it| text(it))
            }
            "person.moved_out_on" => self.left(Kind::Registered).map(Value::Day),
            "living.here" => self.here(Kind::Living),
            "living.arrangement" => self.stands(Kind::Arrangement, "").map(text),
            "disability.grade" => self.stands(Kind::Disability, "")?.value.parse().ok().map(Value::Int),
            "ability.level" => self.stands(Kind::Ability, "").map(text),
            _ => self.listed(fact),
        }
    }

    fn of(&self, kind: Kind) -> impl Iterator<Item = &&Statement> {
        self.known.iter().filter(move |it| it.kind == kind)
    }

    fn stands(&self, kind: Kind, slot: &str) -> Option<&Statement> {
        self.of(kind).find(|it| it.slot == slot && it.span.covers(self.day)).copied()
    }

    /// The number of that day; a person has the birth date of their number before they had it too.
    fn own_number(&self) -> Option<&Statement> {
        let own = || self.of(Kind::Number).filter(|it| it.slot == OWN);
        let stands = own().find(|it| it.span.covers(self.day));
        stands.or_else(|| own().min_by_key(|it| it.span.from)).copied()
    }

    fn born(&self) -> Option<Day> {
        let declared = self.stands(Kind::Birth, "").or_else(|| self.of(Kind::Birth).next().copied());
        statement::born(self.own_number(), declared)
    }

    /// A confirmed death, from its day on.
    fn died(&self) -> Option<Day> {
        person::death(self.known, self.day).filter(|(_, confirmed)| *confirmed).map(|(day, _)| day)
    }

    /// Whether the place is in this county; unknown of whom nothing was ever said.
    fn here(&self, kind: Kind) -> Option<Value> {
        let mut places = self.of(kind).peekable();
        places.peek()?;
        Some(Value::Bool(places.any(|it| !it.value.is_empty() && it.span.covers(self.day))))
    }

    /// The first day at a place elsewhere, of whoever was here before and is not now.
    fn left(&self, kind: Kind) -> Option<Day> {
        let was = || self.of(kind).filter(|it| !it.value.is_empty() && it.span.from <= self.day);
        if was().any(|it| it.span.covers(self.day)) {
            return None;
        }
        was().map(|it| it.span.to).max()
    }

    fn listed(&self, fact: &str) -> Option<Value> {
        let (list, id) = fact.split_once('.')?;
        let kind = if list == "label" { Kind::Label } else { Kind::Hardship };
        let stands = self.of(kind).any(|it| it.value == id && it.span.covers(self.day));
        stands.then_some(Value::Bool(true))
    }
}
