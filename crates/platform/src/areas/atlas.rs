//! All areas of a pack in memory: looked up by path, by code on a day, by name.

use std::{collections::HashMap, ops::Range};

use base::Day;
use serde::Serialize;

use crate::packs::{Made, Pack};

use super::{AreaRow, CodeRow, Endings, Level, NameRow, System};

/// One area.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Area {
    pub path: String,
    pub name_zh: String,
    pub name_en: String,
    pub level: Level,
    /// The official kind, such as 镇 or 社区; empty where nothing is said.
    pub kind: String,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    /// The area it went on as, when it was abolished.
    pub successor: Option<String>,
    /// Longitude and latitude, WGS-84.
    pub spot: Option<(f64, f64)>,
    /// The position was made up and must say so where it is shown.
    pub spot_is_synthetic: bool,
}

impl Area {
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day < to)
    }

    pub fn name(&self, language: &str) -> &str {
        if language == "en" { &self.name_en } else { &self.name_zh }
    }

    /// The path above; empty above a province.
    pub fn parent(&self) -> &str {
        parent(&self.path)
    }
}

/// The path above; empty above a province.
pub(super) fn parent(path: &str) -> &str {
    let inner = path.strip_suffix('/').unwrap_or(path);
    inner.rfind('/').map_or("", |at| &path[..=at])
}

/// An area found by a name.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    pub area: &'a Area,
    /// What was given is the name in full, not only but for its ending.
    pub exact: bool,
    /// The name is a former one, or the area is abolished on the day asked about.
    pub former: bool,
}

/// All areas of a pack.
pub struct Atlas {
    /// By path.
    areas: Vec<Area>,
    codes: HashMap<(System, String), Vec<Coded>>,
    /// By stem: every area that bears or bore such a name.
    names: HashMap<String, Vec<Named>>,
    endings: Vec<String>,
    county: String,
}

struct Coded {
    at: usize,
    from: Option<Day>,
    to: Option<Day>,
}

struct Named {
    at: usize,
    name: String,
    /// A name of `area-names.csv`, and the day it ended, if that is known.
    other: bool,
    ended: Option<Day>,
}

impl Named {
    fn has_ended(&self, on: Day) -> bool {
        self.other && self.ended.is_none_or(|to| to <= on)
    }
}

impl Made for Atlas {
    fn make(pack: &Pack) -> Atlas {
        let endings = pack.get::<Endings>().endings.clone();
        let county = pack.county().map(|it| it.area.clone()).unwrap_or_default();
        Atlas::new(pack.rows(), pack.rows(), pack.rows(), endings, county)
    }
}

impl Atlas {
    pub fn new(
        rows: &[AreaRow],
        codes: &[CodeRow],
        names: &[NameRow],
        endings: Vec<String>,
        county: String,
    ) -> Atlas {
        let mut areas: Vec<Area> = rows.iter().map(area).collect();
        areas.sort_by(|a, b| a.path.cmp(&b.path));
        let mut atlas = Atlas { areas, codes: HashMap::new(), names: HashMap::new(), endings, county };
        for row in codes {
            if let Some(at) = atlas.position(&row.path) {
                let meant = Coded { at, from: row.valid_from, to: row.valid_to };
                atlas.codes.entry((row.system, row.code.clone())).or_default().push(meant);
            }
        }
        for at in 0..atlas.areas.len() {
            let name = atlas.areas[at].name_zh.clone();
            atlas.add_name(Named { at, name, other: false, ended: None });
        }
        for row in names {
            if let Some(at) = atlas.position(&row.path) {
                atlas.add_name(Named { at, name: row.name.clone(), other: true, ended: row.valid_to });
            }
        }
        atlas
    }

    fn add_name(&mut self, named: Named) {
        let stem = self.stem(&named.name).to_owned();
        self.names.entry(stem).or_default().push(named);
    }

    fn position(&self, path: &str) -> Option<usize> {
        self.areas.binary_search_by(|area| area.path.as_str().cmp(path)).ok()
    }

    /// The county the pack is about: its path.
    pub fn county(&self) -> &str {
        &self.county
    }

    pub fn get(&self, path: &str) -> Option<&Area> {
        self.position(path).map(|at| &self.areas[at])
    }

    /// What a code meant on a day.
    pub fn by_code(&self, system: System, code: &str, on: Day) -> Option<&Area> {
        let coded = self.codes.get(&(system, code.to_owned()))?;
        let holds = |it: &&Coded| it.from.is_none_or(|from| from <= on) && it.to.is_none_or(|to| on < to);
        coded.iter().find(holds).map(|it| &self.areas[it.at])
    }

    /// The code of an area on a day.
    pub fn code_of(&self, path: &str, system: System, on: Day) -> Option<&str> {
        let at = self.position(path)?;
        self.codes.iter().find_map(|((of, code), coded)| {
            let holds = |it: &Coded| {
                it.at == at && it.from.is_none_or(|from| from <= on) && it.to.is_none_or(|to| on < to)
            };
            (*of == system && coded.iter().any(holds)).then_some(code.as_str())
        })
    }

    /// The areas below `within` that bear or bore a name, with or without its ending (新丰村村委会,
    /// 新丰村, 新丰): exact ones first, those of today before former ones.
    pub fn by_name(&self, within: &str, name: &str, on: Day) -> Vec<Found<'_>> {
        let name: String = name.chars().filter(|it| !it.is_whitespace()).collect();
        let Some(named) = self.names.get(self.stem(&name)) else { return Vec::new() };
        let mut found: Vec<Found<'_>> = named
            .iter()
            .filter(|it| self.areas[it.at].path.starts_with(within) && self.areas[it.at].path != within)
            .map(|it| {
                let area = &self.areas[it.at];
                let ended = it.has_ended(on);
                Found { area, exact: it.name == name, former: ended || !area.holds_on(on) }
            })
            .collect();
        found.sort_by_key(|it| (it.former, !it.exact, !it.area.holds_on(on)));
        found
    }

    /// Former names of areas, with the path of the area that bore them.
    pub fn former_names(&self, on: Day) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = self
            .names
            .values()
            .flatten()
            .filter(|it| it.has_ended(on))
            .map(|it| (self.areas[it.at].path.clone(), it.name.clone()))
            .collect();
        found.sort();
        found
    }

    /// A name without what names of areas end with. Never shorter than one character.
    pub fn stem<'n>(&self, name: &'n str) -> &'n str {
        let mut stem = name;
        // Twice, because 新丰村村民委员会 is the committee of 新丰村.
        for _ in 0..2 {
            let shorter =
                self.endings.iter().filter_map(|it| stem.strip_suffix(it.as_str())).min_by_key(|it| it.len());
            match shorter {
                Some(shorter) if !shorter.is_empty() => stem = shorter,
                _ => break,
            }
        }
        stem
    }

    /// Every area at or below a path, by path.
    pub fn under(&self, path: &str) -> &[Area] {
        let from = self.areas.partition_point(|area| area.path.as_str() < path);
        let count = self.areas[from..].partition_point(|area| area.path.starts_with(path));
        &self.areas[from..from + count]
    }

    /// The areas directly below a path that are there on a day.
    pub fn children(&self, path: &str, on: Day) -> Vec<&Area> {
        self.under(path).iter().filter(|area| area.parent() == path && area.holds_on(on)).collect()
    }

    /// The townships of the pack's county on a day.
    pub fn townships(&self, on: Day) -> Vec<&Area> {
        self.children(&self.county, on)
    }

    /// From the province down to the area itself, as far as they are known.
    pub fn breadcrumbs(&self, path: &str) -> Vec<&Area> {
        path.match_indices('/').filter_map(|(at, _)| self.get(&path[..=at])).collect()
    }

    /// The township an area is or lies in.
    pub fn township_of(&self, path: &str) -> Option<&Area> {
        self.breadcrumbs(path).into_iter().find(|area| area.level == Level::Township)
    }

    /// The names from the county's townships down, as an address is written: 泸沽镇长征社区.
    pub fn address(&self, path: &str, language: &str) -> String {
        let below = |area: &&&Area| self.county.len() < area.path.len();
        let crumbs = self.breadcrumbs(path);
        let names: Vec<&str> = crumbs.iter().filter(below).map(|area| area.name(language)).collect();
        if language == "en" { names.into_iter().rev().collect::<Vec<_>>().join(", ") } else { names.concat() }
    }

    /// Where an abolished area's people are today; the area itself when it still is.
    pub fn today(&self, path: &str, on: Day) -> Option<&Area> {
        let mut area = self.get(path)?;
        for _ in 0..8 {
            match &area.successor {
                Some(next) if !area.holds_on(on) => area = self.get(next)?,
                _ => break,
            }
        }
        area.holds_on(on).then_some(area)
    }

    /// `[from, to)`: the range of text in which the paths at or below `path` lie.
    pub fn range(path: &str) -> Range<String> {
        let end = path.strip_suffix('/').map_or_else(|| format!("{path}\u{10ffff}"), |it| format!("{it}0"));
        path.to_owned()..end
    }
}

fn area(row: &AreaRow) -> Area {
    Area {
        path: row.path.clone(),
        name_zh: row.name_zh.clone(),
        name_en: row.name_en.clone(),
        level: row.level,
        kind: row.kind.clone().unwrap_or_default(),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        successor: row.successor.clone(),
        spot: row.lon.zip(row.lat),
        spot_is_synthetic: row.position.as_deref() == Some("synthetic"),
    }
}

#[cfg(test)]
mod tests;
