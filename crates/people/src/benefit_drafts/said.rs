//! How two texts of a benefit differ, as an official says it: which rate of whom changes when, which rule
//! changes to what. Pure.

use std::collections::BTreeSet;

use base::{Day, Money};
use platform::packs::Figure;
use schemars::JsonSchema;
use serde::Serialize;

use crate::benefits::{Benefit, Rate};

/// One difference: a message with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Said {
    pub key: String,
    pub args: Vec<(String, String)>,
    /// Of a rule: which one; the arguments `before` and `after` are its values.
    pub rule: Option<String>,
    /// The first day that it changes; absent when it is about every day.
    pub day: Option<Day>,
    /// Whether it changes days that are over: months that were paid are decided otherwise.
    pub past: bool,
}

fn said(key: &str, args: &[(&str, String)], day: Option<Day>, today: Day) -> Said {
    Said {
        key: key.to_owned(),
        args: args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        rule: None,
        day,
        past: day.is_none_or(|it| it < today.month().first_day()),
    }
}

/// Every difference, rates first.
pub(super) fn of(was: &Benefit, is: &Benefit, today: Day) -> Vec<Said> {
    let mut all = rates(&was.rate, &is.rate, today);
    rule(&mut all, "since", &was.since, &is.since, today);
    rule(&mut all, "entry", &was.entry, &is.entry, today);
    rule(&mut all, "age_from", &was.age_from, &is.age_from, today);
    rule(&mut all, "start", &was.months.start, &is.months.start, today);
    rule(&mut all, "stop", &was.months.stop, &is.months.stop, today);
    rule(&mut all, "tier_change", &was.months.tier_change, &is.months.tier_change, today);
    rule(&mut all, "back_pay", &was.months.back_pay, &is.months.back_pay, today);
    conditions(&mut all, was, is, today);
    let names: BTreeSet<&String> = was.param.keys().chain(is.param.keys()).collect();
    for name in names {
        let value = |it: &Benefit| {
            let all = it.param.get(name).map(|it| it.0.iter().map(|it| it.value.value().to_string()));
            all.map(|it| it.collect::<Vec<_>>().join(", ")).unwrap_or_default()
        };
        let (before, after) = (value(was), value(is));
        if before != after {
            let args = [("name", name.clone()), ("before", before), ("after", after)];
            all.push(said("benefit-drafts-said-param", &args, None, today));
        }
    }
    if was.measure != is.measure {
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        let args = [("before", text(&was.measure)), ("after", text(&is.measure))];
        all.push(said("benefit-drafts-said-measure", &args, None, today));
    }
    all
}

/// Stretches of days in which a band's rate is another.
fn rates(was: &[Rate], is: &[Rate], today: Day) -> Vec<Said> {
    let mut all = Vec::new();
    let mut bands: Vec<&str> = Vec::new();
    for row in was.iter().chain(is) {
        if !bands.contains(&row.band.as_str()) {
            bands.push(&row.band);
        }
    }
    for band in bands {
        let of = |rows: &[Rate]| -> Vec<Rate> { rows.iter().filter(|it| it.band == band).cloned().collect() };
        let (old, new) = (of(was), of(is));
        let rows = || old.iter().chain(&new);
        let mut days: Vec<Day> = rows().flat_map(|it| [Some(it.valid_from), it.valid_to]).flatten().collect();
        days.sort_unstable();
        days.dedup();
        let mut last = (None, None);
        for day in days {
            let pair = (on(&old, day), on(&new, day));
            let what = |it: Option<&Rate>| it.map(|it| (worth(it), it.from, it.to));
            let now = (what(pair.0), what(pair.1));
            if now.0 != now.1 && now != last {
                all.push(changed(band, day, pair, today));
            }
            last = now;
        }
    }
    all
}

fn on(rows: &[Rate], day: Day) -> Option<&Rate> {
    rows.iter().find(|it| it.valid_from <= day && it.valid_to.is_none_or(|to| day < to))
}

/// What a rate gives, as it is read: yuan, a number, a share.
fn worth(it: &Rate) -> String {
    match (it.amount, it.quantity, it.percent) {
        (Some(yuan), ..) => yuan_of(yuan.0),
        (_, Some(count), _) => count.to_string(),
        (_, _, Some(percent)) => format!("{percent}%"),
        _ => String::new(),
    }
}

fn yuan_of(it: Money) -> String {
    it.grouped().trim_end_matches("00").trim_end_matches('.').to_owned()
}

fn ages(it: &Rate) -> String {
    it.to.map_or_else(|| format!("{}+", it.from), |to| format!("{}–{to}", it.from))
}

fn changed(band: &str, day: Day, pair: (Option<&Rate>, Option<&Rate>), today: Day) -> Said {
    let from = ("day", day.to_string());
    let of = ("band", band.to_owned());
    match pair {
        (Some(old), Some(new)) if ages(old) != ages(new) => {
            let args = [
                of,
                from,
                ("was", ages(old)),
                ("is", ages(new)),
                ("before", worth(old)),
                ("after", worth(new)),
            ];
            said("benefit-drafts-said-ages", &args, Some(day), today)
        }
        (Some(old), Some(new)) => {
            let key = match (old.amount, new.amount) {
                (Some(old), Some(new)) if old < new => "benefit-drafts-said-raised",
                (Some(_), Some(_)) => "benefit-drafts-said-lowered",
                _ => "benefit-drafts-said-rate",
            };
            said(key, &[of, from, ("before", worth(old)), ("after", worth(new))], Some(day), today)
        }
        (None, Some(new)) => said(
            "benefit-drafts-said-new",
            &[of, from, ("after", worth(new)), ("is", ages(new))],
            Some(day),
            today,
        ),
        (Some(old), None) => {
            said("benefit-drafts-said-gone", &[of, from, ("before", worth(old))], Some(day), today)
        }
        (None, None) => said("benefit-drafts-said-rate", &[of, from], Some(day), today),
    }
}

fn rule<T: Serialize + PartialEq>(
    all: &mut Vec<Said>,
    name: &str,
    was: &Figure<T>,
    is: &Figure<T>,
    today: Day,
) {
    if was.value != is.value {
        let args = [("before", text(&was.value)), ("after", text(&is.value))];
        let mut told = said("benefit-drafts-said-rule", &args, is.valid_from, today);
        told.rule = Some(name.to_owned());
        all.push(told);
    }
}

pub(super) fn text<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

fn conditions(all: &mut Vec<Said>, was: &Benefit, is: &Benefit, today: Day) {
    let list = |it: &Benefit| -> Vec<(Option<Day>, String)> {
        it.condition.0.iter().map(|it| (it.valid_from, it.value.clone())).collect()
    };
    let (old, new) = (list(was), list(is));
    for (from, text) in new.iter().filter(|it| !old.contains(it)) {
        let before = old.iter().rfind(|it| it.0 <= *from).or(old.last());
        let args = [
            ("before", before.map_or_else(String::new, |it| it.1.clone())),
            ("after", text.clone()),
            ("day", from.map_or_else(String::new, |it| it.to_string())),
        ];
        let key = if from.is_some() {
            "benefit-drafts-said-condition-from"
        } else {
            "benefit-drafts-said-condition"
        };
        all.push(said(key, &args, *from, today));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefits::{StopRule, tests::variant};

    fn told(change: impl Fn(&mut Benefit)) -> Vec<(String, Vec<String>, bool)> {
        let was = variant("mianning", |_| ()).benefit;
        let mut is = was.clone();
        change(&mut is);
        of(&was, &is, "2026-11-22".parse().unwrap())
            .into_iter()
            .map(|it| {
                (
                    it.key.replace("benefit-drafts-said-", ""),
                    it.args.into_iter().map(|it| it.1).collect(),
                    it.past,
                )
            })
            .collect()
    }

    #[test]
    fn an_official_reads_what_changes() {
        assert_eq!(told(|_| ()), []);
        // From a day on.
        let raised = told(|it| {
            let mut row = it.rate[0].clone();
            it.rate[0].valid_to = Some("2027-01-01".parse().unwrap());
            row.valid_from = "2027-01-01".parse().unwrap();
            row.amount = Some(platform::packs::Yuan(Money(5_000)));
            it.rate.push(row);
        });
        let words = ["80-89", "2027-01-01", "25", "50"].map(str::to_owned).to_vec();
        assert_eq!(raised, [("raised".to_owned(), words, false)]);
        // In the row itself: months that are paid are decided otherwise.
        let past = told(|it| it.rate[0].amount = Some(platform::packs::Yuan(Money(1_250))));
        assert_eq!(past[0].1, ["80-89", "2020-01-01", "25", "12.50"]);
        assert_eq!((past[0].0.as_str(), past[0].2), ("lowered", true));
        let rules = told(|it| {
            it.age_from.value = 75;
            it.months.stop.value = StopRule::MonthOf;
            it.condition.0[0].value = "person.registered_here".to_owned();
        });
        let keys: Vec<&str> = rules.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(keys, ["rule", "rule", "condition"]);
        assert_eq!(rules[1].1, ["month_after", "month_of"]);
        let gone = told(|it| drop(it.rate.pop()));
        assert_eq!((gone[0].0.as_str(), gone[0].1[0].as_str()), ("gone", "100+"));
    }
}
