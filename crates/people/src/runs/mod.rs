//! The month: the roll of who is paid what, its approvals, and what is owed because of it.
//!
//! ```text
//!   open ─▶ drawing ─(draw)─▶ drafted ─ village? ─ townships ─ approve ─ second? ─▶ posting
//!              ▲                │  │                              │                   │ (post)
//!              └──── redraw ────┘  └─ void             late townships: a                ▼
//!                                                      supplementary run             posted
//!                              closed ◀─ close ◀─ reply ◀─ bank ◀─ finance ◀───────────┘
//! ```
//!
//! Drawing writes lines and drafts adjustments; posting, once everybody has approved, puts them in
//! force: obligations change, instructions are given, the ledger is posted. Which steps there are,
//! and who may not do two of them, is pack data (`steps.rs`, `runs.toml`).
//!
//! | file          | what                                                                    |
//! |---------------|-------------------------------------------------------------------------|
//! | `roll.rs`     | one elder's line from what is decided and what stands; pure              |
//! | `steps.rs`    | the pack's steps and figures; pure                                      |
//! | `source.rs`   | who is asked about, and what the engine decides                         |
//! | `open.rs` `draw.rs` `redraw.rs` | begins a month, draws its roll, draws it again        |
//! | `open_month.rs` | the month of every benefit at once                                    |
//! | `hold_line.rs` | keeps one line back, or lets it go                                     |
//! | `confirm.rs`  | villages and townships confirm                                          |
//! | `approve.rs` `second.rs` `post.rs` | the county approves; the money is put in force     |
//! | `finance.rs`  | finance confirms against the budget                                     |
//! | `funds.rs`    | whose money it is, and what a fund may spend in a year                  |
//! | `withdraw.rs` | takes a payment out before the file is sent                             |
//! | `settle.rs`   | what the bank's answers mean for what is owed                           |
//! | `facts.rs`    | facts that nobody found out in time                                     |
//! | `suspend.rs`  | suspends and resumes an elder                                           |
//! | `merged.rs`   | two records of one elder become one: what both were paid                |
//! | `excess.rs`   | what was paid beyond what is owed                                      |
//! | `bank_side.rs` | what the bank and payees ask of a run                                 |
//! | `history.rs`  | rolls paid before this system, and arrears left open                    |
//! | `verify.rs`   | decides a posted month again and compares                               |

pub mod approve;
pub mod ask;
mod bank_side;
pub mod confirm;
pub mod draw;
pub mod excess;
pub mod facts;
pub mod finance;
pub mod funds;
pub mod history;
pub mod hold_line;
pub mod merged;
pub mod open;
pub mod open_month;
pub mod post;
pub mod redraw;
pub mod roll;
pub mod second;
pub mod settle;
pub mod source;
pub mod steps;
pub mod suspend;
pub(crate) mod table;
pub mod take_roll;
pub mod verify;
pub mod withdraw;

use base::{Error, Result};
use platform::{Cx, Room, packs, question, verb, work};

use self::{
    steps::{StepKind, StepRule},
    table::run::RunRow,
};

pub(crate) use ask::{
    paper::{back_pay_months, lines as paper_lines, paid_in},
    township_of,
};
pub(crate) use bank_side::{
    Payable, approved, back_from_bank, benefit_of, close, file_sent, for_bank, gone_to_bank, in_flight,
    instructed, paid_after, payable, settle, unsent,
};
pub(crate) use settle::Answered;
pub use table::owed::Part;
pub(crate) use table::run::{first_opening, opening, owed_in};

pub const ROOM: Room = Room {
    name: "runs",
    verbs: &[
        verb::<open::Open>(),
        verb::<open_month::OpenMonth>(),
        verb::<redraw::Redraw>(),
        verb::<redraw::Void>(),
        verb::<hold_line::HoldLine>(),
        verb::<hold_line::ReleaseLine>(),
        verb::<confirm::ConfirmVillage>(),
        verb::<confirm::Confirm>(),
        verb::<approve::Approve>(),
        verb::<second::ApproveArrears>(),
        verb::<finance::SetBudget>(),
        verb::<funds::SetFundBudget>(),
        verb::<finance::ConfirmFinance>(),
        verb::<withdraw::Withdraw>(),
        verb::<suspend::Suspend>(),
        verb::<suspend::Resume>(),
        verb::<history::ImportHistory>(),
        verb::<take_roll::TakeRoll>(),
    ],
    questions: &[
        question::<ask::Runs>(),
        question::<ask::Run>(),
        question::<ask::Lines>(),
        question::<ask::PersonMoney>(),
        question::<ask::MonthFigures>(),
        question::<funds::FundBudgets>(),
        question::<ask::waits::RunWaits>(),
        question::<verify::Verify>(),
    ],
    works: &[
        work::<draw::Draw>(),
        work::<post::Post>(),
        work::<take_roll::Take>(),
        work::<merged::Merged>(),
        work::<facts::Look>(),
    ],
    sections: &[packs::section::<steps::Runs>()],
};

/// Persons of one chunk: a transaction of some tenths of a second on either database.
pub(crate) const CHUNK_PERSONS: i64 = 2_000;

/// The run's rule for the step it stands at.
fn rule<'r>(run: &'r RunRow, step: &str) -> Option<&'r StepRule> {
    run.steps.iter().find(|it| it.id == step)
}

/// The rule of the step that stands next, which must be of `kind`; the caller's page must be fresh.
pub(crate) fn standing_at(run: &RunRow, kind: StepKind, revision: i64) -> Result<StepRule> {
    if run.revision != revision {
        return Err(Error::conflict("runs-moved-on"));
    }
    match rule(run, &run.step) {
        Some(rule) if rule.kind == kind => Ok(rule.clone()),
        _ => Err(Error::conflict("runs-not-this-step")),
    }
}

/// Separation of duties, by account: who did a step that the rule names may not do this one.
pub(crate) fn apart(cx: &mut Cx, run: &RunRow, rule: &StepRule) -> Result<()> {
    let me = &cx.actor.account;
    let drew = rule.apart_from.iter().any(|it| it == "draw") && &run.opened_by == me;
    let done = table::run::steps_done(cx, &run.id)?;
    let me = &cx.actor.account;
    let did = done.iter().find(|it| &it.account == me && rule.apart_from.contains(&it.step));
    if drew || did.is_some() {
        return Err(Error::denied("runs-two-people"));
    }
    Ok(())
}
