//! Rows that name no case: new ones, by the rules of opening.

use base::{Error, Fault, Result};
use platform::Cx;
use serde_json::Value;

use super::{
    LINE,
    compare::Found,
    judge::{Act, Judge, Judged, Told, Verdict},
    line::Line,
    table,
};
use crate::{
    books::Named,
    cases::{
        access, open,
        refusal::{Reason, reasons},
    },
};

impl Judge<'_> {
    pub(super) fn new_case<'c>(
        &mut self,
        cx: &mut Cx,
        line: &Line,
        note: &'c str,
        judged: &mut Judged<'c>,
    ) -> Result<()> {
        let ready = self.ready;
        let said = format!("{} {}", ready.id, line.says());
        judged.fingerprint = cx.house.keys.index(LINE, &said);
        let known = cx.house.keys.indexes(LINE, &said);
        if let Some(case) = table::taken_before(cx, &known)? {
            // The same row came in before, with another file.
            judged.case = Some(case);
            judged.verdict = Verdict::Same;
            return Ok(());
        }
        let twin = match self.new.get(&judged.fingerprint) {
            Some(row) => Some(i64::from(*row)),
            None => table::twin(cx, self.sheet, judged.seq, &judged.fingerprint)?,
        };
        if let Some(row) = twin {
            judged.told.reasons.push(Reason::new("", "cases-sheet-row-twice").arg("row", row));
            return Ok(());
        }
        self.new.insert(judged.fingerprint.clone(), line.row);
        match self.open(cx, line, note, &mut judged.told)? {
            Some(act) => {
                judged.act = Some(act);
                judged.verdict = Verdict::New;
            }
            None => judged.verdict = Verdict::Wrong,
        }
        Ok(())
    }

    /// What opens a new row's case; nothing, with the reasons, where it cannot be opened.
    fn open<'c>(
        &mut self,
        cx: &mut Cx,
        line: &Line,
        note: &'c str,
        told: &mut Told,
    ) -> Result<Option<Act<'c>>> {
        let ready = self.ready;
        let mut found = Found::default();
        let mut subject = None;
        if ready.book.subject != "none" && !line.subject.is_empty() {
            match self.names.find(cx, &ready.book.subject, &line.subject)? {
                Ok(id) => subject = Some(id),
                Err(fault) => {
                    let reason = Reason::from(&fault);
                    found.told.reasons.push(Reason { path: "subject".to_owned(), ..reason });
                }
            }
        }
        let area = Some(line.area.as_str()).filter(|it| !it.is_empty());
        let path = area.and_then(|it| self.names.path(it));
        if let (Some(area), None) = (area, &path) {
            let reason = Reason::new("area", "cases-sheet-not-found").arg("written", area);
            found.told.reasons.push(reason);
        }
        for (id, text) in line.cells.iter().filter(|it| !it.1.is_empty()) {
            let Some(field) = ready.book.field.get(id) else { continue };
            if line.lost.contains(id) {
                found.fault(id, &Fault::new("", "cases-sheet-lost-digits"));
            } else if field.sort.is_attached() {
                found.fault(id, &Fault::new("", "cases-not-asked").arg("field", field.zh()));
            } else {
                match self.given(cx, field, ready.choices(id), text)? {
                    Ok(given) => _ = found.given.insert(id.clone(), given),
                    Err(fault) => found.fault(id, &fault),
                }
            }
        }
        for (id, rows) in line.tables.iter().filter(|it| !it.1.is_empty()) {
            let Some(field) = ready.book.field.get(id) else { continue };
            match self.rows_given(cx, field, rows)? {
                Ok(given) => _ = found.given.insert(id.clone(), given),
                Err(fault) => found.fault(id, &fault),
            }
        }
        let scope = access::scope(cx, ready);
        let opened = open::by_hand(cx, ready, subject.as_deref(), path.as_deref(), &found.given, note);
        let opened = opened.and_then(|it| {
            let area = &it.0.case.area;
            if scope.covers(area) {
                return Ok(it);
            }
            Err(Error::Denied(Fault::new("area", "door-outside-area").arg("area", area)))
        });
        *told = found.told;
        match opened {
            Ok((change, filled)) if told.reasons.is_empty() => {
                let visible = |id: &&String| found.given.contains_key(*id);
                for id in filled.values.keys().filter(visible) {
                    told.changes.insert(id.clone(), (Value::Null, filled.values[id].clone()));
                }
                Ok(Some(Act::Open(Box::new(change), filled)))
            }
            Ok(_) => Ok(None),
            Err(error) => {
                // What was told already, such as a subject that is not found, is not told again as empty.
                let had: Vec<String> = told.reasons.iter().map(|it| it.path.clone()).collect();
                told.reasons.extend(reasons(error)?.into_iter().filter(|it| !had.contains(&it.path)));
                Ok(None)
            }
        }
    }
}
