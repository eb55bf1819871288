//! Care: what is found out about elders where they live, and who goes to see them.
//!
//! | room          | what                                                  |
//! |---------------|-------------------------------------------------------|
//! | `assessment/` | from the request to the level, objections, the next one |
//! | `visits/`     | who is to be visited how often, and what was found      |
//! | `field/`      | what a worker's phone carries, and what it sends        |
//! | `screenings/` | instruments, and what they found                        |

pub mod assessment;
pub mod field;
pub mod screenings;
pub mod visits;

use platform::{Room, facts::FactSource, keys::SealedColumn};

/// The rooms of this wing.
pub const ROOMS: &[&Room] = &[&assessment::ROOM, &visits::ROOM, &field::ROOM, &screenings::ROOM];

/// The rooms of this wing that know facts.
pub const SOURCES: &[&dyn FactSource] = &[&visits::facts::VisitFacts];

/// What the rooms of this wing seal; a test finds a column that is not told here.
pub const SEALED: &[&[SealedColumn]] = &[];
