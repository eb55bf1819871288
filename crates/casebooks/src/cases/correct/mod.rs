//! Corrections of cases that have ended, published or not: one person proposes, another makes it so.
//!
//! ```text
//!   ended case ── propose (values, reason) ──▶ open ──▶ made: values, index, public copy, history
//!                                                └────▶ refused, with a reason
//! ```
//!
//! The case stays in its state. What is or was public of it is renewed in the transaction that makes the
//! correction, and shows the day and what it said before.
//!
//! | file         | what                                                    |
//! |--------------|---------------------------------------------------------|
//! | `propose.rs` | what would be changed, and why                          |
//! | `decide.rs`  | another person makes it or refuses it                   |
//! | `ask.rs`     | the correction that waits, as the page of its case shows |

pub(super) mod ask;
pub mod decide;
pub mod propose;
mod table;

use crate::books::Ready;

pub(super) use table::forget;

/// The purpose under which the given values are sealed.
pub(super) const GIVEN: &str = "case.correction";
/// The kind of its task in the pack's `tasks.toml`.
const TASK: &str = "case-correction";

/// The roles that agree to a correction: as the book says, else those that can end its cases, else those
/// that keep it.
fn agreeing(ready: &Ready) -> Vec<String> {
    let book = &ready.book;
    if let Some(correct) = &book.correct {
        return correct.agree.clone();
    }
    let ends = book.step.values().filter(|it| it.to.as_deref().is_some_and(|to| book.is_end(to)));
    let mut roles: Vec<String> = Vec::new();
    for role in ends.flat_map(|it| &it.who) {
        if !roles.contains(role) {
            roles.push(role.clone());
        }
    }
    if roles.is_empty() { book.open.clone() } else { roles }
}
