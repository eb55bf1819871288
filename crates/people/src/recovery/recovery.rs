//! Pure rules of late news: segments of months, instalments, silent proof of life; `recovery.toml`.

use std::collections::BTreeMap;

use base::{Day, Error, Fault, Money, Month, Result};
use platform::packs::{Check, Confidence, Section};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The county's figures.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub basis: String,
    pub confidence: String,
    /// Most instalments of a recovery.
    pub instalments_max: i64,
    pub proof: Proof,
    /// Where suspected fraud is kept.
    pub fraud: super::suspect::Fraud,
}

/// Proof of life.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// Whether the county asks for it at all.
    pub asked: bool,
    /// A visit, a vaccination, a service within so many days is proof; nobody is asked then.
    pub silent_days: i64,
    /// Ways of being seen that nobody has to ask for.
    pub silent: Vec<Way>,
    /// Life events that show somebody alive.
    pub silent_events: Vec<String>,
    /// What is tried, one after the other.
    pub step: Vec<Asking>,
    /// Days from the reminder to the suspension.
    pub suspend_days: i64,
    /// Devices that are believed, by id.
    #[serde(default)]
    pub adapter: BTreeMap<String, Adapter>,
}

/// A device that compares faces: at the window, or the national app.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adapter {
    pub way: Way,
    /// From which likeness on, of a hundred, it is the person.
    pub score_min: i64,
    /// How old a check may be when it comes in.
    pub hours_max: i64,
    pub basis: String,
    pub confidence: Confidence,
}

/// One step of asking.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    pub ways: Vec<Way>,
    /// Days until the next step, or after the last one until the reminder.
    pub days: i64,
}

impl Proof {
    /// Whether the county takes this way as proof at all.
    pub fn takes(&self, way: Way) -> bool {
        self.silent.contains(&way) || self.step.iter().any(|it| it.ways.contains(&way))
    }
}

impl Section for Rules {
    const NAME: &'static str = "recovery";

    fn check(&self, check: &mut Check<'_>) {
        self.fraud.check(check);
        check.range("instalments_max", &self.instalments_max, 1..=120);
        check.range("proof.silent_days", &self.proof.silent_days, 1..=3_650);
        for (at, step) in self.proof.step.iter().enumerate() {
            check.range(&format!("proof.step[{at}].days"), &step.days, 1..=366);
        }
        if self.proof.asked && self.proof.step.is_empty() {
            check.fault("proof.step", "recovery-no-steps");
        }
        for (id, it) in &self.proof.adapter {
            let path = format!("proof.adapter.{id}");
            check.range(&format!("{path}.score_min"), &it.score_min, 1..=100);
            check.range(&format!("{path}.hours_max"), &it.hours_max, 1..=720);
            if it.basis.trim().is_empty() {
                check.fault(&format!("{path}.basis"), "recovery-adapter-basis");
            }
            check.word(&path, &format!("proof-adapter-{id}"));
        }
        check.range("proof.suspend_days", &self.proof.suspend_days, 1..=366);
    }
}

/// How somebody was seen to be alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Visit,
    Vaccination,
    Service,
    Phone,
    Video,
    Relative,
    Call,
    /// A face compared by a device.
    Face,
}

impl Way {
    pub fn as_str(self) -> &'static str {
        match self {
            Way::Visit => "visit",
            Way::Vaccination => "vaccination",
            Way::Service => "service",
            Way::Phone => "phone",
            Way::Video => "video",
            Way::Relative => "relative",
            Way::Call => "call",
            Way::Face => "face",
        }
    }
}

/// Months that follow one another at one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Segment {
    pub from: Month,
    pub to: Month,
    pub months: i64,
    pub rate: Money,
    pub amount: Money,
}

/// Segments of months in ascending order.
pub fn segments(months: &[(Month, Money)]) -> Vec<Segment> {
    let mut all: Vec<Segment> = Vec::new();
    for (month, rate) in months {
        match all.last_mut() {
            Some(it) if it.rate == *rate && it.to.plus(1) == *month => {
                it.to = *month;
                it.months += 1;
                it.amount += *rate;
            }
            _ => all.push(Segment { from: *month, to: *month, months: 1, rate: *rate, amount: *rate }),
        }
    }
    all
}

/// Whether instalments come to what is open, each later than the one before.
pub fn check_plan(left: Money, most: i64, plan: &[(Day, Money)], today: Day) -> Result<()> {
    let mut faults = Vec::new();
    if plan.is_empty() || most < plan.len() as i64 {
        faults.push(Fault::new("instalments", "recovery-plan-count").arg("most", most));
    }
    let mut before = today.plus_days(-1);
    for (at, (day, amount)) in plan.iter().enumerate() {
        if *day <= before {
            faults.push(Fault::new(format!("instalments[{at}].due_on"), "recovery-plan-order"));
        }
        if amount.0 <= 0 {
            faults.push(Fault::new(format!("instalments[{at}].amount"), "runs-amount-not-positive"));
        }
        before = *day;
    }
    let sum: Money = plan.iter().map(|it| it.1).sum();
    if sum != left {
        let fault = Fault::new("instalments", "recovery-plan-sum");
        faults.push(fault.arg("sum", sum.grouped()).arg("left", left.grouped()));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// How far asking somebody has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    pub state: String,
    pub step: usize,
    pub changed_on: Day,
}

/// What becomes of somebody whose proof of life is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Seen lately enough, by whatever way.
    Proved,
    /// Ask by this step of the pack.
    Ask(usize),
    Remind,
    Suspend,
    /// Nothing new today.
    Wait,
}

/// Decides the next step from when somebody was last seen and how far asking has come.
pub fn next(proof: &Proof, seen: Option<Day>, stands: Option<&Stands>, today: Day) -> Next {
    if seen.is_some_and(|it| it.days_until(today) <= proof.silent_days) {
        return Next::Proved;
    }
    let Some(it) = stands else { return Next::Ask(0) };
    let days = it.changed_on.days_until(today);
    match (it.state.as_str(), proof.step.get(it.step)) {
        ("proved", _) => Next::Ask(0),
        ("asked", Some(step)) if days < step.days => Next::Wait,
        ("asked", _) if it.step + 1 < proof.step.len() => Next::Ask(it.step + 1),
        ("asked", _) => Next::Remind,
        ("reminded", _) if proof.suspend_days <= days => Next::Suspend,
        _ => Next::Wait,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn segments_join_months_of_one_rate() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        let months = [
            (month("2026-05"), Money(2_500)),
            (month("2026-06"), Money(2_500)),
            (month("2026-07"), Money(10_000)),
            (month("2026-09"), Money(10_000)),
        ];
        let shown: Vec<String> = segments(&months)
            .iter()
            .map(|it| format!("{}-{} {}x{}={}", it.from, it.to, it.months, it.rate.0, it.amount.0))
            .collect();
        assert_eq!(
            shown,
            ["2026-05-2026-06 2x2500=5000", "2026-07-2026-07 1x10000=10000", "2026-09-2026-09 1x10000=10000"]
        );
    }

    #[test]
    fn proof_is_silent_first_then_asked_step_by_step() {
        let step = |ways, days| Asking { ways, days };
        let proof = Proof {
            asked: true,
            silent_days: 90,
            silent: vec![Way::Visit],
            silent_events: Vec::new(),
            step: vec![step(vec![Way::Phone, Way::Video], 5), step(vec![Way::Relative], 10)],
            suspend_days: 15,
            adapter: BTreeMap::new(),
        };
        let today = day("2026-11-22");
        let cases = [
            (Some("2026-10-01"), None, Next::Proved),
            (Some("2026-10-01"), Some(("suspended", 1, "2026-10-01")), Next::Proved),
            (Some("2026-08-01"), None, Next::Ask(0)),
            (None, None, Next::Ask(0)),
            (None, Some(("asked", 0, "2026-11-18")), Next::Wait),
            (None, Some(("asked", 0, "2026-11-17")), Next::Ask(1)),
            (None, Some(("asked", 1, "2026-11-13")), Next::Wait),
            (None, Some(("asked", 1, "2026-11-12")), Next::Remind),
            // The pack has fewer steps than it had.
            (None, Some(("asked", 7, "2026-11-22")), Next::Remind),
            (None, Some(("reminded", 1, "2026-11-08")), Next::Wait),
            (None, Some(("reminded", 1, "2026-11-07")), Next::Suspend),
            (None, Some(("suspended", 1, "2026-01-07")), Next::Wait),
            (None, Some(("proved", 0, "2026-01-07")), Next::Ask(0)),
        ];
        for (seen, stands, want) in cases {
            let stands =
                stands.map(|(state, step, on)| Stands { state: state.to_owned(), step, changed_on: day(on) });
            assert_eq!(next(&proof, seen.map(day), stands.as_ref(), today), want, "{seen:?} {stands:?}");
        }
        assert!(proof.takes(Way::Visit) && proof.takes(Way::Video) && !proof.takes(Way::Call));
    }

    #[test]
    fn instalments_come_to_what_is_open() {
        let today = day("2026-11-22");
        let plan = |days: &[(&str, i64)]| -> Vec<(Day, Money)> {
            days.iter().map(|(on, fen)| (day(on), Money(*fen))).collect()
        };
        assert!(
            check_plan(Money(500), 12, &plan(&[("2026-12-01", 200), ("2027-01-01", 300)]), today).is_ok()
        );
        assert!(check_plan(Money(500), 12, &plan(&[("2026-12-01", 200)]), today).is_err());
        assert!(
            check_plan(Money(500), 12, &plan(&[("2027-01-01", 300), ("2026-12-01", 200)]), today).is_err()
        );
        assert!(
            check_plan(Money(500), 1, &plan(&[("2026-12-01", 200), ("2027-01-01", 300)]), today).is_err()
        );
    }

    proptest! {
        #[test]
        fn segments_lose_nothing(rates in proptest::collection::vec(0_i64..3, 1..30)) {
            let first: Month = "2024-01".parse().unwrap();
            let months: Vec<(Month, Money)> = rates
                .iter()
                .enumerate()
                .filter(|(_, rate)| **rate != 0)
                .map(|(at, rate)| (first.plus(at as i32), Money(*rate)))
                .collect();
            let all = segments(&months);
            prop_assert_eq!(all.iter().map(|it| it.amount).sum::<Money>(), months.iter().map(|it| it.1).sum());
            prop_assert_eq!(all.iter().map(|it| it.months).sum::<i64>(), months.len() as i64);
        }
    }
}
