//! An assessment is given to assessors who hold a valid certificate and do not serve the elder.

use std::collections::BTreeSet;

use base::{Day, Error, Fault, Result};
use platform::{
    Cx, Place, Purpose, Verb,
    tasks::{self, NewTask, Outcome},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    FIELD, assessors,
    fit::{self, Assessor},
    request::ASSIGN,
    state::{Act, State},
    table::{self, Assessment, hand, sheet},
};

/// Gives an assessment to assessors; given anew, it says why others take the place.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Assign {
    pub assessment: String,
    /// Cases of the book of assessors, as many as the pack asks for.
    pub assessors: Vec<String>,
    /// The day on which they go.
    pub field_on: Day,
    /// Why somebody who had it does not go; needed when somebody is replaced.
    #[serde(default)]
    pub why: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Assigned {
    pub assessment: String,
    pub assessors: Vec<String>,
}

impl Verb for Assign {
    const NAME: &'static str = "assessment.assign";
    const RIGHT: &'static str = "assessment.assign";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Assigned;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(table::get(cx, &self.assessment)?.place())
    }

    fn run(self, cx: &mut Cx) -> Result<Assigned> {
        let mut it = table::get(cx, &self.assessment)?;
        it.state.allow(Act::Assign)?;
        if self.field_on < it.requested_on {
            return Err(Error::invalid("field_on", "assessment-field-before-request"));
        }
        let chosen = self.chosen(cx, &it)?;
        let had = hand::all(cx, &it.id)?;
        let now: Vec<_> = had.iter().filter(|it| it.taken_at.is_none()).collect();
        let goes = |account: &str| chosen.iter().any(|it| it.account == account);
        let leaving: Vec<_> = now.iter().filter(|it| !goes(&it.who.account)).collect();
        if !leaving.is_empty() && self.why.trim().is_empty() {
            return Err(Error::invalid("why", "assessment-why-replaced"));
        }
        let answered = sheet::now(cx, &it.id)?;
        for hand in leaving {
            hand::take(cx, &it.id, hand.seq, self.why.trim())?;
            for sheet in answered.iter().filter(|it| it.account == hand.who.account) {
                sheet::supersede(cx, &it.id, &sheet.id)?;
            }
        }
        let mut seq = had.len() as i64;
        for who in chosen.iter().filter(|who| !now.iter().any(|it| it.who.account == who.account)) {
            seq += 1;
            hand::give(cx, &it.id, seq, who)?;
        }
        it.state = State::Assigned;
        it.field_on = Some(self.field_on);
        table::update(cx, &it)?;
        let by = cx.actor.account.clone();
        tasks::close(cx, ASSIGN, &it.id, None, Outcome::Done, &by)?;
        tasks::close(cx, FIELD, &it.id, None, Outcome::Withdrawn, &by)?;
        for who in &chosen {
            field(cx, &it, who)?;
        }
        cx.subject("person", &it.person);
        cx.note("assessment", it.number);
        Ok(Assigned { assessment: it.id, assessors: chosen.into_iter().map(|it| it.name).collect() })
    }
}

impl Assign {
    /// The assessors asked for, if each of them may go.
    fn chosen(&self, cx: &mut Cx, it: &Assessment) -> Result<Vec<Assessor>> {
        let wanted: BTreeSet<&String> = self.assessors.iter().collect();
        if wanted.len() as i64 != it.hands || wanted.len() != self.assessors.len() {
            return Err(Fault::new("assessors", "assessment-hands").arg("hands", it.hands).into());
        }
        let all = assessors::all(cx)?;
        let serving = assessors::serving(cx, &it.person, self.field_on)?;
        let before = if it.review_of.is_empty() { Vec::new() } else { hand::all(cx, &it.review_of)? };
        let before: Vec<Assessor> = before.into_iter().map(|it| it.who).collect();
        let (mut chosen, mut faults) = (Vec::new(), Vec::new());
        for case in wanted {
            let Some(who) = all.iter().find(|it| it.case == *case) else {
                faults.push(Fault::new("assessors", "assessment-not-recognised"));
                continue;
            };
            match fit::unfit(who, self.field_on, &serving, &before) {
                Some(unfit) => faults.push(Fault::new("assessors", unfit.key()).arg("name", &who.name)),
                None => chosen.push(who.clone()),
            }
        }
        let accounts: BTreeSet<&String> = chosen.iter().map(|it| &it.account).collect();
        if accounts.len() != chosen.len() {
            faults.push(Fault::new("assessors", "assessment-one-account"));
        }
        if faults.is_empty() { Ok(chosen) } else { Err(Error::Invalid(faults)) }
    }
}

/// The visit, in the inbox of assessors. All of them see that one is due; whom it is about is told to those who
/// go, so its label is the number.
fn field(cx: &mut Cx, it: &Assessment, who: &Assessor) -> Result<()> {
    let task = NewTask {
        kind: FIELD,
        reason: &who.account,
        subject_kind: "assessment",
        subject_id: &it.id,
        label: &it.number,
        area: it.area(),
        due_on: it.field_on,
        detail: json!({ "assessor": who.name }),
    };
    tasks::open(cx, &task)?;
    Ok(())
}
