//! Kinds and values, and the 64-bit lane in which a column keeps a value.

use std::{fmt, sync::Arc};

use base::{Day, Money, Month};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The answers of Kleene's logic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    No,
    Unknown,
    Yes,
}

impl Truth {
    pub fn of(known: Option<bool>) -> Truth {
        match known {
            Some(true) => Truth::Yes,
            Some(false) => Truth::No,
            None => Truth::Unknown,
        }
    }

    pub fn known(self) -> Option<bool> {
        match self {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Unknown => None,
        }
    }
}

/// What a fact or a sub-expression is. The allowed values of a choice stand in the order that
/// gives them their lanes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Bool,
    Int,
    Money,
    Day,
    Month,
    Text,
    Choice(Arc<[Arc<str>]>),
    /// A set of at most 64 allowed values.
    Labels(Arc<[Arc<str>]>),
}

impl Kind {
    pub fn choice(allowed: &[&str]) -> Kind {
        Kind::Choice(allowed.iter().map(|it| Arc::from(*it)).collect())
    }

    pub fn labels(allowed: &[&str]) -> Kind {
        assert!(allowed.len() <= 64, "a set of labels has at most 64 members");
        Kind::Labels(allowed.iter().map(|it| Arc::from(*it)).collect())
    }

    /// The kind in a word; also the key `rules-kind-…` of its name for people.
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Bool => "bool",
            Kind::Int => "int",
            Kind::Money => "money",
            Kind::Day => "day",
            Kind::Month => "month",
            Kind::Text => "text",
            Kind::Choice(_) => "choice",
            Kind::Labels(_) => "labels",
        }
    }

    pub(crate) fn allowed(&self) -> &[Arc<str>] {
        match self {
            Kind::Choice(allowed) | Kind::Labels(allowed) => allowed,
            _ => &[],
        }
    }

    /// Kinds whose values have an order: `<` makes sense.
    pub(crate) fn ordered(&self) -> bool {
        matches!(self, Kind::Int | Kind::Money | Kind::Day | Kind::Month)
    }
}

/// A known value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Value {
    Bool(bool),
    Int(i64),
    Money(Money),
    Day(Day),
    Month(Month),
    Text(Arc<str>),
    Choice(Arc<str>),
    Labels(Vec<Arc<str>>),
}

impl Value {
    /// The lane of this value in a column of `kind`; `None` if the kind has no such value.
    pub(crate) fn lane(&self, kind: &Kind) -> Option<i64> {
        let place = |name: &Arc<str>| kind.allowed().iter().position(|it| it == name);
        Some(match self {
            Value::Bool(it) => i64::from(*it),
            Value::Int(it) => *it,
            Value::Money(it) => it.0,
            Value::Day(it) => it.number(),
            Value::Month(it) => month_number(*it),
            Value::Text(_) => return None,
            Value::Choice(it) => place(it)? as i64,
            Value::Labels(names) => {
                let mut bits = 0;
                for name in names {
                    bits |= 1 << place(name)?;
                }
                bits
            }
        })
    }

    /// The value that a lane of `kind` stands for. `names` are the texts of a text column.
    pub(crate) fn from_lane(kind: &Kind, lane: i64, names: &[Arc<str>]) -> Option<Value> {
        let place = |of: &[Arc<str>]| of.get(usize::try_from(lane).ok()?).cloned();
        Some(match kind {
            Kind::Bool => Value::Bool(lane != 0),
            Kind::Int => Value::Int(lane),
            Kind::Money => Value::Money(Money(lane)),
            Kind::Day => Value::Day(Day::from_number(lane)),
            Kind::Month => Value::Month(month_from_number(lane)),
            Kind::Text => Value::Text(place(names)?),
            Kind::Choice(allowed) => Value::Choice(place(allowed)?),
            Kind::Labels(allowed) => {
                let held = |bit: &usize| lane >> bit & 1 == 1;
                Value::Labels((0..allowed.len()).filter(held).map(|it| allowed[it].clone()).collect())
            }
        })
    }

    /// Whether a fact of `kind` can have this value.
    pub fn fits(&self, kind: &Kind) -> bool {
        match (self, kind) {
            (Value::Bool(_), Kind::Bool)
            | (Value::Int(_), Kind::Int)
            | (Value::Money(_), Kind::Money)
            | (Value::Day(_), Kind::Day)
            | (Value::Month(_), Kind::Month)
            | (Value::Text(_), Kind::Text) => true,
            (Value::Choice(_), Kind::Choice(_)) | (Value::Labels(_), Kind::Labels(_)) => {
                self.lane(kind).is_some()
            }
            _ => false,
        }
    }
}

impl fmt::Display for Value {
    /// As the rule language writes it, so that an explanation can be pasted back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Bool(it) => write!(f, "{it}"),
            Value::Int(it) => write!(f, "{it}"),
            Value::Money(it) if it.0 % 100 == 0 => write!(f, "yuan({})", it.0 / 100),
            Value::Money(it) => write!(f, "fen({})", it.0),
            Value::Day(it) => write!(f, "day(\"{it}\")"),
            Value::Month(it) => write!(f, "month(\"{it}\")"),
            Value::Text(it) | Value::Choice(it) => write!(f, "{it:?}"),
            Value::Labels(names) => write!(f, "{names:?}"),
        }
    }
}

pub(crate) fn month_number(month: Month) -> i64 {
    i64::from(Month::new(0, 1).until(month))
}

pub(crate) fn month_from_number(number: i64) -> Month {
    Month::new(0, 1).plus(number.clamp(0, 9999 * 12) as i32)
}
