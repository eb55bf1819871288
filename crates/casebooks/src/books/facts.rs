//! What the rules of a book may name: its own fields as `case.…`, and the facts of its subject.

use rules::{Catalogue, Fact, Kind};

use super::{Book, Field, Sort, field::Choice};

/// The state, and days that every case has, as rules name them beside its fields.
pub const STATE: &str = "case.state";
pub const OPENED_ON: &str = "case.opened_on";
pub const TODAY: &str = "case.today";

/// What rules may read of a column of a table, behind its name: `case.sessions.hours.sum`.
pub const SUM: &str = "sum";
/// How many rows of a table have the column filled; of a yes-or-no column, how many say yes.
pub const COUNT: &str = "count";

/// The purpose of facts that are asked by the ids of facilities, for what whoever cares is owed.
pub const OF_FACILITIES: &str = "facility";

/// Whether rules of other rooms read what cases say of such subjects.
pub fn is_told(subject: &str) -> bool {
    matches!(subject, "person" | "facility")
}

/// What rules of a table's rows name the columns of their own row by: `row.hours`.
const ROW: &str = "row.";

/// The column of its own row that a rule of a row reads under a name.
pub fn column_of(name: &str) -> Option<&str> {
    name.strip_prefix(ROW)
}

/// The field of the case that a rule reads under a name: of a column, its table.
pub fn field_of(name: &str) -> Option<&str> {
    name.strip_prefix("case.")?.split('.').next()
}

/// What rules read of a table's columns: each name behind the table's, with its kind.
fn of_columns(field: &Field) -> impl Iterator<Item = (String, Kind)> + '_ {
    field.columns.iter().flat_map(|(id, column)| {
        let sum = match column.sort {
            Sort::Money => Some(Kind::Money),
            _ => column.sort.is_figure().then_some(Kind::Int),
        };
        let sum = sum.map(|kind| (format!("{id}.{SUM}"), kind));
        sum.into_iter().chain([(format!("{id}.{COUNT}"), Kind::Int)])
    })
}

/// The catalogue that rules of `book` are compiled against. `choices` answers those of a field.
pub fn catalogue(book: &Book, pack: &Catalogue, choices: &dyn Fn(&Field) -> Vec<Choice>) -> Catalogue {
    let mut all = Catalogue::default();
    if book.subject == "person" {
        // What facilities tell is nothing that a person could be asked for.
        for fact in pack.iter().filter(|it| it.purpose.as_deref() != Some(OF_FACILITIES)) {
            all.add(fact.clone());
        }
    }
    let states: Vec<&str> = book.state.keys().map(String::as_str).collect();
    all.add(Fact::new(STATE, Kind::choice(&states)));
    all.add(Fact::new(OPENED_ON, Kind::Day));
    all.add(Fact::new(TODAY, Kind::Day));
    for (id, field) in &book.field {
        if let Some(kind) = field.kind(&choices(field)) {
            all.add(Fact::new(&format!("case.{id}"), kind));
        }
        for (name, kind) in of_columns(field) {
            all.add(Fact::new(&format!("case.{id}.{name}"), kind));
        }
    }
    all
}

/// What rules of a table's rows may name: the columns of the row beside what rules of the case read.
pub fn with_row(all: &Catalogue, table: &Field, choices: &dyn Fn(&Field) -> Vec<Choice>) -> Catalogue {
    let mut known = all.clone();
    for (id, column) in &table.columns {
        if let Some(kind) = column.kind(&choices(column)) {
            known.add(Fact::new(&format!("{ROW}{id}"), kind));
        }
    }
    known
}

/// The counts that all books give of subjects of one kind, for rules about such a subject:
/// `home_filing.filed > 0`.
pub fn of_subject<'b>(books: impl Iterator<Item = (&'b str, &'b Book)>, subject: &str) -> Catalogue {
    let mut all = Catalogue::default();
    for (id, book) in books.filter(|it| it.1.subject == subject) {
        for (name, _) in book.fact.iter().filter(|it| it.1.count.is_some()) {
            all.add(Fact::new(&format!("{id}.{name}"), Kind::Int));
        }
    }
    all
}

/// The facts that a book gives of its subject: `<book>.<fact>`. Rules of other rooms read those of
/// people and of facilities.
pub fn given(id: &str, book: &Book) -> Vec<Fact> {
    if !is_told(&book.subject) {
        return Vec::new();
    }
    let of_facilities = book.subject == "facility";
    let of_whom = |fact: Fact| if of_facilities { fact.purpose(OF_FACILITIES) } else { fact };
    let kind = |name: &str| {
        let given = &book.fact[name];
        match &given.last {
            None => Some(Kind::Int),
            Some(field) => book.field.get(field).and_then(|it| it.kind(&it.choices)),
        }
    };
    let facts = book.fact.keys().filter_map(|name| Some(Fact::new(&format!("{id}.{name}"), kind(name)?)));
    facts.map(of_whom).collect()
}
