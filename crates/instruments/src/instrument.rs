//! An instrument as its file says it: what is asked, what answers are worth, what scores mean.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Case, Cond, Scalar};

/// How sure something is. Pages show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in the printed document that `basis` names.
    Printed,
    /// The county's own practice.
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

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub zh: String,
    pub en: String,
}

/// One instrument, `instruments/<id>.toml` of a pack.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// The stem of its file.
    pub id: String,
    pub zh: String,
    pub en: String,
    /// Which print of it, such as `GB/T 42195-2022`.
    pub edition: String,
    /// Document and clause.
    pub basis: String,
    pub confidence: Confidence,
    /// Who may use it for what.
    pub licence: Names,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Names>,
    #[serde(default)]
    pub scoring: Scoring,
    /// Minutes below which an interview is too short to be true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_min: Option<i64>,
    #[serde(default, rename = "section", skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// Options that several items share, by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub scale: IndexMap<String, Scale>,
    #[serde(default, rename = "item", skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// What must be known besides the answers, for rules that change the level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<Item>,
    /// Sums over items that lie across sections.
    #[serde(default, rename = "sub", skip_serializing_if = "Vec::is_empty")]
    pub subs: Vec<Sub>,
    /// The least severe first; tested from the last to the first.
    #[serde(default, rename = "level", skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrix: Option<Matrix>,
    #[serde(default, rename = "change", skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    #[serde(default, rename = "alert", skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<Alert>,
    /// When a screening is positive; left out: the instrument does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screen_positive: Option<Cond>,
    /// Worked cases, which checking the pack runs.
    #[serde(default, rename = "case", skip_serializing)]
    pub cases: Vec<Case>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scoring {
    /// Points of all items, by section and in total.
    #[default]
    Sum,
    /// Only the sums that `sub` names: a total would say nothing.
    Parts,
    /// A form.
    None,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub id: String,
    pub zh: String,
    pub en: String,
    /// Levels of its own, over its own score.
    #[serde(default, rename = "level", skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    pub options: Vec<Opt>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One of the options; the answer is its value.
    Choice,
    /// `true` or `false`.
    YesNo,
    /// A measure with bounds, a unit and decimals.
    Number,
    Text,
    /// Several of the options; the answer is a list of their values.
    Many,
    /// A civil day, `2026-10-31`.
    Day,
    /// A list of ICD-10 codes.
    Codes,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Choice => "choice",
            Kind::YesNo => "yes_no",
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::Many => "many",
            Kind::Day => "day",
            Kind::Codes => "codes",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    pub zh: String,
    pub en: String,
    /// How to ask, and how to judge the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Names>,
    pub kind: Kind,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Opt>,
    /// Options shared with other items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
    /// Points of `true`, where it is not one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yes: Option<i64>,
    /// The key is turned round: `false` counts, or the first option counts as the last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// Asked, but worth nothing by itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unscored: bool,
    /// Least value of a measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Greatest value of a measure; characters of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub decimals: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Names>,
    /// Points of a measure; the first band that it lies in counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// May be left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// `null` is an answer (it could not be judged) and is worth nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub null: bool,
    /// Asked only when this holds of earlier answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Cond>,
}

fn is_zero(it: &u8) -> bool {
    *it == 0
}

/// One option of a choice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opt {
    pub value: Scalar,
    /// What it is worth, where that is not its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<i64>,
    pub zh: String,
    pub en: String,
}

/// Values of a measure, both ends counted.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Cond>,
    pub points: i64,
}

/// A sum over items that lie across sections, and what it says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sub {
    pub id: String,
    pub zh: String,
    pub en: String,
    pub items: Vec<String>,
    /// Those of `items` whose points are turned round in this sum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reverse: Vec<String>,
    /// The first that holds.
    #[serde(default, rename = "verdict", skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<Verdict>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    pub id: String,
    pub zh: String,
    pub en: String,
    pub when: Cond,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub zh: String,
    pub en: String,
    /// Scores, both ends counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<i64>,
    /// In place of scores: one of these holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Cond>,
    /// Where it is not the instrument's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// What is to be done at this level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Names>,
}

/// The level out of levels of sections.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    pub row: String,
    /// The most severe of these is the column.
    pub columns: Vec<String>,
    pub cells: Vec<Vec<u8>>,
    pub confidence: Confidence,
}

/// A rule that changes the level.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub id: String,
    /// The reason, as it stands in the report.
    pub zh: String,
    pub en: String,
    pub when: Cond,
    /// The level itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<u8>,
    /// So many levels more severe; however many such rules hold, the greatest counts once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raise: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

/// Something that somebody must be told at once, whatever the score is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alert {
    pub id: String,
    pub zh: String,
    pub en: String,
    pub when: Cond,
}

impl Instrument {
    /// The options of an item, its own or those it shares.
    pub fn options<'a>(&'a self, item: &'a Item) -> &'a [Opt] {
        match &item.scale {
            Some(name) => self.scale.get(name).map_or(&[], |it| &it.options),
            None => &item.options,
        }
    }

    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|it| it.id == id)
    }

    /// The items of a section in their order; `None`: those of no section.
    pub fn items_of<'a>(&'a self, section: Option<&'a str>) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |it| it.section.as_deref() == section)
    }

    /// Whether an item is worth points.
    pub fn scores(&self, item: &Item) -> bool {
        let kind = match item.kind {
            Kind::Choice | Kind::YesNo => true,
            Kind::Number => !item.bands.is_empty(),
            Kind::Text | Kind::Many | Kind::Day | Kind::Codes => false,
        };
        kind && self.scoring != Scoring::None && !item.unscored
    }

    /// Whether something in it was not found in print.
    pub fn is_unverified(&self) -> bool {
        let unsure = |it: Option<Confidence>| it == Some(Confidence::Unverified);
        let levels = self.levels.iter().chain(self.sections.iter().flat_map(|it| &it.levels));
        self.confidence == Confidence::Unverified
            || levels.into_iter().any(|it| unsure(it.confidence))
            || self.changes.iter().any(|it| unsure(it.confidence))
            || unsure(self.matrix.as_ref().map(|it| it.confidence))
    }
}
