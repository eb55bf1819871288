//! Worked cases of a pack: facts in, decision and fen out. They stand beside the rule that they are
//! about, and whoever changes the rule is told which of them came out otherwise.

use base::{Day, Money, Month};
use platform::{
    facts::Frame,
    packs::{Check, Yuan},
};
use rules::{Builder, Catalogue, Kind, Truth, Value};
use serde::{Deserialize, Serialize};

use super::{
    decide::{As, decide_as},
    engine::Engine,
    explain::explain_as,
    kind::Gives,
    reason::Reason,
};

/// One worked case, `[[case]]` in the benefit's file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it shows, for whoever reads the pack.
    pub about: String,
    pub month: Month,
    /// What the sources tell of the person on the last day of the month. What is left out is unknown.
    pub facts: std::collections::BTreeMap<String, Written>,
    pub gives: Truth,
    /// What is owed; for `unknown`, what it would be. Left out: nothing.
    #[serde(default)]
    pub amount: Option<Yuan>,
    /// What it gives where that is not money.
    #[serde(default)]
    pub quantity: Option<i64>,
    #[serde(default)]
    pub percent: Option<i64>,
    #[serde(default)]
    pub tier: Option<String>,
    /// The reason as its message without the room's name, such as `too-young`.
    #[serde(default)]
    pub because: Option<String>,
    /// The facts that would decide, where it gives `unknown`.
    #[serde(default)]
    pub missing: Vec<String>,
}

/// A fact's value as TOML has it; the fact's kind says how it is read.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Written {
    Bool(bool),
    Int(i64),
    Text(String),
    Many(Vec<String>),
}

impl Written {
    /// `None` when a fact of this kind has no such value. Money is written in yuan.
    pub(crate) fn value(&self, kind: &Kind) -> Option<Value> {
        let value = match (self, kind) {
            (Written::Bool(it), Kind::Bool) => Value::Bool(*it),
            (Written::Int(it), Kind::Int) => Value::Int(*it),
            (Written::Int(it), Kind::Money) => Value::Money(Money(it.checked_mul(100)?)),
            (Written::Text(it), Kind::Day) => Value::Day(it.parse::<Day>().ok()?),
            (Written::Text(it), Kind::Month) => Value::Month(it.parse::<Month>().ok()?),
            (Written::Text(it), Kind::Text) => Value::Text(it.as_str().into()),
            (Written::Text(it), Kind::Choice(_)) => Value::Choice(it.as_str().into()),
            (Written::Many(them), Kind::Labels(_)) => {
                Value::Labels(them.iter().map(|it| it.as_str().into()).collect())
            }
            _ => return None,
        };
        value.fits(kind).then_some(value)
    }
}

/// What a case came to, to be laid beside what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    pub gives: Truth,
    pub amount: Money,
    pub given: Gives,
    pub tier: Option<String>,
    pub because: String,
    pub missing: Vec<String>,
}

impl Case {
    /// A case that says how the person entered is decided as it is, another as if it were granted.
    fn entry(&self) -> As {
        let told = self.facts.keys().any(|it| it.starts_with("entry."));
        if told { As::Entered } else { As::Granted }
    }

    /// The first thing that came out otherwise: what it is, as it is written, as it came.
    pub fn differs(&self, came: &Came) -> Option<(&'static str, String, String)> {
        let word = |it: Truth| format!("{it:?}").to_lowercase();
        if self.gives != came.gives {
            let why = match came.missing.as_slice() {
                [] => came.because.clone(),
                missing => missing.join(", "),
            };
            return Some(("gives", word(self.gives), format!("{} ({why})", word(came.gives))));
        }
        let amount = self.amount.as_ref().map_or(Money::ZERO, |it| it.0);
        if self.gives != Truth::No && amount != came.amount {
            return Some(("amount", amount.to_string(), came.amount.to_string()));
        }
        let given = match came.given {
            _ if self.gives == Truth::No => (None, None),
            Gives::Quantity(it) => (Some(it), None),
            Gives::Percent(it) => (None, Some(it)),
            Gives::Money(_) | Gives::Nothing => (None, None),
        };
        let number = |it: Option<i64>| it.map_or_else(|| "–".to_owned(), |it| it.to_string());
        if self.quantity != given.0 {
            return Some(("quantity", number(self.quantity), number(given.0)));
        }
        if self.percent != given.1 {
            return Some(("percent", number(self.percent), number(given.1)));
        }
        if self.tier.is_some() && self.tier != came.tier {
            return Some((
                "tier",
                self.tier.clone().unwrap_or_default(),
                came.tier.clone().unwrap_or_default(),
            ));
        }
        if self.because.as_ref().is_some_and(|it| *it != came.because) {
            return Some(("because", self.because.clone().unwrap_or_default(), came.because.clone()));
        }
        let named = self.gives == Truth::Unknown && !self.missing.is_empty();
        if named && self.missing != came.missing {
            return Some(("missing", self.missing.join(", "), came.missing.join(", ")));
        }
        None
    }

    /// The frame of one person with the case's facts; the names of facts that are not what they should be.
    fn frame(&self, facts: &Catalogue) -> Result<Frame, Vec<(String, Option<Kind>)>> {
        let mut frame = Frame::new(vec!["case".to_owned()], self.month.last_day());
        let mut wrong = Vec::new();
        for (name, written) in &self.facts {
            let Some(fact) = facts.get(name) else {
                wrong.push((name.clone(), None));
                continue;
            };
            let Some(value) = written.value(&fact.kind) else {
                wrong.push((name.clone(), Some(fact.kind.clone())));
                continue;
            };
            let mut column = Builder::new(&fact.kind);
            column.push(Some(&value));
            frame.set(name, column.finish());
        }
        if wrong.is_empty() { Ok(frame) } else { Err(wrong) }
    }
}

/// What the rule makes of a frame of one person.
fn came(engine: &Engine, frame: &Frame, month: Month, entry: As) -> Came {
    let decided = decide_as(engine, frame.clone(), month, entry);
    let key = Reason::of(decided.reason[0]).map_or("", Reason::key);
    let mut missing: Vec<String> = match decided.truth[0] {
        Truth::Unknown => {
            explain_as(engine, frame, 0, month, entry).missing.into_iter().map(|it| it.name).collect()
        }
        _ => Vec::new(),
    };
    missing.sort();
    Came {
        gives: decided.truth[0],
        amount: decided.amount[0],
        given: engine.gives(decided.tier[0]),
        tier: decided.tier[0].map(|it| engine.tier(it).to_owned()),
        because: key.trim_start_matches("benefits-").to_owned(),
        missing,
    }
}

/// Runs the cases of a benefit, each fault at the line of its case.
pub(super) fn check(id: &str, engine: &Engine, check: &mut Check<'_>) {
    let cases = &engine.benefit.case;
    let catalogue = check.facts();
    let mut faults = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let path = format!("{id}.case[{at}]");
        match case.frame(catalogue) {
            Err(wrong) => faults.extend(wrong.into_iter().map(|it| (path.clone(), Err(it)))),
            Ok(frame) => {
                let differs = case.differs(&came(engine, &frame, case.month, case.entry()));
                faults.extend(differs.map(|it| (path, Ok(it))));
            }
        }
    }
    let known: Vec<String> = catalogue.iter().map(|it| it.name.clone()).collect();
    for (path, fault) in faults {
        match fault {
            Ok((what, written, came)) => {
                let told = check.fault(&format!("{path}.{what}"), "benefits-case-differs");
                told.arg("what", what).arg("written", written).arg("came", came);
            }
            Err((name, None)) => {
                check.reference(&format!("{path}.facts"), "fact", &name, known.iter().map(String::as_str));
            }
            Err((name, Some(kind))) => {
                let told = check.fault(&format!("{path}.facts"), "benefits-case-value");
                told.arg("fact", name).arg("kind", kind.word());
            }
        }
    }
}
