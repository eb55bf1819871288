//! What the bytes are, whatever the file's name says.

use std::io::Cursor;

use base::Result;

use crate::{
    Workbook, delimited,
    limits::{FILE_BYTES_MAX, fault, too_much},
    others, xls, xlsx,
};

/// Reads a workbook. `name` is the file's name, which faults begin with; its extension is not trusted.
pub fn read(name: &str, bytes: &[u8]) -> Result<Workbook> {
    if FILE_BYTES_MAX < bytes.len() {
        return Err(too_much(name, "sheets-file-too-big", FILE_BYTES_MAX >> 20));
    }
    match bytes {
        [] => Err(fault(name, "sheets-empty-file")),
        [b'P', b'K', 3, 4, ..] => xlsx::read(name, bytes),
        [b'P', b'K', 5, 6, ..] => Err(fault(name, "sheets-empty-file")),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => compound(name, bytes),
        [b'%', b'P', b'D', b'F', ..] => Err(fault(name, "sheets-is-pdf")),
        [0xFF, 0xD8, 0xFF, ..] | [0x89, b'P', b'N', b'G', ..] => Err(fault(name, "sheets-is-picture")),
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, 0xAF, ..] => Err(fault(name, "sheets-is-archive")),
        _ if looks_like_markup(bytes) => Err(fault(name, "sheets-is-web-page")),
        _ => delimited::read(name, bytes),
    }
}

/// A compound file: an old workbook, or a new one behind a password.
fn compound(name: &str, bytes: &[u8]) -> Result<Workbook> {
    let damaged = |_| fault(name, "sheets-damaged");
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    if file.exists("/EncryptedPackage") {
        return Err(fault(name, "sheets-password"));
    }
    let named = |wanted: &str| {
        let mut entries = file.read_root_storage();
        entries
            .find(|it| it.is_stream() && it.name().eq_ignore_ascii_case(wanted))
            .map(|it| it.path().to_owned())
    };
    if let Some(path) = named("Workbook") {
        let mut stream = file.open_stream(path).map_err(damaged)?;
        let mut records = Vec::new();
        std::io::Read::read_to_end(&mut stream, &mut records).map_err(damaged)?;
        return xls::read(name, &records);
    }
    if named("Book").is_some() {
        return others::read(name, bytes);
    }
    if named("WordDocument").is_some() {
        return Err(fault(name, "sheets-is-document"));
    }
    Err(fault(name, "sheets-not-a-table"))
}

/// Pages that web systems call `.xls`, and the XML of Excel 2003.
fn looks_like_markup(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1_024)];
    let head: Vec<u8> = head.iter().filter(|it| **it != 0).map(u8::to_ascii_lowercase).collect();
    let head = String::from_utf8_lossy(&head);
    let head = head.trim_start_matches(|it: char| it == '\u{feff}' || it == '\u{fffd}' || it.is_whitespace());
    ["<html", "<!doctype", "<table", "<?xml", "<head", "<meta", "<style"]
        .iter()
        .any(|it| head.starts_with(it))
}
