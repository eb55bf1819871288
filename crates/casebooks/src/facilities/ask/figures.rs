//! Key figures of the facilities for the start page and the county's map: how many are open, with how
//! many beds, by area.

use std::collections::BTreeMap;

use base::Result;
use platform::{
    Cx, Purpose, Question, Scope,
    areas::Atlas,
    listing::{AreaFigure, AreaMeasure, Basis, Figure, Figures, Unit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Facilities that are open, and their beds.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct FacilityFigures {}

const LINK: &str = "/facilities?state=open";

impl Question for FacilityFigures {
    const NAME: &'static str = "facilities.figures";
    const RIGHT: &'static str = "facilities.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Figures;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Figures> {
        let (low, high) = scope.range();
        let rows: Vec<(String, i64, i64)> = cx.all(
            "SELECT area, COUNT(*), CAST(COALESCE(SUM(beds), 0) AS BIGINT) FROM facility
             WHERE county = $1 AND area >= $2 AND area < $3 AND state = 'open' GROUP BY area",
            &[(&scope.county).into(), (&low).into(), (&high).into()],
        )?;
        let today = cx.today();
        let atlas = cx.house.packs.county(cx.county())?.made::<Atlas>();
        let children: Vec<String> =
            atlas.children(scope.area(), today).iter().map(|it| it.path.clone()).collect();
        let mut answer = Figures::default();
        for (label, beds) in [("facilities-figure-open", false), ("facilities-figure-beds", true)] {
            let pick = |it: &(String, i64, i64)| if beds { it.2 } else { it.1 };
            answer.figures.push(Figure {
                label,
                value: rows.iter().map(pick).sum(),
                unit: Unit::Items,
                basis: Basis::Records,
                as_of: today,
                link: Some(LINK.to_owned()),
            });
            if children.is_empty() {
                continue;
            }
            let mut by_area: BTreeMap<&str, i64> = children.iter().map(|it| (it.as_str(), 0)).collect();
            for row in &rows {
                let child = children.iter().find(|it| row.0.starts_with(it.as_str()));
                if let Some(sum) = child.and_then(|it| by_area.get_mut(it.as_str())) {
                    *sum += pick(row);
                }
            }
            let areas = by_area.into_iter().map(|(area, value)| AreaFigure {
                area: area.to_owned(),
                value,
                link: Some(format!("{LINK}&area={area}")),
            });
            let areas = areas.collect();
            answer.measures.push(AreaMeasure {
                label,
                unit: Unit::Items,
                basis: Basis::Records,
                as_of: today,
                areas,
            });
        }
        Ok(answer)
    }
}
