//! Verifies the journal's chain.

use base::Result;

use super::Start;

/// Verifies the journal's chain.
#[derive(clap::Args)]
pub struct Journal {}

impl Journal {
    pub fn run(self, _start: &Start) -> Result<()> {
        super::not_yet("journal")
    }
}
