//! A text of a book against the county's pack: what is wrong in it, and what it says.

use std::sync::Arc;

use base::{Error, Fault, Result};
use platform::{
    Cx,
    packs::{Pack, PackFault},
    terms::CodeRow,
};

use super::page;
use crate::books::{Book, Books, Ready, books};

/// A text that was read.
pub(super) struct Checked {
    /// The book, when the text can be read at all.
    pub(super) book: Option<Book>,
    /// The book with its rules compiled, when nothing is wrong.
    pub(super) ready: Option<Arc<Ready>>,
    pub(super) faults: Vec<PackFault>,
}

/// Reads and checks one text beside the pack in use: quick enough for every pause in typing. What other
/// books say of this one is checked when it is handed in.
pub(super) fn text(pack: &Pack, book: &str, text: &str) -> Checked {
    let own = pack.get::<Books>();
    let (read, faults) = pack.check_page::<Book>(&page::path(book), text, |id, read, check| {
        let mut all = own.clone();
        all.0.insert(id.to_owned(), read.clone());
        books::check_one(&all, id, check);
    });
    let ready = read.clone().filter(|_| faults.is_empty());
    let ready = ready.and_then(|it| Ready::make(book, it, pack.facts(), pack.rows::<CodeRow>()).ok());
    Checked { book: read, ready: ready.map(Arc::new), faults }
}

/// Checks the whole pack as it would be; every fault is told where it stands, in other files, too.
pub(super) fn whole(cx: &Cx, book: &str, text: &str) -> Result<()> {
    let county = cx.county();
    match cx.house.packs.tried(county, &page::path(book), text) {
        Ok(_) => Ok(()),
        Err(faults) => Err(Error::Invalid(faults.into_iter().map(|it| of_form(county, book, it)).collect())),
    }
}

/// A fault of a pack as one of the form in which its text stands.
fn of_form(county: &str, book: &str, it: PackFault) -> Fault {
    let own = it.file.ends_with(&format!("{county}/{}", page::path(book)));
    let path = if own { "values.text".to_owned() } else { format!("{}:{}", it.file, it.line) };
    let fault = Fault { path: path.into(), key: it.key, args: it.args };
    fault.arg("line", it.line).arg("column", it.column)
}
