//! The sheets of an `XLSForm`, row by row.

use std::collections::{BTreeMap, BTreeSet};

use base::{Error, Fault, Result};
use sheets::{Workbook, limits};

use super::{
    Asked, Form, Part,
    cel::Known,
    grid::{Columns, Line, Lists, lists},
    rows::{Row, row_of},
    rules::Range,
};
use crate::books::{Sort, books::is_name};

/// Questions of one form: the longest of the county's paper forms has a fifth of it.
const ROWS_MAX: usize = 500;
/// Names that every case has already.
const TAKEN: [&str; 3] = ["state", "opened_on", "today"];
/// A time of the day, as a text.
const TIME: &str = "([01]?[0-9]|2[0-3]):[0-5][0-9]";

/// Reads a workbook as an `XLSForm`; or tells everything that stands against it.
pub fn read(workbook: &Workbook) -> Result<Form> {
    let file = workbook.name.as_str();
    let sheet = |name: &str| workbook.sheets.iter().find(|it| it.name.trim().eq_ignore_ascii_case(name));
    let mut form = Form::default();
    let Some(survey) = sheet("survey") else {
        return Err(Fault::new(file.to_owned(), "xlsform-no-sheet").arg("sheet", "survey").into());
    };
    let mut faults = Vec::new();
    for other in &workbook.sheets {
        let known =
            ["survey", "choices", "settings"].iter().any(|it| other.name.trim().eq_ignore_ascii_case(it));
        if !known && !other.rows.is_empty() {
            let at = limits::place(file, &other.name, 0, None);
            form.left.push(Fault::new(at, "xlsform-left-sheet").arg("sheet", &other.name));
        }
    }
    let lists = match sheet("choices") {
        Some(choices) => lists(file, choices, &mut form.left, &mut faults),
        None => BTreeMap::new(),
    };
    if let Some(settings) = sheet("settings") {
        let columns = Columns::of(settings, &mut form.left, file);
        if let Some(row) = settings.rows.get(1) {
            let title = columns.at("form_title").map_or("", |it| row.text(it));
            title.clone_into(&mut form.title);
        }
    }
    let columns = Columns::of(survey, &mut form.left, file);
    for needed in ["type", "name"] {
        if columns.at(needed).is_none() {
            let at = limits::place(file, &survey.name, 1, None);
            faults.push(Fault::new(at, "xlsform-no-column").arg("column", needed));
        }
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    if ROWS_MAX < survey.rows.len() {
        let at = limits::place(file, &survey.name, 0, None);
        return Err(Fault::new(at, "xlsform-too-many-rows").arg("most", ROWS_MAX).into());
    }
    let lines = survey.rows.iter().skip(1).map(|row| Line { file, sheet: survey, columns: &columns, row });
    let mut reading = Survey { form, faults, lists, ..Survey::default() };
    // The names first: an expression may name a question that stands below it.
    let lines: Vec<Line> = lines.filter(|it| !it.text("type").is_empty()).collect();
    for line in &lines {
        reading.name(line);
    }
    for line in &lines {
        reading.line(line);
    }
    for (kind, line) in std::mem::take(&mut reading.open) {
        let at = limits::place(file, &survey.name, line, columns.at("type"));
        reading.faults.push(Fault::new(at, "xlsform-not-closed").arg("what", kind.word()));
    }
    if reading.form.fields.is_empty() && reading.faults.is_empty() {
        reading.faults.push(Fault::new(limits::place(file, &survey.name, 0, None), "xlsform-no-questions"));
    }
    if reading.faults.is_empty() { Ok(reading.form) } else { Err(Error::Invalid(reading.faults)) }
}

/// A name as a casebook writes it, as far as it can.
fn plain(written: &str) -> String {
    let letter = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '_' };
    let mut id: String = written.chars().map(letter).collect();
    if TAKEN.contains(&id.as_str()) {
        id.push_str("_asked");
    }
    if !id.starts_with(|it: char| it.is_ascii_lowercase()) {
        id.insert_str(0, "q_");
    }
    id
}

fn is(line: &Line, kind: &str) -> bool {
    line.text("type").trim().eq_ignore_ascii_case(kind)
}

#[derive(Clone, Debug)]
enum Open {
    /// A group, with the condition of all in it.
    Group(Option<String>, Option<String>),
    /// A repeat: its rows are a table.
    Repeat(Box<Asked>),
}

impl Open {
    fn word(&self) -> &'static str {
        match self {
            Open::Group(..) => "group",
            Open::Repeat(_) => "repeat",
        }
    }
}

#[derive(Default)]
pub(super) struct Survey {
    pub(super) form: Form,
    pub(super) faults: Vec<Fault>,
    lists: Lists,
    /// Questions by the name that the form gives them.
    pub(super) known: BTreeMap<String, Known>,
    ids: BTreeSet<String>,
    open: Vec<(Open, u32)>,
    /// The repeat whose questions are being named.
    naming: Option<String>,
}

impl Survey {
    /// Learns the name of a question, and what it holds.
    fn name(&mut self, line: &Line) {
        let written = line.text("name").to_owned();
        let (mut sort, list) = match row_of(line.text("type")) {
            Row::Question(sort, list) => (sort, list),
            Row::Begin("repeat") => {
                let id = plain(&written);
                self.naming = Some(id.clone());
                let table = Known { id, sort: Sort::Table, choices: Vec::new(), within: None };
                self.known.entry(written).or_insert(table);
                return;
            }
            Row::End("repeat") => {
                self.naming = None;
                return;
            }
            _ => return,
        };
        if is(line, "range") {
            sort = Range::of(line.text("parameters")).map_or(sort, |it| it.sort());
        }
        if self.known.contains_key(&written) {
            self.faults.push(line.fault("name", "xlsform-twice").arg("name", &written));
            return;
        }
        let id = self.id(line, &written);
        let choices = list.and_then(|it| self.lists.get(it));
        let choices = choices.into_iter().flatten().cloned().collect();
        let within = self.naming.clone();
        self.known.insert(written, Known { id, sort, choices, within });
    }

    /// A name as a casebook writes it.
    fn id(&mut self, line: &Line, written: &str) -> String {
        let id = plain(written);
        if written.is_empty() || !is_name(&id) || !written.is_ascii() {
            self.faults.push(line.fault("name", "casebooks-not-a-name").arg("written", written));
        } else if !self.ids.insert(id.clone()) {
            self.faults.push(line.fault("name", "xlsform-twice").arg("name", written));
        } else if id != written {
            let told = line.fault("name", "xlsform-renamed").arg("from", written).arg("to", &id);
            self.form.left.push(told);
        }
        id
    }

    fn line(&mut self, line: &Line) {
        let written = line.text("type").to_owned();
        match row_of(&written) {
            Row::Question(sort, list) => self.question(line, sort, list),
            Row::Begin(what) => self.begin(line, what),
            Row::End(what) => self.end(line, what),
            Row::Note => {
                self.form.left.push(line.fault("type", "xlsform-left-note").arg("name", line.text("name")));
            }
            Row::Device => {
                self.form.left.push(line.fault("type", "xlsform-left-device").arg("type", written));
            }
            Row::OrOther => self.faults.push(line.fault("type", "xlsform-or-other")),
            Row::Unknown => self.faults.push(line.fault("type", "xlsform-unknown-type").arg("type", written)),
        }
    }

    fn begin(&mut self, line: &Line, what: &str) {
        let show_if = self.condition(line, "relevant");
        if what == "group" {
            let name = line.text("name").to_owned();
            if self.in_repeat() {
                // Columns of a table stand in no groups; what a group asks of them stays with each.
                if line.words("label").is_some() {
                    self.form.left.push(line.fault("type", "xlsform-left-group").arg("name", name));
                }
                self.open.push((Open::Group(None, show_if), line.row.number));
                return;
            }
            let part = line.words("label").map(|(zh, en)| {
                let id = self.id(line, &name);
                self.form.parts.push(Part { id: id.clone(), zh, en });
                id
            });
            self.open.push((Open::Group(part, show_if), line.row.number));
            return;
        }
        let name = line.text("name").to_owned();
        if self.in_repeat() {
            self.faults.push(line.fault("type", "xlsform-repeat-in-repeat"));
        }
        let id = self.id(line, &name);
        let (zh, en) = line.words("label").unwrap_or_else(|| (name.clone(), name.clone()));
        if !line.text("repeat_count").is_empty() {
            self.faults.push(line.fault("repeat_count", "xlsform-repeat-count"));
        }
        let (part, show_if) = (self.part(), self.with_groups(show_if));
        let table = Asked { part, show_if, ..Asked::new(id, Sort::Table, zh, en) };
        self.open.push((Open::Repeat(Box::new(table)), line.row.number));
    }

    fn end(&mut self, line: &Line, what: &str) {
        match self.open.pop() {
            Some((Open::Group(..), _)) if what == "group" => (),
            Some((Open::Repeat(table), _)) if what == "repeat" => {
                if table.columns.is_empty() {
                    self.faults.push(line.fault("type", "casebooks-table-without-columns"));
                }
                self.form.fields.push(*table);
            }
            other => {
                self.open.extend(other);
                self.faults.push(line.fault("type", "xlsform-not-begun").arg("what", what));
            }
        }
    }

    pub(super) fn in_repeat(&self) -> bool {
        self.open.iter().any(|it| matches!(it.0, Open::Repeat(_)))
    }

    /// The repeat in which a question stands.
    pub(super) fn here(&self) -> Option<&str> {
        self.open.iter().find_map(|it| match &it.0 {
            Open::Repeat(table) => Some(table.id.as_str()),
            Open::Group(..) => None,
        })
    }

    /// The innermost group that has a name for people.
    fn part(&self) -> Option<String> {
        self.open.iter().rev().find_map(|it| match &it.0 {
            Open::Group(part, _) => part.clone(),
            Open::Repeat(_) => None,
        })
    }

    /// A condition with those of the groups around it; in a repeat, of those within it.
    fn with_groups(&self, own: Option<String>) -> Option<String> {
        let repeat = self.open.iter().position(|it| matches!(it.0, Open::Repeat(_)));
        let groups = self.open.iter().skip(repeat.map_or(0, |it| it + 1)).filter_map(|it| match &it.0 {
            Open::Group(_, show_if) => show_if.clone(),
            Open::Repeat(_) => None,
        });
        let all: Vec<String> = groups.chain(own).collect();
        (!all.is_empty()).then(|| all.join(" && "))
    }

    fn question(&mut self, line: &Line, sort: Sort, list: Option<&str>) {
        let name = line.text("name").to_owned();
        let Some(known) = self.known.get(&name).cloned() else { return };
        let computed = line.text("type").trim().eq_ignore_ascii_case("calculate");
        let words = match line.words("label") {
            Some(words) => words,
            None if computed => (name.clone(), name.clone()),
            None => {
                self.faults.push(line.fault("label", "xlsform-no-label").arg("name", &name));
                return;
            }
        };
        let mut asked = Asked::new(known.id.clone(), sort, words.0, words.1);
        if is(line, "range") {
            asked.sort = known.sort;
            self.range(line, &mut asked);
        }
        if is(line, "time") {
            asked.pattern = Some(TIME.to_owned());
            let shape = |name: &str| format!("{name}: HH:MM");
            asked.pattern_said = Some((shape(&asked.zh), shape(&asked.en)));
        }
        if let Some(list) = list {
            match self.lists.get(list) {
                Some(choices) => asked.choices.clone_from(choices),
                None => self.faults.push(line.fault("type", "xlsform-no-such-list").arg("list", list)),
            }
        }
        asked.hint = line.words("hint");
        let appearance = line.text("appearance").to_lowercase();
        if sort == Sort::Text && appearance.contains("multiline") {
            asked.lines = Some(3);
        }
        if sort == Sort::Photo && appearance.contains("signature") {
            asked.sort = Sort::Signature;
        }
        asked.needed = match line.text("required").to_lowercase().trim_end_matches("()") {
            "" | "no" | "false" | "0" => false,
            "yes" | "true" | "1" => true,
            other => {
                self.faults.push(line.fault("required", "xlsform-required").arg("what", other));
                false
            }
        };
        let starts = line.text("default");
        asked.starts = (!starts.is_empty()).then(|| starts.to_owned());
        let show_if = self.condition(line, "relevant");
        let show_if = self.with_groups(show_if);
        for column in ["read_only", "readonly", "choice_filter"] {
            if !["", "no", "false", "false()"].contains(&line.text(column).to_lowercase().as_str()) {
                self.faults.push(line.fault(column, "xlsform-column-unknown").arg("column", column));
            }
        }
        if computed {
            self.computed(line, &name, &mut asked);
        } else if !line.text("calculation").is_empty() {
            self.faults.push(line.fault("calculation", "xlsform-typed-and-computed"));
        }
        self.constraint(line, &name, &mut asked);
        if let Some((Open::Repeat(table), _)) =
            self.open.iter_mut().rev().find(|it| matches!(it.0, Open::Repeat(_)))
        {
            if asked.sort.is_attached() {
                self.faults.push(line.fault("type", "xlsform-not-in-a-repeat").arg("name", &name));
            }
            if asked.starts.take().is_some() {
                self.form.left.push(line.fault("default", "xlsform-left-default").arg("name", &name));
            }
            asked.show_if = show_if;
            table.columns.push(asked);
            return;
        }
        asked.show_if = show_if;
        asked.part = self.part();
        self.form.fields.push(asked);
    }
}

impl Asked {
    pub(super) fn new(id: String, sort: Sort, zh: String, en: String) -> Asked {
        Asked {
            id,
            part: None,
            sort,
            zh,
            en,
            hint: None,
            needed: false,
            lines: None,
            min: None,
            max: None,
            pattern: None,
            pattern_said: None,
            choices: Vec::new(),
            show_if: None,
            value: None,
            says: None,
            starts: None,
            columns: Vec::new(),
        }
    }
}
