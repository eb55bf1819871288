//! Somebody objects to a result within the time that the pack gives: another body assesses anew.

use base::{Day, Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    pack::{Procedure, REVIEW},
    request::{New, Requested, WORDS_MAX},
    state::Act,
    table::{
        self, Assessment,
        objection::{self, Objection},
    },
};

/// Takes an objection to a result and opens the assessment by another body.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Object {
    pub assessment: String,
    /// Who objects, by name.
    pub name: String,
    /// What they are to the elder: an id of the pack's list of who may ask.
    pub by: String,
    /// Why, as they say it.
    pub words: String,
    /// The day on which they said so; today when left out.
    #[serde(default)]
    pub on: Option<Day>,
}

impl Verb for Object {
    const NAME: &'static str = "assessment.object";
    const RIGHT: &'static str = "assessment.request";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Requested;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(table::get(cx, &self.assessment)?.place())
    }

    fn run(self, cx: &mut Cx) -> Result<Requested> {
        let it = table::get(cx, &self.assessment)?;
        it.state.allow(Act::Object)?;
        let (today, pack) = (cx.today(), cx.house.packs.county(cx.county())?);
        let rules = pack.get::<Procedure>();
        let on = self.on.unwrap_or(today);
        let mut faults = Vec::new();
        for (path, text) in [("name", &self.name), ("words", &self.words)] {
            if text.trim().is_empty() || WORDS_MAX < text.chars().count() {
                faults.push(Fault::new(path, "assessment-words-needed").arg("most", WORDS_MAX));
            }
        }
        if !rules.asked_by.value.contains(&self.by) {
            faults.push(Fault::new("by", "assessment-no-such-asked-by"));
        }
        if today < on {
            faults.push(Fault::new("on", "assessment-day-in-future"));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        match may_object(&it, rules) {
            None => return Err(Error::conflict("assessment-not-to-object")),
            Some(until) if until < on => {
                return Err(Fault::new("on", "assessment-objection-late").arg("until", until).into());
            }
            Some(_) => (),
        }
        if table::of_person(cx, &it.person)?.iter().any(|it| it.state.is_open()) {
            return Err(Error::conflict("assessment-open-already"));
        }
        let new = New {
            reason: REVIEW.to_owned(),
            asked_by: self.by.clone(),
            purpose: it.purpose.clone(),
            on,
            note: self.words.clone(),
            review_of: it.id.clone(),
        };
        let review = new.open(cx, &it.person)?;
        let row = Objection {
            id: cx.mint(),
            assessment: it.id,
            filed_on: on,
            filed_by: self.name.trim().to_owned(),
            filed_as: self.by,
            words: self.words.trim().to_owned(),
            taken_at: cx.now,
            review: review.id.clone(),
            state: "open".to_owned(),
            decided_at: None,
            decider: String::new(),
            why: String::new(),
        };
        objection::insert(cx, &row)?;
        Ok(Requested { assessment: review.id, number: review.number, person: review.person })
    }
}

/// Until when somebody may object to a result; nothing where they may not: it is no result that stands, or
/// it was found by another body already.
pub(super) fn may_object(it: &Assessment, rules: &Procedure) -> Option<Day> {
    let stands = it.state.may(Act::Object) && it.replaced_by.is_empty() && it.review_of.is_empty();
    let confirmed = it.confirmed_at.filter(|_| stands)?;
    Some(confirmed.day().plus_days(rules.objection_days.value))
}
