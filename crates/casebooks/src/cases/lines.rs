//! The rows of a table by their own rules: worked out, emptied, checked, and what a form asks of each. Pure.

use std::collections::BTreeMap;

use base::Fault;
use rules::Value as Told;
use serde_json::{Map, Value};

use super::{
    case::{Seen, Values},
    rows, value,
};
use crate::books::{
    Field, Ready,
    ask::{FieldShown, RowAsked, Words},
    facts,
    lines::Lines,
    shelf,
};

type Row = Map<String, Value>;

/// What a rule of a row reads: the row's own columns, else what rules of the case read.
fn look(table: &Field, row: &Row, name: &str, case: &dyn Fn(&str) -> Option<Told>) -> Option<Told> {
    match facts::column_of(name) {
        None => case(name),
        Some(id) => {
            let column = table.columns.get(id)?;
            value::told(column, &column.choices, row.get(id))
        }
    }
}

/// Works a row out, column by column, so that a later one may read an earlier one; what is not asked of it
/// is emptied.
fn settle_row(table: &Field, lines: &Lines, row: &mut Row, case: &dyn Fn(&str) -> Option<Told>) {
    for id in table.columns.keys() {
        if !lines.is_shown(id, &|name| look(table, row, name, case)) {
            row.remove(id);
            continue;
        }
        let worked = match (lines.value(id), &table.columns[id].says) {
            (Some(rule), _) => {
                shelf::answer(rule, &|name| look(table, row, name, case)).map(|it| value::kept(&it))
            }
            (None, Some(says)) => value::said(says, |name| {
                let column = table.columns.get(name)?;
                Some((column, column.choices.as_slice(), row.get(name)?))
            }),
            (None, None) => continue,
        };
        match worked {
            Some(worked) => _ = row.insert(id.clone(), worked),
            None => _ = row.remove(id),
        }
    }
}

/// The rows of a table worked out.
pub(super) fn settle(
    ready: &Ready,
    id: &str,
    values: &mut Values,
    seen: &dyn Fn(&Values, &str) -> Option<Told>,
) {
    let (Some(lines), Some(table)) = (ready.lines(id), ready.book.field.get(id)) else { return };
    // No rule of a row reads its own table.
    let Some(mut rows) = values.get_mut(id).map(Value::take) else { return };
    for row in rows.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        settle_row(table, lines, row, &|name| seen(values, name));
    }
    values.insert(id.to_owned(), rows);
}

/// Every row of the tables that have rules: its table, its place and what stands in it.
fn all<'s>(seen: &Seen<'s>) -> impl Iterator<Item = (&'s str, &'s Field, &'s Lines, usize, &'s Row)> {
    let (ready, values) = (seen.ready, seen.values);
    let tables =
        ready.book.field.iter().filter_map(|(id, table)| Some((id.as_str(), table, ready.lines(id)?)));
    tables.flat_map(move |(id, table, lines)| {
        let rows = values.get(id).and_then(Value::as_array).into_iter().flatten();
        let rows = rows.enumerate().filter_map(|(at, row)| Some((at, row.as_object()?)));
        rows.map(move |(at, row)| (id, table, lines, at, row))
    })
}

/// The checks of rows that do not hold, each beside the cell that it reads.
pub(super) fn against(seen: &Seen) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (id, table, lines, at, row) in all(seen) {
        for (check, column) in lines.broken_checks(&|name| look(table, row, name, &|it| seen.look(it))) {
            let Some(rule) = seen.ready.book.check.get(check) else { continue };
            let column = column.map_or_else(String::new, |it| format!(".{it}"));
            let fault = Fault::new(format!("values.{id}[{at}]{column}"), "cases-check");
            faults.push(fault.arg("zh", &rule.zh).arg("en", &rule.en).arg("check", check));
        }
    }
    faults
}

/// Columns that are needed only sometimes, empty in a row that asks them. Only tables that `given` names
/// are in front of the reader.
pub fn missing(seen: &Seen, given: &dyn Fn(&str) -> bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (id, table, lines, at, row) in all(seen).filter(|it| given(it.0)) {
        for (name, _) in table.columns.iter().filter(|it| it.1.needed && it.1.show_if.is_some()) {
            let asked = lines.is_shown(name, &|it| look(table, row, it, &|it| seen.look(it)));
            if asked && row.get(name).is_none_or(Value::is_null) {
                faults.push(Fault::new(format!("values.{id}[{at}].{name}"), "cases-needed"));
            }
        }
    }
    faults
}

/// Where the rows that are kept were sent: a form also sends those that are empty.
pub(super) fn places(table: &Field, given: &Value) -> Vec<usize> {
    let rows = given.as_array().into_iter().flatten().enumerate();
    rows.filter(|it| rows::says(table, it.1)).map(|it| it.0).collect()
}

/// A fault of a row as it is kept, told at the row as it was sent.
pub(super) fn sent(fault: Fault, places: &BTreeMap<String, Vec<usize>>) -> Fault {
    let moved = || {
        let (id, rest) = fault.path.strip_prefix("values.")?.split_once('[')?;
        let (at, rest) = rest.split_once(']')?;
        let place = places.get(id)?.get(at.parse::<usize>().ok()?)?;
        Some(format!("values.{id}[{place}]{rest}"))
    };
    match moved() {
        Some(path) => Fault { path: path.into(), ..fault },
        None => fault,
    }
}

/// What a form asks of each row of its tables, as they were typed so far; the last says it of an empty row.
pub fn asked(
    ready: &Ready,
    fields: &mut [FieldShown],
    (before, typed): (&Values, &Map<String, Value>),
    case: &dyn Fn(&str) -> Option<Told>,
) {
    for it in fields {
        let (Some(lines), Some(table)) = (ready.lines(&it.id), ready.book.field.get(&it.id)) else {
            continue;
        };
        // A check alone asks nothing of a form.
        if !table.columns.values().any(Field::has_rules) {
            continue;
        }
        let given = typed.get(&it.id).or_else(|| before.get(&it.id));
        let rows = given.and_then(Value::as_array).into_iter().flatten();
        let empty = Value::Null;
        it.rows = rows.chain([&empty]).map(|row| asked_of(table, lines, row, case)).collect();
    }
}

fn asked_of(table: &Field, lines: &Lines, given: &Value, case: &dyn Fn(&str) -> Option<Told>) -> RowAsked {
    let mut row = Row::new();
    for (id, column) in table.columns.iter().filter(|it| !it.1.is_computed()) {
        let typed = given.get(id).unwrap_or(&Value::Null);
        // What cannot be read is told when the form is sent.
        if let Ok(Some(read)) = value::read(column, &column.choices, typed) {
            row.insert(id.clone(), read);
        }
    }
    settle_row(table, lines, &mut row, case);
    let hides = |id: &&String| !lines.is_shown(id, &|name| look(table, &row, name, case));
    let hidden = table.columns.keys().filter(hides).cloned().collect();
    let worked = table.columns.iter().filter(|it| it.1.is_computed()).map(|(id, column)| {
        let text =
            |language| value::shown(column, &column.choices, row.get(id).unwrap_or(&Value::Null), language);
        let mut words = Words { zh: text("zh"), en: text("en") };
        if let Some(unit) =
            column.unit_zh.as_ref().zip(column.unit_en.as_ref()).filter(|_| row.contains_key(id))
        {
            words = Words { zh: format!("{} {}", words.zh, unit.0), en: format!("{} {}", words.en, unit.1) };
        }
        (id.clone(), words)
    });
    RowAsked { hidden, worked: worked.collect() }
}
