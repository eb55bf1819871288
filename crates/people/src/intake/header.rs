//! Finds the heading of a sheet and says what its columns are.
//!
//! A heading is the row, or the two rows under merged group names, in which the most columns are
//! known. Its fingerprint is what a township's mapping is remembered by.

use std::collections::{BTreeMap, BTreeSet};

use linkage::written::half_width;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::Sheet;

use super::pack::{Field, Import};

/// Rows from the top in which a heading is looked for; titles and notes above it are few.
const TOP_ROWS: usize = 20;
/// Digits from which a cell is a number and no heading.
const DIGITS_OF_DATA: usize = 5;

/// Which column holds what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Mapping(pub BTreeMap<u32, Field>);

impl Mapping {
    pub fn column(&self, field: Field) -> Option<u32> {
        self.0.iter().find(|it| *it.1 == field).map(|it| *it.0)
    }

    pub fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    /// Where a list of money says how much. A roll with back-pay has both: what was paid counts, not
    /// what a month is worth.
    pub fn of_money(&self) -> Field {
        if self.has(Field::Amount) { Field::Amount } else { Field::Standard }
    }
}

/// The heading of one sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Header {
    /// The row number of its last line; records come after it.
    pub row: u32,
    /// What stands over each column.
    pub titles: BTreeMap<u32, String>,
    pub mapping: Mapping,
}

impl Header {
    /// What the heading says, for remembering how it was mapped.
    pub fn fingerprint(&self) -> String {
        let titles: Vec<String> = self.titles.iter().map(|(at, it)| format!("{at}:{}", plain(it))).collect();
        titles.join("|")
    }

    /// Whether a row repeats the heading, as printed rosters do on every page.
    pub fn repeats(&self, texts: &BTreeMap<u32, String>) -> bool {
        let same = self.mapping.0.keys().filter(|column| {
            let title = self.titles.get(column).map(|it| plain(it)).unwrap_or_default();
            texts.get(column).is_some_and(|it| !it.is_empty() && title.ends_with(&plain(it)))
        });
        2 <= same.count()
    }
}

/// A heading's text without spaces, line ends, brackets and signs, in small letters.
pub fn plain(text: &str) -> String {
    half_width(text)
        .chars()
        .filter(|it| {
            !it.is_whitespace() && !matches!(it, '(' | ')' | ':' | '*' | '/' | '、' | '.' | '"' | '_' | '-')
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The best heading of a sheet; nothing when no row has a name or a number over a column.
pub fn find(sheet: &Sheet, pack: &Import) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    for (at, row) in sheet.rows.iter().enumerate().take(TOP_ROWS) {
        let mut titles = texts(sheet, row.number);
        if titles.values().filter(|it| looks_like_data(it)).count() * 2 > titles.len() {
            continue;
        }
        consider(&mut best, row.number, &titles, pack);
        // The second line of a heading under merged group names.
        let Some(next) = sheet.rows.get(at + 1).filter(|it| it.number == row.number + 1) else {
            continue;
        };
        let below = texts(sheet, next.number);
        if below.is_empty() || below.values().any(|it| looks_like_data(it)) {
            continue;
        }
        for (column, text) in below {
            let above = titles.entry(column).or_default();
            if *above != text {
                above.push_str(&text);
            }
        }
        consider(&mut best, next.number, &titles, pack);
    }
    best.map(|it| it.1).filter(|it| it.mapping.has(Field::Name) || it.mapping.has(Field::Number))
}

fn consider(best: &mut Option<(usize, Header)>, row: u32, titles: &BTreeMap<u32, String>, pack: &Import) {
    let (mapping, score) = map(titles, pack);
    if best.as_ref().is_none_or(|it| it.0 < score) && 2 <= mapping.0.len() {
        *best = Some((score, Header { row, titles: titles.clone(), mapping }));
    }
}

/// What a row shows in each column, merged cells told to all their columns.
pub fn texts(sheet: &Sheet, number: u32) -> BTreeMap<u32, String> {
    let mut texts = BTreeMap::new();
    if let Some(row) = sheet.row(number) {
        texts.extend(row.cells.iter().map(|it| (it.column, it.text.trim().to_owned())));
    }
    for area in sheet.merged.iter().filter(|it| (it.first_row..=it.last_row).contains(&number)) {
        let text = sheet.row(area.first_row).map_or("", |it| it.text(area.first_column)).to_owned();
        for column in area.first_column..=area.last_column {
            texts.insert(column, text.clone());
        }
    }
    texts.retain(|_, text| !text.is_empty());
    texts
}

fn looks_like_data(text: &str) -> bool {
    DIGITS_OF_DATA <= text.chars().filter(char::is_ascii_digit).count()
}

/// Gives each column the field that fits it best, each field to one column. Answers how well it fits.
pub fn map(titles: &BTreeMap<u32, String>, pack: &Import) -> (Mapping, usize) {
    let mut fits: Vec<(usize, u32, Field)> = Vec::new();
    for (column, title) in titles {
        let title = plain(title);
        for (field, headings) in &pack.field {
            let score = headings.synonyms.iter().map(|it| fit(&title, &plain(it))).max().unwrap_or(0);
            if 0 < score {
                fits.push((score, *column, *field));
            }
        }
    }
    // The best fit first; of equal ones the column farther left.
    fits.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)).then(one.2.cmp(&other.2)));
    let mut mapping = Mapping::default();
    let mut taken = BTreeSet::new();
    let mut sum = 0;
    for (score, column, field) in fits {
        if !mapping.0.contains_key(&column) && taken.insert(field) {
            mapping.0.insert(column, field);
            sum += score;
        }
    }
    (mapping, sum)
}

/// How well a heading fits a synonym: the same, or containing it; a long synonym says more.
fn fit(title: &str, synonym: &str) -> usize {
    let length = synonym.chars().count();
    match () {
        () if title == synonym => 100 + length,
        () if 2 <= length && title.contains(synonym) && title.chars().count() <= 3 * length + 4 => {
            10 * length
        }
        () => 0,
    }
}

/// The first row as a heading that nobody knows, for a sheet in which none is found.
pub fn unknown(sheet: &Sheet) -> Header {
    let Some(row) = sheet.rows.first() else { return Header::default() };
    Header { row: row.number, titles: texts(sheet, row.number), mapping: Mapping::default() }
}
