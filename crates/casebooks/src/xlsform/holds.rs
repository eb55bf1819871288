//! What a part of an expression holds, and how two parts go together. Pure.

use super::{
    DIGITS,
    expr::{Bad, Op},
};

/// A choice by its id, with its words.
pub(super) type Item = (String, String, String);

/// What a part of an expression holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Bool,
    /// A number with so many decimals kept as a whole one.
    Number(u32),
    Day,
    Text,
    /// One of its options.
    Choice,
    /// A literal number, written as its place needs it.
    Literal(i64),
}

/// A rule and what it holds.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) text: String,
    pub(super) holds: Holds,
    /// Of a choice, what it may be; of texts that stand in the expression itself, those.
    pub(super) options: Vec<Item>,
}

/// Words of a casebook's rule language stand in quotes of this kind.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Rule {
    pub(super) fn of(text: impl Into<String>, holds: Holds) -> Rule {
        Rule { text: text.into(), holds, options: Vec::new() }
    }

    /// A text that stands in the expression.
    pub(super) fn literal(text: &str) -> Rule {
        let item = (text.to_owned(), text.to_owned(), text.to_owned());
        Rule { options: vec![item], ..Rule::of(quoted(text), Holds::Text) }
    }

    /// The number with `digits` decimals.
    pub(super) fn scaled(&self, digits: u32) -> Option<String> {
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

    pub(super) fn digits(&self) -> Option<u32> {
        match self.holds {
            Holds::Number(digits) => Some(digits),
            Holds::Literal(it) if it % 100 == 0 => Some(0),
            Holds::Literal(_) => Some(DIGITS),
            _ => None,
        }
    }

    /// Whether a text of the other stands among what this may be.
    fn offers(&self, other: &Rule) -> bool {
        other.holds == Holds::Text
            && !other.options.is_empty()
            && other.options.iter().all(|it| self.options.iter().any(|own| own.0 == it.0))
    }
}

/// Either of two, by a condition: what both may be.
pub(super) fn either(condition: &str, a: &Rule, b: &Rule) -> Result<Rule, Bad> {
    let said = |it: &Rule, other: &Rule| format!("({condition} ? {} : {})", it.text, other.text);
    if a.holds == Holds::Text && b.holds == Holds::Text {
        // A rule chooses between words that it knows; it makes no text of others.
        if a.options.is_empty() || b.options.is_empty() {
            return Err(Bad::new("xlsform-no-text-made", said(a, b)));
        }
        let mut options = a.options.clone();
        options.extend(b.options.iter().filter(|it| !a.options.contains(it)).cloned());
        return Ok(Rule { options, ..Rule::of(said(a, b), Holds::Text) });
    }
    let (x, y, holds) = alike(a, b)?;
    let options = if a.holds == Holds::Choice { &a.options } else { &b.options };
    let options = if holds == Holds::Choice { options.clone() } else { Vec::new() };
    Ok(Rule { options, ..Rule::of(format!("({condition} ? {x} : {y})"), holds) })
}

/// Two of one kind: numbers with as many decimals.
pub(super) fn alike(a: &Rule, b: &Rule) -> Result<(String, String, Holds), Bad> {
    if let (Some(x), Some(y)) = (a.digits(), b.digits()) {
        let digits = x.max(y);
        let pair = a.scaled(digits).zip(b.scaled(digits));
        let (a, b) = pair.ok_or_else(|| Bad::new("xlsform-bad-number", ""))?;
        return Ok((a, b, Holds::Number(digits)));
    }
    let same = match (a.holds, b.holds) {
        (Holds::Choice, Holds::Choice) => (a.options == b.options).then_some(Holds::Choice),
        (Holds::Choice, _) => a.offers(b).then_some(Holds::Choice),
        (_, Holds::Choice) => b.offers(a).then_some(Holds::Choice),
        (x, y) => (x == y).then_some(x),
    };
    let two = || Bad::new("xlsform-two-kinds", format!("{} / {}", a.text, b.text));
    same.map(|holds| (a.text.clone(), b.text.clone(), holds)).ok_or_else(two)
}

pub(super) fn arithmetic(op: Op, a: &Rule, b: &Rule) -> Result<Rule, Bad> {
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
