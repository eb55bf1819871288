//! What a list is: its columns, filters, and what can be done to many rows; read from a file beside
//! the template, or made from a pack's declaration.

use base::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::{
    assets,
    words::{Lang, Words},
};

/// A key of the language files, or what a pack calls a thing in both languages.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub(crate) enum Label {
    Key(String),
    Said { zh: String, en: String },
}

impl Label {
    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Label::Key(key) => Some(key),
            Label::Said { .. } => None,
        }
    }

    pub(crate) fn text(&self, words: &Words, lang: Lang) -> String {
        match self {
            Label::Key(key) => words.text(lang, key, None).unwrap_or_else(|| key.clone()),
            Label::Said { zh, en } => if lang == Lang::En { en } else { zh }.clone(),
        }
    }
}

/// `<page>.list.json`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Declared {
    /// The page's title.
    pub(crate) title: Label,
    pub(crate) columns: Vec<Column>,
    #[serde(default)]
    pub(crate) filters: Vec<Filter>,
    #[serde(default)]
    pub(crate) bulk: Vec<Bulk>,
    /// The field of a row that selecting and bulk verbs name.
    #[serde(default = "id_field")]
    pub(crate) id: String,
    /// The key of what an empty list says when no filter is set.
    pub(crate) empty: String,
    /// Whether the list may be taken away as a file. Off where rows are many to one reader.
    #[serde(default = "yes")]
    pub(crate) export: bool,
    /// Where the question stops counting: beyond it a list says "more than".
    #[serde(default)]
    pub(crate) counted_to: Option<i64>,
    /// Where its workbook is made, if not as every list's: one that can come back.
    #[serde(default)]
    pub(crate) excel: Option<String>,
    /// A template that stands above the rows and goes with them.
    #[serde(default)]
    pub(crate) head: Option<String>,
    /// What that template is told.
    #[serde(default)]
    pub(crate) about: serde_json::Value,
}

fn id_field() -> String {
    "id".into()
}

fn yes() -> bool {
    true
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Column {
    /// The field of a row; `a.b` goes inwards.
    pub(crate) id: String,
    pub(crate) label: Label,
    #[serde(default)]
    pub(crate) kind: Kind,
    /// Whether the question sorts by it.
    #[serde(default)]
    pub(crate) sort: bool,
    /// An address with `{field}` of the row; `./…` lies below the list's own.
    #[serde(default)]
    pub(crate) link: Option<String>,
    /// Shown only when chosen.
    #[serde(default)]
    pub(crate) hidden: bool,
    /// The beginning of the key of a chip's or word's text: `register-state-`.
    #[serde(default)]
    pub(crate) words: Option<String>,
    /// A field of the row that says it in both languages, where a row has it: `{ "zh": …, "en": … }`.
    #[serde(default)]
    pub(crate) says: Option<String>,
    /// The tone of a chip by its value.
    #[serde(default)]
    pub(crate) tones: std::collections::BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    #[default]
    Text,
    /// A word of the language files: `words` and the value.
    Word,
    Chip,
    Count,
    Money,
    Share,
    Day,
    /// A day with a mark when it is past: the row says `overdue`.
    Due,
    Month,
    Instant,
    /// A name of which the middle is hidden.
    Masked,
    /// An area by its path.
    Area,
    Flag,
    /// A number in words of its own: decimals, units.
    Number,
    /// What is wrong or to be known, each a fault with its words.
    Faults,
    /// The way to what can be done with the row: `words` is the key of its text.
    Act,
}

impl Kind {
    pub(crate) fn is_figure(self) -> bool {
        matches!(self, Kind::Count | Kind::Money | Kind::Share | Kind::Number)
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Filter {
    /// The field of the question's input.
    pub(crate) id: String,
    pub(crate) label: Label,
    /// `text`, `choice`, `flag`, `day`, `month`, `number` or `area`.
    pub(crate) kind: String,
    /// Of a choice: the values, each with the key of its label.
    #[serde(default)]
    pub(crate) options: Vec<Choice>,
    /// Of a choice whose values a question gives.
    #[serde(default)]
    pub(crate) from: Option<OptionsFrom>,
    /// Folded away until it is set.
    #[serde(default)]
    pub(crate) more: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: Label,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionsFrom {
    pub(crate) question: String,
    /// The list in the answer; empty when the answer is the list.
    #[serde(default)]
    pub(crate) rows: String,
    /// Empty when a row is the value itself.
    #[serde(default)]
    pub(crate) value: String,
    #[serde(default)]
    pub(crate) label: String,
    /// The beginning of the key of a value's text, where no field holds one: `label-`.
    #[serde(default)]
    pub(crate) words: Option<String>,
}

/// Something to do to the selected rows: a verb for each, or a page that is given them all.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bulk {
    pub(crate) label: String,
    #[serde(default)]
    pub(crate) verb: Option<String>,
    /// The verb's field that takes the row's id.
    #[serde(default)]
    pub(crate) field: Option<String>,
    #[serde(default)]
    pub(crate) page: Option<String>,
    #[serde(default)]
    pub(crate) danger: bool,
}

pub(crate) fn declared(template: &str) -> Result<Declared> {
    let name = format!("{template}.list.json");
    let text = assets::page_text(&name).ok_or_else(|| Error::broken(format!("no {name}")))?;
    serde_json::from_str(&text).map_err(|it| Error::broken(format!("{name}: {it}")))
}
