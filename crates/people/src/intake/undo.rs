//! Takes a decision back: what it wrote is withdrawn, what that had covered stands again.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    decide::{Decided, basis},
    judge::Verdict,
    table,
};
use crate::register::{
    table::statement,
    writing::{self, Writing},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    pub review: String,
    /// The revision that was seen.
    pub revision: i64,
    pub why: String,
}

impl Verb for Undo {
    const NAME: &'static str = "intake.undo";
    const RIGHT: &'static str = "intake.undo";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Decided;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::review(cx, &self.review)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<Decided> {
        let mut review = table::review(cx, &self.review)?;
        let Some(decided_at) = review.decided_at.filter(|_| review.revision == self.revision) else {
            return Err(Error::conflict("record-moved-on"));
        };
        if self.why.trim().is_empty() {
            return Err(Error::invalid("why", "intake-undo-needs-why"));
        }
        let basis = basis(&review.id);
        if let Some(person) = &review.decided_for {
            let mut held = writing::load_one(cx, person, None)?;
            // One decision is one instant: with what it said go the rests of what it covered.
            let said = held.statements.iter().any(|it| it.basis == basis);
            let mine: Vec<String> = held
                .statements
                .iter()
                .filter(|it| said && it.recorded_at == decided_at)
                .map(|it| it.id.clone())
                .collect();
            let mut writing = Writing::default();
            for id in &mine {
                writing.take_back(&mut held, id);
            }
            // What the decision covered stands again, unless something newer stands there by now.
            let covered = statement::ever(cx, person)?;
            for old in
                covered.iter().filter(|it| it.superseded_at == decided_at && it.recorded_at < decided_at)
            {
                let free = !held
                    .statements
                    .iter()
                    .any(|it| it.kind == old.kind && it.slot == old.slot && it.span.overlaps(old.span));
                if free {
                    writing.carry(cx, &mut held, old, &old.source);
                }
            }
            if !mine.is_empty() {
                writing.close(cx, held);
                writing.finish(cx)?;
            }
        }
        if let Some(seq) = review.seq {
            table::take_row(cx, &review.file, seq, Verdict::Doubtful, None, None)?;
        }
        review.decision = None;
        review.decided_for = None;
        review.decided_by = None;
        review.decided_at = None;
        table::update_review(cx, &review)?;
        cx.subject("review", review.id.clone());
        cx.note("why", self.why);
        Ok(Decided { review: review.id, revision: review.revision + 1, person: None })
    }
}
