//! The integration tests, in one binary: stories on both databases, and the house rules.

mod access;
mod benefits;
mod books;
mod coverage;
mod door;
mod entry;
mod intake;
mod jobs;
mod journal;
mod keys;
mod ledger;
mod money;
mod night;
mod packs;
mod register;
mod runs;
mod scope;
mod shell;
mod statements;
mod tasks;
mod terminal;
mod tidy;
mod transfer;
mod world;
