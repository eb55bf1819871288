//! What a move would do: how many cases stand where, where they would go, which would be refused and why.

use std::collections::BTreeMap;

use base::{Instant, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{pass, plan, table};
use crate::{
    books::ask::Words,
    cases::{access, refusal::Reason},
    editions,
};

/// Cases that a preview reads one by one; beyond it the counts stand alone.
const JUDGED_MAX: i64 = 2_000;
/// Refused cases that are shown.
const SHOWN_MAX: usize = 100;
const MOVES_MAX: i64 = 10;

/// The open cases of a book that go by older editions, and what a move would do with each.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MovePreview {
    pub book: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PreviewShown {
    pub book: String,
    pub book_name: Words,
    /// The edition in force.
    pub edition: i64,
    /// Open cases of older editions.
    pub waiting: i64,
    pub groups: Vec<GroupShown>,
    /// How many of them were read one by one.
    pub judged: i64,
    pub refused: i64,
    pub refusals: Vec<RefusalShown>,
    /// Fields that the edition in force has no more, with the cases in which something stands there.
    pub fallen: Vec<FallenShown>,
    /// Fields that have another name.
    pub renamed: Vec<RenamedShown>,
    pub moves: Vec<MoveShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupShown {
    pub edition: i64,
    pub state: Words,
    pub cases: i64,
    /// Where they go; nothing when the book does not say.
    pub to: Option<Words>,
    pub stays: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RefusalShown {
    pub case: String,
    pub number: String,
    pub title: String,
    pub reasons: Vec<Reason>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FallenShown {
    pub field: Words,
    pub cases: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RenamedShown {
    pub from: String,
    pub to: Words,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MoveShown {
    pub id: String,
    pub by: String,
    pub edition: i64,
    pub cases: i64,
    pub moved: i64,
    pub refused: i64,
    pub job: Option<String>,
    pub made_at: Instant,
    pub ended_at: Option<Instant>,
}

impl Question for MovePreview {
    const NAME: &'static str = "cases.move-preview";
    const RIGHT: &'static str = "books.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = PreviewShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<PreviewShown> {
        let ready = access::book(cx, &self.book)?;
        let (book, edition) = (&ready.book, ready.book.edition);
        let plain = |id: &str| Words { zh: id.to_owned(), en: id.to_owned() };
        let mut groups = Vec::new();
        let mut waiting = 0;
        for it in table::groups(cx, &ready.id, edition)? {
            waiting += it.cases;
            let old = editions::of_case(cx, Some(&ready), &ready.id, it.edition, &it.state)?;
            let to = plan::to_state(book, &it.state);
            groups.push(GroupShown {
                edition: it.edition,
                state: old.book.state.get(&it.state).map_or_else(|| plain(&it.state), Words::of),
                cases: it.cases,
                stays: to == Some(it.state.as_str()),
                to: to.and_then(|to| book.state.get(to)).map(Words::of),
            });
        }
        let mut judged = Judged::default();
        for case in table::older(cx, &ready.id, edition, "", JUDGED_MAX)? {
            judged.cases += 1;
            let (id, number, title) = (case.id.clone(), case.number.clone(), case.title.clone());
            let old = access::book_of(cx, &case)?;
            match pass::prepare(cx, &ready, case)? {
                Ok((_, moved)) => {
                    for field in moved.fallen {
                        let name = old.book.field.get(&field).map_or_else(|| plain(&field), Words::of);
                        judged.fallen.entry(field).or_insert((name, 0)).1 += 1;
                    }
                }
                Err(reasons) => {
                    judged.refused += 1;
                    if judged.shown.len() < SHOWN_MAX {
                        judged.shown.push(RefusalShown { case: id, number, title, reasons });
                    }
                }
            }
        }
        let renamed = book.renamed.iter().filter_map(|(from, to)| {
            Some(RenamedShown { from: from.clone(), to: Words::of(book.field.get(to)?) })
        });
        Ok(PreviewShown {
            book: ready.id.clone(),
            book_name: Words::of(book),
            edition,
            waiting,
            groups,
            judged: judged.cases,
            refused: judged.refused,
            refusals: judged.shown,
            fallen: judged.fallen.into_values().map(|(field, cases)| FallenShown { field, cases }).collect(),
            renamed: renamed.collect(),
            moves: table::of_book(cx, &ready.id, MOVES_MAX)?.into_iter().map(shown).collect(),
        })
    }
}

#[derive(Default)]
struct Judged {
    cases: i64,
    refused: i64,
    shown: Vec<RefusalShown>,
    fallen: BTreeMap<String, (Words, i64)>,
}

fn shown(it: table::MoveRow) -> MoveShown {
    MoveShown {
        id: it.id,
        by: it.name,
        edition: it.edition,
        cases: it.cases,
        moved: it.moved,
        refused: it.refused,
        job: it.job,
        made_at: it.made_at,
        ended_at: it.ended_at,
    }
}
