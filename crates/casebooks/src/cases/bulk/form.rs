//! What a step of many cases asks: which steps there are, of how many each can be taken, and its form.

use std::collections::BTreeMap;

use base::Result;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{CASES_MAX, cases_of, own_step, table};
use crate::{
    books::{
        Ready, Step,
        ask::{FieldShown, PartShown, Words, field, form},
    },
    cases::{
        access,
        ask::{
            form::typed_so_far,
            list::Cases,
            names::{self, Names},
        },
        case::{Seen, Values},
        lines,
    },
};

/// The form of a step of many cases; without a step, the steps to choose from.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BulkForm {
    pub book: String,
    /// The cases by id; nothing when a list is given.
    pub cases: Vec<String>,
    /// All cases of the book under these filters.
    pub list: Option<Cases>,
    pub step: Option<String>,
    /// What was typed so far: by it fields are asked or not.
    pub values: Map<String, Value>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkFormShown {
    pub book: String,
    pub book_name: Words,
    /// The choice, to be sent again: of cases those that the reader sees.
    pub cases: Vec<String>,
    pub list: Option<Cases>,
    /// How many cases that is, within the reader's sight.
    pub chosen: i64,
    /// Most cases of one taking.
    pub most: i64,
    /// The steps of the reader's role; those that all may take stand first.
    pub steps: Vec<BulkStep>,
    pub step: Option<BulkStepForm>,
    pub parts: Vec<PartShown>,
    pub names: Names,
}

/// A step, and how many of the chosen cases stand where it is taken.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkStep {
    pub id: String,
    pub name: Words,
    pub fits: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkStepForm {
    pub id: String,
    pub name: Words,
    pub fields: Vec<FieldShown>,
    pub asks_sure: bool,
    pub letter: Option<Words>,
}

impl Question for BulkForm {
    const NAME: &'static str = "cases.bulk-form";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = BulkFormShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<BulkFormShown> {
        let ready = access::book(cx, &self.book)?;
        let (states, cases) = states(cx, &ready, &self)?;
        let book = &ready.book;
        let count = |step: &Step| step.from.iter().filter_map(|it| states.get(it)).sum::<i64>();
        let own = book.step.iter().filter(|it| it.1.who.contains(&cx.actor.role));
        let mut steps: Vec<BulkStep> = own
            .map(|(id, it)| BulkStep { id: id.clone(), name: Words::of(it), fits: count(it) })
            .filter(|it| 0 < it.fits)
            .collect();
        steps.sort_by_key(|it| std::cmp::Reverse(it.fits));
        let typed = typed_so_far(&ready, &cx.actor.role, &Values::new(), &self.values);
        let step = match self.step.as_deref().filter(|it| !it.is_empty()) {
            Some(id) => Some(step_form(cx, &ready, id, &typed, &self.values)?),
            None => None,
        };
        Ok(BulkFormShown {
            book: ready.id.clone(),
            book_name: Words::of(book),
            chosen: states.values().sum(),
            most: CASES_MAX as i64,
            steps,
            step,
            parts: book
                .part
                .iter()
                .map(|(id, it)| PartShown { id: id.clone(), name: Words::of(it) })
                .collect(),
            names: names::of(cx, &ready, &typed)?,
            cases,
            list: self.list,
        })
    }
}

/// How many of the chosen cases stand in each state, and which they are where they were named.
fn states(cx: &mut Cx, ready: &Ready, asked: &BulkForm) -> Result<(BTreeMap<String, i64>, Vec<String>)> {
    if let Some(list) = asked.list.as_ref().filter(|_| asked.cases.is_empty()) {
        let list = Cases { book: ready.id.clone(), ..list.clone() };
        let condition = list.condition(cx, ready)?;
        return Ok((table::states(cx, &condition)?, Vec::new()));
    }
    let (mut states, mut ids) = (BTreeMap::new(), Vec::new());
    for case in cases_of(cx, ready, &asked.cases, None)? {
        *states.entry(case.state).or_default() += 1;
        ids.push(case.id);
    }
    Ok((states, ids))
}

fn step_form(
    cx: &Cx,
    ready: &Ready,
    id: &str,
    typed: &Values,
    sent: &Map<String, Value>,
) -> Result<BulkStepForm> {
    let step = own_step(cx, ready, id)?;
    let (book, role, today) = (&ready.book, &cx.actor.role, cx.today());
    let asked = step.asks.iter().filter_map(|id| Some((id, book.field.get(id)?)));
    let mut fields: Vec<FieldShown> = asked
        .filter(|(_, it)| book.may_see_field(it, role))
        .map(|(id, it)| {
            let mut shown = field(id, it, ready.choices(id));
            shown.needed |= step.needs.contains(id);
            shown
        })
        .collect();
    let nothing = BTreeMap::new();
    let state = step.from.first().map_or("", String::as_str);
    let seen = Seen { ready, values: typed, state, opened_on: today, today, subject: &nothing };
    form(ready, &mut fields, &|name| seen.look(name));
    lines::asked(ready, &mut fields, (typed, sent), &|name| seen.look(name));
    Ok(BulkStepForm {
        id: id.to_owned(),
        name: Words::of(step),
        fields,
        asks_sure: step.asks_sure,
        letter: step.letter.as_ref().and_then(|it| book.letter.get(it)).map(Words::of),
    })
}
