//! The functions of the rule language.
//!
//! | function                      | gives                                                        |
//! |-------------------------------|--------------------------------------------------------------|
//! | `known(x)`, `has(fact)`       | whether a value is known; always yes or no                    |
//! | `age(day, on)`                | completed years; a birthday of 29 February falls on 1 March   |
//! | `plus_years(day, years)`      | the day so many years later                                  |
//! | `month_of(day)`, `year_of(x)` | the month of a day; the year of a day or month                |
//! | `first_day(m)`, `last_day(m)` | the days of a month                                          |
//! | `least(a, b)`, `most(a, b)`   | the smaller, the larger                                      |
//! | `percent(x, n)`               | n hundredths of money or of a number, halves away from zero  |
//! | `day("…")`, `month("…")`      | constants                                                    |
//! | `yuan(25)`, `fen(2500)`       | constants of money                                           |

use cel::{
    IdedExpr,
    common::ast::{Expr, LiteralValue},
};

use crate::{
    Kind, RuleFault, Value,
    compile::Compiler,
    fault, literal,
    node::{Binary, Op, Unary},
};

const FUNCTIONS: [&str; 15] = [
    "known",
    "has",
    "age",
    "plus_years",
    "month_of",
    "year_of",
    "first_day",
    "last_day",
    "least",
    "most",
    "percent",
    "day",
    "month",
    "yuan",
    "fen",
];

impl Compiler<'_> {
    pub(crate) fn function(&mut self, name: &str, args: &[IdedExpr], span: (usize, usize)) -> Option<usize> {
        match (name, args) {
            ("known", [it]) => {
                let it = self.node(it, None)?;
                Some(self.push(Op::Known(it), Kind::Bool, span))
            }
            ("day" | "month" | "yuan" | "fen", [it]) => self.constant(name, it, span),
            ("age", [born, on]) => {
                let (born, on) = (self.node_of(born, &Kind::Day), self.node_of(on, &Kind::Day));
                Some(self.push(Op::Binary(Binary::Age, born?, on?), Kind::Int, span))
            }
            ("plus_years", [day, years]) => {
                let (day, years) = (self.node_of(day, &Kind::Day), self.node_of(years, &Kind::Int));
                Some(self.push(Op::Binary(Binary::PlusYears, day?, years?), Kind::Day, span))
            }
            ("month_of", [day]) => self.unary(Unary::MonthOf, day, &Kind::Day, Kind::Month, span),
            ("first_day", [month]) => self.unary(Unary::FirstDay, month, &Kind::Month, Kind::Day, span),
            ("last_day", [month]) => self.unary(Unary::LastDay, month, &Kind::Month, Kind::Day, span),
            ("year_of", [it]) => {
                let it = self.node(it, None)?;
                let month = match self.kind(it) {
                    Kind::Month => it,
                    Kind::Day => self.push(Op::Unary(Unary::MonthOf, it), Kind::Month, self.at(it)),
                    kind => return self.fail(literal::mismatch("day", kind.word(), self.at(it))),
                };
                Some(self.push(Op::Unary(Unary::YearOf, month), Kind::Int, span))
            }
            ("least" | "most", [left, right]) => {
                let (left, right) = (self.node(left, None), self.node(right, None));
                let (left, right) = (left?, right?);
                let kind = self.kind(left);
                if !kind.ordered() {
                    return self.fail(literal::mismatch("int", kind.word(), self.at(left)));
                }
                let which = if name == "least" { Binary::Least } else { Binary::Most };
                self.want(right, &kind).then(|| self.push(Op::Binary(which, left, right), kind, span))
            }
            ("percent", [it, hundredths]) => {
                let (it, hundredths) = (self.node(it, None), self.node_of(hundredths, &Kind::Int));
                let (it, hundredths) = (it?, hundredths?);
                let kind = self.kind(it);
                if !matches!(kind, Kind::Int | Kind::Money) {
                    return self.fail(literal::mismatch("money", kind.word(), self.at(it)));
                }
                Some(self.push(Op::Binary(Binary::Percent, it, hundredths), kind, span))
            }
            (name, _) if FUNCTIONS.contains(&name) => {
                self.fail(RuleFault::new("rules-arguments", span).arg("name", name).arg("given", args.len()))
            }
            (name, _) => {
                let near = fault::nearest(name, FUNCTIONS.into_iter());
                self.fail(RuleFault::new("rules-unknown-function", span).arg("name", name).suggest(near))
            }
        }
    }

    fn unary(
        &mut self,
        op: Unary,
        arg: &IdedExpr,
        takes: &Kind,
        gives: Kind,
        span: (usize, usize),
    ) -> Option<usize> {
        let arg = self.node_of(arg, takes)?;
        Some(self.push(Op::Unary(op, arg), gives, span))
    }

    fn constant(&mut self, name: &str, arg: &IdedExpr, span: (usize, usize)) -> Option<usize> {
        let read = match (&arg.expr, name) {
            (Expr::Literal(LiteralValue::String(it)), "day") => {
                it.inner().parse().ok().map(|it| (Value::Day(it), Kind::Day))
            }
            (Expr::Literal(LiteralValue::String(it)), "month") => {
                it.inner().parse().ok().map(|it| (Value::Month(it), Kind::Month))
            }
            (Expr::Literal(LiteralValue::Int(it)), "yuan") => {
                it.inner().checked_mul(100).map(|it| (Value::Money(base::Money(it)), Kind::Money))
            }
            (Expr::Literal(LiteralValue::Int(it)), "fen") => {
                Some((Value::Money(base::Money(*it.inner())), Kind::Money))
            }
            _ => None,
        };
        match read {
            Some((value, kind)) => Some(self.literal(value, kind, None, span)),
            None => self.fail(RuleFault::new("rules-constant", span).arg("name", name)),
        }
    }
}
