//! The register: who the elders are, where they are registered and live, and all that was ever
//! said of them, with the days on which it is true and the instants at which it was known.
//!
//! ```text
//!   form, file ─▶ Draft ─▶ Said ── weigh ──▶ person_interval   (nothing is overwritten)
//!                                                 │ portrait, as of a day, as known at an instant
//!                                                 ▼
//!                     person ─▶ facets, tokens, tallies        (today, now: lists and searches)
//! ```
//!
//! | file           | what                                                                    |
//! |----------------|-------------------------------------------------------------------------|
//! | `interval.rs`  | spans of days laid over one another                                      |
//! | `statement.rs` | kinds of statement, and weighing what is said against what is held       |
//! | `person.rs`    | a person as of a day; what lists count and narrow by                     |
//! | `draft.rs`     | what a form or a row says                                                |
//! | `writing.rs`   | writes statements and all that follows from them                         |
//! | `bulk.rs`      | thousands at once: preview and commit                                    |
//! | `coverage.rs`  | where silence means no                                                   |
//! | `facts.rs`     | what rules may know of a person, read as columns                         |
//! | `name.rs`      | pinyin, and the tokens a name is found by                                |
//! | `code.rs`      | the one code of a person                                                 |
//! | `anomaly.rs`   | what looks wrong, marked and kept                                        |

pub mod anomaly;
pub mod bulk;
pub mod code;
pub mod coverage;
pub mod draft;
pub mod facts;
pub mod interval;
pub mod lean;
pub mod name;
pub mod person;
pub mod sealed;
pub mod statement;
pub(crate) mod table;
pub mod writing;

use platform::Room;

pub const ROOM: Room = Room { name: "register", verbs: &[], questions: &[], works: &[], sections: &[] };
