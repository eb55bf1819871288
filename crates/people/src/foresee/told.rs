//! What a trial came to, as pages and programs read it: whole people and whole fen.

use base::{Day, Money, Month};
use platform::areas::Area;
use rules::Truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    compare::Tally,
    forecast::{self, Band},
};

/// People and money of one month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    pub gains: i64,
    pub loses: i64,
    pub same: i64,
    pub undecided: i64,
    /// Who receives under the text in force, and under the draft.
    pub people_now: i64,
    pub people_draft: i64,
    pub now: Money,
    pub draft: Money,
    /// What the draft costs more.
    pub more: Money,
    /// What those would come to who cannot be decided under the draft.
    pub undecided_money: Money,
    /// What the overlapping benefits come to more, or less.
    pub beside: Money,
}

impl Figures {
    pub(super) fn of(it: &Tally) -> Figures {
        Figures {
            gains: it.gains,
            loses: it.loses,
            same: it.same,
            undecided: it.undecided,
            people_now: it.people[0],
            people_draft: it.people[1],
            now: Money(it.fen[0]),
            draft: Money(it.fen[1]),
            more: Money(it.fen[1] - it.fen[0]),
            beside: Money(it.beside[1] - it.beside[0]),
            undecided_money: Money(it.undecided_fen),
        }
    }

    /// What somebody is owed; nothing where nothing is, or where it is not known.
    pub(super) fn owed((truth, amount): (Truth, Money)) -> Option<Money> {
        (truth == Truth::Yes).then_some(amount)
    }
}

/// A township's part.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AreaTold {
    pub area: String,
    pub zh: String,
    pub en: String,
    #[serde(flatten)]
    pub figures: Figures,
    /// The sums of the months ahead, as is most likely; absent when none were asked for.
    pub ahead_now: Option<Money>,
    pub ahead_draft: Option<Money>,
}

impl AreaTold {
    pub(super) fn new(area: Option<&Area>, path: &str, it: &Tally, ahead: Option<[f64; 2]>) -> AreaTold {
        AreaTold {
            area: path.to_owned(),
            zh: area.map_or_else(String::new, |it| it.name_zh.clone()),
            en: area.map_or_else(String::new, |it| it.name_en.clone()),
            figures: Figures::of(it),
            ahead_now: ahead.map(|it| fen(it[0])),
            ahead_draft: ahead.map(|it| fen(it[1])),
        }
    }
}

/// One of those who gain or lose.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Somebody {
    pub person: String,
    /// With its middle hidden.
    pub name: String,
    pub born: Option<Day>,
    /// Path of the registered place.
    pub area: String,
    pub now: Option<Money>,
    pub draft: Option<Money>,
    /// The message that says why the draft decides so.
    pub reason: String,
}

/// An expectation with its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    pub low: Money,
    pub middle: Money,
    pub high: Money,
}

impl Span {
    pub(super) fn of(it: Band) -> Span {
        Span { low: fen(it.low), middle: fen(it.middle), high: fen(it.high) }
    }
}

/// One month ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ahead {
    pub month: Month,
    pub people_now: i64,
    pub people_draft: i64,
    pub now: Span,
    pub draft: Span,
    pub more: Span,
    pub undecided_money: Money,
}

impl Ahead {
    pub(super) fn of(it: &forecast::Ahead) -> Ahead {
        Ahead {
            month: it.month,
            people_now: it.people[0].middle.round() as i64,
            people_draft: it.people[1].middle.round() as i64,
            now: Span::of(it.fen[0]),
            draft: Span::of(it.fen[1]),
            more: Span::of(it.more),
            undecided_money: fen(it.undecided_fen),
        }
    }
}

fn fen(it: f64) -> Money {
    Money(it.round() as i64)
}
