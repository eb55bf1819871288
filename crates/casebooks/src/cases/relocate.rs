//! Cases follow what they are about: when a person or a facility moves, the open cases go to the new
//! place's office; closed ones stay where they were closed.

use base::Result;
use platform::{Cx, Step as Turn, Work, areas::Atlas, subjects::Subject};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    access,
    case::Changed,
    subject,
    table::{self, NewEvent},
    write,
};

/// Moves the open cases of people that the register told of.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Moved {
    people: Vec<Told>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Told {
    person: String,
}

impl Work for Moved {
    const KIND: &'static str = "cases.on-people-changed";

    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Turn> {
        let mut moved = 0;
        let Some(source) = cx.house.catalogue.subject("person") else {
            return Ok(Turn::Done { answer: json!({ "moved": moved }) });
        };
        for told in &self.people {
            if let Some(it) = source.find(cx, &told.person)? {
                moved += follow(cx, "person", &it)?;
            }
        }
        Ok(Turn::Done { answer: json!({ "moved": moved }) })
    }
}

/// Brings the open cases about a subject, and those about these, to where it is now; answers how many went.
pub(crate) fn follow(cx: &mut Cx, kind: &str, about: &Subject) -> Result<i64> {
    let mut moved = 0;
    for mut case in table::open_about(cx, kind, &about.id)? {
        let Ok(ready) = access::any_book(cx, &case.book) else { continue };
        let area = subject::area(&ready, about);
        if area == case.area {
            continue;
        }
        let atlas = cx.house.packs.county(cx.county())?.made::<Atlas>();
        let note = format!("{} → {}", atlas.address(&case.area, "zh"), atlas.address(&area, "zh"));
        case.area = area;
        let values = case.values.clone();
        table::update(cx, &ready, &values, &mut case)?;
        case.revision += 1;
        let changed = Changed::new();
        let (from, to) = (case.state.as_str(), case.state.as_str());
        let event = NewEvent { kind: "relocated", step: "", from, to, changed: &changed, note: &note };
        table::event(cx, &case.id, &event)?;
        write::task(cx, &ready, &case)?;
        moved += 1;
        // Cases about cases: a case is opened after the one it is about, so this ends.
        let kind = format!("case.{}", case.book);
        if let Some(it) = subject::of_case(cx, &ready, &case.id)? {
            moved += follow(cx, &kind, &it)?;
        }
    }
    Ok(moved)
}
