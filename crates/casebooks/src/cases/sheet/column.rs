//! The columns of a sheet: each has an id that stands in a hidden first row, so that a sheet whose
//! headings were translated, moved or mended is still understood. Pure.

use crate::books::{Field, Named, Ready, Sort};

/// What stands before the id of a declared field.
const FIELD: &str = "field.";
/// What stands in the first cell of a sheet that holds the rows of a table.
const TABLE: &str = "table.";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Case,
    Revision,
    Book,
    Edition,
    Number,
    Subject,
    Area,
    State,
    Due,
    Field(String),
    /// Why a row was not taken.
    Reason,
}

impl Column {
    pub(super) fn id(&self) -> String {
        match self {
            Column::Case => "case".to_owned(),
            Column::Revision => "revision".to_owned(),
            Column::Book => "book".to_owned(),
            Column::Edition => "edition".to_owned(),
            Column::Number => "number".to_owned(),
            Column::Subject => "subject".to_owned(),
            Column::Area => "area".to_owned(),
            Column::State => "state".to_owned(),
            Column::Due => "due_on".to_owned(),
            Column::Reason => "reason".to_owned(),
            Column::Field(id) => format!("{FIELD}{id}"),
        }
    }

    pub(super) fn parse(id: &str) -> Option<Column> {
        let fixed = [
            Column::Case,
            Column::Revision,
            Column::Book,
            Column::Edition,
            Column::Number,
            Column::Subject,
            Column::Area,
            Column::State,
            Column::Due,
            Column::Reason,
        ];
        let field = id.strip_prefix(FIELD).map(|it| Column::Field(it.to_owned()));
        field.or_else(|| fixed.into_iter().find(|it| it.id() == id))
    }

    /// For the program and not for people.
    pub(super) fn is_hidden(&self) -> bool {
        matches!(self, Column::Case | Column::Revision | Column::Book | Column::Edition)
    }
}

/// The columns of a book for a role. Tables have sheets of their own.
pub(super) fn of(ready: &Ready, role: &str) -> Vec<Column> {
    let mut columns =
        vec![Column::Case, Column::Revision, Column::Book, Column::Edition, Column::Number, Column::State];
    if ready.book.subject != "none" {
        columns.push(Column::Subject);
    }
    columns.extend([Column::Area, Column::Due]);
    columns.extend(visible(ready, role).filter(|it| it.1.sort != Sort::Table).map(|it| field(it.0)));
    columns
}

/// The table fields that a role sees.
pub(super) fn tables<'r>(ready: &'r Ready, role: &'r str) -> impl Iterator<Item = (&'r str, &'r Field)> {
    visible(ready, role).filter(|it| it.1.sort == Sort::Table)
}

fn visible<'r>(ready: &'r Ready, role: &'r str) -> impl Iterator<Item = (&'r str, &'r Field)> {
    let fields = ready.book.field.iter().map(|(id, it)| (id.as_str(), it));
    fields.filter(move |it| ready.book.may_see_field(it.1, role))
}

fn field(id: &str) -> Column {
    Column::Field(id.to_owned())
}

pub(super) fn table_id(field: &str) -> String {
    format!("{TABLE}{field}")
}

pub(super) fn table_of(id: &str) -> Option<&str> {
    id.strip_prefix(TABLE)
}

/// The column that a heading names, where the hidden row is gone: a field by its name in either
/// language, if only one of the role's bears it.
pub(super) fn by_name(ready: &Ready, role: &str, heading: &str) -> Option<Column> {
    let heading = heading.trim().trim_end_matches('*');
    let fits = |it: &Field| it.zh() == heading || it.en().eq_ignore_ascii_case(heading);
    let mut fields = visible(ready, role).filter(|it| fits(it.1));
    let found = fields.next()?;
    fields.next().is_none().then(|| field(found.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_again_by_its_id() {
        for column in [Column::Case, Column::Due, Column::Reason, Column::Field("case".into())] {
            assert_eq!(Column::parse(&column.id()), Some(column));
        }
        assert_eq!(Column::parse("something"), None);
        assert_eq!(table_of(&table_id("rooms")), Some("rooms"));
    }
}
