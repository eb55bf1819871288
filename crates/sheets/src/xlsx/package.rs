//! The zip of a workbook: parts by name, relations between them, and limits against bombs.

use std::io::{self, BufReader, Cursor, Read};

use base::Result;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::xml::{Xml, attr};
use crate::limits::{PART_BYTES_MAX, PART_GROWTH_FROM, PART_GROWTH_MAX, PARTS_MAX, fault, too_much};

pub(super) struct Package<'f> {
    pub(super) file: &'f str,
    zip: ZipArchive<Cursor<&'f [u8]>>,
}

pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    /// The part's name in the zip.
    pub(super) target: String,
}

impl<'f> Package<'f> {
    pub(super) fn open(file: &'f str, bytes: &'f [u8]) -> Result<Package<'f>> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| fault(file, "sheets-damaged"))?;
        if PARTS_MAX < zip.len() {
            return Err(too_much(file, "sheets-too-big-inside", PARTS_MAX));
        }
        Ok(Package { file, zip })
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.zip.index_for_name(part).is_some()
    }

    /// The part that is the workbook; nothing when this zip is no workbook.
    pub(super) fn main_part(&mut self) -> Result<Option<String>> {
        if self.has("content.xml") && self.has("mimetype") {
            return Ok(Some("content.xml".to_owned()));
        }
        let mut book = None;
        if self.has("_rels/.rels") {
            let relations = self.relations("")?;
            book = relations.into_iter().find(|it| it.kind.ends_with("/officeDocument")).map(|it| it.target);
        }
        let book = book.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        let is_book = !book.starts_with("word/") && !book.starts_with("ppt/");
        Ok((is_book && self.has(&book)).then_some(book))
    }

    /// What a part points to; the zip as a whole for an empty name.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let listed_in = match folder {
            "" => format!("_rels/{name}.rels"),
            folder => format!("{folder}/_rels/{name}.rels"),
        };
        let mut relations = Vec::new();
        if !self.has(&listed_in) {
            return Ok(relations);
        }
        let folder = folder.to_owned();
        let mut xml = self.xml(&listed_in)?;
        loop {
            match xml.next()? {
                Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "Relationship" => {
                    relations.push(Relation {
                        id: attr(&e, "Id").unwrap_or_default(),
                        kind: attr(&e, "Type").unwrap_or_default(),
                        target: resolve(&folder, &attr(&e, "Target").unwrap_or_default()),
                    });
                }
                Event::Eof => break,
                _ => (),
            }
        }
        Ok(relations)
    }

    pub(super) fn xml(&mut self, part: &str) -> Result<Xml<'f, impl io::BufRead + '_>> {
        let file = self.file;
        let part = self.zip.by_name(part).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) | zip::result::ZipError::InvalidPassword => {
                fault(file, "sheets-password")
            }
            _ => fault(file, "sheets-damaged"),
        })?;
        let packed = part.compressed_size();
        let most = packed.saturating_mul(PART_GROWTH_MAX).clamp(PART_GROWTH_FROM, PART_BYTES_MAX);
        Ok(Xml::new(file, BufReader::with_capacity(1 << 16, Guarded { inner: part, left: most })))
    }
}

/// A relation's target as a name in the zip: relative to its folder, or absolute.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => (),
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// Stops reading where a part has grown beyond what a workbook's parts do.
struct Guarded<R> {
    inner: R,
    left: u64,
}

/// How the guard says so through `io::Error`.
pub(super) const BOMB: &str = "part too big";

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other(BOMB))?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_relative_to_their_folder() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolve("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolve("", "../../../etc/x"), "etc/x");
    }
}
