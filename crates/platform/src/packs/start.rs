//! The files a new county's pack begins with, each saying what belongs in it.

use base::{Error, Fault, Result};

use super::Bundle;

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
    let file = |name: &str, text: String| (format!("{id}/{name}"), text);
    Ok(vec![
        file(
            "pack.toml",
            format!(
                "# The county's pack. What is not said here holds as in the parent pack.\n\
                 id = \"{id}\"\nparent = \"{parent}\"\n\
                 # Edition, for people; change it when the content changes.\nversion = \"1\"\n\n\
                 [name]\nzh = \"{name_zh}\"\nen = \"{name_en}\"\n\n\
                 [county]\nslug = \"{id}\"\narea = \"{under}{id}/\"\n\
                 # Six digits, as the county's resident numbers begin.\ncode = \"{code}\"\n"
            ),
        ),
        file(
            "areas.csv",
            format!(
                "path,name_zh,name_en,level,kind,valid_from,valid_to,lon,lat\n\
                 {under}{id}/,{name_zh},{name_en},county,,,,,\n\
                 # One row an area: townships below the county, villages below their township. The path is\n\
                 # made of pinyin slugs and ends with '/'. An abolished area keeps its row with valid_to.\n\
                 # {under}{id}/chengguan/,城关镇,Chengguan,township,镇,,,,\n"
            ),
        ),
        file(
            "area-codes.csv",
            format!(
                "path,system,code,valid_from,valid_to\n\
                 # Codes of the two systems, stats (statistics bureau) and civil (civil affairs); the same digits\n\
                 # may mean another area in another year, so give the dates.\n\
                 # {under}{id}/,stats,{code}000000,,\n"
            ),
        ),
        file(
            "labels.toml",
            "# Labels of this county beside the parent's. To take one of the parent's away:\n\
             # left_behind = { remove = true }\n\
             # A new one needs its words label-… in words.zh.ftl and words.en.ftl:\n\
             # [veteran]\n# special_difficulty = false\n"
                .to_owned(),
        ),
        file(
            "sources.toml",
            "# The lists that reach this county and what they cover. An absence in a list means *no* only\n\
             # inside its coverage; elsewhere it means unknown.\n\
             # [funeral]\n# complete = true\n# areas = [\"…\"]\n"
                .to_owned(),
        ),
        file("words.zh.ftl", "# 本县独有的词语，一行一条：label-veteran = 退役军人\n".to_owned()),
        file(
            "words.en.ftl",
            "# Words only this county has, one a line: label-veteran = Veteran\n".to_owned(),
        ),
    ])
}
