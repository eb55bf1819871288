//! What a value points to must be there and in sight: a person, a facility, a case, a colleague, an
//! area, a file. An id of nothing is refused beside its field and not kept.

use base::{Error, Fault, Result};
use platform::{Cx, files};
use serde_json::Value;

use super::{ask::names, case::Values};
use crate::books::{Field, Ready, Sort};

/// Holds what was filled against what there is; what stood there before is not asked again.
pub(super) fn check(cx: &mut Cx, ready: &Ready, before: &Values, after: &Values) -> Result<()> {
    let mut faults = Vec::new();
    for (id, value) in after.iter().filter(|it| before.get(it.0) != Some(it.1)) {
        let Some(field) = ready.book.field.get(id) else { continue };
        let path = format!("values.{id}");
        if field.sort != Sort::Table {
            faults.extend(one(cx, ready, field, value, &path)?);
            continue;
        }
        for (at, row) in value.as_array().into_iter().flatten().enumerate() {
            for (name, column) in &field.columns {
                let cell = row.get(name).unwrap_or(&Value::Null);
                faults.extend(one(cx, ready, column, cell, &format!("{path}[{at}].{name}"))?);
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

fn one(cx: &mut Cx, ready: &Ready, field: &Field, value: &Value, path: &str) -> Result<Option<Fault>> {
    let points = matches!(field.sort, Sort::Area | Sort::Person | Sort::Facility | Sort::Case | Sort::Worker)
        || field.sort.is_attached();
    let ids: Vec<&str> = match value {
        Value::String(id) if points => vec![id],
        Value::Array(ids) if points => ids.iter().filter_map(Value::as_str).collect(),
        _ => return Ok(None),
    };
    for id in ids {
        if names::name(cx, ready, field, id)?.is_none() {
            return Ok(Some(Fault::new(path.to_owned(), "cases-points-nowhere")));
        }
        if matches!(field.sort, Sort::Photo | Sort::Signature)
            && !files::bare::is_picture(&files::get(cx, id)?.kind)
        {
            return Ok(Some(Fault::new(path.to_owned(), "cases-not-a-picture")));
        }
    }
    Ok(None)
}
