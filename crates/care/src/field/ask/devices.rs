//! The desk's list of phones: whose, when they last spoke, what they still hold back.

use base::{Instant, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

const ORDERS: &[Order] = &[
    ("seen_at", " ORDER BY seen_at, id", " ORDER BY seen_at DESC, id"),
    ("area", " ORDER BY area, holder, id", " ORDER BY area DESC, holder, id"),
    ("queued", " ORDER BY queued, id", " ORDER BY queued DESC, id"),
];

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Devices {
    /// A path inside the reader's area.
    pub area: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeviceRow {
    pub id: String,
    pub holder: String,
    pub area: String,
    pub name: String,
    pub enrolled_at: Instant,
    pub seen_at: Instant,
    pub synced_at: Option<Instant>,
    pub version: String,
    pub queued: i64,
    pub failed: i64,
    pub held_bytes: i64,
    pub ahead: i64,
    pub why: Option<String>,
    pub wiped_at: Option<Instant>,
    pub emptied_at: Option<Instant>,
    /// `holds`, `wiping` (told to, has not yet), `empty`.
    pub state: String,
}

impl FromRow for DeviceRow {
    fn from_row(row: &Row) -> Result<DeviceRow> {
        let (wiped_at, emptied_at): (Option<Instant>, Option<Instant>) = (row.get(13)?, row.get(14)?);
        let state = if emptied_at.is_some() {
            "empty"
        } else if wiped_at.is_some() {
            "wiping"
        } else {
            "holds"
        };
        Ok(DeviceRow {
            id: row.get(0)?,
            holder: row.get(1)?,
            area: row.get(2)?,
            name: row.get(3)?,
            enrolled_at: row.get(4)?,
            seen_at: row.get(5)?,
            synced_at: row.get(6)?,
            version: row.get(7)?,
            queued: row.get(8)?,
            failed: row.get(9)?,
            held_bytes: row.get(10)?,
            ahead: row.get(11)?,
            why: row.get(12)?,
            wiped_at,
            emptied_at,
            state: state.to_owned(),
        })
    }
}

impl Question for Devices {
    const NAME: &'static str = "field.devices";
    const RIGHT: &'static str = "field.manage";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = ListAnswer<DeviceRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<DeviceRow>> {
        let (low, high) = scope.part(self.area.as_deref())?.range();
        let county = cx.county().to_owned();
        let mut list = self.list;
        // Whoever has not been heard of for longest comes first.
        list.sort = list.sort.or_else(|| Some("seen_at".to_owned()));
        list.read(
            cx,
            "SELECT id, holder, area, name, enrolled_at, seen_at, synced_at, version, queued, failed,
                held_bytes, ahead, why, wiped_at, emptied_at
             FROM field_device WHERE county = $1 AND area >= $2 AND area < $3",
            ORDERS,
            &[(&county).into(), (&low).into(), (&high).into()],
        )
    }
}
