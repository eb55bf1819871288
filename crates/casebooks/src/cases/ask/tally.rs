//! Figures whose rule reads nothing but the state: told by the counts, whatever the cases say.

use std::collections::BTreeMap;

use base::Result;
use platform::Cx;
use rules::Value as Told;

use super::{figures::DeclaredFigure, list::Cases};
use crate::books::{Ready, facts};

/// Fills the figure, if its rule reads nothing but the state; answers whether it did. `stand` says how many
/// cases stand in each, `which` names the first `most` of the figure's.
pub(super) fn by_state(
    cx: &mut Cx,
    ready: &Ready,
    ask: &Cases,
    stand: &BTreeMap<String, i64>,
    figure: &mut DeclaredFigure,
    most: usize,
) -> Result<bool> {
    if !ready.read_by_figure(&figure.id).iter().all(|it| it == "state") {
        return Ok(false);
    }
    let counts = |state: &str| {
        let look = |name: &str| (name == facts::STATE).then(|| Told::Choice(state.into()));
        ready.counts_in_figure(&figure.id, &look)
    };
    let states: Vec<String> = ready.book.state.keys().filter(|it| counts(it)).cloned().collect();
    let sum = ready.book.figure[&figure.id].sum.clone();
    for state in states {
        let count = stand.get(&state).copied().unwrap_or(0);
        if count == 0 {
            continue;
        }
        figure.cases += count;
        let mut condition = ask.condition(cx, ready)?;
        condition.state(&state);
        let sql =
            format!("SELECT f.id FROM case_file f WHERE {} ORDER BY f.id LIMIT {most}", condition.sql());
        let ids: Vec<(String,)> = cx.all(&sql, &condition.args())?;
        figure.which.extend(ids.into_iter().map(|it| it.0));
        if let (Some(field), Some(total)) = (&sum, &mut figure.sum) {
            let mut args = condition.args();
            args.push(field.into());
            let sql = format!(
                "SELECT CAST(SUM(v.amount) AS BIGINT) FROM case_file f JOIN case_value v ON v.county = $1 AND v.case_id = f.id
                 WHERE {} AND v.book = $2 AND v.field = ${}",
                condition.sql(),
                args.len()
            );
            let (amount,): (Option<i64>,) = cx.get("sum", &sql, &args)?;
            *total = total.saturating_add(amount.unwrap_or(0));
        }
    }
    figure.which.sort();
    figure.which.truncate(most);
    Ok(true)
}
