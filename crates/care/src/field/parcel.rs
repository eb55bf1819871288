//! A photo or a voice note, piece by piece: each says where it begins, so that a broken line goes on
//! where it broke, and a piece that comes twice changes nothing. With the last one it is a file.

use base::{Error, Fault, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use people::register::ask::carried;
use platform::{
    Cx, Place, Purpose, Verb,
    files::{self, NewFile},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    enrol::own,
    table::{self, Begun},
};

/// Largest photo or voice, and largest piece.
const BYTES_MAX: i64 = 4 << 20;
const PIECE_MAX: usize = 256 << 10;
const TEXT_MAX: usize = 80;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Parcel {
    pub device: String,
    /// Made on the phone.
    pub parcel: String,
    /// Whom it shows; they must live in the sender's area.
    pub person: String,
    /// What it belongs to, such as `visit`, and that record's id.
    pub about: String,
    pub about_id: String,
    pub name: String,
    /// SHA-256 of the whole, hexadecimal.
    pub digest: String,
    /// Bytes of the whole.
    pub total: i64,
    /// The place of the first byte of this piece.
    pub begins: i64,
    /// Base64.
    pub bytes: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Taken {
    /// How much is there: where the next piece begins.
    pub received: i64,
    /// The file, when all is there.
    pub file: Option<String>,
}

impl Verb for Parcel {
    const NAME: &'static str = "field.parcel";
    const RIGHT: &'static str = "field.use";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Taken;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        carried::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Taken> {
        let device = own(cx, &self.device)?;
        let short = |it: &str| (1..=TEXT_MAX).contains(&it.len());
        if ![&self.parcel, &self.about, &self.about_id, &self.digest].into_iter().all(|it| short(it)) {
            return Err(Error::invalid("parcel", "field-bad-parcel"));
        }
        if !(1..=BYTES_MAX).contains(&self.total) {
            return Err(Fault::new("total", "field-parcel-too-large").arg("most", BYTES_MAX).into());
        }
        let bytes = BASE64_STANDARD.decode(&self.bytes).ok().filter(|it| it.len() <= PIECE_MAX);
        let bytes = bytes.ok_or_else(|| Error::invalid("bytes", "field-bad-parcel"))?;
        let begun = match table::parcel(cx, &self.parcel)? {
            Some(known) => known,
            None => {
                let begun = Begun {
                    account: cx.actor.account.clone(),
                    person: self.person.clone(),
                    about: self.about.clone(),
                    about_id: self.about_id.clone(),
                    name: self.name.chars().take(TEXT_MAX).collect(),
                    digest: self.digest.clone(),
                    total: self.total,
                    received: 0,
                    file: None,
                };
                table::insert_parcel(cx, &self.parcel, &device.id, &begun)?;
                begun
            }
        };
        if begun.account != cx.actor.account || begun.digest != self.digest || begun.total != self.total {
            return Err(Error::conflict("field-another-parcel"));
        }
        // A piece that is there already, or one that comes too early: the answer says where to go on.
        if begun.file.is_some() || self.begins != begun.received || bytes.is_empty() {
            return Ok(Taken { received: begun.received, file: begun.file });
        }
        let received = begun.received + bytes.len() as i64;
        if begun.total < received {
            return Err(Error::invalid("bytes", "field-bad-parcel"));
        }
        table::insert_piece(cx, &self.parcel, self.begins, &bytes)?;
        cx.subject("person", &begun.person);
        let file = if received == begun.total { Some(whole(cx, &self.parcel, &begun)?) } else { None };
        table::received(cx, &self.parcel, received, file.as_deref())?;
        Ok(Taken { received, file })
    }
}

/// All pieces as one file, if they are what the phone meant.
fn whole(cx: &mut Cx, parcel: &str, begun: &Begun) -> Result<String> {
    let bytes = table::pieces(cx, parcel)?;
    let digest: String = Sha256::digest(&bytes).iter().map(|it| format!("{it:02x}")).collect();
    if digest != begun.digest {
        return Err(Error::invalid("digest", "field-parcel-differs"));
    }
    let Place::Person { living, .. } = carried::place(cx, &begun.person)? else {
        return Err(Error::missing("person"));
    };
    let new = NewFile {
        name: &begun.name,
        area: &living,
        about: &begun.about,
        about_id: &begun.about_id,
        bytes: &bytes,
    };
    let file = files::keep(cx, &new)?;
    table::delete_pieces(cx, parcel)?;
    Ok(file.id)
}
