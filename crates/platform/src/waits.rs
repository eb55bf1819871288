//! What waits for somebody beside tasks: a step of a month, a pile of doubtful rows.
//!
//! A question named `<room>.waits` that answers [`Waits`] is asked by the start page, the inbox and
//! the head of every page, so it counts and lists nothing. A task has a row, a deadline and a level
//! it rises to; what waits here is read off the records themselves and ends with them.

use base::{Day, Month};
use schemars::JsonSchema;
use serde::Serialize;

/// One thing to do, with the page where it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Wait {
    /// The key of what is to be done in the language files; it is told `count`.
    pub label: &'static str,
    /// Records that it is about.
    pub count: i64,
    pub link: String,
    /// A key of the words for what it is about, such as a benefit's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about_key: Option<String>,
    /// What it is about, by the name it goes by: a batch, a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<Month>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
    /// Others act first: the reader is told, and it is not counted among the reader's own.
    pub others: bool,
}

impl Wait {
    pub fn new(label: &'static str, count: i64, link: impl Into<String>) -> Wait {
        let link = link.into();
        Wait { label, count, link, about_key: None, about: None, month: None, due_on: None, others: false }
    }

    #[must_use]
    pub fn about(mut self, name: &str) -> Wait {
        self.about = Some(name.to_owned());
        self
    }

    #[must_use]
    pub fn about_key(mut self, key: String) -> Wait {
        self.about_key = Some(key);
        self
    }

    #[must_use]
    pub fn month(mut self, month: Month) -> Wait {
        self.month = Some(month);
        self
    }

    #[must_use]
    pub fn due(mut self, day: Option<Day>) -> Wait {
        self.due_on = day;
        self
    }

    #[must_use]
    pub fn others(mut self) -> Wait {
        self.others = true;
        self
    }
}

/// What waits in a room for the reader.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Waits {
    pub waits: Vec<Wait>,
}

impl Waits {
    /// Adds what waits, unless there is nothing of it.
    pub fn add(&mut self, wait: Wait) {
        if 0 < wait.count {
            self.waits.push(wait);
        }
    }
}
