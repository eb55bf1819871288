//! Takes a workbook in: reads it, keeps its rows, and has them planned.

use base::{Error, Fault, Result, error::OrBroken};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use platform::{Cx, Place, Purpose, Verb, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sheets::limits::FILE_BYTES_MAX;

use super::{
    LINE,
    line::{self, Lines},
    pass::Plan,
    table::{self, Sheet, State},
};
use crate::cases::access;

/// Rows that are sealed and inserted together.
const INSERT_ROWS: usize = 2_000;
/// Characters of base64 that a file of the largest size has.
const CONTENT_MAX: usize = FILE_BYTES_MAX / 3 * 4 + 4;
const NAME_CHARS_MAX: usize = 200;

/// A workbook that was handed out by `cases.export`, or one with the headings of the book's fields.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeSheet {
    pub book: String,
    /// The file's name.
    pub name: String,
    /// Its bytes in base64.
    pub content: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Taken {
    pub sheet: String,
    /// The very same file is here already; nothing was done.
    pub known: bool,
    pub rows: i64,
    /// The job that plans it.
    pub job: Option<String>,
}

impl Verb for TakeSheet {
    const NAME: &'static str = "cases.take-sheet";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Taken;

    /// Each of its rows says its own place, which is asked when the row is judged.
    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::book(cx, &self.book)?;
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Taken> {
        let ready = access::book(cx, &self.book)?;
        let name: String = self.name.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned();
        let name: String = name.chars().filter(|it| !it.is_control()).take(NAME_CHARS_MAX).collect();
        if CONTENT_MAX < self.content.len() {
            let fault = Fault::new("content", "sheets-file-too-big").arg("file", &name);
            return Err(fault.arg("most", FILE_BYTES_MAX >> 20).into());
        }
        let bytes = STANDARD.decode(self.content.trim());
        let bytes = bytes.map_err(|_| Error::invalid("content", "intake-content-not-base64"))?;
        drop(self.content);
        let digest: String = Sha256::digest(&bytes).iter().map(|it| format!("{it:02x}")).collect();
        if let Some(known) = table::same_bytes(cx, &ready.id, &digest)? {
            // The same bytes are planned again, against what the cases are now, unless they wait.
            if known.state != State::Done {
                cx.subject("sheet", known.id.as_str());
                return Ok(Taken { sheet: known.id, known: true, rows: known.rows_total, job: known.job });
            }
        }
        let workbook = sheets::read(&name, &bytes)?;
        drop(bytes);
        let Lines { lines, strange, spots } = line::read(&name, &workbook, &ready, &cx.actor.role)?;
        drop(workbook);
        let id = cx.mint();
        let now = cx.now;
        let job = cx.enqueue(Plan::KIND, &Plan { sheet: id.clone() }, now)?.0;
        let sheet = Sheet {
            id: id.clone(),
            book: ready.id.clone(),
            name,
            digest,
            state: State::Planning,
            rows_total: lines.len() as i64,
            rows_done: 0,
            job: Some(job.clone()),
            made_at: now,
            ended_at: None,
            revision: 1,
            strange,
            spots,
        };
        table::insert(cx, &sheet)?;
        for (chunk, lines) in lines.chunks(INSERT_ROWS).enumerate() {
            let mut rows = Vec::with_capacity(lines.len());
            for (at, line) in lines.iter().enumerate() {
                let text = serde_json::to_string(line).or_broken()?;
                let seq = (chunk * INSERT_ROWS + at + 1) as i64;
                rows.push((seq, i64::from(line.row), cx.seal(LINE, &text)?));
            }
            table::insert_rows(cx, &id, &rows)?;
        }
        cx.subject("sheet", id.as_str());
        cx.note("book", ready.id.as_str());
        cx.note("rows", sheet.rows_total);
        cx.note("digest", sheet.digest.as_str());
        Ok(Taken { sheet: id, known: false, rows: sheet.rows_total, job: Some(job) })
    }
}
