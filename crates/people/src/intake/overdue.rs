//! Lists that are late: who owes one has a task, until the list is there.
//!
//! The pack says how often a source sends (`sources.toml`) and which task reminds of it
//! (`import.toml`); the level of that task says who owes it: each township, or the county's desk, which
//! asks the department. A list that nobody ever sent is owed since the first file of the county.

use base::{Day, Error, Result};
use platform::{
    Cx, Step, Work,
    access::roles::Level,
    areas::Atlas,
    tasks::{self, NewTask, Outcome, kinds::Kinds},
    terms::Sources,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{pack::Import, table};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Overdue {}

impl Work for Overdue {
    const KIND: &'static str = "intake.overdue";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Step> {
        let pack = cx.house.packs.county(cx.county())?;
        let mut late = 0;
        for source in pack.get::<Import>().source.keys() {
            late += look(cx, source)?;
        }
        Ok(Step::Done { answer: json!({ "late": late }) })
    }
}

/// Whether a list that is expected every so many days is late.
fn is_late(last: Day, every_days: i64, today: Day) -> bool {
    last.plus_days(every_days) < today
}

/// Reminds whoever owes a list of this source, and leaves in peace whoever does not; answers how many
/// owe one.
pub(super) fn look(cx: &mut Cx, source: &str) -> Result<i64> {
    let pack = cx.house.packs.county(cx.county())?;
    let Some(kind) = pack.get::<Import>().source.get(source).and_then(|it| it.task.as_deref()) else {
        return Ok(0);
    };
    let Some(began) = table::first_day(cx)? else { return Ok(0) };
    let every = pack.get::<Sources>().0.get(source).ok_or_else(|| Error::missing("source"))?.every_days.value;
    let (atlas, today) = (pack.made::<Atlas>(), cx.today());
    let of_townships = pack.get::<Kinds>().named(kind)?.level != Level::County;
    let areas = if of_townships {
        atlas.townships(today).into_iter().map(|it| it.path.clone()).collect()
    } else {
        vec![atlas.county().to_owned()]
    };
    let mut late = 0;
    for area in areas {
        // Of what the county owes any part will do: departments send by township too.
        let last = table::last_day(cx, source, if of_townships { &area } else { "" })?;
        if !is_late(last.unwrap_or(began), every, today) {
            tasks::close(cx, kind, &area, None, Outcome::Withdrawn, Overdue::KIND)?;
            continue;
        }
        late += 1;
        let name = atlas.get(&area).map_or("", |it| it.name_zh.as_str());
        let detail = json!({ "source": source, "last": last });
        let new = NewTask {
            kind,
            reason: "",
            subject_kind: "area",
            subject_id: &area,
            label: name,
            area: &area,
            due_on: None,
            detail,
        };
        tasks::open(cx, &new)?;
    }
    Ok(late)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_late_the_day_after_it_is_expected() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let cases = [("2026-12-01", false), ("2026-12-02", false), ("2026-12-03", true)];
        for (today, late) in cases {
            assert_eq!(is_late(day("2026-11-01"), 31, day(today)), late, "{today}");
        }
    }
}
