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

use super::{
    lead::{self, BETWEEN},
    waiting::SOON_DAYS,
};
use crate::{
    books::{Field, Ready, Sort},
    cases::{
        table::columns,
        value::{self, Key},
    },
};

/// Filters of one list; more say that something else is wanted.
const FILTERS_MAX: usize = 12;

/// Which cases of a book are asked for, composed of literals; the arguments beside it.
pub(crate) struct Condition {
    /// What must be so of a case `f`.
    pub(super) rest: String,
    pub(crate) args: Vec<Own>,
    /// What must be so of the value `v` of the index that leads to the cases; what is asked beside it is
    /// asked of each of those, and not looked up for all cases that have it.
    lead: Option<String>,
    /// Whether it is known that it leads to few cases.
    pub(super) few: bool,
    /// Whether `rest` asks what stands in the case alone, and not beside its values too.
    whole: bool,
}

/// The cases to which a value leads, with what stands beside it of the case: no case is looked up to put
/// them in order, to count them, or to leave out those of other places.
const BESIDE: &str = "SELECT v.county, v.book, v.case_id AS id, v.area, v.closed_at, v.opened_on, v.number, \
                      v.title FROM case_value v";

/// What a value `v` of the index must be: of a field, and more.
pub(super) struct Test {
    /// The place of the field among the arguments.
    field: usize,
    more: String,
    range: bool,
}

impl Test {
    pub(super) fn leads(&self) -> String {
        format!("v.county = $1 AND v.book = $2 AND v.field = ${}{}", self.field, self.more)
    }

    /// The same of one case whose id is said beside it. A planner without statistics takes the index by field
    /// for as good as the one by case, and would pass through a whole range of values for each case: what is
    /// no bare column is none of its index.
    fn beside(&self) -> String {
        let bare = if self.range { " || ''" } else { "" };
        format!("v.county = $1 AND v.book = $2 AND v.field{bare} = ${}{}", self.field, self.more)
    }
}

/// An argument that the condition keeps.
pub(crate) enum Own {
    Text(String),
    Int(i64),
}

impl Condition {
    pub(super) fn new(rest: &str, args: Vec<Own>) -> Condition {
        Condition { rest: rest.to_owned(), args, lead: None, few: false, whole: false }
    }

    /// The condition of whole cases `f` of `case_file`.
    pub(crate) fn sql(&self) -> String {
        match &self.lead {
            None => self.rest.clone(),
            Some(test) => {
                format!("{} AND f.id IN (SELECT v.case_id FROM case_value v WHERE {test})", self.rest)
            }
        }
    }

    /// The cases after `FROM`, one row each, of which no more is read than their id, number, title, area, the
    /// day on which they were opened and when they were closed; after [`Condition::whole`], anything.
    pub(crate) fn found(&self) -> String {
        match &self.lead {
            Some(test) if !self.whole => format!("({BESIDE} WHERE {test}) f WHERE {}", self.rest),
            _ => format!("case_file f WHERE {}", self.sql()),
        }
    }

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
        let texts = vec![Own::Text(cx.county().to_owned()), Own::Text(ready.id.clone())];
        let mut it = Condition::new("f.county = $1 AND f.book = $2", texts);
        // Without a range the index of the book alone serves.
        if let Some((low, high)) = range(cx, scope) {
            let (low, high) = (it.text(low), it.text(high));
            it.rest.push_str(&format!(" AND f.area >= ${low} AND f.area < ${high}"));
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

    /// What is asked beside it stands in the case alone.
    pub(super) fn whole(&mut self) {
        self.whole = true;
    }

    pub(crate) fn state(&mut self, state: &str) {
        self.whole();
        let at = self.text(state);
        self.rest.push_str(&format!(" AND f.state = ${at}"));
    }

    /// Any of these states.
    pub(crate) fn states(&mut self, states: &[&str]) {
        self.whole();
        let places: Vec<String> = states.iter().map(|it| format!("${}", self.text(*it))).collect();
        let any = if places.is_empty() { "''".to_owned() } else { places.join(", ") };
        self.rest.push_str(&format!(" AND f.state IN ({any})"));
    }

    /// These cases alone.
    pub(crate) fn only(&mut self, ids: Vec<String>) {
        let places: Vec<String> = ids.into_iter().map(|it| format!("${}", self.text(it))).collect();
        let any = if places.is_empty() { "''".to_owned() } else { places.join(", ") };
        self.rest.push_str(&format!(" AND f.id IN ({any})"));
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
        self.whole();
        let at = self.text(pattern);
        self.rest
            .push_str(&format!(" AND (f.number LIKE ${at} OR f.title LIKE ${at} OR f.label LIKE ${at})"));
    }

    /// Adds the filters of a reader.
    pub(crate) fn filters(&mut self, cx: &mut Cx, ready: &Ready, filters: &[String]) -> Result<()> {
        if FILTERS_MAX < filters.len() {
            return Err(Fault::new("filter", "cases-too-many").arg("most", FILTERS_MAX).into());
        }
        for (at, filter, few) in lead::in_order(cx, ready, filters)? {
            let path = format!("filter[{at}]");
            let parts: Vec<&str> = filter.splitn(3, ':').collect();
            let [name, operator, written] = parts[..] else {
                return Err(Fault::new(path, "cases-bad-filter").arg("written", filter).into());
            };
            if written.trim().is_empty() {
                continue;
            }
            self.filter(cx, ready, &path, (name, operator, written.trim()), few)?;
        }
        Ok(())
    }

    fn filter(
        &mut self,
        cx: &Cx,
        ready: &Ready,
        path: &str,
        (name, operator, written): (&str, &str, &str),
        few: bool,
    ) -> Result<()> {
        let bad =
            || Error::Invalid(vec![Fault::new(path.to_owned(), "cases-bad-filter").arg("written", written)]);
        match (name, operator) {
            ("state", "is") => self.state(written),
            ("number", "is") => {
                let at = self.text(written);
                self.rest.push_str(&format!(" AND f.number = ${at}"));
            }
            ("open", "is") => {
                let open = written == "yes";
                self.rest.push_str(if open {
                    " AND f.closed_at IS NULL"
                } else {
                    " AND f.closed_at IS NOT NULL"
                });
            }
            ("subject", "is") => {
                self.whole();
                let at = self.text(written);
                self.rest.push_str(&format!(" AND f.subject_id = ${at}"));
            }
            ("due", "is") => self.due(cx, written).ok_or_else(bad)?,
            ("public", "is") => self.public(cx, written == "yes"),
            ("opened_on" | "due", "from" | "to") => {
                let Ok(Written::Day(day)) = dates::read(written) else { return Err(bad()) };
                let at = self.text(day.to_string());
                let sign = if operator == "from" { ">=" } else { "<=" };
                let column = if name == "due" { "due_on" } else { "opened_on" };
                self.whole |= name == "due";
                self.rest.push_str(&format!(" AND f.{column} {sign} ${at}"));
            }
            _ => {
                let field =
                    ready.book.field.get(name).filter(|it| ready.book.may_see_field(it, &cx.actor.role));
                let field = field.filter(|it| it.sort.is_indexed() && !it.sort.is_sealed());
                let Some(field) = field else {
                    return Err(Fault::new(path.to_owned(), "cases-no-such-field").arg("field", name).into());
                };
                let test = self.test(ready, path, (name, field, operator, written))?;
                // Of a field of several values only one that is named stands but once beside a case.
                self.by_value(test, field.sort != Sort::Many || operator == "is", few);
            }
        }
        Ok(())
    }

    fn due(&mut self, cx: &Cx, written: &str) -> Option<()> {
        self.whole();
        let today = cx.today();
        match written {
            "overdue" => {
                let at = self.text(today.to_string());
                self.rest.push_str(&format!(" AND f.due_on < ${at}"));
            }
            "week" => {
                let (from, to) =
                    (self.text(today.to_string()), self.text(today.plus_days(SOON_DAYS).to_string()));
                self.rest.push_str(&format!(" AND f.due_on >= ${from} AND f.due_on <= ${to}"));
            }
            "none" => self.rest.push_str(" AND f.due_on IS NULL"),
            _ => return None,
        }
        Some(())
    }

    /// Those that the public sees today, or does not.
    fn public(&mut self, cx: &Cx, is: bool) {
        let today = self.text(cx.today().to_string());
        let not = if is { "" } else { "NOT " };
        self.rest.push_str(&format!(
            " AND {not}EXISTS (SELECT 1 FROM case_publication p WHERE p.county = $1 AND p.case_id = f.id
                AND p.from_on <= ${today} AND (p.until_on IS NULL OR p.until_on >= ${today})
                AND p.withdrawn_on IS NULL AND p.held_on IS NULL)"
        ));
    }

    /// A value of the index leads to the cases, if none does and it stands `once` beside each; else a case
    /// must have it too. Where only `few` have it, they are looked up once and not case by case.
    fn by_value(&mut self, test: Test, once: bool, few: bool) {
        match &self.lead {
            None if once => {
                self.lead = Some(test.leads());
                self.few = few;
            }
            // LIMIT and IS TRUE keep planners from making of either way something else.
            Some(_) if !few => self.rest.push_str(&format!(
                " AND (SELECT 1 FROM case_value v WHERE v.case_id = f.id AND {} LIMIT 1) = 1",
                test.beside()
            )),
            _ => self.rest.push_str(&format!(
                " AND (f.id IN (SELECT v.case_id FROM case_value v WHERE {})) IS TRUE",
                test.leads()
            )),
        }
    }

    /// A field holds a word of the index.
    pub(super) fn holds(&mut self, field: &str, word: &str) {
        let (field, word) = (self.text(field), self.text(word));
        let more = format!(" AND v.word = ${word} AND v.amount = 0");
        self.by_value(Test { field, more, range: false }, true, false);
    }

    /// What a value `v` of the index must be.
    pub(super) fn test(
        &mut self,
        ready: &Ready,
        path: &str,
        (name, field, operator, written): (&str, &Field, &str, &str),
    ) -> Result<Test> {
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
        let more = match operator {
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
        Ok(Test { field: known, more, range: operator != "is" })
    }
}

/// The areas of a scope; nothing for whoever sees the whole county, and with it its cases about what is
/// outside of it.
pub(super) fn range(cx: &Cx, scope: &Scope) -> Option<(String, String)> {
    let county = cx.house.packs.county(cx.county()).ok()?;
    let whole = county.county().is_some_and(|it| it.area == scope.area());
    (!whole).then(|| scope.range())
}
