//! The form of a visit, with tiers, ways and outcomes: what a page draws and a phone carries.

use std::collections::BTreeMap;

use base::Result;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::visits::{
    form::Item,
    pack::{Alert, Finding, Outcome, Tier, Visits},
};

/// The form.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Form {}

/// An item with its id.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Asked {
    pub id: String,
    #[serde(flatten)]
    pub item: Item,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FormShown {
    /// In the order in which they are asked.
    pub items: Vec<Asked>,
    pub tiers: BTreeMap<String, Tier>,
    pub rules: BTreeMap<String, Named>,
    pub outcomes: BTreeMap<String, Outcome>,
    pub findings: BTreeMap<String, Finding>,
    pub alerts: BTreeMap<String, Alert>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Named {
    pub zh: String,
    pub en: String,
    pub basis: String,
}

impl Question for Form {
    const NAME: &'static str = "visits.form";
    const RIGHT: &'static str = "visits.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = FormShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<FormShown> {
        let pack = cx.house.packs.county(cx.county())?;
        Ok(shown(pack.get::<Visits>()))
    }
}

pub(super) fn shown(visits: &Visits) -> FormShown {
    let mut items: Vec<Asked> =
        visits.item.iter().map(|(id, item)| Asked { id: id.clone(), item: item.clone() }).collect();
    items.sort_by_key(|it| it.item.order);
    let named = |(id, it): (&String, &crate::visits::pack::Rule)| {
        (id.clone(), Named { zh: it.zh.clone(), en: it.en.clone(), basis: it.basis.clone() })
    };
    FormShown {
        items,
        tiers: visits.tier.clone(),
        rules: visits.rule.iter().map(named).collect(),
        outcomes: visits.outcome.clone(),
        findings: visits.finding.clone(),
        alerts: visits.alert.clone(),
    }
}
