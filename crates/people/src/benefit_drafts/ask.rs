//! Benefits with their drafts, and one draft: its text with what is wrong in it, its rates and rules as
//! form fields, and how it differs from what is in force. With what is typed right now in place of what is
//! kept, the same question checks while somebody types.

use base::{Day, Instant, Money, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    packs::{
        Confidence, Figure, PackFault,
        differs::{self, Line},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    begin,
    said::{self, Said},
    table::{self, Draft},
    write::typed,
};
use crate::{
    benefits::{About, Benefit, Engines},
    foresee::checked,
};

/// Drafts that are shown, those that are published last.
const DRAFTS_MAX: i64 = 50;

/// Every benefit of the county with its draft; and the latest drafts.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct List {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Listed {
    pub benefits: Vec<BenefitLine>,
    pub drafts: Vec<DraftLine>,
    pub may_begin: bool,
    pub may_publish: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BenefitLine {
    pub benefit: String,
    pub kind: String,
    pub main: bool,
    /// When and by whom the county's own text was published; absent where the pack's is in force.
    pub published_at: Option<Instant>,
    pub published_name: Option<String>,
    pub open_draft: Option<String>,
}

/// A draft in a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DraftLine {
    pub id: String,
    pub benefit: String,
    pub state: String,
    pub changed_at: Instant,
    pub changed_name: String,
}

impl Question for List {
    const NAME: &'static str = "benefit-drafts.list";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Listed;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Listed> {
        let pack = cx.house.packs.county(cx.county())?;
        let engines = pack.made::<Engines>();
        let (drafts, pages) = (table::latest(cx, DRAFTS_MAX)?, table::pages(cx)?);
        let line = |it: &crate::benefits::Engine| {
            let page = pages.iter().find(|page| page.benefit == it.id);
            let open = drafts.iter().find(|draft| draft.benefit == it.id && draft.is_open());
            BenefitLine {
                benefit: it.id.clone(),
                kind: it.benefit.kind.as_str().to_owned(),
                main: it.benefit.main,
                published_at: page.map(|it| it.published_at),
                published_name: page.map(|it| it.published_name.clone()),
                open_draft: open.map(|it| it.id.clone()),
            }
        };
        Ok(Listed {
            benefits: engines.iter().map(line).collect(),
            drafts: drafts.iter().map(draft_line).collect(),
            may_begin: cx.actor.may("benefits.design"),
            may_publish: cx.actor.may("benefits.publish"),
        })
    }
}

fn draft_line(it: &Draft) -> DraftLine {
    DraftLine {
        id: it.id.clone(),
        benefit: it.benefit.clone(),
        state: it.state.clone(),
        changed_at: it.changed_at,
        changed_name: it.changed_name.clone(),
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneDraft {
    pub draft: String,
    /// `text`: what is typed and not kept yet.
    #[serde(default)]
    pub values: Map<String, Value>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DraftShown {
    #[serde(flatten)]
    pub line: DraftLine,
    pub revision: i64,
    pub made_at: Instant,
    pub judged_at: Option<Instant>,
    pub judged_name: String,
    /// Why it was returned.
    pub reason: String,
    /// Whether it is given to persons: then it can be tried on the register.
    pub of_persons: bool,
    pub text: String,
    pub lines: i64,
    /// What is typed against what is kept: somebody else may have saved meanwhile.
    pub unsaved: Vec<Line>,
    pub faults: Vec<PackFault>,
    pub rates: Vec<RateShown>,
    pub rules: Vec<RuleShown>,
    /// How it differs from what is in force, or was until it was published.
    pub said: Vec<Said>,
    pub differs: Vec<Line>,
    pub may_write: bool,
    pub may_judge: bool,
    /// Whether the reader wrote in it, and so cannot judge it.
    pub own_hand: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RateShown {
    pub band: String,
    pub from: i64,
    pub to: Option<i64>,
    pub amount: Option<Money>,
    pub quantity: Option<i64>,
    pub percent: Option<i64>,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
    pub basis: String,
    pub confidence: Confidence,
}

/// A rule as a form field.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleShown {
    pub rule: String,
    pub value: String,
    /// What it may be; empty where it is typed.
    pub choices: Vec<String>,
    pub basis: String,
    pub confidence: Confidence,
}

const ENTRY: &[&str] = &["application", "automatic"];
const START: &[&str] =
    &["birth_month", "month_after_birth", "month_after_application", "month_after_approval"];
const STOP: &[&str] = &["month_after", "month_of"];
const TIER: &[&str] = &["birth_month", "next_month"];
const BACK_PAY: &[&str] = &["none", "since_eligible", "since_policy_start"];

impl Question for OneDraft {
    const NAME: &'static str = "benefit-drafts.draft";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = DraftShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<DraftShown> {
        let it = table::get(cx, &self.draft)?;
        let pack = cx.house.packs.county(cx.county())?;
        let writing = it.is_written() && cx.actor.may("benefits.design");
        let text = typed(&self.values).filter(|_| writing).unwrap_or_else(|| it.text.clone());
        let read = checked::text(&pack, &it.benefit, &text);
        let before = match it.state.as_str() {
            table::PUBLISHED => it.before.clone(),
            _ => begin::in_force(cx, &it.benefit)?,
        };
        let was = checked::text(&pack, &it.benefit, &before).benefit;
        let said = match (&was, &read.benefit) {
            (Some(was), Some(is)) => said::of(was, is, cx.today()),
            _ => Vec::new(),
        };
        let own_hand = it.hands.contains(&cx.actor.account);
        let reviewing = it.state == table::REVIEW && cx.actor.may("benefits.publish");
        Ok(DraftShown {
            line: draft_line(&it),
            revision: it.revision,
            made_at: it.made_at,
            judged_at: it.judged_at,
            judged_name: it.judged_name.clone(),
            reason: it.reason.clone(),
            unsaved: differs::lines(&it.text, &text),
            of_persons: was.as_ref().is_none_or(|it| it.about == About::Person),
            lines: text.lines().count() as i64,
            differs: differs::lines(&before, &text),
            rates: read.benefit.iter().flat_map(|it| &it.rate).map(rate).collect(),
            rules: read.benefit.as_ref().map(rules).unwrap_or_default(),
            said,
            may_write: writing,
            may_judge: reviewing && !own_hand,
            own_hand: reviewing && own_hand,
            faults: read.faults,
            text,
        })
    }
}

fn rate(it: &crate::benefits::Rate) -> RateShown {
    RateShown {
        band: it.band.clone(),
        from: it.from,
        to: it.to,
        amount: it.amount.map(|it| it.0),
        quantity: it.quantity,
        percent: it.percent,
        valid_from: it.valid_from,
        valid_to: it.valid_to,
        basis: it.basis.clone(),
        confidence: it.confidence,
    }
}

fn rules(it: &Benefit) -> Vec<RuleShown> {
    let mut all = vec![
        rule("since", &it.since, &[]),
        rule("entry", &it.entry, ENTRY),
        rule("age_from", &it.age_from, &[]),
    ];
    for (name, figures) in &it.param {
        if let [figure] = figures.0.as_slice() {
            let value = figure.value.value().to_string();
            all.push(shown(&format!("param.{name}"), value, &[], &figure.basis, figure.confidence));
        }
    }
    if let [figure] = it.condition.0.as_slice() {
        all.push(rule("condition", figure, &[]));
    }
    all.push(rule("start", &it.months.start, START));
    all.push(rule("stop", &it.months.stop, STOP));
    all.push(rule("tier_change", &it.months.tier_change, TIER));
    all.push(rule("back_pay", &it.months.back_pay, BACK_PAY));
    all
}

fn rule<T: Serialize>(name: &str, it: &Figure<T>, choices: &[&str]) -> RuleShown {
    shown(name, said::text(&it.value), choices, &it.basis, it.confidence)
}

fn shown(rule: &str, value: String, choices: &[&str], basis: &str, confidence: Confidence) -> RuleShown {
    // A value that is not among the choices, such as a number of months, is changed in the text.
    let known = choices.contains(&value.as_str());
    RuleShown {
        rule: rule.to_owned(),
        value,
        choices: choices.iter().filter(|_| known).map(|it| (*it).to_owned()).collect(),
        basis: basis.to_owned(),
        confidence,
    }
}
