//! Opens the staged rows of a chunk and understands each by itself, on all cores: only keys and packs
//! are asked, never the register.

use base::{Error, Result};
use platform::{Cx, areas::Atlas, keys::Keys};

use super::{
    LINE_PURPOSE,
    file::{File, StagedRow},
    header::Mapping,
    judge::{Judged, Verdict},
    line::Line,
    pack::{Field, Import},
    reading::{self, Reading, Remark, Said},
};
use crate::{register::statement::NUMBER_PURPOSE, spread};

/// Reads a staged row's sealed line.
pub(crate) fn line(cx: &Cx, row: &StagedRow) -> Result<Line> {
    opened(&cx.house.keys, row)
}

fn opened(keys: &Keys, row: &StagedRow) -> Result<Line> {
    let text = keys.open(LINE_PURPOSE, &row.line)?;
    serde_json::from_str(&text).map_err(Error::broken)
}

/// What each row says, not yet held against anything.
pub(crate) fn rows(cx: &Cx, file: &File, rows: &[StagedRow]) -> Result<Vec<Judged>> {
    let pack = cx.house.packs.county(cx.county())?;
    let atlas = pack.made::<Atlas>();
    let import: &Import = pack.get();
    let keys = &cx.house.keys;
    let confirms = import.source.get(&file.source).is_some_and(|it| it.confirms);
    let said =
        Said { list: file.list, declared: file.declared, area: &file.area, as_of: file.as_of, confirms };
    let none = Mapping::default();
    let mut read: Vec<(&StagedRow, Option<Judged>)> = rows.iter().map(|it| (it, None)).collect();
    spread::over(&mut read, |(row, judged)| {
        let line = opened(keys, row)?;
        let plan = file.sheets.get(line.sheet as usize);
        let mapping = plan.map_or(&none, |it| &it.header.mapping);
        let mut reading = reading::read(&line, mapping, &said, import, &atlas);
        reading.draft.synthetic = file.synthetic;
        if let Some(left_out) = plan.filter(|it| !it.taken) {
            // A hidden sheet is often last year's: nothing of it is taken unless somebody says so.
            let remark = Remark::new(Field::Name, "intake-sheet-not-taken").arg("sheet", &left_out.name);
            reading.wrong.push(remark);
        }
        if plan.is_some_and(|it| it.unsorted && line.is_other(&it.header, import)) {
            reading.wrong = vec![Remark::new(Field::Name, "intake-no-record")];
        }
        let number = reading.number.as_ref().map(|it| keys.indexes(NUMBER_PURPOSE, &it.text));
        *judged = Some(Judged {
            seq: row.seq,
            at: (row.sheet, row.row_number),
            verdict: if reading.wrong.is_empty() { Verdict::Unread } else { Verdict::Wrong },
            person: None,
            proposals: Vec::new(),
            remarks: Vec::new(),
            fingerprint: fingerprint(keys, file, &reading)?,
            number_index: number.unwrap_or_default(),
            alike: String::new(),
            reading,
            sign: false,
            settled: false,
        });
        Ok(())
    })?;
    Ok(read.into_iter().filter_map(|it| it.1).collect())
}

/// Keyed index of what a row says: the same words in another file are known again.
fn fingerprint(keys: &Keys, file: &File, reading: &Reading) -> Result<[String; 2]> {
    let draft = serde_json::to_string(&reading.draft).map_err(Error::broken)?;
    let paid = serde_json::to_string(&reading.paid).map_err(Error::broken)?;
    let said = format!("{}|{}|{draft}|{paid}|{:?}", file.list.as_str(), file.declared.as_str(), reading.lost);
    Ok(keys.indexes(LINE_PURPOSE, &said))
}
