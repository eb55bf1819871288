//! How a bank or a 一卡通 platform wants its files, and what its answers mean: `banks/<id>.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One bank's channel. Kept with each batch, so that its file can be made again years later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    pub title: Title,
    /// Where the layout is from, and how sure it is.
    pub basis: String,
    pub confidence: String,
    #[serde(default)]
    pub note: Option<String>,
    /// What the bank shows an elder beside the money, by benefit.
    #[serde(default)]
    pub purpose: BTreeMap<String, String>,
    /// `{batch}` and `{day}` stand for the batch number and the day.
    pub file_name: String,
    pub shape: Shape,
    /// A row of column titles above the lines.
    #[serde(default)]
    pub titles: bool,
    /// A row with count and total, if the bank wants one.
    #[serde(default)]
    pub control: Option<Control>,
    pub column: Vec<Column>,
    pub reply: Reply,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    pub zh: String,
    pub en: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    pub format: Format,
    #[serde(default)]
    pub encoding: Encoding,
    /// Between cells of a `csv`.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// `\r\n` unless said otherwise.
    #[serde(default = "crlf")]
    pub newline: String,
}

fn comma() -> char {
    ','
}

fn crlf() -> String {
    "\r\n".to_owned()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Fixed,
    Csv,
    Xlsx,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    #[default]
    Gb18030,
    Utf8,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    pub place: Place,
    pub column: Vec<Column>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    First,
    Last,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub field: Field,
    #[serde(default)]
    pub title: String,
    /// What a `text` column says.
    #[serde(default)]
    pub text: String,
    /// Bytes of a fixed-width cell.
    #[serde(default)]
    pub width: usize,
    #[serde(default)]
    pub align: Align,
    #[serde(default = "space")]
    pub pad: char,
}

fn space() -> char {
    ' '
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    #[default]
    Left,
    Right,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Text,
    Batch,
    Day,
    /// From 1 within the file.
    Line,
    /// The number that never repeats.
    Number,
    Holder,
    Account,
    AmountYuan,
    AmountFen,
    Purpose,
    Count,
    TotalYuan,
    TotalFen,
    /// Of a reply.
    Code,
    Reason,
}

/// The file that comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    pub shape: Shape,
    /// Rows above the first line, and rows below the last one.
    #[serde(default)]
    pub skip_first: usize,
    #[serde(default)]
    pub skip_last: usize,
    pub column: Vec<Column>,
    pub code: BTreeMap<String, Code>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    pub outcome: Outcome,
    #[serde(default)]
    pub reason: String,
}

/// What the bank says became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Paid,
    Failed,
    /// Paid, and came back: the account is closed or frozen. May follow by weeks.
    Returned,
}

impl Outcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Paid => "paid",
            Outcome::Failed => "failed",
            Outcome::Returned => "returned",
        }
    }
}

impl Layout {
    /// What cannot work, as keys with the path of the column: for `songhe pack check`.
    pub fn faults(&self) -> Vec<(String, &'static str)> {
        let mut faults = Vec::new();
        let mut widths = |path: &str, shape: &Shape, columns: &[Column]| {
            for (at, column) in columns.iter().enumerate() {
                if shape.format == Format::Fixed && column.width == 0 {
                    faults.push((format!("{path}[{at}].width"), "bank-layout-no-width"));
                }
                if column.pad.len_utf8() != 1 {
                    faults.push((format!("{path}[{at}].pad"), "bank-layout-wide-pad"));
                }
            }
        };
        widths("column", &self.shape, &self.column);
        widths("reply.column", &self.reply.shape, &self.reply.column);
        if let Some(control) = &self.control {
            widths("control.column", &self.shape, &control.column);
        }
        let has = |columns: &[Column], field| columns.iter().any(|it| it.field == field);
        if !has(&self.column, Field::Number) {
            faults.push(("column".into(), "bank-layout-no-number"));
        }
        if !has(&self.reply.column, Field::Number) || !has(&self.reply.column, Field::Code) {
            faults.push(("reply.column".into(), "bank-layout-no-answer"));
        }
        faults
    }
}
