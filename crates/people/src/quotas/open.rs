//! Opens an allocation, draws its list again, or gives it up before anybody was granted anything.

use base::{Error, Fault, Month, Result};
use platform::{Cx, Place, Purpose, Verb, areas::Atlas};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    draw::Draw,
    pack::{Quota, Quotas},
    table::{
        allocation::{self, Allocation},
        grant,
    },
};

/// Opens an allocation; its list is drawn right after.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Open {
    pub benefit: String,
    /// The first and the last month that it is for.
    pub from: Month,
    pub to: Month,
    /// In the benefit's unit.
    #[schemars(range(min = 1, max = 100_000_000))]
    pub total: i64,
    /// Number of the document that gives it.
    pub document: String,
    /// One kind of service; any that the pack names when left out.
    #[serde(default)]
    pub service: String,
    /// The whole county when left out.
    #[serde(default)]
    pub area: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Opened {
    pub allocation: String,
}

impl Verb for Open {
    const NAME: &'static str = "quotas.open";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Opened;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Opened> {
        let pack = cx.house.packs.county(cx.county())?;
        let quota = known(pack.get::<Quotas>(), &self.benefit)?;
        if self.to < self.from || 36 < self.from.until(self.to) {
            return Err(Error::invalid("to", "quotas-months"));
        }
        if self.to < cx.today().month() {
            return Err(Error::invalid("to", "quotas-months-over"));
        }
        if self.total <= 0 {
            return Err(Error::invalid("total", "quotas-nothing-to-give"));
        }
        if self.document.trim().is_empty() {
            return Err(Error::invalid("document", "runs-document-missing"));
        }
        if !self.service.is_empty() && !quota.services.contains(&self.service) {
            return Err(Error::invalid("service", "quotas-other-service"));
        }
        let county = pack.county().map_or_else(|| cx.actor.area.clone(), |it| it.area.clone());
        let area = if self.area.is_empty() { county.clone() } else { self.area.clone() };
        if !area.starts_with(&county) || pack.made::<Atlas>().get(&area).is_none() {
            return Err(Error::invalid("area", "quotas-not-an-area"));
        }
        if crate::runs::owed_in(cx, &self.benefit, self.from, self.to)? {
            return Err(Error::conflict("quotas-paid-in-money"));
        }
        // Nobody is given the same twice: no two for one place, kind of service and month.
        for it in allocation::of_benefit(cx, &self.benefit)? {
            let place = it.area.starts_with(&area) || area.starts_with(&it.area);
            let months = it.from <= self.to && self.from <= it.to;
            let service = it.service.is_empty() || self.service.is_empty() || it.service == self.service;
            if place && months && service {
                return Err(Error::Conflict(
                    Fault::new("from", "quotas-open-already").arg("document", it.document),
                ));
            }
        }
        let id = cx.mint();
        let it = Allocation {
            id: id.clone(),
            benefit: self.benefit,
            service: self.service,
            area,
            from: self.from,
            to: self.to,
            total: self.total,
            document: self.document.trim().to_owned(),
            ranking: quota.ranking.clone(),
            state: "drawing".to_owned(),
            pack_version: pack.version().to_owned(),
            opened_by: cx.actor.account.clone(),
            opened_at: cx.now,
            drawn_by: cx.actor.account.clone(),
            drawn_at: None,
            open_before: 0,
            approved_by: None,
            approved_at: None,
            revision: 1,
        };
        allocation::insert(cx, &it)?;
        let now = cx.now;
        cx.enqueue("quotas.draw", &Draw { allocation: id.clone() }, now)?;
        cx.subject("quota-allocation", &id);
        cx.note("benefit", it.benefit);
        cx.note("total", it.total);
        Ok(Opened { allocation: id })
    }
}

/// A benefit that the pack gives by units.
pub(super) fn known<'p>(pack: &'p Quotas, benefit: &str) -> Result<&'p Quota> {
    pack.quota.get(benefit).ok_or_else(|| Error::invalid("benefit", "quotas-unknown-benefit"))
}

/// Draws the list again on the facts known now. Of an allocation that is approved, what is left of it is
/// given to those who have nothing of it yet.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DrawAgain {
    pub allocation: String,
    pub revision: i64,
}

impl Verb for DrawAgain {
    const NAME: &'static str = "quotas.draw-again";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let mut it = at(cx, &self.allocation, self.revision, &["drafted", "approved"])?;
        if it.to < cx.today().month() {
            return Err(Error::conflict("quotas-months-over"));
        }
        "drawing".clone_into(&mut it.state);
        it.drawn_by.clone_from(&cx.actor.account);
        cx.house.packs.county(cx.county())?.version().clone_into(&mut it.pack_version);
        allocation::update(cx, &it)?;
        let now = cx.now;
        cx.enqueue("quotas.draw", &Draw { allocation: it.id.clone() }, now)?;
        cx.subject("quota-allocation", &it.id);
        Ok(())
    }
}

/// Gives up an allocation of which nobody was granted anything.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Void {
    pub allocation: String,
    pub revision: i64,
}

impl Verb for Void {
    const NAME: &'static str = "quotas.void";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let mut it = at(cx, &self.allocation, self.revision, &["drafted"])?;
        if grant::any(cx, &it.id)? {
            return Err(Error::conflict("quotas-granted-already"));
        }
        "void".clone_into(&mut it.state);
        allocation::update(cx, &it)?;
        cx.subject("quota-allocation", &it.id);
        Ok(())
    }
}

/// The allocation, which must stand in one of some states, of a page that is fresh.
pub(super) fn at(cx: &mut Cx, id: &str, revision: i64, states: &[&str]) -> Result<Allocation> {
    let it = allocation::get(cx, id)?;
    if it.revision != revision {
        return Err(Error::conflict("quotas-moved-on"));
    }
    if !states.contains(&it.state.as_str()) {
        return Err(Error::conflict("quotas-not-now"));
    }
    Ok(it)
}
