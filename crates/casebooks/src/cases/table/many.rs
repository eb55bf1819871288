//! SQL that reads many cases at once.

use base::Result;
use platform::Cx;
use store::Arg;

use super::select;
use crate::cases::case::Case;

/// Cases that one statement asks for; shorter lists repeat their last.
const IDS: usize = 100;

/// Cases by their ids, wherever they are.
pub(in crate::cases) fn by_ids(cx: &mut Cx, ids: &[&str]) -> Result<Vec<Case>> {
    let county = cx.county();
    let places: Vec<String> = (2..IDS + 2).map(|it| format!("${it}")).collect();
    let sql = select(&format!("f.county = $1 AND f.id IN ({})", places.join(", ")));
    let mut found = Vec::new();
    for chunk in ids.chunks(IDS) {
        let mut args: Vec<Arg> = vec![county.into()];
        args.extend((0..IDS).map(|at| Arg::from(chunk[at.min(chunk.len() - 1)])));
        found.extend(cx.all::<Case>(&sql, &args)?);
    }
    Ok(found)
}
