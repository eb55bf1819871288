//! What the county owes whoever cares: benefits of facilities, decided by rule, asked for in a case, paid.
//!
//! ```text
//!   facts of a facility ─▶ benefits::decide_all ─▶ what it could claim for a month
//!                                                     │ providers.claim
//!                                                     ▼
//!   case of the benefit's book, with the sum, the facts and the pack's version that nobody typed
//!        │ its steps: site, another hand, approval, payment; refused, taken back
//!        ▼ tells `providers.told`
//!   claim: open · approved · paid · returned · refused · withdrawn ─▶ funds, the county's month
//! ```
//!
//! A claim of one facility, benefit and period stands once. What was decided stays as it was; what the facts
//! of today would make of it is shown beside it.
//!
//! | file         | what                                                              |
//! |--------------|-------------------------------------------------------------------|
//! | `pack.rs`    | what a book of claims must have                                    |
//! | `period.rs`  | the period that a claim is for; pure                               |
//! | `judge.rs`   | decides facilities for months, and what each fund bears            |
//! | `claim.rs`   | the verb that asks for what is owed                                |
//! | `told.rs`    | the work that hears what became of a claim                         |
//! | `facts.rs`   | what was claimed before, as facts                                  |
//! | `ask.rs`     | what one facility is owed                                          |
//! | `month.rs`   | a county's month at a glance                                       |

pub mod ask;
pub mod claim;
pub mod facts;
mod judge;
pub mod month;
pub mod pack;
mod period;
mod table;
pub mod told;

use base::{Money, Result};
use platform::{Cx, Room, question, verb, work};

pub const ROOM: Room = Room {
    name: "providers",
    verbs: &[verb::<claim::OpenClaim>()],
    questions: &[
        question::<ask::OfFacility>(),
        question::<month::OfMonth>(),
        question::<month::Totals>(),
        question::<month::Claimable>(),
    ],
    works: &[work::<told::ClaimTold>()],
    sections: &[],
};

/// The fields by which this room and a book of claims understand each other. The first are filled by the
/// program and typed by nobody.
pub mod fields {
    /// The benefit: a choice of benefits by their ids.
    pub const BENEFIT: &str = "benefit";
    /// The month that was decided, and the period that the claim is for.
    pub const MONTH: &str = "month";
    pub const PERIOD: &str = "period";
    /// What is paid out; what it comes to with what the facility bears itself; how often which rate is given.
    pub const SUM: &str = "sum";
    pub const COST: &str = "cost";
    pub const UNITS: &str = "units";
    pub const RATE: &str = "rate";
    /// The facts that were read, and the digest of the pack.
    pub const FACTS: &str = "facts";
    pub const PACK: &str = "pack";
    /// What became of it: a choice of `approved`, `paid`, `refused`, `withdrawn`, `returned`.
    pub const OUTCOME: &str = "outcome";
    pub const DECIDED_ON: &str = "decided_on";
    pub const PAID_ON: &str = "paid_on";
    /// The number of the payment's document.
    pub const VOUCHER: &str = "voucher";
    pub const TAKEN_BACK: &str = "taken_back";
}

/// What claims that were approved in a year take out of each fund, by benefit.
pub(crate) fn spent_in(cx: &mut Cx, year: i64) -> Result<Vec<(String, String, Money)>> {
    table::spent_in(cx, year)
}
