//! A workbook in the hands of an office: cells by row and column id, changed and saved again.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use platform::Actor;
use serde_json::{Value, json};
use sheets::write::{Book, Look};

use crate::world::{World, everybody};

/// Sheets by name, each a grid of texts as they are shown.
pub(crate) struct Workbook {
    pub(crate) sheets: Vec<(String, Vec<Vec<String>>)>,
}

impl Workbook {
    pub(crate) fn read(content: &Value) -> Workbook {
        let bytes = STANDARD.decode(content.as_str().expect("base64")).expect("base64");
        let book = sheets::read("x.xlsx", &bytes).expect("a workbook");
        let grid = |sheet: &sheets::Sheet| {
            let last = sheet.rows.last().map_or(0, |it| it.number);
            let row = |at| {
                let width = 0..sheet.width();
                width.map(|it| sheet.row(at).map_or("", |row| row.text(it)).to_owned()).collect()
            };
            (1..=last).map(row).collect()
        };
        Workbook { sheets: book.sheets.iter().map(|it| (it.name.clone(), grid(it))).collect() }
    }

    pub(crate) fn bytes(&self) -> String {
        let mut book = Book::new();
        for (name, rows) in &self.sheets {
            let mut page = book.sheet(name).expect("a sheet");
            for (row, cells) in rows.iter().enumerate() {
                for (column, text) in cells.iter().enumerate().filter(|it| !it.1.is_empty()) {
                    page.text(row as u32, column as u32, text, &Look::default()).expect("written");
                }
            }
        }
        STANDARD.encode(book.bytes().expect("bytes"))
    }

    /// The rows of cases: below the ids and the headings.
    pub(crate) fn rows(&self) -> usize {
        self.sheets[0].1.len() - 2
    }

    fn column(&self, id: &str) -> usize {
        let found = self.sheets[0].1[0].iter().position(|it| it == id);
        found.unwrap_or_else(|| panic!("no column {id}: {:?}", self.sheets[0].1[0]))
    }

    pub(crate) fn at(&self, row: usize, id: &str) -> &str {
        &self.sheets[0].1[row + 2][self.column(id)]
    }

    pub(crate) fn set(&mut self, row: usize, id: &str, text: &str) {
        let column = self.column(id);
        text.clone_into(&mut self.sheets[0].1[row + 2][column]);
    }

    /// Adds a row that has only these cells.
    pub(crate) fn add(&mut self, cells: &[(&str, &str)]) {
        let width = self.sheets[0].1[0].len();
        self.sheets[0].1.push(vec![String::new(); width]);
        let row = self.rows() - 1;
        for (id, text) in cells {
            self.set(row, id, text);
        }
    }

    /// The row of a case by the value of a column.
    pub(crate) fn find(&self, id: &str, text: &str) -> usize {
        let found = (0..self.rows()).find(|it| self.at(*it, id) == text);
        found.unwrap_or_else(|| panic!("no row with {id} = {text}"))
    }
}

pub(crate) fn export(world: &World, actor: &Actor, more: Value) -> base::Result<Value> {
    let mut list = json!({ "book": "fire" });
    list.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    let words = words();
    world.submit(actor, "cases.export", json!({ "list": list, "purpose": "核对", "words": words }))
}

/// The words of the Chinese pages, as the page passes them.
fn words() -> BTreeMap<String, String> {
    let file = include_str!("../../../../web/words/casesheets.zh.ftl");
    let known = include_str!("../../../../web/words/casebooks.zh.ftl");
    let line = |it: &str| it.split_once(" = ").map(|(key, text)| (key.to_owned(), text.to_owned()));
    file.lines().chain(known.lines()).filter_map(line).collect()
}

pub(crate) fn take(world: &World, actor: &Actor, content: &str) -> base::Result<Value> {
    let input = json!({ "book": "fire", "name": "隐患 11月.xlsx", "content": content });
    world.submit(actor, "cases.take-sheet", input)
}

/// Hands a workbook in and waits for its plan.
pub(crate) fn planned(world: &World, actor: &Actor, book: &Workbook) -> Value {
    let taken = take(world, actor, &book.bytes()).expect("taken in");
    jobs(world);
    sheet(world, actor, &taken["sheet"], json!({}))
}

pub(crate) fn sheet(world: &World, actor: &Actor, id: &Value, more: Value) -> Value {
    let mut input = json!({ "sheet": id });
    input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    world.door().answer(actor, world.now(), "cases.sheet", input).expect("the plan")
}

/// Has a plan made so; answers how it stands then.
pub(crate) fn committed(world: &World, actor: &Actor, plan: &Value) -> Value {
    let input = json!({ "sheet": plan["sheet"], "revision": plan["revision"] });
    world.submit(actor, "cases.commit-sheet", input).expect("committed");
    jobs(world);
    sheet(world, actor, &plan["sheet"], json!({}))
}

pub(crate) fn left(world: &World, actor: &Actor, plan: &Value) -> base::Result<Value> {
    let input = json!({ "sheet": plan["sheet"], "words": words() });
    world.door().answer(actor, world.now(), "cases.sheet-left", input)
}

pub(crate) fn jobs(world: &World) {
    let mut runner = platform::jobs::Runner::new("story".into(), everybody);
    let ends = world.run_jobs(&mut runner);
    assert!(ends.iter().all(|it| *it == "done"), "{ends:?}");
}
