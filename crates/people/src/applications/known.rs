//! What the engine decides of somebody who applies, as the case keeps it.

use base::{Day, Instant, Money, Month, Result};
use platform::Cx;
use rules::Truth;
use serde_json::{Map, Value, json};

use super::fields;
use crate::benefits::{Entered, decide_months, unknown_facts};

/// The engine's word on somebody who applies on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    month: Month,
    truth: Truth,
    amount: Money,
    /// How many facts nobody knows that would decide it.
    missing: i64,
}

/// Decides the first month, from that of the application on, in which there may be something to give.
pub(super) fn of(cx: &mut Cx, benefit: &str, person: &str, applied_on: Day) -> Result<Known> {
    let months = [applied_on.month(), applied_on.month().plus(1)];
    // As if it were approved on the day: what would be given then.
    let entered = [Entered {
        applied_on: Some(applied_on),
        approved_on: Some(applied_on),
        granted: true,
        ..Entered::default()
    }];
    let people = [person.to_owned()];
    let all = decide_months(cx, benefit, &people, &months, Instant::MAX, &entered)?;
    let first = all.iter().position(|it| it.truth[0] != Truth::No).unwrap_or(0);
    let it = &all[first];
    let missing = match it.truth[0] {
        Truth::Unknown => {
            let named = unknown_facts(cx, benefit, &people, months[first], Instant::MAX)?;
            named.first().map_or(0, |it| it.len() as i64)
        }
        _ => 0,
    };
    Ok(Known { month: months[first], truth: it.truth[0], amount: it.amount[0], missing })
}

/// The values of the case's fields, as they are kept.
pub(super) fn values(it: &Known) -> Map<String, Value> {
    let truth = match it.truth {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "unknown",
    };
    let mut values = Map::new();
    values.insert(fields::ENGINE.to_owned(), json!(truth));
    values.insert(fields::ENGINE_MONTH.to_owned(), json!(it.month));
    if it.amount != Money::ZERO && it.truth != Truth::No {
        values.insert(fields::ENGINE_AMOUNT.to_owned(), json!(it.amount.0));
    }
    if it.truth == Truth::Unknown {
        values.insert(fields::ENGINE_MISSING.to_owned(), json!(it.missing));
    }
    values
}
