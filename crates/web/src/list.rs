//! The one list: a declaration beside the template says columns, filters and what can be done to
//! many rows; a question gives the rows. Filters, sort, page and columns stand in the address.

use base::{Error, Result};
use platform::listing::PER_PAGE_MAX;
use serde_json::{Value, json};

use crate::{
    call::{encode, escape, first},
    visit::Visit,
};

pub(crate) use crate::declared::{Bulk, Choice, Column, Declared, Filter, Kind, Label, declared};

pub(crate) fn build(
    visit: &Visit,
    declared: &Declared,
    path: &str,
    query: &[(String, String)],
    answer: &Value,
) -> Result<Value> {
    let number = |name: &str| answer.get(name).and_then(Value::as_i64).unwrap_or(0);
    let more_than = declared.counted_to.filter(|it| *it < number("total"));
    let (total, page, per_page) = (number("total"), number("page").max(1), number("per_page").max(1));
    let pages = (total + per_page - 1) / per_page;
    let to = |changes: &[(&str, &str)]| address(path, query, changes);
    let shown = shown(declared, query);
    let bulk: Vec<&Bulk> = declared.bulk.iter().filter(|it| may(visit, it)).collect();
    let sort = first(query, "sort").unwrap_or_default();
    let columns: Vec<Value> = shown.iter().map(|column| heading(column, sort, &to)).collect();
    let none = Vec::new();
    let rows = answer.get("rows").and_then(Value::as_array).unwrap_or(&none);
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            let cells: Vec<Value> = shown.iter().map(|column| cell(column, row, path)).collect();
            json!({ "id": at(row, &declared.id), "cells": cells })
        })
        .collect();
    let filters =
        declared.filters.iter().map(|it| filter(visit, it, query)).collect::<Result<Vec<Value>>>()?;
    let filtered = declared.filters.iter().any(|it| first(query, &it.id).is_some_and(|it| !it.is_empty()));
    let known = |name: &str| declared.filters.iter().any(|it| it.id == name) || name == "page";
    let keep: Vec<&(String, String)> = query.iter().filter(|(name, _)| !known(name)).collect();
    let page_link = |to_page: i64| to(&[("page", &to_page.to_string())]);
    let text = encode(query.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let choice: Vec<Value> = declared
        .columns
        .iter()
        .map(|it| json!({ "id": it.id, "label": it.label, "shown": shown.iter().any(|s| s.id == it.id) }))
        .collect();
    let kept = to(&[("page", "")]);
    let clear: Vec<(&str, &str)> = declared.filters.iter().map(|it| (it.id.as_str(), "")).collect();
    Ok(json!({
        "title": declared.title,
        "path": path,
        "columns": columns,
        "rows": rows,
        "total": more_than.unwrap_or(total),
        "more_than": more_than,
        "page": page,
        "pages": pages,
        "per_page": per_page,
        "from": if rows.is_empty() { 0 } else { (page - 1) * per_page + 1 },
        "to": (page - 1) * per_page + rows.len() as i64,
        "first": (1 < page).then(|| page_link(1)),
        "prev": (1 < page).then(|| page_link((page - 1).min(pages.max(1)))),
        "next": (page < pages || more_than.is_some() && rows.len() as i64 == per_page).then(|| page_link(page + 1)),
        "last": (page < pages && more_than.is_none()).then(|| page_link(pages)),
        "filters": filters,
        "filtered": filtered,
        "more_filters": declared.filters.iter().any(|it| it.more),
        "clear": to(&clear),
        "keep": keep,
        "choice": choice,
        "bulk": bulk,
        "empty": declared.empty,
        "unfiltered": answer.get("unfiltered"),
        "basis": answer.get("basis"),
        "as_of": answer.get("as_of"),
        "export": declared.export.then(|| format!("/export{path}?{text}")),
        "excel": declared.excel.as_ref().map(|it| format!("{it}?{text}")),
        "query": kept.split_once('?').map_or("", |it| it.1),
        "head": declared.head,
        "about": declared.about,
    }))
}

/// The columns chosen in the address, or those not hidden.
pub(crate) fn shown<'d>(declared: &'d Declared, query: &[(String, String)]) -> Vec<&'d Column> {
    let asked: Vec<&str> =
        query.iter().filter(|(name, _)| name == "cols").flat_map(|(_, value)| value.split(',')).collect();
    let chosen: Vec<&Column> = declared.columns.iter().filter(|it| asked.contains(&it.id.as_str())).collect();
    if chosen.is_empty() { declared.columns.iter().filter(|it| !it.hidden).collect() } else { chosen }
}

fn heading(column: &Column, sort: &str, to: &dyn Fn(&[(&str, &str)]) -> String) -> Value {
    let down = format!("-{}", column.id);
    let sorted = if sort == column.id {
        "up"
    } else if sort == down {
        "down"
    } else {
        ""
    };
    let other = if sorted == "up" { down.as_str() } else { column.id.as_str() };
    let href = column.sort.then(|| to(&[("sort", other), ("page", "")]));
    json!({ "id": column.id, "label": column.label, "figure": column.kind.is_figure(), "sorted": sorted,
        "href": href })
}

fn cell(column: &Column, row: &Value, path: &str) -> Value {
    let value = at(row, &column.id);
    let text = text_of(value);
    json!({
        "kind": column.kind,
        "value": value,
        "text": text,
        "says": column.says.as_ref().map(|it| at(row, it)),
        "figure": column.kind.is_figure(),
        "key": column.words.as_ref().map(|it| match column.kind {
            Kind::Act => it.clone(),
            _ => word_key(it, &text),
        }),
        "tone": match column.kind {
            Kind::Due => at(row, "overdue").as_bool().unwrap_or(false).then_some("crane"),
            _ => column.tones.get(&text).map(String::as_str),
        },
        "href": column.link.as_ref().map(|it| linked(&it.replace("./", &format!("{path}/")), row)),
    })
}

/// Whether the reader may do this to rows.
fn may(visit: &Visit, bulk: &Bulk) -> bool {
    let Some(verb) = &bulk.verb else { return true };
    let right = visit.site.house.catalogue.verb(verb).map(|it| it.right);
    visit.actor().is_some_and(|it| right.is_some_and(|right| it.may(right)))
}

/// The key of a value's word. Roles are spelled in packs as they are written there; other values
/// with dashes.
pub(crate) fn word_key(prefix: &str, value: &str) -> String {
    let dashed = !matches!(prefix, "role-" | "facility-kind-" | "benefit-");
    format!("{prefix}{}", if dashed { value.replace(['_', '.'], "-") } else { value.to_owned() })
}

pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(" · "),
        other => other.to_string(),
    }
}

/// A field of a row; `a.b` goes inwards.
pub(crate) fn at<'r>(row: &'r Value, path: &str) -> &'r Value {
    path.split('.').fold(row, |it, name| it.get(name).unwrap_or(&Value::Null))
}

fn linked(address: &str, row: &Value) -> String {
    let mut out = String::new();
    let mut rest = address;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        out.push_str(before);
        escape(&mut out, &text_of(at(row, name)));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The address of this list with some names changed; an empty value takes the name out.
fn address(path: &str, query: &[(String, String)], changes: &[(&str, &str)]) -> String {
    let kept = query
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, value)| !value.is_empty() && changes.iter().all(|(changed, _)| changed != name));
    let new = changes.iter().copied().filter(|(_, value)| !value.is_empty());
    let text = encode(kept.chain(new));
    if text.is_empty() { path.to_owned() } else { format!("{path}?{text}") }
}

fn filter(visit: &Visit, filter: &Filter, query: &[(String, String)]) -> Result<Value> {
    let value = first(query, &filter.id).unwrap_or_default();
    let mut options: Vec<Value> = filter
        .options
        .iter()
        .map(|it| json!({ "value": it.value, "label": it.label, "key": true, "chosen": it.value == value }))
        .collect();
    if let (Some(from), Some(actor)) = (&filter.from, visit.actor()) {
        let answer = match visit.site.ask(actor, &from.question, json!({})) {
            Ok(answer) => answer,
            Err(Error::Denied(_) | Error::Missing(_)) => Value::Null,
            Err(error) => return Err(error),
        };
        let rows = if from.rows.is_empty() { &answer } else { at(&answer, &from.rows) };
        for row in rows.as_array().into_iter().flatten() {
            let own = text_of(if from.value.is_empty() { row } else { at(row, &from.value) });
            let label = match &from.words {
                Some(words) => format!("{words}{}", own.replace('/', "-")),
                None => text_of(at(row, &from.label)),
            };
            let key = from.words.is_some();
            options.push(json!({ "value": own, "label": label, "key": key, "chosen": own == value }));
        }
    }
    let today = visit.site.now().day();
    if filter.kind == "area"
        && let Some(actor) = visit.actor()
    {
        for (path, name) in crate::parts::areas_below(&visit.site.house, visit.lang, &actor.area, today) {
            let chosen = path == value;
            options.push(json!({ "value": path, "label": name, "key": false, "chosen": chosen }));
        }
    }
    Ok(
        json!({ "id": filter.id, "label": filter.label, "kind": filter.kind, "value": value, "options": options,
            "more": filter.more }),
    )
}

/// The paths above and including `path`: `a/`, `a/b/`, `a/b/c/`.
pub(crate) fn prefixes(path: &str) -> Vec<&str> {
    path.match_indices('/').map(|(place, _)| &path[..=place]).collect()
}

/// The query of an export: every filter and the order, pages of the largest size.
pub(crate) fn export_query(query: &[(String, String)], page: i64) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = query
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "page" | "per_page" | "cols") && !name.starts_with('_'))
        .cloned()
        .collect();
    pairs.push(("page".into(), page.to_string()));
    pairs.push(("per_page".into(), PER_PAGE_MAX.to_string()));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_what_is_not_changed() {
        let query = vec![("area".to_owned(), "a/b/".to_owned()), ("page".to_owned(), "3".to_owned())];
        assert_eq!(address("/p", &query, &[("page", "4")]), "/p?area=a/b/&page=4");
        assert_eq!(address("/p", &query, &[("area", ""), ("page", "")]), "/p");
    }

    #[test]
    fn links_are_filled_from_the_row() {
        let row = json!({ "id": "x y", "person": { "id": 7 } });
        assert_eq!(linked("/persons/{person.id}?q={id}", &row), "/persons/7?q=x%20y");
        assert_eq!(linked("/plain", &row), "/plain");
    }

    #[test]
    fn an_area_stands_in_the_areas_above_it() {
        assert_eq!(prefixes("sc/liangshan/mianning/"), ["sc/", "sc/liangshan/", "sc/liangshan/mianning/"]);
    }
}
