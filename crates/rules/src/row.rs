//! One row: every sub-expression with its value, in plain steps. Written apart from `batch.rs`;
//! a property test holds the two to the same answers and the same reasons.

use crate::{
    Kind, NodeId, Program, Value,
    node::{Binary, Op},
    number,
};

/// What one sub-expression came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Unknown is `None`. A known text is 0: texts are compared as they stand in the facts.
    pub(crate) lane: Option<i64>,
    pub(crate) reason: NodeId,
}

impl Program {
    /// The value for one row and the sub-expression that decided it. `facts` stand in the order of
    /// [`Program::facts`]; `None` is unknown.
    pub fn answer(&self, facts: &[Option<Value>]) -> (Option<Value>, NodeId) {
        let step = self.trace(facts)[self.root()];
        (self.shown(self.root(), step.lane, facts), step.reason)
    }

    /// The step of every node.
    pub(crate) fn trace(&self, facts: &[Option<Value>]) -> Vec<Step> {
        assert_eq!(facts.len(), self.facts.len(), "one value for each fact of {:?}", self.text);
        let mut steps: Vec<Step> = Vec::with_capacity(self.nodes.len());
        for place in 0..self.nodes.len() {
            let step = self.step(place, &steps, facts);
            steps.push(step);
        }
        steps
    }

    fn step(&self, place: usize, steps: &[Step], facts: &[Option<Value>]) -> Step {
        let own = place as NodeId + 1;
        let lane = |child: usize| steps[child].lane;
        let truth = |known: Option<bool>| Step { lane: known.map(i64::from), reason: own };
        match &self.nodes[place].op {
            Op::And(terms) => junction(terms, steps, 0, own),
            Op::Or(terms) => junction(terms, steps, 1, own),
            Op::Not(it) => Step { lane: lane(*it).map(|it| 1 - it), reason: steps[*it].reason },
            Op::If(condition, yes, no) => match lane(*condition) {
                Some(1) => steps[*yes],
                Some(_) => steps[*no],
                None if lane(*yes).is_some() && lane(*yes) == lane(*no) => {
                    Step { lane: lane(*yes), reason: own }
                }
                None => Step { lane: None, reason: steps[*condition].reason },
            },
            Op::Known(it) => truth(Some(lane(*it).is_some())),
            Op::Compare(order, left, right) => {
                truth(lane(*left).zip(lane(*right)).map(|(left, right)| order.holds(left, right)))
            }
            Op::Same(unequal, left, right) => {
                truth(lane(*left).zip(lane(*right)).map(|(left, right)| (left == right) != *unequal))
            }
            Op::LaneIn(item, lanes) => truth(lane(*item).map(|it| lanes.contains(&it))),
            Op::Holds(set, label) => truth(lane(*set).map(|it| it >> label & 1 == 1)),
            Op::TextIn(unequal, item, texts) => {
                let Op::Fact(slot) = self.nodes[*item].op else { return truth(None) };
                truth(facts[slot].as_ref().and_then(|value| match value {
                    Value::Text(text) => Some(texts.contains(text) != *unequal),
                    _ => None,
                }))
            }
            Op::Literal { lane, .. } => Step { lane: Some(*lane), reason: own },
            Op::Fact(slot) => {
                let kind = &self.facts[*slot].kind;
                let lane = facts[*slot].as_ref().filter(|it| it.fits(kind)).and_then(|it| match kind {
                    Kind::Text => Some(0),
                    kind => it.lane(kind),
                });
                Step { lane, reason: own }
            }
            Op::Unary(op, it) => Step { lane: lane(*it).and_then(|it| number::unary(*op, it)), reason: own },
            Op::Binary(op, left, right) => {
                let both = lane(*left).zip(lane(*right));
                Step { lane: both.and_then(|(left, right)| compute(*op, left, right)), reason: own }
            }
        }
    }

    /// The value of a node for people.
    pub(crate) fn shown(&self, node: usize, lane: Option<i64>, facts: &[Option<Value>]) -> Option<Value> {
        match &self.nodes[node].op {
            Op::Literal { value, .. } => Some(value.clone()),
            Op::Fact(slot) => lane.and(facts[*slot].clone()),
            _ => Value::from_lane(&self.nodes[node].kind, lane?, &[]),
        }
    }
}

fn compute(op: Binary, left: i64, right: i64) -> Option<i64> {
    number::binary(op, left, right)
}

/// `and` ends with 0, `or` with 1.
fn junction(terms: &[usize], steps: &[Step], ends: i64, own: NodeId) -> Step {
    let mut unknown = None;
    for term in terms {
        let step = steps[*term];
        match step.lane {
            Some(lane) if lane == ends => return step,
            Some(_) => (),
            None => unknown = unknown.or(Some(step)),
        }
    }
    unknown.unwrap_or(Step { lane: Some(1 - ends), reason: own })
}
