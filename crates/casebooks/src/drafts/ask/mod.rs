//! Books and drafts as the designer shows them. A declaration says nothing of anybody: whoever designs
//! books sees all of them, whole.

pub mod books;
pub mod draft;
pub mod rehearsal;

use schemars::JsonSchema;
use serde::Serialize;

use crate::books::{
    Book, Ready,
    ask::{FieldShown, PartShown, Words, field},
};

/// The fields of a book by their groups, as a form has them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FormShown {
    pub parts: Vec<PartShown>,
    pub fields: Vec<FieldShown>,
}

fn form_of(book: &Book, ready: Option<&Ready>) -> FormShown {
    let choices = |id: &str, it: &crate::books::Field| match ready {
        Some(ready) => ready.choices(id).to_vec(),
        None => it.choices.clone(),
    };
    FormShown {
        parts: parts_of(book),
        fields: book.field.iter().map(|(id, it)| field(id, it, &choices(id, it))).collect(),
    }
}

fn parts_of(book: &Book) -> Vec<PartShown> {
    book.part.iter().map(|(id, it)| PartShown { id: id.clone(), name: Words::of(it) }).collect()
}
