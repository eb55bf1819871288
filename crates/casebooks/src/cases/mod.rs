//! Cases: the records of the county's casebooks.
//!
//! ```text
//!   open ──▶ state ── step (who, needs, checks) ──▶ state … ──▶ end
//!              │ edit        └─ letter, linked case, transfer, task for the next step
//!              └──◀── back: the last step taken back, where the book allows it
//! ```
//!
//! Every verb is general; what differs stands in the book. A role sees a book, a field and a step
//! or it does not; where it may look is its area under the book's purpose.
//!
//! | file          | what                                                                |
//! |---------------|---------------------------------------------------------------------|
//! | `value.rs`    | one value: read, shown, found by, asked by rules; pure               |
//! | `rows.rs`     | the rows of a table: read, summed and counted; pure                   |
//! | `lines.rs`    | the rows of a table by rules of their own; pure                       |
//! | `case.rs`     | what a form or a step makes of a case; pure                           |
//! | `access.rs`   | which books and cases a reader may see                                |
//! | `write.rs`    | what every change does: settle, check, index, history, next task      |
//! | `open.rs`, `step.rs`, `edit.rs`, `back.rs`, `remark.rs`, `link.rs` | the verbs       |
//! | `overdue.rs`  | the night's look at deadlines                                         |
//! | `refer.rs`    | what a value points to must be there and in sight                     |
//! | `recur.rs`    | the night's openings: once a period, when a rule turns true          |
//! | `given.rs`    | facts that cases give of their subjects, as they were on any day      |
//! | `bulk/`       | a step of many cases                                                  |
//! | `sheet/`      | cases as workbooks, out and in                                        |
//! | `moves/`      | cases of an older edition of their book, moved to the one in force     |
//! | `views/`      | filters that somebody keeps under a name and may share                |
//! | `relocate.rs` | open cases follow a person or a facility that moves                  |
//! | `correct/`    | corrections of ended cases, by two people                            |
//! | `retain/`     | when the years are over for which a book keeps a case                 |
//! | `publish/`    | what the public sees of a case, and says against it                  |
//! | `ask/`        | lists, one case, of a subject, figures                                |

pub mod ask;
pub mod back;
pub mod bulk;
pub mod case;
pub mod correct;
pub mod edit;
pub mod given;
pub mod link;
pub mod moves;
pub mod open;
pub mod overdue;
pub mod publish;
pub mod recur;
pub mod refusal;
pub mod relocate;
pub mod remark;
pub mod retain;
pub mod sheet;
pub mod step;
pub mod value;
pub mod views;

mod access;
pub(crate) mod letters;
pub(crate) mod lines;
mod refer;
mod rows;
mod subject;
mod table;
pub(crate) mod write;

use std::collections::BTreeMap;

use base::Result;
use platform::{Cx, Room, keys::SealedColumn, question, verb, work};

/// Of a range of subjects of a kind, the first not included: those with an open case of a book, and what
/// a field of it says. For rooms above, which know by it that something is on its way already.
pub fn under_way(
    cx: &mut platform::Cx,
    subjects: (&str, &str, &str),
    field: (&str, &str),
) -> base::Result<Vec<(String, String)>> {
    table::under_way(cx, subjects, field)
}

pub const ROOM: Room = Room {
    name: "cases",
    verbs: &[
        verb::<open::Open>(),
        verb::<step::TakeStep>(),
        verb::<edit::Edit>(),
        verb::<back::TakeBack>(),
        verb::<correct::propose::ProposeCorrection>(),
        verb::<correct::decide::DecideCorrection>(),
        verb::<remark::Remark>(),
        verb::<link::Link>(),
        verb::<bulk::Bulk>(),
        verb::<sheet::export::Export>(),
        verb::<sheet::take::TakeSheet>(),
        verb::<sheet::commit::CommitSheet>(),
        verb::<moves::MoveCases>(),
        verb::<views::keep::KeepView>(),
        verb::<views::change::ChangeView>(),
        verb::<views::drop::DropView>(),
        verb::<publish::hold::Hold>(),
        verb::<publish::object::Object>(),
        verb::<publish::settle::AnswerObjection>(),
        verb::<publish::contact::ObjectionContact>(),
        verb::<retain::decide::KeepLonger>(),
        verb::<retain::decide::ProposeDestruction>(),
        verb::<retain::destroy::Destroy>(),
    ],
    questions: &[
        question::<ask::list::Cases>(),
        question::<ask::one::OneCase>(),
        question::<ask::form::OpeningForm>(),
        question::<ask::of_subject::OfSubject>(),
        question::<ask::figures::BookFigures>(),
        question::<ask::counts::Counts>(),
        question::<ask::waiting::Waiting>(),
        question::<ask::board::Board>(),
        question::<ask::calendar::Calendar>(),
        question::<ask::find::Find>(),
        question::<bulk::ask::Bulks>(),
        question::<bulk::ask::OneBulk>(),
        question::<bulk::form::BulkForm>(),
        question::<bulk::preview::Preview>(),
        question::<sheet::ask::Sheets>(),
        question::<sheet::ask::OneSheet>(),
        question::<sheet::left::SheetLeft>(),
        question::<moves::ask::MovePreview>(),
        question::<views::ask::Views>(),
        question::<publish::ask::PublicFace>(),
        question::<publish::open::ask::PublicBooks>(),
        question::<publish::open::ask::PublicCases>(),
        question::<publish::open::ask::PublicCase>(),
        question::<publish::open::book::OnePublicBook>(),
        question::<publish::open::file::PublicFile>(),
        question::<publish::open::answer::ObjectionAnswer>(),
        question::<retain::ask::ArchiveList>(),
        question::<retain::ask::Archived>(),
    ],
    works: &[
        work::<overdue::Overdue>(),
        work::<publish::renew::Renew>(),
        work::<relocate::Moved>(),
        work::<retain::yearly::Yearly>(),
        work::<recur::Periodic>(),
        work::<recur::ByRule>(),
        work::<bulk::pass::Pass>(),
        work::<moves::pass::Pass>(),
        work::<sheet::pass::Plan>(),
        work::<sheet::pass::Commit>(),
    ],
    sections: &[],
};

/// How many cases go by an edition of a book, ended or not.
pub(crate) fn standing_on(cx: &mut Cx, book: &str, edition: i64) -> Result<i64> {
    table::standing_on(cx, book, edition)
}

/// Open cases by their book and the edition that they go by.
pub(crate) fn older_by_book(cx: &mut Cx) -> Result<BTreeMap<(String, i64), i64>> {
    table::open_by_edition(cx)
}

/// The purpose under which fields are sealed.
const SECRET: &str = "case.secret";

/// What this room seals, for the rotation of keys.
pub const SEALED: &[SealedColumn] = &[
    sealed("case_secret", &["case_id", "field"], "sealed", SECRET),
    sealed("case_sheet_row", &["sheet", "place"], "line", sheet::LINE),
    sealed("case_correction", &["id"], "given", correct::GIVEN),
    sealed("case_bulk", &["id"], "given", bulk::GIVEN),
    sealed("case_objection", &["id"], "contact", publish::CONTACT),
];

const fn sealed(
    table: &'static str,
    keys: &'static [&'static str],
    column: &'static str,
    purpose: &'static str,
) -> SealedColumn {
    SealedColumn { table, keys, column, purpose, only: None, index: None }
}
