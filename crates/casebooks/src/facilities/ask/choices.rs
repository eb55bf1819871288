//! What the form of a facility can choose from.

use base::Result;
use platform::{Cx, Purpose, Question, Scope, access::roles::Level};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    books::ask::{ChoiceShown, Words},
    facilities::kinds::{self, Kinds},
};

/// What a form of a facility can choose from.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Choices {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChoicesShown {
    pub kinds: Vec<KindShown>,
    pub functions: Vec<ChoiceShown>,
    pub governance: Vec<ChoiceShown>,
    pub legal: Vec<ChoiceShown>,
    pub models: Vec<ChoiceShown>,
    /// Centres that a station can be attached to.
    pub centres: Vec<CentreShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct KindShown {
    pub id: String,
    pub name: Words,
    pub level: Level,
    pub beds: bool,
    pub functions: Vec<String>,
    pub basis: String,
    pub confidence: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CentreShown {
    pub id: String,
    pub name: String,
}

impl Question for Choices {
    const NAME: &'static str = "facilities.choices";
    const RIGHT: &'static str = "facilities.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = ChoicesShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ChoicesShown> {
        let county = cx.county().to_owned();
        let (low, high) = scope.range();
        let centres: Vec<(String, String, String)> = cx.all(
            "SELECT id, name, kind FROM facility
             WHERE county = $1 AND area >= $2 AND area < $3 AND centre IS NULL AND state <> 'closed'
             ORDER BY name_key, id",
            &[(&county).into(), (&low).into(), (&high).into()],
        )?;
        let pack = cx.house.packs.county(&county)?;
        let kinds = pack.get::<Kinds>();
        let list = |of: &indexmap::IndexMap<String, kinds::Called>| {
            let shown = |(id, it): (&String, &kinds::Called)| ChoiceShown {
                id: id.clone(),
                name: Words { zh: it.zh.clone(), en: it.en.clone() },
            };
            of.iter().map(shown).collect()
        };
        let kind = |(id, it): (&String, &kinds::Kind)| KindShown {
            id: id.clone(),
            name: Words { zh: it.zh.clone(), en: it.en.clone() },
            level: it.level,
            beds: it.beds,
            functions: it.functions.clone(),
            basis: it.basis.clone(),
            confidence: it.confidence.as_str().to_owned(),
        };
        Ok(ChoicesShown {
            kinds: kinds.kind.iter().map(kind).collect(),
            functions: list(&kinds.function),
            governance: list(&kinds.governance),
            legal: list(&kinds.legal),
            models: list(&kinds.model),
            // A centre is what fills a place above the village.
            centres: centres
                .into_iter()
                .filter(|it| kinds.kind.get(&it.2).is_some_and(|it| it.level != Level::Village))
                .map(|(id, name, _)| CentreShown { id, name })
                .collect(),
        })
    }
}
