//! Questions about findings: the list, the question that would decide most people, what was answered.

use std::collections::BTreeMap;

use base::{Day, Instant, Money, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Basis, ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::table;
use crate::runs;

/// The list of findings.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Findings {
    /// `unserved`, `soon`, `ended`, `unknown`.
    pub kind: Option<String>,
    pub benefit: Option<String>,
    /// A part of the reader's area, by path.
    pub area: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingShown {
    pub person: String,
    pub name: String,
    pub area: String,
    pub benefit: String,
    pub kind: String,
    pub since: Day,
    pub due_on: Option<Day>,
    pub amount: Money,
    /// Names of the facts that would decide.
    pub missing: Vec<String>,
}

impl FromRow for FindingShown {
    fn from_row(row: &Row) -> Result<FindingShown> {
        let missing: String = row.get(8)?;
        Ok(FindingShown {
            person: row.get(0)?,
            name: row.get(1)?,
            area: row.get(2)?,
            benefit: row.get(3)?,
            kind: row.get(4)?,
            since: row.get(5)?,
            due_on: row.get(6)?,
            amount: row.get(7)?,
            missing: missing.split_whitespace().map(str::to_owned).collect(),
        })
    }
}

const ORDERS: &[Order] = &[
    ("area", " ORDER BY area, person, benefit", " ORDER BY area DESC, person DESC, benefit DESC"),
    ("since", " ORDER BY since, person, benefit", " ORDER BY since DESC, person DESC, benefit DESC"),
    ("amount", " ORDER BY amount, person, benefit", " ORDER BY amount DESC, person DESC, benefit DESC"),
    ("due_on", " ORDER BY due_on, person, benefit", " ORDER BY due_on DESC, person DESC, benefit DESC"),
];

impl Question for Findings {
    const NAME: &'static str = "findings.findings";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ListAnswer<FindingShown>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<FindingShown>> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        // An absent filter is the empty text, which no kind and no benefit is.
        let (kind, benefit) = (self.kind.unwrap_or_default(), self.benefit.unwrap_or_default());
        let select = "SELECT person, name, area, benefit, kind, since, due_on, amount, missing
             FROM finding WHERE county = $1 AND area >= $2 AND area < $3
                AND ($4 = '' OR kind = $4) AND ($5 = '' OR benefit = $5)";
        let args = [
            scope.county.as_str().into(),
            low.as_str().into(),
            high.as_str().into(),
            kind.as_str().into(),
            benefit.as_str().into(),
        ];
        let answer = self.list.read(cx, select, ORDERS, &args)?;
        Ok(answer.counted(Basis::Registered, cx.today()))
    }
}

/// Which facts are missing of most people: what is asked first decides most.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FirstQuestions {
    /// A part of the reader's area, by path.
    pub area: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FactMissing {
    pub fact: String,
    /// The key of its words.
    pub meaning: String,
    /// Persons of whom this fact alone would decide something.
    pub decides: i64,
    /// Persons of whom it is missing, maybe beside others.
    pub people: i64,
}

impl Question for FirstQuestions {
    const NAME: &'static str = "findings.first-questions";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Vec<FactMissing>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Vec<FactMissing>> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let pack = cx.house.packs.county(cx.county())?;
        let mut facts: BTreeMap<String, FactMissing> = BTreeMap::new();
        for (missing, people, _) in table::missing(cx, &scope.county, &low, &high)? {
            let names: Vec<&str> = missing.split_whitespace().collect();
            for name in &names {
                let it = facts.entry((*name).to_owned()).or_insert_with(|| FactMissing {
                    fact: (*name).to_owned(),
                    meaning: pack.facts().get(name).map_or_else(String::new, |it| it.meaning.clone()),
                    decides: 0,
                    people: 0,
                });
                it.people += people;
                it.decides += if names.len() == 1 { people } else { 0 };
            }
        }
        let mut facts: Vec<FactMissing> = facts.into_values().collect();
        facts.sort_by_key(|it| (-it.decides, -it.people));
        Ok(facts)
    }
}

/// A benefit that is offered to somebody: yes or no can be said to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Offer {
    pub benefit: String,
    /// The day from which they are entitled, where that is yet to come.
    pub due_on: Option<Day>,
}

pub(crate) fn offered(cx: &mut Cx, person: &str) -> Result<Vec<Offer>> {
    let county = cx.county();
    let found: Vec<(String, Option<Day>)> = cx.all(
        "SELECT benefit, due_on FROM finding
         WHERE county = $1 AND person = $2 AND kind IN ('unserved', 'soon') ORDER BY benefit",
        &[county.into(), person.into()],
    )?;
    Ok(found.into_iter().map(|(benefit, due_on)| Offer { benefit, due_on }).collect())
}

/// What was answered to the offers that were made to somebody.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Answers {
    pub person: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AnswerShown {
    pub benefit: String,
    pub answer: String,
    pub by: String,
    pub name: String,
    pub way: String,
    pub on: Day,
    pub words: String,
    pub opened: Option<String>,
    pub at: Instant,
}

impl FromRow for AnswerShown {
    fn from_row(row: &Row) -> Result<AnswerShown> {
        Ok(AnswerShown {
            benefit: row.get(0)?,
            answer: row.get(1)?,
            by: row.get(2)?,
            name: row.get(3)?,
            way: row.get(4)?,
            on: row.get(5)?,
            words: row.get(6)?,
            opened: row.get(7)?,
            at: row.get(8)?,
        })
    }
}

impl Question for Answers {
    const NAME: &'static str = "findings.answers";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Vec<AnswerShown>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Vec<AnswerShown>> {
        runs::source::within(cx, &self.person, scope)?;
        let county = cx.county();
        cx.all(
            "SELECT benefit, answer, said_by, said_name, way, said_on, words, opened, at FROM offer_answer
             WHERE county = $1 AND person = $2 ORDER BY at DESC, id",
            &[county.into(), self.person.as_str().into()],
        )
    }
}
