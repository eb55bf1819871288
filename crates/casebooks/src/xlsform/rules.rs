//! What a question says by expressions: when it is asked, what it holds, what must hold of it.

use super::{
    Asked, Check, DIGITS,
    cel::Names,
    expr::{self, Expr},
    grid::Line,
    holds::Holds,
    limits,
    read::Survey,
};
use crate::books::{Sort, field::is_pattern};

impl Survey {
    fn expression(&mut self, line: &Line, column: &str) -> Option<Expr> {
        let text = line.text(column);
        if text.is_empty() {
            return None;
        }
        match expr::parse(text) {
            Ok(expr) => Some(expr),
            Err(bad) => {
                self.faults.push(line.bad(column, bad));
                None
            }
        }
    }

    pub(super) fn condition(&mut self, line: &Line, column: &str) -> Option<String> {
        let expr = self.expression(line, column)?;
        match (Names { known: &self.known, itself: None, here: self.here() }).truth(&expr) {
            Ok(rule) => Some(rule),
            Err(bad) => {
                self.faults.push(line.bad(column, bad));
                None
            }
        }
    }

    /// What a calculation holds is the sort of its field.
    pub(super) fn computed(&mut self, line: &Line, name: &str, asked: &mut Asked) {
        let Some(expr) = self.expression(line, "calculation") else {
            if line.text("calculation").is_empty() {
                self.faults.push(line.fault("calculation", "xlsform-empty"));
            }
            return;
        };
        let names = Names { known: &self.known, itself: None, here: self.here() };
        (asked.needed, asked.starts) = (false, None);
        if let Some(says) = names.says(&expr) {
            match says {
                Ok(text) => (asked.sort, asked.says) = (Sort::Text, Some(text)),
                Err(bad) => self.faults.push(line.bad("calculation", bad)),
            }
            return;
        }
        let rule = match names.rule(&expr) {
            Ok(rule) => rule,
            Err(bad) => {
                self.faults.push(line.bad("calculation", bad));
                return;
            }
        };
        let (sort, text) = match rule.holds {
            Holds::Number(0) => (Sort::Whole, rule.text),
            Holds::Number(_) => (Sort::Number, rule.text),
            Holds::Literal(it) if it % 100 == 0 => (Sort::Whole, (it / 100).to_string()),
            Holds::Literal(it) => (Sort::Number, it.to_string()),
            Holds::Day => (Sort::Date, rule.text),
            Holds::Bool => (Sort::YesNo, rule.text),
            // One of the words that stand in the expression.
            Holds::Text if !rule.options.is_empty() => (Sort::Choice, rule.text),
            Holds::Choice => (Sort::Choice, rule.text),
            Holds::Text => (Sort::Text, rule.text),
        };
        (asked.sort, asked.value) = (sort, Some(text));
        if sort == Sort::Choice {
            asked.choices = rule.options;
        }
        if let Some(known) = self.known.get_mut(name) {
            known.sort = sort;
            known.choices.clone_from(&asked.choices);
        }
    }

    pub(super) fn constraint(&mut self, line: &Line, name: &str, asked: &mut Asked) {
        let Some(expr) = self.expression(line, "constraint") else { return };
        let written = line.text("constraint").to_owned();
        let said = line.words("constraint_message");
        let had = asked.pattern.is_some();
        let rest = limits::taken(asked, expr);
        let (zh, en) =
            said.unwrap_or_else(|| (format!("{}: {written}", asked.zh), format!("{}: {written}", asked.en)));
        if let Some(pattern) = asked.pattern.as_ref().filter(|_| !had) {
            if !is_pattern(pattern) {
                self.faults.push(line.fault("constraint", "xlsform-bad-pattern").arg("what", pattern));
            }
            asked.pattern_said = Some((zh.clone(), en.clone()));
        }
        // How long a text may be, and what it looks like, are limits of its field.
        let Some(expr) = rest else { return };
        let rule = match (Names { known: &self.known, itself: Some(name), here: self.here() }).truth(&expr) {
            Ok(rule) => rule,
            Err(bad) => {
                self.faults.push(line.bad("constraint", bad));
                return;
            }
        };
        let each = self.here().map(str::to_owned);
        self.form.checks.push(Check { id: format!("{}_fits", asked.id), each, rule, zh, en });
    }

    /// `start=1 end=10 step=2` of a range: its bounds, and a check of its steps.
    pub(super) fn range(&mut self, line: &Line, asked: &mut Asked) {
        let Some(range) = Range::of(line.text("parameters")) else {
            self.faults.push(line.fault("parameters", "xlsform-range"));
            return;
        };
        (asked.min, asked.max) = (Some(range.start.div_euclid(100)), Some(-(-range.end).div_euclid(100)));
        let path = format!("{}.{}", if self.here().is_some() { "row" } else { "case" }, asked.id);
        // What is whole is counted in ones, the rest in hundredths.
        let unit = if range.sort() == Sort::Whole { 100 } else { 1 };
        let (start, end, step) = (range.start / unit, range.end / unit, range.step / unit);
        let mut rules = Vec::new();
        if range.start % 100 != 0 || range.end % 100 != 0 {
            rules.push(format!("{path} >= {start} && {path} <= {end}"));
        }
        if 1 < step {
            rules.push(format!("({path} - {start}) % {step} == 0"));
        }
        if rules.is_empty() {
            return;
        }
        let shown = line.text("parameters");
        let words = |name: &str| format!("{name}: {shown}");
        let each = self.here().map(str::to_owned);
        self.form.checks.push(Check {
            id: format!("{}_steps", asked.id),
            each,
            rule: rules.join(" && "),
            zh: words(&asked.zh),
            en: words(&asked.en),
        });
    }
}

/// The parameters of a range, in hundredths.
pub(super) struct Range {
    start: i64,
    end: i64,
    step: i64,
}

impl Range {
    pub(super) fn of(parameters: &str) -> Option<Range> {
        let mut range = Range { start: 100, end: 1_000, step: 100 };
        for pair in parameters.split([' ', ';', ',']).filter(|it| !it.is_empty()) {
            let (name, value) = pair.split_once('=')?;
            let (minus, digits) = value.strip_prefix('-').map_or((1, value), |it| (-1, it));
            let value = minus * expr::hundredths(digits).ok().filter(|_| !digits.is_empty())?;
            match name.trim().to_lowercase().as_str() {
                "start" => range.start = value,
                "end" => range.end = value,
                "step" => range.step = value,
                _ => return None,
            }
        }
        (range.start < range.end && 0 < range.step).then_some(range)
    }

    /// Whole numbers, or with decimals.
    pub(super) fn sort(&self) -> Sort {
        let whole = [self.start, self.end, self.step].iter().all(|it| it % 100 == 0);
        if whole { Sort::Whole } else { Sort::Number }
    }
}

/// How a range and a decimal count.
const _: () = assert!(DIGITS == 2, "ranges are read in hundredths");
