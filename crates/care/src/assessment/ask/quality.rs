//! Quality control: the sheets of a while that make one look again, and assessors beside one another.

use std::collections::BTreeMap;

use base::{Day, Result};
use people::register;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::force::band;
use crate::assessment::{
    pack::Procedure,
    quality::{self, Doubt, Limits, Seen},
    table::sheet,
};

/// What makes one look again.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Quality {
    pub area: Option<String>,
    /// From this day on; as far back as the pack looks when nothing is said.
    pub from: Option<Day>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QualityShown {
    pub area: String,
    pub from: Day,
    pub to: Day,
    pub sheets: i64,
    pub doubts: Vec<DoubtRow>,
    pub assessors: Vec<AssessorRow>,
    pub minutes_min: i64,
    pub points: i64,
    pub least: i64,
    pub may_recheck: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DoubtRow {
    pub assessment: String,
    pub number: String,
    pub name: String,
    pub area: String,
    pub assessor: String,
    pub day: Day,
    pub minutes: i64,
    pub total: i64,
    pub why: Vec<Doubt>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AssessorRow {
    pub name: String,
    pub sheets: i64,
    /// Tenths of a point above or below the others.
    pub apart: Option<i64>,
    pub deviates: bool,
}

impl Question for Quality {
    const NAME: &'static str = "assessment.quality";
    const RIGHT: &'static str = "assessment.confirm";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = QualityShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<QualityShown> {
        let scope = scope.part(self.area.as_deref())?;
        let (pack, to) = (cx.house.packs.county(cx.county())?, cx.today());
        let rules = pack.get::<Procedure>();
        let from = self.from.unwrap_or_else(|| to.plus_days(-rules.quality_days.value));
        let (low, high) = scope.range();
        let since = from.starts_at();
        let rows = sheet::since(cx, since, &low, &high)?;
        let mut ages: BTreeMap<String, Option<i64>> = BTreeMap::new();
        let mut seen = Vec::new();
        for it in &rows {
            if !ages.contains_key(&it.person) {
                let born = register::lean::one(cx, &it.person)?.born;
                ages.insert(it.person.clone(), born.map(|it| it.age_on(to).into()));
            }
            seen.push(Seen {
                sheet: it.sheet.clone(),
                assessment: it.assessment.clone(),
                person: it.person.clone(),
                account: it.account.clone(),
                day: it.ended_at.day(),
                minutes: it.began_at.seconds_until(it.ended_at) / 60,
                total: it.total,
                digest: it.digest.clone(),
                band: band(&rules.age_bands.value, ages[&it.person]),
            });
        }
        let limits = Limits {
            minutes_min: rules.minutes_min.value,
            points: rules.deviation_points.value,
            least: usize::try_from(rules.deviation_least.value).unwrap_or(usize::MAX),
        };
        let of: BTreeMap<&str, &sheet::Since> = rows.iter().map(|it| (it.sheet.as_str(), it)).collect();
        let names: BTreeMap<&str, &str> =
            rows.iter().map(|it| (it.account.as_str(), it.name.as_str())).collect();
        let doubt = |(it, why): (&Seen, Vec<Doubt>)| {
            let row = of[it.sheet.as_str()];
            DoubtRow {
                assessment: it.assessment.clone(),
                number: row.number.clone(),
                name: row.elder.clone(),
                area: row.area.clone(),
                assessor: row.name.clone(),
                day: it.day,
                minutes: it.minutes,
                total: it.total,
                why,
            }
        };
        let assessor = |it: quality::Compared| AssessorRow {
            name: names.get(it.account.as_str()).map_or_else(String::new, |it| (*it).to_owned()),
            sheets: it.sheets,
            apart: it.apart,
            deviates: it.deviates,
        };
        Ok(QualityShown {
            area: scope.area().to_owned(),
            from,
            to,
            sheets: seen.len() as i64,
            doubts: quality::doubts(&seen, limits).into_iter().map(doubt).collect(),
            assessors: quality::compared(&seen, limits).into_iter().map(assessor).collect(),
            minutes_min: limits.minutes_min,
            points: limits.points,
            least: rules.deviation_least.value,
            may_recheck: cx.actor.may("assessment.confirm"),
        })
    }
}
