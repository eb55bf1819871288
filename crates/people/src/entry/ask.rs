//! Questions about entrants and notices.

use base::{Day, Error, Instant, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Basis, ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::{Entrant, entrant::Step, pack::Rules, table};
use base::name::masked;

/// The list of entrants.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Entrants {
    pub state: Option<String>,
    pub benefit: Option<String>,
    /// A part of the reader's area, by path.
    pub area: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntrantShown {
    pub id: String,
    pub person: String,
    pub name: String,
    pub benefit: String,
    pub area: String,
    pub turns_on: Day,
    pub mode: String,
    pub state: String,
    pub applied_on: Option<Day>,
    pub opened_at: Instant,
}

impl FromRow for EntrantShown {
    fn from_row(row: &Row) -> Result<EntrantShown> {
        Ok(EntrantShown {
            id: row.get(0)?,
            person: row.get(1)?,
            name: row.get(2)?,
            benefit: row.get(3)?,
            area: row.get(4)?,
            turns_on: row.get(5)?,
            mode: row.get(6)?,
            state: row.get(7)?,
            applied_on: row.get(8)?,
            opened_at: row.get(9)?,
        })
    }
}

const ORDERS: &[Order] = &[
    ("turns_on", " ORDER BY turns_on, id", " ORDER BY turns_on DESC, id DESC"),
    ("area", " ORDER BY area, turns_on, id", " ORDER BY area DESC, turns_on DESC, id DESC"),
    ("state", " ORDER BY state, turns_on, id", " ORDER BY state DESC, turns_on DESC, id DESC"),
];

impl Question for Entrants {
    const NAME: &'static str = "entry.entrants";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ListAnswer<EntrantShown>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<EntrantShown>> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let given = |it: Option<String>| it.filter(|it| !it.is_empty());
        let (state, benefit) = (given(self.state), given(self.benefit));
        // An absent filter is the empty text, which no state and no benefit is.
        let (state, benefit) = (state.unwrap_or_default(), benefit.unwrap_or_default());
        let select = "SELECT id, person, name, benefit, area, turns_on, mode, state, applied_on, opened_at
             FROM entrant WHERE county = $1 AND area >= $2 AND area < $3
                AND ($4 = '' OR state = $4) AND ($5 = '' OR benefit = $5)";
        let args = [
            scope.county.as_str().into(),
            low.as_str().into(),
            high.as_str().into(),
            state.as_str().into(),
            benefit.as_str().into(),
        ];
        let answer = self.list.read(cx, select, ORDERS, &args)?;
        Ok(answer.counted(Basis::Registered, cx.today()))
    }
}

/// One entrant, with what may be done next.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneEntrant {
    pub entrant: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntrantAnswer {
    #[serde(flatten)]
    pub it: EntrantShown,
    /// The steps of the route, in their order.
    pub steps: Vec<Step>,
    /// The step that is next; none when it is over or held.
    pub next: Option<Step>,
    pub accepted_by: Option<String>,
    pub accepted_at: Option<Instant>,
    pub examined_by: Option<String>,
    pub examined_at: Option<Instant>,
    pub approved_by: Option<String>,
    pub approved_at: Option<Instant>,
    pub told_at: Option<Instant>,
    pub why: Option<String>,
    /// What the village must see to accept.
    pub evidence: Vec<String>,
    pub notice: Option<NoticeShown>,
    pub over: bool,
    /// What has been said against this entrant.
    pub objections: Vec<ObjectionShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ObjectionShown {
    pub what: String,
    pub raised_at: Instant,
    pub outcome: Option<String>,
    pub finding: Option<String>,
}

impl FromRow for ObjectionShown {
    fn from_row(row: &Row) -> Result<ObjectionShown> {
        Ok(ObjectionShown {
            what: row.get(0)?,
            raised_at: row.get(1)?,
            outcome: row.get(2)?,
            finding: row.get(3)?,
        })
    }
}

impl Question for OneEntrant {
    const NAME: &'static str = "entry.entrant";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = EntrantAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<EntrantAnswer> {
        let it = table::get(cx, &self.entrant)?;
        crate::runs::source::within(cx, &it.person, scope)?;
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Rules>();
        let steps = rules.route(&it.mode).to_vec();
        let done = steps.iter().position(|step| step.state() == it.state);
        let next = match (it.state.as_str(), done) {
            ("tasked", _) => steps.first(),
            (_, Some(at)) => steps.get(at + 1),
            _ => None,
        };
        let notice = it.notice.as_deref().map(|id| table::notice(cx, id)).transpose()?;
        let objections = cx.all(
            "SELECT what, raised_at, outcome, finding FROM entry_objection
             WHERE county = $1 AND entrant = $2 ORDER BY raised_at, id",
            &[(&scope.county).into(), (&it.id).into()],
        )?;
        Ok(EntrantAnswer {
            next: next.copied(),
            evidence: rules.evidence.clone(),
            over: it.is_over(),
            accepted_by: it.accepted_by.clone(),
            accepted_at: it.accepted_at,
            examined_by: it.examined_by.clone(),
            examined_at: it.examined_at,
            approved_by: it.approved_by.clone(),
            approved_at: it.approved_at,
            told_at: it.told_at,
            why: it.why.clone(),
            notice: notice.map(|row| NoticeShown::of(row, 0)),
            it: shown(it),
            steps,
            objections,
        })
    }
}

fn shown(it: Entrant) -> EntrantShown {
    EntrantShown {
        id: it.id,
        person: it.person,
        name: it.name,
        benefit: it.benefit,
        area: it.area,
        turns_on: it.turns_on,
        mode: it.mode,
        state: it.state,
        applied_on: it.applied_on,
        opened_at: it.opened_at,
    }
}

/// Notices of the reader's area, the latest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Notices {
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NoticeShown {
    pub id: String,
    pub number: String,
    pub benefit: String,
    pub area: String,
    pub starts_on: Day,
    pub ends_on: Day,
    pub persons: i64,
}

impl NoticeShown {
    fn of(row: table::NoticeRow, persons: i64) -> NoticeShown {
        NoticeShown {
            id: row.id,
            number: row.number,
            benefit: row.benefit,
            area: row.area,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            persons,
        }
    }
}

impl FromRow for NoticeShown {
    fn from_row(row: &Row) -> Result<NoticeShown> {
        Ok(NoticeShown {
            id: row.get(0)?,
            number: row.get(1)?,
            benefit: row.get(2)?,
            area: row.get(3)?,
            starts_on: row.get(4)?,
            ends_on: row.get(5)?,
            persons: row.get(6)?,
        })
    }
}

const NOTICE_ORDERS: &[Order] =
    &[("starts_on", " ORDER BY n.starts_on DESC, n.id DESC", " ORDER BY n.starts_on, n.id")];

impl Question for Notices {
    const NAME: &'static str = "entry.notices";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ListAnswer<NoticeShown>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<NoticeShown>> {
        let (low, high) = scope.range();
        let select = "SELECT n.id, n.number, n.benefit, n.area, n.starts_on, n.ends_on,
                (SELECT COUNT(*) FROM entrant e WHERE e.county = $1 AND e.notice = n.id)
             FROM entry_notice n WHERE n.county = $1 AND n.area >= $2 AND n.area < $3";
        let args = [scope.county.as_str().into(), low.as_str().into(), high.as_str().into()];
        self.list.read(cx, select, NOTICE_ORDERS, &args)
    }
}

/// A notice as it is printed: only what the pack lets it show.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneNotice {
    pub notice: String,
    /// As the web shows it, which is less than the paper.
    #[serde(default)]
    pub web: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NoticeAnswer {
    #[serde(flatten)]
    pub notice: NoticeShown,
    pub columns: Vec<String>,
    pub rows: Vec<NoticeLine>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NoticeLine {
    pub entrant: String,
    pub name: Option<String>,
    pub name_masked: Option<String>,
    pub village: Option<String>,
    pub age: Option<i32>,
    pub state: String,
}

impl Question for OneNotice {
    const NAME: &'static str = "entry.notice";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = NoticeAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<NoticeAnswer> {
        let row = table::notice(cx, &self.notice)?;
        let shown: serde_json::Value = serde_json::from_str(&row.shown).map_err(Error::broken)?;
        let columns: Vec<String> = shown[if self.web { "web" } else { "paper" }]
            .as_array()
            .map(|all| all.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect())
            .unwrap_or_default();
        let has = |name: &str| columns.iter().any(|it| it == name);
        let pack = cx.house.packs.county(cx.county())?;
        let engines = pack.made::<crate::benefits::Engines>();
        let years = engines.get(&row.benefit)?.benefit.age_from.value as i32;
        let mut rows = Vec::new();
        for it in table::of_notice(cx, &row.id)? {
            if !scope.covers(&it.area) {
                continue;
            }
            // Born so many years before the day the age is reached.
            let age = years + it.turns_on.age_on(row.starts_on).max(-1);
            rows.push(NoticeLine {
                entrant: it.id,
                name: has("name").then(|| it.name.clone()),
                name_masked: has("name_masked").then(|| masked(&it.name)),
                village: has("village").then(|| it.area.clone()),
                age: has("age").then_some(age),
                state: it.state,
            });
        }
        if rows.is_empty() {
            return Err(Error::missing("notice"));
        }
        let persons = rows.len() as i64;
        Ok(NoticeAnswer { notice: NoticeShown::of(row, persons), columns, rows })
    }
}

/// How many people came to each benefit, by the state of their entry, in the reader's area. Who gave
/// up what was granted stands as `left`.
pub fn by_state(cx: &mut Cx, scope: &Scope) -> Result<Vec<(String, String, i64)>> {
    let (low, high) = scope.range();
    cx.all(
        "SELECT benefit, CASE WHEN left_on IS NULL THEN state ELSE 'left' END, COUNT(*)
         FROM entrant WHERE county = $1 AND area >= $2 AND area < $3
         GROUP BY benefit, CASE WHEN left_on IS NULL THEN state ELSE 'left' END",
        &[scope.county.as_str().into(), low.as_str().into(), high.as_str().into()],
    )
}
