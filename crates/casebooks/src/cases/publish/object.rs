//! A visitor says that what is published is wrong.

use base::{Error, Fault, Result};
use platform::{
    Cx, Place, Purpose, Verb,
    tasks::{self, NewTask, Office, kinds::Kinds},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{CONTACT, OBJECT, TASK, open, table};

const TEXT_CHARS_MAX: usize = 1_000;
const CONTACT_CHARS_MAX: usize = 100;
/// From one sender within an hour and within a day; in all within an hour; unanswered against one case.
const OF_SENDER_HOUR: i64 = 3;
const OF_SENDER_DAY: i64 = 10;
const OF_ALL_HOUR: i64 = 100;
const OF_CASE: i64 = 20;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// Letters and digits that are not mistaken for one another.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const RECEIPT_LETTERS: usize = 16;

/// Says that a published case is wrong. It becomes a task of the book's office; the case stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Object {
    pub book: String,
    pub case: String,
    pub text: String,
    /// How the sender can be reached.
    pub contact: String,
    /// The address it came from, for counting only.
    #[serde(default)]
    pub sender: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Objected {
    /// What the sender keeps, to read the answer by.
    pub receipt: String,
}

impl Verb for Object {
    const NAME: &'static str = "public.object";
    const RIGHT: &'static str = OBJECT;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Objected;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Objected> {
        let (it, ready) = open::published(cx, &self.book, &self.case)?;
        let (text, contact) = (self.text.trim(), self.contact.trim());
        let mut faults = Vec::new();
        for (path, text, most) in [("text", text, TEXT_CHARS_MAX), ("contact", contact, CONTACT_CHARS_MAX)] {
            if text.is_empty() {
                faults.push(Fault::new(path, "cases-needed"));
            } else if most < text.chars().count() {
                faults.push(Fault::new(path, "cases-too-long").arg("most", most));
            }
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let sender = cx.house.keys.index("case.objection-sender", &self.sender);
        let (hour, all) = table::since(cx, &sender, cx.now.plus_seconds(-HOUR))?;
        let (day, _) = table::since(cx, &sender, cx.now.plus_seconds(-DAY))?;
        let many = OF_SENDER_HOUR <= hour || OF_SENDER_DAY <= day || OF_ALL_HOUR <= all;
        if many || OF_CASE <= table::open_of(cx, &it.case)? {
            return Err(Error::conflict("cases-objection-too-many"));
        }
        let receipt = receipt(cx)?;
        let (id, sealed) = (cx.mint(), cx.seal(CONTACT, contact)?);
        let new = table::NewObjection {
            id: &id,
            case: &it.case,
            book: &it.book,
            sender: &sender,
            receipt: &digest(&receipt),
            text,
            contact: &sealed,
        };
        table::object(cx, &new)?;
        cx.subject("case", &it.case);
        let area = open::area_of(cx, &it.case)?;
        let (label, rises_after_days) = (it.number.as_str(), rises_after_days(cx)?);
        let task = NewTask {
            kind: TASK,
            reason: &id,
            subject_kind: "case",
            subject_id: &it.case,
            label,
            area: &area,
            due_on: None,
            detail: json!({ "book": ready.id, "number": it.number }),
        };
        let office = Office { roles: &ready.book.open, purpose: ready.book.purpose, rises_after_days };
        if ready.book.open.is_empty() {
            tasks::open(cx, &task)?;
        } else {
            tasks::open_for(cx, &task, &office)?;
        }
        Ok(Objected { receipt })
    }
}

/// When an unanswered request goes up a level: as the pack says of its kind of task.
fn rises_after_days(cx: &Cx) -> Result<Option<i64>> {
    let pack = cx.house.packs.county(cx.county())?;
    Ok(pack.get::<Kinds>().named(TASK)?.rises_after_days)
}

fn receipt(cx: &Cx) -> Result<String> {
    let bytes: [u8; RECEIPT_LETTERS] = cx.secret_bytes()?;
    Ok(bytes.iter().map(|it| char::from(LETTERS[usize::from(it % 32)])).collect())
}

/// As it is kept: who reads the database reads no receipt. Spaces and dashes do not count.
pub(super) fn digest(receipt: &str) -> String {
    let plain: String = receipt.chars().filter(char::is_ascii_alphanumeric).collect();
    let digest = Sha256::digest(plain.to_ascii_uppercase().as_bytes());
    digest.iter().map(|it| format!("{it:02x}")).collect()
}
