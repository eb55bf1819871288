//! The public's questions about cases: lists and one.

use std::collections::BTreeMap;

use base::{Day, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Arg;

use super::book::{BookPublic, public_book};
use crate::{
    books::{Groups, Shelf, ask::Words},
    cases::publish::{
        READ,
        face::{self, Correction, FaceField},
        table::{self, Published},
    },
};

/// What the county publishes, as its books are grouped.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct PublicBooks {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PublicGroup {
    pub id: String,
    pub name: Words,
    pub books: Vec<PublicBook>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PublicBook {
    pub id: String,
    pub name: Words,
    /// How many cases are public today, and since when the latest is.
    pub cases: i64,
    pub latest: Option<Day>,
}

impl Question for PublicBooks {
    const NAME: &'static str = "public.books";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<PublicGroup>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Vec<PublicGroup>> {
        let (county, today) = (cx.county().to_owned(), cx.today().to_string());
        let counted: Vec<(String, i64, Option<Day>)> = cx.all(
            "SELECT book, COUNT(*), MAX(from_on) FROM case_publication
             WHERE county = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on >= $2)
                AND withdrawn_on IS NULL AND held_on IS NULL
             GROUP BY book",
            &[(&county).into(), (&today).into()],
        )?;
        let counted: BTreeMap<String, (i64, Option<Day>)> =
            counted.into_iter().map(|(book, cases, latest)| (book, (cases, latest))).collect();
        let pack = cx.house.packs.county(cx.county())?;
        let shelf = pack.made::<Shelf>();
        let mut groups = Vec::new();
        for (id, group) in &pack.get::<Groups>().group {
            let its = shelf.iter().filter(|it| it.book.group == *id && it.book.publish.is_some());
            let books: Vec<PublicBook> = its
                .map(|it| {
                    let (cases, latest) = counted.get(&it.id).copied().unwrap_or_default();
                    PublicBook { id: it.id.clone(), name: Words::of(&it.book), cases, latest }
                })
                .collect();
            if !books.is_empty() {
                groups.push(PublicGroup { id: id.clone(), name: Words::of(group), books });
            }
        }
        Ok(groups)
    }
}

/// What is public of one book today.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PublicCases {
    pub book: String,
    /// Words of what is published, or a number.
    pub q: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

/// A published case as a line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PublicRow {
    pub id: String,
    pub number: String,
    pub title: Words,
    pub subject: Option<Words>,
    pub from_on: Day,
    pub until_on: Option<Day>,
    /// The last day on which something of it was corrected.
    pub corrected_on: Option<Day>,
    pub fields: Vec<FaceField>,
}

const ORDERS: &[Order] = &[
    ("from_on", " ORDER BY p.from_on DESC, p.case_id DESC", " ORDER BY p.from_on, p.case_id"),
    ("number", " ORDER BY p.number, p.case_id", " ORDER BY p.number DESC, p.case_id"),
];

impl Question for PublicCases {
    const NAME: &'static str = "public.cases";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<PublicRow>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<ListAnswer<PublicRow>> {
        let ready = super::book(cx, &self.book)?;
        let Some(publish) = &ready.book.publish else { return Err(base::Error::missing("publication")) };
        let (county, today) = (cx.county().to_owned(), cx.today().to_string());
        let typed = self.q.as_deref().unwrap_or("").trim().to_lowercase().replace(['%', '_'], "");
        let (pattern, declared) = (format!("%{typed}%"), face::declared(publish));
        let mut condition = "p.county = $1 AND p.book = $2 AND p.from_on <= $3
            AND (p.until_on IS NULL OR p.until_on >= $3) AND p.withdrawn_on IS NULL AND p.held_on IS NULL"
            .to_owned();
        let mut args: Vec<Arg> = vec![(&county).into(), (&ready.id).into(), (&today).into()];
        if !typed.is_empty() {
            // What was published by another declaration is not searched: it may say more than is public now.
            condition.push_str(" AND (p.found LIKE $4 AND p.declared = $5 OR LOWER(p.number) LIKE $4)");
            args.extend([Arg::from(&pattern), Arg::from(&declared)]);
        }
        let found: ListAnswer<Published> = self.list.read(cx, &table::select(&condition), ORDERS, &args)?;
        Ok(found.map(|mut it| {
            it.face = it.face.under(&ready, publish);
            row(it)
        }))
    }
}

pub(super) fn row(it: Published) -> PublicRow {
    PublicRow {
        corrected_on: it.corrections.iter().map(|it| it.on).max(),
        id: it.case,
        number: it.number,
        title: it.face.title,
        subject: it.face.subject,
        from_on: it.from_on,
        until_on: it.until_on,
        fields: it.face.fields,
    }
}

/// One published case.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PublicCase {
    pub book: String,
    pub case: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PublicCaseShown {
    #[serde(flatten)]
    pub row: PublicRow,
    pub book: BookPublic,
    pub corrections: Vec<Correction>,
}

impl Question for PublicCase {
    const NAME: &'static str = "public.case";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = PublicCaseShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<PublicCaseShown> {
        let (mut it, ready) = super::published(cx, &self.book, &self.case)?;
        let corrections = std::mem::take(&mut it.corrections);
        let book = public_book(&ready)?;
        let corrected_on = corrections.iter().map(|it| it.on).max();
        Ok(PublicCaseShown { row: PublicRow { corrected_on, ..row(it) }, book, corrections })
    }
}
