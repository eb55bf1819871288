//! What one person holds: each grant with its balance, its entries, and what was used of each kind of service.

use std::collections::BTreeMap;

use base::{Day, Instant, Month, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    super::{
        pack::Quotas,
        table::{allocation, entry, grant},
    },
    one::services,
    unit_of,
};
use crate::{benefits::Engines, runs};

/// The grants of one person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfPerson {
    pub person: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Holding {
    pub grant: String,
    pub allocation: String,
    pub benefit: String,
    pub unit: String,
    pub from: Month,
    pub to: Month,
    pub document: String,
    pub state: String,
    pub why: Option<String>,
    pub allotted: i64,
    pub issued: i64,
    pub used: i64,
    pub expired: i64,
    pub corrected: i64,
    pub balance: i64,
    /// What can be used, and until when.
    pub buckets: Vec<BucketShown>,
    /// Used of each kind of service, less what was taken back.
    pub by_service: BTreeMap<String, i64>,
    pub services: Vec<String>,
    /// The latest first.
    pub entries: Vec<EntryShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BucketShown {
    pub from: Day,
    pub to: Day,
    pub balance: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntryShown {
    pub id: String,
    pub kind: String,
    pub quantity: i64,
    pub on: Day,
    pub service: String,
    /// The name of the facility.
    pub facility: Option<String>,
    pub served_by: String,
    pub number: String,
    pub why: String,
    pub at: Instant,
    /// Whether it was taken back.
    pub taken_back: bool,
}

impl Question for OfPerson {
    const NAME: &'static str = "quotas.of-person";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Vec<Holding>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Vec<Holding>> {
        runs::source::within(cx, &self.person, scope)?;
        let pack = cx.house.packs.county(cx.county())?;
        let (engines, quotas) = (pack.made::<Engines>(), pack.get::<Quotas>());
        let mut holdings = Vec::new();
        for it in grant::of_person(cx, &self.person)? {
            let of = allocation::get(cx, &it.allocation)?;
            let all = entry::of_grant(cx, &it.id)?;
            let mut buckets: BTreeMap<_, i64> = BTreeMap::new();
            let mut by_service: BTreeMap<String, i64> = BTreeMap::new();
            for one in &all {
                *buckets.entry(one.bucket).or_default() += one.quantity;
                if !one.service.is_empty() {
                    *by_service.entry(one.service.clone()).or_default() -= one.quantity;
                }
            }
            let left = buckets.into_iter().filter(|it| 0 < it.1);
            let mut entries = Vec::new();
            for one in all.iter().rev() {
                entries.push(EntryShown {
                    id: one.id.clone(),
                    kind: one.kind.clone(),
                    quantity: one.quantity,
                    on: one.on,
                    service: one.service.clone(),
                    facility: facility(cx, one.facility.as_deref())?,
                    served_by: one.served_by.clone(),
                    number: one.number.clone(),
                    why: one.why.clone(),
                    at: one.at,
                    taken_back: all.iter().any(|it| it.reverses.as_ref() == Some(&one.id)),
                });
            }
            holdings.push(Holding {
                balance: it.balance(),
                unit: unit_of(&engines, &of.benefit),
                services: services(quotas, &of),
                buckets: left
                    .map(|(bucket, balance)| BucketShown { from: bucket.from, to: bucket.to, balance })
                    .collect(),
                by_service,
                entries,
                grant: it.id,
                allocation: of.id,
                benefit: of.benefit,
                from: of.from,
                to: of.to,
                document: of.document,
                state: it.state,
                why: it.why,
                allotted: it.allotted,
                issued: it.issued,
                used: it.used,
                expired: it.expired,
                corrected: it.corrected,
            });
        }
        Ok(holdings)
    }
}

fn facility(cx: &mut Cx, id: Option<&str>) -> Result<Option<String>> {
    let (Some(source), Some(id)) = (cx.house.catalogue.subject("facility"), id) else { return Ok(None) };
    Ok(source.find(cx, id)?.map(|it| it.label))
}
