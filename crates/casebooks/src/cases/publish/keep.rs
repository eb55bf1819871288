//! Keeps what is public in step with its case, in the transaction that changes the case.

use std::collections::BTreeMap;

use base::{Day, Result};
use platform::{Cx, access::ask::staff, areas::Atlas};

use super::{
    face::{self, Face},
    table::{self, Published},
};
use crate::{
    books::{Field, Ready, Sort, ask::Words, book::Publish},
    cases::{
        case::{Case, Values},
        table as cases,
    },
};

/// How a case came to say what it says: a change of what was public is a correction or a step on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::cases) enum How {
    Corrected,
    WentOn,
    /// The declaration changed, not the case.
    Renewed,
}

/// Publishes a case, shows what changed of it, or withdraws it: as its book's rule says, `so`.
pub(in crate::cases) fn keep(cx: &mut Cx, ready: &Ready, case: &Case, so: bool, how: How) -> Result<()> {
    let Some(publish) = &ready.book.publish else { return Ok(()) };
    let (before, today) = (table::find(cx, &case.id)?, cx.today());
    if !so {
        return match before.filter(|it| it.withdrawn_on.is_none()) {
            Some(_) => table::withdraw(cx, &case.id, today),
            None => Ok(()),
        };
    }
    let face = face_of(cx, ready, publish, case)?;
    let declared = face::declared(publish);
    let fresh = |since: Day| Published {
        case: case.id.clone(),
        book: case.book.clone(),
        number: case.number.clone(),
        from_on: since.plus_days(publish.after_days),
        until_on: publish.until_days.map(|days| since.plus_days(days)),
        changed_on: today,
        corrections: Vec::new(),
        withdrawn_on: None,
        held_on: None,
        held_why: None,
        declared: declared.clone(),
        face: face.clone(),
    };
    let mut it = match before {
        // What was there before the book published counts from the day on which it came to stand so.
        None => fresh(if how == How::Renewed { case.entered_at.day() } else { today }),
        Some(before) => {
            let again = before.withdrawn_on.is_some();
            if !again && before.face == face && before.declared == declared {
                return Ok(());
            }
            let mut it = if again && how != How::Renewed { fresh(today) } else { before.clone() };
            it.corrections.clone_from(&before.corrections);
            // What nobody could see yet was not wrong in public.
            let seen = before.from_on <= today && how != How::Renewed;
            if seen && (again || how == How::Corrected) {
                it.corrections.extend(face.corrected(&before.face, today));
            }
            if before.face != face {
                it.changed_on = today;
            }
            it
        }
    };
    (it.face, it.declared) = (face, declared);
    table::put(cx, &it)
}

/// The face that a case has, or would have.
pub(super) fn face_of(cx: &mut Cx, ready: &Ready, publish: &Publish, case: &Case) -> Result<Face> {
    let names = names(cx, ready, publish, &case.values)?;
    let subject = if publish.subject { subject(cx, case)? } else { None };
    Ok(face::make(ready, publish, &case.values, &names, subject))
}

/// What the case is about, where the book says that it is public: a facility, an area, another case
/// by what names it.
fn subject(cx: &mut Cx, case: &Case) -> Result<Option<Words>> {
    if case.subject_kind == "area" {
        return area(cx, &case.subject_id);
    }
    let label = case.label.clone();
    Ok((!label.is_empty()).then(|| Words { zh: label.clone(), en: label }))
}

fn area(cx: &Cx, path: &str) -> Result<Option<Words>> {
    let atlas = cx.house.packs.county(cx.county())?.made::<Atlas>();
    Ok(atlas.get(path).map(|_| Words { zh: atlas.address(path, "zh"), en: atlas.address(path, "en") }))
}

/// The names of what published values point to, whoever acts: a name that a book publishes is public.
fn names(cx: &mut Cx, ready: &Ready, publish: &Publish, values: &Values) -> Result<BTreeMap<String, Words>> {
    let mut wanted: Vec<(&Field, &str)> = Vec::new();
    for (id, value) in publish.fields.iter().filter_map(|it| values.get_key_value(it)) {
        let Some(field) = ready.book.field.get(id).filter(|it| face::is_public(it)) else { continue };
        wanted.extend(value.as_str().map(|it| (field, it)));
        for row in value.as_array().into_iter().flatten().filter(|_| field.sort == Sort::Table) {
            let cells = field.columns.iter().filter_map(|(name, it)| Some((it, row.get(name)?.as_str()?)));
            wanted.extend(cells.filter(|it| face::is_public_column(it.0)));
        }
    }
    let mut names = BTreeMap::new();
    for (field, id) in wanted {
        if let Some(name) = name(cx, field, id)? {
            names.insert(id.to_owned(), name);
        }
    }
    Ok(names)
}

fn name(cx: &mut Cx, field: &Field, id: &str) -> Result<Option<Words>> {
    let same = |text: String| Words { zh: text.clone(), en: text };
    Ok(match field.sort {
        Sort::Area => area(cx, id)?,
        Sort::Facility => match cx.house.catalogue.subject("facility") {
            Some(source) => source.find(cx, id)?.map(|it| same(it.label)),
            None => None,
        },
        // The number of another case, never what names it: its book may publish nothing.
        Sort::Case => cases::find(cx, id)?.map(|it| same(it.number)),
        Sort::Worker => staff::name(cx, id)?.map(same),
        _ => None,
    })
}

/// The files that a face shows.
pub(super) fn shows_file(face: &Face, file: &str) -> bool {
    face.fields.iter().any(|it| it.files.iter().any(|id| id == file))
}
