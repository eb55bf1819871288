//! The pack's section `entitled`: in which words the public is asked for the facts that benefits read.
//! A benefit that reads a fact which no question says and nothing assumes is a fault: the public would
//! be told that it is not decidable, whatever they answer.

use std::collections::{BTreeMap, BTreeSet};

use platform::{
    packs::{Check, Section},
    terms::Labels,
};
use rules::{Kind, Value};
use serde::Deserialize;

use crate::benefits::{About, Benefits, Engine, Written, facts};

/// The fact that follows from the labels which mean special difficulty here.
pub(super) const SPECIAL: &str = "label.special_difficulty";
/// What the engine itself reads or sets, which is asked of nobody.
const OWN: &[&str] = &[facts::MONTH, facts::FIRST_DAY, facts::LAST_DAY];

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entitled {
    /// What is taken of everybody without asking.
    #[serde(default)]
    pub assumed: BTreeMap<String, Written>,
    #[serde(default)]
    pub question: BTreeMap<String, Asking>,
}

/// One question with its answers. Words: `entitled-<question>`, `entitled-<question>-<option>`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// Asked before all others, whatever it decides.
    #[serde(default)]
    pub first: bool,
    /// A number of years is typed, and the day of birth follows from it.
    #[serde(default)]
    pub age: bool,
    #[serde(default)]
    pub option: Vec<Answer>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub id: String,
    /// What is known of whoever answers so.
    pub sets: BTreeMap<String, Written>,
}

impl Asking {
    /// The facts that some answer says.
    pub(super) fn facts(&self) -> BTreeSet<&str> {
        let age = self.age.then_some([facts::AGE, facts::BORN]);
        let said = self.option.iter().flat_map(|it| it.sets.keys());
        said.map(String::as_str).chain(age.into_iter().flatten()).collect()
    }
}

impl Section for Entitled {
    const NAME: &'static str = "entitled";

    fn check(&self, check: &mut Check<'_>) {
        let known: Vec<(String, Kind)> =
            check.facts().iter().map(|it| (it.name.clone(), it.kind.clone())).collect();
        let mut said: BTreeSet<String> = self.assumed.keys().cloned().collect();
        for (fact, value) in &self.assumed {
            written(check, &format!("assumed.\"{fact}\""), fact, value, &known);
        }
        for (id, asking) in &self.question {
            check.word(&format!("question.{id}"), &format!("entitled-{id}"));
            said.extend(asking.facts().into_iter().map(str::to_owned));
            for (at, answer) in asking.option.iter().enumerate() {
                let path = format!("question.{id}.option[{at}]");
                check.word(&format!("{path}.id"), &format!("entitled-{id}-{}", answer.id));
                for (fact, value) in &answer.sets {
                    written(check, &format!("{path}.sets"), fact, value, &known);
                }
            }
        }
        if self.question.is_empty() {
            return;
        }
        let special = check.other::<Labels>().map(|it| it.special().clone()).unwrap_or_default();
        // A county may name labels that nobody can be asked for; those leave it undecided.
        if special.iter().any(|it| said.contains(&format!("label.{it}"))) {
            said.insert(SPECIAL.to_owned());
        }
        for (benefit, fact) in unsaid(check, &said) {
            check.fault("question", "entitled-unasked").arg("benefit", benefit).arg("fact", fact);
        }
    }
}

/// The facts of persons' benefits that are neither asked nor assumed.
fn unsaid(check: &Check<'_>, said: &BTreeSet<String>) -> Vec<(String, String)> {
    let Some(benefits) = check.other::<Benefits>() else { return Vec::new() };
    let months = facts::of_months();
    let mut unsaid = Vec::new();
    for (id, benefit) in benefits.0.iter().filter(|(_, it)| it.about == About::Person) {
        let Some(engine) = Engine::new(id, benefit, check.facts()) else { continue };
        for fact in engine.facts(&[benefit.since.value.month()]) {
            let own = OWN.contains(&fact.name.as_str()) || months.iter().any(|it| it.name == fact.name);
            if !own && !said.contains(&fact.name) {
                unsaid.push((id.clone(), fact.name));
            }
        }
    }
    unsaid
}

fn written(check: &mut Check<'_>, path: &str, fact: &str, value: &Written, known: &[(String, Kind)]) {
    match known.iter().find(|(name, _)| name == fact) {
        None => check.reference(path, "fact", fact, known.iter().map(|it| it.0.as_str())),
        Some((_, kind)) if value.value(kind).is_none() => {
            check.fault(path, "benefits-case-value").arg("fact", fact).arg("kind", kind.word());
        }
        Some(_) => (),
    }
}

/// A value as its fact's kind has it; the pack was checked when it loaded.
pub(super) fn value(written: &Written, kind: &Kind) -> Option<Value> {
    written.value(kind)
}
