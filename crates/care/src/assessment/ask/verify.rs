//! What anybody is told who has a result in hand: whether it is real, its level, until when, by whom. Nothing of
//! the elder but what tells that the paper is theirs.

use base::{Day, Result, name::masked};
use casebooks::cases::publish;
use people::passes::code;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::{pack::Procedure, state::State, table};

/// The result with this number and this code.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Verify {
    pub number: String,
    pub code: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Verified {
    /// Whether anything was typed at all.
    pub asked: bool,
    pub result: Option<Told>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Told {
    pub number: String,
    pub name: String,
    pub ability: Option<String>,
    pub assessed_on: Option<Day>,
    pub valid_until: Option<Day>,
    pub organ: String,
    /// It has ended, or a later result took its place.
    pub over: bool,
}

impl Question for Verify {
    const NAME: &'static str = "public.assessment";
    const RIGHT: &'static str = publish::READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Verified;

    /// Public by its nature: whoever is shown the paper reads it, so no scope narrows it.
    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Verified> {
        let asked = !self.number.trim().is_empty() && !self.code.trim().is_empty();
        let found = match code::read(&self.code) {
            Some(code) if asked => table::by_number(cx, self.number.trim())?
                .filter(|it| it.state == State::Confirmed && code::read(&it.code).as_ref() == Some(&code)),
            _ => None,
        };
        let (today, pack) = (cx.today(), cx.house.packs.county(cx.county())?);
        let rules = pack.get::<Procedure>();
        let county = pack.county().map_or_else(String::new, |it| it.area.clone());
        let result = found.map(|it| Told {
            over: !it.replaced_by.is_empty() || it.valid_until.is_none_or(|it| it < today),
            number: it.number,
            name: masked(&it.name),
            ability: it.level.and_then(|it| rules.ability(it)).map(str::to_owned),
            assessed_on: it.assessed_on,
            valid_until: it.valid_until,
            organ: if it.organ.is_empty() { county } else { it.organ },
        });
        Ok(Verified { asked, result })
    }
}
