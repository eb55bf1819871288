//! What a case is, and what a form or a step makes of it. Pure: no database, no clock.

use std::collections::BTreeMap;

use base::{Day, Error, Fault, Instant, Result};
use rules::Value as Told;
use serde_json::{Map, Value, json};

use super::{lines, rows, value};
use crate::books::{Field, Named, Ready, Sort, Step, facts};

/// Values by field, as they are kept.
pub type Values = Map<String, Value>;

/// A case as it stands.
#[derive(Clone, Debug)]
pub struct Case {
    pub id: String,
    pub book: String,
    pub edition: i64,
    pub number: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub label: String,
    pub title: String,
    pub area: String,
    pub state: String,
    pub entered_at: Instant,
    pub due_step: Option<String>,
    pub due_on: Option<Day>,
    pub opened_on: Day,
    pub opened_by: String,
    pub closed_at: Option<Instant>,
    pub values: Values,
    pub revision: i64,
    /// What lists find it by, as it is kept.
    pub kept: Stand,
}

/// What of a case is kept beside it: lists put in order and leave out by it, and it is counted where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    pub area: String,
    pub state: String,
    pub title: String,
    pub due_on: Option<Day>,
    pub closed_at: Option<Instant>,
}

impl Case {
    pub(super) fn stand(&self) -> Stand {
        Stand {
            area: self.area.clone(),
            state: self.state.clone(),
            title: self.title.clone(),
            due_on: self.due_on,
            closed_at: self.closed_at,
        }
    }
}

impl Case {
    /// Whether nothing is left of what it said: the archive destroyed it.
    pub fn is_bare(&self) -> bool {
        self.values.is_empty() && self.title.is_empty()
    }
}

/// What rules see of a case.
pub struct Seen<'s> {
    pub ready: &'s Ready,
    pub values: &'s Values,
    pub state: &'s str,
    pub opened_on: Day,
    pub today: Day,
    /// Facts of the subject by name; those not here are unknown.
    pub subject: &'s BTreeMap<String, Told>,
}

impl Seen<'_> {
    pub fn look(&self, name: &str) -> Option<Told> {
        match name {
            facts::STATE => Some(Told::Choice(self.state.into())),
            facts::OPENED_ON => Some(Told::Day(self.opened_on)),
            facts::TODAY => Some(Told::Day(self.today)),
            _ => match name.strip_prefix("case.") {
                Some(path) => {
                    let mut parts = path.split('.');
                    let id = parts.next()?;
                    let (field, value) = (self.ready.book.field.get(id)?, self.values.get(id));
                    match (parts.next(), parts.next()) {
                        (Some(column), Some(what)) => rows::told(field, column, what, value),
                        _ => value::told(field, self.ready.choices(id), value),
                    }
                }
                None => self.subject.get(name).cloned(),
            },
        }
    }
}

/// One value that changed: what it was and what it is.
pub type Changed = BTreeMap<String, (Value, Value)>;

/// Values on their way into a case.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    pub values: Values,
    /// Sealed fields in plain text, to be sealed and kept apart.
    pub secrets: BTreeMap<String, Option<String>>,
    /// Of tables that were given, where each row that is kept stood among those that were sent.
    pub places: BTreeMap<String, Vec<usize>>,
}

/// Who fills a form, and which fields it has.
pub struct Form<'f> {
    pub ready: &'f Ready,
    pub role: &'f str,
    /// Fields that may be given; another one given is a fault.
    pub asks: &'f dyn Fn(&str, &Field) -> bool,
}

impl Form<'_> {
    /// Whether the form's reader may fill a field.
    pub fn may_write(&self, id: &str, field: &Field) -> bool {
        let writes = field.write.is_empty() || field.write.iter().any(|it| it == self.role);
        (self.asks)(id, field)
            && !field.is_computed()
            && writes
            && self.ready.book.may_see_field(field, self.role)
    }

    /// Reads what was given over what was there. All that cannot be read is told at once, each
    /// beside its field, as `values.<field>`.
    pub fn read(&self, before: &Values, given: &Map<String, Value>) -> Result<Filled> {
        let mut filled = Filled { values: before.clone(), ..Filled::default() };
        let mut faults = Vec::new();
        for (id, given) in given {
            let path = format!("values.{id}");
            // A field that the role may not see is as if not there: its name is not told either.
            let sees = |field: &&Field| self.ready.book.may_see_field(field, self.role);
            let Some(field) = self.ready.book.field.get(id).filter(sees) else {
                faults.push(Fault::new(path, "cases-no-such-field").arg("field", id));
                continue;
            };
            if !self.may_write(id, field) {
                // A form shows what it may not fill; sent back unchanged it is no fault.
                if before.get(id) != Some(given) {
                    faults.push(
                        Fault::new(path, "cases-not-asked").arg("zh", field.zh()).arg("en", field.en()),
                    );
                }
                continue;
            }
            // The mask itself, sent back by a form that showed it, is no new value.
            if field.sort.is_sealed() && before.get(id) == Some(given) {
                continue;
            }
            match value::read(field, self.ready.choices(id), given) {
                Ok(read) => {
                    filled.take(id, field, read);
                    if field.sort == Sort::Table {
                        filled.places.insert(id.clone(), lines::places(field, given));
                    }
                }
                Err(fault) => faults.push(Fault { path: format!("{path}{}", fault.path).into(), ..fault }),
            }
        }
        if faults.is_empty() {
            return Ok(filled);
        }
        // What is missing anyway is told with it, so that a form comes back once and not twice.
        for (id, field) in &self.ready.book.field {
            let empty = !filled.values.contains_key(id) && !faults.iter().any(|it| at(it, id));
            if field.needed && field.show_if.is_none() && empty && self.may_write(id, field) {
                faults.push(Fault::new(format!("values.{id}"), "cases-needed"));
            }
        }
        Err(Error::Invalid(faults))
    }
}

/// What was chosen of one: a form sends an empty text beside it, and so a list.
pub(super) fn chosen(given: &Value) -> &Value {
    match given.as_array().map(Vec::as_slice) {
        Some([one]) => one,
        _ => given,
    }
}

/// Whether a fault stands at a field, or at a row of its table.
fn at(fault: &Fault, id: &str) -> bool {
    let rest = fault.path.strip_prefix("values.").and_then(|it| it.strip_prefix(id));
    rest.is_some_and(|it| it.is_empty() || it.starts_with(['[', '.']))
}

impl Filled {
    fn take(&mut self, id: &str, field: &Field, read: Option<Value>) {
        let plain = read.as_ref().and_then(Value::as_str).filter(|_| field.sort.is_sealed());
        if let Some(plain) = plain {
            let masked = value::masked(field.sort, plain);
            self.secrets.insert(id.to_owned(), Some(plain.to_owned()));
            self.values.insert(id.to_owned(), json!(masked));
            return;
        }
        if field.sort.is_sealed() {
            self.secrets.insert(id.to_owned(), None);
        }
        match read {
            // Rows that say what they said stay as they are, with what is worked out in them.
            Some(value) if self.values.get(id).is_some_and(|it| *rows::typed(field, it) == value) => {}
            Some(value) => _ = self.values.insert(id.to_owned(), value),
            None => _ = self.values.remove(id),
        }
    }
}

/// Works out the fields and the rows that have rules, in the order of the page, so that a later one may
/// read an earlier one; and empties those that are not asked now.
pub fn settle(ready: &Ready, values: &mut Values, seen: &dyn Fn(&Values, &str) -> Option<Told>) {
    let mut rules = ready.values().iter().peekable();
    for id in ready.book.field.keys() {
        lines::settle(ready, id, values, seen);
        if let Some(says) = ready.book.field[id].says.as_ref() {
            let said = value::said(says, |name| {
                Some((ready.book.field.get(name)?, ready.choices(name), values.get(name)?))
            });
            match said {
                Some(text) => _ = values.insert(id.clone(), text),
                None => _ = values.remove(id),
            }
        }
        let Some((_, rule)) = rules.next_if(|it| it.0 == *id) else { continue };
        let told = crate::books::shelf::answer(rule, &|name| seen(values, name));
        match told {
            Some(told) => _ = values.insert(id.clone(), value::kept(&told)),
            None => _ = values.remove(id),
        }
    }
    let hidden: Vec<String> =
        values.keys().filter(|id| !ready.is_shown(id, &|name| seen(values, name))).cloned().collect();
    for id in hidden {
        values.remove(&id);
    }
}

/// What stands against values: fields that are needed and empty, days that lie ahead, checks that
/// do not hold.
pub fn against<'n>(seen: &Seen, needed: impl Iterator<Item = &'n str>) -> Vec<Fault> {
    let look = |name: &str| seen.look(name);
    let mut faults = Vec::new();
    for id in needed {
        let empty =
            seen.values.get(id).is_none_or(|it| it.is_null() || it.as_array().is_some_and(Vec::is_empty));
        if empty && seen.ready.is_shown(id, &look) {
            faults.push(Fault::new(format!("values.{id}"), "cases-needed"));
        }
    }
    for (id, field) in seen.ready.fields_of(|sort| sort == Sort::Date) {
        let ahead = value::day_of(seen.values.get(id)).is_some_and(|day| seen.today < day);
        if field.past && ahead {
            faults.push(Fault::new(format!("values.{id}"), "cases-day-ahead"));
        }
    }
    for check in seen.ready.broken_checks(&look) {
        let rule = &seen.ready.book.check[check];
        let field = seen.ready.read_by_check(check).into_iter().last().unwrap_or("");
        let path = if field.is_empty() { String::new() } else { format!("values.{field}") };
        let fault = Fault::new(path, "cases-check").arg("zh", &rule.zh).arg("en", &rule.en);
        faults.push(fault.arg("check", check));
    }
    faults.extend(lines::against(seen));
    faults
}

/// The fields that differ. Sealed ones are named with their masks.
pub fn changed(before: &Values, after: &Values) -> Changed {
    let names = before.keys().chain(after.keys()).collect::<std::collections::BTreeSet<_>>();
    let of = |values: &Values, name: &str| values.get(name).cloned().unwrap_or(Value::Null);
    let pairs = names.into_iter().map(|name| (name.clone(), (of(before, name), of(after, name))));
    pairs.filter(|(_, (was, is))| was != is).collect()
}

/// The day on which a step is due in a state entered on `entered`; `working` counts working days.
pub fn due_on(step: &Step, values: &Values, entered: Day, working: &dyn Fn(Day, i64) -> Day) -> Option<Day> {
    let due = step.due.as_ref()?;
    let from = match &due.from {
        None => entered,
        // A deadline that counts from a field that is not filled does not run yet.
        Some(field) => value::day_of(values.get(field))?,
    };
    Some(if due.working { working(from, due.days) } else { from.plus_days(due.days) })
}

/// The step whose deadline runs out first in a state, with its day.
pub fn next_due<'r>(
    ready: &'r Ready,
    state: &'r str,
    values: &Values,
    entered: Day,
    working: &dyn Fn(Day, i64) -> Day,
) -> Option<(&'r str, Day)> {
    let steps = ready.book.steps_from(state);
    let due = steps.filter_map(|(id, step)| Some((id, due_on(step, values, entered, working)?)));
    due.min_by_key(|it| it.1)
}

/// What names a case: the fields of its book's `title`, else its subject.
pub fn title(ready: &Ready, values: &Values, label: &str) -> String {
    let fields = ready.book.title.iter().filter_map(|id| {
        let field = ready.book.field.get(id)?;
        let text = value::shown(field, ready.choices(id), values.get(id)?, "zh");
        (!text.is_empty()).then_some(text)
    });
    let named = fields.collect::<Vec<_>>().join(" · ");
    if named.is_empty() { label.to_owned() } else { named }
}

/// The values that a role may see.
pub fn visible(ready: &Ready, role: &str, values: &Values) -> Values {
    let sees =
        |id: &String| ready.book.field.get(id).is_some_and(|field| ready.book.may_see_field(field, role));
    values.iter().filter(|it| sees(it.0)).map(|(id, value)| (id.clone(), value.clone())).collect()
}
