//! Key figures of the start page: living elders, registered (户籍) and living here (常住), each by
//! itself, with the day; and the same by area for the map.

use std::collections::BTreeMap;

use base::Result;
use platform::{
    Cx, Purpose, Question, Scope,
    areas::Atlas,
    listing::{AreaFigure, AreaMeasure, Basis, Figure, Figures, Unit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::count::{self, Counted};
use crate::register::{
    lists,
    person::{ANOMALY, DEATH_REPORTED, born_by},
};

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RegisterFigures {}

/// A figure: its name, counting basis, age from, facet, and the query of its list.
type Line = (&'static str, Basis, Option<i64>, Option<&'static str>, &'static str);

const LINES: &[Line] = &[
    ("register-figure-registered", Basis::Registered, Some(60), None, "basis=registered&age_from=60"),
    ("register-figure-registered-80", Basis::Registered, Some(80), None, "basis=registered&age_from=80"),
    ("register-figure-living", Basis::Living, Some(60), None, "basis=living&age_from=60"),
    ("register-figure-living-80", Basis::Living, Some(80), None, "basis=living&age_from=80"),
    (
        "register-figure-reported",
        Basis::Registered,
        None,
        Some(DEATH_REPORTED),
        "basis=registered&reported=true",
    ),
    ("register-figure-anomalies", Basis::Registered, None, Some(ANOMALY), "basis=registered&anomaly=true"),
];
/// Figures that the map shows.
const MAPPED: usize = 4;

impl Question for RegisterFigures {
    const NAME: &'static str = "register.figures";
    const RIGHT: &'static str = "register.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Figures;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Figures> {
        let today = cx.today();
        let (low, high) = scope.range();
        let atlas = lists::pack(cx)?.made::<Atlas>();
        let children: Vec<String> =
            atlas.children(scope.area(), today).iter().map(|it| it.path.clone()).collect();
        let mut answer = Figures::default();
        for (at, (label, basis, age, facet, query)) in LINES.iter().enumerate() {
            let born = (None, age.map(|age| born_by(today, age)));
            let who = Counted { basis: *basis, low: &low, high: &high, here: true, facet: *facet, born };
            let places = count::by_place(cx, who)?;
            let value = places.iter().map(|it| it.1).sum();
            let link = format!("/persons?{query}");
            answer.figures.push(Figure {
                label,
                value,
                unit: Unit::Persons,
                basis: *basis,
                as_of: today,
                link: Some(link.clone()),
            });
            if at < MAPPED && !children.is_empty() {
                let mut by_area: BTreeMap<&str, i64> = children.iter().map(|it| (it.as_str(), 0)).collect();
                for (place, persons) in &places {
                    let child = children.iter().find(|it| place.starts_with(it.as_str()));
                    if let Some(sum) = child.and_then(|it| by_area.get_mut(it.as_str())) {
                        *sum += persons;
                    }
                }
                let areas = by_area.into_iter().map(|(area, value)| AreaFigure {
                    area: area.to_owned(),
                    value,
                    link: Some(format!("{link}&area={area}")),
                });
                answer.measures.push(AreaMeasure {
                    label,
                    unit: Unit::Persons,
                    basis: *basis,
                    as_of: today,
                    areas: areas.collect(),
                });
            }
        }
        Ok(answer)
    }
}
