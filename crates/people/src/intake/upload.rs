//! Takes a file in: reads it, finds its headings, and keeps its rows until they are decided.

use base::{Day, Error, Fault, Result, error::OrBroken};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    LINE_PURPOSE,
    file::{File, SheetPlan, State},
    header, line,
    pack::{Declared, Import, ListKind},
    table,
};

/// Rows that are sealed and inserted together.
const INSERT_ROWS: usize = 2_000;
/// Oldest age that a full roster may begin at.
const AGE_MAX: i64 = 120;

/// A file and what its sender declares it to be.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// The file's name.
    pub name: String,
    /// Its bytes in base64.
    pub content: String,
    #[serde(default)]
    pub list: ListKind,
    #[serde(default)]
    pub declared: Declared,
    /// The path of the area it is about.
    pub area: String,
    /// Who sends it: an id of the pack's list of sources.
    pub source: String,
    /// The day it speaks of; today when it is not said.
    #[serde(default)]
    pub as_of: Option<Day>,
    /// The last day up to which it is complete, where the sender vouches for that.
    #[serde(default)]
    pub complete_until: Option<Day>,
    /// A full roster names everybody from this age on.
    #[serde(default)]
    #[schemars(range(min = 0, max = 120))]
    pub min_age: Option<i64>,
    /// The people in it are made up.
    #[serde(default)]
    pub synthetic: bool,
    /// Takes a file in again that was taken in before.
    #[serde(default)]
    pub anew: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Uploaded {
    pub file: String,
    /// The very same file is here already; nothing was done.
    pub known: bool,
    pub rows: i64,
    pub sheets: Vec<SheetPlan>,
}

impl Verb for Upload {
    const NAME: &'static str = "intake.upload";
    const RIGHT: &'static str = "intake.import";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Uploaded;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Area(self.area.clone()))
    }

    fn run(self, cx: &mut Cx) -> Result<Uploaded> {
        let pack = cx.house.packs.county(cx.county())?;
        let import: &Import = pack.get();
        self.check(cx, import, &pack.made())?;
        let bytes = STANDARD.decode(self.content.trim());
        let bytes = bytes.map_err(|_| Error::invalid("content", "intake-content-not-base64"))?;
        let digest: String = Sha256::digest(&bytes).iter().map(|it| format!("{it:02x}")).collect();
        if let Some((known, state)) = table::same_bytes(cx, &digest, self.list)?
            && !(self.anew && state == State::Done.as_str())
        {
            let file = table::file(cx, &known)?;
            cx.subject("file", known.clone());
            return Ok(Uploaded { file: known, known: true, rows: file.rows_total, sheets: file.sheets });
        }
        let book = sheets::read(&self.name, &bytes)?;
        drop(bytes);
        let id = cx.mint();
        let mut plans = Vec::new();
        let mut staged = Vec::new();
        let mut seq = 0;
        for (at, sheet) in book.sheets.iter().enumerate() {
            let (plan, lines) = plan(cx, &self, sheet, at as u32, import)?;
            plans.push(plan);
            for line in lines {
                let text = serde_json::to_string(&line).or_broken()?;
                seq += 1;
                staged.push((seq, i64::from(line.sheet), i64::from(line.row), cx.seal(LINE_PURPOSE, &text)?));
                if INSERT_ROWS <= staged.len() {
                    table::insert_rows(cx, &id, &staged)?;
                    staged.clear();
                }
            }
        }
        table::insert_rows(cx, &id, &staged)?;
        if seq == 0 {
            return Err(Fault::new("content", "intake-no-rows").arg("file", &self.name).into());
        }
        if plans.iter().all(|it| !it.taken) {
            // Somebody must say which sheet, or which columns; the first with rows is the likeliest.
            if let Some(plan) = plans.iter_mut().find(|it| 0 < it.rows && !it.header.mapping.0.is_empty()) {
                plan.taken = true;
            }
        }
        let file = File {
            id: id.clone(),
            name: self.name,
            digest,
            list: self.list,
            declared: self.declared,
            area: self.area,
            source: self.source,
            as_of: self.as_of.unwrap_or_else(|| cx.today()),
            complete_until: self.complete_until,
            min_age: self.min_age,
            state: State::Staged,
            sheets: plans,
            rows_total: seq,
            rows_done: 0,
            job: None,
            synthetic: self.synthetic,
            uploaded_by: cx.actor.account.clone(),
            uploaded_at: cx.now,
            ended_at: None,
            revision: 1,
        };
        table::insert_file(cx, &file)?;
        cx.subject("file", id.clone());
        cx.note("rows", seq);
        cx.note("list", file.list.as_str());
        Ok(Uploaded { file: id, known: false, rows: seq, sheets: file.sheets })
    }
}

impl Upload {
    fn check(&self, cx: &Cx, import: &Import, atlas: &platform::areas::Atlas) -> Result<()> {
        let mut faults = Vec::new();
        match import.source.get(&self.source) {
            None => faults.push(Fault::new("source", "intake-no-such-source").arg("source", &self.source)),
            Some(source) if !source.lists.contains(&self.list) => {
                let fault = Fault::new("list", "intake-source-has-no-such-list");
                faults.push(fault.arg("source", &self.source).arg("list", self.list.as_str()));
            }
            Some(_) => (),
        }
        if atlas.get(&self.area).is_none() {
            faults.push(Fault::new("area", "intake-no-such-area").arg("area", &self.area));
        }
        let today = cx.today();
        for (path, day) in [("as_of", self.as_of), ("complete_until", self.complete_until)] {
            if day.is_some_and(|it| today < it) {
                faults.push(Fault::new(path, "intake-day-in-future"));
            }
        }
        if self.min_age.is_some_and(|it| !(0..=AGE_MAX).contains(&it)) {
            faults.push(Fault::new("min_age", "intake-age-out-of-range"));
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }
}

/// Reads a sheet's heading and lines; how its heading was mapped last is remembered.
fn plan(
    cx: &mut Cx,
    upload: &Upload,
    sheet: &sheets::Sheet,
    at: u32,
    import: &Import,
) -> Result<(SheetPlan, Vec<line::Line>)> {
    let found = header::find(sheet, import);
    let known = found.is_some();
    let mut header = found.unwrap_or_else(|| header::unknown(sheet));
    let remembered = table::mapping(cx, &upload.area, upload.list, &header.fingerprint())?;
    let plan = SheetPlan {
        name: sheet.name.clone(),
        hidden: sheet.hidden,
        taken: (known || remembered.is_some()) && !sheet.hidden,
        remembered: remembered.is_some(),
        ..SheetPlan::default()
    };
    if let Some(mapping) = remembered {
        header.mapping = mapping;
    }
    let (mut lines, others) = line::read(sheet, at, &header, import);
    for line in lines.iter_mut().filter(|it| it.marks.group.is_empty()) {
        line.marks.group.clone_from(&sheet.name);
    }
    let (rows, line::Others { count, totals }) = (lines.len() as i64, others);
    let unsorted = header.mapping.0.is_empty();
    Ok((SheetPlan { header, unsorted, rows, others: count, totals, ..plan }, lines))
}
