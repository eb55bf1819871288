//! Reads what the bank sends back, and accounts for every line of it. Pure; nothing is guessed.

use std::collections::HashMap;

use base::{Fault, Money, Result};

use super::layout::{Align, Column, Encoding, Field, Format, Layout, Outcome};

/// A row of the reply as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// From 1, in the file.
    pub row: i64,
    pub number: String,
    pub amount: Option<Money>,
    pub code: String,
    pub reason: String,
}

/// Reads the file by the layout. A file that is something else altogether is refused whole.
pub fn read(layout: &Layout, bytes: &[u8]) -> Result<Vec<Said>> {
    let reply = &layout.reply;
    let rows: Vec<Vec<String>> = match reply.shape.format {
        Format::Xlsx => super::book::read(bytes)?,
        Format::Csv => {
            let text = decode(bytes, reply.shape.encoding);
            csv(&text, reply.shape.delimiter)
        }
        Format::Fixed => fixed(bytes, &reply.column, reply.shape.encoding),
    };
    let rows: Vec<(usize, Vec<String>)> = rows
        .into_iter()
        .enumerate()
        .filter(|(_, cells)| cells.iter().any(|it| !it.trim().is_empty()))
        .collect();
    let until = rows.len().saturating_sub(reply.skip_last);
    let body = rows.get(reply.skip_first.min(until)..until).unwrap_or_default();
    if body.is_empty() {
        return Err(Fault::new("file", "bank-reply-empty").into());
    }
    Ok(body.iter().map(|(at, cells)| said(at + 1, &reply.column, cells)).collect())
}

fn said(row: usize, columns: &[Column], cells: &[String]) -> Said {
    let cell = |field| {
        let at = columns.iter().position(|it| it.field == field)?;
        cells.get(at).map(|it| it.trim().to_owned())
    };
    let fen = cell(Field::AmountFen).and_then(|it| it.parse().ok()).map(Money);
    let yuan = cell(Field::AmountYuan).and_then(|it| Money::parse(&it));
    Said {
        row: row as i64,
        number: cell(Field::Number).unwrap_or_default(),
        amount: fen.or(yuan),
        code: cell(Field::Code).unwrap_or_default(),
        reason: cell(Field::Reason).unwrap_or_default(),
    }
}

/// A line of the batch as we know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub line: i64,
    pub amount: Money,
    /// `unanswered`, `paid`, `failed`, `returned`, `withdrawn`, `made`.
    pub state: String,
}

/// What is made of a row of the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The line is answered now.
    Settles { line: i64, outcome: Outcome, reason: String },
    /// It says again what is known already.
    Repeated,
    /// No line of the batch has this number.
    Unknown,
    /// The number stands twice in the file: neither is believed.
    Doubled,
    /// The amount is not the one we sent.
    Altered,
    /// The code is not in the layout's map, or the amount is no number.
    Unreadable,
    /// It contradicts what was answered before, other than paid → returned.
    Backwards,
}

impl Verdict {
    pub fn as_str(&self) -> &'static str {
        match self {
            Verdict::Settles { outcome, .. } => outcome.as_str(),
            Verdict::Repeated => "repeated",
            Verdict::Unknown => "unknown",
            Verdict::Doubled => "doubled",
            Verdict::Altered => "altered",
            Verdict::Unreadable => "unreadable",
            Verdict::Backwards => "backwards",
        }
    }

    /// Whether a person must look at it before the month can close.
    pub fn is_open(&self) -> bool {
        !matches!(self, Verdict::Settles { .. } | Verdict::Repeated)
    }
}

/// Judges every row. Lines of the batch that no row names stay unanswered.
pub fn judge<S: std::hash::BuildHasher>(
    layout: &Layout,
    said: &[Said],
    known: &HashMap<String, Known, S>,
) -> Vec<Verdict> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for it in said {
        *times.entry(it.number.as_str()).or_default() += 1;
    }
    said.iter()
        .map(|it| {
            let Some(line) = known.get(&it.number) else { return Verdict::Unknown };
            if 1 < times[it.number.as_str()] {
                return Verdict::Doubled;
            }
            let Some(code) = layout.reply.code.get(&it.code) else { return Verdict::Unreadable };
            let has_amount = layout
                .reply
                .column
                .iter()
                .any(|column| matches!(column.field, Field::AmountFen | Field::AmountYuan));
            match it.amount {
                None if has_amount => return Verdict::Unreadable,
                Some(amount) if amount != line.amount => return Verdict::Altered,
                _ => (),
            }
            let reason = if it.reason.is_empty() { code.reason.clone() } else { it.reason.clone() };
            let settles = Verdict::Settles { line: line.line, outcome: code.outcome, reason };
            match (line.state.as_str(), code.outcome) {
                ("unanswered", _) | ("paid", Outcome::Returned) => settles,
                (state, outcome) if state == outcome.as_str() => Verdict::Repeated,
                // Paid was said before it came back; a late copy of that says nothing new.
                ("returned", Outcome::Paid) => Verdict::Repeated,
                _ => Verdict::Backwards,
            }
        })
        .collect()
}

fn decode(bytes: &[u8], encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned(),
        Encoding::Gb18030 => encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn csv(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(it) = chars.next() {
        match it {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            it if !quoted && it == delimiter => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => (),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            it => cell.push(it),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

fn fixed(bytes: &[u8], columns: &[Column], encoding: Encoding) -> Vec<Vec<String>> {
    let rows = bytes.split(|it| *it == b'\n').map(|row| row.strip_suffix(b"\r").unwrap_or(row));
    rows.map(|row| {
        let mut left = row;
        columns
            .iter()
            .map(|column| {
                let (cell, rest) = left.split_at(column.width.min(left.len()));
                left = rest;
                let text = decode(cell, encoding);
                match column.align {
                    Align::Left => text.trim_end_matches(column.pad).to_owned(),
                    Align::Right => text.trim_start_matches(column.pad).to_owned(),
                }
            })
            .map(|cell| cell.trim().to_owned())
            .collect()
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::render::tests::layout, *};

    fn known(states: &[(&str, i64, &str)]) -> HashMap<String, Known> {
        let one = |(at, (number, fen, state)): (usize, &(&str, i64, &str))| {
            let known = Known { line: at as i64 + 1, amount: Money(*fen), state: (*state).to_owned() };
            ((*number).to_owned(), known)
        };
        states.iter().enumerate().map(one).collect()
    }

    #[track_caller]
    fn check(file: &str, states: &[(&str, i64, &str)], want: &str) {
        let layout = layout("csv");
        let said = read(&layout, file.as_bytes()).unwrap();
        let verdicts: Vec<&str> = judge(&layout, &said, &known(states)).iter().map(Verdict::as_str).collect();
        assert_eq!(verdicts.join(" "), want, "{file}");
    }

    #[test]
    fn every_row_is_accounted_for() {
        let sent = &[("A", 2_500, "unanswered"), ("B", 2_500, "unanswered"), ("C", 100, "paid")];
        check("A,2500,0000,\nB,2500,0001,\nT,,,\n", sent, "paid failed");
        check("A,2500,0000,\nX,2500,0000,\nT,,,\n", sent, "paid unknown");
        check("A,2500,0000,\nA,2500,0001,\nT,,,\n", sent, "doubled doubled");
        check("A,2600,0000,\nT,,,\n", sent, "altered");
        check("A,2500,7777,\nB,two,0000,\nT,,,\n", sent, "unreadable unreadable");
        check("C,100,0009,\nT,,,\n", sent, "returned");
        check("C,100,0000,\nT,,,\n", sent, "repeated");
        check("C,100,0001,\nT,,,\n", sent, "backwards");
        check("C,100,0000,\nT,,,\n", &[("C", 100, "withdrawn")], "backwards");
    }

    #[test]
    fn the_reason_is_the_banks_own_or_the_maps() {
        let layout = layout("csv");
        let states = known(&[("A", 2_500, "unanswered"), ("B", 2_500, "unanswered")]);
        let said = read(&layout, "A,2500,0001,\nB,2500,0001,account frozen\nT,,,\n".as_bytes()).unwrap();
        let reasons: Vec<String> = judge(&layout, &said, &states)
            .into_iter()
            .map(|it| match it {
                Verdict::Settles { reason, .. } => reason,
                other => other.as_str().to_owned(),
            })
            .collect();
        assert_eq!(reasons, ["户名不符", "account frozen"]);
    }

    #[test]
    fn fixed_width_replies_read_back() {
        let layout = layout("fixed");
        let mut file = encoding_rs::GB18030
            .encode("MN0000000001000000250000010001户名不符            \r\n")
            .0
            .into_owned();
        file.splice(22..26, *b"0001");
        file.truncate(file.len());
        let said = read(&layout, &[file, b"T\r\n".to_vec()].concat()).unwrap();
        assert_eq!(said[0].number, "MN0000000001");
        assert_eq!(said[0].amount, Some(Money(2_500)));
    }

    #[test]
    fn an_empty_file_is_refused_and_noise_does_not_break_it() {
        assert!(read(&layout("csv"), b"").is_err());
        assert!(read(&layout("csv"), b"\xff\xfe\x00,,,\"\n\"\n\nT\n").is_ok());
    }
}
