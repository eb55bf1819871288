//! Makes a synthetic county, and its rosters as messy Excel files.

use base::Result;

use super::Start;

/// Makes a synthetic county, and its rosters as messy Excel files.
#[derive(clap::Args)]
pub struct Synth {}

impl Synth {
    pub fn run(self, _start: &Start) -> Result<()> {
        super::not_yet("synth")
    }
}
