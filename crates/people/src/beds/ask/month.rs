//! The bed-days of a home in a month: by type, and what is not counted, with the reason.

use std::collections::BTreeMap;

use base::{Day, Instant, Month, Result};
use casebooks::books::ask::Words;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NOW, Named, Who, people_of, types};
use crate::beds::{
    claims,
    count::{Came, Looked, Part, Reason, Sums},
    home,
    pack::BedRules,
};

/// The bed-days of a home in a month.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MonthOf {
    pub facility: String,
    /// Last month when nothing is said.
    #[serde(default)]
    pub month: Option<Month>,
    /// As it was known then; as it is known now when nothing is said.
    #[serde(default)]
    pub known_at: Option<Instant>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MonthShown {
    pub facility: String,
    pub name: String,
    pub area: String,
    pub month: Month,
    /// The last day that is counted; of a month that is not over, today.
    pub until: Option<Day>,
    pub ordinary_days: i64,
    pub nursing_days: i64,
    pub verified_days: i64,
    pub contested_days: i64,
    pub away_days: i64,
    /// Verified days by type.
    pub by_type: BTreeMap<String, i64>,
    pub types: Vec<Named>,
    pub contested: Vec<Line>,
    pub away: Vec<Line>,
    pub verified: Vec<Line>,
}

/// Days of one stay that come to the same.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    pub bed: String,
    pub bed_name: String,
    pub stay: String,
    pub who: Who,
    pub from: Day,
    /// The last of the days.
    pub last: Day,
    pub days: i64,
    pub reason: Option<Reason>,
    /// The type of the bed, or the kind of leave.
    pub what: Option<Words>,
}

impl Question for MonthOf {
    const NAME: &'static str = "beds.month";
    const RIGHT: &'static str = "beds.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = MonthShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<MonthShown> {
        let home = home::seen(cx, scope, &self.facility)?;
        let month = self.month.unwrap_or_else(|| cx.today().month().plus(-1));
        let known_at = self.known_at.unwrap_or(NOW);
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<BedRules>();
        let window = claims::days_of(month, claims::last_day(cx, known_at));
        let (mut sums, mut lines) = (Sums::default(), [Vec::new(), Vec::new(), Vec::new()]);
        if let Some(window) = window {
            let claims = claims::load(cx, Some(&self.facility), window, known_at)?;
            let names = people_of(cx, &claims)?;
            let looked = Looked::new(&claims, rules);
            for part in looked.parts(window) {
                sums.add(&part);
                let bed = claims.beds.get(&part.stay.bed);
                let name = bed.map(crate::beds::bed::Bed::name).unwrap_or_default();
                let who = names.get(&part.stay.person).cloned().unwrap_or_default();
                let at = match part.came {
                    Came::Contested(_) => 0,
                    Came::Away(_) => 1,
                    Came::Verified(_) => 2,
                };
                lines[at].push(line(rules, &part, name, who));
            }
        }
        for it in &mut lines {
            it.sort_by_cached_key(|it: &Line| {
                (super::home::by_number(&it.bed_name), it.from, it.stay.clone())
            });
        }
        let [contested, away, verified] = lines;
        Ok(MonthShown {
            facility: home.id,
            name: home.label,
            area: home.living,
            month,
            until: window.map(|it| it.to.plus_days(-1)),
            ordinary_days: sums.of(rules, false),
            nursing_days: sums.of(rules, true),
            verified_days: sums.claimed() - sums.contested,
            contested_days: sums.contested,
            away_days: sums.away,
            by_type: sums.verified,
            types: types(rules),
            contested,
            away,
            verified,
        })
    }
}

fn line(rules: &BedRules, part: &Part<'_>, bed_name: String, who: Who) -> Line {
    let (reason, what) = match &part.came {
        Came::Contested(reason) => (Some(*reason), None),
        Came::Away(kind) | Came::Verified(kind) => (None, Some(rules.called(kind))),
    };
    Line {
        bed: part.stay.bed.clone(),
        bed_name,
        stay: part.stay.id.clone(),
        who,
        from: part.span.from,
        last: part.span.to.plus_days(-1),
        days: part.days(),
        reason,
        what,
    }
}
