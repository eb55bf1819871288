//! The register: who the elders are, where they are registered and live, and all that was ever
//! said of them, with the days on which it is true and the instants at which it was known.
//!
//! ```text
//!   form, file ─▶ Draft ─▶ Said ── weigh ──▶ person_interval   (nothing is overwritten)
//!                                                 │ portrait, as of a day, as known at an instant
//!                                                 ▼
//!                     person ─▶ facets, tokens, tallies        (today, now: lists and searches)
//! ```
//!
//! | file           | what                                                                    |
//! |----------------|-------------------------------------------------------------------------|
//! | `interval.rs`  | spans of days laid over one another                                      |
//! | `statement.rs` | kinds of statement, and weighing what is said against what is held       |
//! | `person.rs`    | a person as of a day; what lists count and narrow by                     |
//! | `draft.rs`     | what a form or a row says                                                |
//! | `writing.rs`   | writes statements and all that follows from them                         |
//! | `bulk.rs`      | thousands at once: preview and commit                                    |
//! | `coverage.rs`  | where silence means no                                                   |
//! | `facts.rs`     | what rules may know of a person, read as columns                         |
//! | `news.rs`      | what others are told                                                     |
//! | `lists.rs`     | the pack's lists                                                         |
//! | `name.rs`      | pinyin, and the tokens a name is found by                                |
//! | `code.rs`      | the one code of a person                                                 |
//! | `anomaly.rs`   | what looks wrong, marked and kept                                        |

pub mod anomaly;
pub mod ask;
pub mod bulk;
pub mod code;
pub mod confirm_death;
pub mod correct_name;
pub mod correct_number;
pub mod correct_origin;
pub mod coverage;
pub mod create;
pub mod draft;
pub mod edit;
pub mod end_status;
pub mod facts;
pub mod interval;
pub mod lean;
pub mod lists;
pub mod merge;
pub mod move_to;
pub mod name;
pub mod news;
pub mod person;
pub mod record_death;
pub mod record_event;
pub mod refresh;
pub mod resolve_anomaly;
pub mod retract_event;
pub mod sealed;
pub mod set_contact;
pub mod set_household;
pub mod set_relation;
pub mod set_status;
pub mod set_wish;
pub mod statement;
pub mod status;
pub mod subjects;
pub(crate) mod table;
pub mod take_back;
pub mod undo_merge;
pub mod unmask;
pub mod writing;

pub(crate) use ask::line::deaths;
use platform::{
    Room,
    catalog::{QuestionEntry, VerbEntry, WorkEntry},
    packs, question, verb, work,
};

pub const VERBS: &[VerbEntry] = &[
    verb::<create::Create>(),
    verb::<correct_name::CorrectName>(),
    verb::<correct_number::CorrectNumber>(),
    verb::<correct_origin::CorrectOrigin>(),
    verb::<set_status::SetStatus>(),
    verb::<end_status::EndStatus>(),
    verb::<set_wish::SetWish>(),
    verb::<set_contact::SetContact>(),
    verb::<set_relation::SetRelation>(),
    verb::<set_household::SetHousehold>(),
    verb::<move_to::Move>(),
    verb::<record_death::RecordDeath>(),
    verb::<confirm_death::ConfirmDeath>(),
    verb::<record_event::RecordEvent>(),
    verb::<retract_event::RetractEvent>(),
    verb::<take_back::TakeBack>(),
    verb::<merge::Merge>(),
    verb::<undo_merge::UndoMerge>(),
    verb::<resolve_anomaly::ResolveAnomaly>(),
    verb::<unmask::Unmask>(),
];

pub const QUESTIONS: &[QuestionEntry] = &[
    question::<ask::list::People>(),
    question::<ask::person::OnePerson>(),
    question::<ask::search::Search>(),
    question::<ask::figures::RegisterFigures>(),
    question::<ask::anomalies::Anomalies>(),
    question::<ask::anomalies::RegisterWaits>(),
    question::<ask::unmasked::Unmasked>(),
    question::<ask::choices::Choices>(),
    question::<ask::enrolment::Enrolment>(),
    question::<ask::enrolment::Uninsured>(),
    question::<ask::enrolment::Schemes>(),
];

pub const WORKS: &[WorkEntry] = &[work::<refresh::Refresh>()];

pub const ROOM: Room = Room {
    name: "register",
    verbs: VERBS,
    questions: QUESTIONS,
    works: WORKS,
    sections: &[packs::section::<lists::Lists>(), packs::section::<ask::enrolment::Rules>()],
};
