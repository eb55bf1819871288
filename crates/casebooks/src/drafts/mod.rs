//! Books that the county writes itself.
//!
//! ```text
//!   begin ──▶ draft ── send ──▶ review ── publish ──▶ in force ── withdraw ──▶ the packs' own again
//!               ▲ write             └── return, with a reason ──▶ returned
//! ```
//!
//! A draft is the text of one book, copied from the one in force or begun anew. Whoever wrote in it does
//! not review it. What is published stands in the database and is laid over the county's packs in every
//! process (`page.rs`); cases under way go on by the edition that they were opened in (`editions/`).
//!
//! | file          | what                                                              |
//! |---------------|-------------------------------------------------------------------|
//! | `begin.rs`, `write.rs`, `add.rs`, `take_form.rs`, `send.rs`, `judge.rs`, `withdraw.rs` | the verbs |
//! | `source.rs`   | the text of a new book, and a text's edition; pure                  |
//! | `edit.rs`     | a field, a state, a step put into a text; its comments stay; pure   |
//! | `checked.rs`  | a text against the county's pack: its faults, its book              |
//! | `picture.rs`  | states and steps as a drawing; pure                                 |
//! | `rehearse.rs` | a case in memory: opened and stepped, nothing written               |
//! | `about.rs`    | facts that are made up for a sample; pure                          |
//! | `page.rs`     | what is published, as pages over the packs                          |
//! | `ask/`        | books and drafts as the designer shows them                         |

mod about;
pub mod add;
pub mod ask;
pub mod begin;
pub mod judge;
pub mod page;
pub mod send;
pub mod take_form;
pub mod withdraw;
pub mod write;

mod checked;
pub(crate) mod edit;
mod picture;
mod rehearse;
mod source;
mod table;

use platform::{Room, question, verb};

pub const ROOM: Room = Room {
    name: "drafts",
    verbs: &[
        verb::<begin::Begin>(),
        verb::<write::Write>(),
        verb::<add::AddField>(),
        verb::<add::AddState>(),
        verb::<add::AddStep>(),
        verb::<take_form::TakeForm>(),
        verb::<send::Send>(),
        verb::<judge::Publish>(),
        verb::<judge::Return>(),
        verb::<write::Drop>(),
        verb::<withdraw::Withdraw>(),
    ],
    questions: &[
        question::<ask::books::Designer>(),
        question::<ask::books::DesignedBook>(),
        question::<ask::draft::OneDraft>(),
        question::<ask::rehearsal::Rehearse>(),
    ],
    works: &[],
    sections: &[],
};
