//! What all sheets of a workbook share.

use std::collections::HashMap;

use base::Result;

use super::records::{BOF, CONTINUE, Chain, EOF, Record, Records, string, u16, u32};
use crate::{
    colour::{self, Colour, Tone},
    limits::{SHEETS_MAX, STRINGS_MAX, cut, fault, too_much},
    shown::{self, Shape},
};

const FILEPASS: u16 = 0x002F;
const BOUNDSHEET: u16 = 0x0085;
const SST: u16 = 0x00FC;
const FONT: u16 = 0x0031;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const PALETTE: u16 = 0x0092;
const DATEMODE: u16 = 0x0022;
/// The version that BIFF8 writes into its first record.
const VERSION_8: u16 = 0x0600;

pub(super) struct Listed {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// Where its records begin in the stream.
    pub(super) offset: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) struck: bool,
    pub(super) font: Option<Colour>,
    pub(super) fill: Option<Colour>,
    pub(super) shape: Shape,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    pub(super) text: Box<str>,
    /// What its runs say about line and colour, when they cover the whole text.
    pub(super) run: Option<(bool, Option<Colour>)>,
}

#[derive(Default)]
pub(super) struct Globals {
    pub(super) since_1904: bool,
    pub(super) sheets: Vec<Listed>,
    pub(super) strings: Vec<Shared>,
    pub(super) looks: Vec<Look>,
}

/// Fonts, formats and cell formats as they stand in the file, before the palette is known.
#[derive(Default)]
struct Raw<'s> {
    fonts: Vec<(bool, u16)>,
    formats: HashMap<u16, Shape>,
    xfs: Vec<&'s [u8]>,
    palette: Vec<Colour>,
    strings: Vec<&'s [u8]>,
}

pub(super) fn read(file: &str, stream: &[u8]) -> Result<Globals> {
    let mut globals = Globals::default();
    let mut raw = Raw::default();
    let mut records = Records(stream).peekable();
    match records.next() {
        Some(Record { kind: BOF, data }) if u16(data, 0) == VERSION_8 => (),
        Some(Record { kind: BOF, .. }) => return Err(fault(file, "sheets-too-old")),
        _ => return Err(fault(file, "sheets-damaged")),
    }
    while let Some(Record { kind, data }) = records.next() {
        match kind {
            EOF => break,
            FILEPASS => return Err(fault(file, "sheets-password")),
            DATEMODE => globals.since_1904 = u16(data, 0) == 1,
            BOUNDSHEET if data.get(5) == Some(&0) => globals.sheets.push(Listed {
                name: string(data, 6, 1),
                hidden: data[4] & 3 != 0,
                offset: u32(data, 0) as usize,
            }),
            FONT => raw.fonts.push((u16(data, 2) & 8 != 0, u16(data, 4))),
            FORMAT => drop(raw.formats.insert(u16(data, 0), shown::shape(&string(data, 2, 2)))),
            XF => raw.xfs.push(data),
            PALETTE => {
                let colours = data.get(2..).unwrap_or(&[]).chunks_exact(4);
                raw.palette = colours.map(|it| Colour([it[0], it[1], it[2]])).collect();
            }
            SST => {
                raw.strings.push(data);
                while let Some(Record { data, .. }) = records.next_if(|it| it.kind == CONTINUE) {
                    raw.strings.push(data);
                }
            }
            _ => (),
        }
        if SHEETS_MAX < globals.sheets.len() {
            return Err(too_much(file, "sheets-too-many-sheets", SHEETS_MAX));
        }
    }
    globals.looks = raw.xfs.iter().map(|it| raw.look(it)).collect();
    globals.strings = raw.shared_strings().unwrap_or_default();
    Ok(globals)
}

impl Raw<'_> {
    fn colour(&self, index: u16) -> Option<Colour> {
        let own = index.checked_sub(8).and_then(|at| self.palette.get(usize::from(at)));
        own.copied().or_else(|| colour::indexed(u32::from(index)))
    }

    /// A font by its number; number 4 is never used.
    fn font(&self, number: u16) -> (bool, Option<Colour>) {
        let at = usize::from(number) - usize::from(4 < number);
        let (struck, colour) = self.fonts.get(at).copied().unwrap_or((false, u16::MAX));
        (struck, self.colour(colour).filter(|it| it.tone() != Tone::Black))
    }

    fn look(&self, xf: &[u8]) -> Look {
        let (struck, font) = self.font(u16(xf, 0));
        let format = u16(xf, 2);
        let solid = u32(xf, 14) >> 26 == 1;
        let fill = if solid { self.colour(u16(xf, 18) & 0x7F) } else { None };
        Look {
            struck,
            font,
            fill: fill.filter(|it| it.tone() != Tone::White),
            shape: self.formats.get(&format).copied().unwrap_or_else(|| shown::builtin(u32::from(format))),
        }
    }

    /// Reads as many strings as are whole.
    fn shared_strings(&self) -> Option<Vec<Shared>> {
        let mut chain = Chain::new(self.strings.clone());
        chain.u32()?;
        let count = (chain.u32()? as usize).min(STRINGS_MAX);
        let mut strings = Vec::new();
        for _ in 0..count {
            match self.shared_string(&mut chain) {
                Some(string) => strings.push(string),
                None => break,
            }
        }
        Some(strings)
    }

    fn shared_string(&self, chain: &mut Chain) -> Option<Shared> {
        let count = usize::from(chain.u16()?);
        let flags = chain.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { chain.u16()? };
        let extra = if flags & 4 == 0 { 0 } else { chain.u32()? as usize };
        let text = chain.characters(flags & 1 != 0, count)?;
        let mut looks = Vec::new();
        let mut from_start = false;
        for run in 0..runs {
            from_start |= chain.u16()? == 0 && run == 0;
            looks.push(self.font(chain.u16()?));
        }
        chain.skip(extra)?;
        let run = looks.first().filter(|_| from_start).map(|it| (looks.iter().all(|it| it.0), it.1));
        Some(Shared { text: cut(&text).into(), run })
    }
}
