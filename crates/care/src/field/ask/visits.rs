//! Visits on a phone: whom to see, why and by when, and the forms by which it is said what was found.

use std::collections::BTreeMap;

use base::Result;
use platform::{Cx, Question, Verb, listing::ListInput};
use serde_json::{Value, json};

use crate::{
    field::item::Item,
    visits::{
        ask::{
            area::{OfArea, ToSee},
            form::{Form, FormShown},
        },
        attempt::Try,
        away::{Away, Back},
        duty::Channel,
        form::Type,
        record::Record,
    },
};

/// Most people of one phone.
const MOST: i64 = 5_000;

/// Duties and forms, for a reader who goes to see people.
pub(super) fn items(cx: &mut Cx) -> Result<Vec<Item>> {
    if !cx.actor.may(OfArea::RIGHT) || !cx.actor.may(Record::RIGHT) {
        return Ok(Vec::new());
    }
    let form = Form {}.ask(cx, &cx.actor.scope(Form::PURPOSE))?;
    let list = ListInput { per_page: Some(MOST), ..ListInput::default() };
    let asked = OfArea { list, ..OfArea::default() };
    let rows = asked.ask(cx, &cx.actor.scope(OfArea::PURPOSE))?.rows;
    let mut items: Vec<Item> =
        rows.into_iter().map(|it| Item::new("duty", it.person.clone(), duty(&form, &it))).collect();
    items.extend(forms(&form));
    Ok(items)
}

/// A duty, short: a phone needs the names and not the rules.
fn duty(form: &FormShown, it: &ToSee) -> Value {
    let names = |zh: &str, en: &str| json!({ "zh": zh, "en": en });
    let why: Vec<Value> = it
        .held
        .iter()
        .filter_map(|id| match id.strip_prefix("alert:") {
            Some(alert) => form.alerts.get(alert).map(|it| names(&it.zh, &it.en)),
            None => form.rules.get(id).map(|it| names(&it.zh, &it.en)),
        })
        .collect();
    let mut duty = BTreeMap::from([("why", json!(why)), ("attempts", json!(it.attempts))]);
    if let Some(tier) = form.tiers.get(&it.tier) {
        duty.insert("tier", names(&tier.zh, &tier.en));
        duty.insert("demands", json!(tier.demands));
    }
    if let Some(due) = it.due_on {
        duty.insert("due", json!(due));
    }
    if let Some(road) = it.road {
        duty.insert("road", json!(road));
    }
    if let Some(day) = it.last_on {
        duty.insert("last", json!({ "id": it.last_visit, "day": day, "answers": it.answers }));
    }
    if let Some(since) = it.away_since {
        duty.insert("away", json!({ "since": since }));
    }
    json!(duty)
}

fn forms(form: &FormShown) -> Vec<Item> {
    let items: Vec<Value> = form
        .items
        .iter()
        .map(|asked| {
            let it = &asked.item;
            let kind = match it.r#type {
                Type::Choice => "choice",
                Type::Text => "text",
            };
            let options: Vec<Value> =
                it.choices.iter().map(|it| json!({ "value": it.id, "zh": it.zh, "en": it.en })).collect();
            json!({ "id": asked.id, "zh": it.zh, "en": it.en, "kind": kind, "options": options,
                "optional": !it.needed })
        })
        .collect();
    let outcomes: Vec<Value> =
        form.outcomes.iter().map(|(id, it)| json!({ "value": id, "zh": it.zh, "en": it.en })).collect();
    // Texts of the app itself are keys of its words.
    let own = |id: &str, kind: &str, optional: bool| {
        let key = format!("field-{id}");
        json!({ "id": id, "zh": key, "en": key, "kind": kind, "optional": optional })
    };
    let channels: Vec<Value> = Channel::ALL
        .iter()
        .map(|it| {
            let key = format!("field-channel-{}", it.as_str());
            json!({ "value": it.as_str(), "zh": key, "en": key })
        })
        .collect();
    let channel = json!({ "id": "channel", "zh": "field-channel", "en": "field-channel", "kind": "choice",
        "options": channels });
    let outcome = json!({ "id": "outcome", "zh": "field-outcome", "en": "field-outcome", "kind": "choice",
        "options": outcomes });
    let plain = |id: &str, verb: &str, order: u8, items: Vec<Value>| {
        let key = format!("field-form-{id}");
        Item::new(
            "form",
            id.to_owned(),
            json!({ "verb": verb, "kind": "plain", "zh": key, "en": key, "order": order, "items": items }),
        )
    };
    let visit = json!({ "verb": Record::NAME, "kind": "visit", "inside": "answers", "photos": true, "order": 0,
        "zh": "field-form-visit", "en": "field-form-visit", "items": items });
    vec![
        Item::new("form", "visit".to_owned(), visit),
        plain("attempt", Try::NAME, 1, vec![channel, outcome, own("note", "text", true)]),
        plain(
            "away",
            Away::NAME,
            2,
            vec![own("place", "text", false), own("contact", "text", true), own("note", "text", true)],
        ),
        plain("back", Back::NAME, 3, vec![own("note", "text", true)]),
    ]
}
