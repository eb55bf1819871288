//! The register's own lists as the pack gives them, `register.toml`, beside those that all rooms
//! share (labels, hardship, relations, events, sources); and the facts the register declares.

use std::{collections::BTreeMap, sync::Arc};

use base::{Error, Fault, Result};
use platform::{
    Cx,
    packs::{Check, Confidence, Figure, Pack, Section},
    terms::{Events, Hardship, Labels, Relations, Sources},
};
use rules::Fact;
use serde::Deserialize;

use super::{facts, statement::Kind};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    pub disability: BTreeMap<String, Item>,
    pub ability: BTreeMap<String, Item>,
    pub arrangement: BTreeMap<String, Item>,
    pub dwelling: BTreeMap<String, Item>,
    pub scheme: BTreeMap<String, Item>,
    pub wish: BTreeMap<String, Item>,
    pub consent: BTreeMap<String, Item>,
    pub authority: BTreeMap<String, Item>,
    pub name_use: BTreeMap<String, Item>,
    /// Minutes for which a leave to see full names and numbers holds.
    pub unmask_minutes: Figure<i64>,
    /// Of a list that can be complete: the facts that its silence then denies.
    pub denies: BTreeMap<String, Vec<String>>,
}

/// Where an entry of a list comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub basis: String,
    pub confidence: Confidence,
}

impl Section for Lists {
    const NAME: &'static str = "register";

    fn check(&self, check: &mut Check<'_>) {
        check.range("unmask_minutes.value", &self.unmask_minutes.value, 1..=480);
        for (list, items) in self.all() {
            for id in items.keys() {
                check.word(&format!("{list}.{id}"), &format!("{list}-{}", id.replace('/', "-")));
            }
        }
    }

    fn facts(&self) -> Vec<Fact> {
        facts::declared(self)
    }
}

impl Lists {
    fn all(&self) -> [(&'static str, &BTreeMap<String, Item>); 9] {
        [
            ("disability", &self.disability),
            ("ability", &self.ability),
            ("arrangement", &self.arrangement),
            ("dwelling", &self.dwelling),
            ("scheme", &self.scheme),
            ("wish", &self.wish),
            ("consent", &self.consent),
            ("authority", &self.authority),
            ("name_use", &self.name_use),
        ]
    }
}

/// A list that a form offers and a verb holds its input to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    Of(Kind),
    Authority,
    NameUse,
    Source,
}

/// The ids of a list; nothing for a kind that has none.
pub fn ids(pack: &Pack, list: List) -> Vec<String> {
    fn keys<T>(map: &BTreeMap<String, T>) -> Vec<String> {
        map.keys().cloned().collect()
    }
    let own: &Lists = pack.get();
    match list {
        List::Authority => keys(&own.authority),
        List::NameUse => keys(&own.name_use),
        List::Source => keys(&pack.get::<Sources>().0),
        List::Of(Kind::Label) => keys(&pack.get::<Labels>().label),
        List::Of(Kind::Hardship) => keys(&pack.get::<Hardship>().kind),
        List::Of(Kind::Relation) => keys(&pack.get::<Relations>().0),
        List::Of(Kind::Event) => keys(&pack.get::<Events>().0),
        List::Of(Kind::Disability) => keys(&own.disability),
        List::Of(Kind::Ability) => keys(&own.ability),
        List::Of(Kind::Arrangement) => keys(&own.arrangement),
        List::Of(Kind::Dwelling) => keys(&own.dwelling),
        List::Of(Kind::Scheme) => keys(&own.scheme),
        List::Of(Kind::Wish) => keys(&own.wish),
        List::Of(Kind::Consent) => keys(&own.consent),
        List::Of(_) => Vec::new(),
    }
}

/// The pack of the county at hand.
pub(crate) fn pack(cx: &Cx) -> Result<Arc<Pack>> {
    cx.house.packs.county(cx.county())
}

/// Refuses a value that the pack's list does not have, and says which it has.
pub(crate) fn known(cx: &Cx, list: List, path: &'static str, value: &str) -> Result<()> {
    let ids = ids(&*pack(cx)?, list);
    if ids.iter().any(|it| it == value) {
        return Ok(());
    }
    let fault = Fault::new(path, "register-unknown-value");
    Err(Error::Invalid(vec![fault.arg("value", value).arg("known", ids.join(", "))]))
}
