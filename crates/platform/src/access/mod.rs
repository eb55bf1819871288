//! Access: accounts, what they are granted where, how they prove who they are, and their sessions.
//!
//! ```text
//!   create ──▶ account ── disable ⇄ enable
//!                │ grant (account × role × area × days) ── revoke
//!                └ sign in ──▶ session, under one grant ── switch, end
//! ```
//!
//! The system administrator opens accounts, the security administrator grants roles and resets
//! passwords, the audit administrator reads the journal: three people, because the pack keeps
//! their roles apart and nobody grants anything to oneself. A role is pack data.
//!
//! | file          | what                                                         |
//! |---------------|--------------------------------------------------------------|
//! | `roles.rs`    | the roles of the pack, what is kept apart, how sign-in fails |
//! | `session/`    | from a password to an actor, and back from a token           |
//! | `password.rs` | Argon2id, and what a password must be                        |
//! | `factor.rs`   | the second factor                                            |
//! | `failures.rs` | how long to wait after failures                              |
//! | `first.rs`    | the accounts an installation begins with                     |
//! | `duties.rs`   | where two people are wanted and one holds both rights        |

pub mod ask;
pub mod change_password;
pub mod confirm;
pub mod create;
pub mod disable;
pub mod duties;
pub mod enable;
pub mod end_session;
pub mod enrol;
pub mod export;
pub mod factor;
pub mod first;
pub mod grant;
pub mod make_token;
pub mod open_calendar;
pub mod password;
pub mod reset_factor;
pub mod reset_password;
pub mod revoke;
pub mod revoke_token;
pub mod roles;
pub mod session;
pub mod table;
pub mod unlock;

mod failures;

use base::{Instant, Result};

use crate::{
    Cx, Room, catalog,
    catalog::{QuestionEntry, VerbEntry},
    journal::table::{self as journal, Entry},
    keys::SealedColumn,
    packs,
};

pub const ROOM: Room = Room {
    name: "access",
    verbs: VERBS,
    questions: QUESTIONS,
    works: &[],
    sections: &[packs::section::<roles::Roles>()],
};

const VERBS: &[VerbEntry] = &[
    catalog::verb::<create::Create>(),
    catalog::verb::<disable::Disable>(),
    catalog::verb::<enable::Enable>(),
    catalog::verb::<grant::Grant>(),
    catalog::verb::<revoke::Revoke>(),
    catalog::verb::<reset_password::ResetPassword>(),
    catalog::verb::<reset_factor::ResetFactor>(),
    catalog::verb::<unlock::Unlock>(),
    catalog::verb::<change_password::ChangePassword>(),
    catalog::verb::<enrol::Enrol>(),
    catalog::verb::<confirm::Confirm>(),
    catalog::verb::<end_session::EndSession>(),
    catalog::verb::<make_token::MakeToken>(),
    catalog::verb::<open_calendar::OpenCalendar>(),
    catalog::verb::<revoke_token::RevokeToken>(),
    catalog::verb::<export::RecordExport>(),
];

const QUESTIONS: &[QuestionEntry] = &[
    catalog::question::<ask::Accounts>(),
    catalog::question::<ask::Account>(),
    catalog::question::<ask::Mine>(),
    catalog::question::<ask::Roles>(),
    catalog::question::<ask::Exports>(),
    catalog::question::<duties::Duties>(),
    catalog::question::<ask::AccountWaits>(),
];

/// What this room and the door seal.
pub const SEALED: &[SealedColumn] = &[
    SealedColumn {
        table: "account",
        keys: &["id"],
        column: "phone_sealed",
        purpose: "account.phone",
        only: None,
        index: Some("phone_index"),
    },
    SealedColumn {
        table: "account",
        keys: &["id"],
        column: "totp_sealed",
        purpose: "access.factor",
        only: None,
        index: None,
    },
    SealedColumn {
        table: "command",
        keys: &["id"],
        column: "answer",
        purpose: "command.answer",
        only: None,
        index: None,
    },
    SealedColumn {
        table: "key_probe",
        keys: &["id"],
        column: "sealed",
        purpose: "key.probe",
        only: None,
        index: None,
    },
];

/// A password to hand over, its hash, and until when it serves.
fn handed_over(cx: &Cx) -> Result<(String, String, Instant)> {
    let hours = cx.house.packs.now().get::<roles::Roles>().sign_in.handover_hours;
    let plain = password::one_time(cx.secret_bytes()?);
    let hash = password::hash(&plain, &cx.secret_bytes()?)?;
    Ok((plain, hash, cx.now.plus_minutes(hours * 60)))
}

fn note(cx: &mut Cx, verb: &str) -> Result<()> {
    journal::append(cx, &Entry { verb, place: None, outcome: "done", command_id: None })
}
