//! An expression of `XLSForm` as a rule of a casebook. Pure.
//!
//! The two differ: here a choice is no text, a decimal counts in hundredths, there are no fractions and an
//! empty answer is unknown. So what a part of an expression holds is followed, and what the rules of a
//! casebook cannot say is told by name.

use std::collections::BTreeMap;

use super::{
    DIGITS,
    expr::{Bad, Expr, Op},
    holds::{Holds, Item, Rule, alike, arithmetic, either, quoted},
};
use crate::books::{Sort, facts};

/// A question as rules see it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) sort: Sort,
    pub(super) choices: Vec<Item>,
    /// The repeat in which it is asked.
    pub(super) within: Option<String>,
}

impl Known {
    fn offers(&self, choice: &str) -> bool {
        self.choices.iter().any(|it| it.0 == choice)
    }
}

/// Questions by the name that the form gives them; `itself` is the one a constraint belongs to.
pub(super) struct Names<'n> {
    pub(super) known: &'n BTreeMap<String, Known>,
    pub(super) itself: Option<&'n str>,
    /// The repeat in which the expression stands: it reads the questions of its own row.
    pub(super) here: Option<&'n str>,
}

impl Names<'_> {
    /// The rule that an expression says.
    pub(super) fn rule(&self, expr: &Expr) -> Result<Rule, Bad> {
        match expr {
            Expr::Field(_) | Expr::Itself => self.read(self.field(expr)?),
            Expr::Text(text) if text.is_empty() => Err(Bad::new("xlsform-empty-text", "''")),
            Expr::Text(text) => Ok(Rule::literal(text)),
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

    pub(super) fn field(&self, expr: &Expr) -> Result<&Known, Bad> {
        let name = match expr {
            Expr::Field(name) => name.as_str(),
            _ => self.itself.unwrap_or("."),
        };
        self.known.get(name).ok_or_else(|| Bad::new("xlsform-no-such-question", name))
    }

    /// What a rule calls a question: of its own row, or of the case.
    fn path(&self, field: &Known) -> Result<String, Bad> {
        match field.within.as_deref() {
            None if field.sort == Sort::Table => Err(Bad::new("xlsform-not-in-a-rule", &field.id)),
            None => Ok(format!("case.{}", field.id)),
            own if own == self.here => Ok(format!("row.{}", field.id)),
            Some(_) => Err(Bad::new("xlsform-of-a-row", &field.id)),
        }
    }

    fn read(&self, field: &Known) -> Result<Rule, Bad> {
        let name = self.path(field)?;
        Ok(match field.sort {
            Sort::Whole => Rule::of(name, Holds::Number(0)),
            Sort::Number => Rule::of(name, Holds::Number(DIGITS)),
            Sort::Date => Rule::of(name, Holds::Day),
            Sort::YesNo => Rule::of(name, Holds::Bool),
            Sort::Text => Rule::of(name, Holds::Text),
            Sort::Choice => Rule { options: field.choices.clone(), ..Rule::of(name, Holds::Choice) },
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
            ("number" | "int" | "string" | "boolean" | "date", [it]) => self.converted(name, it),
            ("selected", [of, Expr::Text(choice)]) => {
                let field = self.field(of)?;
                if !field.offers(choice) {
                    return Err(Bad::new("xlsform-no-such-choice", choice));
                }
                let path = self.path(field)?;
                let text = match field.sort {
                    Sort::Many => format!("{} in {path}", quoted(choice)),
                    _ => format!("{path} == {}", quoted(choice)),
                };
                Ok(Rule::of(format!("({text})"), Holds::Bool))
            }
            ("count-selected", [of]) => {
                let field = self.field(of)?;
                if field.sort != Sort::Many {
                    return Err(Bad::new("xlsform-no-function", name));
                }
                let path = self.path(field)?;
                let one = |it: &Item| format!("({} in {path} ? 1 : 0)", quoted(&it.0));
                let sum = field.choices.iter().map(one).collect::<Vec<_>>().join(" + ");
                Ok(Rule::of(format!("({sum})"), Holds::Number(0)))
            }
            ("if", [condition, yes, no]) => {
                let condition = self.truth(condition)?;
                either(&condition, &self.rule(yes)?, &self.rule(no)?)
            }
            ("coalesce", [first, other]) => {
                let (first, other) = (self.rule(first)?, self.rule(other)?);
                either(&format!("known({})", first.text), &first, &other)
            }
            ("min" | "max", [first, rest @ ..]) if !rest.is_empty() => {
                let least = if name == "min" { "least" } else { "most" };
                rest.iter().try_fold(self.rule(first)?, |all, it| {
                    let (a, b, holds) = alike(&all, &self.rule(it)?)?;
                    if !matches!(holds, Holds::Number(_) | Holds::Day) {
                        return Err(Bad::new("xlsform-no-number", name));
                    }
                    Ok(Rule::of(format!("{least}({a}, {b})"), holds))
                })
            }
            ("sum" | "count" | "count-non-empty", [of]) => self.over_rows(name, of),
            ("concat" | "join", _) => Err(Bad::new("xlsform-concat", name)),
            ("regex" | "string-length", _) => Err(Bad::new("xlsform-of-a-text", name)),
            _ => Err(Bad::new("xlsform-no-function", name)),
        }
    }

    /// What is that kind of value already, or a number without its decimals.
    fn converted(&self, name: &str, of: &Expr) -> Result<Rule, Bad> {
        let rule = self.rule(of)?;
        match (name, rule.holds) {
            ("number", Holds::Number(_) | Holds::Literal(_))
            | ("int", Holds::Number(0))
            | ("string", Holds::Text | Holds::Choice)
            | ("date", Holds::Day)
            | ("boolean", Holds::Bool) => Ok(rule),
            ("int", Holds::Number(digits)) => {
                Ok(Rule::of(format!("({} / {})", rule.text, 10_i64.pow(digits)), Holds::Number(0)))
            }
            _ => Err(Bad::new("xlsform-no-function", name)),
        }
    }

    /// Over all rows of a repeat, from outside of it.
    fn over_rows(&self, name: &str, of: &Expr) -> Result<Rule, Bad> {
        let field = self.field(of)?;
        let table = match (&field.within, field.sort) {
            (None, Sort::Table) if name == "count" => &field.id,
            (Some(table), _) => table,
            _ => return Err(Bad::new("xlsform-of-no-repeat", name)),
        };
        // A row does not know how the other rows end.
        if self.here == Some(table.as_str()) {
            return Err(Bad::new("xlsform-of-its-own-rows", name));
        }
        let digits = match field.sort {
            Sort::Whole => Some(0),
            Sort::Number => Some(DIGITS),
            _ => None,
        };
        match (name, digits) {
            ("count", _) => Ok(Rule::of(format!("case.{table}"), Holds::Number(0))),
            ("sum", Some(digits)) => {
                Ok(Rule::of(format!("case.{table}.{}.{}", field.id, facts::SUM), Holds::Number(digits)))
            }
            ("count-non-empty", _) if field.sort != Sort::YesNo => {
                Ok(Rule::of(format!("case.{table}.{}.{}", field.id, facts::COUNT), Holds::Number(0)))
            }
            _ => Err(Bad::new("xlsform-no-number", &field.id)),
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
            let path = self.path(self.field(of)?)?;
            return match op {
                Op::Equal => Ok(Rule::of(format!("!known({path})"), Holds::Bool)),
                Op::Differs => Ok(Rule::of(format!("known({path})"), Holds::Bool)),
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
                let field = self.field(it)?;
                return if some {
                    Ok(Rule::of(format!("known({})", self.path(field)?), Holds::Bool))
                } else {
                    Err(Bad::new("xlsform-string-length", &field.id))
                };
            }
        }
        for (of, than) in both {
            let (Ok(field), Expr::Text(choice)) = (self.field_of(of), than) else { continue };
            match field.sort {
                Sort::Choice | Sort::Many if !field.offers(choice) => {
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
        // A text is held against a word, not against another text that is asked or worked out.
        let plain = |it: &Expr| matches!(it, Expr::Text(_));
        if (a.holds, b.holds) == (Holds::Text, Holds::Text) && plain(left) == plain(right) {
            return Err(Bad::new("xlsform-two-texts", format!("{} / {}", a.text, b.text)));
        }
        let made = |it: &Rule| it.holds == Holds::Text && 1 < it.options.len();
        if made(&a) || made(&b) {
            return Err(Bad::new("xlsform-two-texts", format!("{} / {}", a.text, b.text)));
        }
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

    /// `concat(${a}, ', ', ${b})` as a text with places: what a field of text says of others.
    pub(super) fn says(&self, expr: &Expr) -> Option<Result<String, Bad>> {
        match expr {
            Expr::Call(name, args) if name == "concat" => {
                let parts: Result<Vec<String>, Bad> = args.iter().map(|it| self.place(it)).collect();
                Some(parts.map(|it| it.concat()))
            }
            Expr::Call(name, args) if name == "join" => {
                let [Expr::Text(between), rest @ ..] = args.as_slice() else {
                    return Some(Err(Bad::new("xlsform-concat", name)));
                };
                let parts: Result<Vec<String>, Bad> = rest.iter().map(|it| self.place(it)).collect();
                Some(parts.map(|it| it.join(between)))
            }
            _ => None,
        }
    }

    fn place(&self, expr: &Expr) -> Result<String, Bad> {
        match expr {
            Expr::Text(text) if text.contains(['{', '}', '[', ']']) => Err(Bad::new("xlsform-concat", text)),
            Expr::Text(text) => Ok(text.clone()),
            Expr::Number(it) if it % 100 == 0 => Ok((it / 100).to_string()),
            Expr::Call(name, args) if name == "string" && args.len() == 1 => self.place(&args[0]),
            Expr::Field(_) => {
                let field = self.field(expr)?;
                let plain = [Sort::Text, Sort::Whole, Sort::Number, Sort::Date, Sort::Choice, Sort::Many];
                if field.within.as_deref() != self.here {
                    return Err(Bad::new("xlsform-of-a-row", &field.id));
                }
                if !plain.contains(&field.sort) {
                    return Err(Bad::new("xlsform-not-in-a-rule", &field.id));
                }
                Ok(format!("{{{}}}", field.id))
            }
            other => self.says(other).unwrap_or_else(|| Err(Bad::new("xlsform-concat", "concat"))),
        }
    }
}

fn day_of(text: &str) -> Result<Rule, Bad> {
    let day: base::Day = text.trim().parse().map_err(|()| Bad::new("xlsform-no-day", text))?;
    Ok(Rule::of(format!("day({})", quoted(&day.to_string())), Holds::Day))
}
