//! Who may be given a task: an account that is in office where the task is held, with the right that
//! its kind asks for.

use base::Result;

use super::{
    kinds::Kinds,
    table::{self, Task},
};
use crate::{Cx, access::roles::Roles};

/// Whether the account may do the task today.
pub(super) fn hold(cx: &mut Cx, account: &str, task: &Task) -> Result<bool> {
    let pack = cx.house.packs.now();
    let (kinds, roles) = (pack.get::<Kinds>(), pack.get::<Roles>());
    let right = kinds.kind.get(&task.kind).map_or("", |it| it.right.as_str());
    let offices = table::offices(cx, Some(account))?;
    Ok(offices.iter().any(|it| {
        let may = roles.role.get(&it.role).is_some_and(|role| role.rights.contains(right));
        may && (task.held_at.starts_with(&it.area) || it.area.starts_with(&task.held_at))
    }))
}
