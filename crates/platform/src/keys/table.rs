//! SQL of the keys' probe.

use base::Result;

use crate::Cx;

pub(super) fn probe(cx: &mut Cx) -> Result<Option<Vec<u8>>> {
    let county = cx.county();
    let found: Option<(Vec<u8>,)> =
        cx.find("SELECT sealed FROM key_probe WHERE county = $1 AND id = 'probe'", &[county.into()])?;
    Ok(found.map(|it| it.0))
}

/// Two processes may begin at once: one of them has sealed it.
pub(super) fn insert_probe(cx: &mut Cx, sealed: &[u8]) -> Result<()> {
    let county = cx.county();
    cx.exec(
        "INSERT INTO key_probe (county, id, sealed) VALUES ($1, 'probe', $2)
         ON CONFLICT (county, id) DO NOTHING",
        &[county.into(), sealed.into()],
    )?;
    Ok(())
}
