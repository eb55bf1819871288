//! Adds to a draft without its text being touched by hand: a field, a state, a step.

use base::Result;
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, NewField, NewState, NewStep},
    write::{Written, put, to_write},
};

/// Adds a field to a draft.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AddField {
    pub draft: String,
    pub revision: i64,
    pub id: String,
    pub zh: String,
    pub en: String,
    /// `text`, `date`, `choice` …
    pub sort: String,
    #[serde(default)]
    pub needed: bool,
    #[serde(default)]
    pub list: bool,
    #[serde(default)]
    pub part: Option<String>,
    /// One a line: `id 中文 | English`.
    #[serde(default)]
    pub choices: Option<String>,
    /// The step that asks it; the opening, when nothing is said.
    #[serde(default)]
    pub step: Option<String>,
}

/// Adds a state to a draft.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AddState {
    pub draft: String,
    pub revision: i64,
    pub id: String,
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub end: bool,
}

/// Adds a step to a draft.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AddStep {
    pub draft: String,
    pub revision: i64,
    pub id: String,
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub from: Vec<String>,
    #[serde(default)]
    pub to: Option<String>,
    #[serde(default)]
    pub who: Vec<String>,
    #[serde(default)]
    pub asks: Vec<String>,
    #[serde(default)]
    pub needs: Vec<String>,
    #[serde(default)]
    pub days: Option<i64>,
    #[serde(default)]
    pub working: bool,
}

fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}

/// `low 低 | Low`: an id, and its names in both languages; one name serves for both.
fn choices(text: &str) -> Vec<(String, String, String)> {
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    let choice = |line: &str| {
        let (id, names) = line.split_once(char::is_whitespace).unwrap_or((line, line));
        let (zh, en) = names.split_once(['|', '｜']).unwrap_or((names, names));
        (trimmed(id), trimmed(zh), trimmed(en))
    };
    lines.map(choice).collect()
}

macro_rules! adds {
    ($verb:ty, $name:literal, $text:expr) => {
        impl Verb for $verb {
            const NAME: &'static str = $name;
            const RIGHT: &'static str = "books.design";
            const PURPOSE: Purpose = Purpose::Register;
            type Answer = Written;

            fn place(&self, _: &mut Cx) -> Result<Place> {
                Ok(Place::County)
            }

            fn run(self, cx: &mut Cx) -> Result<Written> {
                let it = to_write(cx, &self.draft, self.revision)?;
                let text: fn(&str, $verb) -> Result<String> = $text;
                let text = text(&it.text, self)?;
                put(cx, &it, &text)
            }
        }
    };
}

adds!(AddField, "drafts.add-field", |text, it| {
    let chosen = choices(it.choices.as_deref().unwrap_or_default());
    let given = |it: Option<String>| it.map(|it| trimmed(&it)).filter(|it| !it.is_empty());
    let new = NewField {
        id: trimmed(&it.id),
        zh: trimmed(&it.zh),
        en: trimmed(&it.en),
        sort: it.sort,
        needed: it.needed,
        list: it.list,
        part: given(it.part),
        choices: chosen,
        step: given(it.step),
    };
    edit::field(text, &new)
});

adds!(AddState, "drafts.add-state", |text, it| {
    let new = NewState { id: trimmed(&it.id), zh: trimmed(&it.zh), en: trimmed(&it.en), end: it.end };
    edit::state(text, &new)
});

adds!(AddStep, "drafts.add-step", |text, it| {
    let new = NewStep {
        id: trimmed(&it.id),
        zh: trimmed(&it.zh),
        en: trimmed(&it.en),
        from: it.from,
        to: it.to,
        who: it.who,
        asks: it.asks,
        needs: it.needs,
        days: it.days,
        working: it.working,
    };
    edit::step(text, &new)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_written_one_a_line() {
        let check = |text: &str, want: &[(&str, &str, &str)]| {
            let found = choices(text);
            let found: Vec<(&str, &str, &str)> =
                found.iter().map(|it| (it.0.as_str(), it.1.as_str(), it.2.as_str())).collect();
            assert_eq!(found, want);
        };
        check("low 低 | Low\n\nhigh 高｜High", &[("low", "低", "Low"), ("high", "高", "High")]);
        check("yes", &[("yes", "yes", "yes")]);
        check("a 甲", &[("a", "甲", "甲")]);
    }
}
