//! Whom a sample is about: facts that were made up for it, so that rules over facts can be tried. Pure.

use std::collections::BTreeMap;

use base::Fault;
use rules::{Kind, Value as Told};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::books::Ready;

/// A fact that the rules of a draft read of its subject.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FactTried {
    pub name: String,
    /// The key of its words.
    pub meaning: String,
    /// `bool`, `int`, `money`, `day`, `month`, `text`, `choice` or `labels`.
    pub kind: String,
    /// What a choice or a set may say.
    pub choices: Vec<String>,
    /// As it was typed; empty where it is unknown.
    pub value: String,
}

/// The facts that the rules read, with what was typed of each: `{ "person": { "age": "82" } }`.
pub(super) fn read(ready: &Ready, typed: &Value) -> (Vec<FactTried>, BTreeMap<String, Told>, Vec<Fault>) {
    let (mut shown, mut known, mut faults) = (Vec::new(), BTreeMap::new(), Vec::new());
    for fact in ready.subject_facts() {
        let held = fact.name.split('.').try_fold(typed, |it, part| it.get(part));
        let texts = match held {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            it => it.and_then(Value::as_str).into_iter().collect::<Vec<_>>(),
        };
        let text = texts.into_iter().map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(",");
        let choices = match &fact.kind {
            Kind::Choice(all) | Kind::Labels(all) => all.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        match told(&fact.kind, &text) {
            _ if text.is_empty() => (),
            Some(value) => _ = known.insert(fact.name.clone(), value),
            None => {
                let path = format!("values.facts.{}", fact.name);
                faults.push(
                    Fault::new(path, "drafts-no-such-fact").arg("written", &text).arg("fact", &fact.name),
                );
            }
        }
        shown.push(FactTried {
            kind: fact.kind.word().to_owned(),
            meaning: fact.meaning,
            name: fact.name,
            choices,
            value: text,
        });
    }
    (shown, known, faults)
}

/// A fact as it is typed: a day in any spelling, money in yuan.
fn told(kind: &Kind, text: &str) -> Option<Told> {
    let value = match kind {
        Kind::Bool => Told::Bool(linkage::written::yes_no(text)?),
        Kind::Int => Told::Int(text.parse().ok()?),
        Kind::Money => Told::Money(base::Money::parse(text)?),
        Kind::Day => match linkage::dates::read(text) {
            Ok(linkage::dates::Written::Day(day)) => Told::Day(day),
            _ => return None,
        },
        Kind::Month => Told::Month(text.parse().ok()?),
        Kind::Text => Told::Text(text.into()),
        Kind::Choice(_) => Told::Choice(text.into()),
        Kind::Labels(_) => Told::Labels(text.split(',').map(Into::into).collect()),
    };
    value.fits(kind).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_read_as_it_is_typed() {
        let labels = Kind::labels(&["alone", "empty_nest"]);
        for (kind, text, want) in [
            (Kind::Bool, "是", Some(Told::Bool(true))),
            (Kind::Bool, "maybe", None),
            (Kind::Int, "82", Some(Told::Int(82))),
            (Kind::Int, "8x", None),
            (Kind::Money, "12.5", Some(Told::Money(base::Money(1_250)))),
            (Kind::Day, "1940年3月5日", "1940-03-05".parse().ok().map(Told::Day)),
            (Kind::Day, "1940", None),
            (Kind::choice(&["a"]), "a", Some(Told::Choice("a".into()))),
            (Kind::choice(&["a"]), "b", None),
            (labels, "alone,empty_nest", Some(Told::Labels(vec!["alone".into(), "empty_nest".into()]))),
        ] {
            assert_eq!(told(&kind, text), want, "{text}");
        }
    }
}
