//! What a form or a row of a file says of a person, before it is weighed against what is held.

use base::{Day, ResidentNumber, Sex, name};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    interval::Span,
    person::{CONFIRMED, DEATH, REPORTED},
    statement::{Kind, OWN, Said},
};

/// Where what is said comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Who says so: an id of the pack's list of sources, or `desk`.
    pub source: String,
    /// The paper or row behind it: a certificate, a file and its row.
    pub basis: String,
}

/// A value of a pack's list, with the days it holds where they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    pub value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The first day on which it no longer holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherName {
    /// `bank`, `insurer`, `former`, `variant`.
    pub use_: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Death {
    /// The day that counts.
    pub day: Day,
    pub confirmed: bool,
    #[serde(default)]
    pub proof: String,
}

/// Everything a source may say; what it leaves out it says nothing about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Draft {
    /// As on the identity card.
    pub name: Option<String>,
    pub other_names: Vec<OtherName>,
    /// As written; a wrong one is registered and marked.
    pub number: Option<String>,
    pub sex: Option<Sex>,
    pub birth_date: Option<Day>,
    pub ethnicity: Option<String>,
    pub language: Option<String>,
    /// The path of the village of registration (户籍).
    pub registered: Option<Dated>,
    pub registered_address: Option<String>,
    /// The path of the village where the person lives (常住).
    pub living: Option<Dated>,
    pub living_address: Option<String>,
    pub phone: Option<String>,
    pub labels: Vec<Dated>,
    pub hardship: Vec<Dated>,
    /// `1` to `4`, or `pending`.
    pub disability: Option<Dated>,
    pub ability: Option<Dated>,
    pub arrangement: Option<Dated>,
    pub dwelling: Vec<Dated>,
    /// `medical/resident`, `pension/employee`: the scheme and its kind.
    pub schemes: Vec<Dated>,
    pub death: Option<Death>,
    pub synthetic: bool,
}

impl Draft {
    /// The statements this comes to. `day` is the day the source speaks of; of somebody new to
    /// the register, who and where they are holds since whenever.
    pub fn said(&self, day: Day, new: bool) -> Vec<Said> {
        let since = if new { Day::FIRST } else { day };
        let always = Span::since(since);
        let mut said = Vec::new();
        let name = self.name.as_deref().map(name::printed).filter(|it| !it.is_empty());
        said.extend(name.map(|it| Said::new(Kind::Name, OWN, it, always)));
        for other in &self.other_names {
            let printed = name::printed(&other.name);
            let slot = match other.use_.as_str() {
                "former" | "variant" => format!("{}:{printed}", other.use_),
                use_ => use_.to_owned(),
            };
            said.push(Said::new(Kind::Name, slot, printed, always));
        }
        let number = self.number.as_deref().map(ResidentNumber::read).filter(|it| !it.text.is_empty());
        let number_born = number.as_ref().and_then(|it| it.born);
        let number_sex = number.as_ref().and_then(|it| it.sex);
        said.extend(number.map(|it| Said::number(&it, always)));
        // What the number says already is not said twice; what differs from it is kept and marked.
        if let Some(born) = self.birth_date.filter(|it| Some(*it) != number_born) {
            said.push(Said::new(Kind::Birth, "", born.to_string(), Span::ALWAYS));
        }
        if let Some(sex) = self.sex.filter(|it| Some(*it) != number_sex) {
            said.push(Said::new(Kind::Sex, "", sex.as_str(), Span::ALWAYS));
        }
        for (kind, value) in [(Kind::Ethnicity, &self.ethnicity), (Kind::Language, &self.language)] {
            let value = value.as_deref().map(str::trim).filter(|it| !it.is_empty());
            said.extend(value.map(|it| Said::new(kind, "", it, Span::ALWAYS)));
        }
        let places = [
            (Kind::Registered, &self.registered, &self.registered_address),
            (Kind::Living, &self.living, &self.living_address),
        ];
        for (kind, place, address) in places {
            if let Some(span) = place.as_ref().and_then(|it| it.span(since)) {
                let path = place.as_ref().map_or("", |it| it.value.as_str());
                said.push(
                    Said::new(kind, "", path, span).with_text("address", address.as_deref().unwrap_or("")),
                );
            }
        }
        let phone = self.phone.as_deref().filter(|it| !it.trim().is_empty());
        said.extend(phone.map(|it| Said::phone(OWN, it, always)).filter(|it| !it.value.is_empty()));
        for (kind, all) in
            [(Kind::Label, &self.labels), (Kind::Hardship, &self.hardship), (Kind::Dwelling, &self.dwelling)]
        {
            for dated in all {
                said.extend(dated.span(day).map(|span| Said::new(kind, &dated.value, &dated.value, span)));
            }
        }
        let single = [
            (Kind::Disability, &self.disability),
            (Kind::Ability, &self.ability),
            (Kind::Arrangement, &self.arrangement),
        ];
        for (kind, dated) in single {
            if let Some((dated, span)) = dated.as_ref().and_then(|it| Some((it, it.span(day)?))) {
                said.push(Said::new(kind, "", &dated.value, span));
            }
        }
        for dated in &self.schemes {
            let (scheme, value) = dated.value.split_once('/').unwrap_or((&dated.value, ""));
            said.extend(dated.span(day).map(|span| Said::new(Kind::Scheme, scheme, value, span)));
        }
        said.extend(self.death.as_ref().map(Death::said));
        said
    }
}

impl Dated {
    pub fn new(value: impl Into<String>) -> Dated {
        Dated { value: value.into(), from: None, to: None }
    }

    pub fn since(value: impl Into<String>, from: Day) -> Dated {
        Dated { value: value.into(), from: Some(from), to: None }
    }

    /// The days it holds, from `since` where the source does not say.
    pub fn span(&self, since: Day) -> Option<Span> {
        Span::new(self.from.unwrap_or(since), self.to.unwrap_or(Day::LAST))
    }
}

impl Death {
    /// A death reported by a file has one slot, so that the same file twice reports one death.
    fn said(&self) -> Said {
        let state = if self.confirmed { CONFIRMED } else { REPORTED };
        Said::new(Kind::Event, DEATH, DEATH, Span::since(self.day))
            .with("state", state)
            .with_text("proof", &self.proof)
    }
}
