//! A book's cases by state, the newest of each: what hangs on the board.

use base::Result;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    list::{CaseRow, Cases, row},
    stands,
};
use crate::{
    books::{Ready, ask::Words},
    cases::{access, case::Case, table, write},
};

/// The cases of a book by state, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Board {
    pub book: String,
    #[serde(default)]
    pub area: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Lane {
    pub state: String,
    pub name: Words,
    pub tone: String,
    pub end: bool,
    /// How many cases stand there, shown here or not.
    pub total: i64,
    /// The steps of the reader's role that leave this state.
    pub steps: Vec<LaneStep>,
    pub rows: Vec<Slip>,
}

/// A case on the board.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Slip {
    #[serde(flatten)]
    pub row: CaseRow,
    /// Needed fields are empty, which the next step asks, whatever else it asks.
    pub gaps: bool,
}

/// A step as a card is moved by it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LaneStep {
    pub id: String,
    pub name: Words,
    pub to: Option<String>,
    /// It asks nothing, and may be taken without its form.
    pub at_once: bool,
}

/// Cases of one state that are shown.
const MOST: i64 = 50;

impl Question for Board {
    const NAME: &'static str = "cases.board";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<Lane>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Vec<Lane>> {
        let ready = access::book(cx, &self.book)?;
        let ask = Cases { book: self.book, area: self.area, ..Cases::default() };
        let scope = ask.scope(cx, &ready)?;
        let counts = stands::by_state(cx, &ready.id, &scope)?;
        let (role, acts) = (cx.actor.role.clone(), cx.actor.may("cases.act"));
        let gaps = |its: &Ready, case: &Case| {
            its.book.field.iter().any(|(id, field)| write::is_gap(field, id, &case.values))
        };
        // States that only old editions have stand first: their cases go on by what they were.
        let gone = counts.keys().filter(|it| !ready.book.state.contains_key(*it));
        let states: Vec<&String> = gone.chain(ready.book.state.keys()).collect();
        let mut lanes = Vec::new();
        for id in states {
            let total = counts.get(id).copied().unwrap_or(0);
            let mut rows = Vec::new();
            let mut its = ready.clone();
            if 0 < total {
                let mut condition = ask.condition(cx, &ready)?;
                condition.state(id);
                let sql = table::select(&format!("{} ORDER BY f.id DESC LIMIT {MOST}", condition.sql()));
                let cases: Vec<Case> = cx.all(&sql, &condition.args())?;
                for case in cases {
                    its = access::book_of(cx, &case)?;
                    let gaps = gaps(&its, &case);
                    rows.push(Slip { gaps, row: row(cx, &its, case) });
                }
            }
            // The lane is the book's in force, where that has the state.
            let of = if ready.book.state.contains_key(id) { &ready } else { &its };
            let own = of.book.steps_from(id).filter(|it| acts && it.1.who.contains(&role));
            let steps = own.map(|(id, it)| LaneStep {
                id: id.to_owned(),
                name: Words::of(it),
                to: it.to.clone(),
                at_once: it.asks.is_empty() && it.needs.is_empty() && !it.asks_sure,
            });
            let steps = steps.collect();
            let state = of.book.state.get(id);
            let tone = state.map(|it| serde_json::to_value(it.tone).unwrap_or_default());
            lanes.push(Lane {
                state: id.clone(),
                name: state.map_or_else(|| Words { zh: id.clone(), en: id.clone() }, Words::of),
                tone: tone.as_ref().and_then(Value::as_str).unwrap_or("plain").to_owned(),
                end: state.is_none_or(|it| it.end),
                total,
                steps,
                rows,
            });
        }
        Ok(lanes)
    }
}
