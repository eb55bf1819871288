//! The commands of the terminal, one file each.

pub mod accounts;
pub mod act;
pub mod ask;
pub mod assess;
pub mod backup;
pub mod benefits;
pub mod copy;
pub mod demo;
pub mod doctor;
pub mod import;
pub mod init;
pub mod journal;
pub mod keys;
pub mod pack;
pub mod restore;
pub mod serve;
pub mod synth;

use std::{io::IsTerminal as _, path::PathBuf, process::ExitCode};

use base::Result;
use clap::{Parser, Subcommand};

use crate::{
    out::Out,
    settings::{Language, Settings},
    wiring::Installation,
};

/// Songhe (松鹤): a county's elder care.
#[derive(Parser)]
#[command(name = "songhe", version, max_term_width = 100)]
struct Cli {
    /// The settings file.
    #[arg(long, global = true, env = "SONGHE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Answer in JSON, for programs.
    #[arg(long, global = true)]
    json: bool,
    /// The language of messages; else what the settings say.
    #[arg(long, global = true, value_enum)]
    lang: Option<Language>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(init::Init),
    Demo(demo::Demo),
    Do(act::Do),
    Ask(ask::Ask),
    Assess(assess::Assess),
    Accounts(accounts::Accounts),
    Doctor(doctor::Doctor),
    Import(import::Import),
    Synth(synth::Synth),
    Pack(pack::Pack),
    Benefits(benefits::Benefits),
    Journal(journal::Journal),
    Copy(copy::Copy),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Keys(keys::Keys),
    Serve(serve::Serve),
}

/// What every command is given: how to speak, and where the settings are.
pub struct Start {
    pub config: Option<PathBuf>,
    pub out: Out,
}

impl Start {
    pub fn settings(&self) -> Result<Settings> {
        Settings::read(self.config.as_deref())
    }

    pub fn open(&self) -> Result<Installation> {
        Installation::open(self.settings()?)
    }
}

pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let settings = Settings::read(cli.config.as_deref());
    let language = cli.lang.or(settings.as_ref().ok().map(|it| it.language)).unwrap_or(Language::Zh);
    let out = Out { json: cli.json, language };
    let start = Start { config: cli.config, out };
    if let Ok(settings) = &settings {
        log_to_stderr(settings);
    }
    let done = match cli.command {
        Command::Init(it) => it.run(&start),
        Command::Demo(it) => it.run(&start),
        Command::Do(it) => it.run(&start),
        Command::Ask(it) => it.run(&start),
        Command::Assess(it) => it.run(&start),
        Command::Accounts(it) => it.run(&start),
        Command::Doctor(it) => it.run(&start),
        Command::Import(it) => it.run(&start),
        Command::Synth(it) => it.run(&start),
        Command::Pack(it) => it.run(&start),
        Command::Benefits(it) => it.run(&start),
        Command::Journal(it) => it.run(&start),
        Command::Copy(it) => it.run(&start),
        Command::Backup(it) => it.run(&start),
        Command::Restore(it) => it.run(&start),
        Command::Keys(it) => it.run(&start),
        Command::Serve(it) => it.run(&start),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => out.failed(&error),
    }
}

fn log_to_stderr(settings: &Settings) {
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.log.filter);
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if settings.log.json {
        log.json().init();
    } else {
        log.with_ansi(std::io::stderr().is_terminal()).init();
    }
}
