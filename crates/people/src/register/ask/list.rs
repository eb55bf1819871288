//! The list of elders: by counting basis, place, age, facet, text; with its total.

use base::{Day, Error, Result, Sex, resident};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Basis, ListAnswer, ListInput},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::{
    count::{self, CARRIES, Columns, Counted, Query, columns},
    plan::{Sizes, Way, way},
    unmasked,
};
use crate::register::{name, person::born_by};

/// Elders registered or living in an area.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct People {
    /// Registered here (户籍) when nothing is said; the two are never mixed.
    pub basis: Option<ListBasis>,
    /// A path inside the reader's area.
    pub area: Option<String>,
    pub age_from: Option<i64>,
    pub age_to: Option<i64>,
    pub label: Option<String>,
    pub hardship: Option<String>,
    pub disability: Option<String>,
    pub arrangement: Option<String>,
    /// Only those about whom something looks wrong.
    pub anomaly: bool,
    /// Only those whose death is reported and not confirmed.
    pub reported: bool,
    /// Those who died or left, in place of those who are here.
    pub gone: bool,
    /// A name or a part of it, pinyin or initials.
    pub text: Option<String>,
    /// A leave to see full names.
    pub unmasking: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListBasis {
    #[default]
    Registered,
    Living,
}

impl ListBasis {
    pub fn basis(self) -> Basis {
        match self {
            ListBasis::Registered => Basis::Registered,
            ListBasis::Living => Basis::Living,
        }
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PersonRow {
    pub id: String,
    pub code: String,
    /// Masked, unless a leave was given.
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Day>,
    /// Masked to its first six digits.
    pub number: String,
    pub registered: String,
    pub registered_here: bool,
    pub living: String,
    pub living_here: bool,
    pub state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub death_date: Option<Day>,
    pub labels: Vec<String>,
    pub hardship: Vec<String>,
    pub disability: String,
    pub arrangement: String,
    pub anomalies: i64,
    pub synthetic: bool,
}

const SELECT: &str = "SELECT p.id, p.code, p.name, p.sex, p.birth_date, p.number_head, p.registered_path,
    p.registered_here, p.living_path, p.living_here, p.state, p.death_date, p.labels, p.hardship,
    p.disability, p.arrangement, p.anomalies, p.synthetic FROM person p WHERE p.county = $1";

impl FromRow for PersonRow {
    fn from_row(row: &Row) -> Result<PersonRow> {
        let words = |text: String| text.split_whitespace().map(str::to_owned).collect();
        Ok(PersonRow {
            id: row.get(0)?,
            code: row.get(1)?,
            name: row.get(2)?,
            sex: Sex::parse(&row.get::<String>(3)?),
            age: None,
            birth_date: row.get::<String>(4)?.parse().ok(),
            number: resident::mask(&row.get::<String>(5)?),
            registered: row.get(6)?,
            registered_here: row.get::<i64>(7)? != 0,
            living: row.get(8)?,
            living_here: row.get::<i64>(9)? != 0,
            state: row.get(10)?,
            death_date: row.get(11)?,
            labels: words(row.get(12)?),
            hardship: words(row.get(13)?),
            disability: row.get(14)?,
            arrangement: row.get(15)?,
            anomalies: row.get(16)?,
            synthetic: row.get::<i64>(17)? != 0,
        })
    }
}

impl PersonRow {
    /// Works out the age, and masks the name unless `shown`.
    fn shown(mut self, today: Day, shown: bool) -> PersonRow {
        let on = self.death_date.filter(|_| self.state == "dead").unwrap_or(today);
        self.age = self.birth_date.map(|born| born.age_on(on));
        if !shown {
            self.name = base::name::masked(&self.name);
        }
        self
    }
}

impl Question for People {
    const NAME: &'static str = "register.people";
    const RIGHT: &'static str = "register.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<PersonRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<PersonRow>> {
        let today = cx.today();
        let basis = self.basis.unwrap_or_default().basis();
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let mut filters = Filters::of(&self, today)?;
        let here = !self.gone;
        let counted = Counted { basis, low: &low, high: &high, here, facet: None, born: (None, None) };
        let area = count::count(cx, counted)?;
        let ids = filters.ids(cx, basis)?;
        let county = cx.county();
        let find = Find { columns: columns(basis), low: &low, high: &high, here, filters: &filters };
        let total = if filters.is_counted_by_tally(here) {
            let facet = filters.facets.first().map(String::as_str);
            count::count(cx, Counted { facet, born: filters.born, ..counted })?
        } else {
            let way = if ids.is_some_and(|it| it < area) { Way::Ids } else { Way::Place };
            find.rows("SELECT COUNT(*) FROM person p WHERE p.county = $1", county, way, false).count(cx)?
        };
        let sort = Sort::of(&self.list);
        let reach = self.list.offset() + self.list.limit();
        let way = if sort == Sort::Place {
            // The index of the place is the order itself.
            let through = reach.saturating_mul(area) / total.max(1);
            if ids.is_some_and(|it| it < through) { Way::Ids } else { Way::Place }
        } else {
            let all = top(cx, basis, here)?;
            way(Sizes { all, area, ids, matching: total, reach })
        };
        let rows: Vec<PersonRow> = find
            .rows(SELECT, county, way, sort == Sort::Age)
            .then(sort.order(self.list.sort.as_deref().unwrap_or("").starts_with('-'), basis, way))
            .then(" LIMIT")
            .with(self.list.limit())
            .then(" OFFSET")
            .with(self.list.offset())
            .all(cx)?;
        let leave = unmasked::leave(cx, self.unmasking.as_deref())?;
        let rows = rows.into_iter().map(|row| {
            let shown = leave.covers(&row.id);
            row.shown(today, shown)
        });
        let mut answer = ListAnswer::new(&self.list, total, rows.collect()).counted(basis, today);
        answer.unfiltered = (total == 0).then_some(area);
        Ok(answer)
    }
}

/// What a list is sorted by: the village and the name, the name, the age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Place,
    Name,
    Age,
}

impl Sort {
    fn of(list: &ListInput) -> Sort {
        match list.sort.as_deref().unwrap_or("").trim_start_matches('-') {
            "name" => Sort::Name,
            "age" => Sort::Age,
            _ => Sort::Place,
        }
    }

    /// Along an index the order is the index's own; else it is spelled so that none is taken for it.
    fn order(self, down: bool, basis: Basis, way: Way) -> &'static str {
        let along = way == Way::Order;
        match (self, down) {
            (Sort::Place, down) => match (basis == Basis::Living, way == Way::Ids, down) {
                (false, false, false) => " ORDER BY p.registered_path, p.name_sort, p.id",
                (false, false, true) => " ORDER BY p.registered_path DESC, p.name_sort DESC, p.id DESC",
                (false, true, false) => " ORDER BY p.registered_path || '', p.name_sort, p.id",
                (false, true, true) => " ORDER BY p.registered_path || '' DESC, p.name_sort DESC, p.id DESC",
                (true, false, false) => " ORDER BY p.living_path, p.name_sort, p.id",
                (true, false, true) => " ORDER BY p.living_path DESC, p.name_sort DESC, p.id DESC",
                (true, true, false) => " ORDER BY p.living_path || '', p.name_sort, p.id",
                (true, true, true) => " ORDER BY p.living_path || '' DESC, p.name_sort DESC, p.id DESC",
            },
            (Sort::Name, false) if along => " ORDER BY p.name_sort, p.id",
            (Sort::Name, true) if along => " ORDER BY p.name_sort DESC, p.id DESC",
            (Sort::Name, false) => " ORDER BY p.name_sort || '', p.id",
            (Sort::Name, true) => " ORDER BY p.name_sort || '' DESC, p.id DESC",
            // The youngest was born last.
            (Sort::Age, false) if along => " ORDER BY p.birth_date DESC, p.id DESC",
            (Sort::Age, true) if along => " ORDER BY p.birth_date, p.id",
            (Sort::Age, false) => " ORDER BY p.birth_date || '' DESC, p.id DESC",
            (Sort::Age, true) => " ORDER BY p.birth_date || '', p.id",
        }
    }
}

/// Everybody of a counting basis, in the whole county: for weighing ways, not for showing.
fn top(cx: &mut Cx, basis: Basis, here: bool) -> Result<i64> {
    let high = name::after("");
    count::count(cx, Counted { basis, low: "", high: &high, here, facet: None, born: (None, None) })
}

/// What narrows the list beside place and basis.
struct Filters {
    facets: Vec<String>,
    /// Tokens that begin with this, and the first after them.
    token: Option<(String, String)>,
    /// First and last day of birth, and the same as the rows spell them.
    born: (Option<Day>, Option<Day>),
    born_text: (String, String),
}

impl Filters {
    fn of(asked: &People, today: Day) -> Result<Filters> {
        let filled = |it: &Option<String>| it.clone().filter(|it| !it.trim().is_empty());
        let mut facets = Vec::new();
        let named = [
            ("label", &asked.label),
            ("hardship", &asked.hardship),
            ("disability", &asked.disability),
            ("arrangement", &asked.arrangement),
        ];
        for (kind, value) in named {
            facets.extend(filled(value).map(|it| format!("{kind}:{it}")));
        }
        if asked.anomaly {
            facets.push("anomaly".to_owned());
        }
        if asked.reported {
            facets.push("reported".to_owned());
        }
        for (path, age) in [("age_from", asked.age_from), ("age_to", asked.age_to)] {
            if age.is_some_and(|it| !(0..=150).contains(&it)) {
                return Err(Error::invalid(path, "register-age-out-of-range"));
            }
        }
        // Whoever is older than `age_to` was born on or before the day that makes one year more.
        let youngest = asked.age_from.map(|it| born_by(today, it));
        let oldest = asked.age_to.map(|it| born_by(today, it + 1).plus_days(1));
        let token = filled(&asked.text).map(|it| name::typed(&it)).filter(|it| !it.is_empty());
        let token = token.map(|it| (it.clone(), name::after(&it)));
        let born_text = (oldest.unwrap_or(Day::FIRST).to_string(), youngest.unwrap_or(Day::LAST).to_string());
        Ok(Filters { facets, token, born: (oldest, youngest), born_text })
    }

    /// The tallies know one facet of those who are here.
    fn is_counted_by_tally(&self, here: bool) -> bool {
        self.token.is_none() && (self.facets.is_empty() || self.facets.len() == 1 && here)
    }

    /// How many carry the rarest facet or have the name, wherever they are.
    fn ids(&mut self, cx: &mut Cx, basis: Basis) -> Result<Option<i64>> {
        /// Beyond this it no longer matters how many.
        const MANY: i64 = 5_000;
        let county = cx.county();
        if let Some((from, to)) = &self.token {
            let (found,): (i64,) = cx.get(
                "token",
                "SELECT COUNT(*) FROM (SELECT 1 AS one FROM person_token
                 WHERE county = $1 AND token >= $2 AND token < $3 LIMIT $4) t",
                &[county.into(), from.into(), to.into(), MANY.into()],
            )?;
            return Ok(Some(found));
        }
        let high = name::after("");
        let mut counted = Vec::new();
        for facet in std::mem::take(&mut self.facets) {
            let some = Some(facet.as_str());
            let who = Counted { basis, low: "", high: &high, here: true, facet: some, born: (None, None) };
            counted.push((count::count(cx, who)?, facet));
        }
        // The rarest comes first: the rows are read from it.
        counted.sort();
        let rarest = counted.first().map(|it| it.0);
        self.facets = counted.into_iter().map(|it| it.1).collect();
        Ok(rarest)
    }
}

/// The rows that match, as a statement.
struct Find<'f> {
    columns: &'static Columns,
    low: &'f str,
    high: &'f str,
    here: bool,
    filters: &'f Filters,
}

impl<'f> Find<'f> {
    fn rows(&self, select: &'static str, county: &'f str, way: Way, by_birth: bool) -> Query<'f> {
        let (here, place) = (usize::from(way == Way::Ids), usize::from(way != Way::Place));
        let mut query = Query::new(select, county)
            .then(self.columns.here[here])
            .with(i64::from(self.here))
            .then(self.columns.from[place])
            .with(self.low)
            .then(self.columns.to[place])
            .with(self.high)
            .then(" AND p.merged_into IS NULL");
        let along = way == Way::Order && by_birth;
        if self.filters.born.0.is_some() || self.filters.born.1.is_some() {
            query = query
                .then(if along { " AND p.birth_date >=" } else { " AND p.birth_date || '' >=" })
                .with(&self.filters.born_text.0)
                .then(if along { " AND p.birth_date <=" } else { " AND p.birth_date || '' <=" })
                .with(&self.filters.born_text.1);
        }
        for (at, facet) in self.filters.facets.iter().enumerate() {
            let drives = way == Way::Ids && at == 0 && self.filters.token.is_none();
            query = if drives {
                query
                    .then(
                        " AND p.id IN (SELECT f.person FROM person_facet f WHERE f.county = $1 AND f.facet =",
                    )
                    .with(facet)
                    .then(")")
            } else {
                query.then(CARRIES).with(facet).then(")")
            };
        }
        if let Some((from, to)) = &self.filters.token {
            query = query
                .then(" AND p.id IN (SELECT t.person FROM person_token t WHERE t.county = $1 AND t.token >=")
                .with(from)
                .then(" AND t.token <")
                .with(to)
                .then(")");
        }
        query
    }
}
