//! The statuses of a person that are values of a pack's list: which slot one lies in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::statement::Kind;

/// A kind of status that a form sets and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Label,
    Hardship,
    Disability,
    Ability,
    Arrangement,
    Dwelling,
    Scheme,
}

impl Status {
    pub fn kind(self) -> Kind {
        match self {
            Status::Label => Kind::Label,
            Status::Hardship => Kind::Hardship,
            Status::Disability => Kind::Disability,
            Status::Ability => Kind::Ability,
            Status::Arrangement => Kind::Arrangement,
            Status::Dwelling => Kind::Dwelling,
            Status::Scheme => Kind::Scheme,
        }
    }

    /// Slot and value: of labels several hold at once, of grades one does.
    pub fn slot(self, value: &str) -> (&str, &str) {
        match self {
            Status::Label | Status::Hardship | Status::Dwelling => (value, value),
            Status::Disability | Status::Ability | Status::Arrangement => ("", value),
            Status::Scheme => value.split_once('/').unwrap_or((value, "")),
        }
    }
}
