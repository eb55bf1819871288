//! The files a new county's pack begins with, each saying what belongs in it.

use base::{Error, Fault, Result};

use super::Bundle;

const FILES: &[(&str, &str)] = &[
    ("pack.toml", include_str!("start/pack.toml")),
    ("areas.csv", include_str!("start/areas.csv")),
    ("area-codes.csv", include_str!("start/area-codes.csv")),
    ("labels.toml", include_str!("start/labels.toml")),
    ("sources.toml", include_str!("start/sources.toml")),
    ("words.zh.ftl", include_str!("start/words.zh.ftl")),
    ("words.en.ftl", include_str!("start/words.en.ftl")),
];

/// What must be known to start a county.
pub struct Start<'a> {
    /// Folder and county key: short, lower case, pinyin.
    pub id: &'a str,
    pub parent: &'a str,
    /// Six digits.
    pub code: &'a str,
    /// `sc/liangshan/`: the path of the area above it.
    pub under: &'a str,
    pub name_zh: &'a str,
    pub name_en: &'a str,
}

/// The files of the new pack, by path inside the packs' folder. Nothing is written here.
pub fn start(start: &Start<'_>, existing: &Bundle) -> Result<Vec<(String, String)>> {
    let Start { id, parent, code, under, name_zh, name_en } = *start;
    let mut faults = Vec::new();
    let slug = |text: &str| {
        !text.is_empty() && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    };
    if !slug(id) {
        faults.push(Fault::new("id", "packs-bad-id").arg("written", id));
    }
    if existing.ids().contains(&id) {
        faults.push(Fault::new("id", "packs-id-taken").arg("written", id));
    }
    if !existing.ids().contains(&parent) {
        let mut fault = Fault::new("parent", "packs-no-such-pack").arg("written", parent);
        if let Some(meant) = super::fault::nearest(parent, existing.ids()) {
            fault = fault.arg("suggestion", meant);
        }
        faults.push(fault);
    }
    if code.len() != 6 || !code.bytes().all(|it| it.is_ascii_digit()) {
        faults.push(Fault::new("county", "packs-county-code").arg("written", code));
    }
    if !under.ends_with('/') || !under.trim_end_matches('/').split('/').all(slug) {
        faults.push(Fault::new("under", "packs-bad-area-path").arg("written", under));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let fill = |text: &str| {
        [
            ("{id}", id),
            ("{parent}", parent),
            ("{code}", code),
            ("{under}", under),
            ("{zh}", name_zh),
            ("{en}", name_en),
        ]
        .iter()
        .fold(text.to_owned(), |text, (place, value)| text.replace(place, value))
    };
    Ok(FILES.iter().map(|(name, text)| (format!("{id}/{name}"), fill(text))).collect())
}
