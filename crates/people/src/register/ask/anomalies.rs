//! What looks wrong and waits for a decision.

use base::{Instant, Result, name::masked, resident};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Basis, ListAnswer, ListInput},
    waits::{Wait, Waits},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::count::Query;

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Anomalies {
    /// A kind, such as `number-doubled`.
    pub kind: Option<String>,
    pub area: Option<String>,
    /// Those of one person.
    pub person: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AnomalyRow {
    pub id: String,
    pub kind: String,
    pub person: String,
    pub name: String,
    pub number: String,
    pub registered: String,
    /// The other person, where two are concerned.
    pub other: String,
    /// What was declared, or what is wrong.
    pub detail: String,
    pub found_at: Instant,
}

impl FromRow for AnomalyRow {
    fn from_row(row: &Row) -> Result<AnomalyRow> {
        Ok(AnomalyRow {
            id: row.get(0)?,
            kind: row.get(1)?,
            person: row.get(2)?,
            name: masked(&row.get::<String>(3)?),
            number: resident::mask(&row.get::<String>(4)?),
            registered: row.get(5)?,
            other: row.get(6)?,
            detail: row.get(7)?,
            found_at: row.get(8)?,
        })
    }
}

impl Question for Anomalies {
    const NAME: &'static str = "register.anomalies";
    const RIGHT: &'static str = "register.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<AnomalyRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<AnomalyRow>> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let filter = |select: &'static str| {
            let mut query = Query::new(select, cx.actor.county.as_str())
                .then(" AND ((p.registered_path >=")
                .with(&low)
                .then(" AND p.registered_path <")
                .with(&high)
                .then(") OR (p.living_path >=")
                .with(&low)
                .then(" AND p.living_path <")
                .with(&high)
                .then("))");
            if let Some(kind) = self.kind.as_deref().filter(|it| !it.is_empty()) {
                query = query.then(" AND a.kind =").with(kind);
            }
            if let Some(person) = self.person.as_deref().filter(|it| !it.is_empty()) {
                query = query.then(" AND a.person =").with(person);
            }
            query
        };
        let count = filter(COUNT);
        let rows = filter(SELECT)
            .then(" ORDER BY a.found_at, a.id LIMIT")
            .with(self.list.limit())
            .then(" OFFSET")
            .with(self.list.offset());
        let (total, rows) = (count.count(cx)?, rows.all(cx)?);
        Ok(ListAnswer::new(&self.list, total, rows).counted(Basis::Records, cx.today()))
    }
}

/// What is contradictory in the reader's area, for whoever may settle it.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RegisterWaits {}

impl Question for RegisterWaits {
    const NAME: &'static str = "register.waits";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Waits;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Waits> {
        let mut waits = Waits::default();
        let only = ListInput { per_page: Some(1), ..ListInput::default() };
        let all = Anomalies { list: only, ..Anomalies::default() }.ask(cx, scope)?;
        waits.add(Wait::new("register-wait-anomalies", all.total, "/anomalies"));
        Ok(waits)
    }
}

const COUNT: &str = "SELECT COUNT(*)
    FROM person_anomaly a JOIN person p ON p.county = a.county AND p.id = a.person
    WHERE a.settled_at IS NULL AND p.merged_into IS NULL AND a.county = $1";
const SELECT: &str = "SELECT a.id, a.kind, a.person, p.name, p.number_head, p.registered_path, a.other,
        a.detail, a.found_at
    FROM person_anomaly a JOIN person p ON p.county = a.county AND p.id = a.person
    WHERE a.settled_at IS NULL AND p.merged_into IS NULL AND a.county = $1";
