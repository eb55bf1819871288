//! Questions of the room: the list as it is promised on a day, and how each item is delivered.

use std::collections::BTreeMap;

use base::{Day, Result};
use casebooks::books::{Shelf, ask::Words};
use platform::{
    Cx, Purpose, Question, Scope,
    packs::{Confidence, Pack},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Item, ItemKind, ServiceList};
use crate::{
    benefits::{Engines, Gives},
    entry,
};

/// The basic-service list of a day; today's when none is said. For anybody.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Services {
    pub day: Option<Day>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ServicesShown {
    pub day: Day,
    pub items: Vec<ItemShown>,
    /// What is promised from a later day already.
    pub coming: Vec<ItemShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ItemShown {
    pub id: String,
    pub number: i64,
    pub object: Words,
    pub item: Words,
    pub content: Words,
    pub kind: ItemKind,
    pub standard: Words,
    /// Keys of the funds that pay.
    pub payer: Vec<String>,
    pub benefit: Option<String>,
    /// What the benefit gives on the day, a line a tier.
    pub rates: Vec<RateShown>,
    /// What quantities are counted in.
    pub unit: Option<String>,
    /// How often the benefit is given: `month`, `quarter`, `year`, `once`.
    pub period: Option<String>,
    pub books: Vec<BookShown>,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
    pub basis: String,
    pub confidence: Confidence,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RateShown {
    /// Name of the tier.
    pub band: String,
    pub gives: Gives,
    pub basis: String,
    pub confidence: Confidence,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BookShown {
    pub id: String,
    pub name: Words,
}

impl Question for Services {
    const NAME: &'static str = "public.services";
    const RIGHT: &'static str = casebooks::cases::publish::READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ServicesShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<ServicesShown> {
        let day = self.day.unwrap_or_else(|| cx.today());
        let pack = cx.house.packs.county(cx.county())?;
        Ok(shown(&pack, day))
    }
}

fn shown(pack: &Pack, day: Day) -> ServicesShown {
    let list = pack.get::<ServiceList>();
    let of = |holds: &dyn Fn(&Item) -> bool| {
        let held = list.item.iter().filter(|(_, it)| holds(it));
        let mut items: Vec<ItemShown> = held.map(|(id, it)| item(pack, id, it, day)).collect();
        items.sort_by_key(|it| it.number);
        items
    };
    ServicesShown { day, items: of(&|it| it.holds_on(day)), coming: of(&|it| day < it.valid_from) }
}

fn item(pack: &Pack, id: &str, it: &Item, day: Day) -> ItemShown {
    let words = |zh: &str, en: &str| Words { zh: zh.to_owned(), en: en.to_owned() };
    let engines = pack.made::<Engines>();
    let engine = it.benefit.as_deref().and_then(|it| engines.get(it).ok());
    let holds =
        |rate: &&crate::benefits::Rate| rate.valid_from <= day && rate.valid_to.is_none_or(|to| day < to);
    let rates = engine.iter().flat_map(|it| it.benefit.rate.iter().filter(holds));
    let shelf = pack.made::<Shelf>();
    let books = it.books.iter().filter_map(|id| shelf.iter().find(|it| it.id == *id));
    ItemShown {
        id: id.to_owned(),
        number: it.number,
        object: words(&it.object_zh, &it.object_en),
        item: words(&it.item_zh, &it.item_en),
        content: words(&it.content_zh, &it.content_en),
        kind: it.kind,
        standard: words(&it.standard_zh, &it.standard_en),
        payer: it.payer.clone(),
        benefit: it.benefit.clone(),
        rates: rates
            .map(|it| RateShown {
                band: it.band.clone(),
                gives: it.gives(),
                basis: it.basis.clone(),
                confidence: it.confidence,
            })
            .collect(),
        unit: engine.and_then(|it| it.benefit.unit.clone()),
        period: engine.map(|it| it.benefit.period.as_str().to_owned()),
        books: books.map(|it| BookShown { id: it.id.clone(), name: Words::of(&it.book) }).collect(),
        valid_from: it.valid_from,
        valid_to: it.valid_to,
        basis: it.basis.clone(),
        confidence: it.confidence,
    }
}

/// The list with how many were granted each item's benefit in the reader's area.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Delivered {
    pub day: Option<Day>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeliveredShown {
    #[serde(flatten)]
    pub list: ServicesShown,
    /// People by benefit: how many hold it, and of how many it is not decided yet.
    pub entrants: BTreeMap<String, Entrants>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct Entrants {
    pub granted: i64,
    pub waiting: i64,
}

impl Question for Delivered {
    const NAME: &'static str = "services.delivered";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = DeliveredShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<DeliveredShown> {
        let day = self.day.unwrap_or_else(|| cx.today());
        let pack = cx.house.packs.county(cx.county())?;
        let mut entrants: BTreeMap<String, Entrants> = BTreeMap::new();
        for (benefit, state, people) in entry::ask::by_state(cx, scope)? {
            let of = entrants.entry(benefit).or_default();
            if matches!(state.as_str(), "approved" | "granted") {
                of.granted += people;
            } else if !matches!(state.as_str(), "declined" | "refused" | "left") {
                of.waiting += people;
            }
        }
        Ok(DeliveredShown { list: shown(&pack, day), entrants })
    }
}
