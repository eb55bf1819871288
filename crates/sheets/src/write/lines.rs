//! Lines of text: CSV, and the fixed width that bank programs take.

use base::{Error, Fault, Result, error::OrBroken};
use encoding_rs::GB18030;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// The national standard; holds every character there is.
    Gb18030,
    /// With a byte order mark, or Excel takes it for something else.
    Utf8Bom,
    Utf8,
}

/// Digits from which a spreadsheet would round, or drop a zero, if it took them for a number.
const LONG_DIGITS: usize = 11;

/// Lines of separated values. With `for_excel`, long digits get a tab behind them, which keeps a
/// spreadsheet from taking them for numbers; a bank's program gets them bare.
pub fn csv<'r>(
    rows: impl IntoIterator<Item = &'r [String]>,
    charset: Charset,
    separator: u8,
    for_excel: bool,
) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        for value in row {
            let long =
                LONG_DIGITS <= value.len() && value.bytes().all(|it| it.is_ascii_digit() || it == b'X');
            if for_excel && long {
                writer.write_field(format!("{value}\t")).or_broken()?;
            } else if for_excel && value.starts_with(['=', '+', '-', '@']) && value.parse::<f64>().is_err() {
                // What a person typed must not run as a formula.
                writer.write_field(format!("'{value}")).or_broken()?;
            } else {
                writer.write_field(value).or_broken()?;
            }
        }
        writer.write_record(None::<&[u8]>).or_broken()?;
    }
    let text = writer.into_inner().or_broken()?;
    Ok(encode(&String::from_utf8(text).or_broken()?, charset))
}

fn encode(text: &str, charset: Charset) -> Vec<u8> {
    match charset {
        Charset::Gb18030 => GB18030.encode(text).0.into_owned(),
        Charset::Utf8Bom => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        Charset::Utf8 => text.as_bytes().to_vec(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// A field of a fixed-width line.
#[derive(Clone, Debug)]
pub struct Field<'f> {
    /// For faults.
    pub name: &'f str,
    /// In bytes of the encoding, as banks count.
    pub width: usize,
    pub align: Align,
    pub pad: u8,
}

/// One line of fields padded to their widths, with its line end. A value that is too long is a fault,
/// never cut: a name or an account that lost its end is another one.
pub fn fixed_line(fields: &[(Field, &str)], charset: Charset, end: &[u8]) -> Result<Vec<u8>> {
    let mut line = Vec::new();
    let mut faults = Vec::new();
    for (field, value) in fields {
        let bytes = encode(value, if charset == Charset::Utf8Bom { Charset::Utf8 } else { charset });
        let Some(padding) = field.width.checked_sub(bytes.len()) else {
            faults.push(
                Fault::new(field.name.to_owned(), "sheets-field-too-long")
                    .arg("field", field.name)
                    .arg("most", field.width)
                    .arg("bytes", bytes.len()),
            );
            continue;
        };
        let padding = vec![field.pad; padding];
        match field.align {
            Align::Left => line.extend(bytes.iter().chain(&padding)),
            Align::Right => line.extend(padding.iter().chain(&bytes)),
        }
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    line.extend_from_slice(end);
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_keeps_numbers_and_disarms_formulas() {
        let row = ["=1+1", "513433194003051239", "25.00", "王,秀英"].map(str::to_owned);
        let text = csv([row.as_slice()], Charset::Utf8, b',', true).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "'=1+1,513433194003051239\t,25.00,\"王,秀英\"\r\n");
        let text = csv([row.as_slice()], Charset::Gb18030, b'|', false).unwrap();
        assert_eq!(GB18030.decode(&text).0, "=1+1|513433194003051239|25.00|王,秀英\r\n");
    }

    #[test]
    fn fixed_widths_count_bytes() {
        let field = |name, width, align, pad| Field { name, width, align, pad };
        let fields = [
            (field("name", 8, Align::Left, b' '), "王秀英"),
            (field("fen", 10, Align::Right, b'0'), "2500"),
            // Outside GBK, four bytes in GB18030.
            (field("rare", 4, Align::Left, b' '), "𠮷"),
        ];
        let line = fixed_line(&fields, Charset::Gb18030, b"\r\n").unwrap();
        assert_eq!(line.len(), 24);
        assert_eq!(GB18030.decode(&line).0, "王秀英  0000002500𠮷\r\n");
        let long = [(field("name", 4, Align::Left, b' '), "王秀英")];
        let fault = fixed_line(&long, Charset::Gb18030, b"\n").unwrap_err();
        assert_eq!(fault.faults()[0].key, "sheets-field-too-long");
    }
}
