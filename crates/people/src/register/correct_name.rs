//! Says a name of a person for a use, from a day on: on the identity card, at the bank, with the
//! insurer, a former name, a variant. The name before stays, with its end.

use base::{Day, Result, name};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Evidence, Target},
    interval::Span,
    lists::{self, List},
    statement::{Kind, OWN, Said},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CorrectName {
    #[serde(flatten)]
    pub target: Target,
    /// An id of the pack's list of uses; the identity card when nothing is said.
    #[serde(default)]
    pub name_use: Option<String>,
    pub name: String,
    /// From when; since ever, when it was always this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for CorrectName {
    const NAME: &'static str = "register.correct-name";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        let printed = name::printed(&self.name);
        edit::required("name", &printed)?;
        let slot = match self.name_use.as_deref() {
            None | Some(OWN) => OWN.to_owned(),
            Some(use_) => {
                lists::known(cx, List::NameUse, "name_use", use_)?;
                let many = matches!(use_, "former" | "variant");
                if many { format!("{use_}:{printed}") } else { use_.to_owned() }
            }
        };
        let span = Span::since(self.from.unwrap_or(Day::FIRST));
        let said = Said::new(Kind::Name, slot, printed, span);
        edit::say(cx, &self.target, &self.evidence, &[said])
    }
}
