//! The workbook being written: a hidden row of ids, headings, cases, a sheet for each table, the
//! lists to choose from, and who took it.

use base::Result;
use sheets::{
    Area, Colour,
    write::{Book, Look, Offered, Page, fits_inline},
};

use super::{
    Said,
    cell::Cell,
    column::{self, Column},
    say,
    spot::Mark,
};
use crate::books::{Field, Named, Ready, Sort};

/// Rows below the last case in which lists are offered, for new ones.
const NEW_ROWS: u32 = 500;
/// The id row and the headings.
pub(super) const HEAD_ROWS: u32 = 2;
const WIDTH: f64 = 16.0;
const WIDE: f64 = 40.0;

/// What the sheets of a book look like to a role.
pub(super) struct Layout<'l> {
    pub(super) ready: &'l Ready,
    pub(super) columns: Vec<Column>,
    pub(super) tables: Vec<(&'l str, &'l Field)>,
    pub(super) language: &'l str,
    pub(super) said: &'l Said,
}

/// One case as it stands in the workbook.
pub(super) struct Out {
    /// In the order of the columns.
    pub(super) cells: Vec<Cell>,
    pub(super) number: String,
    /// In the order of the tables: rows of cells.
    pub(super) tables: Vec<Vec<Vec<Cell>>>,
    /// Cells that are to be mended.
    pub(super) marks: Vec<Mark>,
}

impl<'l> Layout<'l> {
    pub(super) fn new(
        ready: &'l Ready,
        role: &'l str,
        language: &'l str,
        said: &'l Said,
        reason: bool,
    ) -> Layout<'l> {
        let mut columns = column::of(ready, role);
        if reason {
            columns.push(Column::Reason);
        }
        Layout { ready, columns, tables: column::tables(ready, role).collect(), language, said }
    }

    /// The whole workbook; `notes` are the lines of its last sheet.
    pub(super) fn workbook(&self, rows: &[Out], notes: &[String]) -> Result<Vec<u8>> {
        let mut book = Book::new();
        let lists = self.lists();
        let mut names = self.names();
        let mut page = book.sheet(&names[1])?;
        self.head(&mut page)?;
        for (at, row) in rows.iter().enumerate() {
            for (column, it) in row.cells.iter().enumerate() {
                let marked = row.marks.contains(&Mark::Case(column));
                put(&mut page, at as u32 + HEAD_ROWS, column as u32, it, marked)?;
            }
        }
        self.offer(&mut page, rows.len() as u32, &lists)?;
        for (at, (id, field)) in self.tables.iter().enumerate() {
            let mut page = book.sheet(&names[at + 2])?;
            self.table(&mut page, (at, id, field), rows)?;
        }
        if !lists.is_empty() {
            let mut page = book.sheet(LISTS)?;
            for (column, (_, words)) in lists.iter().enumerate() {
                for (row, word) in words.iter().enumerate() {
                    page.text(row as u32, column as u32, word, &Look::default())?;
                }
            }
            page.hide();
        }
        let mut page = book.sheet(&free(&mut names, &say(self.said, "cases-sheet-about", &[])))?;
        page.width(0, WIDE * 2.0)?;
        for (row, line) in notes.iter().enumerate() {
            page.text(row as u32, 0, line, &Look { wrap: true, ..Look::default() })?;
        }
        book.bytes()
    }

    /// The names of the sheets: of the lists, the cases, and each table.
    fn names(&self) -> Vec<String> {
        let mut names = vec![LISTS.to_owned()];
        free(&mut names, self.ready.book.name(self.language));
        for (_, field) in &self.tables {
            free(&mut names, field.name(self.language));
        }
        names
    }

    /// The name of a table's sheet.
    pub(super) fn table_name(&self, table: usize) -> String {
        self.names().get(table + 2).cloned().unwrap_or_default()
    }

    fn head(&self, page: &mut Page) -> Result<()> {
        let bold = Look { bold: true, border: true, wrap: true, ..Look::default() };
        let grey = Look { fill: Some(Colour([235, 235, 235])), ..bold.clone() };
        for (at, column) in self.columns.iter().enumerate() {
            let place = at as u32;
            page.text(0, place, &column.id(), &Look::default())?;
            let (heading, look) = match self.field(column) {
                Some(it) if it.is_computed() || it.sort.is_attached() => {
                    (it.name(self.language).to_owned(), &grey)
                }
                Some(it) => (heading(it, self.language), &bold),
                None => {
                    let key = format!("cases-sheet-{}", column.id().replace('_', "-"));
                    (say(self.said, &key, &[]), &grey)
                }
            };
            page.text(1, place, &heading, look)?;
            let wide = self.field(column).is_some_and(|it| it.lines.is_some()) || *column == Column::Reason;
            page.width(place, if wide { WIDE } else { WIDTH })?;
            if column.is_hidden() {
                page.hide_column(place)?;
            }
        }
        page.hide_row(0)?;
        page.head(HEAD_ROWS)
    }

    fn field(&self, column: &Column) -> Option<&Field> {
        match column {
            Column::Field(id) => self.ready.book.field.get(id),
            _ => None,
        }
    }

    /// The choices that are too long to stand in the cells: by column, their words.
    fn lists(&self) -> Vec<(usize, Vec<&str>)> {
        let of = |(at, column): (usize, &Column)| {
            let words = self.choices(column)?;
            (!fits_inline(&words)).then_some((at, words))
        };
        self.columns.iter().enumerate().filter_map(of).collect()
    }

    fn choices(&self, column: &Column) -> Option<Vec<&str>> {
        let (Column::Field(id), Some(field)) = (column, self.field(column)) else { return None };
        let words: Vec<&str> = match field.sort {
            Sort::Choice => self.ready.choices(id).iter().map(|it| it.name(self.language)).collect(),
            Sort::YesNo => [YES, NO].iter().filter_map(|it| self.said.get(*it)).map(String::as_str).collect(),
            _ => return None,
        };
        (!words.is_empty() && !field.is_computed()).then_some(words)
    }

    fn offer(&self, page: &mut Page, rows: u32, lists: &[(usize, Vec<&str>)]) -> Result<()> {
        for (at, column) in self.columns.iter().enumerate() {
            let Some(words) = self.choices(column) else { continue };
            let column = at as u32;
            let (first, last) = (HEAD_ROWS + 1, HEAD_ROWS + rows + NEW_ROWS);
            let area = Area { first_row: first, last_row: last, first_column: column, last_column: column };
            match lists.iter().position(|it| it.0 == at) {
                None => page.offer(area, Offered::Words(&words))?,
                Some(list) => {
                    let letters = sheets::column_letters(list as u32);
                    let range = format!("'{LISTS}'!${letters}$1:${letters}${}", words.len());
                    page.offer(area, Offered::Range(&range))?;
                }
            }
        }
        Ok(())
    }

    fn table(&self, page: &mut Page, (table, id, field): (usize, &str, &Field), cases: &[Out]) -> Result<()> {
        let grey = Some(Colour([235, 235, 235]));
        let bold = Look { bold: true, border: true, wrap: true, ..Look::default() };
        page.text(0, 0, &column::table_id(id), &Look::default())?;
        page.text(1, 0, &say(self.said, "cases-sheet-number", &[]), &bold)?;
        page.width(0, WIDTH)?;
        for (at, (id, column)) in field.columns.iter().enumerate() {
            let place = at as u32 + 1;
            page.text(0, place, id, &Look::default())?;
            let look = Look { fill: grey.filter(|_| column.is_computed()), ..bold.clone() };
            page.text(1, place, &heading(column, self.language), &look)?;
            page.width(place, WIDTH)?;
        }
        page.hide_row(0)?;
        page.head(HEAD_ROWS)?;
        let mut line = HEAD_ROWS;
        for case in cases {
            for (row, cells) in case.tables[table].iter().enumerate() {
                let marked = |column| case.marks.contains(&Mark::Table(table, row, column));
                put(page, line, 0, &Cell::Text(case.number.clone()), marked(0))?;
                for (at, it) in cells.iter().enumerate() {
                    put(page, line, at as u32 + 1, it, marked(at + 1))?;
                }
                line += 1;
            }
        }
        Ok(())
    }
}

/// The hidden sheet of lists; a name that no program translates.
const LISTS: &str = "lists";
pub(super) const YES: &str = "cases-yes";
pub(super) const NO: &str = "cases-no";

/// The name of a field, starred where it is needed.
fn heading(field: &Field, language: &str) -> String {
    let star = if field.needed { "*" } else { "" };
    format!("{}{star}", field.name(language))
}

/// What is to be mended stands on a ground of its own.
const MARKED: Colour = Colour([255, 214, 204]);

fn put(page: &mut Page, row: u32, column: u32, cell: &Cell, marked: bool) -> Result<()> {
    let look = Look { fill: marked.then_some(MARKED), ..Look::default() };
    match cell {
        // An empty cell is none, or the file would be mostly nothing.
        Cell::Text(text) if text.is_empty() && !marked => Ok(()),
        Cell::Text(text) => page.text(row, column, text, &look),
        Cell::Number(number, shape) => {
            page.number(row, column, *number, &Look { shape: Some(shape.clone()), ..look })
        }
    }
}

/// A sheet's name that no sheet has yet: Excel takes 31 characters and no name twice.
fn free(names: &mut Vec<String>, wanted: &str) -> String {
    let short: String = wanted.chars().take(26).collect();
    let name = (1..=names.len() + 1)
        .map(|it| if it == 1 { short.clone() } else { format!("{short} {it}") })
        .find(|it| !names.contains(&it.to_lowercase()))
        .unwrap_or_default();
    names.push(name.to_lowercase());
    name
}
