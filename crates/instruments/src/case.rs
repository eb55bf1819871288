//! Worked cases: answers in, scores and level out. They stand in the instrument's file, so that
//! whoever changes a point or a cut-off is told which of them came out otherwise.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Instrument, Item, Kind, Outcome, Scalar, score};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it shows.
    pub about: String,
    /// What items say that `answers` leaves out.
    #[serde(default)]
    pub fill: Option<Fill>,
    #[serde(default)]
    pub answers: IndexMap<String, Value>,
    /// Items not answered at all, whatever `fill` says.
    #[serde(default)]
    pub without: Vec<String>,
    /// Items answered by `null`, which TOML cannot write.
    #[serde(default)]
    pub nulls: Vec<String>,
    #[serde(default)]
    pub context: IndexMap<String, Value>,
    #[serde(default)]
    pub scores: IndexMap<String, i64>,
    #[serde(default)]
    pub section_levels: IndexMap<String, u8>,
    #[serde(default)]
    pub initial_level: Option<u8>,
    #[serde(default)]
    pub level: Option<u8>,
    /// The rules that changed the level, in their order.
    #[serde(default)]
    pub changes: Vec<String>,
    #[serde(default)]
    pub alerts: Vec<String>,
    #[serde(default)]
    pub screen_positive: Option<bool>,
    /// Verdicts by sum.
    #[serde(default)]
    pub types: IndexMap<String, String>,
    /// The paths of all faults, when the answers are refused.
    #[serde(default)]
    pub faults: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fill {
    /// The answer that is worth most.
    Most,
    /// The answer that is worth least.
    Least,
}

impl Case {
    /// The answers with those that `fill` gives.
    pub fn filled(&self, instrument: &Instrument) -> Map<String, Value> {
        let filled = instrument.items.iter().filter_map(|item| {
            let fill = self.fill?;
            Some((item.id.clone(), extreme(instrument, item, fill)?))
        });
        let given = self.answers.iter().map(|(id, it)| (id.clone(), it.clone()));
        let nulls = self.nulls.iter().map(|id| (id.clone(), Value::Null));
        let mut all: Map<String, Value> = filled.chain(given).chain(nulls).collect();
        all.retain(|id, _| !self.without.contains(id));
        all
    }

    pub fn given_context(&self) -> Map<String, Value> {
        self.context.iter().map(|(id, it)| (id.clone(), it.clone())).collect()
    }

    /// The first thing that came out otherwise: what, as it is written, as it came.
    pub fn differs(&self, instrument: &Instrument) -> Option<(&'static str, String, String)> {
        match score(instrument, &self.filled(instrument), &self.given_context()) {
            Err(faults) => {
                let paths: Vec<&str> = faults.iter().map(|it| it.path.as_ref()).collect();
                (paths != self.faults).then(|| ("faults", self.faults.join(", "), paths.join(", ")))
            }
            Ok(outcome) if self.faults.is_empty() => self.compared(instrument, &outcome),
            Ok(_) => Some(("faults", self.faults.join(", "), "–".to_owned())),
        }
    }

    fn compared(&self, instrument: &Instrument, came: &Outcome) -> Option<(&'static str, String, String)> {
        let text = |it: Option<u8>| it.map_or_else(|| "–".to_owned(), |it| it.to_string());
        for (id, want) in &self.scores {
            if came.scores.get(id) != Some(want) {
                let is = came.scores.get(id).map_or_else(|| "–".to_owned(), ToString::to_string);
                return Some(("scores", format!("{id}={want}"), format!("{id}={is}")));
            }
        }
        for (id, want) in &self.section_levels {
            if came.section_levels.get(id) != Some(want) {
                let is = text(came.section_levels.get(id).copied());
                return Some(("section_levels", format!("{id}={want}"), format!("{id}={is}")));
            }
        }
        let initial = self.initial_level.or(self.level);
        if !instrument.levels.is_empty() && initial != came.initial_level {
            return Some(("initial_level", text(initial), text(came.initial_level)));
        }
        if self.level != came.level {
            return Some(("level", text(self.level), text(came.level)));
        }
        let rules: Vec<&str> = came.changes.iter().map(|it| it.rule.as_str()).collect();
        if rules != self.changes {
            return Some(("changes", self.changes.join(", "), rules.join(", ")));
        }
        let alerts: Vec<&str> = came.alerts.iter().map(|it| it.rule.as_str()).collect();
        if alerts != self.alerts {
            return Some(("alerts", self.alerts.join(", "), alerts.join(", ")));
        }
        if self.screen_positive.is_some() && self.screen_positive != came.screen_positive {
            let word = |it: Option<bool>| format!("{it:?}");
            return Some(("screen_positive", word(self.screen_positive), word(came.screen_positive)));
        }
        for (id, want) in &self.types {
            let is = came.types.get(id).and_then(|it| it.verdict.as_deref());
            if is != Some(want) {
                return Some(("types", format!("{id}={want}"), format!("{id}={}", is.unwrap_or("–"))));
            }
        }
        None
    }
}

/// The answer that is worth most or least; nothing for what is worth nothing.
fn extreme(instrument: &Instrument, item: &Item, fill: Fill) -> Option<Value> {
    if !instrument.scores(item) {
        return None;
    }
    let most = (fill == Fill::Most) != item.reverse;
    match item.kind {
        Kind::YesNo => Some(Value::Bool(most)),
        Kind::Choice => {
            let options = instrument.options(item);
            let found = if most {
                options.iter().max_by_key(|it| it.worth())
            } else {
                options.iter().min_by_key(|it| it.worth())
            };
            found.map(|it| match &it.value {
                Scalar::Int(value) => Value::from(*value),
                Scalar::Text(value) => Value::from(value.as_str()),
            })
        }
        _ => None,
    }
}
