//! SQL that writes notices.

use base::Result;

use super::NewNotice;
use crate::Cx;

pub(super) fn insert(cx: &mut Cx, new: &NewNotice) -> Result<bool> {
    let id = cx.mint();
    let (actor, now) = (cx.actor, cx.now);
    let args = new.args.to_string();
    let touched = cx.exec(
        "INSERT INTO notice (county, id, way, message, args, to_kind, to_id, area, once, made_at, made_by,
            state, tries, try_after)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', 0, $10)
         ON CONFLICT (county, once) DO NOTHING",
        &[
            (&actor.county).into(),
            (&id).into(),
            new.way.as_str().into(),
            new.message.into(),
            (&args).into(),
            new.to_kind.into(),
            new.to_id.into(),
            new.area.into(),
            new.once.into(),
            now.into(),
            (&actor.account).into(),
        ],
    )?;
    Ok(touched == 1)
}

pub(super) fn area(cx: &mut Cx, id: &str) -> Result<String> {
    let county = cx.county();
    let (area,) = cx.get(
        "notice",
        "SELECT area FROM notice WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )?;
    Ok(area)
}

pub(super) fn settle(cx: &mut Cx, id: &str, state: &str, why: Option<&str>) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE notice SET state = $3, settled_at = $4, settled_by = $5, why = $6
         WHERE county = $1 AND id = $2 AND settled_at IS NULL",
        &[(&actor.county).into(), id.into(), state.into(), now.into(), (&actor.account).into(), why.into()],
    )
}
