//! Where the procedure and the instruments of the pack meet: what is asked, and what the engine says.

use base::{Error, Fault, Result, error::OrBroken};
use instruments::{Instrument, Outcome};
use platform::Cx;
use serde_json::{Map, Value, json};

use super::form;
use crate::screenings::Instruments;

/// What a sheet comes to.
#[derive(Clone, Debug, Default)]
pub(super) struct Rated {
    pub(super) total: Option<i64>,
    pub(super) first: Option<i64>,
    pub(super) level: Option<i64>,
    /// All that the engine said, as text.
    pub(super) outcome: String,
}

type Answers = Map<String, Value>;

/// Scores answers; what is missing, too much or out of range is told item by item.
pub(super) fn rate(cx: &Cx, id: &str, answers: &Answers, context: &Answers) -> Result<Rated> {
    let outcome = score(cx, id, answers, context, "")?;
    Ok(Rated {
        total: outcome.scores.get("total").copied(),
        first: outcome.initial_level.map(i64::from),
        level: outcome.level.map(i64::from),
        outcome: serde_json::to_string(&outcome).or_broken()?,
    })
}

/// The faults of a sheet beside the fields of the form that sent it.
pub(super) fn beside(cx: &Cx, id: &str, sent: &Answers, error: Error) -> Result<Error> {
    let pack = cx.house.packs.county(cx.county())?;
    let is_form = form::is_form(&of(&pack, id)?.items, sent);
    Ok(match error {
        Error::Invalid(mut faults) if is_form => {
            for fault in &mut faults {
                fault.path = form::beside(&fault.path).into();
            }
            Error::Invalid(faults)
        }
        error => error,
    })
}

/// What a page or a program sent, as answers to the instrument.
pub(super) fn read(cx: &Cx, id: &str, answers: Answers, context: Answers) -> Result<(Answers, Answers)> {
    let pack = cx.house.packs.county(cx.county())?;
    let it = of(&pack, id)?;
    Ok((form::read(it.items.iter(), answers), form::read(it.context.iter(), context)))
}

/// Scores what was answered to other instruments on the same visit, each under its own rules.
pub(super) fn extra(cx: &Cx, extra: &Answers) -> Result<String> {
    let mut told = Map::new();
    for (id, given) in extra {
        let map = |name: &str| given[name].as_object().cloned().unwrap_or_default();
        let outcome = score(cx, id, &map("answers"), &map("context"), &format!("extra.{id}."))?;
        told.insert(id.clone(), serde_json::to_value(&outcome).or_broken()?);
    }
    if told.is_empty() { Ok(String::new()) } else { serde_json::to_string(&told).or_broken() }
}

fn score(cx: &Cx, id: &str, answers: &Answers, context: &Answers, path: &str) -> Result<Outcome> {
    let pack = cx.house.packs.county(cx.county())?;
    let instrument = of(&pack, id)?;
    let placed = |mut fault: Fault| {
        fault.path = format!("{path}{}", fault.path).into();
        fault
    };
    instruments::score(instrument, answers, context)
        .map_err(|faults| Error::Invalid(faults.into_iter().map(placed).collect()))
}

/// The instrument, for the form that asks it.
pub(super) fn shown(cx: &Cx, id: &str) -> Result<Value> {
    let pack = cx.house.packs.county(cx.county())?;
    serde_json::to_value(of(&pack, id)?).or_broken()
}

/// The names of its sections, by id.
pub(super) fn sections(cx: &Cx, id: &str) -> Result<Value> {
    let pack = cx.house.packs.county(cx.county())?;
    let Ok(it) = of(&pack, id) else { return Ok(json!({})) };
    let named = it.sections.iter().map(|it| (it.id.clone(), json!({ "zh": it.zh, "en": it.en })));
    Ok(Value::Object(named.collect()))
}

/// The edition that it goes by.
pub(super) fn standard(cx: &Cx, id: &str) -> Result<String> {
    let pack = cx.house.packs.county(cx.county())?;
    Ok(of(&pack, id).map_or_else(|_| String::new(), |it| it.edition.clone()))
}

/// What an item asks, in both languages; its id where the instrument has it no more.
pub(super) fn name_of(cx: &Cx, id: &str, item: &str) -> Result<(String, String)> {
    let pack = cx.house.packs.county(cx.county())?;
    let found = of(&pack, id).ok().and_then(|it| it.items.iter().chain(&it.context).find(|it| it.id == item));
    Ok(found.map_or_else(|| (item.to_owned(), item.to_owned()), |it| (it.zh.clone(), it.en.clone())))
}

fn of<'p>(pack: &'p platform::packs::Pack, id: &str) -> Result<&'p Instrument> {
    pack.get::<Instruments>().named(id)
}
