//! What is due, as a calendar that a telephone or the office's computer subscribes to (RFC 5545): a day
//! for each task, by the address that its owner opened. Names are masked, as in the inbox.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base::{Instant, Result};
use icalendar::{Calendar, Component, Event, EventLike, Property};
use platform::Actor;
use serde_json::{Value, json};

use crate::{answer, call::first, page::origin_of, parts, site::Site, visit::at, words::Lang};

const DUE: &str = "tasks.calendar";
/// Calendars look again after so long; clients that know neither of the two fields choose themselves.
const REFRESH: &str = "PT2H";

/// `GET /calendar/<token>.ics`.
pub(crate) fn serve(site: &Site, call: &crate::call::Call, file: &str) -> Response {
    let token = file.strip_suffix(".ics").unwrap_or(file);
    let lang = first(&call.queries(), "lang").and_then(Lang::of).unwrap_or(Lang::Zh);
    let told = at(site).and_then(|at| site.gate.calendar(&site.door(), at, token));
    let text = match told {
        Ok(Some(actor)) => draw(site, &actor, lang, &origin_of(site, call)),
        // An address that is over says no more than one that never was.
        Ok(None) => return answer::bare(site, call, StatusCode::NOT_FOUND),
        Err(error) => Err(error),
    };
    match text {
        Ok(text) => {
            let mut response = text.into_response();
            let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            answer::keep_nowhere(&mut response);
            response
        }
        Err(error) => {
            answer::incident(site, &error);
            answer::bare(site, call, answer::status(&error))
        }
    }
}

fn draw(site: &Site, actor: &Actor, lang: Lang, origin: &str) -> Result<String> {
    let rows = site.ask(actor, DUE, json!({}))?;
    let mut calendar = Calendar::new();
    calendar.name(&site.text(lang, "tasks-calendar-name"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar.append_property(Property::new("X-PUBLISHED-TTL", REFRESH));
    calendar.append_property(
        Property::new("REFRESH-INTERVAL", REFRESH).add_parameter("VALUE", "DURATION").done(),
    );
    for row in rows.as_array().into_iter().flatten() {
        calendar.push(day(site, lang, origin, row));
    }
    Ok(calendar.to_string())
}

/// One task on the day when it is due.
fn day(site: &Site, lang: Lang, origin: &str, row: &Value) -> Event {
    let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
    let says = row.get("says").and_then(|it| it.get(lang.tag())).and_then(Value::as_str);
    let what = says.map_or_else(
        || site.text(lang, &format!("task-{}", text("kind").replace(['_', '.'], "-"))),
        str::to_owned,
    );
    let mut summary = format!("{what} · {}", text("label"));
    if row.get("overdue").and_then(Value::as_bool).unwrap_or(false) {
        summary = format!("{} {summary}", site.text(lang, "tasks-calendar-overdue"));
    }
    let since = Instant(row.get("opened_at").and_then(Value::as_i64).unwrap_or_default());
    let mut event = Event::new();
    event.uid(&format!("{}@songhe", text("id")));
    // The time of the task, not of the asking: the same tasks make the same text.
    event.append_property(Property::new("DTSTAMP", stamp(since)));
    event.append_property(
        Property::new("DTSTART", text("due_on").replace('-', "")).add_parameter("VALUE", "DATE").done(),
    );
    event.sequence(row.get("revision").and_then(Value::as_i64).unwrap_or_default().max(0) as u32);
    event.summary(&summary);
    event.location(&parts::area_name(&site.house, lang, text("area")));
    event.append_property(Property::new("URL", format!("{origin}{}", text("page"))));
    event.append_property(Property::new("TRANSP", "TRANSPARENT"));
    event.done()
}

/// `20261123T004500Z`.
fn stamp(at: Instant) -> String {
    at.utc().replace(['-', ':'], "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::site;

    #[test]
    fn a_task_is_a_whole_day_in_a_calendar_and_the_same_again() {
        let site = site();
        let row = json!({ "id": "7", "kind": "verify-death", "label": "王*英, 二组", "due_on": "2026-11-30",
            "area": "sc/liangshan/mianning/", "overdue": true, "opened_at": 1_795_320_000_000_000_i64,
            "page": "/persons/7", "revision": 3, "says": null });
        let event = day(&site, Lang::Zh, "https://x", &row);
        let text = Calendar::new().push(event).done().to_string();
        for want in [
            "DTSTART;VALUE=DATE:20261130",
            "UID:7@songhe",
            "SEQUENCE:3",
            "URL:https://x/persons/7",
            "王*英\\, 二组",
        ] {
            assert!(text.contains(want), "{want} is not in {text}");
        }
        assert_eq!(text.matches("DTSTAMP:").count(), 1);
        let again = Calendar::new().push(day(&site, Lang::Zh, "https://x", &row)).done().to_string();
        assert_eq!(text, again, "no clock is in it");
    }

    #[test]
    fn an_instant_is_written_as_calendars_read_it() {
        assert_eq!(stamp(Instant(0)), "19700101T000000Z");
    }
}
