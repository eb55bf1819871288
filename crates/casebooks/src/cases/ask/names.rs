//! The names of what values point to: people, facilities, cases, colleagues, areas, files; and the
//! rows of tables as people read them.

use std::collections::BTreeMap;

use base::Result;
use platform::{Cx, access::ask::staff, areas::Atlas, files, subjects::Subject};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::{
    books::{Field, Ready, Sort, ask::Words},
    cases::{access, case::Values, table, value},
};

/// What a value points to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NameShown {
    pub name: Words,
    /// Its page, or the file itself.
    pub page: Option<String>,
}

/// By id, what values of a case point to. What the reader may not see keeps its id.
pub type Names = BTreeMap<String, NameShown>;

/// The rows of a table, each cell in both languages.
pub type Rows = BTreeMap<String, Vec<BTreeMap<String, Words>>>;

pub fn of(cx: &mut Cx, ready: &Ready, values: &Values) -> Result<Names> {
    let mut wanted: Vec<(Field, String)> = Vec::new();
    let mut take = |field: &Field, value: &Value| match value {
        Value::String(id) => wanted.push((field.clone(), id.clone())),
        Value::Array(ids) => {
            wanted.extend(ids.iter().filter_map(Value::as_str).map(|id| (field.clone(), id.to_owned())));
        }
        _ => (),
    };
    for (id, value) in values {
        let Some(field) = ready.book.field.get(id) else { continue };
        if field.sort != Sort::Table {
            take(field, value);
            continue;
        }
        for row in value.as_array().into_iter().flatten() {
            for (name, column) in &field.columns {
                take(column, row.get(name).unwrap_or(&Value::Null));
            }
        }
    }
    let mut names = Names::new();
    for (field, id) in wanted {
        if !names.contains_key(&id)
            && let Some(name) = name(cx, ready, &field, &id)?
        {
            names.insert(id, name);
        }
    }
    Ok(names)
}

/// What one id of a field is called; nothing where it is not there or not in sight.
pub(in crate::cases) fn name(
    cx: &mut Cx,
    ready: &Ready,
    field: &Field,
    id: &str,
) -> Result<Option<NameShown>> {
    let both = |text: String| Words { zh: text.clone(), en: text };
    Ok(match field.sort {
        Sort::Area => {
            let atlas = cx.house.packs.county(cx.county())?.made::<Atlas>();
            atlas.get(id).map(|_| NameShown {
                name: Words { zh: atlas.address(id, "zh"), en: atlas.address(id, "en") },
                page: None,
            })
        }
        Sort::Person | Sort::Facility => {
            let kind = if field.sort == Sort::Person { "person" } else { "facility" };
            let Some(source) = cx.house.catalogue.subject(kind) else { return Ok(None) };
            let scope = access::scope(cx, ready);
            let in_sight = |it: &Subject| scope.covers(&it.living) || scope.covers(&it.registered);
            let above = field.sort == Sort::Facility;
            let area = &cx.actor.area;
            let named = |it: &Subject| in_sight(it) || above && access::holds(&it.registered, area);
            source.find(cx, id)?.filter(named).map(|it| NameShown {
                page: in_sight(&it).then(|| source.page().replace("{subject}", &it.id)),
                name: both(it.label),
            })
        }
        Sort::Case => {
            let named = access::named(cx, id).ok().filter(|it| field.book.as_ref() == Some(&it.0.book));
            named.map(|(it, in_sight)| NameShown {
                name: both(format!("{} {}", it.number, it.title)),
                page: in_sight.then(|| format!("/cases/{}", it.id)),
            })
        }
        Sort::Worker => staff::name(cx, id)?.map(|name| NameShown { name: both(name), page: None }),
        Sort::Photo | Sort::File | Sort::Signature => {
            let file = files::get(cx, id).ok();
            let sees = |area: &str| cx.actor.purposes.iter().any(|it| cx.actor.scope(*it).covers(area));
            file.filter(|it| sees(&it.area))
                .map(|it| NameShown { name: both(it.name), page: Some(format!("/files/{}", it.id)) })
        }
        _ => None,
    })
}

/// The tables among the values, cell by cell.
pub fn rows(ready: &Ready, values: &Values, names: &Names) -> Rows {
    let mut tables = Rows::new();
    for (id, field) in ready.book.field.iter().filter(|it| it.1.sort == Sort::Table) {
        let rows = values.get(id).and_then(Value::as_array).into_iter().flatten();
        let cells = |row: &Value| {
            let cell = |(name, column): (&String, &Field)| {
                let value = row.get(name).unwrap_or(&Value::Null);
                let known = value.as_str().and_then(|it| names.get(it));
                let text = |language| value::shown(column, &column.choices, value, language);
                let words = || Words { zh: text("zh"), en: text("en") };
                (name.clone(), known.map_or_else(words, |it| it.name.clone()))
            };
            field.columns.iter().map(cell).collect()
        };
        tables.insert(id.clone(), rows.map(cells).collect());
    }
    tables
}

/// The latest cases of a link's book, to be linked.
pub fn linkable(
    cx: &mut Cx,
    book: &str,
    typed: &str,
    limit: i64,
) -> Result<Vec<platform::subjects::Subject>> {
    let Ok(ready) = access::book(cx, book) else { return Ok(Vec::new()) };
    let scope = access::scope(cx, &ready);
    table::by_title(cx, book, &scope, "", typed, limit)
}
