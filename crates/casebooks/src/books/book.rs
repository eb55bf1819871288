//! A casebook as its page of TOML says it, in the order in which it is written.

use indexmap::IndexMap;
use platform::{Purpose, packs::Confidence};
use serde::{Deserialize, Serialize};

use super::field::Field;
pub use super::told::{Counted, Given, Target};

/// Whatever bears a name in both languages.
pub trait Named {
    fn zh(&self) -> &str;
    fn en(&self) -> &str;

    /// The name in `language` (`zh` or `en`).
    fn name(&self, language: &str) -> &str {
        if language == "en" { self.en() } else { self.zh() }
    }
}

macro_rules! named {
    ($($type:ty),*) => {$(
        impl Named for $type {
            fn zh(&self) -> &str {
                &self.zh
            }

            fn en(&self) -> &str {
                &self.en
            }
        }
    )*};
}

named!(Book, Part, CheckRule, State, Step, Letter, Given, Counted, LinkTo);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub about_zh: Option<String>,
    #[serde(default)]
    pub about_en: Option<String>,
    pub group: String,
    /// `person`, `facility`, `area`, `none` or `case.<book>`.
    pub subject: String,
    #[serde(default)]
    pub requirements: Vec<String>,
    pub basis: String,
    pub confidence: Confidence,
    /// Which place of a person counts.
    #[serde(default = "care")]
    pub purpose: Purpose,
    #[serde(default = "one")]
    pub edition: i64,
    pub number: String,
    #[serde(default)]
    pub title: Vec<String>,
    pub open: Vec<String>,
    /// Of one subject only one case is open at a time that says the same in these fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub once: Vec<String>,
    #[serde(default)]
    pub see: Vec<String>,
    #[serde(default)]
    pub part: IndexMap<String, Part>,
    pub field: IndexMap<String, Field>,
    #[serde(default)]
    pub check: IndexMap<String, CheckRule>,
    pub state: IndexMap<String, State>,
    #[serde(default)]
    pub step: IndexMap<String, Step>,
    #[serde(default)]
    pub letter: IndexMap<String, Letter>,
    #[serde(default)]
    pub link: IndexMap<String, LinkTo>,
    #[serde(default)]
    pub fact: IndexMap<String, Given>,
    #[serde(default)]
    pub figure: IndexMap<String, Counted>,
    #[serde(default)]
    pub publish: Option<Publish>,
    /// Who agrees to a correction of an ended case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correct: Option<Correct>,
    #[serde(default)]
    pub retain: Option<Retain>,
    #[serde(default)]
    pub periodic: Option<Periodic>,
    #[serde(default)]
    pub opens_when: Option<OpensWhen>,
    /// Where open cases go when the edition was raised: old state → new state.
    #[serde(default)]
    pub moves: IndexMap<String, String>,
    /// And where the values of their fields go: old field → new field.
    #[serde(default)]
    pub renamed: IndexMap<String, String>,
}

fn care() -> Purpose {
    Purpose::Care
}

fn one() -> i64 {
    1
}

/// A group of fields.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub zh: String,
    pub en: String,
}

/// What must hold; unknown holds nothing up.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckRule {
    pub rule: String,
    /// The table whose rows it must hold of, each by itself: its rule reads `row.<column>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
    /// What is said when it does not.
    pub zh: String,
    pub en: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub end: bool,
    #[serde(default)]
    pub tone: Tone,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    #[default]
    Plain,
    Good,
    Warn,
    Bad,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub zh: String,
    pub en: String,
    pub from: Vec<String>,
    /// Nothing: it stays in its state.
    #[serde(default)]
    pub to: Option<String>,
    pub who: Vec<String>,
    /// The form of the step.
    #[serde(default)]
    pub asks: Vec<String>,
    #[serde(default)]
    pub needs: Vec<String>,
    /// Not taken while this is not true.
    #[serde(default)]
    pub when: Option<String>,
    /// What is to be seen to first, said to whoever meets the step too early; without it the rule's
    /// states or fields are named.
    #[serde(default)]
    pub when_zh: Option<String>,
    #[serde(default)]
    pub when_en: Option<String>,
    #[serde(default)]
    pub due: Option<Due>,
    #[serde(default)]
    pub overdue: Option<Overdue>,
    /// Steps that somebody else must have taken.
    #[serde(default)]
    pub not_who_did: Vec<String>,
    #[serde(default)]
    pub back: bool,
    #[serde(default)]
    pub letter: Option<String>,
    #[serde(default)]
    pub sets: IndexMap<String, String>,
    #[serde(default)]
    pub opens: Option<Opens>,
    #[serde(default)]
    pub posts: Vec<Posts>,
    /// The work of another room that is told of the step, with the case as it then stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tells: Option<String>,
    #[serde(default)]
    pub asks_sure: bool,
}

/// When a step is due.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    pub days: i64,
    #[serde(default)]
    pub working: bool,
    /// Counted from this field's day; nothing: from the day on which the state was entered.
    #[serde(default)]
    pub from: Option<String>,
    #[serde(default)]
    pub basis: Option<String>,
    pub confidence: Confidence,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overdue {
    #[serde(default)]
    pub rises_after_days: Option<i64>,
    /// A step the program takes then.
    #[serde(default)]
    pub step: Option<String>,
}

/// A linked case that a step opens.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opens {
    pub book: String,
    /// The link of the other book that names this case.
    pub link: String,
    /// Fields of both books whose values go along.
    #[serde(default)]
    pub copy: Vec<String>,
}

/// A transfer of the ledger.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Posts {
    pub from: String,
    pub to: String,
    pub amount: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    pub zh: String,
    pub en: String,
    pub text_zh: String,
    pub text_en: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkTo {
    pub zh: String,
    pub en: String,
    pub book: String,
    #[serde(default)]
    pub many: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publish {
    pub when: String,
    pub fields: Vec<String>,
    /// Whether what a case is about is told: a facility, an area, what names another case.
    #[serde(default)]
    pub subject: bool,
    #[serde(default)]
    pub after_days: i64,
    #[serde(default)]
    pub until_days: Option<i64>,
    /// Fields of which only the first character is shown.
    #[serde(default)]
    pub masked: Vec<String>,
    pub correction_zh: String,
    pub correction_en: String,
}

/// Corrections of cases that have ended: one proposes, another of these roles agrees.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correct {
    pub agree: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retain {
    pub years: i64,
    #[serde(default)]
    pub basis: Option<String>,
    pub confidence: Confidence,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Periodic {
    pub every: Every,
    /// `MM-DD` of a year, or the day of a month.
    pub day: String,
    #[serde(rename = "for")]
    pub subjects: String,
    /// Only for subjects of which this is true: over the facts that books give of them.
    #[serde(default, rename = "where")]
    pub condition: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    Month,
    Quarter,
    HalfYear,
    Year,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpensWhen {
    /// Over the subject's facts.
    pub rule: String,
    #[serde(default)]
    pub basis: Option<String>,
    pub confidence: Confidence,
}

impl Book {
    /// Where a case begins.
    pub fn first_state(&self) -> &str {
        self.state.keys().next().map_or("", String::as_str)
    }

    pub fn is_end(&self, state: &str) -> bool {
        self.state.get(state).is_none_or(|it| it.end)
    }

    /// Steps that can be taken from `state`, in the order of the page.
    pub fn steps_from<'b>(&'b self, state: &'b str) -> impl Iterator<Item = (&'b str, &'b Step)> + 'b {
        let from = move |step: &Step| step.from.iter().any(|it| it == state);
        self.step.iter().filter(move |it| from(it.1)).map(|(id, step)| (id.as_str(), step))
    }

    /// What a new case is asked: what is needed to open it, and the other fields that no step asks.
    pub fn asked_at_opening(&self) -> impl Iterator<Item = (&str, &Field)> {
        let of_a_step = |id: &str| self.step.values().any(|it| it.asks.iter().any(|asked| asked == id));
        let set = |id: &str| self.step.values().any(|it| it.sets.contains_key(id));
        self.field
            .iter()
            .map(|(id, field)| (id.as_str(), field))
            .filter(move |(id, field)| !field.is_computed() && (field.needed || !of_a_step(id) && !set(id)))
    }

    pub fn may_open(&self, role: &str) -> bool {
        self.open.iter().any(|it| it == role)
    }

    /// Whether a role sees the book at all.
    pub fn may_see(&self, role: &str) -> bool {
        self.see.is_empty() || self.see.iter().any(|it| it == role) || self.may_open(role)
    }

    pub fn may_see_field(&self, field: &Field, role: &str) -> bool {
        field.see.is_empty() || field.see.iter().any(|it| it == role)
    }

    /// The book that a case is about, where the subject is one.
    pub fn subject_book(&self) -> Option<&str> {
        self.subject.strip_prefix("case.")
    }
}
