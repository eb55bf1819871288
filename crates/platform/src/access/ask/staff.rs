//! Colleagues by name, for records that name one.

use base::Result;

use crate::Cx;

/// Accounts of the county that fit what was typed, as id and name; nobody who was disabled.
pub fn matching(cx: &mut Cx, typed: &str, limit: i64) -> Result<Vec<(String, String)>> {
    let county = cx.county().to_owned();
    let pattern = format!("%{}%", typed.trim().to_lowercase().replace(['%', '_'], ""));
    cx.all(
        "SELECT id, name FROM account WHERE county = $1 AND disabled_at IS NULL AND LOWER(name) LIKE $2
         ORDER BY name, id LIMIT $3",
        &[(&county).into(), (&pattern).into(), limit.into()],
    )
}

/// What an account is called, also one that was disabled since.
pub fn name(cx: &mut Cx, id: &str) -> Result<Option<String>> {
    let county = cx.county().to_owned();
    let found: Option<(String,)> =
        cx.find("SELECT name FROM account WHERE county = $1 AND id = $2", &[(&county).into(), id.into()])?;
    Ok(found.map(|it| it.0))
}
