//! Access: accounts, what they are granted where, how they prove who they are, and their sessions.
//!
//! A grant is account × role × area × days; a role is pack data. A session acts under one grant.

pub mod factor;
pub mod password;
pub mod roles;
pub mod session;
pub mod table;

mod failures;

use crate::{Room, packs};

pub const ROOM: Room = Room {
    name: "access",
    verbs: &[],
    questions: &[],
    works: &[],
    sections: &[packs::section::<roles::Roles>()],
};
