//! Copies a running system's database into a file.

use base::Result;

use super::Start;

/// Copies a running system's database into a file.
#[derive(clap::Args)]
pub struct Backup {}

impl Backup {
    pub fn run(self, _start: &Start) -> Result<()> {
        super::not_yet("backup")
    }
}
