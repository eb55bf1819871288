//! Hands the cases of a list out as a workbook that can come back.

use base::{Result, error::OrBroken};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use platform::{Cx, Place, Purpose, Verb, access::export};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    ROWS_MAX, Said,
    cell::{self, Cell, Tongue},
    column::Column,
    names::{self, Names},
    page::{Layout, NO, Out, YES},
    say,
};
use crate::{
    books::{Field, Named, field::Choice},
    cases::{
        access,
        ask::{chosen::chosen, list::Cases},
        case::Case,
    },
};

/// Takes the cases of a list out of the house: entered with who, when, what for and how many.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Export {
    /// The list with its filters; its pages do not count.
    pub list: Cases,
    /// What for, in the words of who exports.
    pub purpose: String,
    /// `zh` or `en`.
    #[serde(default)]
    pub language: Option<String>,
    /// Headings and notes by key; the page and the terminal pass those of their language.
    #[serde(default)]
    pub words: Said,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Exported {
    pub export: String,
    pub name: String,
    pub rows: i64,
    /// In base64.
    pub content: String,
}

impl Verb for Export {
    const NAME: &'static str = "cases.export";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Exported;

    /// A list never reaches beyond its reader's own area.
    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::book(cx, &self.list.book)?;
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Exported> {
        let ready = access::book(cx, &self.list.book)?;
        export::purpose_told(&self.purpose)?;
        let cases = chosen(cx, &ready, &self.list, ROWS_MAX)?;
        let language = language(self.language.as_deref());
        let role = cx.actor.role.clone();
        let layout = Layout::new(&ready, &role, language, &self.words, false);
        let mut scribe = Scribe::new(cx, &layout)?;
        let mut rows = Vec::with_capacity(cases.len());
        for case in &cases {
            rows.push(scribe.case(cx, case)?);
        }
        let args = [
            ("name".to_owned(), cx.actor.name.clone()),
            ("at".to_owned(), cx.now.shanghai()),
            ("purpose".to_owned(), self.purpose.trim().to_owned()),
            ("rows".to_owned(), rows.len().to_string()),
            ("book".to_owned(), ready.book.name(language).to_owned()),
            ("edition".to_owned(), ready.book.edition.to_string()),
        ];
        let notes = ["cases-sheet-mark", "cases-sheet-how", "cases-sheet-how-new", "cases-sheet-how-tables"];
        let notes = notes.map(|key| say(&self.words, key, &args));
        let bytes = layout.workbook(&rows, &notes)?;
        let digest: String = Sha256::digest(&bytes).iter().map(|it| format!("{it:02x}")).collect();
        let area =
            self.list.area.clone().filter(|it| !it.is_empty()).unwrap_or_else(|| cx.actor.area.clone());
        let what = format!("cases.export {} {}", ready.id, ready.book.name("zh"));
        let recorded = export::record(
            cx,
            &export::RecordExport {
                what,
                area,
                rows: rows.len() as i64,
                purpose: self.purpose,
                digest,
                locked: false,
            },
        )?;
        cx.note("book", ready.id.as_str());
        let filters = serde_json::to_value(&self.list.filter).or_broken()?;
        cx.note("filter", filters);
        Ok(Exported {
            export: recorded.export,
            name: format!("{}.xlsx", ready.book.name(language)),
            rows: rows.len() as i64,
            content: STANDARD.encode(bytes),
        })
    }
}

/// A language that there is.
pub(super) fn language(asked: Option<&str>) -> &'static str {
    if asked == Some("en") { "en" } else { "zh" }
}

/// Writes cases as rows.
pub(super) struct Scribe<'s> {
    layout: &'s Layout<'s>,
    names: Names,
    tongue: Tongue<'s>,
}

impl<'s> Scribe<'s> {
    pub(super) fn new(cx: &mut Cx, layout: &'s Layout<'s>) -> Result<Scribe<'s>> {
        let names = Names::new(cx, layout.ready)?;
        let word = |key: &str, bare: &'static str| layout.said.get(key).map_or(bare, String::as_str);
        let tongue = Tongue { language: layout.language, yes: word(YES, "yes"), no: word(NO, "no") };
        Ok(Scribe { layout, names, tongue })
    }

    pub(super) fn case(&mut self, cx: &mut Cx, case: &Case) -> Result<Out> {
        let layout = self.layout;
        let mut cells = Vec::with_capacity(layout.columns.len());
        for column in &layout.columns {
            cells.push(match column {
                Column::Field(id) => {
                    let field = &layout.ready.book.field[id];
                    let value = case.values.get(id).unwrap_or(&Value::Null);
                    self.value(cx, field, layout.ready.choices(id), value)?
                }
                fixed => Cell::Text(self.fixed(cx, case, fixed)?),
            });
        }
        let mut tables = Vec::new();
        for (id, field) in &layout.tables {
            let mut rows = Vec::new();
            for row in case.values.get(*id).and_then(Value::as_array).into_iter().flatten() {
                let mut line = Vec::new();
                for (id, column) in &field.columns {
                    let value = row.get(id).unwrap_or(&Value::Null);
                    line.push(self.value(cx, column, &column.choices, value)?);
                }
                rows.push(line);
            }
            tables.push(rows);
        }
        Ok(Out { cells, number: case.number.clone(), tables, marks: Vec::new() })
    }

    fn value(&mut self, cx: &mut Cx, field: &Field, choices: &[Choice], value: &Value) -> Result<Cell> {
        let (names, language) = (&mut self.names, self.tongue.language);
        let text = cell::text(field, choices, value, &self.tongue, &mut |field, id| {
            names.text(cx, &names::kind(field), id, language)
        })?;
        Ok(cell::cell(field, text))
    }

    fn fixed(&mut self, cx: &mut Cx, case: &Case, column: &Column) -> Result<String> {
        let ready = self.layout.ready;
        let language = self.tongue.language;
        Ok(match column {
            Column::Case => case.id.clone(),
            Column::Revision => case.revision.to_string(),
            Column::Book => case.book.clone(),
            Column::Edition => ready.book.edition.to_string(),
            Column::Number => case.number.clone(),
            Column::Subject => self.names.text(cx, &ready.book.subject, &case.subject_id, language)?,
            Column::Area => self.names.area(&case.area, language),
            Column::State => {
                let state = ready.book.state.get(&case.state);
                state.map_or_else(|| case.state.clone(), |it| it.name(language).to_owned())
            }
            Column::Due => case.due_on.map_or_else(String::new, |it| it.to_string()),
            Column::Field(_) | Column::Reason => String::new(),
        })
    }
}
