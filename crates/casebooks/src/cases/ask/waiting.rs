//! What waits in the casebooks of the reader's office, for the start page and its map: read off the counts
//! that are kept with the records, whatever the books.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base::Result;
use platform::{
    Cx, Purpose, Question, Scope,
    areas::Atlas,
    listing::{AreaFigure, AreaMeasure, Basis, Figure, Figures, Unit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{books::Shelf, cases::access};

/// Days ahead that count as soon.
pub(super) const SOON_DAYS: i64 = 7;

/// Cases that are overdue, and those due within a week, in all books that the reader sees.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Waiting {}

impl Question for Waiting {
    const NAME: &'static str = "cases.figures";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Figures;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Figures> {
        let (county, today) = (cx.county().to_owned(), cx.today());
        let pack = cx.house.packs.county(&county)?;
        let shelf = pack.made::<Shelf>();
        let mut ranges: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        for ready in shelf.iter().filter(|it| it.book.may_see(&cx.actor.role)) {
            let scope = access::scope(cx, ready);
            if !scope.area().is_empty() {
                ranges.entry(scope.range()).or_default().insert(ready.id.clone());
            }
        }
        let (day, soon) = (today.to_string(), today.plus_days(SOON_DAYS).to_string());
        // By area: how many are overdue, and how many are due soon.
        let mut found: HashMap<String, (i64, i64)> = HashMap::new();
        // Books of one purpose share a range: one pass for each, over counts and not over cases.
        for ((low, high), books) in ranges {
            let sql = "SELECT book, area, CAST(CASE WHEN due_on < $3 THEN 1 ELSE 0 END AS BIGINT), cases
                 FROM case_count
                 WHERE county = $1 AND due_on <= $2 AND due_on > '' AND closed = 0 AND area >= $4 AND area < $5";
            let args = [(&county).into(), (&soon).into(), (&day).into(), (&low).into(), (&high).into()];
            cx.each::<(String, String, i64, i64)>(sql, &args, &mut |(book, area, overdue, cases)| {
                if books.contains(&book) {
                    let counts = found.entry(area).or_default();
                    counts.0 += overdue * cases;
                    counts.1 += (1 - overdue) * cases;
                }
                Ok(())
            })?;
        }
        let rows: Vec<(String, i64, i64)> =
            found.into_iter().map(|(area, (overdue, soon))| (area, overdue, soon)).collect();
        let atlas = pack.made::<Atlas>();
        let children: Vec<String> =
            atlas.children(scope.area(), today).iter().map(|it| it.path.clone()).collect();
        let mut answer = Figures::default();
        let lines = [
            ("cases-figure-overdue", "/casebooks?due=overdue"),
            ("cases-figure-week", "/casebooks?due=week"),
        ];
        for (at, (label, link)) in lines.into_iter().enumerate() {
            let pick = |it: &(String, i64, i64)| if at == 0 { it.1 } else { it.2 };
            let figure = Figure {
                label,
                value: rows.iter().map(pick).sum(),
                unit: Unit::Items,
                basis: Basis::Records,
                as_of: today,
                link: Some(link.to_owned()),
            };
            answer.figures.push(figure);
            if children.is_empty() {
                continue;
            }
            let areas = children.iter().map(|child| AreaFigure {
                area: child.clone(),
                value: rows.iter().filter(|it| it.0.starts_with(child.as_str())).map(pick).sum(),
                link: Some(format!("{link}&area={child}")),
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
