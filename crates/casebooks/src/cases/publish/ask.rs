//! What the office is told: how the public sees a case, and what is said against it.

use base::{Day, Instant, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    face::{Correction, Face},
    keep,
    open::{self, book::BookPublic},
    table,
};
use crate::cases::{access, case::Case, table as cases};

/// How the public sees a case of the reader's.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PublicFace {
    pub case: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FaceShown {
    pub case: String,
    pub number: String,
    /// Nothing: cases of this book are never public.
    pub book: Option<BookPublic>,
    /// `never`, `not_yet` (its rule is not true), `waits`, `shown`, `over`, `withdrawn`, `held`
    pub standing: String,
    pub from_on: Option<Day>,
    pub until_on: Option<Day>,
    pub held_why: Option<String>,
    pub corrections: Vec<Correction>,
    /// What is shown, or would be if it were published now.
    pub face: Option<Face>,
    pub objections: Vec<ObjectionShown>,
    /// Whether the reader's office answers for the book.
    pub may_answer: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ObjectionShown {
    pub id: String,
    pub at: Instant,
    pub text: String,
    pub state: String,
    pub answer: String,
    pub answered_at: Option<Instant>,
}

impl Question for PublicFace {
    const NAME: &'static str = "cases.public-face";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = FaceShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<FaceShown> {
        let (case, ready) = access::case(cx, &self.case)?;
        let may_answer = cx.actor.may("cases.act") && is_office(cx, &ready.book.open);
        let mut shown = FaceShown {
            case: case.id.clone(),
            number: case.number.clone(),
            book: None,
            standing: "never".to_owned(),
            from_on: None,
            until_on: None,
            held_why: None,
            corrections: Vec::new(),
            face: None,
            objections: Vec::new(),
            may_answer,
        };
        let Some(publish) = &ready.book.publish else { return Ok(shown) };
        shown.book = Some(open::book::public_book(&ready)?);
        let objections = table::objections(cx, &case.id)?;
        shown.objections = objections.into_iter().map(told).collect();
        let today = cx.today();
        let known = table::find(cx, &case.id)?;
        let Some(it) = known.filter(|it| it.withdrawn_on.is_none()) else {
            let withdrawn = table::find(cx, &case.id)?.is_some();
            let standing = if withdrawn { "withdrawn" } else { "not_yet" };
            standing.clone_into(&mut shown.standing);
            shown.face = Some(keep::face_of(cx, &ready, publish, &case)?);
            return Ok(shown);
        };
        let standing = match (&it.held_on, it.until_on) {
            (Some(_), _) => "held",
            (None, _) if today < it.from_on => "waits",
            (None, Some(until)) if until < today => "over",
            _ => "shown",
        };
        standing.clone_into(&mut shown.standing);
        (shown.from_on, shown.until_on) = (Some(it.from_on), it.until_on);
        (shown.held_why, shown.corrections) = (it.held_why, it.corrections);
        shown.face = Some(it.face.under(&ready, publish));
        Ok(shown)
    }
}

fn told(it: table::Objection) -> ObjectionShown {
    ObjectionShown {
        id: it.id,
        at: it.at,
        text: it.text,
        state: it.state,
        answer: it.answer,
        answered_at: it.answered_at,
    }
}

/// Whether the actor's role keeps a book: it answers for what the book publishes.
pub(super) fn is_office(cx: &Cx, open: &[String]) -> bool {
    open.is_empty() || open.contains(&cx.actor.role)
}

/// The cases of a book after `after`.
pub(super) fn of_book(cx: &mut Cx, book: &str, after: &str, limit: i64) -> Result<Vec<Case>> {
    let county = cx.county().to_owned();
    let sql = cases::select("f.county = $1 AND f.book = $2 AND f.id > $3 ORDER BY f.id LIMIT $4");
    cx.all(&sql, &[(&county).into(), book.into(), after.into(), limit.into()])
}
