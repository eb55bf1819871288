//! Which bytes of a rule's text a sub-expression takes, for marking it and for quoting it.

use cel::{
    IdedExpr,
    common::ast::{Expr, LiteralValue},
};

use crate::compile::Compiler;

/// First byte, and the byte after the last.
pub(crate) type Span = (usize, usize);

impl Compiler<'_> {
    /// The bytes of a sub-expression with all that belongs to it.
    pub(crate) fn extent(&self, expr: &IdedExpr) -> Span {
        let parts: Vec<&IdedExpr> = match &expr.expr {
            Expr::Call(call) => call.target.as_deref().into_iter().chain(&call.args).collect(),
            Expr::List(list) => list.elements.iter().collect(),
            Expr::Comprehension(it) => vec![&it.iter_range],
            _ => Vec::new(),
        };
        let (mut start, mut end) = self.span(expr);
        for part in parts {
            let part = self.extent(part);
            (start, end) = (start.min(part.0), end.max(part.1));
        }
        balance(&self.program.text, start, end)
    }

    /// The bytes of a token; of a name with dots, the whole name.
    pub(crate) fn span(&self, expr: &IdedExpr) -> Span {
        let whole = (0, self.program.text.len());
        let token = self.parsed.token(expr).unwrap_or(whole);
        // The token of a call is its bracket; the name stands before it.
        let name = match &expr.expr {
            Expr::Call(call) if call.target.is_none() => call.func_name.as_str(),
            Expr::Select(select) if select.test => "has",
            _ => "",
        };
        let before = self.program.text.get(..token.0).unwrap_or("").trim_end();
        if !name.is_empty() && before.ends_with(name) {
            return (before.len() - name.len(), token.1);
        }
        if let Expr::Literal(LiteralValue::Int(it)) = &expr.expr
            && *it.inner() < 0
            && before.ends_with('-')
        {
            return (before.len() - 1, token.1);
        }
        let Expr::Select(select) = &expr.expr else { return token };
        let operand = self.span(&select.operand);
        let (start, from) = (token.0.min(operand.0), token.0.max(operand.1));
        let rest = self.program.text.get(from..).unwrap_or("");
        let end = rest.find(&select.field).map_or(from, |at| from + at + select.field.len());
        (start, end.max(token.1))
    }
}

/// Widens a span until the brackets inside it are in pairs.
pub(crate) fn balance(text: &str, mut start: usize, mut end: usize) -> Span {
    let (mut open, mut unopened) = (0_usize, 0_usize);
    for it in text.get(start..end).unwrap_or("").bytes() {
        match it {
            b'(' | b'[' => open += 1,
            b')' | b']' if open == 0 => unopened += 1,
            b')' | b']' => open -= 1,
            _ => (),
        }
    }
    while 0 < open {
        let Some(at) = text[end..].find([')', ']']) else { break };
        (end, open) = (end + at + 1, open - 1);
    }
    while 0 < unopened {
        let Some(at) = text[..start].rfind(['(', '[']) else { break };
        (start, unopened) = (at, unopened - 1);
    }
    (start, end)
}
