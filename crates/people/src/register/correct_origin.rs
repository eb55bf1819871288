//! Says what a person was born with: the declared birth date and sex, the ethnicity, the language
//! they are spoken to in. The resident number rules over a birth date that differs from it.

use base::{Day, Result, Sex};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Evidence, Target},
    interval::Span,
    statement::{Kind, Said},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CorrectOrigin {
    #[serde(flatten)]
    pub target: Target,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ethnicity: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for CorrectOrigin {
    const NAME: &'static str = "register.correct-origin";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        let mut said = Vec::new();
        if let Some(born) = self.birth_date {
            edit::past(cx, "birth_date", born)?;
            said.push(Said::new(Kind::Birth, "", born.to_string(), Span::ALWAYS));
        }
        said.extend(self.sex.map(|it| Said::new(Kind::Sex, "", it.as_str(), Span::ALWAYS)));
        let texts =
            [(Kind::Ethnicity, "ethnicity", &self.ethnicity), (Kind::Language, "language", &self.language)];
        for (kind, path, text) in texts {
            if let Some(text) = text.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
                edit::short(path, text)?;
                said.push(Said::new(kind, "", text, Span::ALWAYS));
            }
        }
        edit::say(cx, &self.target, &self.evidence, &said)
    }
}
