//! Who asks, what for, and how far they see.
//!
//! Everything a person can see or do is bounded by role × area × purpose. An area is a path of
//! slugs that ends with a slash (`sc/liangshan/mianning/lugu/`), so that "in this township" is one
//! range of text. Which of an elder's two places counts is decided by the purpose: benefits look
//! at where somebody is registered, care at where they live, the register at either.

use std::collections::BTreeSet;
use std::sync::Arc;

use base::Fault;
use serde::{Deserialize, Serialize};

/// What somebody looks or acts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Who lives or is registered here: either place opens the record.
    Register,
    /// What is owed: the registered place (户籍地) counts.
    Benefits,
    /// Visits and services: the living place (常住地) counts.
    Care,
    /// Accounts, packs, jobs, keys.
    System,
    /// The journal and the audit packs.
    Audit,
}

/// By which way a command came in. Approvals need a person at a page or a signed-in API call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Web,
    Api,
    /// A program with an API token; it approves nothing.
    Token,
    Terminal,
    Job,
}

impl Channel {
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Web => "web",
            Channel::Api => "api",
            Channel::Token => "token",
            Channel::Terminal => "terminal",
            Channel::Job => "job",
        }
    }
}

/// Who asks: one account acting under one of its roles in one area.
#[derive(Clone, Debug)]
pub struct Actor {
    pub account: String,
    /// The name shown beside what was done.
    pub name: String,
    /// The role's id in the pack.
    pub role: String,
    /// The county whose records are touched: the leading key of every table.
    pub county: String,
    /// The path of the area this role is given for.
    pub area: String,
    /// Rights of the role, as the pack lists them.
    pub rights: Arc<BTreeSet<String>>,
    pub purposes: Arc<BTreeSet<Purpose>>,
    pub channel: Channel,
}

impl Actor {
    pub fn may(&self, right: &str) -> bool {
        self.rights.contains(right)
    }

    /// How far this actor sees for `purpose`; nothing for a purpose the role does not have.
    pub fn scope(&self, purpose: Purpose) -> Scope {
        let area = self.purposes.contains(&purpose).then(|| self.area.clone());
        Scope { county: self.county.clone(), purpose, area }
    }
}

/// How far a reader sees for one purpose. Every question takes one.
#[derive(Clone, Debug)]
pub struct Scope {
    pub county: String,
    pub purpose: Purpose,
    area: Option<String>,
}

impl Scope {
    /// The range of paths that this scope covers: `low <= path AND path < high`.
    /// An empty scope gives an empty range.
    pub fn range(&self) -> (String, String) {
        match &self.area {
            Some(area) => (area.clone(), after(area)),
            None => (String::new(), String::new()),
        }
    }

    pub fn covers(&self, path: &str) -> bool {
        self.area.as_deref().is_some_and(|area| path.starts_with(area))
    }

    /// Whether a person with these two places lies in this scope.
    pub fn covers_person(&self, registered: &str, living: &str) -> bool {
        match self.purpose {
            Purpose::Benefits => self.covers(registered),
            Purpose::Care => self.covers(living),
            _ => self.covers(registered) || self.covers(living),
        }
    }

    /// The part of this scope inside `path`; what lies outside is refused, not cut silently.
    pub fn narrowed(&self, path: &str) -> base::Result<Scope> {
        if !self.covers(path) {
            return Err(base::Error::Denied(Fault::new("area", "door-outside-area").arg("area", path)));
        }
        Ok(Scope { area: Some(path.to_owned()), ..self.clone() })
    }

    /// The part of this scope that a filter names, or all of it where the filter is left empty.
    pub fn part(&self, area: Option<&str>) -> base::Result<Scope> {
        match area.filter(|it| !it.is_empty()) {
            Some(area) => self.narrowed(area),
            None => Ok(self.clone()),
        }
    }

    /// The area at the top of this scope; empty when it sees nothing.
    pub fn area(&self) -> &str {
        self.area.as_deref().unwrap_or("")
    }
}

/// The first text after every path that begins with `area`.
pub fn after(area: &str) -> String {
    let stem = area.strip_suffix('/').unwrap_or(area);
    // '0' follows '/' in ASCII.
    format!("{stem}0")
}

/// Where a verb acts; the door asks whether the actor's area covers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The actor's own account; no area is involved.
    Own,
    /// The whole county.
    County,
    /// An area, by path.
    Area(String),
    /// A person, by both places.
    Person { registered: String, living: String },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(purpose: Purpose, area: &str) -> Scope {
        Scope { county: "mianning".into(), purpose, area: Some(area.into()) }
    }

    #[test]
    fn a_range_holds_what_lies_below_and_no_neighbour() {
        let (low, high) = scope(Purpose::Benefits, "sc/mianning/lugu/").range();
        let inside = |path: &str| low.as_str() <= path && path < high.as_str();
        assert!(inside("sc/mianning/lugu/"));
        assert!(inside("sc/mianning/lugu/changzheng/"));
        assert!(!inside("sc/mianning/lugu2/changzheng/"));
        assert!(!inside("sc/mianning/"));
    }

    #[test]
    fn the_purpose_says_which_place_counts() {
        let (here, there) = ("a/b/here/", "a/b/there/");
        let cases = [
            (Purpose::Benefits, here, true),
            (Purpose::Benefits, there, false),
            (Purpose::Care, here, false),
            (Purpose::Care, there, true),
            (Purpose::Register, here, true),
            (Purpose::Register, there, true),
        ];
        for (purpose, area, sees) in cases {
            assert_eq!(scope(purpose, area).covers_person(here, there), sees, "{purpose:?} {area}");
        }
    }

    #[test]
    fn a_scope_narrows_and_never_widens() {
        let township = scope(Purpose::Register, "a/b/");
        assert!(township.narrowed("a/b/c/").unwrap().covers("a/b/c/d/"));
        assert!(township.narrowed("a/").is_err());
    }
}
