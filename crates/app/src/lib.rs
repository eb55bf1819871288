//! The one binary: settings, wiring, command line, background loops. The only crate that reads
//! the clock, the environment, files and the operating system's generator.
//!
//! | file           | what                                                                  |
//! |----------------|-----------------------------------------------------------------------|
//! | `settings.rs`  | one TOML, one struct, overridden by the environment, read once         |
//! | `wiring.rs`    | opens the store, keys and packs and makes the house of them            |
//! | `keyfile.rs`   | the key file: written once with mode 0600, checked at every reading     |
//! | `serve.rs`     | the pages' server: socket, TLS, signals, metrics                      |
//! | `loops.rs`     | what a server does beside answering: jobs, the journal's seal           |
//! | `background.rs`| loops as plain threads, stopped together                               |
//! | `out.rs`       | tables or JSON on standard output, errors with a hint on standard error |
//! | `who.rs`       | as whom a terminal command acts                                        |
//! | `schemas.rs`   | what `--json` answers, by command                                      |
//! | `packs_watch.rs`| editions of packs kept, edits of packs taken at once                   |
//! | `demo/`        | fills a demo: a synthetic county through the same doors as a real one    |
//! | `commands/`    | one file a command                                                     |

pub mod background;
pub mod commands;
mod demo;
pub mod keyfile;
pub mod loops;
pub mod out;
pub mod packs_watch;
pub mod process;
pub mod schemas;
pub mod serve;
pub mod settings;
pub mod taking;
pub mod who;
pub mod wiring;

pub use commands::main;
