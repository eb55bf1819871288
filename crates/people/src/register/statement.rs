//! Statements: everything that is ever said of a person, with the days on which it is true and
//! the instants between which it was known. Names, numbers, places, labels, relations and life
//! events are all statements; nothing about a person lies elsewhere.

use base::{Day, Instant, NumberFault, ResidentNumber, Sex};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::interval::{self, Span};

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Name,
    Number,
    Birth,
    Sex,
    Ethnicity,
    Language,
    Registered,
    Living,
    Phone,
    Label,
    Hardship,
    Disability,
    Ability,
    Arrangement,
    Dwelling,
    Scheme,
    Wish,
    Consent,
    Relation,
    Household,
    Event,
}

impl Kind {
    pub const ALL: &'static [Kind] = &[
        Kind::Name,
        Kind::Number,
        Kind::Birth,
        Kind::Sex,
        Kind::Ethnicity,
        Kind::Language,
        Kind::Registered,
        Kind::Living,
        Kind::Phone,
        Kind::Label,
        Kind::Hardship,
        Kind::Disability,
        Kind::Ability,
        Kind::Arrangement,
        Kind::Dwelling,
        Kind::Scheme,
        Kind::Wish,
        Kind::Consent,
        Kind::Relation,
        Kind::Household,
        Kind::Event,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Name => "name",
            Kind::Number => "number",
            Kind::Birth => "birth",
            Kind::Sex => "sex",
            Kind::Ethnicity => "ethnicity",
            Kind::Language => "language",
            Kind::Registered => "registered",
            Kind::Living => "living",
            Kind::Phone => "phone",
            Kind::Label => "label",
            Kind::Hardship => "hardship",
            Kind::Disability => "disability",
            Kind::Ability => "ability",
            Kind::Arrangement => "arrangement",
            Kind::Dwelling => "dwelling",
            Kind::Scheme => "scheme",
            Kind::Wish => "wish",
            Kind::Consent => "consent",
            Kind::Relation => "relation",
            Kind::Household => "household",
            Kind::Event => "event",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|it| it.as_str() == text)
    }

    /// Whether the value is a keyed index and the thing itself lies sealed beside it.
    pub fn is_sealed(self) -> bool {
        matches!(self, Kind::Number | Kind::Phone)
    }

    /// Whether saying it anew replaces all that its slot held: an event that happened on another
    /// day did not also happen on the first.
    pub fn replaces(self) -> bool {
        matches!(self, Kind::Event | Kind::Relation | Kind::Birth | Kind::Sex)
    }

    /// The purpose under which it is sealed and indexed.
    pub fn seal_purpose(self) -> &'static str {
        match self {
            Kind::Number => NUMBER_PURPOSE,
            _ => PHONE_PURPOSE,
        }
    }
}

pub const NUMBER_PURPOSE: &str = "person.number";
pub const PHONE_PURPOSE: &str = "person.phone";
/// The slot of the name on the identity card, and of the person's own number and phone.
pub const OWN: &str = "own";

/// One statement as it lies in the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub person: String,
    pub id: String,
    pub kind: Kind,
    pub slot: String,
    pub value: String,
    pub detail: Map<String, Value>,
    pub sealed: Option<Vec<u8>>,
    pub span: Span,
    pub recorded_at: Instant,
    /// [`Instant::MAX`] as long as it stands.
    pub superseded_at: Instant,
    pub source: String,
    pub basis: String,
    pub account: String,
}

impl Statement {
    pub fn stands(&self) -> bool {
        self.superseded_at == Instant::MAX
    }

    /// Whether it was known at `known`: recorded by then, and not yet superseded.
    pub fn known_at(&self, known: Instant) -> bool {
        self.recorded_at <= known && known < self.superseded_at
    }

    pub fn text(&self, name: &str) -> &str {
        self.detail.get(name).and_then(Value::as_str).unwrap_or("")
    }
}

/// What somebody says of a person; not yet weighed against what is held.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub kind: Kind,
    pub slot: String,
    /// For a sealed kind the thing itself: it is indexed and sealed when it is written.
    pub value: String,
    pub detail: Map<String, Value>,
    pub span: Span,
}

impl Said {
    pub fn new(kind: Kind, slot: impl Into<String>, value: impl Into<String>, span: Span) -> Said {
        Said { kind, slot: slot.into(), value: value.into(), detail: Map::new(), span }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Said {
        self.detail.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a detail unless it is empty.
    #[must_use]
    pub fn with_text(self, name: &str, value: &str) -> Said {
        if value.is_empty() { self } else { self.with(name, value) }
    }

    /// The number, and what it tells, as a statement.
    pub fn number(number: &ResidentNumber, span: Span) -> Said {
        let mut said = Said::new(Kind::Number, OWN, number.text.clone(), span).with("head", number.head());
        if let Some(born) = number.born {
            said = said.with("born", born.to_string());
        }
        if let Some(sex) = number.sex {
            said = said.with("sex", sex.as_str());
        }
        if let Some(fault) = number.fault {
            said = said.with("fault", fault.as_str());
        }
        if number.upgraded { said.with("upgraded", true) } else { said }
    }

    /// The phone as a statement; its first three digits are shown.
    pub fn phone(slot: &str, phone: &str, span: Span) -> Said {
        let digits = phone_digits(phone);
        let head: String = digits.chars().take(3).collect();
        Said::new(Kind::Phone, slot, digits, span).with("head", head)
    }
}

/// A phone number as it is indexed: digits only, the country's code gone.
pub fn phone_digits(written: &str) -> String {
    let half = |it: char| match it {
        '０'..='９' => char::from_u32(it as u32 - '０' as u32 + '0' as u32).unwrap_or(it),
        it => it,
    };
    let digits: String = written.chars().map(half).filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("86") {
        Some(rest) if rest.len() == 11 => rest.to_owned(),
        _ => digits,
    }
}

/// What is wrong with a number, as its statement remembers it.
pub fn fault_of(number: &Statement) -> Option<NumberFault> {
    serde_json::from_value(number.detail.get("fault")?.clone()).ok()
}

/// What saying something does to a slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Weighed {
    /// It was held already, on every day it is said for.
    Same,
    /// Places in `held` that are superseded, and their rests that stand on.
    Changed { superseded: Vec<usize>, rests: Vec<(usize, Span)> },
}

/// Weighs what is said against what stands in its slot. `value` is the keyed index of a sealed
/// thing, else the value itself. A detail that is not mentioned is not contradicted.
pub fn weigh(held: &[&Statement], said: &Said, value: &str) -> Weighed {
    let agreeing: Vec<Span> = held
        .iter()
        .filter(|it| {
            it.value == value && said.detail.iter().all(|(name, said)| it.detail.get(name) == Some(said))
        })
        .map(|it| it.span)
        .collect();
    if interval::covered(&agreeing, said.span) {
        return Weighed::Same;
    }
    if said.kind.replaces() {
        return Weighed::Changed { superseded: (0..held.len()).collect(), rests: Vec::new() };
    }
    let spans: Vec<Span> = held.iter().map(|it| it.span).collect();
    let over = interval::overlay(&spans, said.span);
    Weighed::Changed { superseded: over.superseded, rests: over.rests }
}

/// The sex and birth date that a set of standing statements gives: the resident number rules,
/// what is declared beside it fills in where there is none.
pub fn born(number: Option<&Statement>, declared: Option<&Statement>) -> Option<Day> {
    let of_number = number.and_then(|it| it.text("born").parse().ok());
    of_number.or_else(|| declared.and_then(|it| it.value.parse().ok()))
}

pub fn sex(number: Option<&Statement>, declared: Option<&Statement>) -> Option<Sex> {
    let of_number = number.and_then(|it| Sex::parse(it.text("sex")));
    of_number.or_else(|| declared.and_then(|it| Sex::parse(&it.value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(value: &str, from: i64) -> Statement {
        Statement {
            person: "p".into(),
            id: "s".into(),
            kind: Kind::Registered,
            slot: String::new(),
            value: value.into(),
            detail: Map::new(),
            sealed: None,
            span: Span::since(Day::from_number(from)),
            recorded_at: Instant(0),
            superseded_at: Instant::MAX,
            source: String::new(),
            basis: String::new(),
            account: String::new(),
        }
    }

    #[test]
    fn kinds_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(*kind));
        }
    }

    #[test]
    fn the_same_again_changes_nothing() {
        let held = held("a/b/", 100);
        let said =
            |value: &str, from| Said::new(Kind::Registered, "", value, Span::since(Day::from_number(from)));
        assert_eq!(weigh(&[&held], &said("a/b/", 200), "a/b/"), Weighed::Same);
        let moved = weigh(&[&held], &said("a/c/", 200), "a/c/");
        let rest = Span::new(Day::from_number(100), Day::from_number(200)).unwrap();
        assert_eq!(moved, Weighed::Changed { superseded: vec![0], rests: vec![(0, rest)] });
        let earlier = weigh(&[&held], &said("a/b/", 50), "a/b/");
        assert_eq!(earlier, Weighed::Changed { superseded: vec![0], rests: vec![] });
    }

    #[test]
    fn phones_are_digits() {
        assert_eq!(phone_digits("+86 138-0000-1111"), "13800001111");
        assert_eq!(phone_digits("０８３４－６７２２２２２"), "08346722222");
    }
}
