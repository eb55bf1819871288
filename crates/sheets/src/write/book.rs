//! An xlsx being written.

use base::{Result, error::OrBroken};
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Note, Workbook,
    Worksheet,
};

use crate::{Area, Colour, limits::cut};

/// Widest a column is made, in characters.
const WIDTH_MAX: f64 = 60.0;

/// How a cell looks. The default is plain text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    pub bold: bool,
    pub struck: bool,
    pub font: Option<Colour>,
    pub fill: Option<Colour>,
    pub border: bool,
    pub wrap: bool,
    pub centred: bool,
    /// A number format code; text cells get `@` without it.
    pub shape: Option<String>,
}

/// What a range of cells offers to choose from.
#[derive(Clone, Copy, Debug)]
pub enum Offered<'o> {
    /// These words; [`fits_inline`] says whether they can stand in the cells themselves.
    Words(&'o [&'o str]),
    /// The texts of a range elsewhere: `'Lists'!$A$1:$A$40`.
    Range(&'o str),
}

/// Whether Excel keeps such a list in the cells themselves: 255 characters with commas between.
pub fn fits_inline(words: &[&str]) -> bool {
    let length: usize = words.iter().map(|it| it.chars().count() + 1).sum();
    length <= 255 && words.iter().all(|it| !it.contains([',', '"']))
}

pub struct Book {
    inner: Workbook,
}

/// One sheet. Rows and columns count from 0.
pub struct Page<'b> {
    inner: &'b mut Worksheet,
}

impl Default for Book {
    fn default() -> Book {
        Book::new()
    }
}

impl Book {
    pub fn new() -> Book {
        let mut inner = Workbook::new();
        // A fixed day, so that the same rows give the same bytes.
        if let Ok(day) = ExcelDateTime::from_ymd(2000, 1, 1) {
            inner.set_properties(&DocProperties::new().set_creation_datetime(&day));
        }
        Book { inner }
    }

    /// Adds a sheet. Characters that Excel forbids in names are replaced.
    pub fn sheet(&mut self, name: &str) -> Result<Page<'_>> {
        let name: String = name
            .chars()
            .map(|it| if matches!(it, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') { ' ' } else { it })
            .take(31)
            .collect();
        let sheet = self.inner.add_worksheet();
        sheet.set_name(name.trim()).or_broken()?;
        Ok(Page { inner: sheet })
    }

    pub fn bytes(mut self) -> Result<Vec<u8>> {
        self.inner.save_to_buffer().or_broken()
    }
}

impl Page<'_> {
    /// Writes text, always as text.
    pub fn text(&mut self, row: u32, column: u32, text: &str, look: &Look) -> Result<()> {
        let format = format(look, Some("@"));
        self.inner.write_string_with_format(row, at(column)?, cut(text), &format).or_broken()?;
        Ok(())
    }

    /// Writes a number as a number: amounts, counts, and what a careless clerk typed.
    pub fn number(&mut self, row: u32, column: u32, value: f64, look: &Look) -> Result<()> {
        let format = format(look, None);
        self.inner.write_number_with_format(row, at(column)?, value, &format).or_broken()?;
        Ok(())
    }

    /// Merges a range and writes its text. Row numbers of [`Area`] count from 1, as they are read.
    pub fn merge(&mut self, area: Area, text: &str, look: &Look) -> Result<()> {
        let (first, last) = (area.first_row - 1, area.last_row - 1);
        let (left, right) = (at(area.first_column)?, at(area.last_column)?);
        let format = format(look, Some("@"));
        if first == last && left == right {
            self.inner.write_string_with_format(first, left, cut(text), &format).or_broken()?;
        } else {
            self.inner.merge_range(first, left, last, right, cut(text), &format).or_broken()?;
        }
        Ok(())
    }

    pub fn hide_row(&mut self, row: u32) -> Result<()> {
        self.inner.set_row_hidden(row).or_broken().map(|_| ())
    }

    pub fn hide_column(&mut self, column: u32) -> Result<()> {
        self.inner.set_column_hidden(at(column)?).or_broken().map(|_| ())
    }

    /// Hides the whole sheet.
    pub fn hide(&mut self) {
        self.inner.set_hidden(true);
    }

    /// Sets a column's width in characters.
    pub fn width(&mut self, column: u32, characters: f64) -> Result<()> {
        self.inner.set_column_width(at(column)?, characters.min(WIDTH_MAX)).or_broken().map(|_| ())
    }

    /// Keeps the first rows in sight and repeats them on every printed page.
    pub fn head(&mut self, rows: u32) -> Result<()> {
        self.inner.set_freeze_panes(rows, 0).or_broken()?;
        if 0 < rows {
            self.inner.set_repeat_rows(0, rows - 1).or_broken()?;
        }
        Ok(())
    }

    /// Puts filter buttons over a range.
    pub fn filter(&mut self, area: Area) -> Result<()> {
        let (left, right) = (at(area.first_column)?, at(area.last_column)?);
        self.inner.autofilter(area.first_row - 1, left, area.last_row - 1, right).or_broken().map(|_| ())
    }

    /// Offers what may stand in a range; another word is refused by the program that edits the file.
    pub fn offer(&mut self, area: Area, offered: Offered) -> Result<()> {
        let rule = match offered {
            Offered::Words(words) => DataValidation::new().allow_list_strings(words).or_broken()?,
            Offered::Range(range) => {
                DataValidation::new().allow_list_formula(Formula::new(format!("={range}")))
            }
        };
        let (left, right) = (at(area.first_column)?, at(area.last_column)?);
        let (first, last) = (area.first_row - 1, area.last_row - 1);
        self.inner.add_data_validation(first, left, last, right, &rule).or_broken().map(|_| ())
    }

    /// Hangs a remark on a cell.
    pub fn remark(&mut self, row: u32, column: u32, text: &str) -> Result<()> {
        let note = Note::new(cut(text)).add_author_prefix(false);
        self.inner.insert_note(row, at(column)?, &note).or_broken().map(|_| ())
    }

    /// A4, landscape, page x of y at the foot.
    pub fn landscape(&mut self) {
        self.inner.set_paper_size(9).set_landscape().set_footer("&C&P / &N");
    }
}

/// A whole table as a workbook of one sheet, every cell text.
pub fn table<'r>(name: &str, head: &[&str], rows: impl IntoIterator<Item = &'r [String]>) -> Result<Vec<u8>> {
    let mut book = Book::new();
    let mut page = book.sheet(name)?;
    let bold = Look { bold: true, border: true, wrap: true, ..Look::default() };
    let plain = Look { border: true, ..Look::default() };
    let mut widths: Vec<usize> = head.iter().map(|it| columns(it)).collect();
    for (column, text) in head.iter().enumerate() {
        page.text(0, column as u32, text, &bold)?;
    }
    for (row, values) in rows.into_iter().enumerate() {
        for (column, text) in values.iter().enumerate() {
            page.text(row as u32 + 1, column as u32, text, &plain)?;
            if let Some(width) = widths.get_mut(column) {
                *width = columns(text).max(*width);
            }
        }
    }
    for (column, width) in widths.iter().enumerate() {
        page.width(column as u32, *width as f64 + 2.0)?;
    }
    page.head(1)?;
    book.bytes()
}

/// Columns that a text takes on the screen: two for a Chinese character.
fn columns(text: &str) -> usize {
    text.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum()
}

fn at(column: u32) -> Result<u16> {
    u16::try_from(column).or_broken()
}

fn format(look: &Look, otherwise: Option<&str>) -> Format {
    let colour = |it: Colour| {
        let [red, green, blue] = it.0.map(u32::from);
        rust_xlsxwriter::Color::RGB(red << 16 | green << 8 | blue)
    };
    let mut format = Format::new();
    if let Some(shape) = look.shape.as_deref().or(otherwise) {
        format = format.set_num_format(shape);
    }
    if look.bold {
        format = format.set_bold();
    }
    if look.struck {
        format = format.set_font_strikethrough();
    }
    if let Some(font) = look.font {
        format = format.set_font_color(colour(font));
    }
    if let Some(fill) = look.fill {
        format = format.set_background_color(colour(fill));
    }
    if look.border {
        format = format.set_border(FormatBorder::Thin);
    }
    if look.wrap {
        format = format.set_text_wrap();
    }
    if look.centred {
        format = format.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    }
    format
}
