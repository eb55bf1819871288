//! Ids: UUIDv7 (RFC 9562), made where the thing is made, offline too; one Rust type a kind.

use crate::{Chance, Instant};

/// Declares id types: `id! { /// … PersonId; }`.
#[macro_export]
macro_rules! id {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            pub fn mint(at: $crate::Instant, chance: &mut $crate::Chance) -> Self {
                Self($crate::id::mint(at, chance))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

/// A UUIDv7 in its text form: 48 bits of milliseconds, 74 of chance. Sorts by birth.
pub fn mint(at: Instant, chance: &mut Chance) -> String {
    let millis = u64::try_from(at.0.div_euclid(1_000)).unwrap_or(0);
    let noise = chance.bits128().to_be_bytes();
    let mut tail = [0; 10];
    tail.copy_from_slice(&noise[..10]);
    uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid().to_string()
}

/// Whether `text` is a UUID in its usual form; ids that come from outside are asked this.
pub fn is_id(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_birth() {
        let mut chance = Chance::new(3);
        let early = mint(Instant(1_000_000), &mut chance);
        let late = mint(Instant(1_001_000), &mut chance);
        assert!(is_id(&early));
        assert_eq!(early.as_bytes()[14], b'7');
        assert!(early < late);
    }
}
