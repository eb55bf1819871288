//! A facility asks for what it is owed: the server decides, and writes what it decided into the case.

use base::{Error, Fault, Instant, Month, Result};
use casebooks::{
    cases::open::{self, Opened, Opener},
    facilities::subject::Places,
};
use platform::{Cx, Place, Purpose, Verb, subjects::SubjectSource};
use rules::Truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    fields,
    judge::{self, Judged, Owes},
    period, table,
};
use crate::benefits::{About, Engine, Engines, Period};

/// Asks for a benefit of a facility and a month. The sum is what the rules decide.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpenClaim {
    pub facility: String,
    pub benefit: String,
    pub month: Month,
    /// Other fields of the book, by their ids.
    #[serde(default)]
    pub values: Map<String, Value>,
}

impl Verb for OpenClaim {
    const NAME: &'static str = "providers.claim";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Opened;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let it = Places.find(cx, &self.facility)?.ok_or_else(|| Error::missing("facility"))?;
        Ok(Place::Area(it.living))
    }

    fn run(self, cx: &mut Cx) -> Result<Opened> {
        let it = Places.find(cx, &self.facility)?.ok_or_else(|| Error::missing("facility"))?;
        let pack = cx.house.packs.county(cx.county())?;
        let engines = pack.made::<Engines>();
        let engine = engines.get(&self.benefit).ok().filter(|it| it.benefit.about == About::Facility);
        let engine = engine.ok_or_else(|| Error::invalid("benefit", "providers-no-such-benefit"))?;
        let Some(book) = engine.benefit.book.as_deref() else {
            return Err(Error::invalid("benefit", "providers-not-claimed"));
        };
        let judged = judge::judge(cx, &[self.facility.clone()], &[self.month], Instant::MAX)?;
        let judged = judged.first().ok_or_else(|| Error::missing("facility"))?;
        let owes = judged.owes(&pack, engine, 0);
        let standing = table::standing(cx, &self.facility)?;
        if let Some(key) = against(engine, &owes, &standing, self.month, cx.today()) {
            return Err(Error::Conflict(Fault::new("benefit", key)));
        }
        let key = period::key(engine.benefit.period, self.month);
        let facts = judged.facts(engine, 0);
        let known = known(engine, judged, &owes, &key, &facts, pack.version());
        let opened = open::filled(
            cx,
            (book, &self.facility),
            Opener::Actor,
            &self.values,
            known.into_iter().collect(),
        )?;
        let claim = table::New {
            id: &opened.case,
            number: &opened.number,
            facility: &self.facility,
            area: &it.living,
            benefit: &engine.id,
            period: &key,
            month: self.month,
            cost: owes.cost,
            amount: owes.paid_out,
            units: owes.units,
            pack: pack.version(),
            facts: &facts,
        };
        table::insert(cx, &claim, &judge::parts(&pack, engine, owes.cost))?;
        cx.subject("facility", self.facility.as_str());
        cx.note("case", opened.case.as_str());
        cx.note("benefit", engine.id.as_str());
        cx.note("month", self.month.to_string());
        cx.note("amount", owes.paid_out.0);
        Ok(opened)
    }
}

/// What stands against claiming a benefit now, as a key.
pub(super) fn against(
    engine: &Engine,
    owes: &Owes,
    standing: &[table::Claim],
    month: Month,
    today: base::Day,
) -> Option<&'static str> {
    let of = engine.benefit.period;
    let key = period::key(of, month);
    if standing.iter().any(|it| it.benefit == engine.id && it.period == key) {
        return Some("providers-claimed-already");
    }
    if owes.truth != Truth::Yes {
        return Some("providers-not-owed");
    }
    if owes.paid_out.0 <= 0 {
        return Some("providers-nothing-to-pay");
    }
    if !period::is_ripe(of, month, today) {
        return Some(if of == Period::Quarter { "providers-quarter-not-over" } else { "providers-not-over" });
    }
    None
}

/// The values of the case that the program fills, as they are kept.
fn known(
    engine: &Engine,
    judged: &Judged,
    owes: &Owes,
    period: &str,
    facts: &Map<String, Value>,
    pack: &str,
) -> Map<String, Value> {
    let written: Vec<String> = facts.iter().map(|(name, it)| format!("{name} = {}", plain(it))).collect();
    let mut values = Map::new();
    let mut put = |field: &str, value: Value| _ = values.insert(field.to_owned(), value);
    put(fields::BENEFIT, json!(engine.id));
    put(fields::MONTH, json!(judged.month));
    put(fields::PERIOD, json!(period));
    put(fields::SUM, json!(owes.paid_out.0));
    put(fields::COST, json!(owes.cost.0));
    put(fields::UNITS, json!(owes.units));
    put(fields::RATE, json!(owes.rate.0));
    put(fields::FACTS, json!(written.join("\n")));
    put(fields::PACK, json!(pack));
    values
}

/// A fact's value as a line of the case has it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(it) => it.get("value").map(plain).unwrap_or_default(),
        other => other.to_string(),
    }
}
