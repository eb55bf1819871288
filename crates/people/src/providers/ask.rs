//! What one facility is owed for a month: each benefit with its reasons, who bears which part, and where its
//! claim stands.

use base::{Day, Error, Instant, Money, Month, Result};
use casebooks::{
    books::{Shelf, ask::Words},
    facilities::subject::Places,
};
use platform::{Cx, Purpose, Question, Scope, packs::Pack, subjects::SubjectSource};
use rules::Truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    claim::against,
    judge::{self, Judged, Part},
    period,
    table::{self, Claim},
};
use crate::benefits::{
    About, As, Change, Engine, Engines, Explained, Kind, Period, Plan, Reason,
    ask::known_at,
    changes, explain_as,
    of_person::{OverlapShown, overlaps},
};

/// Explains every benefit of one facility for a month, on what was known at an instant.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct OfFacility {
    pub facility: String,
    /// The month before this one when nothing is said: the last that is over.
    #[serde(default)]
    pub month: Option<Month>,
    /// RFC 3339; everything known today when left out.
    #[serde(default)]
    pub known_at: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FacilityOwed {
    pub facility: String,
    pub name: String,
    pub area: String,
    pub month: Month,
    /// RFC 3339; absent when everything known today was taken.
    pub known_at: Option<String>,
    /// Digest of the pack that was used.
    pub pack: String,
    /// What could still be claimed, what is claimed and not paid, what was paid.
    pub could: Money,
    pub claimed: Money,
    pub paid: Money,
    /// Whether the reader may open claims.
    pub may_claim: bool,
    /// First what is owed, then what is not known, then the rest.
    pub benefits: Vec<Owed>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Owed {
    pub benefit: String,
    pub kind: Kind,
    pub period: Period,
    /// As it stands in a claim: `2026-11`, `2026-Q4`, `2026`, `once`.
    pub of: String,
    /// After the overlaps.
    pub truth: Truth,
    pub reason_key: String,
    /// The rate, how often it is given, what that comes to, and what of it is paid out.
    pub rate: Money,
    pub units: i64,
    pub cost: Money,
    pub amount: Money,
    pub parts: Vec<Part>,
    pub explained: Explained,
    pub overlaps: Vec<OverlapShown>,
    pub changes: Vec<Change>,
    /// The casebook in which it is asked for; nothing where nobody asks.
    pub book: Option<String>,
    pub book_name: Option<Words>,
    /// Why it cannot be claimed now, as a key.
    pub against: Option<&'static str>,
    pub claim: Option<ClaimShown>,
}

/// A claim of the period, and what the facts of today would make of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClaimShown {
    pub case: String,
    pub number: String,
    pub state: String,
    pub month: Month,
    pub cost: Money,
    pub amount: Money,
    pub taken_back: Money,
    pub opened_at: Instant,
    pub approved_on: Option<Day>,
    pub paid_on: Option<Day>,
    pub document: Option<String>,
    /// Digest of the pack by which it was decided.
    pub pack: String,
    /// What it would come to today, and how much more or less that is.
    pub now: Money,
    pub differs: Money,
    /// The facts that are otherwise today.
    pub changed: Vec<FactChanged>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FactChanged {
    pub fact: String,
    /// The key of the fact's words.
    pub meaning: String,
    pub was: Value,
    pub is: Value,
}

impl Question for OfFacility {
    const NAME: &'static str = "providers.of-facility";
    const RIGHT: &'static str = "facilities.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = FacilityOwed;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<FacilityOwed> {
        let known_at = known_at(self.known_at.as_deref())?;
        // Whoever may not see it is told that it is not there.
        let found = Places.find(cx, &self.facility)?.filter(|it| scope.covers(&it.living));
        let place = found.ok_or_else(|| Error::missing("facility"))?;
        let month = self.month.unwrap_or_else(|| cx.today().month().plus(-1));
        let pack = cx.house.packs.county(cx.county())?;
        let made = pack.made::<Engines>();
        let engines: Vec<&Engine> = made.about(About::Facility).collect();
        let standing = table::standing(cx, &place.id)?;
        let claim_of = |engine: &Engine| {
            let key = period::key(engine.benefit.period, month);
            standing.iter().find(|it| it.benefit == engine.id && it.period == key)
        };
        let mut months: Vec<Month> = engines.iter().filter_map(|it| Some(claim_of(it)?.month)).collect();
        months.push(month);
        months.sort_unstable();
        months.dedup();
        let judged = judge::judge(cx, &[place.id.clone()], &months, known_at)?;
        let of_month = |month: Month| judged.iter().find(|it| it.month == month);
        let it = of_month(month).ok_or_else(|| Error::missing("facility"))?;
        let today = cx.today();
        let mut benefits: Vec<Owed> = Vec::new();
        for engine in &engines {
            let claim = claim_of(engine).and_then(|it| Some(shown(&pack, engine, it, of_month(it.month)?)));
            let mut owed = owed(&pack, engine, it);
            owed.against = against(engine, &it.owes(&pack, engine, 0), &standing, month, today);
            owed.claim = claim;
            benefits.push(owed);
        }
        benefits.sort_by_key(|it| match it.truth {
            Truth::Yes => 0,
            Truth::Unknown => 1,
            Truth::No => 2,
        });
        let claims = || benefits.iter().filter_map(|it| it.claim.as_ref());
        let is_paid = |it: &&ClaimShown| it.paid_on.is_some();
        Ok(FacilityOwed {
            could: benefits
                .iter()
                .filter(|it| it.book.is_some() && it.against.is_none())
                .map(|it| it.amount)
                .sum(),
            claimed: claims().filter(|it| !is_paid(it)).map(|it| it.amount).sum(),
            paid: claims().filter(is_paid).map(|it| it.amount - it.taken_back).sum(),
            facility: place.id,
            name: place.label,
            area: place.living,
            month,
            known_at: (known_at != Instant::MAX).then(|| known_at.rfc3339()),
            pack: pack.version().to_owned(),
            may_claim: cx.actor.may("cases.act"),
            benefits,
        })
    }
}

/// A benefit as the rules decide it; where its claim stands is put in by whoever knows.
fn owed(pack: &Pack, engine: &Engine, judged: &Judged) -> Owed {
    let (month, frame) = (judged.month, &judged.frame);
    let owes = judged.owes(pack, engine, 0);
    let reason = Reason::of(judged.decided[&engine.id].reason[0]);
    let shelf = pack.made::<Shelf>();
    let book = engine.benefit.book.as_ref().and_then(|id| shelf.get(id));
    Owed {
        benefit: engine.id.clone(),
        kind: engine.benefit.kind,
        period: engine.benefit.period,
        of: period::key(engine.benefit.period, month),
        truth: owes.truth,
        reason_key: reason.map_or("", Reason::key).to_owned(),
        rate: owes.rate,
        units: owes.units,
        cost: owes.cost,
        amount: owes.paid_out,
        parts: judge::parts(pack, engine, owes.cost),
        explained: explain_as(engine, frame, 0, month, As::Granted),
        overlaps: overlaps(&pack.made::<Plan>(), &engine.id, month.last_day(), reason),
        changes: if owes.truth == Truth::Yes { Vec::new() } else { changes(engine, frame, 0, month) },
        book: book.map(|it| it.id.clone()),
        book_name: book.map(|it| Words::of(&it.book)),
        against: None,
        claim: None,
    }
}

fn shown(pack: &Pack, engine: &Engine, it: &Claim, judged: &Judged) -> ClaimShown {
    let owes = judged.owes(pack, engine, 0);
    let now = if owes.truth == Truth::Yes { owes.paid_out } else { Money::ZERO };
    let is = judged.facts(engine, 0);
    let facts = engine.facts(&[it.month]);
    let changed = facts.iter().filter_map(|fact| {
        let (was, is) = (it.facts.get(&fact.name)?, is.get(&fact.name)?);
        let changed = FactChanged {
            fact: fact.name.clone(),
            meaning: fact.meaning.clone(),
            was: was.clone(),
            is: is.clone(),
        };
        (was != is).then_some(changed)
    });
    ClaimShown {
        case: it.id.clone(),
        number: it.number.clone(),
        state: it.state.clone(),
        month: it.month,
        cost: it.cost,
        amount: it.amount,
        taken_back: it.taken_back,
        opened_at: it.opened_at,
        approved_on: it.approved_on,
        paid_on: it.paid_on,
        document: it.document.clone(),
        pack: it.pack.clone(),
        now,
        differs: now - it.amount,
        changed: changed.collect(),
    }
}
