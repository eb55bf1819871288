//! What the casebook says was used in a month, in one direction.

use base::{Money, Month, Result};
use casebooks::cases::ask::list::{CaseRow, Cases};
use platform::{Cx, Purpose, Question, listing::ListInput};
use serde_json::Value;

use super::pack::Settlement;

/// A case of a service between this county and another area.
#[derive(Clone, Debug)]
pub(super) struct Used {
    pub(super) case: String,
    pub(super) number: String,
    pub(super) partner: String,
    pub(super) service: String,
    /// The other area's number, where it was written down.
    pub(super) authorisation: Option<String>,
    /// The sum of the month; nothing where the month is not recorded.
    pub(super) amount: Option<Money>,
}

/// Every case of a direction that was not refused, whatever page of the list it stands on.
pub(super) fn of(cx: &mut Cx, rules: &Settlement, direction: &str, month: Month) -> Result<Vec<Used>> {
    let scope = cx.actor.scope(Purpose::Benefits);
    let mut all = Vec::new();
    for page in 1.. {
        let asked = Cases {
            book: rules.book.clone(),
            filter: vec![format!("{}:is:{direction}", rules.direction)],
            list: ListInput {
                sort: Some("number".to_owned()),
                page: Some(page),
                per_page: Some(platform::listing::PER_PAGE_MAX),
            },
            ..Cases::default()
        };
        let rows = asked.ask(cx, &scope)?.rows;
        let full = platform::listing::PER_PAGE_MAX <= rows.len() as i64;
        all.extend(rows.iter().map(|it| used(rules, it, month)));
        if !full {
            return Ok(all);
        }
    }
    Ok(all)
}

fn used(rules: &Settlement, it: &CaseRow, month: Month) -> Used {
    let text = |id: &str| it.values[id].as_str().unwrap_or_default().trim().to_owned();
    let of_month = month.to_string();
    let rows = it.values[&rules.months].as_array().cloned().unwrap_or_default();
    let sums: Vec<i64> = rows
        .iter()
        .filter(|row| row[&rules.month].as_str() == Some(&of_month))
        .filter_map(|row: &Value| row[&rules.sum].as_i64())
        .collect();
    Used {
        case: it.id.clone(),
        number: it.number.clone(),
        partner: text(&rules.partner),
        service: text(&rules.service),
        authorisation: Some(text(&rules.authorisation)).filter(|it| !it.is_empty()),
        amount: (!sums.is_empty()).then(|| Money(sums.iter().sum())),
    }
}
