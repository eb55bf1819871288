//! What part one figure of a book is of another, and whether its target is reached. Pure.

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::DeclaredFigure;
use crate::books::{Book, ask::Words};

/// A part is kept in hundredths of a percent.
const WHOLE: i128 = 10_000;
const PERCENT: i64 = 100;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Share {
    /// The name of what it is a part of.
    pub of: Words,
    /// Hundredths of a percent, rounded down: what is not reached is never shown as reached.
    pub hundredths: i64,
    /// What is to be reached, in percent; who says so.
    pub target: Option<i64>,
    pub target_basis: Option<String>,
    pub reached: Option<bool>,
}

/// Tells of each figure that is a part of another how large a part. Of nothing there is no part.
pub(super) fn fill(book: &Book, figures: &mut [DeclaredFigure]) {
    let amount = |it: &DeclaredFigure| it.sum.unwrap_or(it.cases);
    let known: Vec<(String, Words, i64)> =
        figures.iter().map(|it| (it.id.clone(), it.name.clone(), amount(it))).collect();
    for figure in figures {
        let declared = &book.figure[&figure.id];
        let whole = declared.share_of.as_ref().and_then(|of| known.iter().find(|it| it.0 == *of));
        let Some((_, name, whole)) = whole.filter(|it| 0 < it.2) else { continue };
        let hundredths = i128::from(amount(figure)) * WHOLE / i128::from(*whole);
        let hundredths = i64::try_from(hundredths).unwrap_or(i64::MAX);
        let target = declared.target.as_ref();
        figure.share = Some(Share {
            of: name.clone(),
            hundredths,
            target: target.map(|it| it.percent),
            target_basis: target.map(|it| it.basis.clone()),
            reached: target.map(|it| it.percent.saturating_mul(PERCENT) <= hundredths),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARES: &str = r#"
        [figure.all]
        zh = "全部"
        en = "All"
        [figure.good]
        zh = "达标"
        en = "Good"
        where = "case.state == 'done'"
        share_of = "all"
        target = { percent = 55, basis = "a plan", confidence = "printed" }
    "#;

    /// How many in all and how many of them, and the part in hundredths of a percent with whether it reaches.
    #[track_caller]
    fn check(all: i64, good: i64, want: Option<(i64, bool)>) {
        let text = format!("{}{SHARES}", include_str!("../../books/small.toml"));
        let book: Book = toml::from_str(&text).unwrap();
        let figure = |id: &str, cases: i64| DeclaredFigure {
            id: id.to_owned(),
            name: Words::of(&book.figure[id]),
            cases,
            sum: None,
            sort: None,
            digits: None,
            which: Vec::new(),
            share: None,
        };
        let mut figures = vec![figure("all", all), figure("good", good)];
        fill(&book, &mut figures);
        assert_eq!(figures[0].share, None);
        let found = figures[1].share.as_ref().map(|it| (it.hundredths, it.reached.unwrap()));
        assert_eq!(found, want, "{good} of {all}");
    }

    #[test]
    fn a_part_is_never_said_to_reach_what_it_does_not() {
        check(0, 0, None);
        check(100, 55, Some((5_500, true)));
        check(1_000, 549, Some((5_490, false)));
        check(10_000, 5_499, Some((5_499, false)));
        check(3, 3, Some((10_000, true)));
        check(3, 0, Some((0, false)));
    }
}
