//! The archive's list.

use base::{Day, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Arg, FromRow, Row};

use super::READ;
use crate::books::{Shelf, ask::Words};

/// Cases whose retention is over, and what was decided of them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ArchiveList {
    pub year: Option<i64>,
    /// `listed`, `kept`, `proposed`, `destroyed`
    pub state: Option<String>,
    /// A number, or its beginning.
    pub q: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArchiveRow {
    pub case: String,
    pub book: String,
    pub book_name: Words,
    pub number: String,
    pub area: String,
    pub opened_on: Day,
    pub closed_on: Day,
    pub until_on: Day,
    pub year: i64,
    pub state: String,
    pub reason: String,
    /// Whether the reader proposed to destroy it: another person must do it.
    pub own: bool,
}

struct Raw(ArchiveRow, Option<String>);

impl FromRow for Raw {
    fn from_row(row: &Row) -> Result<Raw> {
        let it = ArchiveRow {
            case: row.get(0)?,
            book: row.get(1)?,
            book_name: Words::default(),
            number: row.get(2)?,
            area: row.get(3)?,
            opened_on: row.get(4)?,
            closed_on: row.get(5)?,
            until_on: row.get(6)?,
            year: row.get(7)?,
            state: row.get(8)?,
            reason: row.get(9)?,
            own: false,
        };
        Ok(Raw(it, row.get(10)?))
    }
}

const ORDERS: &[Order] = &[
    ("until_on", " ORDER BY r.until_on, r.case_id", " ORDER BY r.until_on DESC, r.case_id"),
    ("number", " ORDER BY r.number, r.case_id", " ORDER BY r.number DESC, r.case_id"),
    ("closed_on", " ORDER BY r.closed_on, r.case_id", " ORDER BY r.closed_on DESC, r.case_id"),
];

fn select(condition: &str) -> String {
    format!(
        "SELECT r.case_id, r.book, r.number, r.area, r.opened_on, r.closed_on, r.until_on, r.year, r.state, r.reason,
            r.proposed_by
         FROM case_retention r WHERE {condition}"
    )
}

impl Question for ArchiveList {
    const NAME: &'static str = "cases.archive";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<ArchiveRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<ArchiveRow>> {
        let (low, high) = scope.range();
        let county = cx.county().to_owned();
        let mut condition = "r.county = $1 AND r.area >= $2 AND r.area < $3".to_owned();
        let mut args: Vec<Arg> = vec![(&county).into(), (&low).into(), (&high).into()];
        if let Some(year) = self.year {
            args.push(year.into());
            condition.push_str(&format!(" AND r.year = ${}", args.len()));
        }
        if let Some(state) = self.state.as_ref().filter(|it| !it.is_empty()) {
            args.push(state.into());
            condition.push_str(&format!(" AND r.state = ${}", args.len()));
        }
        let typed = self.q.as_deref().unwrap_or("").trim().replace(['%', '_'], "");
        let pattern = format!("{typed}%");
        if !typed.is_empty() {
            args.push((&pattern).into());
            condition.push_str(&format!(" AND r.number LIKE ${}", args.len()));
        }
        let found: ListAnswer<Raw> = self.list.read(cx, &select(&condition), ORDERS, &args)?;
        let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
        let me = cx.actor.account.clone();
        Ok(found.map(|it| named(&shelf, &me, it)))
    }
}

/// One case of the list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Archived {
    pub case: String,
}

impl Question for Archived {
    const NAME: &'static str = "cases.archived";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ArchiveRow;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ArchiveRow> {
        let (low, high) = scope.range();
        let county = cx.county().to_owned();
        let sql = select("r.county = $1 AND r.case_id = $2 AND r.area >= $3 AND r.area < $4");
        let args: [Arg; 4] = [(&county).into(), (&self.case).into(), (&low).into(), (&high).into()];
        let it: Raw = cx.get("case", &sql, &args)?;
        let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
        let me = cx.actor.account.clone();
        Ok(named(&shelf, &me, it))
    }
}

fn named(shelf: &Shelf, me: &str, Raw(it, proposed_by): Raw) -> ArchiveRow {
    let book_name = shelf.get(&it.book).map(|it| Words::of(&it.book)).unwrap_or_default();
    ArchiveRow { book_name, own: proposed_by.as_deref() == Some(me), ..it }
}
