//! A field, a state or a step put into the text of a book. What stands there stays, comments and all. Pure.

use base::{Error, Fault, Result};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value, value};

use crate::books::{Sort, books::is_name};

/// A field as a form gives it.
#[derive(Clone, Debug, Default)]
pub(super) struct NewField {
    pub(super) id: String,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) sort: String,
    pub(super) needed: bool,
    pub(super) list: bool,
    /// The group it stands in.
    pub(super) part: Option<String>,
    /// Id, Chinese, English.
    pub(super) choices: Vec<(String, String, String)>,
    /// The step that asks it; nothing: the opening does.
    pub(super) step: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct NewState {
    pub(super) id: String,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) end: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct NewStep {
    pub(super) id: String,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) from: Vec<String>,
    pub(super) to: Option<String>,
    pub(super) who: Vec<String>,
    pub(super) asks: Vec<String>,
    pub(super) needs: Vec<String>,
    pub(super) days: Option<i64>,
    pub(super) working: bool,
}

pub(super) fn field(text: &str, it: &NewField) -> Result<String> {
    let mut document = read(text)?;
    let mut faults = named(&document, "field", &it.id, &it.zh, &it.en);
    let sort = Sort::ALL.iter().find(|known| known.1 == it.sort).map(|known| known.0);
    if sort.is_none() {
        faults.push(Fault::new("sort", "drafts-no-such-sort"));
    }
    if sort.is_some_and(Sort::is_chosen) && it.choices.is_empty() {
        faults.push(Fault::new("choices", "casebooks-no-choices"));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let mut table = Table::new();
    if let Some(part) = &it.part {
        table.insert("part", value(part.as_str()));
    }
    table.insert("type", value(it.sort.as_str()));
    table.insert("zh", value(it.zh.as_str()));
    table.insert("en", value(it.en.as_str()));
    for (name, yes) in [("needed", it.needed), ("list", it.list)] {
        if yes {
            table.insert(name, value(true));
        }
    }
    if sort.is_some_and(Sort::is_chosen) {
        table.insert("choices", value(choices(&it.choices)));
    }
    put(&mut document, "field", &it.id, table)?;
    if let Some(step) = it.step.as_ref().filter(|it| !it.is_empty()) {
        ask(&mut document, step, &it.id)?;
    }
    Ok(document.to_string())
}

pub(super) fn state(text: &str, it: &NewState) -> Result<String> {
    let mut document = read(text)?;
    let faults = named(&document, "state", &it.id, &it.zh, &it.en);
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let mut table = Table::new();
    table.insert("zh", value(it.zh.as_str()));
    table.insert("en", value(it.en.as_str()));
    if it.end {
        table.insert("end", value(true));
    }
    put(&mut document, "state", &it.id, table)?;
    Ok(document.to_string())
}

pub(super) fn step(text: &str, it: &NewStep) -> Result<String> {
    let mut document = read(text)?;
    let mut faults = named(&document, "step", &it.id, &it.zh, &it.en);
    if it.from.is_empty() {
        faults.push(Fault::new("from", "casebooks-from-nowhere"));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let mut table = Table::new();
    table.insert("zh", value(it.zh.as_str()));
    table.insert("en", value(it.en.as_str()));
    table.insert("from", value(list(&it.from)));
    if let Some(to) = it.to.as_ref().filter(|it| !it.is_empty()) {
        table.insert("to", value(to.as_str()));
    }
    table.insert("who", value(list(&it.who)));
    for (name, fields) in [("asks", &it.asks), ("needs", &it.needs)] {
        if !fields.is_empty() {
            table.insert(name, value(list(fields)));
        }
    }
    if let Some(days) = it.days {
        let mut due = InlineTable::new();
        due.insert("days", days.into());
        if it.working {
            due.insert("working", true.into());
        }
        // No document gives it: it is the county's to set.
        due.insert("confidence", "local".into());
        table.insert("due", value(due));
    }
    put(&mut document, "step", &it.id, table)?;
    Ok(document.to_string())
}

pub(crate) fn read(text: &str) -> Result<DocumentMut> {
    text.parse().map_err(|_| Error::conflict("drafts-mend-first"))
}

fn named(document: &DocumentMut, kind: &str, id: &str, zh: &str, en: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !is_name(id) {
        faults.push(Fault::new("id", "casebooks-not-a-name").arg("written", id));
    } else if document.get(kind).and_then(Item::as_table_like).is_some_and(|it| it.contains_key(id)) {
        faults.push(Fault::new("id", "casebooks-twice").arg("written", id));
    }
    for (path, text) in [("zh", zh), ("en", en)] {
        if text.trim().is_empty() {
            faults.push(Fault::new(path, "web-required"));
        }
    }
    faults
}

/// Puts `[kind.id]` below the last of its kind, wherever that stands in the text.
pub(crate) fn put(document: &mut DocumentMut, kind: &str, id: &str, mut table: Table) -> Result<()> {
    let last = last_place(document.as_table(), kind);
    let top = document.entry(kind).or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    match top {
        Item::Table(of_kind) => {
            table.set_position(last);
            table.decor_mut().set_prefix("\n");
            of_kind.insert(id, Item::Table(table));
        }
        Item::Value(Value::InlineTable(of_kind)) => {
            of_kind.insert(id, Value::InlineTable(table.into_inline_table()));
        }
        _ => return Err(Error::conflict("drafts-mend-first")),
    }
    Ok(())
}

/// The place of the last table of a kind in the text, with those inside it: what is put there follows it.
fn last_place(document: &Table, kind: &str) -> Option<isize> {
    fn deepest(item: &Item) -> Option<isize> {
        match item {
            Item::Table(table) => {
                let inner = table.iter().filter_map(|(_, it)| deepest(it)).max();
                table.position().max(inner)
            }
            Item::ArrayOfTables(tables) => tables
                .iter()
                .filter_map(|it| it.position().max(it.iter().filter_map(|(_, it)| deepest(it)).max()))
                .max(),
            _ => None,
        }
    }
    deepest(document.get(kind)?)
}

/// Lets a step ask a field.
fn ask(document: &mut DocumentMut, step: &str, field: &str) -> Result<()> {
    let found = document.get_mut("step").and_then(Item::as_table_like_mut).and_then(|it| it.get_mut(step));
    let Some(step) = found.and_then(Item::as_table_like_mut) else {
        return Err(Error::invalid("step", "cases-no-such-step"));
    };
    push(step, "asks", field);
    Ok(())
}

fn push(table: &mut dyn TableLike, name: &str, text: &str) {
    match table.get_mut(name).and_then(Item::as_array_mut) {
        Some(array) => array.push(text),
        None => _ = table.insert(name, value(list(&[text.to_owned()]))),
    }
}

fn list(texts: &[String]) -> Array {
    texts.iter().map(String::as_str).collect()
}

/// Choices, one a line.
pub(crate) fn choices(all: &[(String, String, String)]) -> Array {
    let mut array = Array::new();
    for (id, zh, en) in all {
        let mut choice = InlineTable::new();
        for (name, text) in [("id", id), ("zh", zh), ("en", en)] {
            choice.insert(name, text.as_str().into());
        }
        array.push_formatted(Value::InlineTable(choice).decorated("\n    ", ""));
    }
    array.set_trailing("\n");
    array.set_trailing_comma(true);
    array
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::Book;

    const TEXT: &str = "# The county's own.\nzh = \"A\"\nen = \"A\"\ngroup = \"g\"\nsubject = \"none\"\nbasis = \"b\"\n\
        confidence = \"local\"\nnumber = \"{serial}\"\nopen = [\"county_clerk\"]\n\n\
        [field.what] # asked first\ntype = \"text\"\nzh = \"B\"\nen = \"B\"\n\n\
        [state.open]\nzh = \"C\"\nen = \"C\"\n\n# the end\n[state.done]\nzh = \"D\"\nen = \"D\"\nend = true\n\n\
        [step.finish]\nzh = \"E\"\nen = \"E\"\nfrom = [\"open\"]\nto = \"done\"\nwho = [\"county_clerk\"]\n";

    fn order(text: &str) -> Vec<&str> {
        text.lines()
            .filter(|it| it.starts_with('['))
            .map(|it| it.split(']').next().unwrap_or_default())
            .collect()
    }

    #[test]
    fn what_is_added_stands_beside_its_kind_and_comments_stay() {
        let choices = vec![("low".to_owned(), "低".to_owned(), "Low".to_owned())];
        let new = NewField {
            id: "grade".into(),
            zh: "等级".into(),
            en: "Grade".into(),
            sort: "choice".into(),
            needed: true,
            choices,
            step: Some("finish".into()),
            ..NewField::default()
        };
        let text = field(TEXT, &new).unwrap();
        let state_new = NewState { id: "held".into(), zh: "F".into(), en: "F".into(), end: false };
        let text = state(&text, &state_new).unwrap();
        let step_new = NewStep {
            id: "hold".into(),
            zh: "G".into(),
            en: "G".into(),
            from: vec!["open".into()],
            to: Some("held".into()),
            who: vec!["county_clerk".into()],
            days: Some(5),
            working: true,
            ..NewStep::default()
        };
        let text = step(&text, &step_new).unwrap();
        let want = [
            "[field.what",
            "[field.grade",
            "[state.open",
            "[state.done",
            "[state.held",
            "[step.finish",
            "[step.hold",
        ];
        assert_eq!(order(&text), want, "{text}");
        for comment in ["# The county's own.", "# asked first", "# the end"] {
            assert!(text.contains(comment), "{comment}: {text}");
        }
        let book: Book = toml::from_str(&text).unwrap();
        assert_eq!(book.field["grade"].choices[0].zh, "低");
        assert_eq!(book.step["finish"].asks, ["grade"]);
        assert_eq!(book.step["hold"].due.as_ref().unwrap().days, 5);
    }

    #[test]
    fn what_cannot_be_added_is_told_beside_its_field() {
        let check = |change: &dyn Fn(&mut NewField), want: &[(&str, &str)]| {
            let mut new = NewField {
                id: "more".into(),
                zh: "M".into(),
                en: "M".into(),
                sort: "text".into(),
                ..NewField::default()
            };
            change(&mut new);
            let faults = field(TEXT, &new).unwrap_err();
            let found: Vec<(&str, &str)> = faults.faults().iter().map(|it| (&*it.path, &*it.key)).collect();
            assert_eq!(found, want);
        };
        check(&|it| it.id = "What is it".into(), &[("id", "casebooks-not-a-name")]);
        check(&|it| it.id = "what".into(), &[("id", "casebooks-twice")]);
        check(&|it| it.sort = "colour".into(), &[("sort", "drafts-no-such-sort")]);
        check(&|it| it.sort = "choice".into(), &[("choices", "casebooks-no-choices")]);
        check(&|it| it.en = " ".into(), &[("en", "web-required")]);
        check(&|it| it.step = Some("gone".into()), &[("step", "cases-no-such-step")]);
        assert!(state("zh = ", &NewState::default()).is_err());
    }
}
