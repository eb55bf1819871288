//! A file as it waits: its sheets, its rows, and how far it has come.

use std::collections::BTreeMap;

use base::{Day, Error, Fault, Instant, Money, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    header::Header,
    judge::Verdict,
    pack::{Declared, ListKind},
};

/// How far a file has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its rows are there; nothing is said about them.
    #[default]
    Staged,
    Checking,
    /// Each row has its verdict; nothing is written.
    Checked,
    Committing,
    Done,
    Discarded,
}

impl State {
    pub const ALL: [State; 6] =
        [State::Staged, State::Checking, State::Checked, State::Committing, State::Done, State::Discarded];

    pub fn as_str(self) -> &'static str {
        match self {
            State::Staged => "staged",
            State::Checking => "checking",
            State::Checked => "checked",
            State::Committing => "committing",
            State::Done => "done",
            State::Discarded => "discarded",
        }
    }

    pub fn parse(text: &str) -> Result<State> {
        let state = State::ALL.into_iter().find(|it| it.as_str() == text);
        state.ok_or_else(|| Error::broken(format!("not a state of a file: {text:?}")))
    }

    fn refuse<T>(self, key: &'static str) -> Result<T> {
        Err(Error::Conflict(Fault::new("", key).arg("state", self.as_str())))
    }

    /// The columns may be mapped anew as long as nothing is written.
    pub fn map(self) -> Result<State> {
        match self {
            State::Staged | State::Checked => Ok(State::Staged),
            state => state.refuse("intake-not-mappable"),
        }
    }

    pub fn check(self) -> Result<State> {
        match self {
            State::Staged | State::Checked => Ok(State::Checking),
            state => state.refuse("intake-not-checkable"),
        }
    }

    pub fn commit(self) -> Result<State> {
        match self {
            State::Checked => Ok(State::Committing),
            state => state.refuse("intake-not-committable"),
        }
    }

    pub fn discard(self) -> Result<State> {
        match self {
            State::Staged | State::Checking | State::Checked => Ok(State::Discarded),
            state => state.refuse("intake-not-discardable"),
        }
    }
}

/// A sheet of the file and how it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SheetPlan {
    pub name: String,
    pub hidden: bool,
    /// Hidden sheets and those without a heading are not taken unless somebody says so.
    pub taken: bool,
    pub header: Header,
    /// Nobody knew its columns when it was read: titles, totals and signatures stand among its rows.
    #[serde(default)]
    pub unsorted: bool,
    /// Its fields were known from an earlier file of the township.
    pub remembered: bool,
    pub rows: i64,
    /// Titles, totals, signatures and repeated headings.
    pub others: i64,
    /// The rows over the whole sheet that say a total, as they stand.
    #[serde(default)]
    pub totals: Vec<BTreeMap<u32, String>>,
    /// What the rows of a list of money come to, as the check read them.
    #[serde(default)]
    pub sum: Money,
}

#[derive(Clone, Debug)]
pub struct File {
    pub id: String,
    pub name: String,
    pub digest: String,
    pub list: ListKind,
    pub declared: Declared,
    pub area: String,
    pub source: String,
    pub as_of: Day,
    pub complete_until: Option<Day>,
    /// A full roster names everybody from this age on.
    pub min_age: Option<i64>,
    pub state: State,
    pub sheets: Vec<SheetPlan>,
    pub rows_total: i64,
    pub rows_done: i64,
    pub job: Option<String>,
    pub synthetic: bool,
    pub uploaded_by: String,
    pub uploaded_at: Instant,
    pub ended_at: Option<Instant>,
    pub revision: i64,
}

impl File {
    /// Whether somebody who is not in the register is entered from this file.
    pub fn enters(&self) -> bool {
        self.list.enters() && self.declared != Declared::Changes
    }
}

/// A row as it waits. What it holds is sealed.
#[derive(Clone, Debug)]
pub struct StagedRow {
    pub seq: i64,
    pub sheet: i64,
    pub row_number: i64,
    pub line: Vec<u8>,
    pub fingerprint: String,
    pub number_index: String,
    pub verdict: Verdict,
    pub remarks: String,
    pub person: Option<String>,
    pub committed_at: Option<Instant>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_goes_its_way_once() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()).unwrap(), state);
        }
        assert_eq!(State::Staged.check().unwrap(), State::Checking);
        assert_eq!(State::Checked.commit().unwrap(), State::Committing);
        for state in [State::Staged, State::Committing, State::Done, State::Discarded] {
            assert!(state.commit().is_err());
        }
        for state in [State::Committing, State::Done, State::Discarded] {
            assert!(state.map().is_err() && state.discard().is_err() && state.check().is_err());
        }
    }
}
