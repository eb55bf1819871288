//! Moves a whole database between SQLite and PostgreSQL.

use base::Result;

use super::Start;

/// Moves a whole database between SQLite and PostgreSQL.
#[derive(clap::Args)]
pub struct Copy {}

impl Copy {
    pub fn run(self, _start: &Start) -> Result<()> {
        super::not_yet("copy")
    }
}
