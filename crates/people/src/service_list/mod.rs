//! The basic-service list (基本养老服务清单): what the county promises to whom, by which standard, at
//! whose cost, from which day. Each item names the benefit that decides it or the casebooks that do
//! it, so that the list cannot promise what nothing in the pack gives.
//!
//! ```text
//!  service_list.toml (nation ◀ county) ──▶ the public's page
//!        │ benefit ──▶ rates of the day      └▶ the desk's page: who was granted, what is under way
//!        └ books   ──▶ cases
//!  casebook service_list_change: evaluated ▸ drafted ▸ put to the public ▸ decided ▸ in force
//! ```
//!
//! | file         | what                                             |
//! |--------------|--------------------------------------------------|
//! | `section.rs` | the pack's section, checked against the others   |
//! | `ask.rs`     | the list of a day; how each item is delivered    |

pub mod ask;
mod section;

use platform::{Room, packs};

pub use section::{Item, ItemKind, ServiceList};

pub const ROOM: Room = Room {
    name: "service-list",
    verbs: &[],
    questions: &[platform::question::<ask::Services>(), platform::question::<ask::Delivered>()],
    works: &[],
    sections: &[packs::section::<ServiceList>()],
};

#[cfg(test)]
mod tests;
