//! Photos, signatures and voices of a visit: they travel in a queue of their own and come after it, or before.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{pack::Demand, record::Recorded, table::act, whom};

/// Files of one visit.
const FILES_MAX: usize = 12;

/// Adds files to a visit.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Attach {
    pub visit: String,
    /// Ids of files.
    #[serde(default)]
    pub photos: Vec<String>,
    #[serde(default)]
    pub signature: Option<String>,
    #[serde(default)]
    pub voice: Option<String>,
}

impl Verb for Attach {
    const NAME: &'static str = "visits.attach";
    const RIGHT: &'static str = "visits.record";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Recorded;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let visit = act::visit(cx, &self.visit)?.ok_or_else(|| Error::missing("visit"))?;
        whom::place(cx, &visit.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Recorded> {
        let mut visit = act::visit(cx, &self.visit)?.ok_or_else(|| Error::missing("visit"))?;
        keep(cx, &visit.id, &self.photos, self.signature.as_deref(), self.voice.as_deref())?;
        let files = act::files(cx, &visit.id)?;
        if FILES_MAX < files.len() {
            return Err(Error::invalid("photos", "visits-too-many-files"));
        }
        let here = |lack: &str| files.iter().any(|it| it.0 == lack);
        let lacks: Vec<&str> = visit.lacks.split_whitespace().filter(|it| !here(it)).collect();
        let lacks = lacks.join(" ");
        if lacks != visit.lacks {
            act::set_lacks(cx, &visit.id, &lacks)?;
            visit.lacks = lacks;
        }
        cx.subject("person", &visit.person);
        cx.note("visit", visit.id.as_str());
        Ok(super::record::answer(&visit))
    }
}

/// Keeps the ids of files.
pub(super) fn keep(
    cx: &mut Cx,
    visit: &str,
    photos: &[String],
    signature: Option<&str>,
    voice: Option<&str>,
) -> Result<()> {
    let photos = photos.iter().map(|it| (Demand::Photo.as_str(), it.as_str()));
    let signature = signature.map(|it| (Demand::Signature.as_str(), it));
    let all = photos.chain(signature).chain(voice.map(|it| ("voice", it)));
    for (kind, file) in all.filter(|it| !it.1.is_empty()) {
        act::add_file(cx, visit, kind, file)?;
    }
    Ok(())
}
