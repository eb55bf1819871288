//! What a row of a sheet comes to: held against the case as it was handed out, and as it is now.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use base::Result;
use platform::Cx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{compare::Found, line::Line, names::Names, table};
use crate::{
    books::{Named, Ready},
    cases::{
        access,
        case::{Case, Filled},
        edit::{self, Correction},
        refusal::{Reason, reasons},
        table::by_ids,
        write::Change,
    },
};

/// What a row comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    #[default]
    Unread,
    New,
    Changed,
    Same,
    Conflict,
    Wrong,
}

impl Verdict {
    pub(super) const ALL: [(Verdict, &'static str); 6] = [
        (Verdict::Unread, "unread"),
        (Verdict::New, "new"),
        (Verdict::Changed, "changed"),
        (Verdict::Same, "same"),
        (Verdict::Conflict, "conflict"),
        (Verdict::Wrong, "wrong"),
    ];

    pub(super) fn as_str(self) -> &'static str {
        Verdict::ALL.iter().find(|it| it.0 == self).map_or("", |it| it.1)
    }
}

/// What is kept of a judgement. Values are as cases keep them: sealed ones stand as their masks.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Told {
    pub(super) reasons: Vec<Reason>,
    /// By field, what it is and what it shall be.
    pub(super) changes: BTreeMap<String, (Value, Value)>,
    /// By field, what it was in the sheet that was handed out, what the sheet says, what it is.
    pub(super) conflicts: BTreeMap<String, (Value, Value, Value)>,
    /// The revision that was judged.
    pub(super) seen: i64,
}

/// What is to be written.
pub(super) enum Act<'c> {
    Open(Box<Change<'c>>, Filled),
    Correct(Box<Change<'c>>, Filled),
}

pub(super) struct Judged<'c> {
    pub(super) seq: i64,
    pub(super) verdict: Verdict,
    pub(super) case: Option<String>,
    pub(super) fingerprint: String,
    pub(super) told: Told,
    pub(super) act: Option<Act<'c>>,
}

/// Judges rows against what the county's cases are now.
pub(super) struct Judge<'j> {
    pub(super) ready: &'j Arc<Ready>,
    pub(super) sheet: &'j str,
    pub(super) names: Names,
    cases: BTreeMap<String, Case>,
    /// New rows of this chunk by their fingerprint.
    pub(super) new: HashMap<String, u32>,
}

impl<'j> Judge<'j> {
    pub(super) fn new(
        cx: &mut Cx,
        ready: &'j Arc<Ready>,
        sheet: &'j str,
        lines: &[(i64, Line)],
    ) -> Result<Judge<'j>> {
        let ids: Vec<&str> = lines.iter().map(|it| it.1.case.as_str()).filter(|it| !it.is_empty()).collect();
        let scope = access::scope(cx, ready);
        let mut cases = by_ids(cx, &ids)?;
        cases.retain(|it| scope.covers(&it.area));
        let cases = cases.into_iter().map(|it| (it.id.clone(), it)).collect();
        Ok(Judge { ready, sheet, names: Names::new(cx, ready)?, cases, new: HashMap::new() })
    }

    /// Reads the case of a row again: it was changed.
    pub(super) fn forget(&mut self, cx: &mut Cx, line: &Line) -> Result<()> {
        for case in by_ids(cx, &[&line.case])? {
            self.cases.insert(case.id.clone(), case);
        }
        Ok(())
    }

    pub(super) fn judge<'c>(
        &mut self,
        cx: &mut Cx,
        seq: i64,
        line: &Line,
        note: &'c str,
    ) -> Result<Judged<'c>> {
        let mut judged = Judged {
            seq,
            verdict: Verdict::Wrong,
            case: None,
            fingerprint: String::new(),
            told: Told::default(),
            act: None,
        };
        if let Some(reason) = self.refused(line) {
            judged.told.reasons.push(reason);
        } else if line.case.is_empty() {
            self.new_case(cx, line, note, &mut judged)?;
        } else {
            self.known_case(cx, line, note, &mut judged)?;
        }
        Ok(judged)
    }

    /// What no row of this book can be.
    fn refused(&self, line: &Line) -> Option<Reason> {
        if let Some(sheet) = &line.stray {
            let reason = Reason::new("number", "cases-sheet-stray-row");
            return Some(reason.arg("sheet", sheet).arg("number", &line.number));
        }
        if !line.book.is_empty() && line.book != self.ready.id {
            return Some(Reason::new("book", "cases-sheet-other-book").arg("book", &line.book));
        }
        let edition = self.ready.book.edition.to_string();
        if !line.edition.is_empty() && line.edition != edition {
            let reason = Reason::new("edition", "cases-sheet-other-edition");
            return Some(reason.arg("from", &line.edition).arg("to", edition));
        }
        None
    }

    fn known_case<'c>(
        &mut self,
        cx: &mut Cx,
        line: &Line,
        note: &'c str,
        judged: &mut Judged<'c>,
    ) -> Result<()> {
        let Some(case) = self.cases.get(&line.case).filter(|it| it.book == self.ready.id).cloned() else {
            judged.told.reasons.push(Reason::new("case", "cases-no-such-case"));
            return Ok(());
        };
        judged.case = Some(case.id.clone());
        // A sheet has the fields of the edition in force; an old case is corrected on its own page.
        if case.edition != self.ready.book.edition {
            let reason = Reason::new("case", "cases-sheet-old-case").arg("edition", case.edition);
            judged.told.reasons.push(reason);
            return Ok(());
        }
        let revision = line.revision.parse::<i64>().ok().filter(|it| (1..=case.revision).contains(it));
        let Some(revision) = revision else {
            judged.told.reasons.push(Reason::new("revision", "cases-sheet-bad-revision"));
            return Ok(());
        };
        let was = table::values_at(cx, &case, revision)?;
        let mut found = Found::default();
        found.told.seen = case.revision;
        if revision == case.revision && self.moved_by_hand(&case, line) {
            found.told.reasons.push(Reason::new("state", "cases-sheet-state-by-step"));
        }
        for (id, text) in &line.cells {
            self.cell(cx, &case, &was, line, (id, text), &mut found)?;
        }
        for (id, rows) in &line.tables {
            self.table(cx, &case, &was, (id, rows), &mut found)?;
        }
        judged.told = found.told;
        if !judged.told.reasons.is_empty() {
            return Ok(());
        }
        judged.verdict = match (judged.told.conflicts.is_empty(), found.given.is_empty()) {
            (false, _) => Verdict::Conflict,
            (true, true) => Verdict::Same,
            (true, false) => match edit::prepare(cx, self.ready, case, &found.given, note) {
                Ok(Correction::None(_)) => Verdict::Same,
                Ok(Correction::Some(change, filled)) => {
                    judged.act = Some(Act::Correct(change, filled));
                    Verdict::Changed
                }
                Err(error) => {
                    judged.told.reasons = reasons(error)?;
                    Verdict::Wrong
                }
            },
        };
        Ok(())
    }

    /// Whether somebody wrote another state into the sheet: a case moves by its steps only.
    fn moved_by_hand(&self, case: &Case, line: &Line) -> bool {
        let Some(text) = line.state.as_deref().filter(|it| !it.is_empty()) else { return false };
        let state = self.ready.book.state.get(&case.state);
        text != case.state && state.is_none_or(|it| it.zh() != text && it.en() != text)
    }
}
