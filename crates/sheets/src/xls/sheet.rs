//! One sheet of BIFF8.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base::Result;

use super::{
    globals::{Globals, Listed},
    records::{BOF, CONTINUE, EOF, Record, Records, characters, f64, packed, string, u16, u32},
};
use crate::{
    Area, Cell, Kind, Row, Sheet,
    limits::{Budget, COLUMNS_MAX, MERGED_MAX, cut},
    shown::{self, Shape},
};

const ROW: u16 = 0x0208;
const COLINFO: u16 = 0x007D;
const MERGEDCELLS: u16 = 0x00E5;
const FILTERMODE: u16 = 0x009B;
const LABELSST: u16 = 0x00FD;
const LABEL: u16 = 0x0204;
const RSTRING: u16 = 0x00D6;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027E;
const MULRK: u16 = 0x00BD;
const BOOLERR: u16 = 0x0205;
const FORMULA: u16 = 0x0006;
const STRING: u16 = 0x0207;
const NOTE: u16 = 0x001C;
const OBJ: u16 = 0x005D;
const TXO: u16 = 0x01B6;

/// A sheet while its records go by.
struct Reading<'g, 'b, 'f> {
    globals: &'g Globals,
    budget: &'b mut Budget<'f>,
    rows: BTreeMap<u32, Row>,
    hidden_rows: BTreeSet<u32>,
    /// The formula whose text comes in the next record.
    awaits_text: Option<(u32, u32, u16)>,
    /// The drawn object that was read last, and the texts of objects by their number.
    object: u16,
    /// Characters still to come of the object's text.
    text_left: usize,
    texts: HashMap<u16, String>,
    notes: Vec<(u32, u32, u16)>,
}

pub(super) fn read(from: &[u8], listed: &Listed, globals: &Globals, budget: &mut Budget) -> Result<Sheet> {
    let mut sheet = Sheet { name: listed.name.clone(), hidden: listed.hidden, ..Sheet::default() };
    let mut reading = Reading {
        globals,
        budget,
        rows: BTreeMap::new(),
        hidden_rows: BTreeSet::new(),
        awaits_text: None,
        object: 0,
        text_left: 0,
        texts: HashMap::new(),
        notes: Vec::new(),
    };
    let mut depth = 0_u32;
    for record in Records(from) {
        match record.kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            _ if depth == 1 => {
                around(&mut sheet, record);
                reading.cells(record)?;
                reading.remarks(record);
            }
            // A chart that is drawn on the sheet has records of its own.
            _ => (),
        }
    }
    for (row, column, object) in &reading.notes {
        if let Some(text) = reading.texts.get(object) {
            sheet.remarks.insert((*row, *column), cut(text.trim()).to_owned());
        }
    }
    for (number, mut row) in reading.rows {
        row.cells.sort_by_key(|it| it.column);
        row.hidden = reading.hidden_rows.contains(&number);
        sheet.rows.push(row);
    }
    Ok(sheet)
}

fn around(sheet: &mut Sheet, Record { kind, data }: Record) {
    match kind {
        COLINFO if u16(data, 8) & 1 != 0 || u16(data, 4) == 0 => {
            let last = u32::from(u16(data, 2)).min(COLUMNS_MAX);
            sheet.hidden_columns.extend(u32::from(u16(data, 0))..=last);
        }
        FILTERMODE => sheet.filtered = true,
        MERGEDCELLS => {
            for area in data.get(2..).unwrap_or(&[]).chunks_exact(8) {
                let at = |at| u32::from(u16(area, at));
                if at(0) <= at(2) && at(4) <= at(6) && sheet.merged.len() < MERGED_MAX {
                    sheet.merged.push(Area {
                        first_row: at(0) + 1,
                        last_row: at(2) + 1,
                        first_column: at(4),
                        last_column: at(6),
                    });
                }
            }
        }
        _ => (),
    }
}

impl Reading<'_, '_, '_> {
    fn cells(&mut self, Record { kind, data }: Record) -> Result<()> {
        let (row, column, style) = (u32::from(u16(data, 0)) + 1, u32::from(u16(data, 2)), u16(data, 4));
        match kind {
            ROW if u16(data, 12) & 0x20 != 0 => {
                self.hidden_rows.insert(row);
                Ok(())
            }
            LABELSST => {
                let said = self.globals.strings.get(u32(data, 6) as usize).cloned().unwrap_or_default();
                let mut cell = self.styled(column, style);
                if let Some((struck, font)) = said.run {
                    (cell.struck, cell.font) = (struck, font);
                }
                cell.text = said.text;
                self.put(row, cell)
            }
            LABEL | RSTRING => self.text(row, column, style, &string(data, 6, 2)),
            NUMBER => self.number(row, column, style, f64(data, 6)),
            RK => self.number(row, column, style, packed(u32(data, 6))),
            MULRK => {
                let cells = data.len().saturating_sub(6) / 6;
                for at in 0..cells {
                    let from = 4 + at * 6;
                    self.number(row, column + at as u32, u16(data, from), packed(u32(data, from + 2)))?;
                }
                Ok(())
            }
            BOOLERR => self.bool_or_error(row, column, style, data.get(6..8).unwrap_or(&[0, 0])),
            FORMULA => match (u16(data, 12), data.get(6)) {
                (0xFFFF, Some(0)) => {
                    self.awaits_text = Some((row, column, style));
                    Ok(())
                }
                (0xFFFF, Some(kind @ 1..=2)) => {
                    let value = data.get(8).copied().unwrap_or(0);
                    self.bool_or_error(row, column, style, &[value, kind - 1])
                }
                (0xFFFF, _) => Ok(()),
                _ => self.number(row, column, style, f64(data, 6)),
            },
            STRING => match self.awaits_text.take() {
                Some((row, column, style)) => self.text(row, column, style, &string(data, 0, 2)),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn remarks(&mut self, Record { kind, data }: Record) {
        match kind {
            OBJ if u16(data, 0) == 0x15 => self.object = u16(data, 6),
            TXO => self.text_left = usize::from(u16(data, 10)),
            CONTINUE if 0 < self.text_left => {
                let wide = data.first().is_some_and(|it| it & 1 != 0);
                let text = characters(data.get(1..).unwrap_or(&[]), wide, self.text_left);
                self.text_left = self.text_left.saturating_sub(text.encode_utf16().count().max(1));
                self.texts.entry(self.object).or_default().push_str(&text);
            }
            NOTE => {
                let (row, column) = (u32::from(u16(data, 0)) + 1, u32::from(u16(data, 2)));
                self.notes.push((row, column, u16(data, 6)));
            }
            _ => (),
        }
    }

    fn styled(&self, column: u32, style: u16) -> Cell {
        let cell = Cell::text(column, "");
        match self.globals.looks.get(usize::from(style)) {
            Some(look) => Cell { struck: look.struck, font: look.font, fill: look.fill, ..cell },
            None => cell,
        }
    }

    fn text(&mut self, row: u32, column: u32, style: u16, text: &str) -> Result<()> {
        let cell = Cell { text: cut(text).into(), ..self.styled(column, style) };
        self.put(row, cell)
    }

    fn number(&mut self, row: u32, column: u32, style: u16, value: f64) -> Result<()> {
        let shape = self.globals.looks.get(usize::from(style)).map_or(Shape::General, |it| it.shape);
        let shown = shown::number(value, shape, self.globals.since_1904);
        let cell = self.styled(column, style);
        let text = shown.text.into();
        self.put(row, Cell { kind: shown.kind, lost_digits: shown.lost_digits, text, ..cell })
    }

    fn bool_or_error(&mut self, row: u32, column: u32, style: u16, value: &[u8]) -> Result<()> {
        let (kind, text) = match (value.get(1), value.first()) {
            (Some(0), Some(0)) => (Kind::Bool, "FALSE"),
            (Some(0), _) => (Kind::Bool, "TRUE"),
            (_, Some(0x00)) => (Kind::Error, "#NULL!"),
            (_, Some(0x07)) => (Kind::Error, "#DIV/0!"),
            (_, Some(0x0F)) => (Kind::Error, "#VALUE!"),
            (_, Some(0x17)) => (Kind::Error, "#REF!"),
            (_, Some(0x1D)) => (Kind::Error, "#NAME?"),
            (_, Some(0x24)) => (Kind::Error, "#NUM!"),
            _ => (Kind::Error, "#N/A"),
        };
        let cell = Cell { kind, text: text.into(), ..self.styled(column, style) };
        self.put(row, cell)
    }

    fn put(&mut self, number: u32, cell: Cell) -> Result<()> {
        if cell.text.is_empty() {
            return Ok(());
        }
        self.budget.cell(cell.column)?;
        if !self.rows.contains_key(&number) {
            self.budget.row()?;
        }
        let row = self.rows.entry(number).or_insert_with(|| Row { number, ..Row::default() });
        row.cells.push(cell);
        Ok(())
    }
}
