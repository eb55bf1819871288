//! Questions about facilities: lists, one, the three-tier tree with its gaps, what can be chosen.

pub mod choices;
pub mod figures;
pub mod search;
pub mod tree;

use base::{Day, Instant, Result, name};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{FromRow, Row};

use super::{
    facility::Facility,
    kinds::Kinds,
    set_state,
    table::{self, Known},
};
use crate::books::ask::Words;

/// Facilities of the reader's area.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Facilities {
    pub kind: Option<String>,
    pub state: Option<String>,
    pub model: Option<String>,
    pub area: Option<String>,
    pub q: Option<String>,
    /// Contracts that end by this day.
    pub term_to: Option<Day>,
    #[serde(flatten)]
    pub list: ListInput,
}

/// One line of the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FacilityLine {
    pub id: String,
    pub state: String,
    pub state_since: Day,
    pub revision: i64,
    pub kind_name: Option<Words>,
    #[serde(flatten)]
    pub facility: Facility,
}

const ORDERS: &[Order] = &[
    ("name", " ORDER BY name_key, id", " ORDER BY name_key DESC, id"),
    ("area", " ORDER BY area, id", " ORDER BY area DESC, id"),
    ("kind", " ORDER BY kind, name_key, id", " ORDER BY kind DESC, name_key, id"),
    ("beds", " ORDER BY beds, id", " ORDER BY beds DESC, id"),
    ("term_to", " ORDER BY term_to, id", " ORDER BY term_to DESC, id"),
    ("state", " ORDER BY state, id", " ORDER BY state DESC, id"),
];

impl Question for Facilities {
    const NAME: &'static str = "facilities.list";
    const RIGHT: &'static str = "facilities.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = ListAnswer<FacilityLine>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<FacilityLine>> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let typed = self.q.as_deref().map(name::key).filter(|it| !it.is_empty());
        let typed = typed.map(|it| format!("%{}%", it.replace(['%', '_'], "")));
        let term_to = self.term_to.map(|it| it.to_string());
        let given = |it: &Option<String>| it.clone().filter(|it| !it.is_empty());
        let (kind, state, model) = (given(&self.kind), given(&self.state), given(&self.model));
        let args = [
            (&scope.county).into(),
            (&low).into(),
            (&high).into(),
            kind.as_ref().into(),
            state.as_ref().into(),
            model.as_ref().into(),
            typed.as_ref().into(),
            term_to.as_ref().into(),
        ];
        let select = "SELECT id, said, state, state_since, revision FROM facility
             WHERE county = $1 AND area >= $2 AND area < $3
                AND (CAST($4 AS TEXT) IS NULL OR kind = $4) AND (CAST($5 AS TEXT) IS NULL OR state = $5)
                AND (CAST($6 AS TEXT) IS NULL OR model = $6) AND (CAST($7 AS TEXT) IS NULL OR name_key LIKE $7)
                AND (CAST($8 AS TEXT) IS NULL OR term_to <= $8)";
        let answer: ListAnswer<Known> = self.list.read(cx, select, ORDERS, &args)?;
        let pack = cx.house.packs.county(cx.county())?;
        Ok(answer.map(|it| line(pack.get::<Kinds>(), it)))
    }
}

pub(super) fn line(kinds: &Kinds, it: Known) -> FacilityLine {
    let kind = kinds.kind.get(&it.said.kind);
    FacilityLine {
        id: it.id,
        state: it.state,
        state_since: it.state_since,
        revision: it.revision,
        kind_name: kind.map(|it| Words { zh: it.zh.clone(), en: it.en.clone() }),
        facility: it.said,
    }
}

/// One facility, what is attached to it and what was said of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneFacility {
    pub facility: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FacilityShown {
    #[serde(flatten)]
    pub line: FacilityLine,
    pub functions_shown: Vec<Words>,
    /// What such a facility may provide and this one does not.
    pub functions_missing: Vec<Words>,
    pub governance_name: Option<Words>,
    pub legal_name: Option<Words>,
    pub model_name: Option<Words>,
    pub centre_name: Option<String>,
    pub stations: Vec<FacilityLine>,
    pub history: Vec<FacilityEvent>,
    pub may_change: bool,
    /// The states that can follow its own.
    pub ways: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FacilityEvent {
    pub at: Instant,
    pub name: String,
    pub kind: String,
    pub state: String,
    pub day: Day,
    /// By field: what it was and what it is.
    pub changed: Value,
    pub note: String,
}

impl FromRow for FacilityEvent {
    fn from_row(row: &Row) -> Result<FacilityEvent> {
        let changed: String = row.get(5)?;
        Ok(FacilityEvent {
            at: row.get(0)?,
            name: row.get(1)?,
            kind: row.get(2)?,
            state: row.get(3)?,
            day: row.get(4)?,
            changed: serde_json::from_str(&changed).unwrap_or_default(),
            note: row.get(6)?,
        })
    }
}

impl Question for OneFacility {
    const NAME: &'static str = "facilities.facility";
    const RIGHT: &'static str = "facilities.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = FacilityShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<FacilityShown> {
        let known = table::get(cx, &self.facility)?;
        if !scope.covers(&known.said.area) {
            return Err(base::Error::missing("facility"));
        }
        let county = cx.county().to_owned();
        let (low, high) = scope.range();
        let stations: Vec<Known> = cx.all(
            "SELECT id, said, state, state_since, revision FROM facility
             WHERE county = $1 AND centre = $2 AND area >= $3 AND area < $4 ORDER BY name_key, id",
            &[(&county).into(), (&known.id).into(), (&low).into(), (&high).into()],
        )?;
        let history: Vec<FacilityEvent> = cx.all(
            "SELECT at, name, kind, state, day, changed, note FROM facility_event
             WHERE county = $1 AND facility_id = $2 ORDER BY seq DESC",
            &[(&county).into(), (&known.id).into()],
        )?;
        let centre = match &known.said.centre {
            Some(id) => table::find(cx, id)?.map(|it| it.said.name),
            None => None,
        };
        let pack = cx.house.packs.county(cx.county())?;
        let kinds = pack.get::<Kinds>();
        let called = |it: &super::kinds::Called| Words { zh: it.zh.clone(), en: it.en.clone() };
        let function = |id: &String| kinds.function.get(id).map(called);
        let may = kinds.kind.get(&known.said.kind).map_or(&[][..], |it| it.functions.as_slice());
        Ok(FacilityShown {
            functions_shown: known.said.functions.iter().filter_map(function).collect(),
            functions_missing: may
                .iter()
                .filter(|it| !known.said.functions.contains(it))
                .filter_map(function)
                .collect(),
            governance_name: kinds.governance.get(&known.said.governance).map(called),
            legal_name: kinds.legal.get(&known.said.legal).map(called),
            model_name: kinds.model.get(&known.said.model).map(called),
            centre_name: centre,
            stations: stations.into_iter().map(|it| line(kinds, it)).collect(),
            history,
            may_change: cx.actor.may("facilities.write"),
            ways: set_state::after(&known.state).map(str::to_owned).collect(),
            line: line(kinds, known),
        })
    }
}
