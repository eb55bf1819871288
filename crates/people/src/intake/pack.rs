//! What an import knows of lists: headings, words, signs, values, sources. Pack data.

use std::collections::BTreeMap;

use linkage::{Thresholds, Weights};
use platform::packs::{Check, Section};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `import.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    pub field: BTreeMap<Field, Headings>,
    pub words: Words,
    pub signs: Signs,
    /// Of a field's cells: the id, and what stands for it.
    pub value: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    pub list: BTreeMap<ListKind, ListRule>,
    pub source: BTreeMap<String, Source>,
    pub matching: Matching,
}

/// A column that is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Sequence,
    Name,
    FormerName,
    Number,
    Sex,
    BirthDate,
    Age,
    Ethnicity,
    Township,
    Village,
    Address,
    LivingPlace,
    Phone,
    Hardship,
    DisabilityGrade,
    LivingArrangement,
    Label,
    Since,
    Until,
    DeathDate,
    MoveDate,
    MoveTo,
    Change,
    Proof,
    Account,
    Bank,
    PayeeName,
    PayeeRelation,
    Amount,
    /// What is due a month; what was paid can be more, with back-pay.
    Standard,
    Month,
    Remark,
}

impl Field {
    pub fn as_str(self) -> String {
        serde_json::to_value(self).ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Whether a cell of this column is never shown whole.
    pub fn is_sealed(self) -> bool {
        matches!(self, Field::Number | Field::Account | Field::Phone)
    }
}

/// What a file lists.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    #[default]
    Persons,
    Deaths,
    Moves,
    /// Destitute support (特困供养).
    Support,
    /// Minimum living guarantee (低保).
    LowIncome,
    Disability,
    Payees,
    /// A paid roll of an earlier month.
    Roll,
    /// What was owed for earlier months and never paid (待补发).
    Arrears,
}

impl ListKind {
    pub fn as_str(self) -> String {
        serde_json::to_value(self).ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Whether its rows are about money, and taken by the rooms that pay.
    pub fn is_money(self) -> bool {
        matches!(self, ListKind::Payees | ListKind::Roll | ListKind::Arrears)
    }

    /// Whether somebody who is not in the register is entered from this list.
    pub fn enters(self) -> bool {
        matches!(self, ListKind::Persons)
    }
}

/// What the sender declares a file to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Declared {
    /// Everybody: who is missing is asked about, never stopped.
    Full,
    #[default]
    Additions,
    /// Stops and changes.
    Changes,
}

impl Declared {
    pub fn as_str(self) -> &'static str {
        match self {
            Declared::Full => "full",
            Declared::Additions => "additions",
            Declared::Changes => "changes",
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headings {
    pub synonyms: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub totals: Vec<String>,
    /// Of those, the totals of a page or of what came so far: they say nothing of the whole sheet.
    pub parts: Vec<String>,
    pub signatures: Vec<String>,
    pub deaths: Vec<String>,
    pub not_deaths: Vec<String>,
    pub moves: Vec<String>,
    pub additions: Vec<String>,
    pub stops: Vec<String>,
}

/// What a mark on a row means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    Death,
    Ask,
    Nothing,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signs {
    pub struck: Meaning,
    pub red: Meaning,
    pub grey: Meaning,
    pub hidden: Meaning,
    pub remark: Meaning,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListRule {
    /// Columns without which a row says nothing.
    pub needs: Vec<Field>,
    /// The hardship that being on the list means, where no column says which.
    #[serde(default)]
    pub hardship: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub lists: Vec<ListKind>,
    /// A death from here needs no further proof.
    #[serde(default)]
    pub confirms: bool,
    /// The kind of task that reminds when its list is late; without one nobody waits for it.
    #[serde(default)]
    pub task: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matching {
    pub question_days: i64,
    #[serde(default)]
    pub weights: Weights,
    #[serde(default)]
    pub thresholds: Thresholds,
}

impl Section for Import {
    const NAME: &'static str = "import";

    fn check(&self, check: &mut Check<'_>) {
        for (kind, rule) in &self.list {
            for (place, field) in rule.needs.iter().enumerate() {
                if !self.field.contains_key(field) {
                    let path = format!("list.{}.needs[{place}]", kind.as_str());
                    check.fault(&path, "intake-pack-field-without-headings").arg("field", field.as_str());
                }
            }
            if let Some(hardship) = &rule.hardship {
                let known = self.value.get("hardship").into_iter().flatten().map(|it| it.0.as_str());
                let known: Vec<&str> = known.collect();
                check.reference(&format!("list.{}.hardship", kind.as_str()), "value", hardship, known);
            }
        }
        check.range("matching.question_days", &self.matching.question_days, 1..=365);
    }
}

impl Import {
    /// The id that a cell of `field` stands for: the longest word that it is or contains.
    pub fn value_of(&self, field: &str, text: &str) -> Option<&str> {
        let plain = super::header::plain(text);
        let words =
            self.value.get(field)?.iter().flat_map(|(id, words)| words.iter().map(move |it| (id, it)));
        let fits = words.filter(|(_, word)| {
            let word = super::header::plain(word);
            // A word of one character says nothing inside a longer one.
            plain == word || (1 < word.chars().count() && plain.contains(&word))
        });
        fits.max_by_key(|(_, word)| word.chars().count()).map(|(id, _)| id.as_str())
    }
}
