//! Registers somebody new. A wrong number, or one that somebody else holds, is registered and
//! marked; it is not refused.

use base::{Day, Error, Fault, Result, name};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    bulk::{self, Entry},
    draft::Draft,
    edit::{self, Done, Evidence},
    lists::{self, List},
    statement::Kind,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Create {
    pub draft: Draft,
    /// The day the paper speaks of; today where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for Create {
    const NAME: &'static str = "register.create";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        let path =
            |it: &Option<super::draft::Dated>| it.as_ref().map(|it| it.value.clone()).unwrap_or_default();
        let (registered, living) = (path(&self.draft.registered), path(&self.draft.living));
        if registered.is_empty() && living.is_empty() {
            return Err(Error::invalid("draft.registered.value", "register-place-required"));
        }
        Ok(Place::Person { registered, living })
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        check(cx, &self.draft)?;
        let from = self.evidence.provenance(cx)?;
        let day = self.day.unwrap_or_else(|| cx.today());
        let outcome = bulk::commit(cx, &[Entry { person: None, draft: self.draft, from, day }])?;
        let person = outcome.into_iter().next().map(|it| it.person).unwrap_or_default();
        cx.subject("person", &person);
        Ok(Done { person, same: false })
    }
}

/// Everything that is wrong with a draft, said together.
fn check(cx: &Cx, draft: &Draft) -> Result<()> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut keep = |answer: Result<()>| {
        if let Err(Error::Invalid(more)) = answer {
            faults.extend(more);
        }
    };
    let printed = draft.name.as_deref().map(name::printed).unwrap_or_default();
    keep(edit::required("draft.name", &printed));
    if let Some(born) = draft.birth_date {
        keep(edit::past(cx, "draft.birth_date", born));
    }
    let lists = [
        (Kind::Label, "draft.labels", &draft.labels),
        (Kind::Hardship, "draft.hardship", &draft.hardship),
        (Kind::Dwelling, "draft.dwelling", &draft.dwelling),
        (Kind::Scheme, "draft.schemes", &draft.schemes),
    ];
    for (kind, path, dated) in lists {
        for it in dated {
            keep(edit::known(cx, kind, path, &it.value));
        }
    }
    let single = [
        (Kind::Disability, "draft.disability.value", &draft.disability),
        (Kind::Ability, "draft.ability.value", &draft.ability),
        (Kind::Arrangement, "draft.arrangement.value", &draft.arrangement),
    ];
    for (kind, path, dated) in single {
        if let Some(it) = dated {
            keep(edit::known(cx, kind, path, &it.value));
        }
    }
    for (path, place) in
        [("draft.registered.value", &draft.registered), ("draft.living.value", &draft.living)]
    {
        if let Some(it) = place {
            keep(edit::village(cx, path, &it.value));
        }
    }
    for other in &draft.other_names {
        keep(lists::known(cx, List::NameUse, "draft.other_names", &other.use_));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}
