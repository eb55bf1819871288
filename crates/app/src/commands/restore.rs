//! Brings a backup back.

use base::Result;

use super::Start;

/// Brings a backup back.
#[derive(clap::Args)]
pub struct Restore {}

impl Restore {
    pub fn run(self, _start: &Start) -> Result<()> {
        super::not_yet("restore")
    }
}
