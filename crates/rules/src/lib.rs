//! Expressions of the packs: parsed once, type-checked, evaluated column by column, explained.
//!
//! Pure: no database, no clock, no network. The language is a subset of CEL; `docs/rules.md` says
//! which. A rule is compiled against a [`Catalogue`] of facts and answers for many people at
//! once, in the three-valued logic of Kleene: yes, no, or unknown because a fact is missing.
//!
//! | file          | what                                                                     |
//! |---------------|--------------------------------------------------------------------------|
//! | `fact.rs`     | [`Fact`] and [`Catalogue`]: the names that rules may use                  |
//! | `value.rs`    | [`Kind`], [`Value`], and the 64-bit lane in which a column keeps a value   |
//! | `column.rs`   | [`Column`]: values of many rows, each known or unknown                    |
//! | `parse.rs`    | text → CEL tree with its spans, by the `cel` crate                        |
//! | `compile.rs`  | CEL tree → typed nodes; `calls.rs` the functions, `literal.rs` constants  |
//! | `span.rs`      | which bytes of the text a sub-expression takes                              |
//! | `node.rs`     | [`Program`] and its nodes                                                 |
//! | `batch.rs`    | column by column, 2,048 rows at a time; `number.rs` the arithmetic of it, |
//! |               | `plane.rs` the bits                                                       |
//! | `row.rs`      | one row, written apart from `batch.rs` so that each checks the other      |
//! | `explain.rs`  | one row as a tree of sub-expressions with their values                    |
//! | `missing.rs`  | the unknown facts that could change an answer                             |
//! | `never.rs`    | rules that nobody can ever meet                                           |
//! | `calendar.rs` | days, months and ages as plain numbers                                    |
//! | `rate.rs`     | dated rate tables: band × day → money, with holes and overlaps found      |
//! | `place.rs`    | offset in an expression → line and column in the pack file                |
//! | `fault.rs`    | [`RuleFault`]: what is wrong, where, and what to write instead            |

mod batch;
mod calendar;
mod calls;
mod column;
mod compile;
mod explain;
mod fact;
mod fault;
mod literal;
mod missing;
mod never;
mod node;
mod number;
mod parse;
mod place;
mod plane;
mod rate;
mod row;
mod span;
mod value;

pub use batch::{Answers, CHUNK_ROWS, Numbers, Values};
pub use calendar::{age_on, civil, days_from_civil};
pub use column::{Bits, Builder, Column};
pub use explain::{Explained, Explanation, FactShown};
pub use fact::{Basis, Catalogue, Fact};
pub use fault::RuleFault;
pub use node::{NodeId, Program};
pub use place::{Position, in_toml_string, position};
pub use rate::{RateFault, RateRow, RateTable, RatesOn};
pub use value::{Kind, Truth, Value};
