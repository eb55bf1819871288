//! Answers → one made-up person → what the rules decide, and what to ask next. Pure.

use std::collections::{BTreeMap, BTreeSet};

use base::Month;
use platform::facts::Frame;
use rules::{Builder, Catalogue, Column, Kind, Truth, Value};

use super::section::{Asking, Entitled, SPECIAL, value};
use crate::benefits::{As, Decisions, Engine, Plan, decide_as, explain_as, facts};

/// How many questions stand on one page.
const PAGE: usize = 3;
/// The answer of whoever does not know, or would rather not say: it says nothing, and is not asked again.
pub(super) const UNSURE: &str = "unsure";
/// Nobody is older.
pub(super) const AGE_MAX: i64 = 130;

/// What came of the answers.
pub(super) struct Put {
    pub(super) decided: BTreeMap<String, Decisions>,
    /// The questions that would find out, by benefit that is not decidable.
    pub(super) waits: BTreeMap<String, BTreeSet<String>>,
    /// What to ask on the next page.
    pub(super) next: Vec<String>,
    /// Questions that still decide something, with those of the next page.
    pub(super) left: usize,
}

/// An answer is the id of an option, the years of somebody's age, or [`UNSURE`].
pub(super) fn put(
    entitled: &Entitled,
    engines: &[&Engine],
    plan: &Plan,
    catalogue: &Catalogue,
    special: &BTreeSet<String>,
    answers: &BTreeMap<String, String>,
    month: Month,
) -> Put {
    let frame = made_up(entitled, catalogue, special, answers, month);
    let one = |it: &&Engine| (it.id.clone(), decide_as(it, frame.clone(), month, As::Granted));
    let mut decided: BTreeMap<String, Decisions> = engines.iter().map(one).collect();
    // What may yet put a benefit out leaves it open, so that no later answer takes back what was told.
    plan.settle(month.last_day(), &mut decided, As::Entered);
    let mut waits: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for engine in engines.iter().filter(|it| decided[&it.id].truth[0] == Truth::Unknown) {
        let missing = missing(engine, &frame, month, special);
        let asks = |asking: &Asking| asking.facts().iter().any(|it| missing.contains(*it));
        let asked = entitled.question.iter().filter(|(_, it)| asks(it)).map(|(id, _)| id.clone());
        waits.insert(engine.id.clone(), asked.collect());
    }
    let mut open: Vec<(bool, usize, &String)> = entitled
        .question
        .iter()
        .filter(|(id, _)| !answers.contains_key(*id))
        .map(|(id, it)| (it.first, waits.values().filter(|them| them.contains(id)).count(), id))
        .filter(|(first, decides, _)| *first || 0 < *decides)
        .collect();
    // Age before all: most of what the rules read begins with it, and everybody knows it.
    let age = |id: &String| !entitled.question[id].age;
    open.sort_by(|a, b| {
        (age(a.2), !a.0).cmp(&(age(b.2), !b.0)).then(b.1.cmp(&a.1)).then_with(|| a.2.cmp(b.2))
    });
    Put { next: open.iter().take(PAGE).map(|it| it.2.clone()).collect(), left: open.len(), decided, waits }
}

/// The unknown facts that keep a benefit from being decided; for the fact of special difficulty, the
/// labels that it follows from.
fn missing(engine: &Engine, frame: &Frame, month: Month, special: &BTreeSet<String>) -> BTreeSet<String> {
    let explained = explain_as(engine, frame, 0, month, As::Granted);
    let mut names: BTreeSet<String> = explained.missing.into_iter().map(|it| it.name).collect();
    if names.is_empty() {
        // Only which tier is unknown: whatever the engine reads and nobody said.
        let unknown = |fact: &rules::Fact| frame.lane(&fact.name, 0).is_none();
        names = engine.facts(&[month]).into_iter().filter(unknown).map(|it| it.name).collect();
    }
    if names.remove(SPECIAL) {
        names.extend(special.iter().map(|it| format!("label.{it}")));
    }
    names
}

/// A person of whom is known what was answered and what is assumed of everybody.
fn made_up(
    entitled: &Entitled,
    catalogue: &Catalogue,
    special: &BTreeSet<String>,
    answers: &BTreeMap<String, String>,
    month: Month,
) -> Frame {
    let mut frame = Frame::new(vec!["asked".to_owned()], month.last_day());
    let set = |frame: &mut Frame, name: &str, value: Value, kind: &Kind| {
        let mut column = Builder::new(kind);
        column.push(Some(&value));
        frame.set(name, column.finish());
    };
    let answered = answers.iter().filter_map(|(id, answer)| Some((entitled.question.get(id)?, answer)));
    let options = answered.clone().filter_map(|(it, answer)| it.option.iter().find(|it| it.id == *answer));
    let said = options.flat_map(|it| &it.sets);
    for (name, written) in entitled.assumed.iter().chain(said) {
        let Some(fact) = catalogue.get(name) else { continue };
        if let Some(value) = value(written, &fact.kind) {
            set(&mut frame, name, value, &fact.kind);
        }
    }
    let years = answered.filter(|(it, _)| it.age).find_map(|(_, answer)| answer.parse::<i32>().ok());
    if let Some(years) = years.filter(|it| (0..=AGE_MAX).contains(&i64::from(*it))) {
        let born = month.first_day().plus_years(-years);
        set(&mut frame, facts::BORN, Value::Day(born), &Kind::Day);
        set(&mut frame, facts::AGE, Value::Int(i64::from(years)), &Kind::Int);
    }
    let labels: Vec<Option<bool>> =
        special.iter().map(|it| frame.column(&format!("label.{it}")).and_then(|it| it.truth(0))).collect();
    let difficult = match () {
        () if labels.contains(&Some(true)) => Some(true),
        () if labels.contains(&None) => None,
        () => Some(false),
    };
    frame.set(SPECIAL, Column::bools([difficult]));
    frame
}
