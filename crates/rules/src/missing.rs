//! The unknown facts that could change an answer, if they were known.
//!
//! A fact counts when some knowledge of it, together with some knowledge or none of the other
//! unknown facts, changes what the rule answers. The candidates are read off the tree; then,
//! where every one of them is only compared with constants, the few values that make a difference
//! are tried out, all of them together, and the candidates that never matter are dropped.

use std::sync::Arc;

use crate::{
    Kind, Program, Value,
    calendar::plus_years,
    node::{Binary, Op},
    row::Step,
    value::month_from_number,
};

/// Most combinations that are tried out; beyond, the candidates stand as read off the tree.
const TRIALS_MAX: usize = 20_000;

impl Program {
    /// Slots of [`Program::facts`].
    pub(crate) fn missing(&self, facts: &[Option<Value>]) -> Vec<usize> {
        let steps = self.trace(facts);
        let mut slots = Vec::new();
        self.candidates(self.root(), &steps, &mut slots);
        slots.sort_unstable();
        slots.dedup();
        let trials: Option<Vec<Vec<Value>>> = slots.iter().map(|slot| self.trials(*slot, &steps)).collect();
        match trials {
            Some(trials) if combinations(&trials) <= TRIALS_MAX => self.decisive(facts, &slots, &trials),
            _ => slots,
        }
    }

    /// Unknown facts below `node` that are not hidden behind something settled.
    fn candidates(&self, node: usize, steps: &[Step], slots: &mut Vec<usize>) {
        if steps[node].lane.is_some() && !self.asks_knowledge(node) {
            return;
        }
        match self.nodes[node].op {
            Op::Fact(slot) => slots.push(slot),
            ref op => op.children().into_iter().for_each(|it| self.candidates(it, steps, slots)),
        }
    }

    /// Whether `known(…)` stands below: the one thing that more knowledge may turn around.
    fn asks_knowledge(&self, node: usize) -> bool {
        let op = &self.nodes[node].op;
        matches!(op, Op::Known(_)) || op.children().into_iter().any(|it| self.asks_knowledge(it))
    }

    /// Values of a fact among which every difference that the rule can see shows; `None` if they
    /// cannot be told.
    fn trials(&self, slot: usize, steps: &[Step]) -> Option<Vec<Value>> {
        let kind = &self.facts[slot].kind;
        match kind {
            Kind::Bool => return Some(vec![Value::Bool(true), Value::Bool(false)]),
            Kind::Choice(allowed) => return Some(allowed.iter().cloned().map(Value::Choice).collect()),
            _ => (),
        }
        let (mut lanes, mut texts) = (Vec::new(), vec![Arc::from("\u{0}")]);
        for (place, node) in self.nodes.iter().enumerate() {
            let reads = |child: usize| matches!(self.nodes[child].op, Op::Fact(it) if it == slot);
            if !node.op.children().into_iter().any(reads) {
                continue;
            }
            match &node.op {
                Op::Known(_) => lanes.push(0),
                Op::TextIn(_, _, words) => texts.extend(words.iter().cloned()),
                Op::LaneIn(_, them) => lanes.extend(them.iter().flat_map(|it| [*it, it.saturating_add(1)])),
                Op::Compare(_, left, right) => {
                    let other = if reads(*left) { *right } else { *left };
                    lanes.extend(around(steps[other].lane.filter(|_| self.fixed(other))?));
                }
                Op::Holds(_, label) => {
                    let with: Vec<i64> = lanes.iter().map(|it| it | 1 << label).collect();
                    lanes.extend(with.into_iter().chain([0, 1 << label]));
                }
                Op::Binary(Binary::Age, born, on) if reads(*born) && self.fixed(*on) => {
                    let on = steps[*on].lane?;
                    for years in self.compared_with(place, steps)? {
                        lanes.extend(around(plus_years(on, -years)));
                    }
                }
                _ => return None,
            }
        }
        if *kind == Kind::Text {
            return Some(texts.into_iter().map(Value::Text).collect());
        }
        lanes.sort_unstable();
        lanes.dedup();
        Some(lanes.into_iter().filter_map(|lane| trial(kind, lane)).collect())
    }

    /// The constants that a node is compared with, if it is used in no other way.
    fn compared_with(&self, node: usize, steps: &[Step]) -> Option<Vec<i64>> {
        let mut constants = Vec::new();
        for other in self.nodes.iter().filter(|it| it.op.children().contains(&node)) {
            match &other.op {
                Op::Compare(_, left, right) => {
                    let constant = if *left == node { *right } else { *left };
                    constants.extend(around(steps[constant].lane.filter(|_| self.fixed(constant))?));
                }
                Op::LaneIn(_, lanes) => constants.extend(lanes.iter().flat_map(|it| around(*it))),
                _ => return None,
            }
        }
        constants.iter().all(|years| years.unsigned_abs() < 1_000).then_some(constants)
    }

    /// Whether a node does not depend on what is unknown.
    fn fixed(&self, node: usize) -> bool {
        matches!(self.nodes[node].op, Op::Literal { .. })
    }

    /// Tries all combinations, each fact unknown or at one of its trial values.
    fn decisive(&self, facts: &[Option<Value>], slots: &[usize], trials: &[Vec<Value>]) -> Vec<usize> {
        let total = combinations(trials);
        let mut answers = Vec::with_capacity(total);
        let mut row = facts.to_vec();
        for number in 0..total {
            let mut rest = number;
            for (slot, values) in slots.iter().zip(trials) {
                let digit = rest % (values.len() + 1);
                rest /= values.len() + 1;
                row[*slot] = digit.checked_sub(1).map(|it| values[it].clone());
            }
            answers.push(self.trace(&row)[self.root()].lane);
        }
        let (mut weight, mut found) = (1, Vec::new());
        for (slot, values) in slots.iter().zip(trials) {
            let base = values.len() + 1;
            let matters = (0..total).any(|number| {
                let digit = number / weight % base;
                answers[number] != answers[number - digit * weight]
            });
            if matters {
                found.push(*slot);
            }
            weight *= base;
        }
        found
    }
}

fn around(lane: i64) -> [i64; 3] {
    [lane.saturating_sub(1), lane, lane.saturating_add(1)]
}

fn combinations(trials: &[Vec<Value>]) -> usize {
    trials.iter().fold(1, |total, values| total.saturating_mul(values.len() + 1))
}

fn trial(kind: &Kind, lane: i64) -> Option<Value> {
    match kind {
        Kind::Month if lane < 0 => None,
        Kind::Month => Some(Value::Month(month_from_number(lane))),
        kind => Value::from_lane(kind, lane, &[]),
    }
}
