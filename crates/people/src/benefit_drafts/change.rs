//! Changes a draft by a form: a rate from a day on, or one of its rules.

use base::{Day, Error, Fault, Money, Result};
use platform::{Cx, Place, Purpose, Verb, packs::Confidence};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, NewRate},
    write::{Written, put, to_write},
};

/// Sets the rate of a band from a day on. The one that held until then is closed, not changed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetRate {
    pub draft: String,
    pub revision: i64,
    /// Name of the tier, such as `80-89`.
    pub band: String,
    /// Of a band that the table does not have yet: what it begins and ends with.
    #[serde(default)]
    pub from: Option<i64>,
    #[serde(default)]
    pub to: Option<i64>,
    pub amount: Money,
    pub valid_from: Day,
    /// Document and clause.
    pub basis: String,
    pub confidence: Confidence,
}

impl Verb for SetRate {
    const NAME: &'static str = "benefit-drafts.set-rate";
    const RIGHT: &'static str = "benefits.design";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Written;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Written> {
        let it = to_write(cx, &self.draft, self.revision)?;
        let (band, basis) = (self.band.trim(), self.basis.trim());
        needed(&[("band", band), ("basis", basis)])?;
        let new = NewRate {
            band: band.to_owned(),
            from: self.from,
            to: self.to,
            amount: self.amount,
            valid_from: self.valid_from,
            basis: basis.to_owned(),
            confidence: self.confidence.as_str(),
        };
        put(cx, &it, &edit::rate(&it.text, &new)?)
    }
}

/// Sets one rule: an age, a month rule, the condition, a constant of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetRule {
    pub draft: String,
    pub revision: i64,
    /// `since`, `entry`, `age_from`, `condition`, `start`, `stop`, `tier_change`, `back_pay`, or
    /// `param.…` for a constant of the condition.
    pub rule: String,
    pub value: String,
    /// Document and clause.
    pub basis: String,
    pub confidence: Confidence,
}

impl Verb for SetRule {
    const NAME: &'static str = "benefit-drafts.set-rule";
    const RIGHT: &'static str = "benefits.design";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Written;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Written> {
        let it = to_write(cx, &self.draft, self.revision)?;
        let basis = self.basis.trim();
        needed(&[("value", self.value.trim()), ("basis", basis)])?;
        put(cx, &it, &edit::rule(&it.text, &self.rule, &self.value, basis, self.confidence.as_str())?)
    }
}

fn needed(fields: &[(&'static str, &str)]) -> Result<()> {
    let missing = fields.iter().filter(|it| it.1.is_empty());
    let missing: Vec<Fault> = missing.map(|it| Fault::new(it.0, "web-required")).collect();
    if missing.is_empty() { Ok(()) } else { Err(Error::Invalid(missing)) }
}
