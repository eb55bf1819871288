//! The pack's section `instruments`: one file an instrument, `instruments/<id>.toml`, checked with its
//! worked cases when the pack loads.

use std::collections::BTreeMap;

use base::{Error, Result};
use instruments::Instrument;
use platform::packs::{Check, Section};
use serde::Deserialize;

/// All instruments of a pack, by id.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Instruments(pub BTreeMap<String, Instrument>);

impl Instruments {
    /// The instrument, or that there is none of the name.
    pub fn named(&self, id: &str) -> Result<&Instrument> {
        self.0.get(id).ok_or_else(|| Error::missing("instrument"))
    }
}

impl Section for Instruments {
    const NAME: &'static str = "instruments";

    fn check(&self, check: &mut Check<'_>) {
        for (id, instrument) in &self.0 {
            if instrument.id != *id {
                let fault = check.fault(&format!("{id}.id"), "instruments-other-id");
                fault.arg("written", &instrument.id).arg("file", id);
            }
            for found in instrument.check() {
                let std::borrow::Cow::Borrowed(key) = found.key else { continue };
                let fault = check.fault(&format!("{id}.{}", found.path), key);
                for (name, value) in found.args {
                    // The engine's arguments are names in its source.
                    if let std::borrow::Cow::Borrowed(name) = name {
                        fault.arg(name, value);
                    }
                }
            }
        }
    }
}
