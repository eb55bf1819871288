//! What was missed, as one task an office: the village's at once, the township's and the county's when it stays
//! missed. Each says how many people it is about; nobody has a task of their own.

use std::collections::{BTreeMap, HashMap};

use base::Result;
use platform::{
    Cx, Step, Work,
    areas::Atlas,
    tasks::{self, NewTask, Outcome},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{pack::Visits, table::duty};

/// Open tasks of a kind that are looked at together; more than a county has places.
const OPEN_MAX: i64 = 10_000;

/// The offices, and the kind of their task.
const VILLAGE: &str = "visit-missed";
const TOWNSHIP: &str = "visit-missed-township";
const COUNTY: &str = "visit-missed-county";

/// Counts who was missed, once a day.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Digest {}

impl Work for Digest {
    const KIND: &'static str = "visits.digest";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Step> {
        let pack = cx.house.packs.county(cx.county())?;
        let visits = pack.get::<Visits>();
        let atlas = pack.made::<Atlas>();
        let today = cx.today();
        let mut offices: BTreeMap<(&'static str, String), i64> = BTreeMap::new();
        for (area, people) in duty::missed(cx, today)? {
            *offices.entry((VILLAGE, area)).or_default() += people;
        }
        for (area, people) in duty::missed(cx, today.plus_days(-visits.township_days.value))? {
            let Some(township) = atlas.township_of(&area) else { continue };
            *offices.entry((TOWNSHIP, township.path.clone())).or_default() += people;
        }
        for (_, people) in duty::missed(cx, today.plus_days(-visits.county_days.value))? {
            *offices.entry((COUNTY, atlas.county().to_owned())).or_default() += people;
        }
        let mut open: HashMap<(&'static str, String), String> = HashMap::new();
        for kind in [VILLAGE, TOWNSHIP, COUNTY] {
            for task in tasks::open_of(cx, kind, "", "", OPEN_MAX)? {
                open.insert((kind, task.subject_id), task.id);
            }
        }
        let told = offices.len();
        for ((kind, area), people) in offices {
            let detail = json!({ "people": people });
            if let Some(task) = open.remove(&(kind, area.clone())) {
                tasks::tell(cx, &task, &detail)?;
                continue;
            }
            let task = NewTask {
                kind,
                reason: "",
                subject_kind: "area",
                subject_id: &area,
                label: &atlas.address(&area, "zh"),
                area: &area,
                due_on: None,
                detail,
            };
            tasks::open(cx, &task)?;
        }
        for ((kind, area), _) in open {
            tasks::close(cx, kind, &area, None, Outcome::Done, Digest::KIND)?;
        }
        Ok(Step::Done { answer: json!({ "offices": told }) })
    }
}
