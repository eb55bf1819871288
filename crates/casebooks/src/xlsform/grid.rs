//! Sheets of an `XLSForm` as columns with names, rows with words in both languages, and lists of choices.

use std::collections::BTreeMap;

use base::Fault;
use sheets::{Sheet, limits};

use super::expr::Bad;

/// The columns of a sheet by their heads, in lower case; `label::English (en)` is `label::en`.
pub(super) struct Columns(BTreeMap<String, u32>);

impl Columns {
    pub(super) fn of(sheet: &Sheet, left: &mut Vec<Fault>, file: &str) -> Columns {
        let mut columns = BTreeMap::new();
        let Some(head) = sheet.rows.first() else { return Columns(columns) };
        for cell in &head.cells {
            let written = cell.text.trim().to_lowercase();
            let (name, language) = written.split_once(':').unwrap_or((&written, ""));
            let language = language.trim_matches([':', ' ']);
            let code = match language {
                "" => Some(""),
                it if CHINESE.iter().any(|sign| it.contains(sign)) => Some("zh"),
                it if it == "en" || ENGLISH.iter().any(|sign| it.contains(sign)) => Some("en"),
                _ => None,
            };
            match code {
                Some("") => _ = columns.entry(name.trim().to_owned()).or_insert(cell.column),
                Some(code) => _ = columns.entry(format!("{}::{code}", name.trim())).or_insert(cell.column),
                None => {
                    let at = limits::place(file, &sheet.name, head.number, Some(cell.column));
                    left.push(Fault::new(at, "xlsform-left-language").arg("language", cell.text.trim()));
                }
            }
        }
        Columns(columns)
    }

    pub(super) fn at(&self, name: &str) -> Option<u32> {
        self.0.get(name).copied()
    }
}

/// One row while it is read.
pub(super) struct Line<'r> {
    pub(super) file: &'r str,
    pub(super) sheet: &'r Sheet,
    pub(super) columns: &'r Columns,
    pub(super) row: &'r sheets::Row,
}

impl Line<'_> {
    pub(super) fn text(&self, column: &str) -> &str {
        self.columns.at(column).map_or("", |it| self.row.text(it))
    }

    pub(super) fn fault(&self, column: &str, key: &'static str) -> Fault {
        let column = self.columns.at(column);
        Fault::new(limits::place(self.file, &self.sheet.name, self.row.number, column), key)
    }

    pub(super) fn bad(&self, column: &str, bad: Bad) -> Fault {
        self.fault(column, bad.key).arg("what", bad.what)
    }

    /// Chinese and English; one stands for the other where it is alone.
    pub(super) fn words(&self, column: &str) -> Option<(String, String)> {
        let plain = self.text(column);
        let of = |code: &str| {
            let own = self.text(&format!("{column}::{code}"));
            if own.is_empty() { plain } else { own }
        };
        let (zh, en) = (of("zh"), of("en"));
        let zh = if zh.is_empty() { en } else { zh };
        let en = if en.is_empty() { zh } else { en };
        (!zh.is_empty()).then(|| (zh.to_owned(), en.to_owned()))
    }
}

pub(super) type Lists = BTreeMap<String, Vec<(String, String, String)>>;

/// The lists of choices by their names.
pub(super) fn lists(file: &str, sheet: &Sheet, left: &mut Vec<Fault>, faults: &mut Vec<Fault>) -> Lists {
    let columns = Columns::of(sheet, left, file);
    let list = if columns.at("list_name").is_some() { "list_name" } else { "list name" };
    let mut lists = Lists::new();
    for row in sheet.rows.iter().skip(1) {
        let line = Line { file, sheet, columns: &columns, row };
        let (of, name) = (line.text(list), line.text("name"));
        if of.is_empty() && name.is_empty() {
            continue;
        }
        if of.is_empty() || name.is_empty() {
            faults.push(line.fault(if of.is_empty() { list } else { "name" }, "xlsform-empty"));
            continue;
        }
        let Some((zh, en)) = line.words("label") else {
            faults.push(line.fault("label", "xlsform-no-label").arg("name", name));
            continue;
        };
        let choices = lists.entry(of.to_owned()).or_default();
        if choices.iter().any(|it| it.0 == name) {
            faults.push(line.fault("name", "xlsform-twice").arg("name", name));
        } else {
            choices.push((name.to_owned(), zh, en));
        }
    }
    lists
}

/// What a head says of its language. // not for people
const CHINESE: [&str; 3] = ["中文", "chinese", "zh"];
const ENGLISH: [&str; 3] = ["english", "(en", "英文"];
