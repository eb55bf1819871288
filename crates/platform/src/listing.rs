//! What every list, figure and search hit of the house looks like, so that one component shows
//! them all.
//!
//! A question that answers a list takes a flattened [`ListInput`] beside its own filters and
//! answers [`ListAnswer`]. A question named `<room>.figures` that answers [`Figures`] is found by
//! the start page; one named `<room>.search` that takes [`SearchInput`] and answers [`Found`] is
//! asked by the search box.

use base::{Day, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Arg, FromRow};

use crate::Cx;

/// Rows of a page when nobody says otherwise: what a county laptop shows without scrolling twice.
const PER_PAGE: i64 = 50;
/// Most rows of one page; exports read in pages of this size.
pub const PER_PAGE_MAX: i64 = 5_000;
/// Deepest page: beyond it a filter helps and an offset does not.
const PAGE_MAX: i64 = 100_000;

/// How a list is sorted and paged. Filters are the question's own fields beside it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListInput {
    /// The column to sort by; `-age` turns it round.
    pub sort: Option<String>,
    /// From 1.
    #[schemars(range(min = 1))]
    pub page: Option<i64>,
    #[schemars(range(min = 1, max = 5000))]
    pub per_page: Option<i64>,
}

/// One way to sort: the name in the address, and the two literal `ORDER BY` texts. Each ends with
/// the key, so that pages never overlap.
pub type Order = (&'static str, &'static str, &'static str);

impl ListInput {
    pub fn page(&self) -> i64 {
        self.page.unwrap_or(1).clamp(1, PAGE_MAX)
    }

    /// Rows to read.
    pub fn limit(&self) -> i64 {
        self.per_page.unwrap_or(PER_PAGE).clamp(1, PER_PAGE_MAX)
    }

    /// Rows to skip.
    pub fn offset(&self) -> i64 {
        (self.page() - 1) * self.limit()
    }

    /// The page of what `select` reads, in the order asked for, and how many rows there are in all. An
    /// order is ` ORDER BY …`; the page's own two arguments stand after `args`.
    pub fn read<T: FromRow>(
        &self,
        cx: &mut Cx,
        select: &str,
        orders: &[Order],
        args: &[Arg],
    ) -> Result<ListAnswer<T>> {
        let total = cx.count(select, args)?;
        let next = args.len() + 1;
        let sql = format!("{select}{} LIMIT ${next} OFFSET ${}", self.order(orders), next + 1);
        let mut args = args.to_vec();
        args.extend([Arg::Int(self.limit()), Arg::Int(self.offset())]);
        Ok(ListAnswer::new(self, total, cx.all(&sql, &args)?))
    }

    /// The `ORDER BY` text asked for, or the first of `orders` upwards.
    pub fn order(&self, orders: &[Order]) -> &'static str {
        let asked = self.sort.as_deref().unwrap_or("");
        let (name, down) = asked.strip_prefix('-').map_or((asked, false), |name| (name, true));
        let (_, up_sql, down_sql) = orders.iter().find(|it| it.0 == name).unwrap_or(&orders[0]);
        if down { down_sql } else { up_sql }
    }
}

/// One page of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListAnswer<R> {
    pub rows: Vec<R>,
    /// Rows of all pages, under the filters asked for.
    pub total: i64,
    pub page: i64,
    pub per_page: i64,
    /// Rows without any filter, where that says why a list is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unfiltered: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
}

impl<R> ListAnswer<R> {
    pub fn new(input: &ListInput, total: i64, rows: Vec<R>) -> ListAnswer<R> {
        let (page, per_page) = (input.page(), input.limit());
        ListAnswer { rows, total, page, per_page, unfiltered: None, basis: None, as_of: None }
    }

    /// The same page of something else.
    pub fn map<S>(self, make: impl FnMut(R) -> S) -> ListAnswer<S> {
        ListAnswer {
            rows: self.rows.into_iter().map(make).collect(),
            total: self.total,
            page: self.page,
            per_page: self.per_page,
            unfiltered: self.unfiltered,
            basis: self.basis,
            as_of: self.as_of,
        }
    }

    /// Says what is counted and as of which day.
    #[must_use]
    pub fn counted(mut self, basis: Basis, as_of: Day) -> ListAnswer<R> {
        self.basis = Some(basis);
        self.as_of = Some(as_of);
        self
    }
}

/// What a figure of people counts (口径). The two are never added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Registered here (户籍).
    Registered,
    /// Living here (常住).
    Living,
    /// Records, not people: payments, tasks, rows of a file.
    Records,
}

/// What a figure is measured in; says how it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Persons,
    Items,
    /// The value is whole fen.
    Money,
    /// The value is hundredths of a percent.
    Share,
}

/// A number that is a door to its rows.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Figure {
    /// The key of its name in the language files.
    pub label: &'static str,
    pub value: i64,
    pub unit: Unit,
    pub basis: Basis,
    pub as_of: Day,
    /// The address of exactly the rows that make it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// A figure of one area, for the map and its table.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AreaFigure {
    /// The path of the area.
    pub area: String,
    pub value: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// A measure that the map can show, with its value in each area below the reader's.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AreaMeasure {
    pub label: &'static str,
    pub unit: Unit,
    pub basis: Basis,
    pub as_of: Day,
    pub areas: Vec<AreaFigure>,
}

/// What a room shows on the start page.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Figures {
    pub figures: Vec<Figure>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<AreaMeasure>,
}

/// What is typed into the search box. `text` is cut by the room, never logged.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SearchInput {
    pub text: String,
    #[schemars(range(min = 1, max = 100))]
    pub limit: Option<i64>,
}

/// One hit. What it shows is masked already.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Hit {
    /// The key of the kind of record, such as `register-person`.
    pub kind: &'static str,
    pub id: String,
    pub title: String,
    /// What tells two of one name apart: birth year, village, masked number.
    pub lines: Vec<String>,
    /// The path of its area, shown as breadcrumbs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    pub link: String,
}

/// Hits of a room, best first.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// Whether there are more than were asked for.
    pub more: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDERS: &[Order] = &[("name", "name, id", "name DESC, id"), ("age", "age, id", "age DESC, id")];

    #[test]
    fn sorts_by_what_is_known_only() {
        let cases = [
            (None, "name, id"),
            (Some("-name"), "name DESC, id"),
            (Some("age"), "age, id"),
            (Some("-age"), "age DESC, id"),
            (Some("age; DROP TABLE person"), "name, id"),
        ];
        for (sort, sql) in cases {
            let input = ListInput { sort: sort.map(str::to_owned), ..ListInput::default() };
            assert_eq!(input.order(ORDERS), sql, "{sort:?}");
        }
    }

    #[test]
    fn pages_are_bounded() {
        let input = |page, per_page| ListInput { page, per_page, ..ListInput::default() };
        assert_eq!((input(None, None).limit(), input(None, None).offset()), (50, 0));
        assert_eq!(input(Some(3), Some(20)).offset(), 40);
        assert_eq!((input(Some(-4), Some(0)).limit(), input(Some(-4), Some(0)).offset()), (1, 0));
        assert_eq!(input(Some(1), Some(i64::MAX)).limit(), PER_PAGE_MAX);
        assert!(0 < input(Some(i64::MAX), Some(i64::MAX)).offset());
    }
}
