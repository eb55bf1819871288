//! SQL of printed dossiers and of what was found out about suspicions.

use base::Result;
use platform::Cx;

/// What was printed of a run no longer holds.
pub(crate) fn void(cx: &mut Cx, run: &str, why: &str) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    cx.exec(
        "UPDATE dossier SET void_at = $3, void_why = $4 WHERE county = $1 AND run = $2 AND void_at IS NULL",
        &[(&county).into(), run.into(), now.into(), why.into()],
    )?;
    Ok(())
}
