//! Figures of a book: how many cases stand in each state, are overdue, and count for each of its
//! declared figures.

use std::collections::{BTreeMap, BTreeSet};

use base::{Error, Result};
use platform::{Cx, Purpose, Question, Scope};
use rules::Value as Told;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    groups,
    list::Cases,
    query::Condition,
    shares::{self, Share},
    stands, tally,
};
use crate::{
    books::{Ready, Sort, ask::Words, facts},
    cases::{
        access,
        case::{Case, Seen},
        table, value,
    },
};

/// Figures of a book within the reader's sight.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BookFigures {
    pub book: String,
    #[serde(default)]
    pub area: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct FiguresShown {
    /// How many cases stand in each state.
    pub states: BTreeMap<String, i64>,
    pub open: i64,
    pub overdue: i64,
    pub declared: Vec<DeclaredFigure>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeclaredFigure {
    pub id: String,
    pub name: Words,
    pub cases: i64,
    /// The sum of the figure's field over them, as it is kept.
    pub sum: Option<i64>,
    /// `whole`, `number` or `money`, with the digits of a number.
    pub sort: Option<String>,
    pub digits: Option<u8>,
    /// The first of the cases that make it, by id.
    pub which: Vec<String>,
    /// What part it is of another figure, where the book says of which.
    pub share: Option<Share>,
}

/// Cases named behind a figure; the list has the others.
const WHICH_MAX: usize = 100;

impl Question for BookFigures {
    const NAME: &'static str = "cases.book-figures";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = FiguresShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<FiguresShown> {
        let ready = access::book(cx, &self.book)?;
        let ask = Cases { book: self.book, area: self.area, ..Cases::default() };
        let scope = ask.scope(cx, &ready)?;
        let states = stands::by_state(cx, &ready.id, &scope)?;
        let open = states.iter().filter(|it| !ready.book.is_end(it.0)).map(|it| it.1).sum();
        let overdue = stands::due_before(cx, &ready.id, &scope, cx.today())?;
        let mut figures = FiguresShown { states, open, overdue, declared: Vec::new() };
        if !ready.book.figure.is_empty() {
            figures.declared = declared(cx, &ready, &ask, &figures.states)?;
            shares::fill(&ready.book, &mut figures.declared);
        }
        Ok(figures)
    }
}

/// Most cases of a figure that a list is narrowed to one by one.
const NARROW_MAX: usize = 5_000;

/// Narrows a condition to the cases that make a figure. A rule over the state alone is asked once a
/// state; any other of each case.
pub(crate) fn narrow(cx: &mut Cx, ready: &Ready, condition: &mut Condition, figure: &str) -> Result<()> {
    let book = &ready.book;
    let role = cx.actor.role.clone();
    let sees = |id: &String| book.field.get(id).is_none_or(|it| book.may_see_field(it, &role));
    let reads = ready.read_by_figure(figure);
    if !book.figure.contains_key(figure) || !reads.iter().all(sees) {
        return Err(Error::invalid("figure", "cases-no-such-figure"));
    }
    if reads.iter().all(|it| it == "state") {
        let counts = |state: &str| {
            ready.counts_in_figure(figure, &|name| (name == facts::STATE).then(|| Told::Choice(state.into())))
        };
        let states: Vec<&str> = book.state.keys().map(String::as_str).filter(|it| counts(it)).collect();
        condition.states(&states);
        return Ok(());
    }
    if groups::narrow(ready, condition, figure) {
        return Ok(());
    }
    musts(ready, condition, figure);
    let sql = table::select(&format!("{} ORDER BY f.id DESC", condition.sql()));
    let (today, nothing, mut ids) = (cx.today(), BTreeMap::new(), Vec::new());
    cx.each::<Case>(&sql, &condition.args(), &mut |case| {
        let seen = Seen {
            ready,
            values: &case.values,
            state: &case.state,
            opened_on: case.opened_on,
            today,
            subject: &nothing,
        };
        if ids.len() < NARROW_MAX && ready.counts_in_figure(figure, &|name| seen.look(name)) {
            ids.push(case.id);
        }
        Ok(())
    })?;
    condition.only(ids);
    Ok(())
}

/// Figures are counted by what is kept beside the cases; those of which that says too little pass through
/// the cases. A figure over a field that the reader may not see is left out.
fn declared(
    cx: &mut Cx,
    ready: &Ready,
    ask: &Cases,
    states: &BTreeMap<String, i64>,
) -> Result<Vec<DeclaredFigure>> {
    let book = &ready.book;
    let role = cx.actor.role.clone();
    let sees = |id: &String| book.field.get(id).is_none_or(|it| book.may_see_field(it, &role));
    let mut figures: Vec<DeclaredFigure> = book
        .figure
        .iter()
        .filter(|(id, it)| it.sum.as_ref().is_none_or(sees) && ready.read_by_figure(id).iter().all(&sees))
        .map(|(id, it)| {
            let field = it.sum.as_ref().and_then(|it| book.field.get(it));
            DeclaredFigure {
                id: id.clone(),
                name: Words::of(it),
                cases: 0,
                sum: field.map(|_| 0),
                sort: field.map(|it| it.sort.name().to_owned()),
                digits: field.and_then(|it| it.digits),
                which: Vec::new(),
                share: None,
            }
        })
        .collect();
    let mut others = Vec::new();
    for figure in &mut figures {
        let counted = tally::by_state(cx, ready, ask, states, figure, WHICH_MAX)?
            || groups::count(cx, ready, ask, figure, WHICH_MAX)?;
        if counted {
            continue;
        }
        let mut condition = ask.condition(cx, ready)?;
        if musts(ready, &mut condition, &figure.id) {
            pass(cx, ready, &condition, &mut [figure])?;
        } else {
            others.push(figure);
        }
    }
    if !others.is_empty() {
        let condition = ask.condition(cx, ready)?;
        pass(cx, ready, &condition, &mut others)?;
    }
    Ok(figures)
}

/// Passes through cases once for figures whose rules are asked of each.
fn pass(
    cx: &mut Cx,
    ready: &Ready,
    condition: &Condition,
    figures: &mut [&mut DeclaredFigure],
) -> Result<()> {
    let sql = table::select(&condition.sql());
    let (today, nothing) = (cx.today(), BTreeMap::new());
    let mut which: Vec<BTreeSet<String>> = vec![BTreeSet::new(); figures.len()];
    cx.each::<Case>(&sql, &condition.args(), &mut |case| {
        let seen = Seen {
            ready,
            values: &case.values,
            state: &case.state,
            opened_on: case.opened_on,
            today,
            subject: &nothing,
        };
        for (figure, which) in figures.iter_mut().zip(&mut which) {
            if !ready.counts_in_figure(&figure.id, &|name| seen.look(name)) {
                continue;
            }
            figure.cases += 1;
            let field = ready.book.figure[&figure.id].sum.as_ref();
            let value = field.and_then(|it| case.values.get(it)).and_then(serde_json::Value::as_i64);
            if let (Some(sum), Some(value)) = (&mut figure.sum, value) {
                *sum = sum.saturating_add(value);
            }
            which.insert(case.id.clone());
            if WHICH_MAX < which.len() {
                which.pop_last();
            }
        }
        Ok(())
    })?;
    for (figure, which) in figures.iter_mut().zip(which) {
        figure.which = which.into_iter().collect();
    }
    Ok(())
}

/// Leaves out cases of which a figure's rule cannot be true: those in another state, or with another choice.
/// Answers whether there are such.
fn musts(ready: &Ready, condition: &mut Condition, figure: &str) -> bool {
    let mut some = false;
    for (name, value) in ready.musts_of_figure(figure) {
        let word = match &value {
            Told::Choice(choice) => choice.to_string(),
            Told::Bool(_) => "true".to_owned(),
            _ => continue,
        };
        if name == facts::STATE {
            condition.state(&word);
            some = true;
        } else if let Some((id, field)) =
            name.strip_prefix("case.").and_then(|it| ready.book.field.get_key_value(it))
            && matches!(field.sort, Sort::Choice | Sort::YesNo)
        {
            condition.holds(id, &value::word(&word));
            some = true;
        }
    }
    some
}
