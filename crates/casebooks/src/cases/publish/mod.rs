//! Publication: what the public sees of a case, how long, and what it says against it.
//!
//! ```text
//!   a change of a case ── keep ──▶ the book's rule is true: its face of that moment is shown
//!                          └─────▶ no longer true: withdrawn      (hold: taken down by hand)
//!   a visitor ── object ──▶ a task for the book's office ── answer ──▶ told by the receipt
//! ```
//!
//! What is public is a copy of the declared fields, made in the transaction that changed the case:
//! a reader of the public pages never touches the case itself.
//!
//! | file          | what                                                             |
//! |---------------|------------------------------------------------------------------|
//! | `face.rs`     | the declared fields as the public reads them; pure               |
//! | `hide.rs`     | numbers of people that stand in free text; pure                  |
//! | `keep.rs`     | publishes, changes, withdraws with every change of a case        |
//! | `renew.rs`    | the night's look: another declaration, a rule that reads the day |
//! | `hold.rs`     | takes down by hand and puts back                                 |
//! | `object.rs`   | a visitor says that it is wrong                                  |
//! | `settle.rs`   | the office answers                                               |
//! | `contact.rs`  | how the visitor can be reached, journalled                       |
//! | `open/`       | what anybody may ask                                             |
//! | `ask.rs`      | what the office is told                                          |

pub mod ask;
pub mod contact;
pub mod face;
mod hide;
pub mod hold;
pub(super) mod keep;
pub mod object;
pub mod open;
pub mod renew;
pub mod settle;
mod table;

/// The right of whoever comes without an account, and of nobody else.
pub const READ: &str = "public.read";
pub const OBJECT: &str = "public.object";
/// The purpose under which contacts are sealed.
pub(super) const CONTACT: &str = "case.objection";
/// The kind of an objection's task in the pack's `tasks.toml`.
const TASK: &str = "case-objection";
