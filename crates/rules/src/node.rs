//! A compiled rule: typed nodes in a row, children before parents, the root last.

use std::{fmt, sync::Arc};

use crate::{Fact, Kind, RuleFault, Value};

/// A node's place plus one; 0 is no node. This is the reason code of an answer: the
/// sub-expression that decided it.
pub type NodeId = u32;

/// An expression that passed the check.
#[derive(Clone)]
pub struct Program {
    pub(crate) text: String,
    pub(crate) nodes: Vec<Node>,
    pub(crate) facts: Vec<Fact>,
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) op: Op,
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Places of child nodes are indices into `Program::nodes`.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Literal {
        value: Value,
        /// 0 for texts, which are compared by [`Op::TextIn`] only.
        lane: i64,
        /// The parameter of the pack that this constant stands for.
        param: Option<String>,
    },
    /// A slot in `Program::facts`.
    Fact(usize),
    Known(usize),
    Not(usize),
    And(Vec<usize>),
    Or(Vec<usize>),
    If(usize, usize, usize),
    Compare(Order, usize, usize),
    /// Both true or both false; `true` asks for the contrary.
    Same(bool, usize, usize),
    LaneIn(usize, Vec<i64>),
    /// Whether a text is one of these; `true` asks for the contrary.
    TextIn(bool, usize, Vec<Arc<str>>),
    /// Whether a set of labels holds the label at this place.
    Holds(usize, u32),
    Unary(Unary, usize),
    Binary(Binary, usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unary {
    Negate,
    MonthOf,
    YearOf,
    FirstDay,
    LastDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Least,
    Most,
    Age,
    PlusYears,
    Percent,
}

impl Order {
    pub(crate) fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Order::Less => left < right,
            Order::LessEqual => left <= right,
            Order::Greater => right < left,
            Order::GreaterEqual => right <= left,
            Order::Equal => left == right,
            Order::NotEqual => left != right,
        }
    }
}

impl Op {
    pub(crate) fn children(&self) -> Vec<usize> {
        match self {
            Op::Literal { .. } | Op::Fact(_) => Vec::new(),
            Op::Known(child)
            | Op::Not(child)
            | Op::LaneIn(child, _)
            | Op::TextIn(_, child, _)
            | Op::Holds(child, _)
            | Op::Unary(_, child) => vec![*child],
            Op::And(children) | Op::Or(children) => children.clone(),
            Op::If(condition, yes, no) => vec![*condition, *yes, *no],
            Op::Compare(_, left, right) | Op::Same(_, left, right) | Op::Binary(_, left, right) => {
                vec![*left, *right]
            }
        }
    }

    /// The operation in a word, for explanations.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Op::Literal { param: Some(_), .. } => "parameter",
            Op::Literal { .. } => "literal",
            Op::Fact(_) => "fact",
            Op::Known(_) => "known",
            Op::Not(_) => "not",
            Op::And(_) => "and",
            Op::Or(_) => "or",
            Op::If(..) => "if",
            Op::Compare(..) | Op::Same(..) => "compare",
            Op::LaneIn(..) | Op::TextIn(..) | Op::Holds(..) => "in",
            Op::Unary(..) | Op::Binary(..) => "compute",
        }
    }
}

impl Program {
    /// Parses and checks `text`, which must give a value of `kind`. `params` are the constants
    /// that the pack names `param.…`, without that prefix. All faults are reported at once.
    pub fn compile<'a>(
        text: &str,
        kind: &Kind,
        catalogue: &crate::Catalogue,
        params: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> Result<Program, Vec<RuleFault>> {
        crate::compile::compile(text, kind, catalogue, params.into_iter().collect())
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn kind(&self) -> &Kind {
        &self.nodes[self.root()].kind
    }

    /// The facts that the rule reads; columns are handed to it in this order.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// What must be so for the rule to be true: of the parts that it joins by `&&`, those that say that a fact
    /// is one constant. More may have to be so; whoever looks for what the rule is true of looks there.
    pub fn musts(&self) -> Vec<(&Fact, Value)> {
        let (mut parts, mut musts) = (vec![self.root()], Vec::new());
        while let Some(at) = parts.pop() {
            match &self.nodes[at].op {
                Op::And(children) => parts.extend(children.iter().rev()),
                Op::Fact(slot) => musts.push((&self.facts[*slot], Value::Bool(true))),
                Op::Compare(Order::Equal, left, right) => {
                    match (&self.nodes[*left].op, &self.nodes[*right].op) {
                        (Op::Fact(slot), Op::Literal { value, .. })
                        | (Op::Literal { value, .. }, Op::Fact(slot)) => {
                            musts.push((&self.facts[*slot], value.clone()));
                        }
                        _ => (),
                    }
                }
                _ => (),
            }
        }
        musts
    }

    /// The source text of the sub-expression that a reason code names.
    pub fn clause(&self, reason: NodeId) -> Option<&str> {
        let node = self.nodes.get((reason as usize).checked_sub(1)?)?;
        self.text.get(node.start..node.end)
    }

    pub(crate) fn root(&self) -> usize {
        self.nodes.len() - 1
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Program").field(&self.text).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn what_must_be_so_is_what_is_joined_by_and_and_names_a_constant() {
        let mut known = Catalogue::default();
        for (name, kind) in [
            ("state", Kind::choice(&["open", "done"])),
            ("grade", Kind::choice(&["major", "minor"])),
            ("urgent", Kind::Bool),
            ("doors", Kind::Int),
        ] {
            known.add(Fact::new(name, kind));
        }
        let check = |text: &str, want: &[(&str, &str)]| {
            let rule = Program::compile(text, &Kind::Bool, &known, []).expect("it compiles");
            let said = |value: &Value| match value {
                Value::Choice(it) => it.to_string(),
                Value::Bool(it) => it.to_string(),
                Value::Int(it) => it.to_string(),
                other => format!("{other:?}"),
            };
            let musts: Vec<(String, String)> =
                rule.musts().iter().map(|(fact, value)| (fact.name.clone(), said(value))).collect();
            let want: Vec<(String, String)> =
                want.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            assert_eq!(musts, want, "{text}");
        };
        check("state == 'open'", &[("state", "open")]);
        check("grade == 'major' && doors > 9", &[("grade", "major")]);
        check(
            "'major' == grade && (urgent && doors == 3)",
            &[("grade", "major"), ("urgent", "true"), ("doors", "3")],
        );
        check("state == 'open' || urgent", &[]);
        check("state != 'open' && !urgent", &[]);
        check("!(state == 'open')", &[]);
        check("(state == 'open' || state == 'done') && urgent", &[("urgent", "true")]);
    }
}
