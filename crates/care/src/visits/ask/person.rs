//! One person: how often and why, where it stands, what was done.

use base::{Day, Error, Instant, Result, error::OrBroken};
use people::register;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{FromRow, Row};

use super::form::{self, FormShown};
use crate::visits::{
    form::Answers,
    pack::Visits,
    table::{duty, referral},
    whom,
};

/// The last so many of each are shown.
const SHOWN: i64 = 100;

/// What is known of visits to somebody.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfPerson {
    pub person: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PersonShown {
    pub person: String,
    pub name: String,
    pub area: String,
    /// Nothing: no rule names them.
    pub duty: Option<DutyShown>,
    pub visits: Vec<VisitShown>,
    pub attempts: Vec<AttemptShown>,
    pub absences: Vec<AbsenceShown>,
    pub referrals: Vec<ReferralShown>,
    pub form: FormShown,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DutyShown {
    pub tier: String,
    pub state: String,
    pub held: Vec<String>,
    pub may_hold: Vec<String>,
    pub missing: Vec<String>,
    pub since: Option<Day>,
    pub due_on: Option<Day>,
    pub overdue: bool,
    pub last_on: Option<Day>,
    /// The visit that another one may follow with nothing new.
    pub last_visit: Option<String>,
    pub contact_on: Option<Day>,
    pub away_since: Option<Day>,
    pub attempts: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VisitShown {
    pub id: String,
    pub day: Day,
    pub clock: String,
    pub channel: String,
    pub answers: Answers,
    /// Items that were confirmed as they were before.
    pub confirmed: Vec<String>,
    pub nothing_new: Option<String>,
    /// The visit before has not come in.
    pub waits: bool,
    pub replaces: Option<String>,
    /// Visits that put this one right; two of them are a conflict that a person decides.
    pub replaced_by: Vec<String>,
    pub lacks: Vec<String>,
    pub note: String,
    pub visitor: String,
    pub recorded_at: Instant,
    pub late: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AttemptShown {
    pub id: String,
    pub day: Day,
    pub clock: String,
    pub channel: String,
    pub outcome: String,
    pub note: String,
    pub visitor: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AbsenceShown {
    pub id: String,
    pub day: Day,
    /// `away`, `back`.
    pub kind: String,
    pub place: String,
    pub contact: String,
    pub note: String,
}

/// What a finding was handed on to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReferralShown {
    pub visit: String,
    pub finding: String,
    /// `case`, `task`.
    pub kind: String,
    pub opened: String,
    pub number: String,
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

impl FromRow for VisitShown {
    fn from_row(row: &Row) -> Result<VisitShown> {
        let (answers, confirmed, lacks, said): (String, String, String, String) =
            (row.get(4)?, row.get(5)?, row.get(9)?, row.get(10)?);
        let (complete, late): (i64, i64) = (row.get(7)?, row.get(13)?);
        let said: Map<String, Value> = serde_json::from_str(&said).or_broken()?;
        Ok(VisitShown {
            id: row.get(0)?,
            day: row.get(1)?,
            clock: row.get(2)?,
            channel: row.get(3)?,
            answers: serde_json::from_str(&answers).or_broken()?,
            confirmed: words(&confirmed),
            nothing_new: row.get(6)?,
            waits: complete == 0,
            replaces: row.get(8)?,
            replaced_by: Vec::new(),
            lacks: words(&lacks),
            note: said.get("note").and_then(Value::as_str).unwrap_or_default().to_owned(),
            visitor: row.get(11)?,
            recorded_at: row.get(12)?,
            late: late != 0,
        })
    }
}

impl FromRow for AttemptShown {
    fn from_row(row: &Row) -> Result<AttemptShown> {
        Ok(AttemptShown {
            id: row.get(0)?,
            day: row.get(1)?,
            clock: row.get(2)?,
            channel: row.get(3)?,
            outcome: row.get(4)?,
            note: row.get(5)?,
            visitor: row.get(6)?,
        })
    }
}

impl FromRow for AbsenceShown {
    fn from_row(row: &Row) -> Result<AbsenceShown> {
        Ok(AbsenceShown {
            id: row.get(0)?,
            day: row.get(1)?,
            kind: row.get(2)?,
            place: row.get(3)?,
            contact: row.get(4)?,
            note: row.get(5)?,
        })
    }
}

impl Question for OfPerson {
    const NAME: &'static str = "visits.of-person";
    const RIGHT: &'static str = "visits.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = PersonShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<PersonShown> {
        let it = whom::find(cx, &self.person)?;
        if !scope.covers(&it.area) {
            return Err(Error::missing("person"));
        }
        let (county, today) = (cx.county(), cx.today());
        let duty = duty::of_person(cx, &self.person)?.map(|it| DutyShown {
            state: it.state().to_owned(),
            held: words(&it.held),
            may_hold: words(&it.may_hold),
            missing: words(&it.missing),
            since: it.since,
            due_on: it.stand.due_on,
            overdue: it.stand.due_on.is_some_and(|due| due < today),
            last_on: it.stand.last_on,
            last_visit: Some(it.stand.last_visit).filter(|it| !it.is_empty()),
            contact_on: it.stand.contact_on,
            away_since: it.stand.away_since,
            attempts: it.stand.attempts,
            tier: it.tier,
        });
        let mut visits: Vec<VisitShown> = cx.all(
            "SELECT id, day, clock, channel, answers, confirmed, nothing_new, complete, replaces, lacks, said, visitor,
                recorded_at, late
             FROM visit WHERE county = $1 AND person = $2 ORDER BY day DESC, clock DESC, id DESC LIMIT $3",
            &[county.into(), self.person.as_str().into(), SHOWN.into()],
        )?;
        let replaced: Vec<(String, String)> =
            visits.iter().filter_map(|it| Some((it.replaces.clone()?, it.id.clone()))).collect();
        for visit in &mut visits {
            let by = replaced.iter().filter(|it| it.0 == visit.id).map(|it| it.1.clone());
            visit.replaced_by = by.collect();
        }
        let attempts = cx.all(
            "SELECT id, day, clock, channel, outcome, note, visitor FROM visit_attempt
             WHERE county = $1 AND person = $2 ORDER BY day DESC, clock DESC, id DESC LIMIT $3",
            &[county.into(), self.person.as_str().into(), SHOWN.into()],
        )?;
        let absences = cx.all(
            "SELECT id, day, kind, place, contact, note FROM visit_absence
             WHERE county = $1 AND person = $2 ORDER BY day DESC, id DESC LIMIT $3",
            &[county.into(), self.person.as_str().into(), SHOWN.into()],
        )?;
        let referrals = referral::of_person(cx, &self.person)?
            .into_iter()
            .map(|(visit, finding, kind, opened, number)| ReferralShown {
                visit,
                finding: finding.trim_end_matches('!').to_owned(),
                kind,
                opened,
                number,
            })
            .collect();
        let name = register::lean::one(cx, &self.person)?.name;
        let pack = cx.house.packs.county(cx.county())?;
        let form = form::shown(pack.get::<Visits>());
        Ok(PersonShown {
            person: self.person,
            name,
            area: it.area,
            duty,
            visits,
            attempts,
            absences,
            referrals,
            form,
        })
    }
}
