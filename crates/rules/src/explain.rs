//! One row as a tree of sub-expressions with their values: what a person is shown who asks why.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{Basis, NodeId, Program, Truth, Value, node::Op, row::Step};

/// A rule's answer for one row, with everything that led to it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Explanation {
    pub text: String,
    /// Absent when unknown.
    pub value: Option<Value>,
    /// Of a rule that answers yes or no.
    pub truth: Option<Truth>,
    /// The same code that evaluation by columns gives.
    pub reason: NodeId,
    /// The text of the sub-expression that decided.
    pub clause: String,
    /// The unknown facts that could change the answer, if they were known.
    pub missing: Vec<FactShown>,
    pub tree: Explained,
}

/// One sub-expression.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Explained {
    pub node: NodeId,
    pub text: String,
    /// Byte offsets in the rule's text.
    pub start: usize,
    pub end: usize,
    /// `and`, `or`, `not`, `if`, `compare`, `in`, `known`, `fact`, `parameter`, `literal`, `compute`.
    pub op: &'static str,
    pub value: Option<Value>,
    /// Whether the answer was decided here or below.
    pub decided: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<FactShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Explained>,
}

/// A fact as an explanation names it; `meaning` is a key of the language files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FactShown {
    pub name: String,
    pub meaning: String,
    pub basis: Basis,
}

impl Program {
    /// Explains one row. `facts` stand in the order of [`Program::facts`]; `None` is unknown.
    pub fn explain(&self, facts: &[Option<Value>]) -> Explanation {
        let steps = self.trace(facts);
        let root = self.root();
        let answer = steps[root];
        let value = self.shown(root, answer.lane, facts);
        let truth = match &value {
            Some(Value::Bool(it)) => Some(Truth::of(Some(*it))),
            None if *self.kind() == crate::Kind::Bool => Some(Truth::Unknown),
            _ => None,
        };
        Explanation {
            text: self.text.clone(),
            value,
            truth,
            reason: answer.reason,
            clause: self.clause(answer.reason).unwrap_or_default().to_owned(),
            missing: self.missing(facts).into_iter().map(|slot| self.fact_shown(slot)).collect(),
            tree: self.explained(root, &steps, facts, answer.reason),
        }
    }

    fn explained(&self, place: usize, steps: &[Step], facts: &[Option<Value>], why: NodeId) -> Explained {
        let node = &self.nodes[place];
        let children: Vec<_> =
            node.op.children().into_iter().map(|it| self.explained(it, steps, facts, why)).collect();
        Explained {
            node: place as NodeId + 1,
            text: self.text[node.start..node.end].to_owned(),
            start: node.start,
            end: node.end,
            op: node.op.word(),
            value: self.shown(place, steps[place].lane, facts),
            decided: why == place as NodeId + 1 || children.iter().any(|it| it.decided),
            fact: match node.op {
                Op::Fact(slot) => Some(self.fact_shown(slot)),
                _ => None,
            },
            param: match &node.op {
                Op::Literal { param, .. } => param.clone(),
                _ => None,
            },
            children,
        }
    }

    fn fact_shown(&self, slot: usize) -> FactShown {
        let fact = &self.facts[slot];
        FactShown { name: fact.name.clone(), meaning: fact.meaning.clone(), basis: fact.basis }
    }
}
