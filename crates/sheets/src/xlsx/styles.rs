//! What a cell's style id means: line through the text, colours, number format.

use std::{collections::HashMap, io::BufRead};

use base::Result;
use quick_xml::events::{BytesStart, Event};

use super::{
    package::Package,
    xml::{Xml, attr, switch},
};
use crate::{
    colour::{self, Colour, Tone},
    shown::{self, Shape},
};

#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) struck: bool,
    pub(super) font: Option<Colour>,
    pub(super) fill: Option<Colour>,
    pub(super) shape: Shape,
}

impl Default for Look {
    fn default() -> Look {
        Look { struck: false, font: None, fill: None, shape: Shape::General }
    }
}

/// Theme colours, in the order in which cells count them.
pub(super) struct Theme(Vec<Colour>);

impl Default for Theme {
    fn default() -> Theme {
        Theme(colour::THEME.iter().copied().map(colour::from_number).collect())
    }
}

impl Theme {
    /// The colour that an element such as `<fgColor theme="5" tint="-0.25"/>` names.
    pub(super) fn colour(&self, element: &BytesStart) -> Option<Colour> {
        let number = |name: &str| attr(element, name).and_then(|it| it.parse::<u32>().ok());
        let base = match (attr(element, "rgb"), number("theme"), number("indexed")) {
            (Some(hex), _, _) => Colour::hex(&hex)?,
            (None, Some(theme), _) => *self.0.get(theme as usize)?,
            (None, None, Some(index)) => colour::indexed(index)?,
            (None, None, None) => return None,
        };
        let tint = attr(element, "tint").and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0);
        Some(base.tint(tint))
    }

    /// A font's colour; nothing for plain black, which says nothing.
    pub(super) fn font(&self, element: &BytesStart) -> Option<Colour> {
        self.colour(element).filter(|it| it.tone() != Tone::Black)
    }
}

pub(super) fn theme(package: &mut Package, part: &str) -> Result<Theme> {
    if !package.has(part) {
        return Ok(Theme::default());
    }
    let mut xml = package.xml(part)?;
    let mut named = HashMap::new();
    let mut slot = String::new();
    let mut inside = false;
    loop {
        match xml.next()? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "clrScheme" => inside = true,
                "srgbClr" | "sysClr" if inside => {
                    let hex = attr(&e, "lastClr").or_else(|| attr(&e, "val")).unwrap_or_default();
                    named.extend(Colour::hex(&hex).map(|it| (slot.clone(), it)));
                }
                name if inside => name.clone_into(&mut slot),
                _ => (),
            },
            Event::End(e) if e.local_name().as_ref() == "clrScheme" => break,
            Event::Eof => break,
            _ => (),
        }
    }
    let mut theme = Theme::default();
    let order: [&str; 12] = [
        "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
        "hlink", "folHlink",
    ];
    for (at, slot) in order.into_iter().enumerate() {
        if let Some(colour) = named.get(slot) {
            theme.0[at] = *colour;
        }
    }
    Ok(theme)
}

/// Fonts and fills found so far, by their place.
#[derive(Default)]
struct Found {
    formats: HashMap<u32, Shape>,
    fonts: Vec<(bool, Option<Colour>)>,
    fills: Vec<Option<Colour>>,
    looks: Vec<Look>,
}

pub(super) fn read(package: &mut Package, part: &str, theme: &Theme) -> Result<Vec<Look>> {
    if !package.has(part) {
        return Ok(Vec::new());
    }
    let mut xml = package.xml(part)?;
    let mut found = Found::default();
    let mut section = String::new();
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                name @ ("fonts" | "fills" | "cellXfs" | "cellStyleXfs" | "dxfs") => {
                    name.clone_into(&mut section);
                }
                "font" if section == "fonts" => {
                    drop(e);
                    let font = font(&mut xml, theme, "font")?;
                    found.fonts.push(font);
                }
                "fill" if section == "fills" => {
                    drop(e);
                    let fill = fill(&mut xml, theme)?;
                    found.fills.push(fill);
                }
                _ => element(&mut found, &section, &e),
            },
            Event::Empty(e) => element(&mut found, &section, &e),
            Event::End(e) => {
                if matches!(e.local_name().as_ref(), "fonts" | "fills" | "cellXfs" | "cellStyleXfs" | "dxfs")
                {
                    section.clear();
                }
            }
            Event::Eof => break,
            _ => (),
        }
    }
    Ok(found.looks)
}

fn element(found: &mut Found, section: &str, e: &BytesStart) {
    let number = |name: &str| attr(e, name).and_then(|it| it.parse::<u32>().ok());
    match e.local_name().as_ref() {
        "numFmt" => {
            let (id, code) = (number("numFmtId"), attr(e, "formatCode"));
            found.formats.extend(id.zip(code).map(|(id, code)| (id, shown::shape(&code))));
        }
        "font" if section == "fonts" => found.fonts.push((false, None)),
        "fill" if section == "fills" => found.fills.push(None),
        "xf" if section == "cellXfs" => {
            let format = number("numFmtId").unwrap_or(0);
            let at = |name: &str| number(name).unwrap_or(0) as usize;
            let (struck, font) = found.fonts.get(at("fontId")).copied().unwrap_or_default();
            found.looks.push(Look {
                struck,
                font,
                fill: found.fills.get(at("fillId")).copied().flatten(),
                shape: found.formats.get(&format).copied().unwrap_or_else(|| shown::builtin(format)),
            });
        }
        _ => (),
    }
}

/// Whether a font (or the `rPr` of a run) strikes its text through, and its colour.
pub(super) fn font<R: BufRead>(xml: &mut Xml<R>, theme: &Theme, end: &str) -> Result<(bool, Option<Colour>)> {
    let mut font = (false, None);
    loop {
        match xml.next()? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "strike" => font.0 = switch(&e),
                "color" => font.1 = theme.font(&e),
                _ => (),
            },
            Event::End(e) if e.local_name().as_ref() == end => return Ok(font),
            Event::Eof => return Ok(font),
            _ => (),
        }
    }
}

fn fill<R: BufRead>(xml: &mut Xml<R>, theme: &Theme) -> Result<Option<Colour>> {
    let mut solid = false;
    let mut colour = None;
    loop {
        match xml.next()? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "patternFill" => solid = attr(&e, "patternType").is_some_and(|it| it == "solid"),
                "fgColor" if solid => colour = theme.colour(&e).filter(|it| it.tone() != Tone::White),
                _ => (),
            },
            Event::End(e) if e.local_name().as_ref() == "fill" => return Ok(colour),
            Event::Eof => return Ok(colour),
            _ => (),
        }
    }
}
