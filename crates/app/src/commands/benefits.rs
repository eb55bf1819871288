//! Runs, explains and audits benefits.

use base::Result;

use super::Start;

/// Runs, explains and audits benefits.
#[derive(clap::Args)]
pub struct Benefits {}

impl Benefits {
    pub fn run(self, _start: &Start) -> Result<()> {
        super::not_yet("benefits")
    }
}
