//! Every book of the county with its edition and its draft; and one of them as a picture.

use std::collections::BTreeMap;

use base::{Error, Instant, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FormShown, form_of};
use crate::{
    books::{Groups, Shelf, ask::Words},
    cases,
    drafts::{
        begin,
        picture::{self, Picture},
        table::{self, Draft},
    },
    editions,
};

/// Drafts that are shown, those that are published last.
const DRAFTS_MAX: i64 = 50;

/// Every book of the county, and the drafts.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Designer {
    /// Words of a book's name or its id.
    pub q: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DesignerShown {
    pub groups: Vec<GroupShown>,
    pub drafts: Vec<DraftLine>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupShown {
    pub id: String,
    pub name: Words,
    pub books: Vec<BookLine>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BookLine {
    pub id: String,
    pub name: Words,
    pub edition: i64,
    /// Whether the county published it itself.
    pub own: bool,
    /// The draft that is open.
    pub draft: Option<DraftLine>,
    /// Open cases of older editions.
    pub old_cases: i64,
}

/// A draft in a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DraftLine {
    pub id: String,
    pub book: String,
    pub name: Words,
    pub state: String,
    pub changed_at: Instant,
    pub changed_name: String,
    pub edition: Option<i64>,
}

impl Question for Designer {
    const NAME: &'static str = "drafts.books";
    const RIGHT: &'static str = "books.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = DesignerShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<DesignerShown> {
        let pack = cx.house.packs.county(cx.county())?;
        let shelf = pack.made::<Shelf>();
        let drafts = table::latest(cx, DRAFTS_MAX)?;
        let own: Vec<String> = table::pages(cx)?.into_iter().map(|it| it.book).collect();
        let old = cases::older_by_book(cx)?;
        let typed = self.q.unwrap_or_default().trim().to_lowercase();
        let mut groups = Vec::new();
        for (id, group) in &pack.get::<Groups>().group {
            let fits = |it: &&std::sync::Arc<crate::books::Ready>| {
                let names = [it.id.as_str(), &it.book.zh, &it.book.en];
                it.book.group == *id
                    && (typed.is_empty() || names.iter().any(|name| name.to_lowercase().contains(&typed)))
            };
            let books = shelf.iter().filter(fits).map(|it| BookLine {
                id: it.id.clone(),
                name: Words::of(&it.book),
                edition: it.book.edition,
                own: own.contains(&it.id),
                draft: drafts
                    .iter()
                    .find(|draft| draft.book == it.id && draft.is_open())
                    .map(|it| line(&shelf, it)),
                old_cases: waiting(&old, &it.id, it.book.edition),
            });
            let books: Vec<BookLine> = books.collect();
            groups.push(GroupShown { id: id.clone(), name: Words::of(group), books });
        }
        Ok(DesignerShown { groups, drafts: drafts.iter().map(|it| line(&shelf, it)).collect() })
    }
}

fn waiting(old: &BTreeMap<(String, i64), i64>, book: &str, edition: i64) -> i64 {
    old.iter().filter(|((of, at), _)| of == book && *at != edition).map(|it| it.1).sum()
}

/// A draft by the name of its book, as its own text has it.
pub(super) fn line(shelf: &Shelf, it: &Draft) -> DraftLine {
    let own = it.text.parse::<toml_edit::DocumentMut>().ok().and_then(|document| {
        let text = |name: &str| document.get(name)?.as_str().map(str::to_owned);
        Some(Words { zh: text("zh")?, en: text("en")? })
    });
    let name = own.or_else(|| shelf.get(&it.book).map(|it| Words::of(&it.book)));
    DraftLine {
        id: it.id.clone(),
        book: it.book.clone(),
        name: name.unwrap_or_else(|| Words { zh: it.book.clone(), en: it.book.clone() }),
        state: it.state.clone(),
        changed_at: it.changed_at,
        changed_name: it.changed_name.clone(),
        edition: it.edition,
    }
}

/// A book in force: its states and steps as a picture, its form, its editions.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DesignedBook {
    pub book: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DesignShown {
    pub id: String,
    pub name: Words,
    pub group: Words,
    pub basis: String,
    pub confidence: String,
    pub edition: i64,
    pub picture: Picture,
    pub form: FormShown,
    pub editions: Vec<EditionShown>,
    pub drafts: Vec<DraftLine>,
    /// Whether a draft of it is open.
    pub open_draft: Option<String>,
    /// What the county published itself.
    pub own: Option<OwnShown>,
    /// Open cases of older editions.
    pub old_cases: i64,
    pub text: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EditionShown {
    pub edition: i64,
    pub since: Instant,
    pub texts: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnShown {
    pub published_at: Instant,
    pub published_name: String,
    /// Cases that stand on it: while there is one it is not withdrawn.
    pub cases: i64,
}

impl Question for DesignedBook {
    const NAME: &'static str = "drafts.book";
    const RIGHT: &'static str = "books.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = DesignShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<DesignShown> {
        let pack = cx.house.packs.county(cx.county())?;
        let shelf = pack.made::<Shelf>();
        let ready = shelf.get(&self.book).ok_or_else(|| Error::missing("casebook"))?;
        let book = &ready.book;
        let own = match table::page(cx, &ready.id)? {
            Some(it) => Some(OwnShown {
                published_at: it.published_at,
                published_name: it.published_name,
                cases: cases::standing_on(cx, &ready.id, it.edition)?,
            }),
            None => None,
        };
        let county = cx.county();
        let kept = editions::of_book(cx, county, &ready.id)?;
        let drafts = table::of_book(cx, &ready.id)?;
        let old = cases::older_by_book(cx)?;
        let group = pack.get::<Groups>().group.get(&book.group).map(Words::of);
        Ok(DesignShown {
            id: ready.id.clone(),
            name: Words::of(book),
            group: group.unwrap_or_else(|| Words { zh: book.group.clone(), en: book.group.clone() }),
            basis: book.basis.clone(),
            confidence: book.confidence.as_str().to_owned(),
            edition: book.edition,
            picture: picture::of(book),
            form: form_of(book, Some(ready)),
            editions: kept
                .into_iter()
                .map(|it| EditionShown { edition: it.edition, since: it.first_kept_at, texts: it.texts })
                .collect(),
            open_draft: drafts.iter().find(|it| it.is_open()).map(|it| it.id.clone()),
            drafts: drafts.iter().map(|it| line(&shelf, it)).collect(),
            own,
            old_cases: waiting(&old, &ready.id, book.edition),
            text: begin::in_force(cx, &ready.id)?,
        })
    }
}
