//! What a case is about: found in the room that holds it, with its place and its facts.

use std::collections::BTreeMap;

use base::{Error, Instant, Result};
use platform::{
    Cx, Purpose,
    areas::{Area, Atlas},
    facts,
    facts::Asked,
    subjects::Subject,
};
use rules::Value as Told;

use super::{access, table};
use crate::books::Ready;

/// The subject of a case to be opened. `area` is where a case without a subject belongs.
pub(super) fn find(cx: &mut Cx, ready: &Ready, id: Option<&str>, area: Option<&str>) -> Result<Subject> {
    let kind = ready.book.subject.as_str();
    let id = id.map(str::trim).filter(|it| !it.is_empty());
    if kind == "none" {
        let area = area.filter(|it| !it.is_empty()).unwrap_or(&cx.actor.area).to_owned();
        if atlas(cx)?.get(&area).is_none() {
            return Err(Error::invalid("area", "cases-no-such-area"));
        }
        let id = String::new();
        return Ok(Subject {
            id,
            label: String::new(),
            line: String::new(),
            registered: area.clone(),
            living: area,
        });
    }
    let Some(id) = id else { return Err(Error::invalid("subject", "cases-subject-needed")) };
    let found = match (kind, ready.book.subject_book()) {
        ("area", _) => {
            let atlas = atlas(cx)?;
            atlas.get(id).map(|it| of_area(&atlas, it))
        }
        (_, Some(book)) => {
            let its = access::any_book(cx, book)?;
            of_case(cx, &its, id)?
        }
        (kind, None) => match cx.house.catalogue.subject(kind) {
            Some(source) => source.find(cx, id)?,
            None => None,
        },
    };
    found.ok_or_else(|| Error::invalid("subject", "cases-no-such-subject"))
}

/// An area as what a case is about.
pub(super) fn of_area(atlas: &Atlas, it: &Area) -> Subject {
    Subject {
        id: it.path.clone(),
        label: it.name_zh.clone(),
        line: atlas.address(&it.path, "zh"),
        registered: it.path.clone(),
        living: it.path.clone(),
    }
}

/// A case of a book as what another case is about.
pub(super) fn of_case(cx: &mut Cx, ready: &Ready, id: &str) -> Result<Option<Subject>> {
    Ok(table::find(cx, id)?.filter(|it| it.book == ready.id).map(|it| Subject {
        id: it.id,
        label: it.title,
        line: it.number,
        registered: it.area.clone(),
        living: it.area,
    }))
}

/// Where a case about `subject` belongs.
pub(super) fn area(ready: &Ready, subject: &Subject) -> String {
    match ready.book.purpose {
        Purpose::Care => subject.living.clone(),
        _ => subject.registered.clone(),
    }
}

/// Those facts of the subject that the book's rules read.
pub(super) fn told(cx: &mut Cx, ready: &Ready, kind: &str, id: &str) -> Result<BTreeMap<String, Told>> {
    let wanted = ready.subject_facts();
    if kind != "person" || wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let people = [id.to_owned()];
    let days = [cx.today()];
    let asked = Asked { people: &people, days: &days, known_at: Instant::MAX };
    let frames = facts::read(cx, &asked, &wanted)?;
    let Some(frame) = frames.first() else { return Ok(BTreeMap::new()) };
    Ok(wanted
        .iter()
        .filter_map(|fact| Some((fact.name.clone(), frame.column(&fact.name)?.value(&fact.kind, 0)?)))
        .collect())
}

fn atlas(cx: &Cx) -> Result<std::sync::Arc<Atlas>> {
    Ok(cx.house.packs.county(cx.county())?.made::<Atlas>())
}

/// Subjects of a book that fit what was typed, within a scope.
pub(super) fn matching(
    cx: &mut Cx,
    ready: &Ready,
    scope: &platform::Scope,
    typed: &str,
    limit: i64,
) -> Result<Vec<Subject>> {
    match (ready.book.subject.as_str(), ready.book.subject_book()) {
        ("area", _) => {
            let (atlas, today) = (atlas(cx)?, cx.today());
            let fits = atlas.by_name(scope.area(), typed.trim(), today);
            Ok(fits.into_iter().map(|it| of_area(&atlas, it.area)).take(limit as usize).collect())
        }
        (_, Some(book)) => table::by_title(cx, book, scope, "", typed, limit),
        (kind, None) => match cx.house.catalogue.subject(kind) {
            Some(source) => source.matching(cx, scope, typed, limit),
            None => Ok(Vec::new()),
        },
    }
}
