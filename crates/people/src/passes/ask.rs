//! Questions about passes: those handed out for a person, and what the family sees by one.

use base::{Day, Error, Instant, Result, name::masked};
use casebooks::cases::ask::of_subject::{self, CaseOfBook};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    enter::{ACT, visitor},
    pack::Passes,
    table,
};
use crate::{
    applications::{fields, pack::Applications},
    benefits::of_person::{self, OfBenefit, Stand},
    findings::ask::{AnswerShown, Answers, Offer, offered},
    register, runs,
};

/// The passes of a person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfPerson {
    pub person: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PersonPasses {
    pub person: String,
    pub name: String,
    pub area: String,
    /// Who of the family may have one.
    pub relations: Vec<String>,
    pub passes: Vec<PassShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PassShown {
    pub id: String,
    pub kind: String,
    pub name: String,
    pub relation: String,
    pub consent_by: String,
    pub consent_way: String,
    pub consent_on: Day,
    pub given_at: Instant,
    pub ends_on: Day,
    pub used_at: Option<Instant>,
    /// `open`, `withdrawn`, `over`.
    pub state: String,
    /// Why it was taken back.
    pub why: String,
}

impl Question for OfPerson {
    const NAME: &'static str = "passes.of-person";
    const RIGHT: &'static str = "passes.give";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = PersonPasses;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<PersonPasses> {
        runs::source::within(cx, &self.person, scope)?;
        let it = register::lean::one(cx, &self.person)?;
        let pack = cx.house.packs.county(cx.county())?;
        let today = cx.today();
        let shown = |it: table::Pass| PassShown {
            state: match (it.withdrawn_at, it.holds(today)) {
                (Some(_), _) => "withdrawn",
                (None, true) => "open",
                (None, false) => "over",
            }
            .to_owned(),
            id: it.id,
            kind: it.kind,
            name: it.name,
            relation: it.relation,
            consent_by: it.consent_by,
            consent_way: it.consent_way,
            consent_on: it.consent_on,
            given_at: it.given_at,
            ends_on: it.ends_on,
            used_at: it.used_at,
            why: it.why,
        };
        Ok(PersonPasses {
            name: it.name,
            area: it.registered,
            relations: pack.get::<Passes>().relations.value.clone(),
            passes: table::of_person(cx, &self.person)?.into_iter().map(shown).collect(),
            person: self.person,
        })
    }
}

/// Whoever comes of age and was not yet asked stands so in the entry.
const TASKED: &str = "tasked";

/// What the holder of a family's pass sees of the elder.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Mine {
    pub visit: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct MineShown {
    /// Whose page it is: the family's own name and relation, the elder masked.
    pub name: String,
    pub relation: String,
    pub elder: String,
    pub died: bool,
    pub ends_on: Day,
    pub owed: base::Money,
    pub month: base::Month,
    /// What the elder has, could have, will have soon, and what lacks facts; what does not apply is left out.
    pub benefits: Vec<OfBenefit>,
    /// Benefits to which yes or no can be said here.
    pub offered: Vec<Offer>,
    /// Benefits that can be applied for here.
    pub can_apply: Vec<String>,
    pub applications: Vec<ApplicationShown>,
    pub said: Vec<AnswerShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ApplicationShown {
    pub benefit: String,
    pub number: String,
    pub opened_on: Day,
    pub state: casebooks::books::ask::Words,
    pub closed: bool,
    /// The words of the decision, once there are any.
    pub reasons: String,
}

impl Question for Mine {
    const NAME: &'static str = "passes.mine";
    const RIGHT: &'static str = ACT;
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = MineShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<MineShown> {
        let (pass, person) = visitor(cx, &self.visit)?;
        runs::source::within(cx, &person, scope).map_err(|_| Error::denied("passes-visit-over"))?;
        let it = register::lean::one(cx, &person)?;
        let month = cx.today().month();
        let told = of_person::told(cx, &person, month, Instant::MAX)?;
        let offered = offered(cx, &person)?;
        let is_offered = |benefit: &str| offered.iter().any(|it| it.benefit == benefit);
        let mut benefits = told.benefits;
        // Whoever comes of age is asked by the entry, before anything is due.
        let asked = |it: &OfBenefit| {
            it.entry.as_ref().is_some_and(|it| it.state == TASKED && it.applied_on.is_none())
        };
        benefits.retain(|it| it.stand != Stand::No || is_offered(&it.benefit) || asked(it));
        let book = cx.house.packs.county(cx.county())?.get::<Applications>().book.clone();
        let cases = of_subject::kept(cx, "person", &person, &book)?;
        let under_way = |benefit: &str| {
            cases.iter().any(|it| it.row.closed_at.is_none() && it.row.values[fields::BENEFIT] == benefit)
        };
        let mut can_apply = Vec::new();
        for it in &benefits {
            let by_case = it.stand == Stand::Could && it.book.as_ref() == Some(&book);
            let free = asked(it)
                || by_case
                    && !under_way(&it.benefit)
                    && !is_offered(&it.benefit)
                    && crate::applications::against(cx, &it.benefit, &person)?.is_none();
            if free {
                can_apply.push(it.benefit.clone());
            }
        }
        Ok(MineShown {
            name: pass.name,
            relation: pass.relation,
            elder: masked(&it.name),
            died: it.died,
            ends_on: pass.ends_on,
            owed: told.owed,
            month,
            offered: if it.died { Vec::new() } else { offered },
            can_apply: if it.died { Vec::new() } else { can_apply },
            applications: cases.into_iter().map(shown).collect(),
            said: Answers { person }.ask(cx, scope)?,
            benefits,
        })
    }
}

fn shown(it: CaseOfBook) -> ApplicationShown {
    let text = |id: &str| it.row.values[id].as_str().unwrap_or_default().to_owned();
    ApplicationShown {
        benefit: text(fields::BENEFIT),
        reasons: text(fields::REASONS),
        number: it.row.number,
        opened_on: it.row.opened_on,
        state: casebooks::books::ask::Words { zh: it.row.state_zh, en: it.row.state_en },
        closed: it.row.closed_at.is_some(),
    }
}
