//! `songhe accounts`: who may sign in, and which duties lack two people.

use base::Result;
use clap::Subcommand;
use platform::access::{
    ask::Accounts as List,
    duties::{Duties, Unkept},
};

use super::Start;
use crate::{out, who::Who, wiring::clock};

/// Shows accounts and their roles, and where duties cannot be kept apart.
#[derive(clap::Args)]
pub struct Accounts {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The accounts and what they are granted.
    List {
        #[command(flatten)]
        who: Who,
    },
    /// The areas in which two people are wanted and are not there.
    Duties {
        #[command(flatten)]
        who: Who,
    },
}

/// What `accounts duties` answers a program.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct DutiesAnswer {
    pub unkept: Vec<Unkept>,
}

impl Accounts {
    pub fn run(self, start: &Start) -> Result<()> {
        let installation = start.open()?;
        let door = installation.door();
        match self.command {
            Command::List { who } => {
                let actor = who.actor(&installation)?;
                let list = List { list: everything(), ..List::default() };
                let answer = door.ask(&actor, clock(), list)?;
                start.out.answer(&answer, |text| {
                    let rows: Vec<Vec<String>> = answer
                        .rows
                        .iter()
                        .map(|it| {
                            let grants: Vec<String> =
                                it.grants.iter().map(|it| format!("{} {}", it.role, it.area)).collect();
                            vec![it.login.clone(), it.name.clone(), grants.join("; ")]
                        })
                        .collect();
                    out::table(text, &["login", "name", "grants"], &rows)
                })
            }
            Command::Duties { who } => {
                let actor = who.actor(&installation)?;
                let answer = DutiesAnswer { unkept: door.ask(&actor, clock(), Duties {})? };
                start.out.answer(&answer, |text| {
                    let row = |it: &Unkept| vec![it.area.clone(), it.duty.clone(), format!("{:?}", it.why)];
                    let rows: Vec<Vec<String>> = answer.unkept.iter().map(row).collect();
                    out::table(text, &["area", "duty", "why"], &rows)
                })
            }
        }
    }
}

fn everything() -> platform::listing::ListInput {
    platform::listing::ListInput { per_page: Some(platform::listing::PER_PAGE_MAX), ..Default::default() }
}
