//! Why a person-month came out as it did, in one `u32`: which part decided in the upper byte, and
//! in the rest which sub-expression, which rate, or which month rule.

use schemars::JsonSchema;
use serde::Serialize;

/// The code that a decision carries; [`Reason::of`] reads it.
pub type Code = u32;

const PART: u32 = 24;
const PLACE: u32 = (1 << PART) - 1;

/// A code, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "part", content = "place", rename_all = "snake_case")]
pub enum Reason {
    /// A rule about months.
    Month(MonthReason),
    /// A sub-expression of the condition, by its number in it.
    Condition(u32),
    /// A row of the rate table, by its place in the pack.
    Rate(u32),
    /// Another benefit, by the row of the overlaps.
    Overlap(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MonthReason {
    /// Before the benefit began.
    BeforePolicy = 1,
    TooYoung,
    Died,
    MovedAway,
    NotApplied,
    AfterApplication,
    NotApproved,
    AfterApproval,
    /// No rate stands for the measure on that day.
    NoRate,
    /// The measure is unknown, so the tier is.
    TierUnknown,
    /// It was granted, and the person gave it up.
    GivenUp,
}

impl MonthReason {
    const ALL: [MonthReason; 11] = [
        MonthReason::BeforePolicy,
        MonthReason::TooYoung,
        MonthReason::Died,
        MonthReason::MovedAway,
        MonthReason::NotApplied,
        MonthReason::AfterApplication,
        MonthReason::NotApproved,
        MonthReason::AfterApproval,
        MonthReason::NoRate,
        MonthReason::TierUnknown,
        MonthReason::GivenUp,
    ];

    /// The message in the language files.
    pub fn key(self) -> &'static str {
        match self {
            MonthReason::BeforePolicy => "benefits-before-policy",
            MonthReason::TooYoung => "benefits-too-young",
            MonthReason::Died => "benefits-died",
            MonthReason::MovedAway => "benefits-moved-away",
            MonthReason::NotApplied => "benefits-not-applied",
            MonthReason::AfterApplication => "benefits-after-application",
            MonthReason::NotApproved => "benefits-not-approved",
            MonthReason::AfterApproval => "benefits-after-approval",
            MonthReason::NoRate => "benefits-no-rate",
            MonthReason::TierUnknown => "benefits-tier-unknown",
            MonthReason::GivenUp => "benefits-given-up",
        }
    }

    pub(crate) fn code(self) -> Code {
        1 << PART | self as u32
    }
}

impl Reason {
    /// Reads a code; `None` for one that no engine gives.
    pub fn of(code: Code) -> Option<Reason> {
        let place = code & PLACE;
        match code >> PART {
            1 => MonthReason::ALL.into_iter().find(|it| *it as u32 == place).map(Reason::Month),
            2 => Some(Reason::Condition(place)),
            3 => Some(Reason::Rate(place)),
            4 => Some(Reason::Overlap(place)),
            _ => None,
        }
    }

    /// The message in the language files that says it in general.
    pub fn key(self) -> &'static str {
        match self {
            Reason::Month(it) => it.key(),
            Reason::Condition(_) => "benefits-by-condition",
            Reason::Rate(_) => "benefits-by-rate",
            Reason::Overlap(_) => "benefits-by-overlap",
        }
    }
}

pub(crate) fn condition(node: rules::NodeId) -> Code {
    2 << PART | node & PLACE
}

pub(crate) fn rate(row: usize) -> Code {
    3 << PART | row as u32 & PLACE
}

pub(crate) fn overlap(row: usize) -> Code {
    4 << PART | row as u32 & PLACE
}
