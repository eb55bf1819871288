//! Casebooks: kinds of record that a pack declares, and the records of them.
//!
//! | room          | what                                                                        |
//! |---------------|-----------------------------------------------------------------------------|
//! | `books/`      | the declarations: fields, states, steps, deadlines, letters; read and checked |
//! | `facilities/` | homes, centres, stations, canteens, and the network they make                 |
//! | `editions/`   | what a book was when a case was opened by it                                 |
//! | `drafts/`     | books that the county writes itself: drafted, tried, reviewed, published     |
//! | `xlsform/`    | forms written as workbooks, read as parts of a book                          |
//! | `cases/`      | the records: opened, stepped, listed, taken back                             |
//!
//! A wing of its own and no room of `platform`: the engine is as large as the rest of that wing,
//! and what stands above it (`people`, `care`) opens cases by name without knowing their fields.

pub mod books;
pub mod cases;
pub mod drafts;
pub mod editions;
pub mod facilities;
pub mod xlsform;

use platform::{Room, facts::FactSource, keys::SealedColumn, packs::PageSource, subjects::SubjectSource};

/// The rooms of this wing.
pub const ROOMS: &[&Room] = &[&facilities::ROOM, &books::ROOM, &drafts::ROOM, &cases::ROOM];

/// The rooms of this wing that know facts.
pub const SOURCES: &[&dyn FactSource] = &[&cases::given::CaseFacts, &facilities::facts::FacilityFacts];

/// What records of other rooms may be about.
pub const SUBJECTS: &[&dyn SubjectSource] = &[&facilities::subject::Places];

/// The rooms of this wing that let counties publish pages of a pack.
pub const PAGES: &[&dyn PageSource] = &[&drafts::page::Published];

/// What the rooms of this wing seal; a test finds a column that is not told here.
pub const SEALED: &[&[SealedColumn]] = &[cases::SEALED];
