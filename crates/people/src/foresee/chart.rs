//! The months ahead as a drawing: two lines from nothing up, the draft's range as a band. Pure.

use base::{Money, Month};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::forecast::Ahead;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 260.0;
/// Room for the figures on the left, and for the months below.
const LEFT: f64 = 84.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 28.0;

/// Points as `points` of SVG has them, in a box of `width` by `height`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Chart {
    pub width: i64,
    pub height: i64,
    /// The range of the draft, round about.
    pub band: String,
    pub now: String,
    pub draft: String,
    pub rows: Vec<Row>,
    pub columns: Vec<Column>,
    pub left: i64,
    pub right: i64,
    pub bottom: i64,
}

/// A line across at an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    pub y: i64,
    pub amount: Money,
}

/// A month named below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    pub x: i64,
    pub month: Month,
}

/// From `month`, of which both sums are known, through the months ahead.
pub(super) fn of(month: Month, fen: [i64; 2], ahead: &[Ahead]) -> Chart {
    let known = |side: usize| (fen[side] as f64, fen[side] as f64, fen[side] as f64);
    let side = |side: usize| -> Vec<(f64, f64, f64)> {
        let later = ahead.iter().map(|it| (it.fen[side].low, it.fen[side].middle, it.fen[side].high));
        std::iter::once(known(side)).chain(later).collect()
    };
    let (now, draft) = (side(0), side(1));
    let most = now.iter().map(|it| it.1).chain(draft.iter().map(|it| it.2)).fold(0.0, f64::max);
    let step = step(most);
    let top = (most / step).ceil().max(1.0) * step;
    let x = |at: usize| LEFT + (WIDTH - LEFT - RIGHT) * at as f64 / (draft.len() - 1).max(1) as f64;
    let y = |fen: f64| HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (fen / top).clamp(0.0, 1.0);
    let point = |at: usize, fen: f64| format!("{:.1},{:.1}", x(at), y(fen));
    let line = |of: &[(f64, f64, f64)]| join(of.iter().enumerate().map(|(at, it)| point(at, it.1)));
    let upper = draft.iter().enumerate().map(|(at, it)| point(at, it.2));
    let lower = draft.iter().enumerate().rev().map(|(at, it)| point(at, it.0));
    let rows = (0..=(top / step).round() as i64).map(|at| {
        let fen = at as f64 * step;
        Row { y: y(fen).round() as i64, amount: Money(fen as i64) }
    });
    let every = (draft.len() / 5).max(1);
    let columns = (0..draft.len())
        .step_by(every)
        .map(|at| Column { x: x(at).round() as i64, month: month.plus(at as i32) });
    Chart {
        width: WIDTH as i64,
        height: HEIGHT as i64,
        band: join(upper.chain(lower)),
        now: line(&now),
        draft: line(&draft),
        rows: rows.collect(),
        columns: columns.collect(),
        left: LEFT as i64,
        right: (WIDTH - RIGHT) as i64,
        bottom: (HEIGHT - BOTTOM) as i64,
    }
}

fn join(points: impl Iterator<Item = String>) -> String {
    points.collect::<Vec<_>>().join(" ")
}

/// A round distance of lines, so that there are between two and five of them: 1, 2 or 5 of some size.
fn step(most: f64) -> f64 {
    let rough = (most / 4.0).max(100.0);
    let size = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|it| it * size).find(|it| rough <= *it).unwrap_or(rough)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foresee::forecast::Band;

    #[test]
    fn lines_begin_at_nothing_and_the_highest_is_inside() {
        let band = |middle: f64| Band { low: middle - 50_000.0, middle, high: middle + 50_000.0 };
        let month: Month = "2026-11".parse().unwrap();
        let ahead: Vec<Ahead> = (1..=60)
            .map(|at| Ahead {
                month: month.plus(at),
                people: [Band::default(); 2],
                fen: [band(300_000.0), band(700_000.0)],
                more: band(400_000.0),
                undecided_fen: 0.0,
            })
            .collect();
        let chart = of(month, [300_000, 700_000], &ahead);
        assert_eq!((chart.rows[0].amount, chart.rows[0].y), (Money(0), chart.bottom));
        let highest = chart.rows.last().unwrap();
        assert!(Money(750_000) <= highest.amount && chart.rows.len() <= 6, "{:?}", chart.rows);
        assert_eq!(chart.now.split(' ').count(), 61);
        assert_eq!(chart.band.split(' ').count(), 122);
        assert_eq!(chart.columns[0].month, month);
        // Nothing at all is drawn as a line along the bottom.
        let flat = of(month, [0, 0], &[]);
        assert_eq!(flat.draft, format!("{LEFT:.1},{:.1}", HEIGHT - BOTTOM));
    }
}
