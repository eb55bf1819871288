//! Which filter of a list leads to its cases: the one that leads to the fewest.

use base::Result;
use platform::Cx;

use super::query::{Condition, Own};
use crate::books::{Ready, Sort};

/// Cases up to which it is counted whom a field leads to; beyond it another may lead as well.
const FEW: i64 = 5_000;
/// Stands between the two ends of a range.
pub(super) const BETWEEN: char = '\u{1f}';

/// Filters in the order in which they are asked, each with its place and whether few cases have it; the
/// field first whose values lead to the fewest cases. Neither database keeps a good picture of how often a
/// value stands in the index, so where several fields are asked for it is looked, up to a bound.
pub(super) fn in_order(cx: &mut Cx, ready: &Ready, filters: &[String]) -> Result<Vec<(usize, String, bool)>> {
    let mut filters = joined(ready, filters);
    filters.retain(|it| !it.1.trim().is_empty());
    let role = cx.actor.role.clone();
    let of_field = |filter: &str| {
        let mut parts = filter.splitn(3, ':');
        let (name, operator, written) = (parts.next()?, parts.next()?, parts.next()?.trim());
        let field = ready.book.field.get(name).filter(|it| it.sort.is_indexed() && !it.sort.is_sealed())?;
        let field = Some(field).filter(|it| ready.book.may_see_field(it, &role))?;
        (!written.is_empty()).then(|| (name.to_owned(), field, operator.to_owned(), written.to_owned()))
    };
    if filters.iter().filter(|it| of_field(&it.1).is_some()).count() < 2 {
        return Ok(filters.into_iter().map(|(at, filter)| (at, filter, false)).collect());
    }
    let mut counted = Vec::with_capacity(filters.len());
    for (at, filter) in filters {
        let Some((name, field, operator, written)) = of_field(&filter) else {
            counted.push((0, (at, filter)));
            continue;
        };
        let args = vec![Own::Text(cx.county().to_owned()), Own::Text(ready.id.clone())];
        let mut probe = Condition::new("", args);
        let test = probe.test(ready, &format!("filter[{at}]"), (&name, field, &operator, &written))?;
        let sql = format!(
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM case_value v WHERE {} LIMIT {FEW}) t",
            test.leads()
        );
        let (cases,): (i64,) = cx.get("count", &sql, &probe.args())?;
        counted.push((cases, (at, filter)));
    }
    counted.sort_by_key(|it| it.0);
    Ok(counted.into_iter().map(|(cases, (at, filter))| (at, filter, cases < FEW)).collect())
}

/// Filters with the two ends of a field's range made one (either alone may be half of all cases, and to
/// look for those in both halves would read them all), the narrower kinds first; each with its place.
fn joined(ready: &Ready, filters: &[String]) -> Vec<(usize, String)> {
    let end = |filter: &str, of: &str| -> Option<(String, String)> {
        let mut parts = filter.splitn(3, ':');
        let (name, operator, written) = (parts.next()?, parts.next()?, parts.next()?.trim());
        let one_value = ready.book.field.get(name).is_some_and(|it| it.sort != Sort::Many);
        (operator == of && one_value && !written.is_empty()).then(|| (name.to_owned(), written.to_owned()))
    };
    let mut joined: Vec<(usize, String)> = filters.iter().cloned().enumerate().collect();
    for low in 0..joined.len() {
        let Some((name, from)) = end(&joined[low].1, "from") else { continue };
        let high = joined.iter().position(|it| end(&it.1, "to").is_some_and(|it| it.0 == name));
        let Some(high) = high else { continue };
        let to = end(&joined[high].1, "to").map_or_else(String::new, |it| it.1);
        joined[low].1 = format!("{name}:between:{from}{BETWEEN}{to}");
        joined[high].1.clear();
    }
    let kinds = [":is:", ":begins:", ":between:"];
    joined.sort_by_key(|it| kinds.iter().position(|kind| it.1.contains(kind)).unwrap_or(kinds.len()));
    joined
}
