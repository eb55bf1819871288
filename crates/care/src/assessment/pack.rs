//! The pack's `assessment.toml`: which instrument, how many assessors, how long a result holds, who may
//! object until when.

use std::collections::BTreeMap;

use people::register::lists::Lists;
use platform::packs::{Check, Confidence, Figure, Made, Pack, Section};
use rules::{Kind, Program};
use serde::Deserialize;

use crate::screenings::Instruments;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// The instrument of the national standard: an id of the pack's instruments.
    pub instrument: Figure<String>,
    /// The number of an assessment; `{year}` and `{serial}` stand for what they say.
    pub number: Figure<String>,
    /// How many assessors answer apart from one another.
    pub hands: Figure<i64>,
    /// The casebook of assessors, and its state in which one may assess.
    pub assessors: Figure<String>,
    pub recognised: Figure<String>,
    /// Levels of the instrument, the mildest first, as the register's list of abilities calls them.
    pub levels: Figure<Vec<String>>,
    /// Months that a result holds.
    pub valid_months: Figure<i64>,
    /// Days before the end of a result from which the next assessment is due.
    pub ahead_days: Figure<i64>,
    /// Days after the confirmation until which anybody concerned may object.
    pub objection_days: Figure<i64>,
    /// An assessment in less time than this is looked at again.
    pub minutes_min: Figure<i64>,
    /// Nobody sits with an elder for longer: a slip of the clock.
    pub minutes_max: Figure<i64>,
    /// Days that quality control looks back; points that an assessor may lie from the others, and with how many
    /// sheets that begins to say something.
    pub quality_days: Figure<i64>,
    pub deviation_points: Figure<i64>,
    pub deviation_least: Figure<i64>,
    /// Where bands of age begin.
    pub age_bands: Figure<Vec<i64>>,
    /// Reasons for an assessment (A.1 评估原因); words `assessment-reason-<id>`.
    pub reasons: Figure<Vec<String>>,
    /// Who may ask for one; words `assessment-asked-by-<id>`.
    pub asked_by: Figure<Vec<String>>,
    /// What the result is wanted for; words `assessment-purpose-<id>`.
    pub purposes: Figure<Vec<String>>,
    /// Why none takes place; words `assessment-closed-<id>`.
    pub refusals: Figure<Vec<String>>,
    /// What makes the next assessment due before its time; words `assessment-due-<id>`.
    #[serde(default)]
    pub trigger: BTreeMap<String, Trigger>,
}

/// Something after which somebody is to be assessed anew.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// An event of the pack's list, after the assessment.
    pub event: Option<String>,
    /// A rule over facts that holds now and did not on the day of the assessment.
    pub condition: Option<String>,
    pub basis: String,
    pub confidence: Confidence,
}

/// The conditions of the triggers, compiled.
pub struct Triggers(BTreeMap<String, Program>);

impl Made for Triggers {
    fn make(pack: &Pack) -> Triggers {
        let compiled = |(id, it): (&String, &Trigger)| {
            let program = Program::compile(it.condition.as_ref()?, &Kind::Bool, pack.facts(), []);
            Some((id.clone(), program.expect("the pack was checked when it loaded")))
        };
        Triggers(pack.get::<Procedure>().trigger.iter().filter_map(compiled).collect())
    }
}

impl Triggers {
    pub fn of(&self, id: &str) -> Option<&Program> {
        self.0.get(id)
    }
}

/// The reason that an objection gives by itself.
pub const REVIEW: &str = "review";

/// More hands than this nobody sends.
const HANDS_MAX: i64 = 2;

impl Procedure {
    /// What the register calls a level of the instrument.
    pub fn ability(&self, level: i64) -> Option<&str> {
        self.levels.value.get(usize::try_from(level).ok()?).map(String::as_str)
    }

    /// The level that the register calls so.
    pub fn level(&self, ability: &str) -> Option<i64> {
        self.levels.value.iter().position(|it| it == ability).map(|at| at as i64)
    }

    /// A number as it is printed.
    pub fn numbered(&self, year: i32, serial: i64) -> String {
        self.number.value.replace("{year}", &year.to_string()).replace("{serial}", &format!("{serial:05}"))
    }
}

impl Section for Procedure {
    const NAME: &'static str = "assessment";

    fn check(&self, check: &mut Check<'_>) {
        check.range("hands.value", &self.hands.value, 1..=HANDS_MAX);
        check.range("valid_months.value", &self.valid_months.value, 1..=60);
        check.range("ahead_days.value", &self.ahead_days.value, 0..=366);
        check.range("objection_days.value", &self.objection_days.value, 1..=366);
        check.range("minutes_min.value", &self.minutes_min.value, 0..=240);
        check.range("minutes_max.value", &self.minutes_max.value, 30..=1_440);
        check.range("quality_days.value", &self.quality_days.value, 1..=3_660);
        check.range("deviation_points.value", &self.deviation_points.value, 1..=90);
        check.range("deviation_least.value", &self.deviation_least.value, 2..=1_000);
        if !self.age_bands.value.is_sorted() {
            check.fault("age_bands.value", "assessment-bands-unsorted");
        }
        for (list, words, ids) in [
            ("reasons", "reason", &self.reasons.value),
            ("asked_by", "asked-by", &self.asked_by.value),
            ("purposes", "purpose", &self.purposes.value),
            ("refusals", "closed", &self.refusals.value),
        ] {
            for (at, id) in ids.iter().enumerate() {
                check.word(&format!("{list}.value[{at}]"), &format!("assessment-{words}-{id}"));
            }
        }
        if !self.reasons.value.iter().any(|it| it == REVIEW) {
            check.fault("reasons.value", "assessment-no-review");
        }
        for (id, it) in &self.trigger {
            let path = format!("trigger.{id}");
            check.word(&path, &format!("assessment-due-{id}"));
            if it.event.is_some() == it.condition.is_some() {
                check.fault(&path, "assessment-event-or-condition");
            }
            if let Some(condition) = &it.condition {
                check.rule(&format!("{path}.condition"), condition, &Kind::Bool, []);
            }
        }
        if !self.number.value.contains("{serial}") {
            check.fault("number.value", "assessment-no-serial");
        }
        if let Some(all) = check.other::<Instruments>() {
            let known: Vec<String> = all.0.keys().cloned().collect();
            let path = "instrument.value";
            check.reference(path, "instrument", &self.instrument.value, known.iter().map(String::as_str));
        }
        let Some(lists) = check.other::<Lists>() else { return };
        let known: Vec<String> = lists.ability.keys().cloned().collect();
        for (at, level) in self.levels.value.iter().enumerate() {
            let path = format!("levels.value[{at}]");
            check.reference(&path, "ability", level, known.iter().map(String::as_str));
        }
    }
}
