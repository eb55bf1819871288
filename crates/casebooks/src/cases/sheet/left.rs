//! What of a workbook could not be taken, as a workbook again: each row with its reasons in a last
//! column, ready to be mended and handed in.

use std::collections::BTreeMap;

use base::{Error, Fault, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ROWS_MAX, Said,
    cell::{self, Cell},
    column::Column,
    export::{Scribe, language},
    judge::{Told, Verdict},
    line::Line,
    page::{Layout, Out},
    pass, say, spot, table,
};
use crate::{
    books::Named,
    cases::{access, case::Case, table::by_ids, value},
};

/// The conflicts and wrong rows of a workbook.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SheetLeft {
    pub sheet: String,
    #[serde(default)]
    pub language: Option<String>,
    /// Headings and messages by key, in the reader's language.
    #[serde(default)]
    pub words: Said,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LeftBook {
    pub name: String,
    pub rows: i64,
    /// In base64.
    pub content: String,
}

impl Question for SheetLeft {
    const NAME: &'static str = "cases.sheet-left";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = LeftBook;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<LeftBook> {
        let sheet = table::get(cx, &self.sheet)?;
        let ready = access::book(cx, &sheet.book)?;
        let language = language(self.language.as_deref());
        let role = cx.actor.role.clone();
        let layout = Layout::new(&ready, &role, language, &self.words, true);
        let mut scribe = Scribe::new(cx, &layout)?;
        let scope = access::scope(cx, &ready);
        let mut rows: Vec<Out> = Vec::new();
        // Rows of each table that stand above those of the next case.
        let mut above = vec![0; layout.tables.len()];
        for verdict in [Verdict::Conflict, Verdict::Wrong] {
            for kept in table::rows_of(cx, &sheet.id, verdict, (0, ROWS_MAX as i64))? {
                let line = pass::line(cx, &kept)?;
                let told: Told = serde_json::from_str(&kept.told).unwrap_or_default();
                let id = kept.case.as_deref().into_iter().collect::<Vec<_>>();
                let case = by_ids(cx, &id)?.into_iter().find(|it| scope.covers(&it.area));
                let now = match &case {
                    // A conflict is settled on the case as it is now.
                    Some(case) if verdict == Verdict::Conflict => Some(scribe.case(cx, case)?),
                    _ => None,
                };
                let mut row = out(&layout, &line, &told, now.zip(case));
                let reason = reasons(&layout, &told, (rows.len(), &above));
                if let Some(cell) = row.cells.last_mut() {
                    *cell = Cell::Text(reason);
                }
                for (above, its) in above.iter_mut().zip(&row.tables) {
                    *above += its.len();
                }
                row.marks = paths(&told).filter_map(|it| spot::mark(&layout, &it)).collect();
                rows.push(row);
            }
        }
        if rows.is_empty() {
            return Err(Error::Missing(Fault::new("sheet", "cases-sheet-nothing-left")));
        }
        let notes = [say(&self.words, "cases-sheet-how-left", &[])];
        let stem = sheet.name.rsplit_once('.').map_or(sheet.name.as_str(), |it| it.0);
        Ok(LeftBook {
            name: format!("{stem}-left.xlsx"),
            rows: rows.len() as i64,
            content: STANDARD.encode(layout.workbook(&rows, &notes)?),
        })
    }
}

/// What stands against a row, by paths.
fn paths(told: &Told) -> impl Iterator<Item = String> + '_ {
    let conflicts = told.conflicts.keys().map(|id| format!("values.{id}"));
    conflicts.chain(told.reasons.iter().map(|it| it.path.clone()))
}

/// Why a row stays, a line for each reason, with the cell that is marked for it.
fn reasons(layout: &Layout, told: &Told, (place, above): (usize, &[usize])) -> String {
    let Layout { ready, language, said, .. } = *layout;
    let at = |path: &str| {
        let address = |it| spot::address(layout, it, place, above);
        spot::mark(layout, path).map_or_else(String::new, |it| format!("{} ", address(it)))
    };
    let name = |id: &str| ready.book.field.get(id).map_or(id, |it| it.name(language)).to_owned();
    let mut lines = Vec::new();
    for (id, (_, yours, now)) in &told.conflicts {
        let Some(field) = ready.book.field.get(id) else { continue };
        let text = |it| value::shown(field, ready.choices(id), it, language);
        let args = [("field", name(id)), ("yours", text(yours)), ("now", text(now))];
        let words = say(said, "cases-sheet-conflict", &args.map(|it| (it.0.to_owned(), it.1)));
        lines.push(format!("{}{words}", at(&format!("values.{id}"))));
    }
    for reason in &told.reasons {
        let field = reason.field();
        // A check is written in the book itself, in both languages.
        let words = match (reason.key.as_str(), language) {
            ("cases-check" | "cases-not-of-pattern", "en") => {
                reason.args.iter().find(|it| it.0 == "en").map(|it| it.1.clone())
            }
            _ => None,
        };
        let words = words.unwrap_or_else(|| say(said, &reason.key, &reason.args));
        let words = field.map_or_else(|| words.clone(), |it| format!("{}: {words}", name(it)));
        lines.push(format!("{}{words}", at(&reason.path)));
    }
    lines.join("\n")
}

/// A row as it was handed in; of a conflict, what the sheet did not change stands as it is now.
fn out(layout: &Layout, line: &Line, told: &Told, now: Option<(Out, Case)>) -> Out {
    let said = |id: &str| told.changes.contains_key(id) || told.conflicts.contains_key(id);
    let (now, case) = now.unzip();
    let mut cells = Vec::new();
    for (at, column) in layout.columns.iter().enumerate() {
        let is_now = match column {
            Column::Field(id) => !said(id),
            _ => true,
        };
        let fresh = now.as_ref().filter(|_| is_now).and_then(|it| it.cells.get(at)).cloned();
        let text = |it: &str| Cell::Text(it.to_owned());
        cells.push(match column {
            Column::Reason => text(""),
            Column::Revision if case.is_some() => Cell::Text(told.seen.to_string()),
            _ if fresh.is_some() => fresh.unwrap_or_else(|| text("")),
            Column::Case => text(&line.case),
            Column::Revision => text(&line.revision),
            Column::Book => text(&line.book),
            Column::Edition => text(&line.edition),
            Column::Number => text(&line.number),
            Column::Subject => text(&line.subject),
            Column::Area => text(&line.area),
            Column::State => text(line.state.as_deref().unwrap_or("")),
            Column::Due => text(""),
            Column::Field(id) => {
                let text = line.cells.get(id).cloned().unwrap_or_default();
                cell::cell(&layout.ready.book.field[id], text)
            }
        });
    }
    let nothing = Vec::new();
    let tables = layout.tables.iter().enumerate().map(|(at, (id, field))| {
        if let Some(now) = now.as_ref().filter(|_| !said(id)) {
            return now.tables.get(at).cloned().unwrap_or_default();
        }
        let rows = line.tables.get(*id).unwrap_or(&nothing);
        let cells = |row: &BTreeMap<String, String>| -> Vec<Cell> {
            let columns = field.columns.iter();
            columns.map(|(id, it)| cell::cell(it, row.get(id).cloned().unwrap_or_default())).collect()
        };
        rows.iter().map(cells).collect()
    });
    Out { cells, number: line.number.clone(), tables: tables.collect(), marks: Vec::new() }
}
