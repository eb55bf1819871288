//! Begins a draft: a copy of the text in force.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb, packs::text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{page, table, write::Written};
use crate::benefits::Engines;

/// Begins a draft of a benefit that is in force.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Begin {
    pub benefit: String,
}

impl Verb for Begin {
    const NAME: &'static str = "benefit-drafts.begin";
    const RIGHT: &'static str = "benefits.design";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Written;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Written> {
        let pack = cx.house.packs.county(cx.county())?;
        pack.made::<Engines>().get(&self.benefit)?;
        if let Some(open) = table::of_benefit(cx, &self.benefit)?.into_iter().find(table::Draft::is_open) {
            return Err(Error::Conflict(
                Fault::new("benefit", "benefit-drafts-open-already").arg("draft", open.id),
            ));
        }
        let text = in_force(cx, &self.benefit)?;
        let id = cx.mint();
        table::insert(cx, &id, &self.benefit, &text)?;
        cx.subject("benefit-draft", id.as_str());
        cx.note("benefit", self.benefit.as_str());
        Ok(Written { draft: id, benefit: self.benefit, revision: 1 })
    }
}

/// The text in force: what the county published, or what the layers of its pack say.
pub(super) fn in_force(cx: &mut Cx, benefit: &str) -> Result<String> {
    if let Some(page) = table::page(cx, benefit)? {
        return Ok(page.text);
    }
    packed(cx, benefit)
}

/// What the layers of the pack say, whatever the county published.
pub(super) fn packed(cx: &Cx, benefit: &str) -> Result<String> {
    let layers = cx.house.packs.layers_of(cx.county(), &page::path(benefit));
    text::piled(layers.iter().map(|it| &*it.1))
}
