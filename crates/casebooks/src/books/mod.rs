//! The declarations: what a casebook is, as its page of TOML in a pack says.
//!
//! ```text
//!   casebooks/*.toml ── Book ── check (references, graph, rules) ── Shelf: Books ready to be used
//! ```
//!
//! | file         | what                                                                    |
//! |--------------|-------------------------------------------------------------------------|
//! | `book.rs`    | [`Book`]: states, steps, deadlines, letters, figures                     |
//! | `field.rs`   | [`Field`]: sorts of value, who sees and writes them                      |
//! | `graph.rs`   | which states are reached, and what can be known in each; pure            |
//! | `facts.rs`   | what the rules of a book may name                                        |
//! | `form.rs`    | numbers and letters: text with places; pure                              |
//! | `told.rs`    | what a book tells of its cases: facts and figures                        |
//! | `lines.rs`   | rules that look at one row of a table                                    |
//! | `shelf.rs`   | [`Shelf`]: every book of a county with its rules compiled                 |
//! | `schema.rs`  | the JSON schema of a book's case, and of each step's form                 |
//! | `ask.rs`     | books as pages and programs are told of them                             |
//! | `check/`     | what is wrong in a declaration                                           |

pub mod ask;
pub mod book;
#[expect(clippy::module_inception, reason = "the room's main noun")]
pub mod books;
mod check;
pub mod facts;
pub mod field;
pub mod form;
pub mod graph;
pub mod lines;
pub mod schema;
pub mod shelf;
pub mod told;

pub use book::{Book, Named, Step};
pub use books::{Books, Group, Groups};
pub use field::{Field, Sort};
pub use shelf::{Ready, Shelf};

use platform::{Room, packs, question};

pub const ROOM: Room = Room {
    name: "books",
    verbs: &[],
    questions: &[question::<ask::AllBooks>(), question::<ask::OneBook>(), question::<ask::BookSchema>()],
    works: &[],
    sections: &[packs::section::<Groups>(), packs::section::<Books>()],
};
