//! The wrong rows of a file as a workbook: as they were sent, with the reason in a last column.

use base::{Fault, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::{
    Colour,
    write::{Book, Look},
};

use super::{ask, file::StagedRow, judge::Verdict, reading::Remark, table, understand};

/// Rows of one workbook; more come when these are mended.
const ROWS_MAX: usize = 20_000;
/// Rows read at once.
const CHUNK: i64 = 1_000;

/// Asks for the rows that could not be taken.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct WrongRows {
    pub file: String,
    /// Of each message its words, so that the reason stands in the reader's language; the page and
    /// the terminal pass the ones of `intake.*.ftl`. Without them the reasons stand as keys.
    #[serde(default)]
    pub words: std::collections::BTreeMap<String, String>,
    /// The heading of the last column.
    #[serde(default)]
    pub heading: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Workbook {
    pub name: String,
    pub rows: i64,
    /// In base64.
    pub content: String,
}

impl Question for WrongRows {
    const NAME: &'static str = "intake.wrong-rows";
    const RIGHT: &'static str = "intake.import";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Workbook;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Workbook> {
        let file = ask::in_scope(cx, scope, &self.file)?;
        let mut book = Book::new();
        let bold = Look { bold: true, border: true, wrap: true, ..Look::default() };
        let plain = Look { border: true, ..Look::default() };
        let reason = Look { border: true, wrap: true, font: Some(Colour([192, 0, 0])), ..Look::default() };
        let mut written = 0;
        for (at, plan) in file.sheets.iter().enumerate() {
            let mut rows = Vec::new();
            let mut after = 0;
            while rows.len() + written < ROWS_MAX {
                let chunk = table::rows_after(cx, &file.id, after, CHUNK)?;
                let Some(last) = chunk.last().map(|it| it.seq) else { break };
                after = last;
                let out = |it: &StagedRow| match it.verdict {
                    Verdict::Wrong | Verdict::Unknown => true,
                    // Money for somebody who is not decided on is left out as well.
                    Verdict::Doubtful => file.list.is_money(),
                    _ => false,
                };
                rows.extend(chunk.into_iter().filter(|it| it.sheet == at as i64 && out(it)));
            }
            if rows.is_empty() {
                continue;
            }
            let mut page = book.sheet(&plan.name)?;
            let width = plan.header.titles.keys().max().map_or(0, |it| it + 1);
            for (column, title) in &plan.header.titles {
                page.text(0, *column, title, &bold)?;
            }
            page.text(0, width, self.heading.as_deref().unwrap_or("reason"), &bold)?;
            page.width(width, 50.0)?;
            for (place, row) in rows.iter().enumerate() {
                let line = understand::line(cx, row)?;
                for (column, text) in line.cells.iter().filter(|it| *it.0 < width) {
                    page.text(place as u32 + 1, *column, text, &plain)?;
                }
                let mut remarks: Vec<Remark> = serde_json::from_str(&row.remarks).unwrap_or_default();
                if row.verdict == Verdict::Doubtful {
                    remarks.push(Remark::new(None, "intake-waits-for-decision"));
                }
                let reasons: Vec<String> = remarks.iter().map(|it| self.say(it)).collect();
                page.text(place as u32 + 1, width, &reasons.join("\n"), &reason)?;
            }
            page.head(1)?;
            written += rows.len();
        }
        if written == 0 {
            return Err(base::Error::Missing(Fault::new("file", "intake-no-wrong-rows")));
        }
        let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |it| it.0);
        Ok(Workbook {
            name: format!("{stem}-wrong.xlsx"),
            rows: written as i64,
            content: STANDARD.encode(book.bytes()?),
        })
    }
}

impl WrongRows {
    /// A message with its arguments in place of `{ $name }`.
    fn say(&self, remark: &Remark) -> String {
        // Where a message tells faults apart, the words of this one come first.
        let fault = remark.args.iter().find(|it| it.0 == "fault").map_or("", |it| it.1.as_str());
        let told = self.words.get(&format!("{}:{fault}", remark.key));
        match told.or_else(|| self.words.get(remark.key.as_ref())) {
            Some(words) => remark.args.iter().fold(words.clone(), |words, (name, value)| {
                words.replace(&format!("{{${name}}}"), value).replace(&format!("{{ ${name} }}"), value)
            }),
            None => {
                let args: Vec<&str> = remark.args.iter().map(|it| it.1.as_str()).collect();
                format!("{} {}", remark.key, args.join(" ")).trim_end().to_owned()
            }
        }
    }
}
