//! A rate or a rule put into the text of a benefit. What stands there stays, comments and all. Pure.

use base::{Day, Error, Fault, Money, Result};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike, value};

/// A rate as a form gives it: of a band, from a day on.
#[derive(Clone, Debug)]
pub(super) struct NewRate {
    pub(super) band: String,
    /// Of a band that the table does not have yet.
    pub(super) from: Option<i64>,
    pub(super) to: Option<i64>,
    pub(super) amount: Money,
    pub(super) valid_from: Day,
    pub(super) basis: String,
    pub(super) confidence: &'static str,
}

/// Where each rule stands in the text.
pub(super) const RULES: [(&str, &[&str]); 8] = [
    ("since", &["since"]),
    ("entry", &["entry"]),
    ("age_from", &["age_from"]),
    ("condition", &["condition"]),
    ("start", &["months", "start"]),
    ("stop", &["months", "stop"]),
    ("tier_change", &["months", "tier_change"]),
    ("back_pay", &["months", "back_pay"]),
];

/// The rate of a band from a day on: the row that held until then is closed, not changed, so that earlier
/// months are decided as they were.
pub(super) fn rate(text: &str, it: &NewRate) -> Result<String> {
    let mut document = read(text)?;
    let rows = document.entry("rate").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let Some(rows) = rows.as_array_of_tables_mut() else {
        return Err(Fault::new("band", "benefit-drafts-not-a-table").into());
    };
    let held = rows.iter().position(|row| text_of(row, "band") == it.band && holds(row, it.valid_from));
    let mut new = Table::new();
    match held.and_then(|at| rows.get_mut(at)) {
        Some(row) if day_of(row, "valid_from") == Some(it.valid_from) => {
            put_rate(row, it);
            return Ok(document.to_string());
        }
        Some(row) => {
            new.insert("band", value(it.band.as_str()));
            for name in ["from", "to"] {
                if let Some(held) = row.get(name) {
                    new.insert(name, plain(held));
                }
            }
            let ends = row.get("valid_to").map(plain);
            put_rate(&mut new, it);
            if let Some(ends) = ends {
                new.insert("valid_to", ends);
            }
            row.insert("valid_to", value(it.valid_from.to_string()));
        }
        None => {
            new.insert("band", value(it.band.as_str()));
            put_rate(&mut new, it);
        }
    }
    rows.push(new);
    Ok(document.to_string())
}

fn put_rate(row: &mut Table, it: &NewRate) {
    for (name, number) in [("from", it.from), ("to", it.to)] {
        if let Some(number) = number {
            row.insert(name, value(number));
        }
    }
    let fen = it.amount.0;
    let yuan = if fen % 100 == 0 { value(fen / 100) } else { value(it.amount.to_string()) };
    row.insert("amount", yuan);
    row.insert("valid_from", value(it.valid_from.to_string()));
    row.insert("basis", value(it.basis.as_str()));
    row.insert("confidence", value(it.confidence));
}

/// Another value of a rule, or of a constant of the condition (`param.…`), with what it rests on.
pub(super) fn rule(text: &str, rule: &str, written: &str, basis: &str, confidence: &str) -> Result<String> {
    let mut document = read(text)?;
    let way: Vec<&str> = match (RULES.iter().find(|it| it.0 == rule), rule.strip_prefix("param.")) {
        (Some((_, way)), _) => way.to_vec(),
        (None, Some(param)) => vec!["param", param],
        _ => return Err(Error::invalid("rule", "benefit-drafts-no-such-rule")),
    };
    let mut at: &mut dyn TableLike = document.as_table_mut();
    for step in way {
        let Some(next) = at.get_mut(step) else {
            return Err(Error::invalid("rule", "benefit-drafts-no-such-rule"));
        };
        let Some(table) = next.as_table_like_mut() else {
            // Several that follow one another in time: which is meant only the text can say.
            return Err(Error::invalid("rule", "benefit-drafts-dated"));
        };
        at = table;
    }
    let new = match at.get("value").and_then(Item::as_value) {
        Some(toml_edit::Value::Integer(_)) => {
            let number: i64 = written
                .trim()
                .parse()
                .map_err(|_| Error::from(Fault::new("value", "benefit-drafts-not-a-number")))?;
            value(number)
        }
        Some(toml_edit::Value::Boolean(_)) => value(written.trim() == "true"),
        _ => value(written.trim()),
    };
    for (name, new) in [("value", new), ("basis", value(basis)), ("confidence", value(confidence))] {
        match at.get_mut(name).and_then(Item::as_value_mut) {
            Some(held) => {
                // What stands beside it, such as a comment, stays.
                let around = held.decor().clone();
                if let Some(new) = new.as_value() {
                    *held = new.clone();
                }
                *held.decor_mut() = around;
            }
            None => {
                at.insert(name, new);
            }
        }
    }
    Ok(document.to_string())
}

fn read(text: &str) -> Result<DocumentMut> {
    text.parse().map_err(|_| Error::conflict("benefit-drafts-unreadable"))
}

fn holds(row: &Table, day: Day) -> bool {
    day_of(row, "valid_from").is_some_and(|from| from <= day)
        && day_of(row, "valid_to").is_none_or(|to| day < to)
}

fn day_of(row: &Table, name: &str) -> Option<Day> {
    text_of(row, name).parse().ok()
}

fn text_of(row: &Table, name: &str) -> String {
    row.get(name).and_then(Item::as_str).unwrap_or_default().to_owned()
}

/// A value without what stands around it.
fn plain(item: &Item) -> Item {
    let mut value = item.as_value().cloned().unwrap_or_else(|| "".into());
    value.decor_mut().clear();
    Item::Value(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# why\nmeasure = \"person.age\"\n\n[age_from]\nvalue = 80 # years\nbasis = \"A\"\n\
        confidence = \"printed\"\n\n[months]\nstop = { value = \"month_after\", basis = \"A\", confidence = \"printed\" }\n\n\
        [[condition]]\nvalue = \"true\"\n\n[[rate]]\nband = \"80-89\"\nfrom = 80\nto = 89\namount = 25\n\
        valid_from = \"2020-01-01\"\nbasis = \"A\"\nconfidence = \"printed\"\n\n[[case]]\nabout = \"x\"\n";

    fn new(band: &str, day: &str, fen: i64) -> NewRate {
        NewRate {
            band: band.to_owned(),
            from: None,
            to: None,
            amount: Money(fen),
            valid_from: day.parse().unwrap(),
            basis: "B".to_owned(),
            confidence: "local",
        }
    }

    #[test]
    fn a_rate_from_a_day_closes_the_one_before() {
        let text = rate(TEXT, &new("80-89", "2027-01-01", 5_050)).unwrap();
        let read: toml_edit::DocumentMut = text.parse().unwrap();
        let rows = read["rate"].as_array_of_tables().unwrap();
        let row = |at: usize, name: &str| rows.get(at).unwrap()[name].to_string().trim().to_owned();
        assert_eq!((row(0, "amount"), row(0, "valid_to")), ("25".into(), "\"2027-01-01\"".into()));
        assert_eq!(
            (row(1, "amount"), row(1, "from"), row(1, "to")),
            ("\"50.50\"".into(), "80".into(), "89".into())
        );
        assert!(text.starts_with("# why\n") && text.contains("# years") && text.contains("about = \"x\""));
        // The same day again: the row is put right, not closed on the day it begins.
        let again = rate(&text, &new("80-89", "2027-01-01", 6_000)).unwrap();
        assert_eq!(again.matches("[[rate]]").count(), 2);
        assert!(again.contains("amount = 60\n") && !again.contains("50.50"));
        // A day between: the new row ends where the later one begins.
        let between = rate(&text, &new("80-89", "2026-01-01", 3_000)).unwrap();
        assert_eq!(between.matches("valid_to = \"2026-01-01\"").count(), 1, "{between}");
        assert_eq!(between.matches("valid_to = \"2027-01-01\"").count(), 1, "{between}");
        let mut other = new("70-79", "2027-01-01", 1_000);
        (other.from, other.to) = (Some(70), Some(79));
        assert!(rate(TEXT, &other).unwrap().contains("band = \"70-79\"\nfrom = 70\nto = 79\namount = 10\n"));
    }

    #[test]
    fn a_rule_is_changed_where_it_stands() {
        let text = rule(TEXT, "age_from", "75", "B", "local").unwrap();
        assert!(text.contains("value = 75 # years\nbasis = \"B\"\nconfidence = \"local\""), "{text}");
        let text = rule(TEXT, "stop", "month_of", "B", "local").unwrap();
        assert!(
            text.contains("stop = { value = \"month_of\", basis = \"B\", confidence = \"local\" }"),
            "{text}"
        );
        let key = |it: Result<String>| match it.unwrap_err() {
            Error::Invalid(faults) => faults[0].key.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(key(rule(TEXT, "age_from", "old", "B", "local")), "benefit-drafts-not-a-number");
        assert_eq!(key(rule(TEXT, "colour", "1", "B", "local")), "benefit-drafts-no-such-rule");
        assert_eq!(key(rule(TEXT, "param.floor", "1", "B", "local")), "benefit-drafts-no-such-rule");
        assert_eq!(key(rule(TEXT, "condition", "true", "B", "local")), "benefit-drafts-dated");
    }
}
