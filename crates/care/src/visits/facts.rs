//! What rules may know of visits: when somebody was seen last, by when they are to be seen again, how often,
//! and whether that was missed. They are told of today, by what is known now.

use base::{Day, Result};
use platform::{
    Cx,
    facts::{Asked, FactSource, Frame},
    packs::Pack,
};
use rules::{Column, Fact, Kind};

use super::{pack::Visits, table};

const LAST_ON: &str = "visit.last_on";
const CONTACT_ON: &str = "visit.contact_on";
const DUE_ON: &str = "visit.due_on";
const TIER: &str = "visit.tier";
const OVERDUE: &str = "visit.overdue";
const AWAY: &str = "visit.away";
const ATTEMPTS: &str = "visit.attempts";

const NAMES: &[&str] = &[LAST_ON, CONTACT_ON, DUE_ON, TIER, OVERDUE, AWAY, ATTEMPTS];

pub(super) fn declared(visits: &Visits) -> Vec<Fact> {
    let tiers: Vec<&str> = visits.tier.keys().map(String::as_str).collect();
    vec![
        Fact::new(LAST_ON, Kind::Day),
        Fact::new(CONTACT_ON, Kind::Day),
        Fact::new(DUE_ON, Kind::Day),
        Fact::new(TIER, Kind::choice(&tiers)),
        Fact::new(OVERDUE, Kind::Bool),
        Fact::new(AWAY, Kind::Bool),
        Fact::new(ATTEMPTS, Kind::Int),
    ]
}

/// The duties as a source of facts.
pub struct VisitFacts;

impl FactSource for VisitFacts {
    fn gives(&self, _: &Pack, name: &str) -> bool {
        NAMES.contains(&name)
    }

    fn read(&self, cx: &mut Cx, asked: &Asked, wanted: &[Fact], frames: &mut [Frame]) -> Result<()> {
        let (Some(first), Some(last)) = (asked.people.first(), asked.people.last()) else { return Ok(()) };
        let duties = table::duty::of_people(cx, first, last)?;
        for frame in frames {
            for fact in wanted {
                let lanes = asked.people.iter().map(|person| {
                    let duty = duties.get(person)?;
                    match fact.name.as_str() {
                        LAST_ON => duty.stand.last_on.map(Day::number),
                        CONTACT_ON => duty.stand.contact_on.map(Day::number),
                        DUE_ON => duty.stand.due_on.map(Day::number),
                        TIER => match &fact.kind {
                            Kind::Choice(tiers) => {
                                tiers.iter().position(|it| **it == *duty.tier).map(|it| it as i64)
                            }
                            _ => None,
                        },
                        OVERDUE => duty.stand.due_on.map(|it| i64::from(it < frame.day)),
                        AWAY => Some(i64::from(duty.stand.away_since.is_some())),
                        ATTEMPTS => Some(duty.stand.attempts),
                        _ => None,
                    }
                });
                let lanes: Vec<Option<i64>> = lanes.collect();
                let column = match fact.kind {
                    Kind::Bool => Column::bools(lanes.into_iter().map(|it| it.map(|it| it != 0))),
                    _ => Column::lanes(lanes),
                };
                frame.set(&fact.name, column);
            }
        }
        Ok(())
    }
}
