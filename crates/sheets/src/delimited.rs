//! CSV and tab-separated text: UTF-8, UTF-16 or GB18030, whichever the bytes are.

use base::Result;
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::{
    Cell, Format, Kind, Row, Sheet, Workbook,
    limits::{Budget, cut, fault},
};

/// Bytes looked at to tell a table of text from something else.
const HEAD_BYTES: usize = 4_096;
/// Lines looked at to find what parts the columns.
const HEAD_LINES: usize = 20;

pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Workbook> {
    let (encoding, format) = encoding(bytes);
    let (text, _, wrong) = encoding.decode(bytes);
    let strange = text.chars().take(HEAD_BYTES).filter(|it| it.is_control() && !it.is_whitespace()).count();
    if strange != 0
        || (wrong && text.chars().filter(|it| *it == '\u{fffd}').count() * 50 > text.chars().count())
    {
        return Err(fault(name, "sheets-not-a-table"));
    }
    let mut budget = Budget::new(name);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut number = 0_u32;
    while reader.read_record(&mut record).map_err(|_| fault(name, "sheets-damaged"))? {
        number += 1;
        let mut cells = Vec::new();
        for (column, value) in record.iter().enumerate() {
            let value = plain(value);
            if !value.is_empty() {
                budget.cell(column as u32)?;
                cells.push(Cell { kind: Kind::Text, ..Cell::text(column as u32, cut(value)) });
            }
        }
        if !cells.is_empty() {
            budget.row()?;
            rows.push(Row { number, hidden: false, cells });
        }
    }
    if rows.is_empty() {
        return Err(fault(name, "sheets-empty-file"));
    }
    let sheet = Sheet { name: "CSV".to_owned(), rows, ..Sheet::default() };
    Ok(Workbook { name: name.to_owned(), format, sheets: vec![sheet] })
}

fn encoding(bytes: &[u8]) -> (&'static Encoding, Format) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, if encoding == UTF_8 { Format::Utf8 } else { Format::Utf16 });
    }
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|it| **it == 0).count();
    // Commas and line ends are ASCII, so UTF-16 shows zeros on one side.
    match (zeros(0), zeros(1)) {
        (even, odd) if 0 < odd && even == 0 => return (UTF_16LE, Format::Utf16),
        (even, odd) if 0 < even && odd == 0 => return (UTF_16BE, Format::Utf16),
        _ => (),
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => (UTF_8, Format::Utf8),
        Err(_) => (GB18030, Format::Gb18030),
    }
}

/// The separator that parts the first lines the most evenly.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|it| !it.trim().is_empty()).take(HEAD_LINES).collect();
    let score = |separator: char| {
        let counts: Vec<usize> = lines.iter().map(|line| line.matches(separator).count()).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        (counts.iter().filter(|it| 0 < **it && **it == most).count(), most)
    };
    [(b',', ','), (b'\t', '\t'), (b';', ';'), (b'|', '|')]
        .into_iter()
        .max_by_key(|(byte, separator)| (score(*separator), *byte == b','))
        .map_or(b',', |(byte, _)| byte)
}

/// Undoes the tricks that keep numbers as text: `="0123"`, `'0123`, a tab before or behind.
fn plain(value: &str) -> &str {
    let value = value.trim();
    let value = value.strip_prefix("=\"").and_then(|it| it.strip_suffix('"')).unwrap_or(value);
    value.strip_prefix('\'').unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], format: Format, rows: &[&[&str]]) {
        let book = read("a.csv", bytes).unwrap();
        assert_eq!(book.format, format);
        let read: Vec<Vec<&str>> =
            book.sheets[0].rows.iter().map(|row| row.cells.iter().map(|it| &*it.text).collect()).collect();
        assert_eq!(read, rows);
    }

    #[test]
    fn encodings_and_separators_are_told_apart() {
        let text = "姓名,身份证号\n王秀英,\"51343319400305123X\"\n";
        let rows: &[&[&str]] = &[&["姓名", "身份证号"], &["王秀英", "51343319400305123X"]];
        check(text.as_bytes(), Format::Utf8, rows);
        check(&[b"\xEF\xBB\xBF", text.as_bytes()].concat(), Format::Utf8, rows);
        check(&GB18030.encode(text).0, Format::Gb18030, rows);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&[&[0xFF, 0xFE], wide.as_slice()].concat(), Format::Utf16, rows);
        check(&wide, Format::Utf16, rows);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&wide, Format::Utf16, rows);
        check("姓名\t备注\n甲\t\"=\"\n".as_bytes(), Format::Utf8, &[&["姓名", "备注"], &["甲", "="]]);
    }

    #[test]
    fn tricks_that_keep_text_are_undone() {
        check(b"a,b\n=\"0012\",'0013\n", Format::Utf8, &[&["a", "b"], &["0012", "0013"]]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert!(read("a.csv", &[1, 2, 3, 0, 255, 7]).is_err());
        assert!(read("a.csv", b"\n\n\n").is_err());
    }
}
