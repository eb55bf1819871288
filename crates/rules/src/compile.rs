//! CEL tree → typed nodes. Everything that the language does not have is refused here, with a
//! reason; all faults of an expression are found in one go.

use std::{collections::BTreeMap, sync::Arc};

use cel::{
    IdedExpr,
    common::ast::{CallExpr, Expr, ListExpr, operators},
};

use crate::{
    Catalogue, Kind, Program, RuleFault, Value, fault, literal,
    node::{Binary, Node, Op, Order, Unary},
    parse::{self, Parsed},
    span::{Span, balance},
};

/// Most sub-expressions of one rule.
const NODES_MAX: usize = 600;

pub(crate) fn compile(
    text: &str,
    kind: &Kind,
    catalogue: &Catalogue,
    params: BTreeMap<&str, Value>,
) -> Result<Program, Vec<RuleFault>> {
    let parsed = parse::parse(text)?;
    let program = Program { text: text.to_owned(), nodes: Vec::new(), facts: Vec::new() };
    let mut compiler = Compiler { program, catalogue, params, parsed: &parsed, faults: Vec::new() };
    let root = compiler.node(&parsed.tree, Some(kind));
    if let Some(root) = root {
        compiler.want(root, kind);
    }
    if NODES_MAX < compiler.program.nodes.len() {
        let whole = (0, text.len());
        compiler.faults.push(RuleFault::new("rules-too-large", whole).arg("limit", NODES_MAX));
    }
    if compiler.faults.is_empty() { Ok(compiler.program) } else { Err(compiler.faults) }
}

pub(crate) struct Compiler<'a> {
    pub(crate) program: Program,
    pub(crate) catalogue: &'a Catalogue,
    params: BTreeMap<&'a str, Value>,
    pub(crate) parsed: &'a Parsed,
    pub(crate) faults: Vec<RuleFault>,
}

impl Compiler<'_> {
    /// Compiles a sub-expression; `None` after a fault. `wanted` tells a text what it may mean.
    pub(crate) fn node(&mut self, expr: &IdedExpr, wanted: Option<&Kind>) -> Option<usize> {
        let token = self.span(expr);
        match &expr.expr {
            Expr::Literal(it) => match literal::value(it, wanted, token) {
                Ok((value, kind)) => Some(self.literal(value, kind, None, token)),
                Err(fault) => self.fail(fault),
            },
            Expr::Ident(_) | Expr::Select(_) => self.name(expr, wanted),
            Expr::Call(call) => self.call(expr, call, wanted),
            Expr::List(_) => self.unsupported("list", token),
            Expr::Map(_) | Expr::Struct(_) => self.unsupported("map", token),
            Expr::Comprehension(_) => self.unsupported("macro", self.extent(expr)),
            Expr::Unspecified => self.unsupported("nothing", token),
        }
    }

    fn name(&mut self, expr: &IdedExpr, wanted: Option<&Kind>) -> Option<usize> {
        let span = self.span(expr);
        if let Expr::Select(select) = &expr.expr
            && select.test
        {
            // has(person.age), which the parser has turned into a presence test.
            let path = format!("{}.{}", path(&select.operand).unwrap_or_default(), select.field);
            let fact = self.fact(&path, span)?;
            return Some(self.push(Op::Known(fact), Kind::Bool, span));
        }
        let Some(path) = path(expr) else { return self.unsupported("field", span) };
        if let Some(name) = path.strip_prefix("param.") {
            let Some(value) = self.params.get(name).cloned() else {
                let near = fault::nearest(name, self.params.keys().copied());
                let fault = RuleFault::new("rules-unknown-parameter", span).arg("name", name);
                return self.fail(fault.suggest(near.map(|it| format!("param.{it}"))));
            };
            let (value, kind) = match (value, wanted) {
                (Value::Text(it), Some(kind @ Kind::Choice(_))) if Value::Choice(it.clone()).fits(kind) => {
                    (Value::Choice(it), kind.clone())
                }
                (value, _) => (value.clone(), kind_of(&value)),
            };
            return Some(self.literal(value, kind, Some(name.to_owned()), span));
        }
        self.fact(&path, span)
    }

    fn fact(&mut self, name: &str, span: Span) -> Option<usize> {
        let Some(fact) = self.catalogue.get(name) else {
            // A word without quotes may be meant as one of the values of a choice.
            let mut choices = self.catalogue.iter().flat_map(|it| it.kind.allowed());
            let quoted = || choices.find(|it| ***it == *name).map(|it| format!("\"{it}\""));
            let near = self.catalogue.nearest(name).or_else(quoted);
            return self.fail(RuleFault::new("rules-unknown-fact", span).arg("name", name).suggest(near));
        };
        let slot = self.program.facts.iter().position(|it| it.name == name).unwrap_or_else(|| {
            self.program.facts.push(fact.clone());
            self.program.facts.len() - 1
        });
        let kind = fact.kind.clone();
        Some(self.push(Op::Fact(slot), kind, span))
    }

    fn call(&mut self, expr: &IdedExpr, call: &CallExpr, wanted: Option<&Kind>) -> Option<usize> {
        let span = self.extent(expr);
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_AND, _) => self.all(expr, operators::LOGICAL_AND, Op::And),
            (operators::LOGICAL_OR, _) => self.all(expr, operators::LOGICAL_OR, Op::Or),
            (operators::LOGICAL_NOT, [it]) => {
                let it = self.node_of(it, &Kind::Bool)?;
                Some(self.push(Op::Not(it), Kind::Bool, span))
            }
            (operators::CONDITIONAL, [condition, yes, no]) => {
                let condition = self.node_of(condition, &Kind::Bool);
                let (yes, no) = self.pair(yes, no, wanted)?;
                let (yes_kind, no_kind) = (self.kind(yes), self.kind(no));
                if yes_kind == Kind::Text {
                    return self.unsupported("texts", span);
                }
                if yes_kind != no_kind {
                    let found = no_kind.word();
                    return self.fail(literal::mismatch(yes_kind.word(), found, self.at(no)));
                }
                Some(self.push(Op::If(condition?, yes, no), yes_kind, span))
            }
            (operators::IN, [item, list]) => self.one_of(item, list, span),
            (operators::NEGATE, [it]) => {
                let it = self.node(it, None)?;
                let kind = self.kind(it);
                if !matches!(kind, Kind::Int | Kind::Money) {
                    return self.fail(literal::mismatch("int", kind.word(), self.at(it)));
                }
                Some(self.push(Op::Unary(Unary::Negate, it), kind, span))
            }
            (operators::INDEX | operators::OPT_INDEX | operators::OPT_SELECT, _) => {
                self.unsupported("index", span)
            }
            (name, [left, right]) if let Some(order) = order(name) => {
                let (left, right) = self.pair(left, right, None)?;
                self.compare(order, left, right, span)
            }
            (name, [left, right]) if let Some(binary) = arithmetic(name) => {
                let (left, right) = (self.node(left, None), self.node(right, None));
                self.arithmetic(binary, left?, right?, span)
            }
            _ if call.target.is_some() => self.unsupported("method", span),
            (name, args) => self.function(name, args, span),
        }
    }

    /// `a && b && c`, which the parser nests as it likes, as one node of three.
    fn all(&mut self, expr: &IdedExpr, name: &str, op: fn(Vec<usize>) -> Op) -> Option<usize> {
        fn flatten<'a>(expr: &'a IdedExpr, name: &str, terms: &mut Vec<&'a IdedExpr>) {
            match &expr.expr {
                Expr::Call(call) if call.func_name == name => {
                    call.args.iter().for_each(|it| flatten(it, name, terms));
                }
                _ => terms.push(expr),
            }
        }
        let mut terms = Vec::new();
        flatten(expr, name, &mut terms);
        let nodes: Vec<_> = terms.into_iter().map(|it| self.node_of(it, &Kind::Bool)).collect();
        let nodes = nodes.into_iter().collect::<Option<Vec<_>>>()?;
        let span = self.extent(expr);
        Some(self.push(op(nodes), Kind::Bool, span))
    }

    /// Two operands of which one may tell the other what its text means.
    fn pair(&mut self, left: &IdedExpr, right: &IdedExpr, wanted: Option<&Kind>) -> Option<(usize, usize)> {
        if wanted.is_none() && matches!(left.expr, Expr::Literal(_)) {
            let right = self.node(right, None);
            let kind = right.map(|it| self.kind(it));
            return Some((self.node(left, kind.as_ref())?, right?));
        }
        let left = self.node(left, wanted);
        let kind = left.map(|it| self.kind(it));
        let right = self.node(right, wanted.or(kind.as_ref()));
        Some((left?, right?))
    }

    fn compare(&mut self, order: Order, left: usize, right: usize, span: Span) -> Option<usize> {
        let (kind, other) = (self.kind(left), self.kind(right));
        if kind != other {
            let fault = literal::mismatch(kind.word(), other.word(), self.at(right));
            let lane = match (&self.program.nodes[right].op, &kind) {
                (Op::Literal { value: Value::Int(it), .. }, Kind::Money) => Some(format!("yuan({it})")),
                _ => None,
            };
            return self.fail(fault.suggest(lane));
        }
        let equality = matches!(order, Order::Equal | Order::NotEqual);
        if !equality && !kind.ordered() {
            let what = RuleFault::new("rules-no-order", span).arg("found", kind.word());
            return self.fail(what);
        }
        let unequal = order == Order::NotEqual;
        match kind {
            Kind::Bool => Some(self.push(Op::Same(unequal, left, right), Kind::Bool, span)),
            Kind::Text => {
                let (fact, text) = match (self.text_of(left), self.text_of(right)) {
                    (None, Some(text)) => (left, text),
                    (Some(text), None) => (right, text),
                    // Two facts, or two constants: no rule was seen that needs it.
                    _ => return self.unsupported("texts", span),
                };
                Some(self.push(Op::TextIn(unequal, fact, vec![text]), Kind::Bool, span))
            }
            _ => Some(self.push(Op::Compare(order, left, right), Kind::Bool, span)),
        }
    }

    fn one_of(&mut self, item: &IdedExpr, list: &IdedExpr, span: Span) -> Option<usize> {
        let Expr::List(ListExpr { elements, .. }) = &list.expr else {
            let set = self.node(list, None)?;
            let kind = self.kind(set);
            if !matches!(kind, Kind::Labels(_)) {
                return self.fail(literal::mismatch("labels", kind.word(), self.at(set)));
            }
            let label = self.node(item, Some(&kind))?;
            let Op::Literal { lane, .. } = self.program.nodes[label].op else {
                return self.unsupported("label", span);
            };
            return Some(self.push(Op::Holds(set, lane as u32), Kind::Bool, span));
        };
        let item = self.node(item, None)?;
        let kind = self.kind(item);
        let (mut lanes, mut texts) = (Vec::new(), Vec::new());
        for element in elements {
            let Some(place) = self.node(element, Some(&kind)) else { continue };
            self.want(place, &kind);
            match &self.program.nodes[place].op {
                Op::Literal { value: Value::Text(text), .. } => texts.push(text.clone()),
                Op::Literal { lane, .. } => lanes.push(*lane),
                _ => {
                    let at = self.at(place);
                    self.unsupported("element", at);
                }
            }
        }
        match kind {
            Kind::Text if self.text_of(item).is_some() => self.unsupported("texts", span),
            Kind::Text => Some(self.push(Op::TextIn(false, item, texts), Kind::Bool, span)),
            Kind::Labels(_) | Kind::Bool => {
                self.fail(literal::mismatch("choice", kind.word(), self.at(item)))
            }
            _ => Some(self.push(Op::LaneIn(item, lanes), Kind::Bool, span)),
        }
    }

    fn arithmetic(&mut self, binary: Binary, left: usize, right: usize, span: Span) -> Option<usize> {
        let (a, b) = (self.kind(left), self.kind(right));
        let kind = match (binary, &a, &b) {
            (_, Kind::Int, Kind::Int) => Kind::Int,
            (Binary::Add | Binary::Subtract, Kind::Money, Kind::Money)
            | (Binary::Multiply, Kind::Money, Kind::Int)
            | (Binary::Multiply, Kind::Int, Kind::Money) => Kind::Money,
            (Binary::Subtract, Kind::Day, Kind::Day) | (Binary::Subtract, Kind::Month, Kind::Month) => {
                Kind::Int
            }
            (Binary::Add | Binary::Subtract, Kind::Day | Kind::Month, Kind::Int) => a,
            (Binary::Add, Kind::Int, Kind::Day | Kind::Month) => b,
            _ => {
                let fault = RuleFault::new("rules-no-arithmetic", span);
                return self.fail(fault.arg("left", a.word()).arg("right", b.word()));
            }
        };
        Some(self.push(Op::Binary(binary, left, right), kind, span))
    }

    pub(crate) fn node_of(&mut self, expr: &IdedExpr, kind: &Kind) -> Option<usize> {
        let node = self.node(expr, Some(kind))?;
        self.want(node, kind).then_some(node)
    }

    pub(crate) fn want(&mut self, node: usize, kind: &Kind) -> bool {
        let found = self.kind(node);
        if found != *kind {
            let fault = literal::mismatch(kind.word(), found.word(), self.at(node));
            self.faults.push(fault);
        }
        found == *kind
    }

    pub(crate) fn literal(&mut self, value: Value, kind: Kind, param: Option<String>, at: Span) -> usize {
        let lane = value.lane(&kind).unwrap_or(0);
        self.push(Op::Literal { value, lane, param }, kind, at)
    }

    /// Appends a node whose span covers its token and its children, with the brackets closed.
    pub(crate) fn push(&mut self, op: Op, kind: Kind, (mut start, mut end): Span) -> usize {
        for child in op.children() {
            let child = &self.program.nodes[child];
            (start, end) = (start.min(child.start), end.max(child.end));
        }
        (start, end) = balance(&self.program.text, start, end);
        self.program.nodes.push(Node { op, kind, start, end });
        self.program.nodes.len() - 1
    }

    pub(crate) fn kind(&self, node: usize) -> Kind {
        self.program.nodes[node].kind.clone()
    }

    pub(crate) fn at(&self, node: usize) -> Span {
        (self.program.nodes[node].start, self.program.nodes[node].end)
    }

    fn text_of(&self, node: usize) -> Option<Arc<str>> {
        match &self.program.nodes[node].op {
            Op::Literal { value: Value::Text(text), .. } => Some(text.clone()),
            _ => None,
        }
    }

    pub(crate) fn fail(&mut self, fault: RuleFault) -> Option<usize> {
        self.faults.push(fault);
        None
    }

    pub(crate) fn unsupported(&mut self, what: &str, span: Span) -> Option<usize> {
        self.fail(RuleFault::new("rules-unsupported", span).arg("what", what))
    }
}

fn path(expr: &IdedExpr) -> Option<String> {
    match &expr.expr {
        Expr::Ident(name) => Some(name.clone()),
        Expr::Select(select) if !select.test => Some(format!("{}.{}", path(&select.operand)?, select.field)),
        _ => None,
    }
}

fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Bool(_) => Kind::Bool,
        Value::Int(_) => Kind::Int,
        Value::Money(_) => Kind::Money,
        Value::Day(_) => Kind::Day,
        Value::Month(_) => Kind::Month,
        Value::Text(_) => Kind::Text,
        Value::Choice(it) => Kind::Choice([it.clone()].into()),
        Value::Labels(them) => Kind::Labels(them.clone().into()),
    }
}

fn order(name: &str) -> Option<Order> {
    Some(match name {
        operators::LESS => Order::Less,
        operators::LESS_EQUALS => Order::LessEqual,
        operators::GREATER => Order::Greater,
        operators::GREATER_EQUALS => Order::GreaterEqual,
        operators::EQUALS => Order::Equal,
        operators::NOT_EQUALS => Order::NotEqual,
        _ => return None,
    })
}

fn arithmetic(name: &str) -> Option<Binary> {
    Some(match name {
        operators::ADD => Binary::Add,
        operators::SUBSTRACT => Binary::Subtract,
        operators::MULTIPLY => Binary::Multiply,
        operators::DIVIDE => Binary::Divide,
        operators::MODULO => Binary::Modulo,
        _ => return None,
    })
}
