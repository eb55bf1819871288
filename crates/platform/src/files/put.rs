//! Hands in a file.

use base::{Error, Fault, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{File, NewFile, keep};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Put {
    pub name: String,
    /// The area it belongs to.
    pub area: String,
    pub about: String,
    pub about_id: String,
    /// The bytes in base64.
    pub content: String,
}

impl Verb for Put {
    const NAME: &'static str = "files.put";
    const RIGHT: &'static str = "files.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = File;

    /// What a file belongs to has a purpose of its own: a receipt is of benefits, a roster of the
    /// register. Any purpose under which the actor sees the area will do, as for reading it.
    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let actor = cx.actor;
        if !actor.purposes.iter().any(|it| actor.scope(*it).covers(&self.area)) {
            return Err(Error::Denied(Fault::new("area", "door-outside-area").arg("area", &self.area)));
        }
        cx.note("area", self.area.clone());
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<File> {
        let bytes = BASE64.decode(&self.content);
        let bytes = bytes.map_err(|_| Error::invalid("content", "files-not-base64"))?;
        let new = NewFile {
            name: &self.name,
            area: &self.area,
            about: &self.about,
            about_id: &self.about_id,
            bytes: &bytes,
        };
        let file = keep(cx, &new)?;
        cx.subject("file", &file.id);
        cx.note("digest", file.digest.as_str());
        cx.note("bytes", file.bytes);
        Ok(file)
    }
}
