//! What was claimed before, as facts of facilities: `claimed.<benefit>`, how often its rate was given in the
//! claims of earlier months that were not refused. So a bed is built once.

use std::collections::BTreeMap;

use base::Result;
use casebooks::books::facts::OF_FACILITIES;
use platform::{
    Cx,
    facts::{Asked, FactSource, Frame},
    packs::Pack,
};
use rules::{Builder, Fact, Kind, Value};

use super::table;

const PREFIX: &str = "claimed.";

/// The fact of a benefit.
pub(crate) fn declared(benefit: &str) -> Fact {
    Fact::new(&format!("{PREFIX}{benefit}"), Kind::Int).purpose(OF_FACILITIES)
}

/// Claims as a source of facts about facilities.
pub struct ClaimFacts;

impl FactSource for ClaimFacts {
    fn gives(&self, _: &Pack, name: &str) -> bool {
        name.starts_with(PREFIX)
    }

    fn read(&self, cx: &mut Cx, asked: &Asked, wanted: &[Fact], frames: &mut [Frame]) -> Result<()> {
        let (Some(first), Some(last)) = (asked.people.first(), asked.people.last()) else { return Ok(()) };
        let mut claims: BTreeMap<String, Vec<table::Counted>> = BTreeMap::new();
        for claim in table::counted(cx, (first, last), asked.known_at)? {
            claims.entry(claim.facility.clone()).or_default().push(claim);
        }
        for frame in frames {
            let month = frame.day.month();
            for fact in wanted {
                let benefit = fact.name.strip_prefix(PREFIX).unwrap_or_default();
                let mut column = Builder::new(&fact.kind);
                for id in &frame.people {
                    let its = claims.get(id).into_iter().flatten();
                    let earlier = its.filter(|it| it.benefit == benefit && it.month < month);
                    column.push(Some(&Value::Int(earlier.map(|it| it.units).sum())));
                }
                frame.set(&fact.name, column.finish());
            }
        }
        Ok(())
    }
}
