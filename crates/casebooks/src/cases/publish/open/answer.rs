//! What became of an objection, for whoever holds its receipt.

use base::{Instant, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    books::{Shelf, ask::Words},
    cases::publish::{READ, object::digest, table},
};

/// What became of an objection.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ObjectionAnswer {
    pub receipt: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ObjectionTold {
    pub book: Words,
    pub at: Instant,
    pub text: String,
    /// `open`, `upheld`, `kept`
    pub state: String,
    pub answer: String,
    pub answered_at: Option<Instant>,
}

impl Question for ObjectionAnswer {
    const NAME: &'static str = "public.answer";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ObjectionTold;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<ObjectionTold> {
        let it = table::by_receipt(cx, &digest(&self.receipt))?;
        let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
        let named = shelf.get(&it.book).map(|it| Words::of(&it.book));
        Ok(ObjectionTold {
            book: named.unwrap_or_default(),
            at: it.at,
            text: it.text,
            state: it.state,
            answer: it.answer,
            answered_at: it.answered_at,
        })
    }
}
