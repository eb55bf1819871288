//! What any business needs: the door, its catalogue, and the rooms every other room leans on.
//!
//! | place         | what                                                                     |
//! |---------------|--------------------------------------------------------------------------|
//! | `access/`     | accounts, roles, areas of sight, sessions                                 |
//! | `areas/`      | divisions with their dates and code systems                               |
//! | `catalog.rs`  | [`Verb`], [`Question`], [`Work`] and the one [`Catalogue`] of them all    |
//! | `door/`       | the one way in: right, area, repeated commands, journal                  |
//! | `cx.rs`       | [`Cx`], the context of one unit of work: whose, when, where              |
//! | `scope.rs`    | [`Actor`], [`Scope`], [`Place`]: who sees and does what, and where        |
//! | `subjects.rs` | what a record may be about: people, facilities, as their rooms know them    |
//! | `house.rs`    | [`House`]: packs, keys and the source of secrets, handed in by `app`      |
//! | `listing.rs`  | what lists, figures and search hits look like                           |
//! | `journal/`    | who did what; sealed into a chain                                         |
//! | `jobs/`       | work for later, in chunks, with progress                                  |
//! | `facts/`      | what rooms know of people, read as columns                                |
//! | `files/`      | attachments, in the database                                              |
//! | `notices/`    | messages to go out                                                        |
//! | `tasks/`      | work for people: inboxes, deadlines, who it rises to                      |
//! | `ledger/`     | double entry in yuan, minutes, meals and points                           |
//! | `packs/`      | knowledge that differs between places and years                           |
//! | `terms/`      | labels, kinds, sources, working days: words that many rooms share         |
//! | `waits.rs`    | what waits for somebody beside tasks                                      |

pub mod access;
pub mod areas;
pub mod catalog;
pub mod cx;
pub mod door;
pub mod facts;
pub mod files;
pub mod house;
pub mod jobs;
pub mod journal;
pub mod keys;
pub mod ledger;
pub mod listing;
pub mod notices;
pub mod packs;
pub mod scope;
pub mod subjects;
pub mod tasks;
pub mod terms;
pub mod waits;

pub use catalog::{Catalogue, Question, Room, Step, Verb, Work, question, verb, work};
pub use cx::Cx;
pub use house::House;
pub use scope::{Actor, Channel, Place, Purpose, Scope};

/// The rooms of this wing.
pub const ROOMS: &[&Room] = &[
    &access::ROOM,
    &areas::ROOM,
    &terms::ROOM,
    &journal::ROOM,
    &jobs::ROOM,
    &keys::ROOM,
    &files::ROOM,
    &notices::ROOM,
    &tasks::ROOM,
    &ledger::ROOM,
];
