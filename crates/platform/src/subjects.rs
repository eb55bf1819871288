//! What a record may be about: a person, a facility. Rooms that hold such things say so here, so
//! that a room below them can name one without knowing its tables.

use base::Result;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{Cx, Scope};

/// Something that records are about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Subject {
    pub id: String,
    /// What lists show: a masked name, a home's name. Never a number.
    pub label: String,
    /// Tells two of one label apart: birth year, village.
    pub line: String,
    /// Path of the place that counts for benefits; the only place of what has one.
    pub registered: String,
    /// Path of the place that counts for care.
    pub living: String,
}

/// A room that knows subjects of one kind.
pub trait SubjectSource: Sync {
    /// `person`, `facility`, …
    fn kind(&self) -> &'static str;

    /// The page of a subject, with `{subject}` for its id.
    fn page(&self) -> &'static str;

    /// The subject of this id, wherever it is: the caller asks whether the reader may see it.
    fn find(&self, cx: &mut Cx, id: &str) -> Result<Option<Subject>>;

    /// Those that fit what was typed, within the reader's scope, best first.
    fn matching(&self, cx: &mut Cx, scope: &Scope, text: &str, limit: i64) -> Result<Vec<Subject>>;

    /// The next subjects after `after` by id in an area, for work that passes through all of them.
    fn after(&self, cx: &mut Cx, area: &str, after: &str, limit: i64) -> Result<Vec<Subject>>;
}
