//! The cells of a row, held against the values of its case: as the sheet was handed out, and now.

use base::{Fault, Result};
use platform::Cx;
use serde_json::{Map, Value};

use super::{
    cell::{self, Tongue},
    judge::{Judge, Told},
    line::{Line, Rows},
    names, table,
};
use crate::{
    books::{Field, Named, Ready, Sort, field::Choice},
    cases::{
        case::{Case, Values},
        edit,
        refusal::Reason,
        rows, value,
    },
};

/// What a row is found to change, before it is checked as a whole.
#[derive(Default)]
pub(super) struct Found {
    pub(super) told: Told,
    pub(super) given: Map<String, Value>,
}

impl Found {
    pub(super) fn fault(&mut self, field: &str, fault: &Fault) {
        let reason = Reason::from(fault);
        self.told.reasons.push(Reason { path: format!("values.{field}{}", reason.path), ..reason });
    }

    /// What the sheet says of a field, against what it was when it was handed out and what it is.
    fn weigh(
        &mut self,
        ready: &Ready,
        case: &Case,
        role: &str,
        (id, field): (&String, &Field),
        before: &Value,
        said: Said,
    ) {
        let is = case.values.get(id).unwrap_or(&Value::Null);
        // A number behind the same mask is another number.
        let same = |it: &Value| *rows::typed(field, it) == said.read;
        if !said.sealed && (same(is) || same(before)) {
            return;
        }
        let writes = field.write.is_empty() || field.write.iter().any(|it| it == role);
        if field.sort.is_attached() || !writes || !edit::may_edit(ready, case, role, id, field) {
            self.fault(id, &Fault::new("", "cases-not-asked").arg("field", field.zh()));
        } else if rows::typed(field, is) != rows::typed(field, before) {
            self.told.conflicts.insert(id.clone(), (before.clone(), said.read, is.clone()));
        } else {
            self.told.changes.insert(id.clone(), (is.clone(), said.read));
            self.given.insert(id.clone(), said.given);
        }
    }
}

/// What a cell says: as it would be kept, and as a form would send it.
struct Said {
    read: Value,
    given: Value,
    sealed: bool,
}

impl Judge<'_> {
    pub(super) fn cell(
        &mut self,
        cx: &mut Cx,
        case: &Case,
        was: &Values,
        line: &Line,
        (id, text): (&String, &String),
        found: &mut Found,
    ) -> Result<()> {
        let ready = self.ready;
        let Some(field) = ready.book.field.get(id).filter(|it| it.sort != Sort::Table) else { return Ok(()) };
        let role = cx.actor.role.clone();
        let before = was.get(id).unwrap_or(&Value::Null);
        if !ready.book.may_see_field(field, &role) || self.reads(cx, (id, field), before, text)? {
            return Ok(());
        }
        if line.lost.contains(id) {
            found.fault(id, &Fault::new("", "cases-sheet-lost-digits"));
            return Ok(());
        }
        let choices = ready.choices(id);
        let given = match self.given(cx, field, choices, text)? {
            Ok(given) => given,
            Err(fault) => {
                found.fault(id, &fault);
                return Ok(());
            }
        };
        let read = match value::read(field, choices, &given) {
            Ok(read) => read.unwrap_or(Value::Null),
            Err(fault) => {
                found.fault(id, &fault);
                return Ok(());
            }
        };
        let plain = read.as_str().filter(|_| field.sort.is_sealed()).map(str::to_owned);
        let already = match &plain {
            Some(plain) => table::secret(cx, &case.id, id)?.as_ref() == Some(plain),
            None => false,
        };
        let read = plain.as_deref().map_or(read.clone(), |it| Value::from(value::masked(field.sort, it)));
        if !already {
            let sealed = plain.is_some();
            found.weigh(self.ready, case, &role, (id, field), before, Said { read, given, sealed });
        }
        Ok(())
    }

    /// Whether a cell says just what a value says, in either language.
    fn reads(&mut self, cx: &mut Cx, (id, field): (&str, &Field), value: &Value, text: &str) -> Result<bool> {
        let choices = self.ready.choices(id);
        for language in ["zh", "en"] {
            if self.text(cx, field, choices, value, language)? == text {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn text(
        &mut self,
        cx: &mut Cx,
        field: &Field,
        choices: &[Choice],
        value: &Value,
        language: &str,
    ) -> Result<String> {
        let names = &mut self.names;
        let tongue = Tongue { language, yes: "true", no: "false" };
        cell::text(field, choices, value, &tongue, &mut |field, id| {
            names.text(cx, &names::kind(field), id, language)
        })
    }

    pub(super) fn given(
        &mut self,
        cx: &mut Cx,
        field: &Field,
        choices: &[Choice],
        text: &str,
    ) -> Result<Result<Value, Fault>> {
        let names = &mut self.names;
        cell::given(field, choices, text, &mut |field, text| names.find(cx, &names::kind(field), text))
    }

    /// The rows of a table, held against those of the case as a whole.
    pub(super) fn table(
        &mut self,
        cx: &mut Cx,
        case: &Case,
        was: &Values,
        (id, rows): (&String, &Rows),
        found: &mut Found,
    ) -> Result<()> {
        let ready = self.ready;
        let Some(field) = ready.book.field.get(id) else { return Ok(()) };
        let role = cx.actor.role.clone();
        let before = was.get(id).unwrap_or(&Value::Null);
        if !ready.book.may_see_field(field, &role) || self.rows_read(cx, field, before, rows)? {
            return Ok(());
        }
        let given = match self.rows_given(cx, field, rows)? {
            Ok(given) => given,
            Err(fault) => {
                found.fault(id, &fault);
                return Ok(());
            }
        };
        let read = match value::read(field, &[], &given) {
            Ok(read) => read.unwrap_or(Value::Null),
            Err(fault) => {
                found.fault(id, &fault);
                return Ok(());
            }
        };
        found.weigh(ready, case, &role, (id, field), before, Said { read, given, sealed: false });
        Ok(())
    }

    fn rows_read(&mut self, cx: &mut Cx, field: &Field, value: &Value, rows: &Rows) -> Result<bool> {
        let nothing = Vec::new();
        let kept = value.as_array().unwrap_or(&nothing);
        if kept.len() != rows.len() {
            return Ok(false);
        }
        for language in ["zh", "en"] {
            let mut same = true;
            for (kept, row) in kept.iter().zip(rows) {
                for (id, column) in &field.columns {
                    let value = kept.get(id).unwrap_or(&Value::Null);
                    let text = self.text(cx, column, &column.choices, value, language)?;
                    same &= row.get(id).map_or("", String::as_str) == text;
                }
            }
            if same {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn rows_given(
        &mut self,
        cx: &mut Cx,
        field: &Field,
        rows: &Rows,
    ) -> Result<Result<Value, Fault>> {
        let mut given = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let mut cells = Map::new();
            for (id, text) in row {
                let Some(column) = field.columns.get(id) else { continue };
                match self.given(cx, column, &column.choices, text)? {
                    Ok(value) => _ = cells.insert(id.clone(), value),
                    Err(fault) => return Ok(Err(Fault { path: format!("[{at}].{id}").into(), ..fault })),
                }
            }
            given.push(Value::Object(cells));
        }
        Ok(Ok(Value::Array(given)))
    }
}
