//! What only other rooms can name in a sheet: areas by their address, people, facilities and cases by
//! their label with the id behind it, so that two of one name stay two.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use base::{Fault, Result};
use platform::{Cx, Scope, areas::Atlas, subjects::Subject};

use crate::{
    books::{Field, Ready, Sort},
    cases::{access, table},
};

/// What stands between a label and its id.
const ID: &str = " #";

pub(super) struct Names {
    atlas: Arc<Atlas>,
    scope: Scope,
    /// Texts by kind and id.
    shown: BTreeMap<(String, String), String>,
    /// Paths by their address in either language; nothing where two areas have the same.
    addresses: HashMap<String, Option<String>>,
}

impl Names {
    pub(super) fn new(cx: &Cx, ready: &Ready) -> Result<Names> {
        let atlas = cx.house.packs.county(cx.county())?.made::<Atlas>();
        let mut addresses = HashMap::new();
        let today = cx.today();
        for area in atlas.under(atlas.county()).iter().filter(|it| it.holds_on(today)) {
            for language in ["zh", "en"] {
                let path = area.path.clone();
                let twice = |it: &mut Option<String>| {
                    if it.as_ref() != Some(&path) {
                        *it = None;
                    }
                };
                let address = address(&atlas, &area.path, language);
                addresses.entry(address).and_modify(twice).or_insert_with(|| Some(path.clone()));
            }
        }
        Ok(Names { atlas, scope: access::scope(cx, ready), shown: BTreeMap::new(), addresses })
    }

    pub(super) fn area(&self, path: &str, language: &str) -> String {
        address(&self.atlas, path, language)
    }

    /// An address back to its path; a path itself is one, too.
    pub(super) fn path(&self, text: &str) -> Option<String> {
        let known = || self.atlas.get(text).map(|it| it.path.clone());
        self.addresses.get(text).cloned().flatten().or_else(known)
    }

    /// The text of a reference. Of what the reader may not see stands only the id.
    pub(super) fn text(&mut self, cx: &mut Cx, kind: &str, id: &str, language: &str) -> Result<String> {
        if kind == "area" {
            return Ok(self.area(id, language));
        }
        let key = (kind.to_owned(), id.to_owned());
        if let Some(known) = self.shown.get(&key) {
            return Ok(known.clone());
        }
        let found = find(cx, kind, id)?.filter(|it| self.sees(it));
        let label = found.map_or_else(String::new, |it| it.label.replace('#', " "));
        let text = format!("{label}{ID}{id}").trim().to_owned();
        self.shown.insert(key, text.clone());
        Ok(text)
    }

    /// A reference back to its id: the id behind the label, the id alone, or a label that one alone
    /// has within the reader's sight.
    pub(super) fn find(&mut self, cx: &mut Cx, kind: &str, text: &str) -> Result<Result<String, Fault>> {
        let unknown = || Fault::new("", "cases-sheet-not-found").arg("written", text);
        if kind == "area" {
            return Ok(self.path(text).filter(|it| self.scope.covers(it)).ok_or_else(unknown));
        }
        let id = text.rsplit_once('#').map_or(text, |it| it.1).trim();
        if find(cx, kind, id)?.is_some_and(|it| self.sees(&it)) {
            return Ok(Ok(id.to_owned()));
        }
        let Some(source) = cx.house.catalogue.subject(kind) else {
            // Nobody knows such things yet; the id stands for itself, as in a form.
            return Ok(if text.contains('#') || cased(kind) { Err(unknown()) } else { Ok(id.to_owned()) });
        };
        let near = source.matching(cx, &self.scope, text, 3)?;
        let mut same = near.iter().filter(|it| it.label == text);
        Ok(match (same.next(), same.next()) {
            (Some(one), None) => Ok(one.id.clone()),
            _ => Err(unknown()),
        })
    }

    fn sees(&self, it: &Subject) -> bool {
        self.scope.covers_person(&it.registered, &it.living)
    }
}

/// Which kind of thing a field names.
pub(super) fn kind(field: &Field) -> String {
    match field.sort {
        Sort::Area => "area".to_owned(),
        Sort::Person => "person".to_owned(),
        Sort::Facility => "facility".to_owned(),
        Sort::Worker => "worker".to_owned(),
        _ => format!("case.{}", field.book.as_deref().unwrap_or("")),
    }
}

fn cased(kind: &str) -> bool {
    kind.starts_with("case.")
}

fn find(cx: &mut Cx, kind: &str, id: &str) -> Result<Option<Subject>> {
    if let Some(book) = kind.strip_prefix("case.") {
        let found = table::find(cx, id)?.filter(|it| it.book == book);
        return Ok(found.map(|it| Subject {
            id: it.id,
            label: it.title,
            line: it.number,
            registered: it.area.clone(),
            living: it.area,
        }));
    }
    match cx.house.catalogue.subject(kind) {
        Some(source) => source.find(cx, id),
        None => Ok(None),
    }
}

/// The address of an area; of the county itself, its name.
fn address(atlas: &Atlas, path: &str, language: &str) -> String {
    let below = atlas.address(path, language);
    if !below.is_empty() {
        return below;
    }
    atlas.get(path).map_or_else(|| path.to_owned(), |it| it.name(language).to_owned())
}
