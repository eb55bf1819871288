//! The records of a sheet as lines: merged cells told to all they cover, 同上 resolved, titles, totals
//! and signatures left out, and what the sheet tells besides values.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sheets::{Row, Sheet, Tone};

use super::{
    header::{self, Header},
    pack::{Field, Import},
};

/// A colour that more than this share of the rows wears says nothing about one of them.
const COMMON_TONE: f64 = 0.3;
/// Cells of a row in which the words of a total or a signature are looked for.
const FIRST_CELLS: usize = 3;
/// Digits from which a cell under the number holds one.
const DIGITS_OF_A_NUMBER: usize = 6;

/// One record as it was sent. Sealed before it is kept: it holds numbers and accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which of the file's sheets, and the row number in it.
    pub sheet: u32,
    pub row: u32,
    pub cells: BTreeMap<u32, String>,
    #[serde(default, skip_serializing_if = "Marks::is_plain")]
    pub marks: Marks,
}

/// What the sheet tells of a row besides its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Marks {
    pub struck: bool,
    pub red: bool,
    pub grey: bool,
    pub hidden: bool,
    /// Columns whose number cell lost its last digits.
    pub lost: Vec<u32>,
    /// Remarks hung on its cells.
    pub remarks: String,
    /// The village that a line above it or the sheet's name gives to a group of rows.
    pub group: String,
}

impl Marks {
    fn is_plain(&self) -> bool {
        *self == Marks::default()
    }
}

/// Why a row is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    Total,
    Signature,
    Heading,
    /// One text over the whole row: a title, or the village of the rows below.
    Group,
    Blank,
}

impl Line {
    /// Whether the line is no record, told by columns that were named after it was read.
    pub(super) fn is_other(&self, header: &Header, pack: &Import) -> bool {
        let mut texts = self.cells.values();
        let merged = 1 < self.cells.len() && texts.next().is_some_and(|one| texts.all(|it| it == one));
        other(&self.cells, merged, header, pack).is_some()
    }
}

/// Rows that were no records: how many, and what those that sum the whole sheet say.
#[derive(Debug, Default)]
pub struct Others {
    pub count: i64,
    pub totals: Vec<BTreeMap<u32, String>>,
}

/// The lines of a sheet, and the rows that were no records.
pub fn read(sheet: &Sheet, at: u32, header: &Header, pack: &Import) -> (Vec<Line>, Others) {
    let mut lines: Vec<Line> = Vec::new();
    let mut others = Others::default();
    let mut above: BTreeMap<u32, String> = BTreeMap::new();
    let mut group = String::new();
    for row in sheet.rows.iter().filter(|it| header.row < it.number) {
        let mut cells = header::texts(sheet, row.number);
        let merged = row.cells.len() == 1 && 1 < cells.len();
        if let Some(other) = other(&cells, merged, header, pack) {
            others.count += 1;
            match other {
                Other::Group => group = cells.into_values().next().unwrap_or_default(),
                Other::Total if !is_part(&cells, pack) => others.totals.push(cells),
                _ => (),
            }
            continue;
        }
        for (column, text) in &mut cells {
            if linkage::written::is_ditto(text) {
                *text = above.get(column).cloned().unwrap_or_default();
            }
        }
        above.clone_from(&cells);
        let marks = Marks { group: group.clone(), ..marks(sheet, row, header) };
        lines.push(Line { sheet: at, row: row.number, cells, marks });
    }
    forget_common_tones(&mut lines);
    (lines, others)
}

fn starts(text: &str, words: &[String]) -> bool {
    let text = header::plain(text);
    words.iter().any(|it| text.starts_with(&header::plain(it)))
}

/// Whether a total is that of a page or of a group.
fn is_part(cells: &BTreeMap<u32, String>, pack: &Import) -> bool {
    cells.values().any(|it| starts(it, &pack.words.parts))
}

/// Whether a row whose texts these are is no record; `merged` where one text stands over the whole row.
fn other(cells: &BTreeMap<u32, String>, merged: bool, header: &Header, pack: &Import) -> Option<Other> {
    let of = |field| header.mapping.column(field).and_then(|it| cells.get(&it)).map_or("", String::as_str);
    let (name, number) = (of(Field::Name), of(Field::Number));
    // A line that is merged over the whole row stands under the number too.
    let numbered = DIGITS_OF_A_NUMBER <= number.chars().filter(char::is_ascii_digit).count();
    let mut first = cells.values().take(FIRST_CELLS);
    if cells.is_empty() {
        return Some(Other::Blank);
    }
    if header.mapping.0.is_empty() {
        // Nobody has said yet what the columns are: everything is kept.
        return None;
    }
    if header.repeats(cells) {
        return Some(Other::Heading);
    }
    if !numbered
        && (first.clone().any(|it| starts(it, &pack.words.totals)) || starts(name, &pack.words.totals))
    {
        return Some(Other::Total);
    }
    if !numbered && first.any(|it| starts(it, &pack.words.signatures)) {
        return Some(Other::Signature);
    }
    let mut texts: Vec<&str> = cells.values().map(String::as_str).collect();
    texts.dedup();
    // One cell alone that is no name: the village over a group of rows.
    if texts.len() == 1 && !numbered && (name.is_empty() || merged) {
        return Some(Other::Group);
    }
    let known = header.mapping.0.iter().filter(|it| *it.1 != Field::Sequence);
    let told = known.filter(|it| cells.contains_key(it.0)).count();
    (told == 0).then_some(Other::Blank)
}

fn marks(sheet: &Sheet, row: &Row, header: &Header) -> Marks {
    let telling: Vec<&sheets::Cell> = [Field::Name, Field::Number]
        .into_iter()
        .filter_map(|it| row.cell(header.mapping.column(it)?))
        .collect();
    let struck = row.cells.iter().filter(|it| it.struck).count();
    let tone = |tone: Tone| {
        let wears = |it: &&&sheets::Cell| {
            it.font.map(sheets::Colour::tone) == Some(tone) || it.fill.map(sheets::Colour::tone) == Some(tone)
        };
        telling.iter().find(wears).is_some()
    };
    let remarks = sheet.remarks.range((row.number, 0)..=(row.number, u32::MAX)).map(|it| it.1.as_str());
    let lost = |it: &&sheets::Cell| {
        it.lost_digits || (it.kind == sheets::Kind::Text && it.text.contains("E+1") && it.text.contains('.'))
    };
    Marks {
        struck: telling.first().is_some_and(|it| it.struck) || row.cells.len() < 2 * struck,
        red: tone(Tone::Red),
        grey: tone(Tone::Grey),
        hidden: row.hidden,
        lost: row.cells.iter().filter(lost).map(|it| it.column).collect(),
        remarks: remarks.collect::<Vec<_>>().join(" "),
        group: String::new(),
    }
}

/// A colour of every second row is a design, not a message.
fn forget_common_tones(lines: &mut [Line]) {
    let most = (lines.len() as f64 * COMMON_TONE).max(3.0);
    let count = |wears: fn(&Marks) -> bool| lines.iter().filter(|it| wears(&it.marks)).count() as f64;
    let (red, grey) = (most < count(|it| it.red), most < count(|it| it.grey));
    for line in lines {
        line.marks.red &= !red;
        line.marks.grey &= !grey;
    }
}
