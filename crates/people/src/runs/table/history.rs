//! The lists that old rolls were read from.

use base::{Money, Result};
use platform::Cx;

use crate::runs::history::HistoryList;

pub(crate) fn insert(cx: &mut Cx, run: &str, list: &HistoryList) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO run_list (county, run, file, left_rows, left_amount) VALUES ($1, $2, $3, $4, $5)",
        &[county.into(), run.into(), (&list.file).into(), list.left_rows.into(), list.left.into()],
    )
}

pub(crate) fn of_run(cx: &mut Cx, run: &str) -> Result<Option<HistoryList>> {
    let county = cx.county();
    let found: Option<(String, i64, Money)> = cx.find(
        "SELECT file, left_rows, left_amount FROM run_list WHERE county = $1 AND run = $2",
        &[county.into(), run.into()],
    )?;
    Ok(found.map(|(file, left_rows, left)| HistoryList { file, left_rows, left }))
}
