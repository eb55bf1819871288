//! What the list of a year holds: closed cases whose years were over before it began.

use std::sync::Arc;

use base::{Day, Result, error::OrBroken};
use platform::{Cx, Step as Turn, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::table;
use crate::books::{Ready, Shelf};

/// Cases of one transaction.
const CHUNK: i64 = 500;

/// Puts the cases whose retention is over on the list of the year.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Yearly {}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Cursor {
    book: usize,
    listed: i64,
}

impl Work for Yearly {
    const KIND: &'static str = "cases.retention";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Turn> {
        let mut at: Cursor = cursor.map_or(Ok(Cursor::default()), serde_json::from_value).or_broken()?;
        let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
        let books: Vec<&Arc<Ready>> = shelf.iter().filter(|it| it.book.retain.is_some()).collect();
        let year = i64::from(cx.today().year());
        let begins = begins(cx.today());
        let (Some(ready), Some(begins)) = (books.get(at.book), begins) else {
            // Those that were kept longer come again when that time is over.
            let again = table::again(cx, year, begins.unwrap_or_else(|| cx.today()))?;
            return Ok(Turn::Done { answer: json!({ "listed": at.listed + again }) });
        };
        let years = ready.book.retain.as_ref().map_or(0, |it| it.years);
        let closed_before = begins.plus_years(-i32::try_from(years).or_broken()?).starts_at();
        let cases = table::over(cx, &ready.id, closed_before, CHUNK)?;
        for it in &cases {
            let closed_on = it.closed_at.day();
            let until_on = closed_on.plus_years(i32::try_from(years).or_broken()?);
            table::list(cx, it, &ready.id, year, closed_on, until_on)?;
            at.listed += 1;
        }
        if (cases.len() as i64) < CHUNK {
            at.book += 1;
        }
        let done = at.listed;
        Ok(Turn::More { cursor: serde_json::to_value(&at).or_broken()?, done, total: None })
    }
}

/// The first day of a day's year.
fn begins(today: Day) -> Option<Day> {
    format!("{:04}-01-01", today.year()).parse().ok()
}
