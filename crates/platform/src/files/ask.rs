//! Reads files, within the reader's area.

use base::{Error, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{File, get, table};
use crate::{Actor, Cx, Purpose, Question, Scope};

/// What is known of a file.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Meta {
    pub file: String,
}

impl Question for Meta {
    const NAME: &'static str = "files.meta";
    const RIGHT: &'static str = "files.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = File;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<File> {
        within(cx, &self.file)
    }
}

/// One chunk of a file's bytes, from 0.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Chunk {
    pub file: String,
    pub seq: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChunkAnswer {
    /// In base64; nothing after the last chunk.
    pub content: Option<String>,
}

impl Question for Chunk {
    const NAME: &'static str = "files.chunk";
    const RIGHT: &'static str = "files.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ChunkAnswer;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<ChunkAnswer> {
        within(cx, &self.file)?;
        let content = table::chunk(cx, &self.file, self.seq)?;
        Ok(ChunkAnswer { content: content.map(|it| BASE64.encode(it)) })
    }
}

/// The files about a thing, oldest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct About {
    pub about: String,
    pub about_id: String,
}

impl Question for About {
    const NAME: &'static str = "files.about";
    const RIGHT: &'static str = "files.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<File>;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<Vec<File>> {
        let mut files = table::about(cx, &self.about, &self.about_id)?;
        files.retain(|it| sees(cx.actor, it));
        Ok(files)
    }
}

/// The file, if its area lies in the reader's under some purpose of the role.
fn within(cx: &mut Cx, id: &str) -> Result<File> {
    let file = get(cx, id)?;
    if sees(cx.actor, &file) { Ok(file) } else { Err(Error::missing("file")) }
}

fn sees(actor: &Actor, file: &File) -> bool {
    actor.purposes.iter().any(|it| actor.scope(*it).covers(&file.area))
}
