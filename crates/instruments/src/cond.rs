//! A condition on what is known while an instrument is scored.
//!
//! ```toml
//! when = { "score.B.1" = { max = 8 } }                  # a score
//! when = { "context.diagnoses" = { within = ["F00", "F03"] } }
//! when = { any = [{ "18" = 4 }, { "19" = [2, 3] }] }    # answers
//! when = { count = { of = ["level.mental", "level.social"], is = [1, 2], min = 1 } }
//! ```
//!
//! All keys must hold. A name is an item's id, `total`, `highest` (the most points of one item),
//! `score.<section or sub>`, `level.<section>` or `context.<id>`. What is not known does not hold.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor},
    ser::SerializeMap as _,
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cond {
    pub is: Vec<(String, Test)>,
    pub any: Vec<Cond>,
    pub count: Option<Count>,
}

/// How many of several things pass one test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    pub of: Vec<String>,
    pub is: Test,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Test {
    Bool(bool),
    Is(Scalar),
    OneOf(Vec<Scalar>),
    Range(Range),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The first and the last of a row of ICD-10 categories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<(String, String)>,
}

/// The value of an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    Int(i64),
    Text(String),
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Int(it) => it.fmt(f),
            Scalar::Text(it) => it.fmt(f),
        }
    }
}

/// What is known under a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Known<'a> {
    /// Not asked, not answered, or answered by `null`.
    Nothing,
    Bool(bool),
    Number(f64),
    Text(&'a str),
    Many(&'a [serde_json::Value]),
}

impl Cond {
    /// `find` tells what is known under a name.
    pub(crate) fn holds<'a>(&self, find: &dyn Fn(&str) -> Known<'a>) -> bool {
        self.is.iter().all(|(name, test)| test.passes(find(name)))
            && (self.any.is_empty() || self.any.iter().any(|it| it.holds(find)))
            && self.count.as_ref().is_none_or(|count| {
                let passed = count.of.iter().filter(|name| count.is.passes(find(name))).count();
                count.min.is_none_or(|min| min <= passed) && count.max.is_none_or(|max| passed <= max)
            })
    }

    /// Every name that it asks for.
    pub fn names(&self) -> Vec<&str> {
        let own = self.is.iter().map(|(name, _)| name.as_str());
        let counted = self.count.iter().flat_map(|it| it.of.iter().map(String::as_str));
        own.chain(counted).chain(self.any.iter().flat_map(Cond::names)).collect()
    }
}

impl Test {
    fn passes(&self, known: Known<'_>) -> bool {
        match (self, known) {
            (_, Known::Nothing) => false,
            (Test::Bool(want), Known::Bool(is)) => *want == is,
            (Test::Is(want), is) => same(want, is),
            (Test::OneOf(wanted), is) => wanted.iter().any(|want| same(want, is)),
            (Test::Range(range), Known::Number(is)) => {
                range.within.is_none()
                    && range.min.is_none_or(|min| min <= is)
                    && range.max.is_none_or(|max| is <= max)
            }
            (Test::Range(Range { within: Some((first, last)), .. }), Known::Many(codes)) => {
                codes.iter().filter_map(|it| it.as_str()).any(|code| lies_within(code, first, last))
            }
            (Test::Range(range), Known::Many(list)) => {
                let count = list.len() as f64;
                range.min.is_none_or(|min| min <= count) && range.max.is_none_or(|max| count <= max)
            }
            _ => false,
        }
    }
}

fn same(want: &Scalar, is: Known<'_>) -> bool {
    match (want, is) {
        (Scalar::Int(want), Known::Number(is)) => (*want as f64).total_cmp(&is).is_eq(),
        (Scalar::Text(want), Known::Text(is)) => want == is,
        (want, Known::Many(list)) => list.iter().any(|it| match want {
            Scalar::Int(want) => it.as_i64() == Some(*want),
            Scalar::Text(want) => it.as_str() == Some(want),
        }),
        _ => false,
    }
}

/// Whether a code's category, its first three characters, lies in a row of categories.
fn lies_within(code: &str, first: &str, last: &str) -> bool {
    code.get(..3).is_some_and(|category| {
        let category = category.to_ascii_uppercase();
        first <= category.as_str() && category.as_str() <= last
    })
}

impl<'de> Deserialize<'de> for Cond {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Cond, D::Error> {
        struct Table;

        impl<'de> Visitor<'de> for Table {
            type Value = Cond;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of names and what they must be")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cond, A::Error> {
                let mut cond = Cond::default();
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_str() {
                        "any" => cond.any = map.next_value()?,
                        "count" => cond.count = Some(map.next_value()?),
                        _ => cond.is.push((name, map.next_value()?)),
                    }
                }
                if cond == Cond::default() {
                    return Err(de::Error::invalid_length(0, &self));
                }
                Ok(cond)
            }
        }

        deserializer.deserialize_map(Table)
    }
}

impl Serialize for Cond {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, test) in &self.is {
            map.serialize_entry(name, test)?;
        }
        if !self.any.is_empty() {
            map.serialize_entry("any", &self.any)?;
        }
        if let Some(count) = &self.count {
            map.serialize_entry("count", count)?;
        }
        map.end()
    }
}
