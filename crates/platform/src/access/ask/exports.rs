//! The register of exports.

use base::{Instant, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use crate::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
};

/// What left the house with numbers or accounts in it, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Exports {
    /// The digest of a file that was found: whose it was.
    pub digest: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExportRow {
    pub id: String,
    pub account: String,
    pub name: Option<String>,
    pub role: String,
    pub at: Instant,
    pub what: String,
    pub area: String,
    pub rows: i64,
    pub purpose: String,
    pub digest: String,
    pub locked: bool,
}

impl FromRow for ExportRow {
    fn from_row(row: &Row) -> Result<ExportRow> {
        Ok(ExportRow {
            id: row.get(0)?,
            account: row.get(1)?,
            name: row.get(2)?,
            role: row.get(3)?,
            at: row.get(4)?,
            what: row.get(5)?,
            area: row.get(6)?,
            rows: row.get(7)?,
            purpose: row.get(8)?,
            digest: row.get(9)?,
            locked: row.get::<i64>(10)? != 0,
        })
    }
}

const ORDERS: &[Order] = &[("at", " ORDER BY e.at DESC, e.id", " ORDER BY e.at, e.id")];

impl Question for Exports {
    const NAME: &'static str = "access.exports";
    const RIGHT: &'static str = "journal.read";
    const PURPOSE: Purpose = Purpose::Audit;
    type Answer = ListAnswer<ExportRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<ExportRow>> {
        let county = cx.county().to_owned();
        let (low, high) = scope.range();
        let digest = self.digest.as_deref();
        let select =
            "SELECT e.id, e.account, a.name, e.role, e.at, e.what, e.area, e.rows, e.purpose, e.digest,
                e.locked
             FROM access_export e LEFT JOIN account a ON a.county = $1 AND a.id = e.account
             WHERE e.county = $1 AND $2 <= e.area AND e.area < $3
                AND (CAST($4 AS TEXT) IS NULL OR e.digest = $4)";
        self.list.read(cx, select, ORDERS, &[(&county).into(), (&low).into(), (&high).into(), digest.into()])
    }
}
