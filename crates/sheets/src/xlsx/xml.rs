//! A pull reader whose faults name the file.

use std::io::BufRead;

use base::{Error, Result};
use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use super::package::BOMB;
use crate::limits::{PART_BYTES_MAX, fault, too_much};

pub(super) struct Xml<'f, R: BufRead> {
    file: &'f str,
    reader: Reader<R>,
    buffer: Vec<u8>,
}

impl<'f, R: BufRead> Xml<'f, R> {
    pub(super) fn new(file: &'f str, from: R) -> Xml<'f, R> {
        let mut reader = Reader::from_reader(from);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Xml { file, reader, buffer: Vec::new() }
    }

    pub(super) fn next(&mut self) -> Result<Event<'_>> {
        self.buffer.clear();
        let file = self.file;
        self.reader.read_event_into(&mut self.buffer).map_err(|error| damaged(file, &error))
    }

    /// The text up to the end of the element that was just opened.
    pub(super) fn text(&mut self, end: &str, into: &mut String) -> Result<()> {
        loop {
            match self.next()? {
                Event::Text(text) => into.push_str(&text.xml10_content()),
                Event::CData(text) => into.push_str(&text.xml10_content()),
                Event::GeneralRef(it) => into.extend(entity(&it)),
                Event::End(e) if e.local_name().as_ref() == end => return Ok(()),
                Event::Eof => return Ok(()),
                _ => (),
            }
        }
    }
}

fn damaged(file: &str, error: &quick_xml::Error) -> Error {
    if error.to_string().contains(BOMB) {
        return too_much(file, "sheets-too-big-inside", PART_BYTES_MAX >> 20);
    }
    fault(file, "sheets-damaged")
}

pub(super) fn entity(it: &BytesRef) -> Option<char> {
    if let Ok(Some(character)) = it.resolve_char_ref() {
        return Some(character);
    }
    match it.xml10_content().as_ref() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// An attribute by its local name.
pub(super) fn attr(element: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let attribute = attributes.with_checks(false).flatten().find(|it| it.key.local_name().as_ref() == name);
    let value = attribute?;
    value.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// `1`, `true`, `on`; an attribute that is absent is the caller's business.
pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off" | "none")
}

/// Whether an element such as `<strike/>` or `<strike val="0"/>` switches on.
pub(super) fn switch(element: &BytesStart) -> bool {
    attr(element, "val").is_none_or(|it| is_on(&it))
}
