//! Makes the bank's file of a batch: the same batch gives the same bytes, always. Pure.

use base::{Error, Money, Result};
use sheets::write;

use super::layout::{Align, Column, Control, Encoding, Field, Format, Layout, Place, Shape};

/// What the file says once.
pub struct Head<'h> {
    pub batch: &'h str,
    pub day: &'h str,
    pub purpose: &'h str,
}

/// What it says of each line.
#[derive(Clone, Debug)]
pub struct Line {
    pub number: String,
    pub holder: String,
    pub account: String,
    pub amount: Money,
}

/// The bytes of the file. A cell that does not fit is a fault that names the line.
pub fn render(layout: &Layout, head: &Head, lines: &[Line]) -> Result<Vec<u8>> {
    let rows = rows(layout, head, lines);
    match layout.shape.format {
        Format::Csv => csv(&rows, &layout.shape),
        Format::Fixed => fixed(layout, &rows),
        Format::Xlsx => {
            let cells: Vec<Vec<String>> = rows.into_iter().map(|(_, cells)| cells).collect();
            super::book::write(head.batch, &cells)
        }
    }
}

/// The name of the file.
pub fn file_name(layout: &Layout, head: &Head) -> String {
    layout.file_name.replace("{batch}", head.batch).replace("{day}", &head.day.replace('-', ""))
}

type Rows<'l> = Vec<(&'l [Column], Vec<String>)>;

fn rows<'l>(layout: &'l Layout, head: &Head, lines: &[Line]) -> Rows<'l> {
    let total: Money = lines.iter().map(|it| it.amount).sum();
    let cell = |column: &Column, line: Option<(usize, &Line)>| match column.field {
        Field::Text => column.text.clone(),
        Field::Batch => head.batch.to_owned(),
        Field::Day => head.day.replace('-', ""),
        Field::Purpose => head.purpose.to_owned(),
        Field::Count => lines.len().to_string(),
        Field::TotalYuan => total.to_string(),
        Field::TotalFen => total.0.to_string(),
        Field::Line => line.map_or(String::new(), |(at, _)| (at + 1).to_string()),
        Field::Number => line.map_or(String::new(), |(_, it)| it.number.clone()),
        Field::Holder => line.map_or(String::new(), |(_, it)| it.holder.clone()),
        Field::Account => line.map_or(String::new(), |(_, it)| it.account.clone()),
        Field::AmountYuan => line.map_or(String::new(), |(_, it)| it.amount.to_string()),
        Field::AmountFen => line.map_or(String::new(), |(_, it)| it.amount.0.to_string()),
        Field::Code | Field::Reason => String::new(),
    };
    let control = |control: &'l Control| {
        (control.column.as_slice(), control.column.iter().map(|it| cell(it, None)).collect())
    };
    let mut rows: Rows = Vec::with_capacity(lines.len() + 2);
    rows.extend(layout.control.as_ref().filter(|it| it.place == Place::First).map(control));
    if layout.titles {
        rows.push((&layout.column, layout.column.iter().map(|it| it.title.clone()).collect()));
    }
    for line in lines.iter().enumerate() {
        rows.push((&layout.column, layout.column.iter().map(|it| cell(it, Some(line))).collect()));
    }
    rows.extend(layout.control.as_ref().filter(|it| it.place == Place::Last).map(control));
    rows
}

fn csv(rows: &Rows, shape: &Shape) -> Result<Vec<u8>> {
    let delimiter = u8::try_from(shape.delimiter).unwrap_or(b',');
    write::csv(rows.iter().map(|(_, cells)| cells.as_slice()), charset(shape.encoding), delimiter, false)
}

fn fixed(layout: &Layout, rows: &Rows) -> Result<Vec<u8>> {
    let shape = &layout.shape;
    let mut bytes = Vec::new();
    for (row, (columns, cells)) in rows.iter().enumerate() {
        let fields: Vec<(write::Field, &str)> = columns
            .iter()
            .zip(cells)
            .map(|(column, cell)| {
                let align = match column.align {
                    Align::Left => write::Align::Left,
                    Align::Right => write::Align::Right,
                };
                let field =
                    write::Field { name: &column.title, width: column.width, align, pad: column.pad as u8 };
                (field, cell.as_str())
            })
            .collect();
        let line = write::fixed_line(&fields, charset(shape.encoding), shape.newline.as_bytes());
        bytes.extend(line.map_err(|error| at_row(row + 1, error))?);
    }
    Ok(bytes)
}

/// A value that does not fit is named with its row: which elder it is, somebody must find out.
fn at_row(row: usize, error: Error) -> Error {
    match error {
        Error::Invalid(faults) => Error::Invalid(
            faults
                .into_iter()
                .map(|mut it| {
                    it.path = format!("rows[{row}].{}", it.path).into();
                    it
                })
                .collect(),
        ),
        other => other,
    }
}

/// GB18030 holds every character of Unicode, so nothing is lost.
fn charset(encoding: Encoding) -> write::Charset {
    match encoding {
        Encoding::Gb18030 => write::Charset::Gb18030,
        Encoding::Utf8 => write::Charset::Utf8,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A layout for tests, of the given format.
    pub(crate) fn layout(format: &str) -> Layout {
        let text = r#"{
            "title": {"zh": "试", "en": "trial"}, "basis": "test", "confidence": "local",
            "file_name": "{batch}_{day}.txt",
            "shape": {"format": "FORMAT"},
            "control": {"place": "last", "column": [
                {"field": "text", "text": "T", "width": 1}, {"field": "batch", "width": 12},
                {"field": "count", "width": 6, "align": "right", "pad": "0"},
                {"field": "total_fen", "width": 12, "align": "right", "pad": "0"}]},
            "column": [
                {"field": "number", "width": 12}, {"field": "account", "width": 20},
                {"field": "holder", "width": 20},
                {"field": "amount_fen", "width": 10, "align": "right", "pad": "0"}],
            "reply": {"shape": {"format": "FORMAT"}, "skip_last": 1,
                "column": [{"field": "number", "width": 12},
                    {"field": "amount_fen", "width": 10, "align": "right", "pad": "0"},
                    {"field": "code", "width": 4}, {"field": "reason", "width": 20}],
                "code": {"0000": {"outcome": "paid"}, "0001": {"outcome": "failed", "reason": "户名不符"},
                    "0009": {"outcome": "returned", "reason": "销户"}}}
        }"#;
        serde_json::from_str(&text.replace("FORMAT", format)).unwrap()
    }

    fn lines() -> Vec<Line> {
        let line = |number: &str, holder: &str, fen| Line {
            number: number.into(),
            holder: holder.into(),
            account: "6228480000000000018".into(),
            amount: Money(fen),
        };
        vec![line("MN0000000001", "王秀英", 2_500), line("MN0000000002", "阿·木, 呷", 10_000)]
    }

    const HEAD: Head = Head { batch: "MN-202611-1", day: "2026-11-25", purpose: "高龄津贴" };

    #[test]
    fn csv_is_gb18030_with_crlf_and_a_control_row() {
        let bytes = render(&layout("csv"), &HEAD, &lines()).unwrap();
        let text = encoding_rs::GB18030.decode(&bytes).0.into_owned();
        assert_eq!(
            text,
            "MN0000000001,6228480000000000018,王秀英,2500\r\n\
             MN0000000002,6228480000000000018,\"阿·木, 呷\",10000\r\nT,MN-202611-1,2,12500\r\n"
        );
        assert_ne!(bytes, text.as_bytes());
        assert_eq!(bytes, render(&layout("csv"), &HEAD, &lines()).unwrap());
    }

    #[test]
    fn fixed_width_counts_bytes() {
        let bytes = render(&layout("fixed"), &HEAD, &lines()).unwrap();
        let rows: Vec<&[u8]> = bytes.split(|it| *it == b'\n').filter(|it| !it.is_empty()).collect();
        assert_eq!(rows[0].len(), 12 + 20 + 20 + 10 + 1);
        assert!(rows[0].starts_with(b"MN00000000016228480000000000018 "));
        assert!(rows[2].starts_with(b"TMN-202611-1 000002000000012500"));
    }

    #[test]
    fn a_name_too_long_for_its_cell_is_a_fault_that_names_the_row() {
        let mut lines = lines();
        lines[1].holder = "很".repeat(11);
        let error = render(&layout("fixed"), &HEAD, &lines).unwrap_err();
        assert_eq!(error.faults()[0].key, "sheets-field-too-long");
        assert!(error.faults()[0].path.starts_with("rows[2]"));
    }

    #[test]
    fn the_file_is_named_after_batch_and_day() {
        assert_eq!(file_name(&layout("csv"), &HEAD), "MN-202611-1_20261125.txt");
    }
}
