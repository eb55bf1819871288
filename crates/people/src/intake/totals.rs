//! What a list of money says it comes to, held against what its rows come to. Pure.

use std::collections::BTreeMap;

use base::Money;
use linkage::written::{half_width, money};
use schemars::JsonSchema;
use serde::Serialize;

use super::{file::SheetPlan, header::Mapping};

/// A sheet whose own total is not what its rows come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Differs {
    pub sheet: String,
    pub said: Money,
    pub rows: Money,
}

/// The first sheet whose own total is neither what its rows nor what the whole file's rows come to.
/// Where several totals stand in one sheet, the last is over all, or each is over its own group.
pub fn differs(sheets: &[SheetPlan]) -> Option<Differs> {
    let whole: Money = sheets.iter().map(|it| it.sum).sum();
    sheets.iter().filter(|it| it.taken).find_map(|it| {
        let said = said(&it.totals, &it.header.mapping);
        let last = *said.last()?;
        let readings = [last, said.iter().copied().sum()];
        let agrees = readings.iter().any(|said| *said == it.sum || *said == whole);
        (!agrees).then(|| Differs { sheet: it.name.clone(), said: last, rows: it.sum })
    })
}

/// What rows of totals say in the column of the money; one that says nothing readable there is none.
fn said(totals: &[BTreeMap<u32, String>], mapping: &Mapping) -> Vec<Money> {
    let Some(column) = mapping.column(mapping.of_money()) else { return Vec::new() };
    totals.iter().filter_map(|it| money(&half_width(it.get(&column)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{header::Header, pack::Field};

    fn sheet(sum: i64, totals: &[&str]) -> SheetPlan {
        let mapping = Mapping(BTreeMap::from([(0, Field::Name), (1, Field::Amount)]));
        SheetPlan {
            taken: true,
            header: Header { mapping, ..Header::default() },
            totals: totals.iter().map(|it| BTreeMap::from([(1, (*it).to_owned())])).collect(),
            sum: Money(sum),
            ..SheetPlan::default()
        }
    }

    #[track_caller]
    fn check(sheets: &[SheetPlan], want: Option<(i64, i64)>) {
        assert_eq!(differs(sheets).map(|it| (it.said.0, it.rows.0)), want);
    }

    #[test]
    fn a_total_is_held_against_its_rows() {
        check(&[sheet(5_000, &["50.00"])], None);
        check(&[sheet(5_000, &["１，２５０元"])], Some((125_000, 5_000)));
        check(&[sheet(5_000, &["75"])], Some((7_500, 5_000)));
        // Nothing said, or nothing that can be read: nothing to hold it against.
        check(&[sheet(5_000, &[])], None);
        check(&[sheet(5_000, &["见附表"])], None);
        // A total over each group, with and without one over all.
        check(&[sheet(5_000, &["20", "30"])], None);
        check(&[sheet(5_000, &["20", "30", "50"])], None);
        check(&[sheet(5_000, &["20", "30", "60"])], Some((6_000, 5_000)));
        // The last sheet sums the whole file.
        check(&[sheet(5_000, &[]), sheet(2_000, &["70"])], None);
        check(&[sheet(5_000, &["40"]), sheet(2_000, &["20"])], Some((4_000, 5_000)));
    }
}
