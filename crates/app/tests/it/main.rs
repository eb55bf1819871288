//! The integration tests, in one binary: stories on both databases, and the house rules.

mod access;
mod benefits;
mod books;
mod coverage;
mod door;
mod intake;
mod jobs;
mod journal;
mod keys;
mod ledger;
mod money;
mod packs;
mod register;
mod runs;
mod scope;
mod statements;
mod tidy;
mod transfer;
mod world;
