//! A county's month at a glance: what each facility could claim, claimed and was paid, with the sums by fund.

use std::collections::{BTreeMap, HashMap};

use base::{Instant, Money, Month, Result};
use casebooks::facilities::ask::search::{Named, within};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Basis, ListAnswer, ListInput},
    packs::Pack,
};
use rules::Truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    claim::against,
    judge::{self, Judged},
    period,
    table::{self, Claim},
};
use crate::benefits::{self, Engine, Engines, Funds, Kind, Period};

/// What the facilities of the reader's area are owed for a month.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OfMonth {
    /// The month before this one when nothing is said.
    pub month: Option<Month>,
    pub area: Option<String>,
    pub benefit: Option<String>,
    /// `could`, `waits`, `unknown`, `open`, `approved`, `paid`, `returned`.
    pub stands: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

/// The sums of all lines of a month, whatever a list of them leaves out.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Totals {
    pub month: Option<Month>,
    pub area: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TotalsShown {
    pub month: Month,
    /// Facilities with anything owed, unknown or claimed.
    pub facilities: i64,
    pub sums: Sums,
    pub funds: Vec<FundSums>,
}

/// What could be claimed, is claimed, approved, paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sums {
    pub could: Money,
    pub claimed: Money,
    pub approved: Money,
    pub paid: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FundSums {
    pub fund: String,
    /// Borne by the facilities themselves.
    pub own: bool,
    #[serde(flatten)]
    pub sums: Sums,
}

/// One benefit of one facility.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    pub facility: String,
    pub name: String,
    pub area: String,
    /// The month that is asked about.
    pub month: Month,
    pub benefit: String,
    pub kind: Kind,
    pub truth: Truth,
    /// `could`, `waits` (owed, and not to be claimed yet), `unknown`, or the state of the claim.
    pub stands: String,
    pub units: i64,
    /// With what the facility bears itself.
    pub cost: Money,
    /// What the claim is about; where there is none, what it would be.
    pub amount: Money,
    pub taken_back: Money,
    pub case: Option<String>,
    pub number: Option<String>,
    /// What the facts of today would make of the claim, where that is something else.
    pub now: Option<Money>,
}

impl Question for OfMonth {
    const NAME: &'static str = "providers.month";
    const RIGHT: &'static str = "facilities.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = ListAnswer<Line>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<Line>> {
        let set = |it: &Option<String>| it.clone().filter(|it| !it.is_empty());
        let about = About { month: self.month, area: set(&self.area), benefit: set(&self.benefit) };
        let (month, mut lines) = about.lines(cx, scope)?;
        if let Some(stands) = set(&self.stands) {
            lines.retain(|(it, _)| it.stands == stands);
        }
        let mut lines: Vec<Line> = lines.into_iter().map(|it| it.0).collect();
        sort(&mut lines, self.list.sort.as_deref());
        let total = lines.len() as i64;
        let page = lines.into_iter().skip(self.list.offset() as usize).take(self.list.limit() as usize);
        Ok(ListAnswer::new(&self.list, total, page.collect()).counted(Basis::Records, month.last_day()))
    }
}

impl Question for Totals {
    const NAME: &'static str = "providers.totals";
    const RIGHT: &'static str = "facilities.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = TotalsShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<TotalsShown> {
        let about = About { month: self.month, area: self.area.filter(|it| !it.is_empty()), benefit: None };
        let (month, lines) = about.lines(cx, scope)?;
        let (mut all, mut by_fund) = (Sums::default(), BTreeMap::<String, Sums>::new());
        let mut facilities: Vec<&str> = lines.iter().map(|it| it.0.facility.as_str()).collect();
        facilities.dedup();
        for (line, borne) in &lines {
            all.add(&line.stands, line.amount, line.taken_back);
            for it in borne {
                by_fund.entry(it.fund.clone()).or_default().add(&line.stands, it.amount, it.taken_back);
            }
        }
        let pack = cx.house.packs.county(cx.county())?;
        let own = |fund: &str| pack.get::<Funds>().fund.get(fund).is_some_and(|it| it.own);
        let funds = by_fund.into_iter().map(|(fund, sums)| FundSums { own: own(&fund), fund, sums });
        Ok(TotalsShown { month, facilities: facilities.len() as i64, sums: all, funds: funds.collect() })
    }
}

/// The benefits that facilities claim, for a filter.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Claimable {}

impl Question for Claimable {
    const NAME: &'static str = "providers.claimable";
    const RIGHT: &'static str = "facilities.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Vec<String>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Vec<String>> {
        let pack = cx.house.packs.county(cx.county())?;
        let made = pack.made::<Engines>();
        let claimed = made.about(benefits::About::Facility).filter(|it| it.benefit.book.is_some());
        Ok(claimed.map(|it| it.id.clone()).collect())
    }
}

/// Which lines are asked for.
struct About {
    month: Option<Month>,
    area: Option<String>,
    benefit: Option<String>,
}

/// What a fund bears of a line.
struct Borne {
    fund: String,
    amount: Money,
    taken_back: Money,
}

impl About {
    /// All lines of the reader's area, by facility, each with what the funds bear of it.
    fn lines(&self, cx: &mut Cx, scope: &Scope) -> Result<(Month, Vec<(Line, Vec<Borne>)>)> {
        let scope = match &self.area {
            Some(area) => scope.narrowed(area)?,
            None => scope.clone(),
        };
        let month = self.month.unwrap_or_else(|| cx.today().month().plus(-1));
        let pack = cx.house.packs.county(cx.county())?;
        let made = pack.made::<Engines>();
        // What nobody asks for, such as who may be bought from, is nothing to claim.
        let asked =
            |it: &&Engine| it.benefit.book.is_some() && self.benefit.as_deref().is_none_or(|id| id == it.id);
        let engines: Vec<&Engine> = made.about(benefits::About::Facility).filter(asked).collect();
        let facilities = within(cx, &scope)?;
        let ids: Vec<String> = facilities.iter().map(|it| it.id.clone()).collect();
        let keys =
            [Period::Month, Period::Quarter, Period::Year, Period::Once].map(|it| period::key(it, month));
        let keys = keys.each_ref().map(String::as_str);
        let (low, high) = scope.range();
        let claims = table::of_periods(cx, (&low, &high), keys)?;
        let mut parts: HashMap<String, Vec<table::Part>> = HashMap::new();
        for part in table::parts_of_periods(cx, (&low, &high), keys)? {
            parts.entry(part.claim.clone()).or_default().push(part);
        }
        let mut months: Vec<Month> = claims.iter().map(|it| it.month).collect();
        months.push(month);
        months.sort_unstable();
        months.dedup();
        let judged = judge::judge(cx, &ids, &months, Instant::MAX)?;
        let mut of: HashMap<(&str, &str), &Claim> = HashMap::new();
        for claim in &claims {
            of.insert((&claim.facility, &claim.benefit), claim);
        }
        let seen = Seen { pack: &pack, judged: &judged, month, today: cx.today() };
        let mut lines = Vec::new();
        for (row, facility) in facilities.iter().enumerate() {
            for engine in &engines {
                let claim = of.get(&(facility.id.as_str(), engine.id.as_str())).copied();
                let Some(line) = seen.line(facility, row, engine, claim) else { continue };
                let borne = match claim {
                    // A claim is borne as it was decided, whatever the pack says by now.
                    Some(claim) => {
                        parts.remove(&claim.id).unwrap_or_default().into_iter().map(Borne::of).collect()
                    }
                    None => seen.would_bear(engine, line.cost),
                };
                lines.push((line, borne));
            }
        }
        Ok((month, lines))
    }
}

impl Borne {
    fn of(it: table::Part) -> Borne {
        Borne { fund: it.fund, amount: it.amount, taken_back: it.taken_back }
    }
}

/// What lines are made from.
struct Seen<'a> {
    pack: &'a Pack,
    judged: &'a [Judged],
    month: Month,
    today: base::Day,
}

impl Seen<'_> {
    /// The line of one benefit of one facility; nothing where there is nothing to say.
    fn line(&self, facility: &Named, row: usize, engine: &Engine, claim: Option<&Claim>) -> Option<Line> {
        let month = claim.map_or(self.month, |it| it.month);
        let owes = self.judged.iter().find(|it| it.month == month)?.owes(self.pack, engine, row);
        let now = if owes.truth == Truth::Yes { owes.paid_out } else { Money::ZERO };
        let stands = match (claim, owes.truth) {
            (Some(claim), _) => claim.state.as_str(),
            (None, Truth::No) => return None,
            (None, Truth::Unknown) => "unknown",
            (None, Truth::Yes) if against(engine, &owes, &[], self.month, self.today).is_none() => "could",
            (None, Truth::Yes) => "waits",
        };
        Some(Line {
            facility: facility.id.clone(),
            name: facility.name.clone(),
            area: facility.area.clone(),
            month: self.month,
            benefit: engine.id.clone(),
            kind: engine.benefit.kind,
            truth: owes.truth,
            stands: stands.to_owned(),
            units: claim.map_or(owes.units, |it| it.units),
            cost: claim.map_or(owes.cost, |it| it.cost),
            amount: claim.map_or(owes.paid_out, |it| it.amount),
            taken_back: claim.map_or(Money::ZERO, |it| it.taken_back),
            case: claim.map(|it| it.id.clone()),
            number: claim.map(|it| it.number.clone()),
            now: claim.filter(|it| it.amount != now).map(|_| now),
        })
    }

    fn would_bear(&self, engine: &Engine, cost: Money) -> Vec<Borne> {
        let borne = |it: judge::Part| Borne { fund: it.fund, amount: it.amount, taken_back: Money::ZERO };
        judge::parts(self.pack, engine, cost).into_iter().map(borne).collect()
    }
}

fn sort(lines: &mut [Line], by: Option<&str>) {
    let by = by.unwrap_or("");
    let (name, down) = by.strip_prefix('-').map_or((by, false), |name| (name, true));
    lines.sort_by(|one, other| {
        let order = match name {
            "amount" => one.amount.cmp(&other.amount),
            "benefit" => one.benefit.cmp(&other.benefit),
            "stands" => one.stands.cmp(&other.stands),
            "name" => one.name.cmp(&other.name),
            _ => one.area.cmp(&other.area),
        };
        let order = if down { order.reverse() } else { order };
        order.then_with(|| {
            (&one.name, &one.facility, &one.benefit).cmp(&(&other.name, &other.facility, &other.benefit))
        })
    });
}

impl Sums {
    /// A claim that is paid is approved and claimed too.
    fn add(&mut self, stands: &str, amount: Money, back: Money) {
        if stands == "could" {
            self.could += amount;
        }
        if matches!(stands, "open" | "approved" | "paid" | "returned") {
            self.claimed += amount;
        }
        if matches!(stands, "approved" | "paid" | "returned") {
            self.approved += amount;
        }
        if matches!(stands, "paid" | "returned") {
            self.paid += amount - back;
        }
    }
}
