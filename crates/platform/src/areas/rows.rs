//! `areas.csv`, `area-codes.csv`, `area-names.csv` and `area-endings.toml` of a pack.

use std::collections::{BTreeMap, BTreeSet};

use base::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::packs::{Check, Section, Table};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Province,
    Prefecture,
    County,
    Township,
    Village,
}

impl Level {
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Province => "province",
            Level::Prefecture => "prefecture",
            Level::County => "county",
            Level::Township => "township",
            Level::Village => "village",
        }
    }

    fn depth(self) -> usize {
        self as usize + 1
    }
}

/// Whose code it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum System {
    /// The statistics bureau's twelve digits.
    Stats,
    /// Civil affairs' six or nine digits.
    Civil,
}

#[derive(Clone, Debug, Deserialize)]
pub struct AreaRow {
    pub path: String,
    pub name_zh: String,
    pub name_en: String,
    pub level: Level,
    /// The official kind, such as 镇 or 社区.
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub valid_from: Option<Day>,
    /// First day it no longer is.
    #[serde(default)]
    pub valid_to: Option<Day>,
    /// The area it went on as.
    #[serde(default)]
    pub successor: Option<String>,
    #[serde(default)]
    pub lon: Option<f64>,
    #[serde(default)]
    pub lat: Option<f64>,
    /// `synthetic` when the position was made up.
    #[serde(default)]
    pub position: Option<String>,
}

impl Table for AreaRow {
    const NAME: &'static str = "areas";
    const KEY: &'static [&'static str] = &["path"];

    fn check(rows: &[AreaRow], check: &mut Check<'_>) {
        let paths: BTreeSet<&str> = rows.iter().map(|row| row.path.as_str()).collect();
        for (at, row) in rows.iter().enumerate() {
            let here = |column: &str| format!("[{at}].{column}");
            let slugs: Vec<&str> = row.path.trim_end_matches('/').split('/').collect();
            let plain = |slug: &&str| {
                !slug.is_empty() && slug.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
            };
            if !row.path.ends_with('/') || !slugs.iter().all(plain) {
                check.fault(&here("path"), "packs-bad-area-path").arg("written", &row.path);
            } else if slugs.len() != row.level.depth() {
                check.fault(&here("level"), "areas-level-depth").arg("written", row.level.as_str());
            } else if 1 < slugs.len() {
                let above = format!("{}/", slugs[..slugs.len() - 1].join("/"));
                check.reference(&here("path"), "area", &above, paths.iter().copied());
            }
            if let (Some(from), Some(to)) = (row.valid_from, row.valid_to)
                && to <= from
            {
                check.fault(&here("valid_to"), "packs-ends-before-it-begins").arg("from", from).arg("to", to);
            }
            if let Some(successor) = &row.successor {
                check.reference(&here("successor"), "area", successor, paths.iter().copied());
            }
            if let (Some(lon), Some(lat)) = (row.lon, row.lat) {
                check.range(&here("lon"), &lon, 73.0..=136.0);
                check.range(&here("lat"), &lat, 3.0..=54.0);
            }
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct CodeRow {
    pub path: String,
    pub system: System,
    pub code: String,
    #[serde(default)]
    pub valid_from: Option<Day>,
    #[serde(default)]
    pub valid_to: Option<Day>,
}

impl Table for CodeRow {
    const NAME: &'static str = "area-codes";
    const KEY: &'static [&'static str] = &["path", "system", "code", "valid_from"];

    fn check(rows: &[CodeRow], check: &mut Check<'_>) {
        let paths: Vec<String> =
            check.rows::<AreaRow>().unwrap_or_default().iter().map(|row| row.path.clone()).collect();
        let mut by_code: BTreeMap<(System, &str), Vec<&CodeRow>> = BTreeMap::new();
        let known: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
        for (at, row) in rows.iter().enumerate() {
            if !known.contains(row.path.as_str()) {
                check.reference(&format!("[{at}].path"), "area", &row.path, known.iter().copied());
            }
            let digits = row.code.bytes().all(|it| it.is_ascii_digit());
            let fits = match row.system {
                System::Stats => row.code.len() == 12,
                System::Civil => matches!(row.code.len(), 6 | 9 | 12),
            };
            if !digits || !fits {
                check.fault(&format!("[{at}].code"), "areas-bad-code").arg("written", &row.code);
            }
            let others = by_code.entry((row.system, &row.code)).or_default();
            if let Some(other) = others.iter().find(|it| overlap(it, row)) {
                let fault = check.fault(&format!("[{at}].code"), "areas-code-twice");
                fault.arg("written", &row.code).arg("other", &other.path);
            }
            others.push(row);
        }
    }
}

fn overlap(one: &CodeRow, other: &CodeRow) -> bool {
    let begins_before_end =
        |a: &CodeRow, b: &CodeRow| a.valid_from.is_none_or(|from| b.valid_to.is_none_or(|to| from < to));
    begins_before_end(one, other) && begins_before_end(other, one)
}

/// A name that an area bore once, or bears beside its own.
#[derive(Clone, Debug, Deserialize)]
pub struct NameRow {
    pub path: String,
    pub name: String,
    #[serde(default)]
    pub valid_from: Option<Day>,
    #[serde(default)]
    pub valid_to: Option<Day>,
}

impl Table for NameRow {
    const NAME: &'static str = "area-names";
    const KEY: &'static [&'static str] = &["path", "name"];

    fn check(rows: &[NameRow], check: &mut Check<'_>) {
        let paths: BTreeSet<String> =
            check.rows::<AreaRow>().unwrap_or_default().iter().map(|row| row.path.clone()).collect();
        for (at, row) in rows.iter().enumerate() {
            check.reference(&format!("[{at}].path"), "area", &row.path, paths.iter().map(String::as_str));
        }
    }
}

/// What a name of an area may end with and still mean the same area.
#[derive(Clone, Debug, Deserialize)]
pub struct Endings {
    pub endings: Vec<String>,
}

impl Section for Endings {
    const NAME: &'static str = "area-endings";
}
