//! The question what one person is owed of everything: each benefit with its answer, its reasons,
//! what other benefits leave of it, how the person stands to it, and what would change it.

use base::{Day, Error, Instant, Money, Month, Result};
use platform::{Cx, Purpose, Question, Scope, packs::Confidence};
use rules::Truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    About, As, Change, Engine, Engines, Entries, Explained, Kind, OverlapRule, Period, Plan, Reason, Route,
    all, ask, changes, explain_as,
};
use crate::entry;

/// Explains every benefit of one person for a month, on what was known at an instant.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct OfPerson {
    /// The person's id, or the short code that is printed on papers.
    pub person: String,
    /// This month when nothing is said.
    #[serde(default)]
    pub month: Option<Month>,
    /// RFC 3339; everything known today when left out.
    #[serde(default)]
    pub known_at: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Answer {
    pub person: String,
    pub name: String,
    /// Path of the registered place (户籍地).
    pub area: String,
    pub month: Month,
    /// RFC 3339; absent when everything known today was taken.
    pub known_at: Option<String>,
    /// Digest of the pack that was used.
    pub pack: String,
    /// What is owed in money for the month, of all benefits that the person has.
    pub owed: Money,
    /// First what the person has, then what they could have, then what is not known, then the rest.
    pub benefits: Vec<OfBenefit>,
}

/// One benefit as it stands for the person.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OfBenefit {
    pub benefit: String,
    pub kind: Kind,
    pub period: Period,
    pub route: Route,
    /// The casebook of its applications.
    pub book: Option<String>,
    pub proofs: Vec<String>,
    /// How the person stands to it: `has`, `could`, `unknown`, `no`.
    pub stand: Stand,
    /// What is owed as it is: after the way in and the overlaps.
    pub truth: Truth,
    pub amount: Money,
    /// The message that says why.
    pub reason_key: String,
    /// As if it were granted already, by itself: the condition, the rate, the month rules.
    pub explained: Explained,
    pub overlaps: Vec<OverlapShown>,
    /// What would turn it to yes.
    pub changes: Vec<Change>,
    /// Where the way in stands: a state of the entry, or nothing.
    pub entry: Option<EntryShown>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    Has,
    Could,
    Unknown,
    No,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryShown {
    pub id: String,
    pub state: String,
    pub applied_on: Option<Day>,
    pub approved_on: Option<Day>,
    pub left_on: Option<Day>,
}

/// What another benefit leaves of this one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OverlapShown {
    /// The other benefit.
    pub with: String,
    pub rule: OverlapRule,
    /// Whether this benefit is the one that may be put out or cut.
    pub is_other: bool,
    /// Whether it did so this month.
    pub decided: bool,
    pub cap: Option<Money>,
    pub basis: String,
    pub confidence: Confidence,
}

impl Question for OfPerson {
    const NAME: &'static str = "benefits.of-person";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Answer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Answer> {
        let known_at = ask::known_at(self.known_at.as_deref())?;
        let person = ask::person(cx, scope, &self.person)?;
        let month = self.month.unwrap_or_else(|| cx.today().month());
        let told = told(cx, &person.id, month, known_at)?;
        Ok(Answer {
            owed: told.owed,
            person: person.id,
            name: person.portrait.name,
            area: person.portrait.registered_path,
            month,
            known_at: (known_at != Instant::MAX).then(|| known_at.rfc3339()),
            pack: cx.house.packs.county(cx.county())?.version().to_owned(),
            benefits: told.benefits,
        })
    }
}

/// What the matrix says of a benefit on a day, and whether that decided it.
pub(crate) fn overlaps(plan: &Plan, benefit: &str, day: Day, reason: Option<Reason>) -> Vec<OverlapShown> {
    let shown = |(place, it): (usize, &super::Overlap)| OverlapShown {
        with: if it.one == benefit { it.other.clone() } else { it.one.clone() },
        rule: it.rule,
        is_other: it.other == benefit || it.rule == OverlapRule::Higher,
        decided: reason == Some(Reason::Overlap(u32::try_from(place).unwrap_or(u32::MAX))),
        cap: it.cap.as_ref().map(|it| it.0),
        basis: it.basis.clone(),
        confidence: it.confidence,
    };
    plan.of(benefit, day).map(shown).collect()
}

/// What one person is owed in money for a month, and every benefit as it stands for them.
pub(crate) struct Told {
    pub(crate) owed: Money,
    pub(crate) benefits: Vec<OfBenefit>,
}

/// Decides every benefit of one person; whoever calls it has asked whether the reader may see them.
pub(crate) fn told(cx: &mut Cx, person: &str, month: Month, known_at: Instant) -> Result<Told> {
    let pack = cx.house.packs.county(cx.county())?;
    let (engines, plan) = (pack.made::<Engines>(), pack.made::<Plan>());
    let engines: Vec<&Engine> = engines.about(About::Person).collect();
    let people = [person.to_owned()];
    let frames = all::read_all(cx, &engines, &people, &[month], known_at)?;
    let frame = frames.first().ok_or_else(|| Error::missing("person"))?;
    let entries = entry::entered_all(cx, &people)?;
    let now = all::decide_all(&engines, &plan, frame, month, &entries, As::Entered);
    let could = all::decide_all(&engines, &plan, frame, month, &Entries::new(), As::Granted);
    let mut benefits = Vec::new();
    for engine in engines {
        let (Some(is), Some(would)) = (now.get(&engine.id), could.get(&engine.id)) else { continue };
        let entry = entry::shown(cx, &engine.id, person)?;
        let by_itself = explain_as(engine, frame, 0, month, As::Granted);
        // By age the roll keeps back who is on the way in; what the month rules do not know, the entry does.
        let comes = engine.benefit.route == Route::Age
            && entry.as_ref().is_some_and(|it| !entry::entrant::is_granted(&it.state, it.left_on));
        let stand = match (is.truth[0], would.truth[0]) {
            (Truth::Yes, _) if !comes => Stand::Has,
            (_, Truth::Yes) => Stand::Could,
            (_, Truth::Unknown) => Stand::Unknown,
            (_, Truth::No) => Stand::No,
        };
        let told = if stand == Stand::Has { is } else { would };
        let reason = Reason::of(told.reason[0]);
        let overlaps = overlaps(&plan, &engine.id, month.last_day(), reason);
        benefits.push(OfBenefit {
            benefit: engine.id.clone(),
            kind: engine.benefit.kind,
            period: engine.benefit.period,
            route: engine.benefit.route,
            book: engine.benefit.book.clone(),
            proofs: engine.benefit.proofs.clone(),
            stand,
            truth: is.truth[0],
            amount: told.amount[0],
            reason_key: reason.map_or("", Reason::key).to_owned(),
            changes: if by_itself.truth == Truth::Yes {
                Vec::new()
            } else {
                changes(engine, frame, 0, month)
            },
            explained: by_itself,
            overlaps,
            entry,
        });
    }
    benefits.sort_by_key(|it| it.stand);
    let has = benefits.iter().filter(|it| it.stand == Stand::Has && it.kind.is_paid());
    Ok(Told { owed: has.map(|it| it.amount).sum(), benefits })
}
