//! People: who they are, how the register learns of them, and what they are owed.
//!
//! | room        | what                                             |
//! |-------------|--------------------------------------------------|
//! | `benefits/` | what somebody is owed for a month, and why        |
//! | `service_list/` | what the county promises to whom               |
//! | `entitled/` | what anybody may ask of the rules, unnamed        |
//! | `intake/`   | files from townships and departments, row by row |
//! | `register/` | elders, families, labels, wishes, life events    |
//! | `entry/`    | entrants, from the task to the county's word      |
//! | `applications/` | applications for benefits, kept as cases      |
//! | `findings/` | what people are owed and do not have             |
//! | `runs/`     | the month: roll, approvals, what is owed         |
//! | `payees/`   | whose account is paid                            |
//! | `bank/`     | files out, answers in, the month's close         |
//! | `providers/` | what facilities are owed, asked for and paid     |
//! | `beds/`     | beds of homes, who lies in them, the code on each |
//! | `settlement/` | services elsewhere, cleared by month between areas |
//! | `passes/`   | codes handed to the family, and cards to show     |
//! | `recovery/` | late news, money to bring back, proof of life    |
//! | `audit/`    | paper, the audit pack, what stands out           |
//! | `benefit_drafts/` | texts of benefits that the county drafts: reviewed, published |
//! | `quotas/`   | hours and places given by rank, used and expired |
//! | `foresee/`  | what if: a draft of a benefit tried on the register |

pub mod applications;
pub mod audit;
pub mod bank;
pub mod beds;
pub mod benefit_drafts;
pub mod benefits;
mod bytes;
pub mod entitled;
pub mod entry;
pub mod findings;
pub mod foresee;
pub mod intake;
mod money;
pub mod passes;
pub mod payees;
pub mod providers;
pub mod quotas;
pub mod recovery;
pub mod register;
pub mod runs;
pub mod service_list;
pub mod settlement;
mod spread;

use platform::{Room, facts::FactSource, keys::SealedColumn, packs::PageSource, subjects::SubjectSource};

/// The rooms of this wing.
pub const ROOMS: &[&Room] = &[
    &register::ROOM,
    &intake::ROOM,
    &benefits::ROOM,
    &entry::ROOM,
    &applications::ROOM,
    &findings::ROOM,
    &providers::ROOM,
    &passes::ROOM,
    &runs::ROOM,
    &payees::ROOM,
    &bank::ROOM,
    &settlement::ROOM,
    &recovery::ROOM,
    &audit::ROOM,
    &service_list::ROOM,
    &entitled::ROOM,
    &foresee::ROOM,
    &benefit_drafts::ROOM,
    &beds::ROOM,
    &quotas::ROOM,
];

/// The rooms of this wing that know facts.
pub const SOURCES: &[&dyn FactSource] =
    &[&register::facts::RegisterFacts, &beds::facts::BedFacts, &providers::facts::ClaimFacts];

/// What records of other rooms may be about.
pub const SUBJECTS: &[&dyn SubjectSource] = &[&register::subjects::People];

/// The rooms of this wing that let counties publish pages of a pack.
pub const PAGES: &[&dyn PageSource] = &[&benefit_drafts::page::Published];

/// What the rooms of this wing seal; a test finds a column that is not told here.
pub const SEALED: &[&[SealedColumn]] =
    &[register::sealed::SEALED, intake::SEALED, payees::SEALED, bank::SEALED, recovery::SEALED];
