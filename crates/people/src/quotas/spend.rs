//! A use of units, entered by whoever serves, and taking one back.

use base::{Day, Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    night::Act,
    open::known,
    pack::Quotas,
    table::{
        allocation,
        entry::{self, Entry},
        grant::{self, Grant},
    },
};
use crate::{register, runs};

/// Enters what was served to somebody. The same number of the same paper is entered once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Use {
    pub person: String,
    pub allocation: String,
    #[schemars(range(min = 1, max = 10_000))]
    pub quantity: i64,
    /// A kind of service of the pack.
    pub service: String,
    /// Today when left out.
    #[serde(default)]
    pub on: Option<Day>,
    /// Where it was, when it was at a facility or by one.
    #[serde(default)]
    pub by_facility: Option<String>,
    /// Who served.
    pub served_by: String,
    /// The number on the paper of the service.
    #[serde(default)]
    pub number: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Used {
    pub entry: String,
    /// What is left of the bucket it was taken from.
    pub left: i64,
}

impl Verb for Use {
    const NAME: &'static str = "quotas.use";
    const RIGHT: &'static str = "quotas.use";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Used;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        runs::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Used> {
        let on = self.on.unwrap_or_else(|| cx.today());
        let (served_by, number) = (self.served_by.trim(), self.number.trim());
        if self.quantity <= 0 {
            return Err(Error::invalid("quantity", "quotas-nothing-used"));
        }
        if cx.today() < on {
            return Err(Error::invalid("on", "entry-day-in-future"));
        }
        if served_by.is_empty() {
            return Err(Error::invalid("served_by", "quotas-who-served"));
        }
        let of = allocation::get(cx, &self.allocation)?;
        let pack = cx.house.packs.county(cx.county())?;
        let quota = known(pack.get::<Quotas>(), &of.benefit)?;
        let other = !of.service.is_empty() && of.service != self.service;
        if other || !quota.services.contains(&self.service) {
            return Err(Error::invalid("service", "quotas-other-service"));
        }
        let facility = self.by_facility.filter(|it| !it.is_empty());
        if let Some(facility) = &facility {
            let source = cx.house.catalogue.subject("facility");
            let found = source.map(|it| it.find(cx, facility)).transpose()?.flatten();
            if found.is_none() {
                return Err(Error::invalid("by_facility", "quotas-no-facility"));
            }
        }
        let mut it =
            grant::of(cx, &of.id, &self.person)?.ok_or_else(|| Error::conflict("quotas-no-grant"))?;
        let person = register::lean::one(cx, &self.person)?;
        let after_end = it.ended_on.is_some_and(|end| end < on);
        if person.died_on.is_some_and(|died| died < on) || after_end {
            return Err(Error::invalid("on", "quotas-after-the-end"));
        }
        let numbered = if number.is_empty() { Vec::new() } else { entry::numbered(cx, &of.id, number)? };
        for known in &numbered {
            if is_taken_back(cx, known)? {
                continue;
            }
            let same = known.grant == it.id
                && (known.quantity, &known.service, known.on) == (-self.quantity, &self.service, on);
            if !same {
                return Err(Error::Conflict(
                    Fault::new("number", "quotas-number-taken").arg("day", known.on),
                ));
            }
            // Told twice, used once.
            let left = left(cx, &it, known.bucket)?;
            return Ok(Used { entry: known.id.clone(), left });
        }
        let buckets = entry::balances(cx, (&it.id, &it.id))?;
        let holding = buckets.into_iter().find(|(_, from, to, _)| *from <= on && on <= *to);
        let Some((_, from, to, balance)) = holding.filter(|_| it.granted_on <= on) else {
            return Err(Error::invalid("on", "quotas-day-outside"));
        };
        if balance < self.quantity {
            return Err(Fault::new("quantity", "quotas-beyond-balance").arg("left", balance).into());
        }
        let once = match number {
            "" => String::new(),
            number => format!("{} used {number} {}", of.id, numbered.len()),
        };
        let bucket = super::account::Bucket { from, to };
        let mut used = Act { kind: "used", quantity: -self.quantity, bucket, on, once }.entry(cx, &it);
        if used.once.is_empty() {
            used.once.clone_from(&used.id);
        }
        used.service = self.service;
        used.facility = facility;
        served_by.clone_into(&mut used.served_by);
        number.clone_into(&mut used.number);
        it.used += self.quantity;
        it.last_used = it.last_used.max(Some(on));
        entry::insert_many(cx, std::slice::from_ref(&used))?;
        grant::update(cx, &it)?;
        cx.subject("person", &it.person);
        cx.note("benefit", of.benefit);
        cx.note("quantity", self.quantity);
        Ok(Used { entry: used.id, left: balance - self.quantity })
    }
}

fn left(cx: &mut Cx, it: &Grant, bucket: super::account::Bucket) -> Result<i64> {
    let all = entry::balances(cx, (&it.id, &it.id))?;
    Ok(all.into_iter().find(|one| one.1 == bucket.from && one.2 == bucket.to).map_or(0, |it| it.3))
}

fn is_taken_back(cx: &mut Cx, used: &Entry) -> Result<bool> {
    let all = entry::of_grant(cx, &used.grant)?;
    Ok(all.iter().any(|it| it.reverses.as_ref() == Some(&used.id)))
}

/// Takes a use back: it was not, or was entered wrongly. The entry stays; another says that it is void.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeBack {
    pub entry: String,
    pub why: String,
}

impl Verb for TakeBack {
    const NAME: &'static str = "quotas.take-back";
    const RIGHT: &'static str = "quotas.use";
    const PURPOSE: Purpose = Purpose::Benefits;
    /// The entry that takes it back.
    type Answer = String;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let person = entry::get(cx, &self.entry)?.person;
        runs::source::place(cx, &person)
    }

    fn run(self, cx: &mut Cx) -> Result<String> {
        let used = entry::get(cx, &self.entry)?;
        let why = self.why.trim();
        if why.is_empty() {
            return Err(Error::invalid("why", "entry-why-missing"));
        }
        if used.kind != "used" {
            return Err(Error::conflict("quotas-not-a-use"));
        }
        let all = entry::of_grant(cx, &used.grant)?;
        if let Some(known) = all.iter().find(|it| it.reverses.as_ref() == Some(&used.id)) {
            return Ok(known.id.clone());
        }
        let mut it = grant::get(cx, &used.grant)?;
        let once = format!("{} returned", used.id);
        let act =
            Act { kind: "returned", quantity: -used.quantity, bucket: used.bucket, on: cx.today(), once };
        let mut returned = act.entry(cx, &it);
        returned.service.clone_from(&used.service);
        returned.reverses = Some(used.id.clone());
        why.clone_into(&mut returned.why);
        it.used += used.quantity;
        let standing = |one: &&Entry| {
            one.kind == "used"
                && one.id != used.id
                && !all.iter().any(|it| it.reverses.as_ref() == Some(&one.id))
        };
        it.last_used = all.iter().filter(standing).map(|it| it.on).max();
        // What had been closed with nothing left may have something to expire again.
        if it.state == "closed" {
            if it.ended_on.is_some() { "ended" } else { "open" }.clone_into(&mut it.state);
        }
        entry::insert_many(cx, std::slice::from_ref(&returned))?;
        grant::update(cx, &it)?;
        cx.subject("person", &it.person);
        cx.note("quantity", -used.quantity);
        Ok(returned.id)
    }
}
