//! The sheets of an XLSForm, row by row.

use std::collections::{BTreeMap, BTreeSet};

use base::{Error, Fault, Result};
use sheets::{Sheet, Workbook, limits};

use super::{
    Asked, Check, Form, Part,
    cel::{Holds, Known, Names},
    expr::{self, Bad, Expr},
};
use crate::books::{Sort, books::is_name};

/// Questions of one form: the longest of the county's paper forms has a fifth of it.
const ROWS_MAX: usize = 500;
/// Names that every case has already.
const TAKEN: [&str; 3] = ["state", "opened_on", "today"];
/// What a telephone says of itself; a casebook has its own history.
const OF_THE_DEVICE: [&str; 12] = [
    "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit",
    "start-geopoint", "background-audio",
];
/// Types of XLSForm that a casebook has under another name.
const SORTS: [(&str, Sort); 9] = [
    ("text", Sort::Text),
    ("integer", Sort::Whole),
    ("decimal", Sort::Number),
    ("date", Sort::Date),
    ("image", Sort::Photo),
    ("file", Sort::File),
    ("geopoint", Sort::Place),
    ("acknowledge", Sort::YesNo),
    ("calculate", Sort::Text),
];

/// The columns of a sheet by their heads, in lower case; `label::English (en)` is `label::en`.
struct Columns(BTreeMap<String, u32>);

impl Columns {
    fn of(sheet: &Sheet, left: &mut Vec<Fault>, file: &str) -> Columns {
        let mut columns = BTreeMap::new();
        let Some(head) = sheet.rows.first() else { return Columns(columns) };
        for cell in &head.cells {
            let written = cell.text.trim().to_lowercase();
            let (name, language) = written.split_once(':').unwrap_or((&written, ""));
            let language = language.trim_matches([':', ' ']);
            let code = match language {
                "" => Some(""),
                it if it.contains("中文") || it.contains("chinese") || it.contains("zh") => Some("zh"),
                it if it.contains("english") || it.contains("en)") || it == "en" || it.contains("英") => Some("en"),
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

    fn at(&self, name: &str) -> Option<u32> {
        self.0.get(name).copied()
    }
}

/// One row while it is read.
struct Line<'r> {
    file: &'r str,
    sheet: &'r Sheet,
    columns: &'r Columns,
    row: &'r sheets::Row,
}

impl Line<'_> {
    fn text(&self, column: &str) -> &str {
        self.columns.at(column).map_or("", |it| self.row.text(it))
    }

    fn fault(&self, column: &str, key: &'static str) -> Fault {
        let column = self.columns.at(column);
        Fault::new(limits::place(self.file, &self.sheet.name, self.row.number, column), key)
    }

    fn bad(&self, column: &str, bad: Bad) -> Fault {
        self.fault(column, bad.key).arg("what", bad.what)
    }

    /// Chinese and English; one stands for the other where it is alone.
    fn words(&self, column: &str) -> Option<(String, String)> {
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

/// Reads a workbook as an XLSForm; or tells everything that stands against it.
pub fn read(workbook: &Workbook) -> Result<Form> {
    let file = workbook.name.as_str();
    let sheet = |name: &str| workbook.sheets.iter().find(|it| it.name.trim().eq_ignore_ascii_case(name));
    let mut form = Form::default();
    let Some(survey) = sheet("survey") else {
        return Err(Fault::new(file.to_owned(), "xlsform-no-sheet").arg("sheet", "survey").into());
    };
    let mut faults = Vec::new();
    for other in &workbook.sheets {
        let known = ["survey", "choices", "settings"].iter().any(|it| other.name.trim().eq_ignore_ascii_case(it));
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

type Lists = BTreeMap<String, Vec<(String, String, String)>>;

/// The lists of choices by their names.
fn lists(file: &str, sheet: &Sheet, left: &mut Vec<Fault>, faults: &mut Vec<Fault>) -> Lists {
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
struct Survey {
    form: Form,
    faults: Vec<Fault>,
    lists: Lists,
    /// Questions by the name that the form gives them.
    known: BTreeMap<String, Known>,
    ids: BTreeSet<String>,
    open: Vec<(Open, u32)>,
}

/// What a row says it is.
enum Row<'t> {
    Question(Sort, Option<&'t str>),
    Begin(&'t str),
    End(&'t str),
    Note,
    Device,
    Unknown,
}

fn row_of(written: &str) -> Row<'_> {
    let mut words = written.split_whitespace();
    let (first, second) = (words.next().unwrap_or(""), words.next());
    let kind = first.to_lowercase();
    match (kind.as_str(), second) {
        ("begin" | "end", Some(what)) => {
            let what = if what.eq_ignore_ascii_case("repeat") { "repeat" } else if what.eq_ignore_ascii_case("group") { "group" } else { "" };
            match (what, kind.as_str()) {
                ("", _) => Row::Unknown,
                (what, "begin") => Row::Begin(what),
                (what, _) => Row::End(what),
            }
        }
        ("begin_group", _) => Row::Begin("group"),
        ("begin_repeat", _) => Row::Begin("repeat"),
        ("end_group", _) => Row::End("group"),
        ("end_repeat", _) => Row::End("repeat"),
        ("select_one", Some(list)) => Row::Question(Sort::Choice, Some(list)),
        ("select_multiple", Some(list)) => Row::Question(Sort::Many, Some(list)),
        ("note", _) => Row::Note,
        (it, _) if OF_THE_DEVICE.contains(&it) => Row::Device,
        (it, _) => {
            let sort = SORTS.iter().find(|known| known.0 == it).map(|known| known.1);
            sort.map_or(Row::Unknown, |sort| Row::Question(sort, None))
        }
    }
}

impl Survey {
    /// Learns the name of a question, and what it holds.
    fn name(&mut self, line: &Line) {
        let Row::Question(sort, list) = row_of(line.text("type")) else { return };
        let written = line.text("name").to_owned();
        if self.known.contains_key(&written) {
            self.faults.push(line.fault("name", "xlsform-twice").arg("name", &written));
            return;
        }
        let id = self.id(line, &written);
        let choices = list.and_then(|it| self.lists.get(it));
        let choices = choices.into_iter().flatten().map(|it| it.0.clone()).collect();
        self.known.insert(written, Known { id, sort, choices });
    }

    /// A name as a casebook writes it.
    fn id(&mut self, line: &Line, written: &str) -> String {
        let plain = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '_' };
        let mut id: String = written.chars().map(plain).collect();
        if TAKEN.contains(&id.as_str()) {
            id.push_str("_asked");
        }
        if !id.starts_with(|it: char| it.is_ascii_lowercase()) {
            id.insert_str(0, "q_");
        }
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
            Row::Note => self.form.left.push(line.fault("type", "xlsform-left-note").arg("name", line.text("name"))),
            Row::Device => self.form.left.push(line.fault("type", "xlsform-left-device").arg("type", written)),
            Row::Unknown => self.faults.push(line.fault("type", "xlsform-unknown-type").arg("type", written)),
        }
    }

    fn begin(&mut self, line: &Line, what: &str) {
        let show_if = self.condition(line, "relevant", None);
        if what == "group" {
            let name = line.text("name").to_owned();
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
        let table = Asked { show_if, part, ..Asked::new(id, Sort::Table, zh, en) };
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

    fn in_repeat(&self) -> bool {
        self.open.iter().any(|it| matches!(it.0, Open::Repeat(_)))
    }

    /// The innermost group that has a name for people.
    fn part(&self) -> Option<String> {
        self.open.iter().rev().find_map(|it| match &it.0 {
            Open::Group(part, _) => part.clone(),
            Open::Repeat(_) => None,
        })
    }

    /// A condition with those of the groups around it.
    fn with_groups(&self, own: Option<String>) -> Option<String> {
        let groups = self.open.iter().filter_map(|it| match &it.0 {
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
        let show_if = self.condition(line, "relevant", None);
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
        if let Some((Open::Repeat(table), _)) = self.open.iter_mut().rev().find(|it| matches!(it.0, Open::Repeat(_))) {
            let unfit = asked.sort.is_attached() || computed || show_if.is_some();
            if unfit {
                self.faults.push(line.fault("type", "xlsform-not-in-a-repeat").arg("name", &name));
            }
            table.columns.push(asked);
            return;
        }
        asked.show_if = self.with_groups(show_if);
        asked.part = self.part();
        self.form.fields.push(asked);
    }

    fn expression(&mut self, line: &Line, column: &str) -> Option<Expr> {
        let text = line.text(column);
        if text.is_empty() {
            return None;
        }
        match expr::parse(text) {
            Ok(expr) => Some(expr),
            Err(bad) => {
                self.faults.push(line.bad(column, bad));
                None
            }
        }
    }

    fn condition(&mut self, line: &Line, column: &str, itself: Option<&str>) -> Option<String> {
        let expr = self.expression(line, column)?;
        match (Names { known: &self.known, itself }).truth(&expr) {
            Ok(rule) => Some(rule),
            Err(bad) => {
                self.faults.push(line.bad(column, bad));
                None
            }
        }
    }

    /// What a calculation holds is the sort of its field.
    fn computed(&mut self, line: &Line, name: &str, asked: &mut Asked) {
        let Some(expr) = self.expression(line, "calculation") else {
            if line.text("calculation").is_empty() {
                self.faults.push(line.fault("calculation", "xlsform-empty"));
            }
            return;
        };
        let rule = match (Names { known: &self.known, itself: None }).rule(&expr) {
            Ok(rule) => rule,
            Err(bad) => {
                self.faults.push(line.bad("calculation", bad));
                return;
            }
        };
        let (sort, text) = match rule.holds {
            Holds::Number(0) => (Sort::Whole, rule.text),
            Holds::Number(_) => (Sort::Number, rule.text),
            Holds::Literal(it) if it % 100 == 0 => (Sort::Whole, (it / 100).to_string()),
            Holds::Literal(it) => (Sort::Number, it.to_string()),
            Holds::Day => (Sort::Date, rule.text),
            Holds::Bool => (Sort::YesNo, rule.text),
            Holds::Text => (Sort::Text, rule.text),
        };
        (asked.sort, asked.value, asked.needed, asked.starts) = (sort, Some(text), false, None);
        if let Some(known) = self.known.get_mut(name) {
            known.sort = sort;
        }
    }

    fn constraint(&mut self, line: &Line, name: &str, asked: &mut Asked) {
        let Some(expr) = self.expression(line, "constraint") else { return };
        // How long a text may be is a limit of its field.
        if let Some(most) = longest(&expr) {
            asked.max = Some(most);
            return;
        }
        if self.in_repeat() {
            self.faults.push(line.fault("constraint", "xlsform-not-in-a-repeat").arg("name", name));
            return;
        }
        let rule = match (Names { known: &self.known, itself: Some(name) }).truth(&expr) {
            Ok(rule) => rule,
            Err(bad) => {
                self.faults.push(line.bad("constraint", bad));
                return;
            }
        };
        let written = line.text("constraint").to_owned();
        let (zh, en) = line.words("constraint_message").unwrap_or_else(|| {
            (format!("{}: {written}", asked.zh), format!("{}: {written}", asked.en))
        });
        self.form.checks.push(Check { id: format!("{}_fits", asked.id), rule, zh, en });
    }
}

/// `string-length(.) <= 20` of a text.
fn longest(expr: &Expr) -> Option<i64> {
    let Expr::Binary(op, left, right) = expr else { return None };
    let of_itself = |it: &Expr| matches!(it, Expr::Call(name, args) if name == "string-length" && args.as_slice() == [Expr::Itself]);
    match (op, &**left, &**right) {
        (expr::Op::AtMost, left, Expr::Number(most)) if of_itself(left) && most % 100 == 0 => Some(most / 100),
        (expr::Op::Less, left, Expr::Number(more)) if of_itself(left) && more % 100 == 0 => Some(more / 100 - 1),
        _ => None,
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
            max: None,
            choices: Vec::new(),
            show_if: None,
            value: None,
            starts: None,
            columns: Vec::new(),
        }
    }
}
