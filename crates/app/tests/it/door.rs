//! The door: what is unknown or not allowed is refused, and the refusal is journalled.

use base::Error;
use serde_json::json;

use crate::world::{COUNTY_AREA, on_each_database};

#[test]
fn an_unknown_verb_is_missing() {
    on_each_database(|world| {
        let clerk = world.somebody("clerk", COUNTY_AREA, &[]);
        let answer = world.submit(&clerk, "no.such-verb", json!({}));
        assert!(matches!(answer, Err(Error::Missing(_))));
    });
}
