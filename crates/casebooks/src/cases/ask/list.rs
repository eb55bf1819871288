//! Lists of the cases of a book.

use std::collections::HashMap;

use base::{Day, Error, Instant, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{names, query::Condition};
use crate::{
    books::{Field, Named, Ready, Sort},
    cases::{
        access,
        case::{self, Case, Values},
        table, value,
    },
};

/// Beyond this many a list says "more than" instead of counting on.
pub const COUNT_MAX: i64 = 10_000;

/// Cases of a book.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cases {
    pub book: String,
    pub state: Option<String>,
    /// A part of the reader's own area.
    pub area: Option<String>,
    /// A number, or words of what names the case.
    pub q: Option<String>,
    /// Only the cases that make this figure of the book.
    pub figure: Option<String>,
    /// `field:operator:value`, such as `grade:is:major` or `cost:from:5000`.
    pub filter: Vec<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

/// One line of the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseRow {
    pub id: String,
    pub number: String,
    pub title: String,
    /// What it is about, by name and by id.
    pub label: String,
    pub subject_id: String,
    pub area: String,
    pub state: String,
    pub state_zh: String,
    pub state_en: String,
    pub tone: String,
    pub due_on: Option<Day>,
    pub due_step: Option<String>,
    pub overdue: bool,
    pub opened_on: Day,
    pub closed_at: Option<Instant>,
    pub revision: i64,
    /// The values that the reader sees, by field, as they are kept …
    pub values: Value,
    /// … and for people, in Chinese and English.
    pub shown: Value,
}

const ORDERS: &[Order] = &[
    ("opened", " ORDER BY f.id DESC", " ORDER BY f.id"),
    ("number", " ORDER BY f.number, f.id", " ORDER BY f.number DESC, f.id"),
    ("title", " ORDER BY f.title, f.id", " ORDER BY f.title DESC, f.id"),
    ("state_name", " ORDER BY f.state, f.id DESC", " ORDER BY f.state DESC, f.id DESC"),
    ("state", " ORDER BY f.state, f.id DESC", " ORDER BY f.state DESC, f.id DESC"),
    ("due_on", " ORDER BY f.due_on, f.id", " ORDER BY f.due_on DESC, f.id"),
    ("opened_on", " ORDER BY f.opened_on, f.id", " ORDER BY f.opened_on DESC, f.id"),
    ("area", " ORDER BY f.area, f.id DESC", " ORDER BY f.area DESC, f.id DESC"),
];

/// A declared field in the name of an order: `field.grade`.
const FIELD: &str = "field.";

/// Whether cases can be put in order by a field: it has one value in the index.
pub(crate) fn sorts(field: &Field) -> bool {
    field.sort.is_indexed() && !field.sort.is_sealed() && field.sort != Sort::Many
}

impl Question for Cases {
    const NAME: &'static str = "cases.list";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<CaseRow>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<ListAnswer<CaseRow>> {
        let ready = access::book(cx, &self.book)?;
        let mut condition = self.condition(cx, &ready)?;
        let plain = condition.args.len();
        let order = self.order(cx, &ready, &mut condition);
        let (total, cases) = self.page(cx, &condition, plain, &order)?;
        let mut rows = Vec::new();
        for case in cases {
            let its = access::book_of(cx, &case)?;
            let mut line = row(cx, &its, case);
            named(cx, &its, &mut line)?;
            rows.push(line);
        }
        Ok(ListAnswer::new(&self.list, total, rows))
    }
}

impl Cases {
    /// How many cases there are, and those of the page. Which they are is told by indexes alone; only
    /// those of the page are read whole. The first `plain` arguments are the condition's own, the others
    /// the order's.
    fn page(
        &self,
        cx: &mut Cx,
        condition: &Condition,
        plain: usize,
        order: &str,
    ) -> Result<(i64, Vec<Case>)> {
        let args = condition.args();
        let (offset, limit) = (self.list.offset(), self.list.limit());
        let (found, some) = (condition.found(), COUNT_MAX + 1);
        let which = |limit: i64, offset: i64| {
            format!("SELECT f.id FROM {found}{order} LIMIT {limit} OFFSET {offset}")
        };
        let (total, ids) = if condition.few {
            // One look tells how many and which.
            let ids: Vec<(String,)> = cx.all(&which(some, 0), &args)?;
            let total = ids.len() as i64;
            (total, ids.into_iter().skip(offset as usize).take(limit as usize).collect())
        } else {
            let counted = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {found} LIMIT {some}) AS t");
            let (total,): (i64,) = cx.get("count", &counted, &args[..plain])?;
            (total, cx.all::<(String,)>(&which(limit, offset), &args)?)
        };
        let ids: Vec<&str> = ids.iter().map(|it| it.0.as_str()).collect();
        let mut cases = table::by_ids(cx, &ids)?;
        let places: HashMap<&str, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        cases.sort_by_key(|it| places.get(it.id.as_str()).copied());
        Ok((total, cases))
    }

    /// How far the list goes: what the reader sees of the book, or the part of it that is asked for.
    pub(super) fn scope(&self, cx: &Cx, ready: &Ready) -> Result<Scope> {
        let scope = access::scope(cx, ready);
        if scope.area().is_empty() {
            return Err(Error::denied("door-outside-area"));
        }
        match self.area.as_deref().filter(|it| !it.is_empty()) {
            Some(area) => scope.narrowed(area),
            None => Ok(scope),
        }
    }

    /// What the reader asks for, within what the reader sees.
    pub(crate) fn condition(&self, cx: &mut Cx, ready: &Ready) -> Result<Condition> {
        let scope = self.scope(cx, ready)?;
        let mut condition = Condition::of_book(cx, ready, &scope);
        if let Some(state) = self.state.as_deref().filter(|it| !it.is_empty()) {
            condition.state(state);
        }
        if let Some(typed) = self.q.as_deref().filter(|it| !it.trim().is_empty()) {
            condition.typed(typed);
        }
        condition.filters(cx, ready, &self.filter)?;
        if let Some(figure) = self.figure.as_deref().filter(|it| !it.is_empty()) {
            super::figures::narrow(cx, ready, &mut condition, figure)?;
        }
        Ok(condition)
    }

    /// By a column of every case, or by a declared field that the reader sees.
    fn order(&self, cx: &Cx, ready: &Ready, condition: &mut Condition) -> String {
        let asked = self.list.sort.as_deref().unwrap_or("");
        let (name, down) = asked.strip_prefix('-').map_or((asked, false), |name| (name, true));
        let field = name.strip_prefix(FIELD).and_then(|id| Some((id, ready.book.field.get(id)?)));
        match field.filter(|(_, it)| sorts(it) && ready.book.may_see_field(it, &cx.actor.role)) {
            Some((id, _)) => condition.order(id, down),
            None => {
                let order = self.list.order(ORDERS);
                if order.contains("f.state") || order.contains("f.due_on") {
                    condition.whole();
                }
                order.to_owned()
            }
        }
    }
}

/// Puts names where the columns of a list would show ids.
fn named(cx: &mut Cx, ready: &Ready, line: &mut CaseRow) -> Result<()> {
    let points =
        |sort| matches!(sort, Sort::Area | Sort::Person | Sort::Facility | Sort::Case | Sort::Worker);
    let points = |id: &str| ready.book.field.get(id).is_some_and(|it| it.list && points(it.sort));
    let Some(values) = line.values.as_object() else { return Ok(()) };
    let pointing: Values =
        values.iter().filter(|it| points(it.0)).map(|(id, it)| (id.clone(), it.clone())).collect();
    if pointing.is_empty() {
        return Ok(());
    }
    let names = names::of(cx, ready, &pointing)?;
    for (id, value) in &pointing {
        if let Some(known) = value.as_str().and_then(|it| names.get(it)) {
            line.shown["zh"][id] = Value::from(known.name.zh.as_str());
            line.shown["en"][id] = Value::from(known.name.en.as_str());
        }
    }
    Ok(())
}

/// A case as its line of a list.
pub(crate) fn row(cx: &Cx, ready: &Ready, it: Case) -> CaseRow {
    let values = case::visible(ready, &cx.actor.role, &it.values);
    let shown = |language: &str| {
        let texts = values.iter().filter_map(|(id, value)| {
            let field = ready.book.field.get(id)?;
            Some((id.clone(), Value::from(value::shown(field, ready.choices(id), value, language))))
        });
        Value::Object(texts.collect())
    };
    let state = ready.book.state.get(&it.state);
    let tone = state.map(|it| serde_json::to_value(it.tone).unwrap_or_default());
    CaseRow {
        state_zh: state.map_or_else(|| it.state.clone(), |it| it.zh().to_owned()),
        state_en: state.map_or_else(|| it.state.clone(), |it| it.en().to_owned()),
        tone: tone.as_ref().and_then(Value::as_str).unwrap_or("plain").to_owned(),
        overdue: it.closed_at.is_none() && it.due_on.is_some_and(|day| day < cx.today()),
        shown: serde_json::json!({ "zh": shown("zh"), "en": shown("en") }),
        values: Value::Object(values),
        id: it.id,
        number: it.number,
        title: it.title,
        label: it.label,
        subject_id: it.subject_id,
        area: it.area,
        state: it.state,
        due_on: it.due_on,
        due_step: it.due_step,
        opened_on: it.opened_on,
        closed_at: it.closed_at,
        revision: it.revision,
    }
}
