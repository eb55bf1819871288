//! Who of the elders is enrolled in medical and pension insurance, by area, from what the departments'
//! lists said; and those of whom nothing was said (POLICY-21).

use std::collections::BTreeMap;

use base::{Day, Instant, Result, name::masked};
use platform::{
    Cx, Purpose, Question, Scope,
    areas::Atlas,
    listing::{Basis, ListAnswer, ListInput, Order},
    packs::{Check, Figure, Section},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use crate::register::{lists, lists::Lists, person::born_by};

/// The pack's `enrolment.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Who counts as an elder.
    pub age_from: Figure<i64>,
    /// The schemes that are counted: what stands before the slash in the register's list.
    pub schemes: Figure<Vec<String>>,
    /// The rate that the plan asks for, in percent.
    pub target: Figure<i64>,
}

impl Section for Rules {
    const NAME: &'static str = "enrolment";

    fn check(&self, check: &mut Check<'_>) {
        check.range("age_from.value", &self.age_from.value, 50..=100);
        check.range("target.value", &self.target.value, 1..=100);
        let known: Vec<String> = check.other::<Lists>().map(slots).unwrap_or_default();
        for scheme in &self.schemes.value {
            check.reference("schemes.value", "scheme", scheme, known.iter().map(String::as_str));
            check.word("schemes.value", &format!("enrolment-{scheme}"));
        }
    }
}

fn slots(lists: &Lists) -> Vec<String> {
    let mut all: Vec<String> =
        lists.scheme.keys().filter_map(|it| it.split('/').next()).map(str::to_owned).collect();
    all.dedup();
    all
}

/// Enrolment by the areas below one.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Enrolment {
    /// A part of the reader's area, by path.
    pub area: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EnrolmentShown {
    pub on: Day,
    pub age_from: i64,
    /// Percent that the plan asks for.
    pub target: i64,
    pub target_basis: String,
    pub schemes: Vec<String>,
    pub whole: AreaEnrolled,
    pub areas: Vec<AreaEnrolled>,
    /// How many are enrolled in which kind of each scheme.
    pub kinds: Vec<KindEnrolled>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct AreaEnrolled {
    pub area: String,
    pub elders: i64,
    /// In the order of the schemes.
    pub enrolled: Vec<i64>,
    /// In tenths of a percent; nothing where nobody is.
    pub permille: Vec<Option<i64>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct KindEnrolled {
    pub scheme: String,
    pub kind: String,
    pub people: i64,
}

/// A statement of a scheme that holds on a day. `kind || ''` keeps SQLite's planner from the index by kind.
const HOLDS: &str = "s.county = p.county AND s.person = p.id AND s.kind || '' = 'scheme'
    AND s.superseded_at = $5 AND s.valid_from <= $6 AND $6 < s.valid_to";
const ELDERS: &str = "p.county = $1 AND p.registered_path >= $2 AND p.registered_path < $3
    AND p.registered_here = 1 AND p.birth_date <> '' AND p.birth_date <= $4";

impl Question for Enrolment {
    const NAME: &'static str = "register.enrolment";
    const RIGHT: &'static str = "register.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = EnrolmentShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<EnrolmentShown> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let today = cx.today();
        let pack = lists::pack(cx)?;
        let rules = pack.get::<Rules>();
        let county = cx.county().to_owned();
        let born = born_by(today, rules.age_from.value).to_string();
        let schemes = &rules.schemes.value;
        let day = today.to_string();
        let first = [(&county).into(), (&low).into(), (&high).into(), (&born).into()];
        let elders: Vec<(String, i64)> = cx.all(
            &format!(
                "SELECT p.registered_path, COUNT(*) FROM person p WHERE {ELDERS} GROUP BY p.registered_path"
            ),
            &first,
        )?;
        let with = [first.as_slice(), &[Instant::MAX.into(), (&day).into()]].concat();
        // Who is said to be in two kinds of one scheme is one person.
        let enrolled: Vec<(String, String, i64)> = cx.all(
            &format!(
                "SELECT p.registered_path, s.slot, COUNT(DISTINCT p.id) FROM person p
                 JOIN person_interval s ON {HOLDS} WHERE {ELDERS} GROUP BY p.registered_path, s.slot"
            ),
            &with,
        )?;
        let kinds: Vec<(String, String, i64)> = cx.all(
            &format!(
                "SELECT s.slot, s.value, COUNT(DISTINCT p.id) FROM person p
                 JOIN person_interval s ON {HOLDS} WHERE {ELDERS} GROUP BY s.slot, s.value
                 ORDER BY s.slot, s.value"
            ),
            &with,
        )?;
        let atlas = pack.made::<Atlas>();
        let children: Vec<String> =
            atlas.children(scope.area(), today).iter().map(|it| it.path.clone()).collect();
        let empty = |area: &str| AreaEnrolled {
            area: area.to_owned(),
            elders: 0,
            enrolled: vec![0; schemes.len()],
            permille: Vec::new(),
        };
        let mut whole = empty(scope.area());
        let mut areas: BTreeMap<&str, AreaEnrolled> =
            children.iter().map(|it| (it.as_str(), empty(it))).collect();
        let child = |path: &str| children.iter().find(|it| path.starts_with(it.as_str())).map(String::as_str);
        for (path, count) in &elders {
            whole.elders += count;
            if let Some(it) = child(path).and_then(|it| areas.get_mut(it)) {
                it.elders += count;
            }
        }
        for (path, slot, count) in &enrolled {
            let Some(at) = schemes.iter().position(|it| it == slot) else { continue };
            whole.enrolled[at] += count;
            if let Some(it) = child(path).and_then(|it| areas.get_mut(it)) {
                it.enrolled[at] += count;
            }
        }
        let rated = |mut it: AreaEnrolled| {
            it.permille = it.enrolled.iter().map(|count| (count * 1_000).checked_div(it.elders)).collect();
            it
        };
        let kinds = kinds.into_iter().filter(|it| schemes.contains(&it.0));
        Ok(EnrolmentShown {
            on: today,
            age_from: rules.age_from.value,
            target: rules.target.value,
            target_basis: rules.target.basis.clone(),
            schemes: schemes.clone(),
            whole: rated(whole),
            areas: areas.into_values().map(rated).collect(),
            kinds: kinds.map(|(scheme, kind, people)| KindEnrolled { scheme, kind, people }).collect(),
        })
    }
}

/// The elders of whom no list said that they are enrolled in a scheme.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Uninsured {
    /// One of the pack's schemes; the first when left out.
    pub scheme: Option<String>,
    /// A part of the reader's area, by path.
    pub area: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UninsuredRow {
    pub id: String,
    pub name: String,
    pub birth_date: String,
    pub registered: String,
    /// Until when they were enrolled, where they once were.
    pub until: Option<String>,
}

impl FromRow for UninsuredRow {
    fn from_row(row: &Row) -> Result<UninsuredRow> {
        Ok(UninsuredRow {
            id: row.get(0)?,
            name: masked(&row.get::<String>(1)?),
            birth_date: row.get(2)?,
            registered: row.get(3)?,
            until: row.get(4)?,
        })
    }
}

const ORDERS: &[Order] = &[
    ("registered", " ORDER BY registered_path, id", " ORDER BY registered_path DESC, id DESC"),
    ("birth_date", " ORDER BY birth_date, id", " ORDER BY birth_date DESC, id DESC"),
];

impl Question for Uninsured {
    const NAME: &'static str = "register.uninsured";
    const RIGHT: &'static str = "register.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<UninsuredRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<UninsuredRow>> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let today = cx.today();
        let pack = lists::pack(cx)?;
        let rules = pack.get::<Rules>();
        let scheme = self.scheme.filter(|it| !it.is_empty());
        let scheme = scheme.or_else(|| rules.schemes.value.first().cloned()).unwrap_or_default();
        let county = cx.county().to_owned();
        let (born, day) = (born_by(today, rules.age_from.value).to_string(), today.to_string());
        let select = format!(
            "SELECT p.id, p.name, p.birth_date, p.registered_path, (SELECT MAX(s.valid_to) FROM person_interval s
                WHERE s.county = p.county AND s.person = p.id AND s.kind || '' = 'scheme' AND s.slot = $7
                    AND s.superseded_at = $5 AND s.valid_to <= $6) AS until
             FROM person p WHERE {ELDERS}
                AND NOT EXISTS (SELECT 1 FROM person_interval s WHERE {HOLDS} AND s.slot = $7)"
        );
        let args = [
            (&county).into(),
            (&low).into(),
            (&high).into(),
            (&born).into(),
            Instant::MAX.into(),
            (&day).into(),
            (&scheme).into(),
        ];
        let answer = self.list.read(cx, &select, ORDERS, &args)?;
        Ok(answer.counted(Basis::Registered, today))
    }
}

/// The schemes that are counted, for a filter.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Schemes {}

impl Question for Schemes {
    const NAME: &'static str = "register.schemes";
    const RIGHT: &'static str = "register.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<String>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Vec<String>> {
        Ok(lists::pack(cx)?.get::<Rules>().schemes.value.clone())
    }
}
