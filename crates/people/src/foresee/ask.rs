//! The question `foresee.what-if`: a text of a benefit tried on the register as it stands.

use std::collections::BTreeMap;

use base::{Error, Fault, Month, Result, name::masked};
use platform::{
    Cx, Purpose, Question, Scope,
    areas::Atlas,
    packs::{Confidence, Pack, PackFault},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    chart::{self, Chart},
    checked,
    cohorts::{Cohorts, SEX},
    compare::{Fares, Had, Side, Tally, facts_of, ways_of},
    forecast::{Forecast, forecast},
    mortality::{Foresee, Mortality, MortalityRow},
    people::{self, Wanted},
    told::{Ahead, AreaTold, Figures, Somebody, Span},
};
use crate::{
    benefit_drafts,
    benefits::{About, Engine, Engines, Plan, Reason, born_by, facts::BORN},
    register::lean::Lean,
};

/// Months that can be looked ahead.
const MONTHS_MAX: i64 = 120;
pub const MONTHS: i64 = 60;
/// Of those who gain and of those who lose, so many by name.
const NAMED_MAX: usize = 50;

/// Tries a text of a benefit on the live register: who gains, who loses, what it costs this month and
/// in the months to come. Nothing is written.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WhatIf {
    /// Id of the benefit; may be left out where the county has only one.
    pub benefit: Option<String>,
    /// The text to be tried; left out, the one in force goes on as it is.
    pub text: Option<String>,
    /// A draft of the county, in place of a text.
    pub draft: Option<String>,
    /// This month when nothing is said.
    pub month: Option<Month>,
    /// Months to look ahead; none when nothing is said.
    pub months: Option<i64>,
    /// Within this area only.
    pub area: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Foreseen {
    pub benefit: String,
    pub month: Month,
    /// Digest of the pack that it was tried beside.
    pub pack: String,
    /// What is wrong in the text; then nothing was tried.
    pub faults: Vec<PackFault>,
    pub told: Option<Told>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Told {
    /// The benefits that it overlaps: what they come to is counted on both sides.
    pub overlaps: Vec<String>,
    /// This month, person by person.
    pub all: Figures,
    pub areas: Vec<AreaTold>,
    pub losers: Vec<Somebody>,
    pub gainers: Vec<Somebody>,
    /// Absent when no months were asked for.
    pub ahead: Option<AheadTold>,
}

/// The months to come, by cohorts.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AheadTold {
    pub months: Vec<Ahead>,
    /// The sums of all months: the text in force, the draft, and what the draft costs more.
    pub now: Span,
    pub draft: Span,
    pub more: Span,
    /// Cohorts that were carried forward.
    pub cohorts: i64,
    /// The last month for which everybody who comes of age is in the register already; absent when that
    /// is every month.
    pub complete_until: Option<Month>,
    /// The county's mortality in percent of the table's: as little, as likely, as much.
    pub mortality: [i64; 3],
    pub mortality_basis: String,
    pub mortality_confidence: Confidence,
    pub table_basis: String,
    pub table_confidence: Option<Confidence>,
    pub chart: Chart,
}

impl Question for WhatIf {
    const NAME: &'static str = "foresee.what-if";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Foreseen;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Foreseen> {
        let scope = scope.part(self.area.as_deref())?;
        let months = self.months.unwrap_or(0);
        if !(0..=MONTHS_MAX).contains(&months) {
            return Err(Fault::new("months", "foresee-months").arg("most", MONTHS_MAX).into());
        }
        let month = self.month.unwrap_or_else(|| cx.today().month());
        let pack = cx.house.packs.county(cx.county())?;
        let engines = pack.made::<Engines>();
        let drafted = match self.draft.as_deref().filter(|it| !it.is_empty()) {
            Some(draft) => Some(benefit_drafts::text_of(cx, draft)?),
            None => None,
        };
        let (benefit, text) = match drafted {
            Some((benefit, text)) => (Some(benefit), Some(text)),
            None => (self.benefit, self.text),
        };
        let named = benefit.as_deref().filter(|it| !it.is_empty());
        let now = match (named, &text) {
            (Some(id), Some(_)) => engines.get(id).ok(),
            (id, _) => Some(engines.named(id)?),
        };
        if now.is_some_and(|it| it.benefit.about == About::Facility) {
            return Err(Error::invalid("benefit", "foresee-of-facilities"));
        }
        let Some(benefit) = named.or(now.map(|it| it.id.as_str())).map(str::to_owned) else {
            return Err(Error::missing("benefit"));
        };
        let mut answer = Foreseen {
            benefit: benefit.clone(),
            month,
            pack: pack.version().to_owned(),
            faults: Vec::new(),
            told: None,
        };
        let read = text.as_deref().map(|text| checked::text(&pack, &benefit, text));
        let draft = match &read {
            None => now,
            Some(read) => {
                answer.faults.clone_from(&read.faults);
                read.engine.as_ref()
            }
        };
        if let Some(draft) = draft {
            let plan = pack.made::<Plan>();
            let near = near(&plan, &benefit, month, months);
            let others: Vec<&Engine> = near.iter().filter_map(|it| engines.get(it).ok()).collect();
            let side = |own| Side { own, others: others.clone(), plan: &plan };
            let sides = [side(now), side(Some(draft))];
            answer.told = Some(tell(cx, &scope, &pack, &sides, month, months)?);
        }
        Ok(answer)
    }
}

/// The benefits that a benefit overlaps in these months, near and far: whatever changes it may change them.
fn near(plan: &Plan, benefit: &str, month: Month, months: i64) -> Vec<String> {
    let mut all = vec![benefit.to_owned()];
    let mut at = 0;
    while let Some(id) = all.get(at).cloned() {
        for ahead in 0..=i32::try_from(months).unwrap_or(0) {
            for (_, row) in plan.of(&id, month.plus(ahead).last_day()) {
                for other in [&row.one, &row.other] {
                    if !all.contains(other) {
                        all.push(other.clone());
                    }
                }
            }
        }
        at += 1;
    }
    all.split_off(1)
}

/// The places of people, townships first met first.
#[derive(Default)]
struct Areas {
    paths: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Areas {
    fn place(&mut self, atlas: &Atlas, path: &str) -> usize {
        // The county itself, where no township is told.
        let township = atlas.township_of(path).map_or(atlas.county(), |it| &it.path);
        if let Some(place) = self.places.get(township) {
            return *place;
        }
        self.paths.push(township.to_owned());
        self.places.insert(township.to_owned(), self.paths.len() - 1);
        self.paths.len() - 1
    }
}

fn tell(
    cx: &mut Cx,
    scope: &Scope,
    pack: &Pack,
    sides: &[Side; 2],
    month: Month,
    months: i64,
) -> Result<Told> {
    let ahead = i32::try_from(months).unwrap_or(0);
    let all: Vec<Month> = (0..=ahead).map(|it| month.plus(it)).collect();
    let last = month.plus(ahead);
    let facts = facts_of(sides, &all, pack.facts().get(SEX));
    let youngest = sides.iter().flat_map(Side::engines).map(|it| born_by(&it.benefit, last)).max();
    let mut benefits: Vec<String> = sides.iter().flat_map(Side::engines).map(|it| it.id.clone()).collect();
    benefits.sort_unstable();
    benefits.dedup();
    let wanted = Wanted {
        benefits: &benefits,
        facts: &facts,
        born_by: youngest.unwrap_or(last.last_day()),
        day: month.last_day(),
    };
    let by_day = sides.iter().flat_map(Side::engines).any(|it| it.reads(BORN, &all));
    let atlas = pack.made::<Atlas>();
    let mut areas = Areas::default();
    let mut tallies: Vec<Tally> = Vec::new();
    let (mut losers, mut gainers) = (Vec::new(), Vec::new());
    let mut cohorts = Cohorts::new(facts.iter().cloned().chain(ways_of(sides)).collect(), by_day);
    people::read(cx, scope, &wanted, |people, frame| {
        let places: Vec<usize> = people.iter().map(|it| areas.place(&atlas, &it.registered)).collect();
        tallies.resize(areas.paths.len(), Tally::default());
        let [now, draft] = {
            let had = Had::before(&sides[0], frame, month);
            [0, 1].map(|at: usize| sides[at].decide_anew(frame, month, &had))
        };
        for (row, person) in people.iter().enumerate() {
            let was = (now.truth[row], now.amount[row]);
            let is = (draft.truth[row], draft.amount[row]);
            let tally = &mut tallies[places[row]];
            tally.beside[0] += now.beside[row].0;
            tally.beside[1] += draft.beside[row].0;
            let named = match tally.add(was, is) {
                Fares::Loses => &mut losers,
                Fares::Gains => &mut gainers,
                _ => continue,
            };
            if named.len() < NAMED_MAX {
                named.push(somebody(person, was, is, draft.reason[row]));
            }
        }
        if 0 < months {
            cohorts.add(frame, &places);
        }
    })?;
    let foreseen = pack.get::<Foresee>();
    let carried = (0 < months).then(|| {
        let rates = (&*pack.made::<Mortality>(), foreseen.mortality_percent.value);
        forecast(&cohorts, sides, month, months as usize, rates, areas.paths.len())
    });
    let mut whole = Tally::default();
    tallies.iter().for_each(|it| whole.join(it));
    let mut lines: Vec<AreaTold> = areas
        .paths
        .iter()
        .enumerate()
        .map(|(at, path)| {
            let sums = carried.as_ref().map(|it| it.areas[at]);
            AreaTold::new(atlas.get(path), path, &tallies[at], sums)
        })
        .collect();
    lines.sort_by(|one, other| one.area.cmp(&other.area));
    let ahead = carried.map(|it| ahead_told(&it, pack, sides, month, months, &whole, cohorts.all.len()));
    let overlaps = sides[0].others.iter().map(|it| it.id.clone()).collect();
    Ok(Told { overlaps, all: Figures::of(&whole), areas: lines, losers, gainers, ahead })
}

fn somebody(
    it: &Lean,
    now: (rules::Truth, base::Money),
    draft: (rules::Truth, base::Money),
    reason: crate::benefits::Code,
) -> Somebody {
    Somebody {
        person: it.id.clone(),
        name: masked(&it.name),
        born: it.born,
        area: it.registered.clone(),
        now: Figures::owed(now),
        draft: Figures::owed(draft),
        reason: Reason::of(reason).map_or("", Reason::key).to_owned(),
    }
}

fn ahead_told(
    it: &Forecast,
    pack: &Pack,
    sides: &[Side; 2],
    month: Month,
    months: i64,
    whole: &Tally,
    cohorts: usize,
) -> AheadTold {
    let foreseen = pack.get::<Foresee>();
    let percent = foreseen.mortality_percent.value;
    // Who comes of age so many months from now is that much younger today, and must be in the register.
    let youngest = sides.iter().filter_map(Side::age_from).min().unwrap_or(0);
    let complete = ((youngest - foreseen.register_from.value) * 12).max(0);
    let table = pack.rows::<MortalityRow>().first();
    let list: Vec<Ahead> = it.months.iter().map(Ahead::of).collect();
    AheadTold {
        chart: chart::of(month, [0, 1].map(|at| whole.fen[at] + whole.beside[at]), &it.months),
        months: list,
        now: Span::of(it.fen[0]),
        draft: Span::of(it.fen[1]),
        more: Span::of(it.more),
        cohorts: cohorts as i64,
        complete_until: (complete < months).then(|| month.plus(complete as i32)),
        mortality: [percent.low, percent.middle, percent.high],
        mortality_basis: foreseen.mortality_percent.basis.clone(),
        mortality_confidence: foreseen.mortality_percent.confidence,
        table_basis: table.map_or_else(String::new, |it| it.basis.clone()),
        table_confidence: table.map(|it| it.confidence),
    }
}
