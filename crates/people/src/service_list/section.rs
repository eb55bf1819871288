//! The pack's section `service_list`: one table an item, keyed by id so that a county may change one.

use std::collections::BTreeMap;

use base::Day;
use casebooks::books::Books;
use platform::packs::{Check, Confidence, Section};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::benefits::{Benefits, Funds};

/// The list of a county with what the layers under it say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceList {
    #[serde(default)]
    pub item: BTreeMap<String, Item>,
}

/// One item (服务项目). Its words stand beside it, as those of a casebook do.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its place in the list.
    pub number: i64,
    /// 服务对象
    pub object_zh: String,
    pub object_en: String,
    /// 服务项目
    pub item_zh: String,
    pub item_en: String,
    /// 服务内容
    pub content_zh: String,
    pub content_en: String,
    pub kind: ItemKind,
    /// 服务标准; where a benefit decides the item, its rates of the day are shown beside it.
    pub standard_zh: String,
    pub standard_en: String,
    /// 支出责任: keys of `funds.toml`.
    pub payer: Vec<String>,
    /// The benefit that decides it.
    #[serde(default)]
    pub benefit: Option<String>,
    /// The casebooks that do it.
    #[serde(default)]
    pub books: Vec<String>,
    pub valid_from: Day,
    /// First day on which it is no longer promised.
    #[serde(default)]
    pub valid_to: Option<Day>,
    pub basis: String,
    pub confidence: Confidence,
}

/// 服务类型. Words: `services-kind-<kind>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// 物质帮助
    Material,
    /// 照护服务
    Care,
    /// 关爱服务
    Concern,
}

impl Item {
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day < to)
    }
}

impl Section for ServiceList {
    const NAME: &'static str = "service_list";

    fn check(&self, check: &mut Check<'_>) {
        let names = |it: Option<Vec<String>>| it.unwrap_or_default();
        let benefits = names(check.other::<Benefits>().map(|it| it.0.keys().cloned().collect()));
        let books = names(check.other::<Books>().map(|it| it.0.keys().cloned().collect()));
        let funds = names(check.other::<Funds>().map(|it| it.fund.keys().cloned().collect()));
        let mut numbers: BTreeMap<i64, &str> = BTreeMap::new();
        for (id, it) in &self.item {
            let path = format!("item.{id}");
            if let Some(benefit) = &it.benefit {
                check.reference(&format!("{path}.benefit"), "benefit", benefit, all(&benefits));
            }
            for (at, book) in it.books.iter().enumerate() {
                check.reference(&format!("{path}.books[{at}]"), "casebook", book, all(&books));
            }
            for (at, fund) in it.payer.iter().enumerate() {
                check.reference(&format!("{path}.payer[{at}]"), "fund", fund, all(&funds));
            }
            if it.benefit.is_none() && it.books.is_empty() {
                check.fault(&path, "services-nothing-does-it");
            }
            if let Some(to) = it.valid_to.filter(|to| *to <= it.valid_from) {
                let told = check.fault(&path, "packs-ends-before-it-begins");
                told.arg("from", it.valid_from).arg("to", to);
            }
            if let Some(other) = numbers.insert(it.number, id) {
                check.fault(&format!("{path}.number"), "services-number-twice").arg("other", other);
            }
        }
    }
}

fn all(names: &[String]) -> impl Iterator<Item = &str> + Clone {
    names.iter().map(String::as_str)
}
