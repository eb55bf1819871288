//! Constants: what a literal means beside the kind that is wanted there.

use std::sync::Arc;

use cel::common::ast::LiteralValue;

use crate::{Kind, RuleFault, Value, fault};

/// The value of a literal where `wanted` is expected: a text beside a choice is one of its values.
pub(crate) fn value(
    literal: &LiteralValue,
    wanted: Option<&Kind>,
    span: (usize, usize),
) -> Result<(Value, Kind), RuleFault> {
    match literal {
        LiteralValue::Boolean(it) => Ok((Value::Bool(*it.inner()), Kind::Bool)),
        LiteralValue::Int(it) => Ok((Value::Int(*it.inner()), Kind::Int)),
        LiteralValue::String(it) => text(it.inner(), wanted, span),
        LiteralValue::Double(_) => {
            Err(RuleFault::new("rules-no-fractions", span).suggest(Some("percent(x, 50)".to_owned())))
        }
        LiteralValue::UInt(it) => Err(RuleFault::new("rules-unsupported", span)
            .arg("what", "uint")
            .suggest(Some(it.inner().to_string()))),
        LiteralValue::Bytes(_) => Err(RuleFault::new("rules-unsupported", span).arg("what", "bytes")),
        LiteralValue::Null => {
            Err(RuleFault::new("rules-no-null", span).suggest(Some("!known(x)".to_owned())))
        }
    }
}

fn text(it: &str, wanted: Option<&Kind>, span: (usize, usize)) -> Result<(Value, Kind), RuleFault> {
    let kind = match wanted {
        Some(kind @ Kind::Choice(_)) => kind.clone(),
        Some(Kind::Labels(allowed)) => Kind::Choice(allowed.clone()),
        // A day or month in quotes is what people write; say how the language wants it.
        Some(Kind::Day) if it.parse::<base::Day>().is_ok() => {
            return Err(mismatch("day", "text", span).suggest(Some(format!("day(\"{it}\")"))));
        }
        Some(Kind::Month) if it.parse::<base::Month>().is_ok() => {
            return Err(mismatch("month", "text", span).suggest(Some(format!("month(\"{it}\")"))));
        }
        _ => return Ok((Value::Text(Arc::from(it)), Kind::Text)),
    };
    if kind.allowed().iter().any(|allowed| **allowed == *it) {
        return Ok((Value::Choice(Arc::from(it)), kind));
    }
    let near = fault::nearest(it, kind.allowed().iter().map(|it| &**it));
    let allowed = kind.allowed().iter().map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(", ");
    Err(RuleFault::new("rules-not-a-choice", span)
        .arg("value", it)
        .arg("allowed", allowed)
        .suggest(near.map(|it| format!("\"{it}\""))))
}

pub(crate) fn mismatch(wanted: &str, found: &str, span: (usize, usize)) -> RuleFault {
    RuleFault::new("rules-type", span).arg("wanted", wanted).arg("found", found)
}
