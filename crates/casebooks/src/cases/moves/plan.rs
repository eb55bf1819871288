//! What becomes of a case that goes from one text of its book to another. Pure.

use serde_json::{Map, Value};

use crate::{
    books::{Book, Field, Named, Ready, Sort},
    cases::{case::Values, refusal::Reason},
};

/// A case as it stands by the new text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Moved {
    pub(super) state: String,
    pub(super) values: Values,
    /// Fields whose values go under another name: old, new.
    pub(super) renamed: Vec<(String, String)>,
    /// Fields that are gone, with what stood in them.
    pub(super) fallen: Vec<String>,
}

/// Where a state goes: it stays, or the new book says where; nothing when neither.
pub(super) fn to_state<'b>(new: &'b Book, state: &'b str) -> Option<&'b str> {
    if new.state.contains_key(state) { Some(state) } else { new.moves.get(state).map(String::as_str) }
}

/// Reads a case by the new text, or tells all that stands against it.
pub(super) fn moved(old: &Ready, new: &Ready, state: &str, values: &Values) -> Result<Moved, Vec<Reason>> {
    let mut reasons = Vec::new();
    if old.book.subject != new.book.subject {
        reasons.push(Reason::new("", "cases-move-other-subject"));
    }
    let to = to_state(&new.book, state);
    if to.is_none() {
        let it = old.book.state.get(state);
        let (zh, en) = it.map_or((state, state), |it| (it.zh(), it.en()));
        reasons.push(Reason::new("", "cases-move-no-way").arg("zh", zh).arg("en", en).arg("state", state));
    }
    let mut moved = Moved {
        state: to.unwrap_or(state).to_owned(),
        values: Values::new(),
        renamed: vec![],
        fallen: vec![],
    };
    for (id, value) in values {
        let name = new.book.renamed.get(id).unwrap_or(id);
        let Some(field) = new.book.field.get(name) else {
            moved.fallen.push(id.clone());
            continue;
        };
        if name != id {
            moved.renamed.push((id.clone(), name.clone()));
        }
        // What is worked out is worked out anew.
        if field.is_computed() && !field.program {
            continue;
        }
        match old.book.field.get(id).map(|was| taken(was, field, new.choices(name), value)) {
            Some(Ok(value)) => _ = moved.values.insert(name.clone(), value),
            Some(Err(key)) => {
                let reason = Reason::new(format!("values.{name}"), key);
                reasons.push(reason.arg("zh", field.zh()).arg("en", field.en()));
            }
            None => moved.fallen.push(id.clone()),
        }
    }
    if reasons.is_empty() { Ok(moved) } else { Err(reasons) }
}

/// A value of the old field as the new one holds it, or why it cannot.
fn taken(
    was: &Field,
    is: &Field,
    choices: &[crate::books::field::Choice],
    value: &Value,
) -> Result<Value, &'static str> {
    if was.sort != is.sort || was.digits != is.digits || was.book != is.book {
        return Err("cases-move-other-sort");
    }
    let known = |id: &Value| choices.iter().any(|it| Some(it.id.as_str()) == id.as_str());
    match (is.sort, value) {
        (Sort::Choice, id) if !known(id) => Err("cases-move-no-choice"),
        (Sort::Many, Value::Array(ids)) if !ids.iter().all(known) => Err("cases-move-no-choice"),
        (Sort::Table, Value::Array(rows)) => rows.iter().map(|row| row_of(was, is, row)).collect(),
        _ => Ok(value.clone()),
    }
}

fn row_of(was: &Field, is: &Field, row: &Value) -> Result<Value, &'static str> {
    let mut cells = Map::new();
    for (id, cell) in row.as_object().into_iter().flatten() {
        let (Some(was), Some(is)) = (was.columns.get(id), is.columns.get(id)) else { continue };
        cells.insert(id.clone(), taken(was, is, &is.choices, cell)?);
    }
    Ok(Value::Object(cells))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const OLD: &str = include_str!("../../books/small.toml");

    fn ready(text: &str) -> Ready {
        Ready::make("it", toml::from_str(text).unwrap(), &rules::Catalogue::default(), &[]).unwrap()
    }

    /// What of the old text is written otherwise, the case's state and values, and what it comes to.
    #[track_caller]
    fn check(changes: &[(&str, &str)], state: &str, values: Value, want: Result<(&str, Value), &[&str]>) {
        let text = changes.iter().fold(OLD.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        });
        let values = values.as_object().unwrap().clone();
        let found = moved(&ready(OLD), &ready(&text), state, &values);
        match (found, want) {
            (Ok(it), Ok((state, values))) => {
                assert_eq!((it.state.as_str(), Value::Object(it.values)), (state, values));
            }
            (Err(reasons), Err(keys)) => {
                assert_eq!(reasons.iter().map(|it| it.key.as_str()).collect::<Vec<_>>(), keys);
            }
            (found, want) => panic!("{found:?}, wanted {want:?}"),
        }
    }

    #[test]
    fn a_case_is_read_by_another_text() {
        let case = || json!({ "spot": "East", "grade": "high", "doors": 3 });
        check(&[], "open", case(), Ok(("open", case())));
        let renamed = [
            ("[field.spot]", "[field.place]"),
            ("[field.doors]", "[renamed]\nspot = \"place\"\n[field.doors]"),
        ];
        check(
            &renamed,
            "open",
            case(),
            Ok(("open", json!({ "place": "East", "grade": "high", "doors": 3 }))),
        );
        let gone = [("[field.doors]", "[field.gates]")];
        check(&gone, "open", case(), Ok(("open", json!({ "spot": "East", "grade": "high" }))));
        let state = [("[state.waiting]", "[state.verify]")];
        check(&state, "waiting", case(), Err(&["cases-move-no-way"]));
        check(&state, "open", case(), Ok(("open", case())));
        let way = [("[state.waiting]", "[moves]\nwaiting = \"verify\"\n[state.verify]")];
        check(&way, "waiting", case(), Ok(("verify", case())));
        check(&[("id = \"high\"", "id = \"major\"")], "open", case(), Err(&["cases-move-no-choice"]));
        check(&[("type = \"whole\"", "type = \"text\"")], "open", case(), Err(&["cases-move-other-sort"]));
        let both = [("type = \"whole\"", "type = \"text\""), ("[state.waiting]", "[state.verify]")];
        check(&both, "waiting", case(), Err(&["cases-move-no-way", "cases-move-other-sort"]));
        check(
            &[("subject = \"none\"", "subject = \"area\"")],
            "open",
            json!({}),
            Err(&["cases-move-other-subject"]),
        );
    }
}
