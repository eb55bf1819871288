//! The question of the room, which anybody may ask.

use std::collections::BTreeMap;

use base::{Error, Fault, Month, Result};
use platform::{Cx, Purpose, Question, Scope, packs::Confidence, terms::Labels};
use rules::Truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    section::Entitled,
    trial::{self, AGE_MAX, UNSURE},
};
use crate::benefits::{About, Engine, Engines, Gives, Kind, Plan, Reason, Route};

/// What somebody would be entitled to of whom the answers are true. Nothing is kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AmIEntitled {
    /// By question: the id of an option, a number of years, or `unsure`.
    pub values: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntitledShown {
    pub month: Month,
    pub answered: Vec<Answered>,
    /// The questions of the next page: those first that most benefits wait for.
    pub next: Vec<Asked>,
    /// Questions that still decide something.
    pub left: usize,
    pub yes: Vec<Line>,
    pub unknown: Vec<Line>,
    pub no: Vec<Line>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Answered {
    pub question: String,
    pub answer: String,
    pub age: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Asked {
    pub question: String,
    /// A number of years is typed.
    pub age: bool,
    pub options: Vec<String>,
}

/// One benefit for whoever answered so.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    pub benefit: String,
    pub kind: Kind,
    pub gives: Gives,
    pub unit: Option<String>,
    pub period: String,
    /// `age`, `case`, `none`: how somebody comes to it.
    pub route: Route,
    /// What an application has to prove.
    pub proofs: Vec<String>,
    /// The message that says the reason in general.
    pub reason_key: String,
    /// The benefit that this one gives way to.
    pub beside: Option<String>,
    /// Questions whose answers would decide it.
    pub waits: Vec<String>,
    pub basis: String,
    pub confidence: Confidence,
}

impl Question for AmIEntitled {
    const NAME: &'static str = "public.entitled";
    const RIGHT: &'static str = casebooks::cases::publish::READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = EntitledShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<EntitledShown> {
        let month = cx.today().month();
        let pack = cx.house.packs.county(cx.county())?;
        let entitled = pack.get::<Entitled>();
        if let Some((question, _)) = self.values.iter().find(|(id, it)| !fits(entitled, id, it)) {
            return Err(Error::Invalid(vec![Fault::new(format!("values.{question}"), "entitled-no-answer")]));
        }
        let made = pack.made::<Engines>();
        let engines: Vec<&Engine> = made.about(About::Person).collect();
        let (plan, labels) = (pack.made::<Plan>(), pack.get::<Labels>());
        let put = trial::put(entitled, &engines, &plan, pack.facts(), labels.special(), &self.values, month);
        let mut shown = EntitledShown {
            month,
            answered: Vec::new(),
            next: Vec::new(),
            left: put.left,
            yes: Vec::new(),
            unknown: Vec::new(),
            no: Vec::new(),
        };
        for (id, answer) in &self.values {
            let age = entitled.question.get(id).is_some_and(|it| it.age);
            shown.answered.push(Answered { question: id.clone(), answer: answer.clone(), age });
        }
        for (id, it) in put.next.iter().filter_map(|id| Some((id, entitled.question.get(id)?))) {
            let options = it.option.iter().map(|it| it.id.clone()).collect();
            shown.next.push(Asked { question: id.clone(), age: it.age, options });
        }
        for engine in engines {
            let Some(decided) = put.decided.get(&engine.id) else { continue };
            let line = line(engine, decided, &plan, &put, month);
            match decided.truth[0] {
                Truth::Yes => shown.yes.push(line),
                Truth::Unknown => shown.unknown.push(line),
                Truth::No => shown.no.push(line),
            }
        }
        // Money before hours, and those before what is given without counting.
        for lines in [&mut shown.yes, &mut shown.unknown, &mut shown.no] {
            lines.sort_by_key(|it| it.kind as u8);
        }
        Ok(shown)
    }
}

/// Whether it is an answer to a question of the pack.
fn fits(entitled: &Entitled, question: &str, answer: &str) -> bool {
    let Some(it) = entitled.question.get(question) else { return false };
    answer == UNSURE
        || it.option.iter().any(|it| it.id == answer)
        || it.age && answer.parse::<i64>().is_ok_and(|years| (0..=AGE_MAX).contains(&years))
}

fn line(
    engine: &Engine,
    decided: &crate::benefits::Decisions,
    plan: &Plan,
    put: &trial::Put,
    month: Month,
) -> Line {
    let reason = Reason::of(decided.reason[0]);
    let beside = match reason {
        Some(Reason::Overlap(row)) => plan
            .row(row as usize)
            .map(|(_, it)| if it.one == engine.id { it.other.clone() } else { it.one.clone() }),
        _ => None,
    };
    let gives = match engine.gives(decided.tier[0]) {
        // What an overlap left of it.
        Gives::Money(_) => Gives::Money(decided.amount[0]),
        gives => gives,
    };
    let condition = engine.condition_on(month.last_day());
    // Who is told a sum is told how sure it is, and not how sure the condition is.
    let rate = decided.tier[0].and_then(|it| engine.benefit.rate.get(usize::from(it)));
    Line {
        benefit: engine.id.clone(),
        kind: engine.benefit.kind,
        gives,
        unit: engine.benefit.unit.clone(),
        period: engine.benefit.period.as_str().to_owned(),
        route: engine.benefit.route,
        proofs: engine.benefit.proofs.clone(),
        reason_key: reason.map_or("", Reason::key).to_owned(),
        beside,
        waits: put.waits.get(&engine.id).into_iter().flatten().cloned().collect(),
        basis: condition.basis.clone(),
        confidence: rate.map_or(condition.confidence, |it| it.confidence),
    }
}
