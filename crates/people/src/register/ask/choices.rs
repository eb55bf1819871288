//! What the forms of the register offer: the ids of the pack's lists.

use std::collections::BTreeMap;

use base::Result;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::register::{
    lists::{self, List},
    statement::Kind,
};

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Choices {}

/// Ids by list; their words are `<list>-<id>`, a slash written as a hyphen.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChoicesAnswer {
    pub lists: BTreeMap<&'static str, Vec<String>>,
}

impl Question for Choices {
    const NAME: &'static str = "register.choices";
    const RIGHT: &'static str = "register.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ChoicesAnswer;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<ChoicesAnswer> {
        let pack = lists::pack(cx)?;
        let kinds = [
            ("label", List::Of(Kind::Label)),
            ("hardship", List::Of(Kind::Hardship)),
            ("disability", List::Of(Kind::Disability)),
            ("ability", List::Of(Kind::Ability)),
            ("arrangement", List::Of(Kind::Arrangement)),
            ("dwelling", List::Of(Kind::Dwelling)),
            ("scheme", List::Of(Kind::Scheme)),
            ("wish", List::Of(Kind::Wish)),
            ("consent", List::Of(Kind::Consent)),
            ("relation", List::Of(Kind::Relation)),
            ("event", List::Of(Kind::Event)),
            ("authority", List::Authority),
            ("name_use", List::NameUse),
            ("source", List::Source),
        ];
        Ok(ChoicesAnswer {
            lists: kinds.iter().map(|(name, list)| (*name, lists::ids(&pack, *list))).collect(),
        })
    }
}
