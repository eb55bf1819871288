//! Which way a list is read. All three ways give the same rows; which is quick depends on how many
//! there are: along the order of the list, through the place, or from those who carry a facet.

/// A way to read a page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::register) enum Way {
    /// Along the index of the order, leaving out who does not match.
    Order,
    /// All of the place, sorted.
    Place,
    /// All who carry the facet or have the name, sorted.
    Ids,
}

/// What is known of the sizes before the rows are read.
#[derive(Clone, Copy, Debug)]
pub(in crate::register) struct Sizes {
    /// Everybody of this counting basis.
    pub(in crate::register) all: i64,
    /// Those of the area.
    pub(in crate::register) area: i64,
    /// Those of the rarest facet, or found by the text, wherever they are.
    pub(in crate::register) ids: Option<i64>,
    /// Those who match everything.
    pub(in crate::register) matching: i64,
    /// Rows to go through: those before the page, and the page.
    pub(in crate::register) reach: i64,
}

/// A row that is looked up and sorted costs about so many that are passed over in an index.
const SORTED: i64 = 3;

pub(in crate::register) fn way(sizes: Sizes) -> Way {
    let order = sizes.reach.saturating_mul(sizes.all) / sizes.matching.max(1);
    let order = order.min(sizes.all.saturating_mul(2));
    let place = sizes.area.saturating_mul(SORTED);
    let ids = sizes.ids.map_or(i64::MAX, |it| it.saturating_mul(SORTED + 1));
    if ids <= order && ids <= place {
        Way::Ids
    } else if place <= order {
        Way::Place
    } else {
        Way::Order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(all: i64, area: i64, ids: Option<i64>, matching: i64, want: Way) {
        assert_eq!(way(Sizes { all, area, ids, matching, reach: 50 }), want);
    }

    #[test]
    fn the_smallest_set_is_read() {
        check(57_459, 57_459, None, 57_459, Way::Order);
        check(57_459, 3_000, None, 3_000, Way::Order);
        check(57_459, 300, None, 300, Way::Place);
        check(57_459, 57_459, Some(40), 40, Way::Ids);
        check(57_459, 57_459, Some(20_000), 20_000, Way::Order);
        check(57_459, 300, Some(20_000), 100, Way::Place);
    }
}
