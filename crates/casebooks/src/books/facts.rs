//! What the rules of a book may name: its own fields as `case.…`, and the facts of its subject.

use rules::{Catalogue, Fact, Kind};

use super::{Book, Field, field::Choice};

/// The state, and days that every case has, as rules name them beside its fields.
pub const STATE: &str = "case.state";
pub const OPENED_ON: &str = "case.opened_on";
pub const TODAY: &str = "case.today";

/// The catalogue that rules of `book` are compiled against. `choices` answers those of a field.
pub fn catalogue(book: &Book, pack: &Catalogue, choices: &dyn Fn(&Field) -> Vec<Choice>) -> Catalogue {
    let mut all = Catalogue::default();
    if book.subject == "person" {
        for fact in pack.iter() {
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
    }
    all
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

/// The facts that a book gives of its subject: `<book>.<fact>`. Only people have facts that rules
/// of other rooms read.
pub fn given(id: &str, book: &Book) -> Vec<Fact> {
    if book.subject != "person" {
        return Vec::new();
    }
    let kind = |name: &str| {
        let given = &book.fact[name];
        match &given.last {
            None => Some(Kind::Int),
            Some(field) => book.field.get(field).and_then(|it| it.kind(&it.choices)),
        }
    };
    let facts = book.fact.keys().filter_map(|name| Some(Fact::new(&format!("{id}.{name}"), kind(name)?)));
    facts.collect()
}
