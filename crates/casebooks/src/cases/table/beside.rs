//! SQL of what hangs on a case: links to others, letters.

use base::Result;
use platform::Cx;

pub(in crate::cases) fn link(cx: &mut Cx, case: &str, link: &str, other: &str) -> Result<()> {
    let county = cx.county();
    cx.exec(
        "INSERT INTO case_link (county, case_id, link, other_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (county, case_id, link, other_id) DO NOTHING",
        &[county.into(), case.into(), link.into(), other.into()],
    )?;
    Ok(())
}

/// How many cases a link of a case names already.
pub(in crate::cases) fn linked(cx: &mut Cx, case: &str, link: &str) -> Result<i64> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "count",
        "SELECT COUNT(*) FROM case_link WHERE county = $1 AND case_id = $2 AND link = $3",
        &[county.into(), case.into(), link.into()],
    )?;
    Ok(count)
}

pub(in crate::cases) fn letter(
    cx: &mut Cx,
    case: &str,
    letter: &str,
    text_zh: &str,
    text_en: &str,
) -> Result<String> {
    let id = cx.mint();
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO case_letter (county, id, case_id, letter, made_at, made_by, text_zh, text_en)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            (&actor.county).into(),
            (&id).into(),
            case.into(),
            letter.into(),
            now.into(),
            (&actor.account).into(),
            text_zh.into(),
            text_en.into(),
        ],
    )?;
    Ok(id)
}
