//! Rules that nobody can ever meet: `age >= 90 && age < 80`. Such a rule is always a slip of the
//! pen, and a silent one, because it answers like any other.
//!
//! A rule is spread out into alternatives, each a set of demands on terms (a fact, a sum, an age):
//! the ranges that the term may lie in. An alternative whose demands on one term leave nothing of it
//! falls away; a rule of which none is left can never be true. What is not understood, and a
//! constant that the pack names and may change, is taken as free: the finding is always right, and
//! not always found.

use std::collections::BTreeMap;

use crate::{
    Kind, NodeId, Program, RuleFault, Value,
    node::{Op, Order},
};

/// Alternatives looked at; a rule that has more is not judged.
const ALTERNATIVES_MAX: usize = 512;

/// Ranges of lanes, both ends included, ascending and apart from one another.
type Ranges = Vec<(i64, i64)>;
/// What each term must lie in, by the term's own spelling.
type Demands = BTreeMap<String, Ranges>;

impl Program {
    /// The smallest sub-expression that can never be true and that makes the whole never true; `None`
    /// when the rule can be, or when that is not seen. Only for rules that are true or false.
    pub fn never(&self) -> Option<NodeId> {
        if *self.kind() != Kind::Bool || !self.is_never(self.root()) {
            return None;
        }
        let mut at = self.root();
        // From the whole down to the one part of it that is enough.
        while let Op::And(parts) = &self.nodes[at].op {
            match parts.iter().find(|part| self.is_never(**part)) {
                Some(part) => at = *part,
                None => break,
            }
        }
        NodeId::try_from(at + 1).ok()
    }

    /// The same as a fault at its place in the text.
    pub fn never_fault(&self) -> Option<RuleFault> {
        let node = &self.nodes[self.never()? as usize - 1];
        let part = self.text.get(node.start..node.end).unwrap_or_default();
        Some(RuleFault::new("rules-never-true", (node.start, node.end)).arg("part", part))
    }

    fn is_never(&self, node: usize) -> bool {
        // One part that never holds is enough, however many ways the others have.
        if let Op::And(parts) = &self.nodes[node].op
            && parts.iter().any(|part| self.is_never(*part))
        {
            return true;
        }
        Spread { program: self }.alternatives(node, true).is_some_and(|it| it.is_empty())
    }
}

struct Spread<'p> {
    program: &'p Program,
}

impl Spread<'_> {
    /// The ways in which a node comes out as wanted; `None` when there are too many to look at.
    fn alternatives(&self, node: usize, want: bool) -> Option<Vec<Demands>> {
        let free = || Some(vec![Demands::new()]);
        match &self.program.nodes[node].op {
            Op::Literal { param: Some(_), .. } => free(),
            Op::Literal { value: Value::Bool(it), .. } => {
                if *it == want {
                    free()
                } else {
                    Some(Vec::new())
                }
            }
            Op::Not(child) => self.alternatives(*child, !want),
            Op::And(parts) if want => self.all(parts, want),
            Op::Or(parts) if !want => self.all(parts, want),
            Op::And(parts) | Op::Or(parts) => self.any(parts, want),
            Op::If(condition, yes, no) => {
                let first = both(self.alternatives(*condition, true)?, self.alternatives(*yes, want)?)?;
                let second = both(self.alternatives(*condition, false)?, self.alternatives(*no, want)?)?;
                // Of an unknown condition it may be enough that both ways come out the same.
                let third = both(self.alternatives(*yes, want)?, self.alternatives(*no, want)?)?;
                few([first, second, third].concat())
            }
            Op::Same(contrary, left, right) => {
                let alike = want != *contrary;
                let yes = both(self.alternatives(*left, true)?, self.alternatives(*right, alike)?)?;
                let no = both(self.alternatives(*left, false)?, self.alternatives(*right, !alike)?)?;
                few([yes, no].concat())
            }
            Op::Compare(order, left, right) => Some(self.compared(*order, *left, *right, want)),
            Op::LaneIn(child, lanes) => {
                let points: Ranges = lanes.iter().map(|it| (*it, *it)).collect();
                Some(self.demand(*child, if want { sorted(points) } else { outside(&sorted(points)) }))
            }
            _ => Some(self.demand(node, vec![(i64::from(want), i64::from(want))])),
        }
    }

    fn all(&self, parts: &[usize], want: bool) -> Option<Vec<Demands>> {
        parts.iter().try_fold(vec![Demands::new()], |so_far, part| {
            if so_far.is_empty() { Some(so_far) } else { both(so_far, self.alternatives(*part, want)?) }
        })
    }

    fn any(&self, parts: &[usize], want: bool) -> Option<Vec<Demands>> {
        parts.iter().try_fold(Vec::new(), |mut so_far, part| {
            so_far.extend(self.alternatives(*part, want)?);
            few(so_far)
        })
    }

    fn compared(&self, order: Order, left: usize, right: usize, want: bool) -> Vec<Demands> {
        let order = if want { order } else { contrary(order) };
        match (self.constant(left), self.constant(right)) {
            (Some(left), Some(right)) if order.holds(left, right) => vec![Demands::new()],
            (Some(_), Some(_)) => Vec::new(),
            (None, Some(bound)) => self.demand(left, allowed(order, bound)),
            (Some(bound), None) => self.demand(right, allowed(mirrored(order), bound)),
            (None, None) if self.spelling(left) == self.spelling(right) => {
                if order.holds(0, 0) {
                    vec![Demands::new()]
                } else {
                    Vec::new()
                }
            }
            (None, None) => vec![Demands::new()],
        }
    }

    fn constant(&self, node: usize) -> Option<i64> {
        match &self.program.nodes[node].op {
            Op::Literal { lane, param: None, .. } => Some(*lane),
            _ => None,
        }
    }

    /// One demand on one term, within what the term can be at all.
    fn demand(&self, term: usize, ranges: Ranges) -> Vec<Demands> {
        let natural = match &self.program.nodes[term].kind {
            Kind::Bool => vec![(0, 1)],
            Kind::Choice(allowed) => vec![(0, allowed.len() as i64 - 1)],
            _ => vec![(i64::MIN, i64::MAX)],
        };
        let ranges = common(&natural, &ranges);
        if ranges.is_empty() { Vec::new() } else { vec![Demands::from([(self.spelling(term), ranges)])] }
    }

    /// Two terms of one spelling are the same term, whatever spaces the writer left.
    fn spelling(&self, node: usize) -> String {
        let it = &self.program.nodes[node].op;
        let parts: Vec<String> = it.children().into_iter().map(|child| self.spelling(child)).collect();
        match it {
            Op::Fact(slot) => format!("fact {slot}"),
            Op::Literal { value, param, .. } => format!("{value:?} {param:?}"),
            Op::Holds(_, label) => format!("holds {label} {parts:?}"),
            Op::TextIn(contrary, _, texts) => format!("text {contrary} {texts:?} {parts:?}"),
            Op::LaneIn(_, lanes) => format!("lane {lanes:?} {parts:?}"),
            Op::Compare(order, ..) => format!("{order:?} {parts:?}"),
            Op::Same(contrary, ..) => format!("same {contrary} {parts:?}"),
            Op::Unary(what, _) => format!("{what:?} {parts:?}"),
            Op::Binary(what, ..) => format!("{what:?} {parts:?}"),
            Op::Known(_) | Op::Not(_) | Op::And(_) | Op::Or(_) | Op::If(..) => {
                format!("{} {parts:?}", it.word())
            }
        }
    }
}

/// Every way that meets the demands of both.
fn both(left: Vec<Demands>, right: Vec<Demands>) -> Option<Vec<Demands>> {
    let mut ways = Vec::new();
    for one in &left {
        for other in &right {
            ways.extend(together(one, other));
            if ALTERNATIVES_MAX < ways.len() {
                return None;
            }
        }
    }
    Some(ways)
}

fn few(ways: Vec<Demands>) -> Option<Vec<Demands>> {
    (ways.len() <= ALTERNATIVES_MAX).then_some(ways)
}

/// `None` when some term is left nothing to be.
fn together(one: &Demands, other: &Demands) -> Option<Demands> {
    let mut all = one.clone();
    for (term, ranges) in other {
        let left = all.get(term).map_or_else(|| ranges.clone(), |known| common(known, ranges));
        if left.is_empty() {
            return None;
        }
        all.insert(term.clone(), left);
    }
    Some(all)
}

fn common(one: &Ranges, other: &Ranges) -> Ranges {
    let overlap = |a: &(i64, i64), b: &(i64, i64)| {
        let (from, to) = (a.0.max(b.0), a.1.min(b.1));
        (from <= to).then_some((from, to))
    };
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
    sorted(pairs.filter_map(|(a, b)| overlap(a, b)).collect())
}

fn sorted(mut ranges: Ranges) -> Ranges {
    ranges.sort_unstable();
    ranges.dedup();
    ranges
}

/// All lanes but these points.
fn outside(points: &Ranges) -> Ranges {
    let mut ranges = Vec::new();
    let mut from = Some(i64::MIN);
    for (point, _) in points {
        let before = from.zip(point.checked_sub(1));
        ranges.extend(before.filter(|(from, to)| from <= to));
        from = point.checked_add(1);
    }
    ranges.extend(from.map(|from| (from, i64::MAX)));
    ranges
}

/// What a term may be that stands so to a constant.
fn allowed(order: Order, bound: i64) -> Ranges {
    let below = |to: Option<i64>| to.map(|to| (i64::MIN, to));
    let above = |from: Option<i64>| from.map(|from| (from, i64::MAX));
    let ends = match order {
        Order::Less => [below(bound.checked_sub(1)), None],
        Order::LessEqual => [below(Some(bound)), None],
        Order::Greater => [above(bound.checked_add(1)), None],
        Order::GreaterEqual => [above(Some(bound)), None],
        Order::Equal => [Some((bound, bound)), None],
        Order::NotEqual => [below(bound.checked_sub(1)), above(bound.checked_add(1))],
    };
    ends.into_iter().flatten().collect()
}

fn contrary(order: Order) -> Order {
    match order {
        Order::Less => Order::GreaterEqual,
        Order::LessEqual => Order::Greater,
        Order::Greater => Order::LessEqual,
        Order::GreaterEqual => Order::Less,
        Order::Equal => Order::NotEqual,
        Order::NotEqual => Order::Equal,
    }
}

fn mirrored(order: Order) -> Order {
    match order {
        Order::Less => Order::Greater,
        Order::LessEqual => Order::GreaterEqual,
        Order::Greater => Order::Less,
        Order::GreaterEqual => Order::LessEqual,
        same => same,
    }
}
