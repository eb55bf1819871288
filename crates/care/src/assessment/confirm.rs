//! Another hand confirms a result: it goes into the register, and whoever is owed something is decided anew.

use base::{Day, Error, Result};
use people::{
    passes::code,
    register::{
        edit::{Evidence, Target},
        set_status::SetStatus,
        status::Status,
    },
};
use platform::{Cx, Place, Purpose, Verb, tasks::Outcome};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    close,
    pack::Procedure,
    request::WORDS_MAX,
    state::{Act, State},
    table::{self, Assessment, hand, objection, sheet},
};

/// Confirms a result, or says which of two stands.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Confirm {
    pub assessment: String,
    /// After an objection: the first result stands, and this one is kept beside it.
    #[serde(default)]
    pub keep_first: bool,
    /// Needed where the first result is kept.
    #[serde(default)]
    pub words: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Confirmed {
    pub assessment: String,
    pub number: String,
    /// As the register calls it.
    pub ability: String,
    pub valid_until: Day,
}

impl Verb for Confirm {
    const NAME: &'static str = "assessment.confirm";
    const RIGHT: &'static str = "assessment.confirm";
    const PURPOSE: Purpose = Purpose::Register;
    const APPROVAL: bool = true;
    type Answer = Confirmed;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(table::get(cx, &self.assessment)?.place())
    }

    fn run(self, cx: &mut Cx) -> Result<Confirmed> {
        let mut it = table::get(cx, &self.assessment)?;
        it.state.allow(Act::Confirm)?;
        another_hand(cx, &it)?;
        if self.keep_first && (it.review_of.is_empty() || self.words.trim().is_empty()) {
            return Err(Error::invalid("words", "assessment-why-kept"));
        }
        if WORDS_MAX < self.words.chars().count() {
            return Err(Error::invalid("words", "assessment-too-long"));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Procedure>();
        let rated = it.level.zip(it.assessed_on);
        let named = rated.and_then(|(level, on)| Some((level, on, rules.ability(level)?.to_owned())));
        let (level, on, ability) = named.ok_or_else(|| Error::conflict("assessment-no-level"))?;
        let valid_until = it.valid_until.unwrap_or_else(|| holds_until(on, rules.valid_months.value));
        it.state = State::Confirmed;
        it.confirmer.clone_from(&cx.actor.name);
        it.confirmed_by.clone_from(&cx.actor.account);
        it.confirmed_at = Some(cx.now);
        it.valid_until = Some(valid_until);
        self.words.trim().clone_into(&mut it.words);
        it.code = code::written(&cx.secret_bytes()?);
        if self.keep_first {
            it.replaced_by.clone_from(&it.review_of);
        }
        table::update(cx, &it)?;
        close::close_tasks(cx, &it.id, Outcome::Done)?;
        for open in
            objection::about(cx, &it.id)?.into_iter().filter(|o| o.review == it.id && o.state == "open")
        {
            let state = if self.keep_first { "dismissed" } else { "upheld" };
            objection::decide(cx, &open.id, state, self.words.trim())?;
        }
        if !self.keep_first {
            replace(cx, &it)?;
            let said = SetStatus {
                target: Target { person: it.person.clone(), revision: None },
                status: Status::Ability,
                value: ability.clone(),
                from: on,
                until: Some(valid_until),
                evidence_number: Some(it.number.clone()),
                evidence: Evidence::default(),
            };
            said.run(cx)?;
        }
        cx.subject("person", &it.person);
        cx.note("assessment", it.number.clone());
        cx.note("level", level);
        Ok(Confirmed { assessment: it.id, number: it.number, ability, valid_until })
    }
}

/// The last day on which a result holds: the day before the same day so many months on.
pub fn holds_until(on: Day, months: i64) -> Day {
    let month = on.month().plus(i32::try_from(months).unwrap_or(i32::MAX));
    let same = month.first_day().plus_days(on.month().first_day().days_until(on));
    same.min(month.last_day().plus_days(1)).plus_days(-1)
}

/// Neither an assessor nor whoever asked for it or sent them.
fn another_hand(cx: &mut Cx, it: &Assessment) -> Result<()> {
    let me = cx.actor.account.clone();
    let sent = hand::all(cx, &it.id)?;
    let answered = sheet::all(cx, &it.id)?;
    let own = it.requested_by == me
        || sent.iter().any(|it| it.who.account == me || it.given_by == me)
        || answered.iter().any(|it| it.account == me);
    if own { Err(Error::denied("assessment-another-hand")) } else { Ok(()) }
}

/// Results that stood before stand no more.
fn replace(cx: &mut Cx, it: &Assessment) -> Result<()> {
    for mut before in table::of_person(cx, &it.person)? {
        let stands = before.state == State::Confirmed && before.replaced_by.is_empty();
        if stands && before.id != it.id {
            before.replaced_by.clone_from(&it.id);
            table::update(cx, &before)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(on: &str, months: i64, want: &str) {
        let day = |it: &str| it.parse::<Day>().expect("a day");
        assert_eq!(holds_until(day(on), months), day(want));
    }

    #[test]
    fn a_result_holds_whole_months() {
        check("2026-11-22", 12, "2027-11-21");
        check("2026-11-01", 12, "2027-10-31");
        check("2027-02-28", 12, "2028-02-27");
        check("2028-02-29", 12, "2029-02-28");
        check("2026-08-31", 6, "2027-02-28");
        check("2026-12-31", 24, "2028-12-30");
        check("2026-01-01", 1, "2026-01-31");
    }
}
