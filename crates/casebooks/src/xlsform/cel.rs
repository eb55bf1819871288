//! An expression of `XLSForm` as a rule of a casebook. Pure.
//!
//! The two differ: here a choice is no text, a decimal counts in hundredths, there are no fractions and an
//! empty answer is unknown. So what a part of an expression holds is followed, and what the rules of a
//! casebook cannot say is told by name.

use std::collections::BTreeMap;

use super::{
    DIGITS,
    expr::{Bad, Expr, Op},
};
use crate::books::Sort;

/// A question as rules see it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) sort: Sort,
    pub(super) choices: Vec<String>,
}

/// What a part of an expression holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Bool,
    /// A number with so many decimals kept as a whole one.
    Number(u32),
    Day,
    Text,
    /// A literal number, written as its place needs it.
    Literal(i64),
}

/// A rule and what it holds.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) text: String,
    pub(super) holds: Holds,
}

/// Questions by the name that the form gives them; `itself` is the one a constraint belongs to.
pub(super) struct Names<'n> {
    pub(super) known: &'n BTreeMap<String, Known>,
    pub(super) itself: Option<&'n str>,
}

/// Words of a casebook's rule language stand in quotes of this kind.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Rule {
    fn of(text: impl Into<String>, holds: Holds) -> Rule {
        Rule { text: text.into(), holds }
    }

    /// The number with `digits` decimals.
    fn scaled(&self, digits: u32) -> Option<String> {
        match self.holds {
            Holds::Literal(hundredths) => {
                let value = hundredths.checked_mul(10_i64.checked_pow(digits)?)?;
                (value % 100 == 0).then(|| (value / 100).to_string())
            }
            Holds::Number(own) if own == digits => Some(self.text.clone()),
            Holds::Number(own) if own < digits => {
                Some(format!("({} * {})", self.text, 10_i64.pow(digits - own)))
            }
            _ => None,
        }
    }

    fn digits(&self) -> Option<u32> {
        match self.holds {
            Holds::Number(digits) => Some(digits),
            Holds::Literal(it) if it % 100 == 0 => Some(0),
            Holds::Literal(_) => Some(DIGITS),
            _ => None,
        }
    }
}

impl Names<'_> {
    /// The rule that an expression says.
    pub(super) fn rule(&self, expr: &Expr) -> Result<Rule, Bad> {
        match expr {
            Expr::Field(_) | Expr::Itself => self.read(self.field(expr)?),
            Expr::Text(text) => Ok(Rule::of(quoted(text), Holds::Text)),
            Expr::Number(it) => Ok(Rule::of("", Holds::Literal(*it))),
            Expr::Minus(inner) => {
                let it = self.rule(inner)?;
                match it.holds {
                    Holds::Literal(value) => Ok(Rule::of("", Holds::Literal(-value))),
                    Holds::Number(digits) => {
                        Ok(Rule::of(format!("(0 - {})", it.text), Holds::Number(digits)))
                    }
                    _ => Err(Bad::new("xlsform-no-number", "-")),
                }
            }
            Expr::Call(name, args) => self.call(name, args),
            Expr::Binary(op, left, right) => self.binary(*op, left, right),
        }
    }

    /// A condition.
    pub(super) fn truth(&self, expr: &Expr) -> Result<String, Bad> {
        let it = self.rule(expr)?;
        if it.holds == Holds::Bool { Ok(it.text) } else { Err(Bad::new("xlsform-no-condition", it.text)) }
    }

    fn field(&self, expr: &Expr) -> Result<&Known, Bad> {
        let name = match expr {
            Expr::Field(name) => name.as_str(),
            _ => self.itself.unwrap_or("."),
        };
        self.known.get(name).ok_or_else(|| Bad::new("xlsform-no-such-question", name))
    }

    fn read(&self, field: &Known) -> Result<Rule, Bad> {
        let name = format!("case.{}", field.id);
        Ok(match field.sort {
            Sort::Whole => Rule::of(name, Holds::Number(0)),
            Sort::Number => Rule::of(name, Holds::Number(DIGITS)),
            Sort::Date => Rule::of(name, Holds::Day),
            Sort::YesNo => Rule::of(name, Holds::Bool),
            Sort::Text | Sort::Choice => Rule::of(name, Holds::Text),
            _ => return Err(Bad::new("xlsform-not-in-a-rule", &field.id)),
        })
    }

    fn call(&self, name: &str, args: &[Expr]) -> Result<Rule, Bad> {
        match (name, args) {
            ("true", []) => Ok(Rule::of("true", Holds::Bool)),
            ("false", []) => Ok(Rule::of("false", Holds::Bool)),
            ("today", []) => Ok(Rule::of("case.today", Holds::Day)),
            ("not", [it]) => Ok(Rule::of(format!("!({})", self.truth(it)?), Holds::Bool)),
            ("date", [Expr::Text(day)]) => day_of(day),
            ("number" | "int" | "string" | "boolean", [it]) => {
                let rule = self.rule(it)?;
                let same = matches!(
                    (name, rule.holds),
                    ("number", Holds::Number(_) | Holds::Literal(_))
                        | ("int", Holds::Number(0))
                        | ("string", Holds::Text)
                        | ("boolean", Holds::Bool)
                );
                if same { Ok(rule) } else { Err(Bad::new("xlsform-no-function", name)) }
            }
            ("selected", [of, Expr::Text(choice)]) => {
                let field = self.field(of)?;
                if !field.choices.contains(choice) {
                    return Err(Bad::new("xlsform-no-such-choice", choice));
                }
                let text = match field.sort {
                    Sort::Many => format!("{} in case.{}", quoted(choice), field.id),
                    _ => format!("case.{} == {}", field.id, quoted(choice)),
                };
                Ok(Rule::of(format!("({text})"), Holds::Bool))
            }
            ("count-selected", [of]) => {
                let field = self.field(of)?;
                if field.sort != Sort::Many {
                    return Err(Bad::new("xlsform-no-function", name));
                }
                let one = |it: &String| format!("({} in case.{} ? 1 : 0)", quoted(it), field.id);
                let sum = field.choices.iter().map(one).collect::<Vec<_>>().join(" + ");
                Ok(Rule::of(format!("({sum})"), Holds::Number(0)))
            }
            ("if", [condition, yes, no]) => {
                let condition = self.truth(condition)?;
                let (yes, no) = (self.rule(yes)?, self.rule(no)?);
                let (a, b, holds) = alike(&yes, &no)?;
                Ok(Rule::of(format!("({condition} ? {a} : {b})"), holds))
            }
            _ => Err(Bad::new("xlsform-no-function", name)),
        }
    }

    fn binary(&self, op: Op, left: &Expr, right: &Expr) -> Result<Rule, Bad> {
        match op {
            Op::And | Op::Or => {
                let sign = if op == Op::And { "&&" } else { "||" };
                let (a, b) = (self.truth(left)?, self.truth(right)?);
                Ok(Rule::of(format!("({a} {sign} {b})"), Holds::Bool))
            }
            Op::Plus | Op::Minus | Op::Times | Op::Div | Op::Mod => {
                let (a, b) = (self.rule(left)?, self.rule(right)?);
                arithmetic(op, &a, &b)
            }
            _ => self.compared(op, left, right),
        }
    }

    fn compared(&self, op: Op, left: &Expr, right: &Expr) -> Result<Rule, Bad> {
        let sign = match op {
            Op::Equal => "==",
            Op::Differs => "!=",
            Op::Less => "<",
            Op::AtMost => "<=",
            Op::More => ">",
            _ => ">=",
        };
        let both = [(left, right), (right, left)];
        // An empty answer is not known; it is no empty text.
        if let Some((of, _)) = both.iter().find(|it| *it.1 == Expr::Text(String::new())) {
            let id = &self.field(of)?.id;
            return match op {
                Op::Equal => Ok(Rule::of(format!("!known(case.{id})"), Holds::Bool)),
                Op::Differs => Ok(Rule::of(format!("known(case.{id})"), Holds::Bool)),
                _ => Err(Bad::new("xlsform-no-number", "''")),
            };
        }
        // How long a text is no rule can say, but whether there is one.
        for (at, (of, than)) in both.iter().enumerate() {
            let Expr::Call(name, args) = of else { continue };
            if let ("string-length", [it]) = (name.as_str(), args.as_slice()) {
                let some = matches!(
                    (op, at, than),
                    (Op::More, 0, Expr::Number(0))
                        | (Op::AtLeast, 0, Expr::Number(100))
                        | (Op::Less, 1, Expr::Number(0))
                );
                let id = &self.field(it)?.id;
                return if some {
                    Ok(Rule::of(format!("known(case.{id})"), Holds::Bool))
                } else {
                    Err(Bad::new("xlsform-string-length", id))
                };
            }
        }
        for (of, than) in both {
            let (Ok(field), Expr::Text(choice)) = (self.field_of(of), than) else { continue };
            match field.sort {
                Sort::Choice | Sort::Many if !field.choices.contains(choice) => {
                    return Err(Bad::new("xlsform-no-such-choice", choice));
                }
                Sort::Many => return Err(Bad::new("xlsform-use-selected", &field.id)),
                Sort::Date => {
                    let (a, b) = (self.rule(left), self.rule(right));
                    let day = day_of(choice)?.text;
                    let a = if matches!(left, Expr::Text(_)) { day.clone() } else { a?.text };
                    let b = if matches!(right, Expr::Text(_)) { day } else { b?.text };
                    return Ok(Rule::of(format!("({a} {sign} {b})"), Holds::Bool));
                }
                _ => (),
            }
        }
        let (a, b) = (self.rule(left)?, self.rule(right)?);
        let (a, b, holds) = alike(&a, &b)?;
        let ordered = matches!(holds, Holds::Number(_) | Holds::Day);
        if !ordered && !matches!(op, Op::Equal | Op::Differs) {
            return Err(Bad::new("xlsform-no-number", sign));
        }
        Ok(Rule::of(format!("({a} {sign} {b})"), Holds::Bool))
    }

    fn field_of(&self, expr: &Expr) -> Result<&Known, Bad> {
        match expr {
            Expr::Field(_) | Expr::Itself => self.field(expr),
            _ => Err(Bad::new("", "")),
        }
    }
}

fn day_of(text: &str) -> Result<Rule, Bad> {
    let day: base::Day = text.trim().parse().map_err(|()| Bad::new("xlsform-no-day", text))?;
    Ok(Rule::of(format!("day({})", quoted(&day.to_string())), Holds::Day))
}

/// Two of one kind: numbers with as many decimals.
fn alike(a: &Rule, b: &Rule) -> Result<(String, String, Holds), Bad> {
    if let (Some(x), Some(y)) = (a.digits(), b.digits()) {
        let digits = x.max(y);
        let pair = a.scaled(digits).zip(b.scaled(digits));
        let (a, b) = pair.ok_or_else(|| Bad::new("xlsform-bad-number", ""))?;
        return Ok((a, b, Holds::Number(digits)));
    }
    if a.holds == b.holds {
        return Ok((a.text.clone(), b.text.clone(), a.holds));
    }
    Err(Bad::new("xlsform-two-kinds", format!("{} / {}", a.text, b.text)))
}

fn arithmetic(op: Op, a: &Rule, b: &Rule) -> Result<Rule, Bad> {
    let (Some(x), Some(y)) = (a.digits(), b.digits()) else {
        // A day and a number of days, or the days between two days.
        return match (op, a.holds, b.holds) {
            (Op::Minus, Holds::Day, Holds::Day) => {
                Ok(Rule::of(format!("({} - {})", a.text, b.text), Holds::Number(0)))
            }
            (Op::Plus | Op::Minus, Holds::Day, _) if b.digits() == Some(0) => {
                let days = b.scaled(0).unwrap_or_default();
                let days = if op == Op::Minus { format!("(0 - {days})") } else { days };
                Ok(Rule::of(format!("({} + {days})", a.text), Holds::Day))
            }
            _ => Err(Bad::new("xlsform-no-number", format!("{} / {}", a.text, b.text))),
        };
    };
    let bad = || Bad::new("xlsform-bad-number", "");
    let digits = x.max(y);
    match op {
        Op::Plus | Op::Minus => {
            let (a, b) = (a.scaled(digits).ok_or_else(bad)?, b.scaled(digits).ok_or_else(bad)?);
            let sign = if op == Op::Plus { "+" } else { "-" };
            Ok(Rule::of(format!("({a} {sign} {b})"), Holds::Number(digits)))
        }
        Op::Times => {
            let (a, b) = (a.scaled(x).ok_or_else(bad)?, b.scaled(y).ok_or_else(bad)?);
            // Two decimals make four: back to two.
            if digits < x + y {
                return Ok(Rule::of(
                    format!("(({a} * {b}) / {})", 10_i64.pow(x + y - digits)),
                    Holds::Number(digits),
                ));
            }
            Ok(Rule::of(format!("({a} * {b})"), Holds::Number(digits)))
        }
        Op::Div => {
            // Whole numbers divided have decimals: counted in hundredths from the beginning.
            let (a, b) = (a.scaled(DIGITS + y).ok_or_else(bad)?, b.scaled(y).ok_or_else(bad)?);
            Ok(Rule::of(format!("({a} / {b})"), Holds::Number(DIGITS)))
        }
        _ => {
            let (a, b) = (a.scaled(digits).ok_or_else(bad)?, b.scaled(digits).ok_or_else(bad)?);
            Ok(Rule::of(format!("({a} % {b})"), Holds::Number(digits)))
        }
    }
}
