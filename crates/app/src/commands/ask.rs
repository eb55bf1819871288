//! `songhe ask`: asks a question of the catalogue, within the asker's own area.

use base::{Result, error::OrBroken};

use super::{
    Start,
    act::{input, known, show},
};
use crate::{
    schemas,
    who::Who,
    wiring::{self, clock},
};

/// Asks a question: `songhe ask tasks.inbox '{…}' --as LOGIN`.
#[derive(clap::Args)]
pub struct Ask {
    /// The question, such as `register.person`.
    question: String,
    /// Its input in JSON; `-` reads it from standard input.
    #[arg(default_value = "{}")]
    input: String,
    /// Print the schemas of its input and answer, and ask nothing.
    #[arg(long)]
    schema: bool,
    #[command(flatten)]
    who: Who,
}

impl Ask {
    pub fn run(self, start: &Start) -> Result<()> {
        if self.schema {
            let catalogue = wiring::catalogue();
            known(&self.question, catalogue.questions().map(|it| it.name), "terminal-no-such-question")?;
            return show(start, &serde_json::to_value(schemas::described(&self.question)).or_broken()?);
        }
        let input = input(&self.input)?;
        let installation = start.open()?;
        let names = installation.house.catalogue.questions().map(|it| it.name);
        known(&self.question, names, "terminal-no-such-question")?;
        let actor = self.who.actor(&installation)?;
        let answer = installation.door().answer(&actor, clock(), &self.question, input)?;
        show(start, &answer)
    }
}
