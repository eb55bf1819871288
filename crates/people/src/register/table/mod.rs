//! All SQL of the register that writes, and the rows it reads to write.
//!
//! | file           | what                                                         |
//! |----------------|--------------------------------------------------------------|
//! | `person.rs`    | the person row, its facets, tokens and tallies, and the code  |
//! | `statement.rs` | statements: read those that stand, supersede, insert          |
//! | `anomaly.rs`   | anomalies and numbers held by two                             |
//! | `candidate.rs` | who may be meant by a row of a file                           |
//! | `coverage.rs`  | which lists are complete, where, until when                   |
//! | `merge.rs`     | merges and households                                         |

pub(crate) mod anomaly;
pub(crate) mod candidate;
pub(crate) mod coverage;
pub(crate) mod merge;
pub(crate) mod person;
pub(crate) mod statement;

use store::Arg;

/// How many ids one statement asks for; shorter lists repeat their last.
pub(crate) const IDS: usize = 32;

/// The arguments of a statement that takes the county and [`IDS`] ids, then `more`.
pub(crate) fn ids_args<'a>(county: &'a str, ids: &[&'a str], more: &[Arg<'a>]) -> Vec<Arg<'a>> {
    let last = ids.last().copied().unwrap_or("");
    let padded = ids.iter().copied().chain(std::iter::repeat(last)).take(IDS);
    [Arg::Text(county)].into_iter().chain(padded.map(Arg::Text)).chain(more.iter().copied()).collect()
}
