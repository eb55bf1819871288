//! How many cases of each book are open and overdue: the numbers beside the books.

use std::collections::{BTreeMap, BTreeSet};

use base::Result;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::waiting::SOON_DAYS;
use crate::{books::Shelf, cases::access};

/// Open and overdue cases of every book that the reader sees.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Counts {
    /// A part of the reader's own area.
    pub area: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct CountsShown {
    /// By book; a book without open cases is not here.
    pub books: BTreeMap<String, BookCount>,
    pub open: i64,
    pub overdue: i64,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct BookCount {
    pub open: i64,
    pub overdue: i64,
    /// Due within a week.
    pub week: i64,
}

impl Question for Counts {
    const NAME: &'static str = "cases.counts";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = CountsShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<CountsShown> {
        let (county, today) = (cx.county().to_owned(), cx.today().to_string());
        let soon = cx.today().plus_days(SOON_DAYS).to_string();
        let area = self.area.as_deref().filter(|it| !it.is_empty());
        let shelf = cx.house.packs.county(&county)?.made::<Shelf>();
        let mut shown = CountsShown::default();
        let mut seen: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        for ready in shelf.iter().filter(|it| it.book.may_see(&cx.actor.role)) {
            let scope = access::scope(cx, ready);
            let scope = match area {
                Some(area) if !scope.area().is_empty() => scope.narrowed(area)?,
                _ => scope,
            };
            if !scope.area().is_empty() {
                seen.entry(scope.range()).or_default().insert(ready.id.clone());
            }
        }
        // Books of one purpose share a range: one pass for each.
        for ((low, high), books) in seen {
            let rows: Vec<(String, i64, i64, i64)> = cx.all(
                "SELECT book, CAST(SUM(cases) AS BIGINT),
                    CAST(SUM(CASE WHEN due_on > '' AND due_on < $4 THEN cases ELSE 0 END) AS BIGINT),
                    CAST(SUM(CASE WHEN due_on >= $4 AND due_on <= $5 THEN cases ELSE 0 END) AS BIGINT)
                 FROM case_count
                 WHERE county = $1 AND area >= $2 AND area < $3 AND closed = 0 GROUP BY book
                 HAVING SUM(cases) <> 0",
                &[(&county).into(), (&low).into(), (&high).into(), (&today).into(), (&soon).into()],
            )?;
            for (book, open, overdue, week) in rows.into_iter().filter(|it| books.contains(&it.0)) {
                shown.open += open;
                shown.overdue += overdue;
                shown.books.insert(book, BookCount { open, overdue, week });
            }
        }
        Ok(shown)
    }
}
