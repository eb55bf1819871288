//! A photo or file that a published case shows.

use base::{Error, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use platform::{Cx, Purpose, Question, Scope, files};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cases::publish::{READ, keep::shows_file};

/// One chunk of a file of a published case, from 0.
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
        let content = files::chunk(cx, &self.file, self.seq)?;
        Ok(PublicChunk { kind: file.kind, digest: file.digest, content: content.map(|it| BASE64.encode(it)) })
    }
}
