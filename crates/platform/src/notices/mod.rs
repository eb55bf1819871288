//! Notices: messages to go out, written in the transaction that decided on them.
//!
//! ```text
//!   waiting ── sent by an adapter, printed, or told by telephone ──▶ settled
//!      └────── given up, with the reason ──▶ failed
//! ```
//!
//! What a notice says is a message of the pack's words and its arguments; the text is made when
//! it goes out. The same message about the same thing is written once.

pub mod ask;

pub mod settle;
mod table;

use base::Result;
use serde_json::Value;

use crate::{Cx, Room, catalog};

pub const ROOM: Room = Room {
    name: "notices",
    verbs: &[catalog::verb::<settle::Settle>()],
    questions: &[
        catalog::question::<ask::List>(),
        catalog::question::<ask::OneNotice>(),
        catalog::question::<ask::NoticeWaits>(),
    ],
    works: &[],
    sections: &[],
};

/// How a notice goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Printed and handed over; the one way that always is.
    Paper,
    Sms,
    Phone,
}

impl Way {
    pub fn as_str(self) -> &'static str {
        match self {
            Way::Paper => "paper",
            Way::Sms => "sms",
            Way::Phone => "phone",
        }
    }
}

/// A message to go out.
#[derive(Clone, Debug)]
pub struct NewNotice<'a> {
    pub way: Way,
    /// A key of the pack's words.
    pub message: &'a str,
    /// Its arguments. Never a number, an account or a telephone.
    pub args: Value,
    /// To whom: `person`, `payee`, `account`, and that record's id.
    pub to_kind: &'a str,
    pub to_id: &'a str,
    pub area: &'a str,
    /// Names the occasion: `recovery-due/<case>/2026-10`.
    pub once: &'a str,
}

/// Writes a notice, unless this occasion has one; answers whether it was new.
pub fn write(cx: &mut Cx, new: &NewNotice) -> Result<bool> {
    table::insert(cx, new)
}
