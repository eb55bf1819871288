//! The pack's `field.toml`: what a phone may hold and send, and for how long.

use platform::packs::{Check, Figure, Section};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// A phone that nobody touches asks for its code again after this.
    pub idle_minutes: Figure<i64>,
    /// A phone that has not spoken with the county for so long forgets what it carries.
    pub days_without_contact: Figure<i64>,
    /// Wrong codes, one after another, after which a phone deletes all it holds.
    pub wrong_codes: Figure<i64>,
    pub code_length_min: Figure<i64>,
    /// A clock that is wrong by more is told.
    pub clock_minutes: Figure<i64>,
    pub photo_bytes_max: Figure<i64>,
    pub voice_seconds_max: Figure<i64>,
    /// Bytes of one piece of what is sent to a phone, before compression.
    pub piece_bytes: Figure<i64>,
    /// What a phone may send.
    pub verb: Vec<Sent>,
}

/// A verb that a phone may send.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    pub name: String,
    /// The part of its input that holds the day by the phone's clock.
    #[serde(default)]
    pub day: Option<String>,
}

/// What a phone must know of them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Limits {
    pub idle_minutes: i64,
    pub days_without_contact: i64,
    pub wrong_codes: i64,
    pub code_length_min: i64,
    pub clock_minutes: i64,
    pub photo_bytes_max: i64,
    pub voice_seconds_max: i64,
    pub verbs: Vec<String>,
}

impl Field {
    pub fn limits(&self) -> Limits {
        Limits {
            idle_minutes: self.idle_minutes.value,
            days_without_contact: self.days_without_contact.value,
            wrong_codes: self.wrong_codes.value,
            code_length_min: self.code_length_min.value,
            clock_minutes: self.clock_minutes.value,
            photo_bytes_max: self.photo_bytes_max.value,
            voice_seconds_max: self.voice_seconds_max.value,
            verbs: self.verb.iter().map(|it| it.name.clone()).collect(),
        }
    }
}

impl Section for Field {
    const NAME: &'static str = "field";

    fn check(&self, check: &mut Check<'_>) {
        check.range("idle_minutes.value", &self.idle_minutes.value, 1..=120);
        check.range("days_without_contact.value", &self.days_without_contact.value, 1..=90);
        check.range("wrong_codes.value", &self.wrong_codes.value, 3..=20);
        check.range("code_length_min.value", &self.code_length_min.value, 4..=12);
        check.range("clock_minutes.value", &self.clock_minutes.value, 1..=1_440);
        check.range("photo_bytes_max.value", &self.photo_bytes_max.value, 20_000..=5_000_000);
        check.range("voice_seconds_max.value", &self.voice_seconds_max.value, 5..=600);
        check.range("piece_bytes.value", &self.piece_bytes.value, 8_192..=1_000_000);
    }
}
