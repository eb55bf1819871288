//! Questions of the register. Each takes the reader's scope; none shows a number.
//!
//! | file           | what                                                                |
//! |----------------|---------------------------------------------------------------------|
//! | `list.rs`      | elders by place, age, label, hardship; with totals by counting basis |
//! | `plan.rs`      | which way a list is read, so that no reader waits for another's size  |
//! | `count.rs`     | how many: from the tallies, and the year of birth they cannot divide  |
//! | `person.rs`    | one person: all that is said, with the timeline, as of a past day     |
//! | `view.rs`      | what a person's page says of one day as known at one instant          |
//! | `search.rs`    | by name, part of a name, pinyin, initials, number, phone, code        |
//! | `figures.rs`   | key figures of the start page, and those of the townships             |
//! | `anomalies.rs` | what looks wrong and waits                                            |
//! | `unmasked.rs`  | full names and numbers, by a leave that was journalled                |
//! | `choices.rs`   | what the forms offer                                                  |
//! | `carried.rs`   | what a worker's phone carries of the elders of an area               |
//! | `line.rs`      | statements as facts read them: thousands, and nothing sealed          |

pub mod anomalies;
pub mod carried;
pub mod choices;
pub(super) mod count;
pub mod enrolment;
pub mod figures;
pub(super) mod line;
pub mod list;
pub mod person;
pub(super) mod plan;
pub mod search;
pub mod unmasked;
pub mod view;
