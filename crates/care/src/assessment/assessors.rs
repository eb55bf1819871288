//! Who may be sent: the assessors of the pack's casebook, and who cares for an elder.

use base::{Day, Result};
use casebooks::{
    cases::ask::{list::Cases, of_subject},
    facilities::ask::OneFacility,
};
use people::beds;
use platform::{Cx, Purpose, Question, Scope, listing::ListInput};
use serde_json::Value;

use super::{
    fit::{Assessor, Serving},
    pack::Procedure,
};

/// A county has few; the list is read whole.
const MOST: i64 = 1_000;

/// The fields by which this room and the book of assessors understand each other.
mod fields {
    pub(super) const ACCOUNT: &str = "account";
    pub(super) const BODY: &str = "body";
    pub(super) const CERTIFICATE: &str = "certificate_number";
    pub(super) const VALID_UNTIL: &str = "valid_until";
    pub(super) const TIED_TO: &str = "tied_to";
}

/// The recognised assessors, by name.
pub(super) fn all(cx: &mut Cx) -> Result<Vec<Assessor>> {
    let pack = cx.house.packs.county(cx.county())?;
    let rules = pack.get::<Procedure>();
    let asked = Cases {
        book: rules.assessors.value.clone(),
        state: Some(rules.recognised.value.clone()),
        list: ListInput { per_page: Some(MOST), ..ListInput::default() },
        ..Cases::default()
    };
    let scope = cx.actor.scope(Purpose::Register);
    let mut all: Vec<Assessor> = asked
        .ask(cx, &scope)?
        .rows
        .into_iter()
        .map(|it| {
            let text = |name: &str| it.values[name].as_str().unwrap_or_default().to_owned();
            Assessor {
                account: text(fields::ACCOUNT),
                body: text(fields::BODY),
                certificate: text(fields::CERTIFICATE),
                valid_until: text(fields::VALID_UNTIL).parse().ok(),
                tied_to: text(fields::TIED_TO),
                name: it.title,
                case: it.id,
            }
        })
        .collect();
    all.sort_by(|a, b| (&a.body, &a.name, &a.case).cmp(&(&b.body, &b.name, &b.case)));
    Ok(all)
}

/// Who cares for somebody on a day: the home they lie in, and the places that open records about them name.
pub(super) fn serving(cx: &mut Cx, person: &str, on: Day) -> Result<Vec<Serving>> {
    let mut ids = beds::lain_in(cx, person, on)?;
    let scope = cx.actor.scope(Purpose::Register);
    let about = of_subject::OfSubject { kind: "person".to_owned(), id: person.to_owned() };
    for case in about.ask(cx, &scope)?.into_iter().filter(|it| it.row.closed_at.is_none()) {
        let values = case.row.values.as_object().into_iter().flatten();
        ids.extend(values.filter_map(|(_, it)| as_id(it)));
    }
    ids.sort();
    ids.dedup();
    let mut serving = Vec::new();
    for facility in ids {
        // What is no facility, or none that the reader sees, is left out.
        let scope = whole(cx);
        if let Ok(it) = (OneFacility { facility }).ask(cx, &scope) {
            let it = it.line.facility;
            serving.push(Serving { name: it.name, operator: it.operator });
        }
    }
    Ok(serving)
}

fn whole(cx: &Cx) -> Scope {
    cx.actor.scope(Purpose::Care)
}

/// A value that may be the id of a record.
fn as_id(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    (text.len() == ID_CHARS && text.bytes().filter(|it| *it == b'-').count() == ID_DASHES)
        .then(|| text.to_owned())
}

const ID_CHARS: usize = 36;
const ID_DASHES: usize = 4;
