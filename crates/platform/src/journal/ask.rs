//! What stands in the journal, for who may read it.

use base::{Instant, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Arg, FromRow, Row};

use super::{
    anchor,
    chain::Head,
    table,
    verify::{self, Report},
};
use crate::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
    waits::{Wait, Waits},
};

const READ: &str = "journal.read";

/// When the last entry was written; nothing in a journal without one.
pub fn newest(cx: &mut Cx) -> Result<Option<Instant>> {
    let county = cx.county();
    let sql = "SELECT at FROM journal_entry WHERE county = $1 ORDER BY at DESC LIMIT 1";
    let found: Option<(i64,)> = cx.find(sql, &[county.into()])?;
    Ok(found.map(|it| Instant(it.0)))
}

/// How many entries wait to be sealed, and since when the oldest of them does.
pub(super) fn unsealed(cx: &mut Cx) -> Result<(i64, Option<Instant>)> {
    let county = cx.county();
    cx.get(
        "entries",
        "SELECT COUNT(*), MIN(at) FROM journal_entry WHERE county = $1 AND seq IS NULL",
        &[county.into()],
    )
}

/// Entries of the reader's county, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Entries {
    #[serde(flatten)]
    pub list: ListInput,
    pub account: Option<String>,
    pub verb: Option<String>,
    pub outcome: Option<String>,
    /// The kind of record, such as `person`, and its id.
    pub subject_kind: Option<String>,
    pub subject_id: Option<String>,
    /// Not before, and before.
    pub from: Option<Instant>,
    pub to: Option<Instant>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    pub id: String,
    pub at: Instant,
    pub account: String,
    pub role: String,
    pub channel: String,
    pub verb: String,
    pub subject_kind: Option<String>,
    pub subject_id: Option<String>,
    pub place: Option<String>,
    pub outcome: String,
    pub detail: Value,
    pub command_id: Option<String>,
    /// Its place in the chain; nothing until it is sealed.
    pub seq: Option<i64>,
}

impl FromRow for Line {
    fn from_row(row: &Row) -> Result<Line> {
        let detail: String = row.get(10)?;
        Ok(Line {
            id: row.get(0)?,
            at: row.get(1)?,
            account: row.get(2)?,
            role: row.get(3)?,
            channel: row.get(4)?,
            verb: row.get(5)?,
            subject_kind: row.get(6)?,
            subject_id: row.get(7)?,
            place: row.get(8)?,
            outcome: row.get(9)?,
            detail: serde_json::from_str(&detail).unwrap_or(Value::String(detail)),
            command_id: row.get(11)?,
            seq: row.get(12)?,
        })
    }
}

const ORDERS: &[Order] = &[
    ("at", " ORDER BY at, id", " ORDER BY at DESC, id DESC"),
    ("verb", " ORDER BY verb, at, id", " ORDER BY verb DESC, at DESC, id DESC"),
    ("account", " ORDER BY account, at, id", " ORDER BY account DESC, at DESC, id DESC"),
];

const LINES: &str =
    "SELECT id, at, account, role, channel, verb, subject_kind, subject_id, place, outcome, detail,
        command_id, seq
     FROM journal_entry WHERE county = $1 AND $2 <= at AND at < $3
        AND (CAST($4 AS TEXT) IS NULL OR account = $4) AND (CAST($5 AS TEXT) IS NULL OR verb = $5) AND (CAST($6 AS TEXT) IS NULL OR outcome = $6)
        AND (CAST($7 AS TEXT) IS NULL OR subject_kind = $7) AND (CAST($8 AS TEXT) IS NULL OR subject_id = $8)";

impl Question for Entries {
    const NAME: &'static str = "journal.entries";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::Audit;
    type Answer = ListAnswer<Line>;

    fn ask(mut self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<Line>> {
        // The journal is the county's: no part of it belongs to a township.
        if !scope.area().trim_end_matches('/').ends_with(cx.county()) {
            return Ok(ListAnswer::new(&self.list, 0, Vec::new()));
        }
        self.list.sort.get_or_insert_with(|| "-at".to_owned());
        let county = cx.county();
        let filter: [Arg; 8] = [
            county.into(),
            self.from.unwrap_or(Instant(0)).into(),
            self.to.unwrap_or(Instant::MAX).into(),
            self.account.as_ref().into(),
            self.verb.as_ref().into(),
            self.outcome.as_ref().into(),
            self.subject_kind.as_ref().into(),
            self.subject_id.as_ref().into(),
        ];
        let (total,): (i64,) = cx.get(
            "entries",
            "SELECT COUNT(*) FROM journal_entry WHERE county = $1 AND $2 <= at AND at < $3
                AND (CAST($4 AS TEXT) IS NULL OR account = $4) AND (CAST($5 AS TEXT) IS NULL OR verb = $5)
                AND (CAST($6 AS TEXT) IS NULL OR outcome = $6) AND (CAST($7 AS TEXT) IS NULL OR subject_kind = $7)
                AND (CAST($8 AS TEXT) IS NULL OR subject_id = $8)",
            &filter,
        )?;
        let sql = [LINES, self.list.order(ORDERS), " LIMIT $9 OFFSET $10"].concat();
        let mut args = filter.to_vec();
        args.extend([Arg::Int(self.list.limit()), Arg::Int(self.list.offset())]);
        let rows = cx.all(&sql, &args)?;
        Ok(ListAnswer::new(&self.list, total, rows))
    }
}

/// How far the journal is sealed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct State {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Sealing {
    pub head: Option<Head>,
    /// Entries that wait to be sealed, and since when the oldest of them does.
    pub unsealed: i64,
    pub unsealed_since: Option<Instant>,
    pub pruned_to: Option<i64>,
}

impl Question for State {
    const NAME: &'static str = "journal.state";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::Audit;
    type Answer = Sealing;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Sealing> {
        let (unsealed, unsealed_since) = unsealed(cx)?;
        let pruned_to = table::checkpoint(cx)?.map(|it| it.seq);
        Ok(Sealing { head: table::head(cx)?, unsealed, unsealed_since, pruned_to })
    }
}

/// Refusals of the last days, for whoever reads the journal; and a sealer that stands still.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct JournalWaits {}

const REFUSED_DAYS: i64 = 7;
/// The sealer takes seconds: after this long it stands still.
const UNSEALED_MINUTES: i64 = 15;

impl Question for JournalWaits {
    const NAME: &'static str = "journal.waits";
    const RIGHT: &'static str = "journal.verify";
    const PURPOSE: Purpose = Purpose::Audit;
    type Answer = Waits;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Waits> {
        let mut waits = Waits::default();
        if scope.area().is_empty() {
            return Ok(waits);
        }
        let (count, since) = unsealed(cx)?;
        if since.is_some_and(|it| it < cx.now.plus_minutes(-UNSEALED_MINUTES)) {
            waits.add(Wait::new("journal-wait-unsealed", count, "/journal"));
        }
        let (county, from) = (cx.county().to_owned(), cx.now.plus_minutes(-REFUSED_DAYS * 24 * 60));
        let (refused,): (i64,) = cx.get(
            "journal",
            "SELECT COUNT(*) FROM journal_entry WHERE county = $1 AND $2 <= at AND outcome = 'denied'",
            &[(&county).into(), from.into()],
        )?;
        waits.add(Wait::new("journal-wait-refused", refused, "/journal?outcome=denied"));
        Ok(waits)
    }
}

/// Walks the whole journal and says what was done to it, and which part is unverified.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Verify {
    /// The lines of an anchor file, to be compared with.
    pub anchors: Option<String>,
}

impl Question for Verify {
    const NAME: &'static str = "journal.verify";
    const RIGHT: &'static str = "journal.verify";
    const PURPOSE: Purpose = Purpose::Audit;
    type Answer = Report;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Report> {
        let anchors = self.anchors.as_deref().map(anchor::parse).transpose()?;
        verify::within(cx, &anchors.unwrap_or_default())
    }
}
