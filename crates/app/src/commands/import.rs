//! Reads rosters and lists from townships and departments.

use base::Result;

use super::Start;

/// Reads rosters and lists from townships and departments.
#[derive(clap::Args)]
pub struct Import {}

impl Import {
    pub fn run(self, _start: &Start) -> Result<()> {
        super::not_yet("import")
    }
}
