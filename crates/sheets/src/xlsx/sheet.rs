//! One sheet: rows, cells, merged ranges, hidden rows and columns, remarks.

use std::{collections::BTreeMap, io::BufRead};

use base::{Day, Result};
use quick_xml::events::{BytesStart, Event};

use super::{
    Shared,
    package::Package,
    strings,
    styles::{Look, Theme},
    xml::{Xml, attr, is_on},
};
use crate::{
    Cell, Kind, Row, Sheet,
    cell::{area_reference, cell_reference},
    limits::{Budget, COLUMNS_MAX, MERGED_MAX, cut},
    shown,
};

pub(super) fn read(package: &mut Package, part: &str, shared: &Shared, budget: &mut Budget) -> Result<Sheet> {
    let mut sheet = Sheet::default();
    {
        let mut xml = package.xml(part)?;
        rows(&mut xml, shared, budget, &mut sheet)?;
    }
    sheet.rows.sort_by_key(|it| it.number);
    let relations = package.relations(part)?;
    if let Some(comments) = relations.iter().find(|it| it.kind.ends_with("/comments"))
        && package.has(&comments.target)
    {
        sheet.remarks = remarks(package, &comments.target)?;
    }
    Ok(sheet)
}

fn rows<R: BufRead>(xml: &mut Xml<R>, shared: &Shared, budget: &mut Budget, sheet: &mut Sheet) -> Result<()> {
    let mut row = Row::default();
    let mut last_column = None;
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "row" => {
                    row = opened(&e, row.number);
                    last_column = None;
                }
                "c" => {
                    let head = Head::read(&e, last_column);
                    last_column = Some(head.column);
                    drop(e);
                    if let Some(cell) = cell(xml, &head, shared)? {
                        budget.cell(cell.column)?;
                        row.cells.push(cell);
                    }
                }
                _ => around(sheet, &e),
            },
            Event::Empty(e) => match e.local_name().as_ref() {
                "row" => row = opened(&e, row.number),
                "c" => last_column = Some(Head::read(&e, last_column).column),
                _ => around(sheet, &e),
            },
            Event::End(e) if e.local_name().as_ref() == "row" && !row.cells.is_empty() => {
                budget.row()?;
                row.cells.sort_by_key(|it| it.column);
                let number = row.number;
                sheet.rows.push(std::mem::take(&mut row));
                row.number = number;
            }
            Event::Eof => return Ok(()),
            _ => (),
        }
    }
}

fn opened(e: &BytesStart, last: u32) -> Row {
    let number =
        attr(e, "r").and_then(|it| it.parse().ok()).filter(|it| 0 < *it).unwrap_or(last.saturating_add(1));
    let flat = attr(e, "ht").is_some_and(|it| it.parse::<f64>() == Ok(0.0));
    let hidden = flat || attr(e, "hidden").is_some_and(|it| is_on(&it));
    Row { number, hidden, cells: Vec::new() }
}

/// What stands around the rows.
fn around(sheet: &mut Sheet, e: &BytesStart) {
    match e.local_name().as_ref() {
        "sheetPr" => sheet.filtered |= attr(e, "filterMode").is_some_and(|it| is_on(&it)),
        "filterColumn" => sheet.filtered = true,
        "col" => {
            let number = |name: &str| attr(e, name).and_then(|it| it.parse::<u32>().ok());
            let flat = attr(e, "width").is_some_and(|it| it.parse::<f64>() == Ok(0.0));
            if let (Some(first), Some(last)) = (number("min"), number("max"))
                && (flat || attr(e, "hidden").is_some_and(|it| is_on(&it)))
            {
                let last = last.min(COLUMNS_MAX);
                sheet.hidden_columns.extend((first.max(1)..=last).map(|it| it - 1));
            }
        }
        "mergeCell" if sheet.merged.len() < MERGED_MAX => {
            sheet.merged.extend(attr(e, "ref").and_then(|it| area_reference(&it)));
        }
        _ => (),
    }
}

struct Head {
    column: u32,
    kind: String,
    style: usize,
}

impl Head {
    fn read(e: &BytesStart, last: Option<u32>) -> Head {
        let next = last.map_or(0, |it| it.saturating_add(1));
        let column = attr(e, "r").and_then(|it| cell_reference(&it)).map_or(next, |it| it.0);
        let style = attr(e, "s").and_then(|it| it.parse().ok()).unwrap_or(0);
        Head { column, kind: attr(e, "t").unwrap_or_default(), style }
    }
}

fn cell<R: BufRead>(xml: &mut Xml<R>, head: &Head, shared: &Shared) -> Result<Option<Cell>> {
    let mut value = String::new();
    let mut inline = None;
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "v" => {
                    drop(e);
                    xml.text("v", &mut value)?;
                }
                "is" => {
                    drop(e);
                    inline = Some(strings::string(xml, &Theme::default(), "is")?);
                }
                _ => (),
            },
            Event::End(e) if e.local_name().as_ref() == "c" => break,
            Event::Eof => break,
            _ => (),
        }
    }
    let look = shared.styles.get(head.style).copied().unwrap_or_default();
    let mut cell =
        Cell { struck: look.struck, font: look.font, fill: look.fill, ..Cell::text(head.column, "") };
    fill(&mut cell, head, &value, inline, look, shared);
    Ok((cell.kind != Kind::Empty && !cell.text.is_empty()).then_some(cell))
}

fn fill(
    cell: &mut Cell,
    head: &Head,
    value: &str,
    inline: Option<strings::Shared>,
    look: Look,
    shared: &Shared,
) {
    let said = match head.kind.as_str() {
        "s" => value.trim().parse::<usize>().ok().and_then(|at| shared.strings.get(at)).cloned(),
        "inlineStr" => inline,
        _ => None,
    };
    if let Some(said) = said {
        if let Some((struck, font)) = said.run {
            (cell.struck, cell.font) = (struck, font);
        }
        cell.text = said.text;
        return;
    }
    let (kind, text) = match head.kind.as_str() {
        "s" | "inlineStr" => (Kind::Empty, String::new()),
        "str" => (Kind::Text, strings::unescape(cut(value))),
        "b" => (Kind::Bool, if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
        "e" => (Kind::Error, value.to_owned()),
        "d" => match value.get(..10).map(str::parse::<Day>) {
            Some(Ok(day)) => (Kind::Date, day.to_string()),
            _ => (Kind::Text, cut(value).to_owned()),
        },
        _ => match value.trim().parse::<f64>() {
            Ok(number) => {
                let shown = shown::number(number, look.shape, shared.since_1904);
                cell.lost_digits = shown.lost_digits;
                (shown.kind, shown.text)
            }
            Err(_) => (Kind::Text, cut(value).to_owned()),
        },
    };
    cell.kind = kind;
    cell.text = text.into();
}

fn remarks(package: &mut Package, part: &str) -> Result<BTreeMap<(u32, u32), String>> {
    let mut xml = package.xml(part)?;
    let mut remarks = BTreeMap::new();
    let mut at = None;
    let mut text = String::new();
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "comment" => {
                    at = attr(&e, "ref").and_then(|it| cell_reference(&it));
                    text.clear();
                }
                "t" => {
                    drop(e);
                    xml.text("t", &mut text)?;
                }
                _ => (),
            },
            Event::End(e) if e.local_name().as_ref() == "comment" => {
                if let Some((column, row)) = at.take() {
                    remarks.insert((row, column), cut(text.trim()).to_owned());
                }
            }
            Event::Eof => return Ok(remarks),
            _ => (),
        }
    }
}
