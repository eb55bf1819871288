//! Figures of a book: how many cases stand in each state, are overdue, and count for each of its
//! declared figures.

use std::collections::BTreeMap;

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
    tally,
};
use crate::{
    books::{Ready, ask::Words, facts},
    cases::{
        access,
        case::{Case, Seen},
        table,
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
        let condition = ask.condition(cx, &ready)?;
        let mut figures = FiguresShown::default();
        let sql =
            format!("SELECT f.state, COUNT(*) FROM case_file f WHERE {} GROUP BY f.state", condition.sql);
        for (state, count) in cx.all::<(String, i64)>(&sql, &condition.args())? {
            if !ready.book.is_end(&state) {
                figures.open += count;
            }
            figures.states.insert(state, count);
        }
        let mut overdue = ask.condition(cx, &ready)?;
        overdue.filters(cx, &ready, &["due:is:overdue".to_owned()])?;
        let sql = format!("SELECT COUNT(*) FROM case_file f WHERE {}", overdue.sql);
        (figures.overdue,) = cx.get("count", &sql, &overdue.args())?;
        if !ready.book.figure.is_empty() {
            figures.declared = declared(cx, &ready, &ask)?;
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
    let sql = table::select(&format!("{} ORDER BY f.id DESC", condition.sql));
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

/// Passes through the book's cases once for those figures that no index counts. A figure over a field
/// that the reader may not see is left out.
fn declared(cx: &mut Cx, ready: &Ready, ask: &Cases) -> Result<Vec<DeclaredFigure>> {
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
    let mut passed = Vec::new();
    for (at, figure) in figures.iter_mut().enumerate() {
        let counted = tally::by_state(cx, ready, ask, figure, WHICH_MAX)?
            || groups::count(cx, ready, ask, figure, WHICH_MAX)?;
        if !counted {
            passed.push(at);
        }
    }
    if passed.is_empty() {
        return Ok(figures);
    }
    let condition = ask.condition(cx, ready)?;
    let sql = table::select(&condition.sql);
    let today = cx.today();
    let nothing = BTreeMap::new();
    cx.each::<Case>(&sql, &condition.args(), &mut |case| {
        let seen = Seen {
            ready,
            values: &case.values,
            state: &case.state,
            opened_on: case.opened_on,
            today,
            subject: &nothing,
        };
        for at in &passed {
            let figure = &mut figures[*at];
            if !ready.counts_in_figure(&figure.id, &|name| seen.look(name)) {
                continue;
            }
            figure.cases += 1;
            let field = book.figure[&figure.id].sum.as_ref();
            let value = field.and_then(|it| case.values.get(it)).and_then(serde_json::Value::as_i64);
            if let (Some(sum), Some(value)) = (&mut figure.sum, value) {
                *sum = sum.saturating_add(value);
            }
            if figure.which.len() < WHICH_MAX {
                figure.which.push(case.id.clone());
            }
        }
        Ok(())
    })?;
    Ok(figures)
}
