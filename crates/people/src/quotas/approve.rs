//! Another hand approves the list; whoever the quantity reaches is granted what it comes to.

use base::{Error, Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Step, Verb, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    CHUNK_PERSONS, night,
    open::at,
    pack::Quotas,
    table::{
        allocation, entry,
        grant::{self, Grant},
        line,
    },
};

/// Approves the list as it was drawn.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Approve {
    pub allocation: String,
    pub revision: i64,
}

impl Verb for Approve {
    const NAME: &'static str = "quotas.approve";
    const RIGHT: &'static str = "benefits.approve";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let mut it = at(cx, &self.allocation, self.revision, &["drafted"])?;
        let me = &cx.actor.account;
        if &it.opened_by == me || &it.drawn_by == me {
            return Err(Error::denied("runs-two-people"));
        }
        "approving".clone_into(&mut it.state);
        it.approved_by = Some(cx.actor.account.clone());
        it.approved_at = Some(cx.now);
        allocation::update(cx, &it)?;
        let now = cx.now;
        cx.enqueue("quotas.give", &Give { allocation: it.id.clone() }, now)?;
        cx.subject("quota-allocation", &it.id);
        cx.note("total", it.total);
        Ok(())
    }
}

/// The work of granting what was approved.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Give {
    pub allocation: String,
}

impl Work for Give {
    const KIND: &'static str = "quotas.give";

    fn step(&self, cx: &mut Cx, cursor: Option<serde_json::Value>) -> Result<Step> {
        let mut given: i64 = cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        let mut it = allocation::get(cx, &self.allocation)?;
        let done = |given| Step::Done { answer: json!({ "grants": given }) };
        if it.state != "approving" {
            return Ok(done(given));
        }
        let lines = line::within(cx, &it.id, CHUNK_PERSONS)?;
        if lines.is_empty() {
            "approved".clone_into(&mut it.state);
            allocation::update(cx, &it)?;
            return Ok(done(given));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let quotas = pack.get::<Quotas>();
        let terms = quotas.terms(super::open::known(quotas, &it.benefit)?);
        let today = cx.today();
        let (mut grants, mut entries) = (Vec::new(), Vec::new());
        for (person, area, name, quantity) in lines {
            line::has(cx, &it.id, &person)?;
            // What had expired before it was granted is granted to nobody.
            let issues = night::issues(&it, terms, quantity, today);
            let mut grant = Grant {
                id: cx.mint(),
                allocation: it.id.clone(),
                person,
                area,
                name,
                whole: quantity,
                allotted: issues.iter().map(|it| it.quantity).sum(),
                issued: 0,
                used: 0,
                expired: 0,
                corrected: 0,
                state: "open".to_owned(),
                ended_on: None,
                why: None,
                last_used: None,
                granted_on: today,
            };
            for issue in issues.iter().filter(|it| it.from <= today && 0 < it.quantity) {
                entries.push(night::granted(cx, &mut grant, issue));
            }
            grants.push(grant);
            given += 1;
        }
        grant::insert_many(cx, &grants)?;
        entry::insert_many(cx, &entries)?;
        Ok(Step::More { cursor: json!(given), done: given, total: None })
    }
}
