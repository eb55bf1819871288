//! Links a person to a child, guardian, carer or paired contact, in the register or not, with what
//! that person may do or be told (授权范围).

use base::{Day, Error, Fault, Result, name};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Evidence, Target},
    interval::Span,
    lists::{self, List},
    statement::{Kind, Said},
    table,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetRelation {
    #[serde(flatten)]
    pub target: Target,
    /// The slot of a relation that is changed; a new one when nothing is said.
    #[serde(default)]
    pub which: Option<String>,
    /// An id of the pack's list of relations.
    pub relation: String,
    /// The other person, when the register has them.
    #[serde(default)]
    pub other: Option<String>,
    /// Their name, when it has not.
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    /// Ids of the pack's list of authorities.
    #[serde(default)]
    pub authority: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day of the relation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for SetRelation {
    const NAME: &'static str = "register.set-relation";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        edit::known(cx, Kind::Relation, "relation", &self.relation)?;
        for authority in &self.authority {
            lists::known(cx, List::Authority, "authority", authority)?;
        }
        let printed = name::printed(self.name.as_deref().unwrap_or(""));
        edit::short("name", &printed)?;
        let other = self.other.unwrap_or_default();
        if other.is_empty() && printed.is_empty() {
            return Err(Error::invalid("name", "register-relation-with-whom"));
        }
        if other == self.target.person {
            return Err(Error::invalid("other", "register-relation-with-self"));
        }
        if !other.is_empty() {
            let found = table::person::find(cx, &other)?.ok_or_else(|| Error::missing("person"))?;
            let scope = cx.actor.scope(Purpose::Register);
            let (registered, living) = (&found.portrait.registered_path, &found.portrait.living_path);
            if !scope.covers_person(registered, living) {
                return Err(Error::missing("person"));
            }
        }
        let from = self.from.unwrap_or(Day::FIRST);
        let span = Span::new(from, self.until.map_or(Day::LAST, |it| it.plus_days(1)))
            .ok_or_else(|| Fault::new("until", "register-ends-before").arg("from", from))?;
        let slot = match self.which.filter(|it| !it.is_empty()) {
            Some(slot) => slot,
            None => cx.mint(),
        };
        let relation = Said::new(Kind::Relation, &slot, &self.relation, span)
            .with_text("other", &other)
            .with_text("name", &printed)
            .with("authority", self.authority);
        let phone = Said::phone(&slot, self.phone.as_deref().unwrap_or(""), span);
        let said = if phone.value.is_empty() { vec![relation] } else { vec![relation, phone] };
        edit::say(cx, &self.target, &self.evidence, &said)
    }
}
