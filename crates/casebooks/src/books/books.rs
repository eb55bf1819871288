//! The two sections of a pack: the books, and the groups they stand in.

use indexmap::IndexMap;
use platform::packs::{Check, Section};
use rules::Fact;
use serde::{Deserialize, Serialize};

use super::{Book, Named, check, facts};

/// `casebooks/*.toml`, by the stem of the file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Books(pub IndexMap<String, Book>);

impl Section for Books {
    const NAME: &'static str = "casebooks";

    fn check(&self, check: &mut Check<'_>) {
        for (id, book) in &self.0 {
            check::book(self, id, book, check);
        }
    }

    fn facts(&self) -> Vec<Fact> {
        self.0.iter().flat_map(|(id, book)| facts::given(id, book)).collect()
    }
}

/// Checks one book among all of them.
pub fn check_one(all: &Books, id: &str, check: &mut Check<'_>) {
    if let Some(book) = all.0.get(id) {
        check::book(all, id, book, check);
    }
}

/// Whether a book, a field, a state or a step may be called so.
pub fn is_name(written: &str) -> bool {
    check::is_name(written)
}

/// `casebook-groups.toml`: the navigation, in its order.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Groups {
    #[serde(default)]
    pub group: IndexMap<String, Group>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub zh: String,
    pub en: String,
}

impl Named for Group {
    fn zh(&self) -> &str {
        &self.zh
    }

    fn en(&self) -> &str {
        &self.en
    }
}

impl Section for Groups {
    const NAME: &'static str = "casebook-groups";
}
