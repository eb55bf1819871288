//! `visits.toml`: tiers and the rules that name them, alerts that raise them, the form of a visit, what its
//! findings come to, and why nobody was reached.

use std::collections::BTreeMap;

use casebooks::books::Books;
use platform::packs::{Check, Confidence, Figure, Made, Pack, Section};
use rules::{Fact, Kind, Program};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    duty::{Channel, Every},
    facts,
    form::Items,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visits {
    /// A month is closed on this day of the next one; what comes in later is late.
    pub close_day: Figure<i64>,
    /// No visit is entered that is older.
    pub oldest_days: Figure<i64>,
    /// So many failed attempts in a row, and the township is told.
    pub attempts: Figure<i64>,
    /// So many days after somebody was to be seen the township is told, and so many after the county.
    pub township_days: Figure<i64>,
    pub county_days: Figure<i64>,
    /// Most days of one alert; a longer one is declared again.
    pub alert_days_max: Figure<i64>,
    /// Percent of the residents that shall be seen in a month.
    pub target: Figure<i64>,
    pub tier: BTreeMap<String, Tier>,
    pub rule: BTreeMap<String, Rule>,
    /// Who is not visited though a rule names them.
    #[serde(default)]
    pub exempt: BTreeMap<String, Exempt>,
    #[serde(default)]
    pub alert: BTreeMap<String, Alert>,
    pub item: Items,
    #[serde(default)]
    pub finding: BTreeMap<String, Finding>,
    pub outcome: BTreeMap<String, Outcome>,
    /// Groups of people as the books of referrals name them; the first that holds counts.
    #[serde(default)]
    pub group: Vec<Group>,
}

/// How often somebody is seen, by which ways, and what shows it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    pub zh: String,
    pub en: String,
    pub every: Every,
    pub channels: Vec<Channel>,
    /// What a visit at home must bring.
    #[serde(default)]
    pub demands: Vec<Demand>,
    pub basis: String,
    pub confidence: Confidence,
}

/// Evidence of a visit at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    Photo,
    Signature,
    /// Where it was, or why that is not known.
    Place,
}

impl Demand {
    pub fn as_str(self) -> &'static str {
        match self {
            Demand::Photo => "photo",
            Demand::Signature => "signature",
            Demand::Place => "place",
        }
    }
}

/// Whom a tier is for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub zh: String,
    pub en: String,
    pub tier: String,
    pub condition: String,
    pub basis: String,
    pub confidence: Confidence,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exempt {
    pub condition: String,
    pub basis: String,
    pub confidence: Confidence,
}

/// A kind of alert: while it holds whoever is visited at all is visited as often as its tier says.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alert {
    pub zh: String,
    pub en: String,
    pub tier: String,
    /// A book in which an individual plan is opened for everybody that it reaches.
    #[serde(default)]
    pub plan: Option<String>,
    pub basis: String,
    pub confidence: Confidence,
}

/// What an answer comes to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    pub zh: String,
    pub en: String,
    /// A danger: somebody goes there now.
    #[serde(default)]
    pub danger: bool,
    #[serde(default)]
    pub refer: Option<Refer>,
    pub basis: String,
    pub confidence: Confidence,
}

/// The case that a finding opens.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refer {
    pub book: String,
    /// The field by which one case is told from another about the same person.
    pub by: String,
    /// What its fields begin with.
    pub values: Map<String, Value>,
    /// The field that says which group somebody belongs to, where the book asks for it.
    #[serde(default)]
    pub group: Option<String>,
    /// The fields that the day of the visit and what was found are written into.
    pub day: String,
    pub detail: String,
}

/// Why nobody was seen.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub zh: String,
    pub en: String,
    /// They were reached and said no: that is not a danger by itself.
    #[serde(default)]
    pub reached: bool,
    pub confidence: Confidence,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub value: String,
    pub condition: String,
}

impl Visits {
    /// How strict a tier is: less is stricter.
    pub fn rank(&self, tier: &str) -> (Every, String) {
        (self.tier.get(tier).map_or(Every::Quarter, |it| it.every), tier.to_owned())
    }

    /// The strictest of some tiers.
    pub fn strictest<'t>(&self, tiers: impl Iterator<Item = &'t str>) -> Option<&'t str> {
        tiers.min_by_key(|it| self.rank(it))
    }
}

impl Section for Visits {
    const NAME: &'static str = "visits";

    fn facts(&self) -> Vec<Fact> {
        facts::declared(self)
    }

    fn check(&self, check: &mut Check<'_>) {
        check.range("close_day.value", &self.close_day.value, 1..=28);
        check.range("oldest_days.value", &self.oldest_days.value, 31..=3_660);
        check.range("attempts.value", &self.attempts.value, 1..=30);
        check.range("township_days.value", &self.township_days.value, 1..=90);
        check.range("county_days.value", &self.county_days.value, self.township_days.value + 1..=180);
        check.range("alert_days_max.value", &self.alert_days_max.value, 1..=366);
        check.range("target.value", &self.target.value, 1..=100);
        let tiers: Vec<&str> = self.tier.keys().map(String::as_str).collect();
        for (id, tier) in &self.tier {
            if tier.channels.is_empty() {
                check.fault(&format!("tier.{id}.channels"), "visits-pack-no-channel");
            }
        }
        for (id, rule) in &self.rule {
            check.reference(&format!("rule.{id}.tier"), "tier", &rule.tier, tiers.iter().copied());
            check.rule(&format!("rule.{id}.condition"), &rule.condition, &Kind::Bool, []);
        }
        for (id, exempt) in &self.exempt {
            check.rule(&format!("exempt.{id}.condition"), &exempt.condition, &Kind::Bool, []);
        }
        for (at, group) in self.group.iter().enumerate() {
            check.rule(&format!("group[{at}].condition"), &group.condition, &Kind::Bool, []);
        }
        for (id, alert) in &self.alert {
            check.reference(&format!("alert.{id}.tier"), "tier", &alert.tier, tiers.iter().copied());
        }
        let findings: Vec<&str> = self.finding.keys().map(String::as_str).collect();
        for (id, item) in &self.item {
            item.check(&format!("item.{id}"), &findings, check);
        }
        self.check_books(check);
    }
}

impl Visits {
    /// What findings and alerts open must be there, with the fields that are filled.
    fn check_books(&self, check: &mut Check<'_>) {
        let Some(books) = check.other::<Books>() else { return };
        let known: Vec<(String, Vec<String>)> =
            books.0.iter().map(|(id, it)| (id.clone(), it.field.keys().cloned().collect())).collect();
        let mut named = |path: String, book: &str, fields: &[&String]| {
            check.reference(&path, "casebook", book, known.iter().map(|it| it.0.as_str()));
            let Some((_, has)) = known.iter().find(|it| it.0 == book) else { return };
            for field in fields {
                check.reference(&path, "field", field, has.iter().map(String::as_str));
            }
        };
        for (id, finding) in &self.finding {
            let Some(it) = &finding.refer else { continue };
            let fields: Vec<&String> =
                it.values.keys().chain([&it.by, &it.day, &it.detail]).chain(&it.group).collect();
            named(format!("finding.{id}.refer.book"), &it.book, &fields);
        }
        for (id, alert) in &self.alert {
            if let Some(book) = &alert.plan {
                named(format!("alert.{id}.plan"), book, &[]);
            }
        }
    }
}

/// The conditions, compiled.
pub struct Programs {
    /// By rule.
    pub rules: Vec<(String, Program)>,
    pub exempt: Vec<(String, Program)>,
    /// By value, in the order of the pack.
    pub groups: Vec<(String, Program)>,
}

impl Made for Programs {
    fn make(pack: &Pack) -> Programs {
        let compile = |text: &str| {
            let program = Program::compile(text, &Kind::Bool, pack.facts(), []);
            program.expect("the pack was checked when it loaded")
        };
        let visits = pack.get::<Visits>();
        Programs {
            rules: visits.rule.iter().map(|(id, it)| (id.clone(), compile(&it.condition))).collect(),
            exempt: visits.exempt.iter().map(|(id, it)| (id.clone(), compile(&it.condition))).collect(),
            groups: visits.group.iter().map(|it| (it.value.clone(), compile(&it.condition))).collect(),
        }
    }
}

impl Programs {
    /// What the rules and the exemptions read.
    pub fn facts(&self) -> Vec<Fact> {
        let mut all: Vec<Fact> = Vec::new();
        for fact in self.rules.iter().chain(&self.exempt).flat_map(|it| it.1.facts()) {
            if all.iter().all(|it| it.name != fact.name) {
                all.push(fact.clone());
            }
        }
        all
    }
}
