//! What would change an answer: which one fact, if it were otherwise, or which birthday. Pure.

use platform::facts::Frame;
use rules::{Kind, Program, Value};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    As, Engine,
    decide::Judged,
    facts,
    month::{MonthRules, Stand},
};

/// Nobody is asked to wait for a birthday beyond this age.
const AGE_MAX: i64 = 110;

/// One thing that would turn a no, or what is not known, into a yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    pub fact: String,
    /// The key of the fact's words.
    pub meaning: String,
    /// What it would have to be.
    pub value: Value,
}

/// The single facts that would turn the condition to yes for the person in `row`. Nothing when it is
/// yes already, or when the month rules decide.
pub fn changes(engine: &Engine, frame: &Frame, row: usize, month: base::Month) -> Vec<Change> {
    let frame = frame.one(row);
    let edition = engine.on(month.last_day());
    let rules = MonthRules::new(&engine.benefit, month, As::Granted);
    let judged = Judged::new(&frame, &rules);
    let program = &edition.condition;
    if !matches!(judged.stands[0], Stand::Judge { .. }) {
        return Vec::new();
    }
    let frame = judged.frame(frame, edition, month);
    let mut values = frame.values_of(program, 0);
    if yes(program, &values) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, fact) in program.facts().iter().enumerate() {
        let kept = values[at].clone();
        let turns = candidates(&fact.name, &fact.kind, kept.as_ref()).into_iter().find(|it| {
            values[at] = Some(it.clone());
            yes(program, &values)
        });
        values[at] = kept;
        if let Some(value) = turns {
            found.push(Change { fact: fact.name.clone(), meaning: fact.meaning.clone(), value });
        }
    }
    found
}

fn yes(program: &Program, values: &[Option<Value>]) -> bool {
    program.answer(values).0 == Some(Value::Bool(true))
}

/// What a fact might be instead. Numbers but the age are not guessed.
fn candidates(name: &str, kind: &Kind, now: Option<&Value>) -> Vec<Value> {
    let all: Vec<Value> = match (kind, now) {
        (Kind::Bool, _) => vec![Value::Bool(true), Value::Bool(false)],
        (Kind::Choice(all), _) => all.iter().map(|it| Value::Choice(it.clone())).collect(),
        (Kind::Int, Some(Value::Int(age))) if name == facts::AGE => {
            (age + 1..=AGE_MAX).map(Value::Int).collect()
        }
        _ => Vec::new(),
    };
    all.into_iter().filter(|it| Some(it) != now).collect()
}
