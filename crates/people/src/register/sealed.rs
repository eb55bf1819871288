//! What the register seals: resident numbers and phones, each with its keyed index.

use platform::keys::SealedColumn;

use super::statement::{Kind, NUMBER_PURPOSE, PHONE_PURPOSE};

pub const SEALED: &[SealedColumn] = &[of(Kind::Number, NUMBER_PURPOSE), of(Kind::Phone, PHONE_PURPOSE)];

const fn of(kind: Kind, purpose: &'static str) -> SealedColumn {
    SealedColumn {
        table: "person_interval",
        keys: &["person", "id"],
        column: "sealed",
        purpose,
        only: Some(("kind", kind.as_str())),
        index: Some("value"),
    }
}
