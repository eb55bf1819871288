//! A field of a case: what it is called, what it holds, who sees and who writes it.

use std::fmt;

use indexmap::IndexMap;
use rules::Kind;
use serde::{Deserialize, Deserializer, Serialize, de};

use super::Named;

/// Most decimals of a number.
pub const DIGITS_MAX: u8 = 6;
/// Characters of a text when the field says nothing: a long paragraph.
pub const TEXT_MAX: i64 = 2_000;
/// Most attachments of one field, and rows of one table, when the field says nothing.
pub const MANY_MAX: i64 = 500;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    #[serde(rename = "type")]
    pub sort: Sort,
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub hint_zh: Option<String>,
    #[serde(default)]
    pub hint_en: Option<String>,
    /// The group of fields it stands in; nothing: below the groups.
    #[serde(default)]
    pub part: Option<String>,
    /// A case cannot be opened without it.
    #[serde(default)]
    pub needed: bool,
    /// A column of the list.
    #[serde(default)]
    pub list: bool,
    /// What a text must look like from end to end, as a regular expression, and what is said else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern_zh: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern_en: Option<String>,
    /// A text made of others, by their places: `{street}{number}`. Never typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// Lines of a text box.
    #[serde(default)]
    pub lines: Option<i64>,
    /// Least value: in yuan for money; fewest characters of a text.
    #[serde(default)]
    pub min: Option<i64>,
    /// Greatest value; characters of a text, attachments, rows.
    #[serde(default)]
    pub max: Option<i64>,
    /// Decimals of a number.
    #[serde(default)]
    pub digits: Option<u8>,
    #[serde(default)]
    pub unit_zh: Option<String>,
    #[serde(default)]
    pub unit_en: Option<String>,
    /// A day that may not lie in the future.
    #[serde(default)]
    pub past: bool,
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// A list of the pack's `codes.csv` in place of `choices`.
    #[serde(default)]
    pub list_of: Option<String>,
    /// The book whose cases the field names.
    #[serde(default)]
    pub book: Option<String>,
    /// The name of a column; a field of the book has its key.
    #[serde(default)]
    pub id: String,
    /// Of a table.
    #[serde(default, deserialize_with = "columns")]
    pub columns: IndexMap<String, Field>,
    /// Roles that see it; empty: whoever sees the book.
    #[serde(default)]
    pub see: Vec<String>,
    /// Roles that write it; empty: whoever takes the step that asks it.
    #[serde(default)]
    pub write: Vec<String>,
    /// Asked only while this rule is true; of a column, in the rows of which it is true.
    #[serde(default)]
    pub show_if: Option<String>,
    /// Worked out by this rule, never typed.
    #[serde(default)]
    pub value: Option<String>,
    /// What a new case begins with.
    #[serde(default)]
    pub starts: Option<String>,
    /// Filled by the program, from what other rooms know; never typed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub program: bool,
}

/// Columns as a list of fields with their ids, or as tables by them.
fn columns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<IndexMap<String, Field>, D::Error> {
    struct Either;

    impl<'de> de::Visitor<'de> for Either {
        type Value = IndexMap<String, Field>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a sequence of columns or struct of them")
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut columns = IndexMap::new();
            while let Some(it) = list.next_element::<Field>()? {
                columns.insert(it.id.clone(), it);
            }
            Ok(columns)
        }

        fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            IndexMap::deserialize(de::value::MapAccessDeserializer::new(map))
        }
    }

    deserializer.deserialize_any(Either)
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    Text,
    Whole,
    Number,
    Money,
    Date,
    Month,
    Area,
    Person,
    Facility,
    Case,
    Worker,
    Choice,
    Many,
    YesNo,
    Photo,
    File,
    Signature,
    Place,
    Phone,
    ResidentNumber,
    Account,
    Table,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub id: String,
    pub zh: String,
    pub en: String,
}

/// Whether a text is a regular expression that we have: one without look-around and back references.
pub fn is_pattern(text: &str) -> bool {
    whole(text).is_some()
}

/// A pattern that a text fits from end to end.
fn whole(pattern: &str) -> Option<regex_lite::Regex> {
    regex_lite::Regex::new(&format!("^(?:{pattern})$")).ok()
}

impl Named for Choice {
    fn zh(&self) -> &str {
        &self.zh
    }

    fn en(&self) -> &str {
        &self.en
    }
}

impl Named for Field {
    fn zh(&self) -> &str {
        &self.zh
    }

    fn en(&self) -> &str {
        &self.en
    }
}

impl Sort {
    /// Every sort with its name in a declaration.
    pub const ALL: [(Sort, &'static str); 22] = [
        (Sort::Text, "text"),
        (Sort::Whole, "whole"),
        (Sort::Number, "number"),
        (Sort::Money, "money"),
        (Sort::Date, "date"),
        (Sort::Month, "month"),
        (Sort::Area, "area"),
        (Sort::Person, "person"),
        (Sort::Facility, "facility"),
        (Sort::Case, "case"),
        (Sort::Worker, "worker"),
        (Sort::Choice, "choice"),
        (Sort::Many, "many"),
        (Sort::YesNo, "yes_no"),
        (Sort::Photo, "photo"),
        (Sort::File, "file"),
        (Sort::Signature, "signature"),
        (Sort::Place, "place"),
        (Sort::Phone, "phone"),
        (Sort::ResidentNumber, "resident_number"),
        (Sort::Account, "account"),
        (Sort::Table, "table"),
    ];

    pub fn name(self) -> &'static str {
        Sort::ALL.iter().find(|it| it.0 == self).map_or("", |it| it.1)
    }

    /// Kept sealed, shown masked, never in a rule, a letter or a figure.
    pub fn is_sealed(self) -> bool {
        matches!(self, Sort::Phone | Sort::ResidentNumber | Sort::Account)
    }

    /// Holds ids of kept files.
    pub fn is_attached(self) -> bool {
        matches!(self, Sort::Photo | Sort::File | Sort::Signature)
    }

    /// Takes `min` and `max` as values and has a unit.
    pub fn is_figure(self) -> bool {
        matches!(self, Sort::Whole | Sort::Number | Sort::Money)
    }

    pub fn is_chosen(self) -> bool {
        matches!(self, Sort::Choice | Sort::Many)
    }

    /// Can be found by value: stands in the typed index.
    pub fn is_indexed(self) -> bool {
        !matches!(self, Sort::Photo | Sort::File | Sort::Signature | Sort::Place | Sort::Table)
    }

    /// Its index holds a number and not a word.
    pub fn is_amount(self) -> bool {
        matches!(self, Sort::Whole | Sort::Number | Sort::Money)
    }
}

impl Field {
    /// Whether a text looks as it must. A book that was checked has no pattern that cannot be read.
    pub fn fits(&self, text: &str) -> bool {
        self.pattern.as_deref().and_then(whole).is_none_or(|it| it.is_match(text))
    }

    /// Whether nobody types it.
    pub fn is_computed(&self) -> bool {
        self.value.is_some() || self.says.is_some() || self.program
    }

    /// Whether rules say when it is asked or what it holds.
    pub fn has_rules(&self) -> bool {
        self.show_if.is_some() || self.is_computed()
    }

    /// Whether what stands in it follows from rules, itself or in its rows.
    pub fn is_worked_out(&self) -> bool {
        self.is_computed() || self.columns.values().any(Field::has_rules)
    }

    /// What rules see it as; nothing where no rule may read it.
    pub fn kind(&self, choices: &[Choice]) -> Option<Kind> {
        let ids = || choices.iter().map(|it| it.id.as_str()).collect::<Vec<_>>();
        Some(match self.sort {
            Sort::Whole | Sort::Number => Kind::Int,
            Sort::Money => Kind::Money,
            Sort::Date => Kind::Day,
            Sort::Month => Kind::Month,
            Sort::YesNo => Kind::Bool,
            Sort::Choice => Kind::choice(&ids()),
            Sort::Many if choices.len() <= 64 => Kind::labels(&ids()),
            Sort::Text | Sort::Area | Sort::Person | Sort::Facility | Sort::Case | Sort::Worker => Kind::Text,
            // How many there are: whether something is attached, how many rows.
            Sort::Photo | Sort::File | Sort::Signature | Sort::Table => Kind::Int,
            Sort::Many | Sort::Place => return None,
            Sort::Phone | Sort::ResidentNumber | Sort::Account => return None,
        })
    }
}
