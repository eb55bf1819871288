//! One person changed by one verb: loaded at the revision that was seen, changed, written, named
//! in the journal.

use base::{Day, Error, Fault, Result};
use platform::{Cx, Place};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    draft::Provenance,
    lists::{self, List},
    statement::{Kind, Said},
    table,
    writing::{self, Held, Writing},
};

/// Whom a form is about, and what stood there when it was opened.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    pub person: String,
    /// The revision of the page; without it the last word wins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

/// Who says so, and the paper behind it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Evidence {
    /// An id of the pack's list of sources; the desk itself when nobody is named.
    pub source: Option<String>,
    /// A certificate, a notice, a file and its row.
    pub basis: Option<String>,
}

/// What a change came to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Done {
    pub person: String,
    /// Nothing was said that was not held already.
    pub same: bool,
}

/// Longest text of a field.
const TEXT_MAX: usize = 500;

impl Evidence {
    pub(crate) fn provenance(&self, cx: &Cx) -> Result<Provenance> {
        let source = self.source.clone().unwrap_or_else(|| "desk".to_owned());
        lists::known(cx, List::Source, "source", &source)?;
        let basis = self.basis.clone().unwrap_or_default();
        short("basis", &basis)?;
        Ok(Provenance { source, basis })
    }
}

/// Both places of a person, for the door to judge.
pub(crate) fn place(cx: &mut Cx, person: &str) -> Result<Place> {
    let found = table::person::find(cx, person)?.ok_or_else(|| Error::missing("person"))?;
    let (registered, living) = (found.portrait.registered_path, found.portrait.living_path);
    Ok(Place::Person { registered, living })
}

/// Changes one person.
pub(crate) fn edit(
    cx: &mut Cx,
    target: &Target,
    work: impl FnOnce(&mut Cx, &mut Writing, &mut Held) -> Result<()>,
) -> Result<Done> {
    let mut held = writing::load_one(cx, &target.person, target.revision)?;
    let mut writing = Writing::default();
    work(cx, &mut writing, &mut held)?;
    let kinds: Vec<&str> = held.changed.iter().map(|it| it.as_str()).collect();
    let same = kinds.is_empty();
    cx.subject("person", &target.person);
    cx.note("changed", kinds);
    if !same {
        writing.close(cx, held);
        writing.finish(cx)?;
    }
    Ok(Done { person: target.person.clone(), same })
}

/// Says some things of one person.
pub(crate) fn say(cx: &mut Cx, target: &Target, evidence: &Evidence, said: &[Said]) -> Result<Done> {
    let from = evidence.provenance(cx)?;
    edit(cx, target, |cx, writing, held| {
        for said in said {
            writing.say(cx, held, said, &from)?;
        }
        Ok(())
    })
}

/// Refuses a value that the pack's list of its kind does not have.
pub(crate) fn known(cx: &Cx, kind: Kind, path: &'static str, value: &str) -> Result<()> {
    lists::known(cx, List::Of(kind), path, value)
}

pub(crate) fn required(path: &'static str, text: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(Error::invalid(path, "register-required"));
    }
    short(path, text)
}

pub(crate) fn short(path: &'static str, text: &str) -> Result<()> {
    if TEXT_MAX < text.chars().count() {
        return Err(Fault::new(path, "register-too-long").arg("most", TEXT_MAX).into());
    }
    Ok(())
}

/// A day that has come already.
pub(crate) fn past(cx: &Cx, path: &'static str, day: Day) -> Result<()> {
    if cx.today() < day {
        return Err(Fault::new(path, "register-day-in-future").arg("day", day).into());
    }
    Ok(())
}

/// A place of this county that exists and that the actor's area covers, or nothing for elsewhere.
pub(crate) fn village(cx: &Cx, path: &'static str, area: &str) -> Result<()> {
    if area.is_empty() {
        return Ok(());
    }
    let atlas = lists::pack(cx)?.made::<platform::areas::Atlas>();
    if atlas.get(area).is_none() {
        return Err(Fault::new(path, "register-unknown-area").arg("area", area).into());
    }
    Ok(())
}
