//! A figure of a pack: its value, what it rests on, how sure it is, and when it is valid.

use std::fmt;

use base::{Day, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de};

use super::Check;

/// How sure a figure is. Pages show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in the printed document that `basis` names.
    Printed,
    /// The county's own practice, as the county says.
    Local,
    /// Not found in print: to be checked before it is relied on.
    Unverified,
}

impl Confidence {
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Printed => "printed",
            Confidence::Local => "local",
            Confidence::Unverified => "unverified",
        }
    }
}

/// One value with its foundation: `{ value = 60, basis = "…", confidence = "printed" }`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure<T> {
    pub value: T,
    /// Document and clause.
    pub basis: String,
    pub confidence: Confidence,
    /// First day it is valid; from the beginning when not said.
    #[serde(default)]
    pub valid_from: Option<Day>,
    /// First day it is no longer valid.
    #[serde(default)]
    pub valid_to: Option<Day>,
    #[serde(default)]
    pub note: Option<String>,
}

impl<T> Figure<T> {
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day < to)
    }
}

/// One figure or several that follow one another: a table, or a list of tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Figures<T>(pub Vec<Figure<T>>);

impl<T> Figures<T> {
    /// The figure that is valid on `day`.
    pub fn on(&self, day: Day) -> Option<&Figure<T>> {
        self.0.iter().find(|figure| figure.holds_on(day))
    }

    /// Reports figures that overlap or end before they begin.
    pub fn check(&self, path: &str, check: &mut Check<'_>) {
        for (at, figure) in self.0.iter().enumerate() {
            let here = format!("{path}[{at}]");
            if let (Some(from), Some(to)) = (figure.valid_from, figure.valid_to)
                && to <= from
            {
                check.fault(&here, "packs-ends-before-it-begins").arg("from", from).arg("to", to);
            }
            let begins = figure.valid_from;
            let overlaps = self.0[..at].iter().any(|earlier| {
                let ends = earlier.valid_to;
                let starts_in_it = begins.is_none_or(|from| ends.is_none_or(|to| from < to));
                let ends_after_it_starts =
                    figure.valid_to.is_none_or(|to| earlier.valid_from.is_none_or(|from| from < to));
                starts_in_it && ends_after_it_starts
            });
            if overlaps {
                check.fault(&here, "packs-overlap");
            }
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Figures<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Many<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Many<T> {
            type Value = Figures<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("struct Figure or a list of them")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Figures<T>, A::Error> {
                let mut figures = Vec::new();
                while let Some(figure) = list.next_element()? {
                    figures.push(figure);
                }
                Ok(Figures(figures))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Figures<T>, A::Error> {
                let figure = Figure::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Figures(vec![figure]))
            }
        }

        deserializer.deserialize_any(Many(std::marker::PhantomData))
    }
}

/// An amount written in yuan: `25`, `12.5` or `"1,234.50"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Yuan(pub Money);

impl<'de> Deserialize<'de> for Yuan {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Amount;

        impl de::Visitor<'_> for Amount {
            type Value = Yuan;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount in yuan")
            }

            fn visit_i64<E: de::Error>(self, yuan: i64) -> Result<Yuan, E> {
                let fen = yuan.checked_mul(100);
                fen.map(|fen| Yuan(Money(fen)))
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(yuan), &self))
            }

            fn visit_f64<E: de::Error>(self, yuan: f64) -> Result<Yuan, E> {
                self.visit_str(&yuan.to_string())
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Yuan, E> {
                Money::parse(text).map(Yuan).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_any(Amount)
    }
}
