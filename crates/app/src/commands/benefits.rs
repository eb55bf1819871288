//! Runs, explains and audits benefits.

mod explain;

use base::Result;

use super::Start;

/// Runs, explains and audits benefits.
#[derive(clap::Args)]
pub struct Benefits {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Explains what one person is owed for a month: the condition with its values, the month
    /// rules and the rate, each with its clause.
    Explain(explain::Explain),
}

impl Benefits {
    pub fn run(self, start: &Start) -> Result<()> {
        match self.command {
            Command::Explain(it) => it.run(start),
        }
    }
}
