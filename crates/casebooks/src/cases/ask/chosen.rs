//! All cases of a list, for work that passes through them: an export, a step of many.

use base::{Fault, Result};
use platform::Cx;

use super::list::Cases;
use crate::{
    books::Ready,
    cases::{case::Case, table},
};

/// The cases under the filters of a list, oldest first; more than `most` are refused, not cut.
pub(crate) fn chosen(cx: &mut Cx, ready: &Ready, list: &Cases, most: usize) -> Result<Vec<Case>> {
    let condition = list.condition(cx, ready)?;
    let sql = table::select(&format!("{} ORDER BY f.id LIMIT {}", condition.sql(), most + 1));
    let cases: Vec<Case> = cx.all(&sql, &condition.args())?;
    if most < cases.len() {
        return Err(Fault::new("filter", "cases-too-many-cases").arg("most", most).into());
    }
    Ok(cases)
}
