//! Checks packs and starts new ones.

use base::Result;

use super::Start;

/// Checks packs and starts new ones.
#[derive(clap::Args)]
pub struct Pack {}

impl Pack {
    pub fn run(self, _start: &Start) -> Result<()> {
        super::not_yet("pack")
    }
}
