//! By night: what becomes usable is issued, what was not used in time expires, and the grant of whoever
//! died or moved away ends.

use std::collections::{BTreeMap, HashMap, HashSet};

use base::{Day, Result, error::OrBroken};
use platform::{Cx, Step, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    CHUNK_PERSONS,
    account::{Bucket, Issue, Terms},
    pack::Quotas,
    table::{
        allocation::{self, Allocation},
        entry::{self, Entry},
        grant::{self, Grant},
    },
};
use crate::register::{self, lean::Lean};

/// Goes through all grants that are not closed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Settle {}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct At {
    after: String,
    seen: i64,
    expired: i64,
}

impl Work for Settle {
    const KIND: &'static str = "quotas.settle";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let mut at: At = cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        let grants = grant::living(cx, &at.after, CHUNK_PERSONS)?;
        let (Some(first), Some(last)) = (grants.first(), grants.last()) else {
            return Ok(Step::Done { answer: json!({ "grants": at.seen, "expired": at.expired }) });
        };
        at.after.clone_from(&last.id);
        at.seen += grants.len() as i64;
        let range = (first.id.clone(), last.id.clone());
        let range = (range.0.as_str(), range.1.as_str());
        let mut buckets: HashMap<String, Vec<(Bucket, i64)>> = HashMap::new();
        for (grant, from, to, balance) in entry::balances(cx, range)? {
            buckets.entry(grant).or_default().push((Bucket { from, to }, balance));
        }
        let issued: HashSet<(String, Day)> = entry::issued(cx, range)?.into_iter().collect();
        let mut allocations: BTreeMap<String, (Allocation, Option<Terms>)> = BTreeMap::new();
        for it in grants {
            if !allocations.contains_key(&it.allocation) {
                let of = allocation::get(cx, &it.allocation)?;
                let pack = cx.house.packs.county(cx.county())?;
                let quotas = pack.get::<Quotas>();
                let terms = quotas.quota.get(&of.benefit).map(|it| quotas.terms(it));
                allocations.insert(it.allocation.clone(), (of, terms));
            }
            let (of, terms) = &allocations[&it.allocation];
            // Of a benefit that the pack no longer gives by units nothing is issued; it stands as it stood.
            let Some(terms) = terms else { continue };
            let own = buckets.remove(&it.id).unwrap_or_default();
            at.expired += one(cx, of, *terms, it, own, &issued)?;
        }
        let done = at.seen;
        Ok(Step::More { cursor: serde_json::to_value(at).or_broken()?, done, total: None })
    }
}

/// One grant by night; answers how many units expired.
fn one(
    cx: &mut Cx,
    of: &Allocation,
    terms: Terms,
    stood: Grant,
    mut buckets: Vec<(Bucket, i64)>,
    issued: &HashSet<(String, Day)>,
) -> Result<i64> {
    let today = cx.today();
    let mut it = stood.clone();
    let person = register::lean::one(cx, &it.person)?;
    if it.state == "open"
        && let Some((on, why)) = gone(cx, &person, of)
    {
        end(&mut it, on, why);
    } else if !person.registered.is_empty() {
        it.area.clone_from(&person.registered);
    }
    it.name.clone_from(&person.name);
    let mut entries = Vec::new();
    if it.state == "open" {
        for mut issue in issues(of, terms, it.whole, it.granted_on) {
            // Whatever the pack says by now, no more is issued than was allotted.
            issue.quantity = issue.quantity.min(it.allotted - it.issued - it.corrected.max(0));
            let fresh = issue.from <= today && !issued.contains(&(it.id.clone(), issue.from));
            if fresh && 0 < issue.quantity && !terms.is_over(issue.bucket.to, None, today) {
                entries.push(granted(cx, &mut it, &issue));
                match buckets.iter_mut().find(|one| one.0 == issue.bucket) {
                    Some(one) => one.1 += issue.quantity,
                    None => buckets.push((issue.bucket, issue.quantity)),
                }
            }
        }
    }
    let mut expired = 0;
    for (bucket, balance) in &buckets {
        if 0 < *balance && terms.is_over(bucket.to, it.ended_on, today) {
            let once = format!("{} expired {}", it.id, bucket.from);
            let act = Act { kind: "expired", quantity: -balance, bucket: *bucket, on: today, once };
            entries.push(act.entry(cx, &it));
            expired += balance;
        }
    }
    it.expired += expired;
    let over = |day: Day| terms.is_over(of.to.last_day(), Some(day), today);
    if it.balance() == 0 && (it.state == "ended" && it.ended_on.is_some_and(over) || over(of.to.last_day())) {
        "closed".clone_into(&mut it.state);
    }
    entry::insert_many(cx, &entries)?;
    if changed(&stood, &it) { grant::update(cx, &it) } else { Ok(()) }?;
    Ok(expired)
}

/// The issues of a grant that were still to come or usable when it was granted.
pub(super) fn issues(of: &Allocation, terms: Terms, whole: i64, granted_on: Day) -> Vec<Issue> {
    let mut all = terms.issues(of.from, of.to, whole);
    all.retain(|it| !terms.is_over(it.bucket.to, None, granted_on));
    all
}

fn changed(stood: &Grant, it: &Grant) -> bool {
    (&stood.area, &stood.name, &stood.state) != (&it.area, &it.name, &it.state)
        || (stood.issued, stood.expired, stood.allotted) != (it.issued, it.expired, it.allotted)
}

/// Whether somebody is no longer there to be served here, since when and why.
fn gone(cx: &Cx, it: &Lean, of: &Allocation) -> Option<(Day, &'static str)> {
    if it.died {
        return Some((it.died_on.unwrap_or(cx.today()), "died"));
    }
    (!it.registered.starts_with(&of.area)).then(|| (cx.today(), "moved"))
}

/// Nothing more is issued; what was not issued yet goes back to the allocation.
pub(super) fn end(it: &mut Grant, on: Day, why: &str) {
    "ended".clone_into(&mut it.state);
    it.ended_on = Some(on);
    it.why = Some(why.to_owned());
    it.allotted = it.issued + it.corrected.max(0);
}

/// What is written of an act by itself.
pub(super) struct Act {
    pub(super) kind: &'static str,
    pub(super) quantity: i64,
    pub(super) bucket: Bucket,
    pub(super) on: Day,
    pub(super) once: String,
}

impl Act {
    pub(super) fn entry(self, cx: &mut Cx, it: &Grant) -> Entry {
        Entry {
            id: cx.mint(),
            grant: it.id.clone(),
            allocation: it.allocation.clone(),
            person: it.person.clone(),
            kind: self.kind.to_owned(),
            quantity: self.quantity,
            bucket: self.bucket,
            on: self.on,
            service: String::new(),
            facility: None,
            served_by: String::new(),
            number: String::new(),
            reverses: None,
            why: String::new(),
            account: cx.actor.account.clone(),
            at: cx.now,
            once: self.once,
        }
    }
}

/// An issue as an entry of the grant.
pub(super) fn granted(cx: &mut Cx, it: &mut Grant, issue: &Issue) -> Entry {
    it.issued += issue.quantity;
    let once = format!("{} granted {}", it.id, issue.from);
    Act { kind: "granted", quantity: issue.quantity, bucket: issue.bucket, on: issue.from, once }
        .entry(cx, it)
}
