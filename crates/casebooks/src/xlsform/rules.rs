//! What a question says by expressions: when it is asked, what it holds, what must hold of it.

use super::{
    Asked, Check,
    cel::{Holds, Names},
    expr::{self, Expr},
    grid::Line,
    read::Survey,
};
use crate::books::Sort;

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

    pub(super) fn condition(&mut self, line: &Line, column: &str, itself: Option<&str>) -> Option<String> {
        let expr = self.expression(line, column)?;
        match (Names { known: &self.known, itself }).truth(&expr) {
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
        let rule = match (Names { known: &self.known, itself: None }).rule(&expr) {
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
            Holds::Text => (Sort::Text, rule.text),
        };
        (asked.sort, asked.value, asked.needed, asked.starts) = (sort, Some(text), false, None);
        if let Some(known) = self.known.get_mut(name) {
            known.sort = sort;
        }
    }

    pub(super) fn constraint(&mut self, line: &Line, name: &str, asked: &mut Asked) {
        let Some(expr) = self.expression(line, "constraint") else { return };
        // How long a text may be is a limit of its field.
        if let Some(most) = longest(&expr) {
            asked.max = Some(most);
            return;
        }
        if self.in_repeat() {
            self.faults.push(line.fault("constraint", "xlsform-not-in-a-repeat").arg("name", name));
            return;
        }
        let rule = match (Names { known: &self.known, itself: Some(name) }).truth(&expr) {
            Ok(rule) => rule,
            Err(bad) => {
                self.faults.push(line.bad("constraint", bad));
                return;
            }
        };
        let written = line.text("constraint").to_owned();
        let (zh, en) = line
            .words("constraint_message")
            .unwrap_or_else(|| (format!("{}: {written}", asked.zh), format!("{}: {written}", asked.en)));
        self.form.checks.push(Check { id: format!("{}_fits", asked.id), rule, zh, en });
    }
}

/// `string-length(.) <= 20` of a text.
fn longest(expr: &Expr) -> Option<i64> {
    let Expr::Binary(op, left, right) = expr else { return None };
    let of_itself = |it: &Expr| matches!(it, Expr::Call(name, args) if name == "string-length" && args.as_slice() == [Expr::Itself]);
    match (op, &**left, &**right) {
        (expr::Op::AtMost, left, Expr::Number(most)) if of_itself(left) && most % 100 == 0 => {
            Some(most / 100)
        }
        (expr::Op::Less, left, Expr::Number(more)) if of_itself(left) && more % 100 == 0 => {
            Some(more / 100 - 1)
        }
        _ => None,
    }
}
