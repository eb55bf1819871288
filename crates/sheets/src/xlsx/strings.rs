//! Shared strings, and the strike-through and colour of their runs.

use std::io::BufRead;

use base::Result;
use quick_xml::events::Event;

use super::{
    package::Package,
    styles::{self, Theme},
    xml::{Xml, entity},
};
use crate::{
    colour::Colour,
    limits::{STRINGS_MAX, cut, too_much},
};

#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    pub(super) text: Box<str>,
    /// What its runs say about line and colour, when they say it instead of the cell.
    pub(super) run: Option<(bool, Option<Colour>)>,
}

pub(super) fn read(package: &mut Package, part: &str, theme: &Theme) -> Result<Vec<Shared>> {
    if !package.has(part) {
        return Ok(Vec::new());
    }
    let file = package.file;
    let mut xml = package.xml(part)?;
    let mut strings = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(e) if e.local_name().as_ref() == "si" => {
                drop(e);
                strings.push(string(&mut xml, theme, "si")?);
                if STRINGS_MAX < strings.len() {
                    return Err(too_much(file, "sheets-too-many-cells", STRINGS_MAX));
                }
            }
            Event::Empty(e) if e.local_name().as_ref() == "si" => strings.push(Shared::default()),
            Event::Eof => break,
            _ => (),
        }
    }
    Ok(strings)
}

/// A string with its runs, up to the end of `end`: a shared string, or the inline string of a cell.
pub(super) fn string<R: BufRead>(xml: &mut Xml<R>, theme: &Theme, end: &str) -> Result<Shared> {
    let mut text = String::new();
    let mut runs: Vec<(bool, Option<Colour>)> = Vec::new();
    let mut plain_run = false;
    let mut look = None;
    let (mut in_text, mut in_reading) = (false, false);
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "t" => in_text = true,
                "rPh" => in_reading = true,
                "r" => look = None,
                "rPr" => {
                    drop(e);
                    look = Some(styles::font(xml, theme, "rPr")?);
                }
                _ => (),
            },
            Event::Text(it) if in_text && !in_reading => {
                let it = it.xml10_content();
                if !it.trim().is_empty() {
                    match look {
                        Some(look) => runs.push(look),
                        None => plain_run = true,
                    }
                }
                text.push_str(&it);
            }
            Event::CData(it) if in_text && !in_reading => text.push_str(&it.xml10_content()),
            Event::GeneralRef(it) if in_text && !in_reading => text.extend(entity(&it)),
            Event::End(e) => match e.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => in_reading = false,
                name if name == end => break,
                _ => (),
            },
            Event::Eof => break,
            _ => (),
        }
    }
    let struck = !runs.is_empty() && runs.iter().all(|it| it.0);
    let run = match (plain_run, runs.first()) {
        (false, Some((_, colour))) => Some((struck, *colour)),
        _ => None,
    };
    let text = unescape(cut(&text));
    Ok(Shared { text: text.into(), run })
}

/// Undoes `_x000D_`, which stands for a character that XML cannot hold.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        if let Some(character) = code.and_then(|it| u32::from_str_radix(it, 16).ok()).and_then(char::from_u32)
        {
            plain.push(character);
            rest = &rest[at + 7..];
        } else {
            plain.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escaped_characters_come_back() {
        for (text, plain) in [
            ("a_x000D_b", "a\rb"),
            ("_x5F", "_x5F"),
            ("_x", "_x"),
            ("村_x0041_", "村A"),
            ("_xD800_", "_xD800_"),
        ] {
            assert_eq!(unescape(text), plain);
        }
    }
}
