//! What a capability rests on is declared in its books: `rests.tsv` names the fields, steps, figures
//! and publications without which the capability would not be there.

use std::{collections::BTreeSet, fs, path::Path};

use casebooks::books::Shelf;
use serde_json::Value;
use store::scratch::Scratch;

use super::walk::all_books;
use crate::world::World;

/// `requirement, book, paths`.
const RESTS: &str = include_str!("rests.tsv");
const NAME: &str = "what_a_capability_rests_on_is_declared";

fn at<'v>(book: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(book, |it, name| it.get(name)).filter(|it| !is_empty(it))
}

fn is_empty(value: &Value) -> bool {
    value.is_null()
        || value.as_array().is_some_and(Vec::is_empty)
        || value.as_object().is_some_and(serde_json::Map::is_empty)
}

#[test]
fn what_a_capability_rests_on_is_declared() {
    let lite = Scratch::lite();
    let world = World::open_packs(lite.url(), &[], &all_books());
    let shelf = world.house.packs.now().made::<Shelf>();
    let (mut faults, mut ids) = (Vec::new(), BTreeSet::new());
    for line in RESTS.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, book, paths] = cells[..] else {
            faults.push(format!("{line}: three columns"));
            continue;
        };
        ids.insert(id);
        let Some(ready) = shelf.get(book) else {
            faults.push(format!("{id}: no book {book}"));
            continue;
        };
        if !ready.book.requirements.iter().any(|it| it == id) {
            faults.push(format!("{book} does not say that it serves {id}"));
        }
        let declared = serde_json::to_value(&ready.book).expect("a book as JSON");
        let lacks = paths.split(' ').filter(|it| at(&declared, it).is_none());
        faults.extend(lacks.map(|it| format!("{id}: {book} has no {it}")));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    // What the table of capabilities says of this test stands here.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let coverage = fs::read_to_string(root.join("docs/coverage.tsv")).expect("docs/coverage.tsv");
    let named = coverage.lines().filter(|it| it.contains(NAME));
    let without: Vec<&str> =
        named.filter_map(|it| it.split('\t').next()).filter(|id| !ids.contains(id)).collect();
    assert!(without.is_empty(), "rests.tsv lacks {without:?}");
}
