//! What a constraint says of a text: its length and its pattern are limits of its field. Pure.

use super::{
    Asked,
    expr::{Expr, Op},
};
use crate::books::Sort;

/// Takes the parts of a constraint that are limits of a text; answers the rest, which is a rule.
pub(super) fn taken(asked: &mut Asked, expr: Expr) -> Option<Expr> {
    if asked.sort != Sort::Text {
        return Some(expr);
    }
    match expr {
        Expr::Binary(Op::And, left, right) => match (taken(asked, *left), taken(asked, *right)) {
            (Some(left), Some(right)) => Some(Expr::Binary(Op::And, Box::new(left), Box::new(right))),
            (left, right) => left.or(right),
        },
        Expr::Call(name, args) => match (name.as_str(), args.as_slice()) {
            ("regex", [Expr::Itself, Expr::Text(pattern)]) if asked.pattern.is_none() => {
                asked.pattern = Some(pattern.clone());
                None
            }
            _ => Some(Expr::Call(name, args)),
        },
        Expr::Binary(op, left, right) => match of_length(op, &left, &right) {
            None => Some(Expr::Binary(op, left, right)),
            Some((least, most)) => {
                asked.min = asked.min.max(least);
                asked.max = match (asked.max, most) {
                    (Some(own), Some(most)) => Some(own.min(most)),
                    (own, most) => own.or(most),
                };
                None
            }
        },
        other => Some(other),
    }
}

/// `string-length(.) <= 20`: the least and the greatest number of characters.
fn of_length(op: Op, left: &Expr, right: &Expr) -> Option<(Option<i64>, Option<i64>)> {
    let itself = |it: &Expr| matches!(it, Expr::Call(name, args) if name == "string-length" && args.as_slice() == [Expr::Itself]);
    let (op, bound) = match (left, right) {
        (left, Expr::Number(bound)) if itself(left) => (op, *bound),
        (Expr::Number(bound), right) if itself(right) => (turned(op), *bound),
        _ => return None,
    };
    let bound = (bound % 100 == 0).then_some(bound / 100)?;
    Some(match op {
        Op::AtMost => (None, Some(bound)),
        Op::Less => (None, Some(bound - 1)),
        Op::AtLeast => (Some(bound), None),
        Op::More => (Some(bound + 1), None),
        Op::Equal => (Some(bound), Some(bound)),
        _ => return None,
    })
}

/// The same said from the other side.
fn turned(op: Op) -> Op {
    match op {
        Op::Less => Op::More,
        Op::AtMost => Op::AtLeast,
        Op::More => Op::Less,
        Op::AtLeast => Op::AtMost,
        other => other,
    }
}
