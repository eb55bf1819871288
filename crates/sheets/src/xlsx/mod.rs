//! Office Open XML, streamed part by part.
//!
//! | file         | what                                                       |
//! |--------------|------------------------------------------------------------|
//! | `package.rs` | the zip: parts by name, relations, growth limits           |
//! | `xml.rs`     | a pull reader whose faults name the file                   |
//! | `styles.rs`  | fonts, fills, number formats, theme: what a style id means |
//! | `strings.rs` | the shared strings, with the strike-through of their runs  |
//! | `sheet.rs`   | rows, cells, merged ranges, hidden things, remarks         |

mod package;
mod sheet;
mod strings;
mod styles;
mod xml;

use base::Result;
use quick_xml::events::Event;

use crate::{
    Format, Sheet, Workbook,
    limits::{Budget, SHEETS_MAX, fault, too_much},
};
use package::Package;
use xml::{attr, is_on};

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    relation: String,
    hidden: bool,
}

/// What all sheets of a workbook share.
struct Shared {
    since_1904: bool,
    strings: Vec<strings::Shared>,
    styles: Vec<styles::Look>,
}

pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Workbook> {
    let mut package = Package::open(name, bytes)?;
    let Some(book) = package.main_part()? else {
        return Err(fault(
            name,
            if package.has("word/document.xml") { "sheets-is-document" } else { "sheets-is-archive" },
        ));
    };
    if book.ends_with(".bin") || package.has("content.xml") {
        return crate::others::read(name, bytes);
    }
    let relations = package.relations(&book)?;
    let by_type =
        |kind: &str| relations.iter().find(|it| it.kind.ends_with(kind)).map(|it| it.target.clone());
    let (listed, since_1904) = list(&mut package, &book)?;
    let theme = match by_type("/theme") {
        Some(part) => styles::theme(&mut package, &part)?,
        None => styles::Theme::default(),
    };
    let styles = match by_type("/styles") {
        Some(part) => styles::read(&mut package, &part, &theme)?,
        None => Vec::new(),
    };
    let strings = match by_type("/sharedStrings") {
        Some(part) => strings::read(&mut package, &part, &theme)?,
        None => Vec::new(),
    };
    let shared = Shared { since_1904, strings, styles };
    let mut budget = Budget::new(name);
    let mut sheets = Vec::new();
    for listed in listed {
        let Some(relation) = relations.iter().find(|it| it.id == listed.relation) else {
            continue;
        };
        if !relation.kind.ends_with("/worksheet") || !package.has(&relation.target) {
            continue;
        }
        let read = sheet::read(&mut package, &relation.target, &shared, &mut budget)?;
        sheets.push(Sheet { name: listed.name, hidden: listed.hidden, ..read });
    }
    if sheets.is_empty() {
        return Err(fault(name, "sheets-empty-file"));
    }
    Ok(Workbook { name: name.to_owned(), format: Format::Xlsx, sheets })
}

fn list(package: &mut Package, book: &str) -> Result<(Vec<Listed>, bool)> {
    let file = package.file;
    let mut listed = Vec::new();
    let mut since_1904 = false;
    let mut xml = package.xml(book)?;
    loop {
        match xml.next()? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "workbookPr" => since_1904 = attr(&e, "date1904").is_some_and(|it| is_on(&it)),
                "sheet" => listed.push(Listed {
                    name: attr(&e, "name").unwrap_or_default(),
                    relation: attr(&e, "id").unwrap_or_default(),
                    hidden: attr(&e, "state").is_some_and(|it| it != "visible"),
                }),
                _ => (),
            },
            Event::Eof => break,
            _ => (),
        }
        if SHEETS_MAX < listed.len() {
            return Err(too_much(file, "sheets-too-many-sheets", SHEETS_MAX));
        }
    }
    Ok((listed, since_1904))
}
