//! Views: filters of a book's list that somebody keeps under a name. They are their keeper's own, and
//! shared with the keeper's office, those who act at the same area, when the keeper says so.

pub mod ask;
pub mod change;
pub mod drop;
pub mod keep;

mod table;

use base::Fault;

const NAME_CHARS_MAX: usize = 40;

/// What is wrong with a view's name, told at `path`.
fn faults_of(path: &'static str, name: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if name.is_empty() {
        faults.push(Fault::new(path, "cases-needed"));
    }
    if name.chars().any(char::is_control) {
        faults.push(Fault::new(path, "cases-control-character"));
    }
    if NAME_CHARS_MAX < name.chars().count() {
        faults.push(Fault::new(path, "cases-too-long").arg("most", NAME_CHARS_MAX));
    }
    faults
}
