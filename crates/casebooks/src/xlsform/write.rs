//! A form that was read, put into the text of a casebook. What stands there stays. Pure.

use base::{Error, Fault, Result};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value, value};

use super::{Asked, DIGITS, Form};
use crate::{
    books::Sort,
    drafts::edit::{choices, put, read},
};

/// The text with the form's parts, fields and checks below those it has. What it has already is a fault.
pub fn into_text(text: &str, form: &Form) -> Result<String> {
    let mut document = read(text)?;
    let there = |document: &DocumentMut, kind: &str, id: &str| {
        document.get(kind).and_then(Item::as_table_like).is_some_and(|it| it.contains_key(id))
    };
    let mut faults = Vec::new();
    let twice = |kind: &str, id: &str| {
        there(&document, kind, id).then(|| Fault::new("file", "xlsform-there").arg("name", id))
    };
    faults.extend(form.parts.iter().filter_map(|it| twice("part", &it.id)));
    faults.extend(form.fields.iter().filter_map(|it| twice("field", &it.id)));
    faults.extend(form.checks.iter().filter_map(|it| twice("check", &it.id)));
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    for part in &form.parts {
        put(&mut document, "part", &part.id, named(&part.zh, &part.en))?;
    }
    for asked in &form.fields {
        put(&mut document, "field", &asked.id, field(asked))?;
    }
    for check in &form.checks {
        let mut table = Table::new();
        if let Some(each) = &check.each {
            table.insert("each", value(each.as_str()));
        }
        table.insert("rule", value(check.rule.as_str()));
        table.insert("zh", value(check.zh.as_str()));
        table.insert("en", value(check.en.as_str()));
        put(&mut document, "check", &check.id, table)?;
    }
    Ok(document.to_string())
}

fn named(zh: &str, en: &str) -> Table {
    let mut table = Table::new();
    table.insert("zh", value(zh));
    table.insert("en", value(en));
    table
}

fn field(it: &Asked) -> Table {
    let mut table = Table::new();
    let mut text = |name: &str, held: &Option<String>| {
        if let Some(held) = held {
            table.insert(name, value(held.as_str()));
        }
    };
    text("part", &it.part);
    text("type", &Some(it.sort.name().to_owned()));
    text("zh", &Some(it.zh.clone()));
    text("en", &Some(it.en.clone()));
    text("hint_zh", &it.hint.as_ref().map(|it| it.0.clone()));
    text("hint_en", &it.hint.as_ref().map(|it| it.1.clone()));
    text("show_if", &it.show_if);
    text("value", &it.value);
    text("says", &it.says);
    text("pattern", &it.pattern);
    text("pattern_zh", &it.pattern_said.as_ref().map(|it| it.0.clone()));
    text("pattern_en", &it.pattern_said.as_ref().map(|it| it.1.clone()));
    text("starts", &it.starts);
    if it.needed {
        table.insert("needed", value(true));
    }
    let digits = (it.sort == Sort::Number).then_some(i64::from(DIGITS));
    for (name, number) in [("lines", it.lines), ("min", it.min), ("max", it.max), ("digits", digits)] {
        if let Some(number) = number {
            table.insert(name, value(number));
        }
    }
    if !it.choices.is_empty() {
        table.insert("choices", value(choices(&it.choices)));
    }
    if !it.columns.is_empty() {
        let mut columns = Array::new();
        for column in &it.columns {
            let mut inner = InlineTable::new();
            inner.insert("id", column.id.as_str().into());
            inner.extend(field(column).into_inline_table());
            columns.push_formatted(Value::InlineTable(inner).decorated("\n    ", ""));
        }
        columns.set_trailing("\n");
        columns.set_trailing_comma(true);
        table.insert("columns", value(columns));
    }
    table
}
