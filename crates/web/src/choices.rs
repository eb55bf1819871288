//! What choices of a form offer beyond the rooms' own lists: areas, benefits and banks of the pack.

use std::sync::Arc;

use base::{Day, Money};
use minijinja::{Environment, Error, Value, value::Serde};
use people::{
    bank::Banks,
    benefits::{Engines, Route},
    payees::payee,
    quotas::pack::Quotas,
    recovery::recovery,
};
use platform::House;
use serde_json::json;

use crate::{parts, words::Lang};

pub(crate) fn furnish(env: &mut Environment<'static>, lang: Lang, house: &Arc<House>) {
    // Things with a name, in both languages or in one, as the options of a field.
    env.add_filter("named_options", move |things: Vec<Value>| {
        let option = |it: &Value| {
            let name = it.get_attr("name").unwrap_or_default();
            let own = name.get_attr(lang.tag()).ok().filter(|it| !it.is_undefined()).unwrap_or(name);
            json!({ "value": it.get_attr("id").unwrap_or_default().to_string(), "label": own.to_string() })
        };
        Value::from(Serde(things.iter().map(option).collect::<Vec<_>>()))
    });
    // Townships and villages below an area, as the options of a field.
    let held = house.clone();
    env.add_function("area_options", move |path: &str, today: &str| {
        let today = today.parse::<Day>().unwrap_or(Day::LAST);
        options(parts::areas_below(&held, lang, path, today).into_iter())
    });
    let held = house.clone();
    env.add_function("bank_options", move |county: &str| {
        let Ok(pack) = held.packs.county(county) else { return options(std::iter::empty()) };
        let title = |it: &people::bank::layout::Title| match lang {
            Lang::Zh => it.zh.clone(),
            Lang::En => it.en.clone(),
        };
        options(pack.get::<Banks>().0.iter().map(|(id, it)| (id.clone(), title(&it.title))))
    });
    let held = house.clone();
    env.add_function("benefit_ids", move |county: &str| -> Result<Value, Error> {
        let Ok(pack) = held.packs.county(county) else { return Ok(Value::from(Vec::<String>::new())) };
        // The main one first: a form begins with it.
        let engines = pack.made::<Engines>();
        let mut paid: Vec<_> = engines.paid().collect();
        paid.sort_by_key(|it| !it.benefit.main);
        Ok(Value::from(paid.into_iter().map(|it| it.id.clone()).collect::<Vec<_>>()))
    });
    // Benefits that are given by units, and the kinds of service that any of them names.
    let held = house.clone();
    env.add_function("quota_ids", move |county: &str| -> Result<Value, Error> {
        let Ok(pack) = held.packs.county(county) else { return Ok(Value::from(Vec::<String>::new())) };
        Ok(Value::from(pack.get::<Quotas>().quota.keys().cloned().collect::<Vec<_>>()))
    });
    let held = house.clone();
    env.add_function("quota_services", move |county: &str| -> Result<Value, Error> {
        let Ok(pack) = held.packs.county(county) else { return Ok(Value::from(Vec::<String>::new())) };
        let mut all: Vec<String> = Vec::new();
        for service in pack.get::<Quotas>().quota.values().flat_map(|it| &it.services) {
            if !all.contains(service) {
                all.push(service.clone());
            }
        }
        Ok(Value::from(all))
    });
    // Those of them that somebody comes to by age, without a case.
    let held = house.clone();
    env.add_function("benefit_ids_by_age", move |county: &str| -> Result<Value, Error> {
        let Ok(pack) = held.packs.county(county) else { return Ok(Value::from(Vec::<String>::new())) };
        let engines = pack.made::<Engines>();
        let mut by_age: Vec<_> = engines.paid().filter(|it| it.benefit.route == Route::Age).collect();
        by_age.sort_by_key(|it| !it.benefit.main);
        Ok(Value::from(by_age.into_iter().map(|it| it.id.clone()).collect::<Vec<_>>()))
    });
    // The ways of proof of life that the county takes.
    let held = house.clone();
    env.add_function("proof_ways", move |county: &str| {
        let Ok(pack) = held.packs.county(county) else { return Vec::new() };
        let proof = &pack.get::<recovery::Rules>().proof;
        let asked = proof.step.iter().flat_map(|it| &it.ways);
        let mut ways: Vec<&str> = asked.chain(&proof.silent).map(|it| it.as_str()).collect();
        let mut seen = std::collections::BTreeSet::new();
        ways.retain(|it| seen.insert(*it));
        ways.into_iter().map(str::to_owned).collect::<Vec<_>>()
    });
    // A value of a case as a form shows it: plain figures that can be typed again.
    env.add_filter("typed", |value: Value, sort: &str, digits: Option<u8>| {
        match (i64::try_from(value.clone()), sort) {
            (_, _) if value.is_none() || value.is_undefined() => String::new(),
            (Ok(fen), "money") => Money(fen).to_string(),
            (Ok(units), "number") => casebooks::cases::value::scaled(units, digits.unwrap_or(0)),
            _ => value.to_string(),
        }
    });
    let held = house.clone();
    env.add_function("payee_relations", move |county: &str| {
        let Ok(pack) = held.packs.county(county) else { return Vec::new() };
        pack.get::<payee::Rules>().relation.iter().map(|it| it.id.clone()).collect::<Vec<_>>()
    });
}

fn options(all: impl Iterator<Item = (String, String)>) -> Value {
    let all = all.map(|(value, label)| json!({ "value": value, "label": label }));
    Value::from(Serde(all.collect::<Vec<_>>()))
}
