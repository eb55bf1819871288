//! The condition of a list of cases: filters by any declared field, through the typed index.
//!
//! A filter is `field:operator:value`: `grade:is:major`, `cost:from:5000`, `found_on:to:2026-06-30`,
//! `place:begins:三楼`. Fields are those of the book that the reader sees, and beside them `state`,
//! `number`, `title`, `opened_on`, `due` (`overdue`, `week`, `none`, or `from` and `to` a day),
//! `open` and `public` (`yes`, `no`).

use base::{Error, Fault, Result};
use linkage::dates::{self, Written};
use platform::{Cx, Scope};
use store::Arg;

use super::waiting::SOON_DAYS;
use crate::{
    books::{Field, Ready, Sort},
    cases::{
        table::columns,
        value::{self, Key},
    },
};

/// Cases up to which it is counted whom a field leads to; beyond it another may lead as well.
const FEW: i64 = 5_000;
/// Filters of one list; more say that something else is wanted.
const FILTERS_MAX: usize = 12;

/// A condition after `FROM case_file f`, composed of literals; the arguments beside it.
pub(crate) struct Condition {
    pub(crate) sql: String,
    pub(crate) args: Vec<Own>,
    /// Whether a value of the index leads to the cases already; what is asked beside it is then asked
    /// of each of those, and not looked up for all cases that have it.
    led: bool,
}

/// An argument that the condition keeps.
pub(crate) enum Own {
    Text(String),
    Int(i64),
}

impl Condition {
    pub(crate) fn args(&self) -> Vec<Arg<'_>> {
        self.args
            .iter()
            .map(|it| match it {
                Own::Text(text) => Arg::from(text),
                Own::Int(number) => Arg::Int(*number),
            })
            .collect()
    }

    /// All cases of a book within a scope.
    pub(crate) fn of_book(cx: &Cx, ready: &Ready, scope: &Scope) -> Condition {
        let (low, high) = scope.range();
        let county =
            cx.house.packs.county(cx.county()).ok().and_then(|it| it.county().map(|it| it.area.clone()));
        let texts = vec![Own::Text(cx.county().to_owned()), Own::Text(ready.id.clone())];
        let mut it = Condition { sql: "f.county = $1 AND f.book = $2".to_owned(), args: texts, led: false };
        // Whoever sees the whole county needs no range, and the index of the book alone serves.
        if county.as_deref() != Some(scope.area()) {
            let (low, high) = (it.text(low), it.text(high));
            it.sql.push_str(&format!(" AND f.area >= ${low} AND f.area < ${high}"));
        }
        it
    }

    pub(super) fn text(&mut self, text: impl Into<String>) -> usize {
        self.args.push(Own::Text(text.into()));
        self.args.len()
    }

    fn int(&mut self, number: i64) -> usize {
        self.args.push(Own::Int(number));
        self.args.len()
    }

    pub(crate) fn state(&mut self, state: &str) {
        let at = self.text(state);
        self.sql.push_str(&format!(" AND f.state = ${at}"));
    }

    /// Any of these states.
    pub(crate) fn states(&mut self, states: &[&str]) {
        let places: Vec<String> = states.iter().map(|it| format!("${}", self.text(*it))).collect();
        let any = if places.is_empty() { "''".to_owned() } else { places.join(", ") };
        self.sql.push_str(&format!(" AND f.state IN ({any})"));
    }

    /// These cases alone.
    pub(crate) fn only(&mut self, ids: Vec<String>) {
        let places: Vec<String> = ids.into_iter().map(|it| format!("${}", self.text(it))).collect();
        let any = if places.is_empty() { "''".to_owned() } else { places.join(", ") };
        self.sql.push_str(&format!(" AND f.id IN ({any})"));
    }

    /// The order by a declared field: the value of each case in the index.
    pub(crate) fn order(&mut self, field: &str, down: bool) -> String {
        let at = self.text(field);
        let way = if down { " DESC" } else { "" };
        let value = |column: &str| {
            format!(
                "(SELECT v.{column} FROM case_value v WHERE v.county = $1 AND v.case_id = f.id AND v.book = $2 \
                 AND v.field = ${at})"
            )
        };
        // What is empty stands first upwards on both databases.
        format!(
            " ORDER BY COALESCE({}, ''){way}, COALESCE({}, -9223372036854775808){way}, f.id DESC",
            value("word"),
            value("amount")
        )
    }

    /// What was typed into the list's box: a number or words of the title.
    pub(crate) fn typed(&mut self, typed: &str) {
        let pattern = format!("%{}%", typed.trim().replace(['%', '_'], ""));
        let at = self.text(pattern);
        self.sql.push_str(&format!(" AND (f.number LIKE ${at} OR f.title LIKE ${at} OR f.label LIKE ${at})"));
    }

    /// Adds the filters of a reader.
    pub(crate) fn filters(&mut self, cx: &mut Cx, ready: &Ready, filters: &[String]) -> Result<()> {
        if FILTERS_MAX < filters.len() {
            return Err(Fault::new("filter", "cases-too-many").arg("most", FILTERS_MAX).into());
        }
        for (at, filter) in
            led(cx, ready, joined(ready, filters))?.iter().filter(|it| !it.1.trim().is_empty())
        {
            let path = format!("filter[{at}]");
            let parts: Vec<&str> = filter.splitn(3, ':').collect();
            let [name, operator, written] = parts[..] else {
                return Err(Fault::new(path, "cases-bad-filter").arg("written", filter).into());
            };
            if written.trim().is_empty() {
                continue;
            }
            self.filter(cx, ready, &path, name, operator, written.trim())?;
        }
        Ok(())
    }

    fn filter(
        &mut self,
        cx: &Cx,
        ready: &Ready,
        path: &str,
        name: &str,
        operator: &str,
        written: &str,
    ) -> Result<()> {
        let bad =
            || Error::Invalid(vec![Fault::new(path.to_owned(), "cases-bad-filter").arg("written", written)]);
        match (name, operator) {
            ("state", "is") => self.state(written),
            ("number", "is") => {
                let at = self.text(written);
                self.sql.push_str(&format!(" AND f.number = ${at}"));
            }
            ("open", "is") => {
                let open = written == "yes";
                self.sql.push_str(if open {
                    " AND f.closed_at IS NULL"
                } else {
                    " AND f.closed_at IS NOT NULL"
                });
            }
            ("subject", "is") => {
                let at = self.text(written);
                self.sql.push_str(&format!(" AND f.subject_id = ${at}"));
            }
            ("due", "is") => self.due(cx, written).ok_or_else(bad)?,
            ("public", "is") => self.public(cx, written == "yes"),
            ("opened_on" | "due", "from" | "to") => {
                let Ok(Written::Day(day)) = dates::read(written) else { return Err(bad()) };
                let at = self.text(day.to_string());
                let sign = if operator == "from" { ">=" } else { "<=" };
                let column = if name == "due" { "due_on" } else { "opened_on" };
                self.sql.push_str(&format!(" AND f.{column} {sign} ${at}"));
            }
            _ => {
                let field =
                    ready.book.field.get(name).filter(|it| ready.book.may_see_field(it, &cx.actor.role));
                let field = field.filter(|it| it.sort.is_indexed() && !it.sort.is_sealed());
                let Some(field) = field else {
                    return Err(Fault::new(path.to_owned(), "cases-no-such-field").arg("field", name).into());
                };
                self.by_field(ready, path, name, field, operator, written)?;
            }
        }
        Ok(())
    }

    fn due(&mut self, cx: &Cx, written: &str) -> Option<()> {
        let today = cx.today();
        match written {
            "overdue" => {
                let at = self.text(today.to_string());
                self.sql.push_str(&format!(" AND f.due_on < ${at}"));
            }
            "week" => {
                let (from, to) =
                    (self.text(today.to_string()), self.text(today.plus_days(SOON_DAYS).to_string()));
                self.sql.push_str(&format!(" AND f.due_on >= ${from} AND f.due_on <= ${to}"));
            }
            "none" => self.sql.push_str(" AND f.due_on IS NULL"),
            _ => return None,
        }
        Some(())
    }

    /// Those that the public sees today, or does not.
    fn public(&mut self, cx: &Cx, is: bool) {
        let today = self.text(cx.today().to_string());
        let not = if is { "" } else { "NOT " };
        self.sql.push_str(&format!(
            " AND {not}EXISTS (SELECT 1 FROM case_publication p WHERE p.county = $1 AND p.case_id = f.id
                AND p.from_on <= ${today} AND (p.until_on IS NULL OR p.until_on >= ${today})
                AND p.withdrawn_on IS NULL AND p.held_on IS NULL)"
        ));
    }

    /// One value of the index: the case's id is among those that have it.
    fn by_field(
        &mut self,
        ready: &Ready,
        path: &str,
        name: &str,
        field: &Field,
        operator: &str,
        written: &str,
    ) -> Result<()> {
        let test = self.test(ready, path, name, field, operator, written)?;
        self.sql.push_str(&if self.led {
            format!(" AND EXISTS (SELECT 1 FROM case_value v WHERE v.case_id = f.id AND {test})")
        } else {
            format!(" AND f.id IN (SELECT v.case_id FROM case_value v WHERE {test})")
        });
        self.led = true;
        Ok(())
    }

    /// What a value `v` of the index must be.
    fn test(
        &mut self,
        ready: &Ready,
        path: &str,
        name: &str,
        field: &Field,
        operator: &str,
        written: &str,
    ) -> Result<String> {
        let read = |written: &str| {
            let value = value::read(field, ready.choices(name), &written.into());
            let value =
                value.map_err(|it| Error::Invalid(vec![Fault { path: path.to_owned().into(), ..it }]))?;
            let key = value.and_then(|it| value::keys(field, &it).into_iter().next());
            key.ok_or_else(|| {
                Error::Invalid(vec![Fault::new(path.to_owned(), "cases-bad-filter").arg("written", written)])
            })
        };
        let known = self.text(name);
        let of = format!("v.county = $1 AND v.book = $2 AND v.field = ${known}");
        let test = match operator {
            "is" => {
                let (word, amount) = columns(read(written)?);
                let (word, amount) = (self.text(word), self.int(amount));
                format!(" AND v.word = ${word} AND v.amount = ${amount}")
            }
            "from" | "to" | "between" => {
                let (low, high) = match operator {
                    "from" => (Some(written), None),
                    "to" => (None, Some(written)),
                    _ => written
                        .split_once(BETWEEN)
                        .map_or((None, None), |(low, high)| (Some(low), Some(high))),
                };
                let mut test = String::new();
                for (sign, written) in [(">=", low), ("<=", high)] {
                    let Some(written) = written else { continue };
                    test.push_str(&match read(written)? {
                        Key::Amount(amount) => {
                            format!(" AND v.word = '' AND v.amount {sign} ${}", self.int(amount))
                        }
                        Key::Word(word) => format!(" AND v.word {sign} ${}", self.text(word)),
                    });
                }
                test
            }
            "begins" => {
                let word = value::word(written);
                let (low, high) = (self.text(word.clone()), self.text(format!("{word}\u{10ffff}")));
                format!(" AND v.word >= ${low} AND v.word < ${high}")
            }
            _ => {
                return Err(Fault::new(path.to_owned(), "cases-bad-filter").arg("written", operator).into());
            }
        };
        Ok(format!("{of}{test}"))
    }
}

/// Filters with the field first whose values lead to the fewest cases. SQLite keeps no picture of how often a
/// value stands in the index, so where several fields are asked for it is looked, up to a bound.
fn led(cx: &mut Cx, ready: &Ready, filters: Vec<(usize, String)>) -> Result<Vec<(usize, String)>> {
    let role = cx.actor.role.clone();
    let of_field = |filter: &str| {
        let mut parts = filter.splitn(3, ':');
        let (name, operator, written) = (parts.next()?, parts.next()?, parts.next()?.trim());
        let field = ready.book.field.get(name).filter(|it| it.sort.is_indexed() && !it.sort.is_sealed())?;
        let field = Some(field).filter(|it| ready.book.may_see_field(it, &role))?;
        (!written.is_empty()).then(|| (name.to_owned(), field, operator.to_owned(), written.to_owned()))
    };
    if filters.iter().filter(|it| of_field(&it.1).is_some()).count() < 2 {
        return Ok(filters);
    }
    let mut counted = Vec::with_capacity(filters.len());
    for (at, filter) in filters {
        let Some((name, field, operator, written)) = of_field(&filter) else {
            counted.push((0, (at, filter)));
            continue;
        };
        let args = vec![Own::Text(cx.county().to_owned()), Own::Text(ready.id.clone())];
        let mut probe = Condition { sql: String::new(), args, led: false };
        let test = probe.test(ready, &format!("filter[{at}]"), &name, field, &operator, &written)?;
        let sql =
            format!("SELECT COUNT(*) FROM (SELECT 1 AS one FROM case_value v WHERE {test} LIMIT {FEW}) t");
        let (cases,): (i64,) = cx.get("count", &sql, &probe.args())?;
        counted.push((cases, (at, filter)));
    }
    counted.sort_by_key(|it| it.0);
    Ok(counted.into_iter().map(|it| it.1).collect())
}

/// Stands between the two ends of a range.
const BETWEEN: char = '\u{1f}';

/// Filters with the two ends of a field's range made one (either alone may be half of all cases, and to
/// look for those in both halves would read them all), the narrower kinds first; each with its place.
fn joined(ready: &Ready, filters: &[String]) -> Vec<(usize, String)> {
    let end = |filter: &str, of: &str| -> Option<(String, String)> {
        let mut parts = filter.splitn(3, ':');
        let (name, operator, written) = (parts.next()?, parts.next()?, parts.next()?.trim());
        let one_value = ready.book.field.get(name).is_some_and(|it| it.sort != Sort::Many);
        (operator == of && one_value && !written.is_empty()).then(|| (name.to_owned(), written.to_owned()))
    };
    let mut joined: Vec<(usize, String)> = filters.iter().cloned().enumerate().collect();
    for low in 0..joined.len() {
        let Some((name, from)) = end(&joined[low].1, "from") else { continue };
        let high = joined.iter().position(|it| end(&it.1, "to").is_some_and(|it| it.0 == name));
        let Some(high) = high else { continue };
        let to = end(&joined[high].1, "to").map_or_else(String::new, |it| it.1);
        joined[low].1 = format!("{name}:between:{from}{BETWEEN}{to}");
        joined[high].1.clear();
    }
    let kinds = [":is:", ":begins:", ":between:"];
    joined.sort_by_key(|it| kinds.iter().position(|kind| it.1.contains(kind)).unwrap_or(kinds.len()));
    joined
}
