//! Questions about assessments: the list, one, an assessor's own, what is due, what anybody may verify.

pub mod due;
pub mod force;
pub mod letter;
pub mod list;
pub mod mine;
pub mod of_person;
pub mod one;
pub mod quality;
pub mod verify;

use base::Result;
use platform::{Cx, Scope};

use super::table::Assessment;

/// Whether a reader sees an assessment: either place of the elder opens it.
fn seen(it: &Assessment, scope: &Scope) -> bool {
    scope.covers_person(&it.registered, &it.living)
}

/// What the register calls a level.
fn ability(cx: &Cx, level: Option<i64>) -> Result<Option<String>> {
    let pack = cx.house.packs.county(cx.county())?;
    let rules = pack.get::<super::pack::Procedure>();
    Ok(level.and_then(|it| rules.ability(it)).map(str::to_owned))
}
