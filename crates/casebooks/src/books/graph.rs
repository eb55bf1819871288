//! The states of a book as a graph: which are reached, which lead nowhere, and which fields can
//! be known by the time a case stands in each. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::Book;

/// States that a case can come to, from the first.
pub fn reached(book: &Book) -> BTreeSet<&str> {
    let mut reached = BTreeSet::from([book.first_state()]);
    loop {
        let more: Vec<&str> = book
            .step
            .values()
            .filter(|step| step.from.iter().any(|it| reached.contains(it.as_str())))
            .filter_map(|step| step.to.as_deref())
            .filter(|to| !reached.contains(to))
            .collect();
        if more.is_empty() {
            return reached;
        }
        reached.extend(more);
    }
}

/// States from which a case can come to an end.
pub fn ending(book: &Book) -> BTreeSet<&str> {
    let mut ending: BTreeSet<&str> =
        book.state.iter().filter(|it| it.1.end).map(|(id, _)| id.as_str()).collect();
    loop {
        let more: Vec<&str> = book
            .step
            .values()
            .filter(|step| step.to.as_deref().is_some_and(|to| ending.contains(to)))
            .flat_map(|step| step.from.iter().map(String::as_str))
            .filter(|from| !ending.contains(from))
            .collect();
        if more.is_empty() {
            return ending;
        }
        ending.extend(more);
    }
}

/// By state, the fields that may be filled when a case stands in it: asked at the opening, or by
/// a step on some way to it.
pub fn knowable(book: &Book) -> BTreeMap<&str, BTreeSet<&str>> {
    let opening: BTreeSet<&str> = book
        .asked_at_opening()
        .map(|(id, _)| id)
        .chain(book.field.iter().filter(|it| it.1.is_computed()).map(|(id, _)| id.as_str()))
        .collect();
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::from([(book.first_state(), opening)]);
    loop {
        let mut grew = false;
        for step in book.step.values() {
            let mut after: BTreeSet<&str> = BTreeSet::new();
            for from in &step.from {
                after.extend(known.get(from.as_str()).into_iter().flatten());
            }
            if !step.from.iter().any(|it| known.contains_key(it.as_str())) {
                continue;
            }
            after.extend(step.asks.iter().map(String::as_str));
            after.extend(step.sets.keys().map(String::as_str));
            let targets = step.to.iter().chain(step.from.iter().filter(|_| step.to.is_none()));
            for to in targets {
                let held = known.entry(to.as_str()).or_insert_with(|| {
                    grew = true;
                    BTreeSet::new()
                });
                let before = held.len();
                held.extend(after.iter().copied());
                grew |= before < held.len();
            }
        }
        if !grew {
            return known;
        }
    }
}

/// Steps that may have been taken before `step` is.
pub fn before<'b>(book: &'b Book, step: &str) -> BTreeSet<&'b str> {
    let mut states: BTreeSet<&str> =
        book.step.get(step).map(|it| it.from.iter().map(String::as_str).collect()).unwrap_or_default();
    let mut steps = BTreeSet::new();
    loop {
        let size = (states.len(), steps.len());
        for (id, step) in &book.step {
            let leads = match &step.to {
                Some(to) => states.contains(to.as_str()),
                None => step.from.iter().any(|it| states.contains(it.as_str())),
            };
            if leads {
                steps.insert(id.as_str());
                states.extend(step.from.iter().map(String::as_str));
            }
        }
        if size == (states.len(), steps.len()) {
            return steps;
        }
    }
}
