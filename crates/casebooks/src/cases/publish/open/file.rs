//! A photo or file that a published case shows: a photo without what its camera wrote into it.

use base::{Error, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use platform::{
    Cx, Purpose, Question, Scope,
    files::{self, bare},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cases::publish::{READ, keep::shows_file};

/// One chunk of a file of a published case, from 0. A picture is one chunk.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PublicFile {
    pub book: String,
    pub case: String,
    pub file: String,
    pub seq: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PublicChunk {
    /// What it is by its bytes: `jpeg`, `pdf` …
    pub kind: String,
    pub digest: String,
    /// In base64; nothing after the last chunk.
    pub content: Option<String>,
}

impl Question for PublicFile {
    const NAME: &'static str = "public.file";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = PublicChunk;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<PublicChunk> {
        let (it, _) = super::published(cx, &self.book, &self.case)?;
        if !shows_file(&it.face, &self.file) {
            return Err(Error::missing("file"));
        }
        let file = files::get(cx, &self.file)?;
        let content = match self.seq {
            0 if bare::is_picture(&file.kind) => Some(shown(&files::bytes(cx, &self.file)?)?),
            _ if bare::is_picture(&file.kind) => None,
            0 => files::chunk(cx, &self.file, 0)?.map(|it| shown(&it)).transpose()?,
            seq => files::chunk(cx, &self.file, seq)?,
        };
        let content = content.map(|it| BASE64.encode(it));
        Ok(PublicChunk { kind: file.kind, digest: file.digest, content })
    }
}

/// A picture that cannot be made bare is not shown to anybody.
fn shown(bytes: &[u8]) -> Result<Vec<u8>> {
    bare::bare(bytes).ok_or_else(|| Error::missing("file"))
}
