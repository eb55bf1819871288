//! The results in force: of how many people which level is known, by area, age and hardship, and who they are.
//! The figures and their rows are read by one function, so that a figure is exactly its rows.

use std::collections::BTreeMap;

use base::{Day, Instant, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    areas::Atlas,
    facts::{self, Asked},
    listing::{Basis, ListAnswer, ListInput},
    terms::Hardship,
};
use rules::Fact;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::{pack::Procedure, table};

/// People of whom facts are read at once.
const CHUNK: usize = 500;
const AGE: &str = "person.age";
/// Of neither kind of hardship; an age that nobody knows.
const NONE: &str = "none";
const UNKNOWN: &str = "unknown";

/// The people with a result in force.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct InForce {
    /// A part of the reader's area, by path.
    pub area: Option<String>,
    /// As the register calls the level.
    pub ability: Option<String>,
    /// A band of the pack, such as `80-89`.
    pub age: Option<String>,
    /// A kind of hardship, or `none`.
    pub hardship: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InForceRow {
    pub id: String,
    pub number: String,
    pub person: String,
    pub name: String,
    pub area: String,
    pub ability: String,
    pub age: Option<i64>,
    pub band: String,
    pub hardship: String,
    pub total: Option<i64>,
    pub assessed_on: Option<Day>,
    pub valid_until: Option<Day>,
}

impl Question for InForce {
    const NAME: &'static str = "assessment.in-force";
    const RIGHT: &'static str = "assessment.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<InForceRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<InForceRow>> {
        let scope = scope.part(self.area.as_deref())?;
        let wanted =
            |asked: &Option<String>, is: &str| asked.as_deref().is_none_or(|it| it.is_empty() || it == is);
        let mut rows = standing(cx, &scope)?;
        rows.retain(|it| {
            wanted(&self.ability, &it.ability)
                && wanted(&self.age, &it.band)
                && wanted(&self.hardship, &it.hardship)
        });
        let total = rows.len() as i64;
        let skip = usize::try_from(self.list.offset()).unwrap_or(usize::MAX);
        let limit = usize::try_from(self.list.limit()).unwrap_or_default();
        let page = rows.into_iter().skip(skip).take(limit).collect();
        Ok(ListAnswer::new(&self.list, total, page).counted(Basis::Records, cx.today()))
    }
}

/// How many people there are of each level.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Statistics {
    pub area: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatisticsShown {
    pub area: String,
    pub on: Day,
    /// The levels, the mildest first.
    pub abilities: Vec<String>,
    pub total: Line,
    /// By the areas right under this one.
    pub areas: Vec<Line>,
    pub ages: Vec<Line>,
    pub hardship: Vec<Line>,
}

/// One line: how many of each level, and together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    pub of: String,
    pub counts: Vec<i64>,
    pub total: i64,
}

impl Question for Statistics {
    const NAME: &'static str = "assessment.statistics";
    const RIGHT: &'static str = "assessment.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = StatisticsShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<StatisticsShown> {
        let scope = scope.part(self.area.as_deref())?;
        let rows = standing(cx, &scope)?;
        let pack = cx.house.packs.county(cx.county())?;
        let abilities = pack.get::<Procedure>().levels.value.clone();
        let atlas = pack.made::<Atlas>();
        let area = scope.area().to_owned();
        // Somebody registered here may live under no area that lies in it.
        let under = |it: &InForceRow| {
            it.area
                .strip_prefix(&area)
                .and_then(|it| it.split('/').next())
                .map_or_else(String::new, |slug| format!("{area}{slug}/"))
        };
        let known =
            |it: &InForceRow| Some(under(it)).filter(|it| atlas.get(it).is_some()).unwrap_or_default();
        Ok(StatisticsShown {
            total: tally(&abilities, &rows, |_| area.clone()).pop().unwrap_or_default(),
            areas: tally(&abilities, &rows, known),
            ages: tally(&abilities, &rows, |it| it.band.clone()),
            hardship: tally(&abilities, &rows, |it| it.hardship.clone()),
            on: cx.today(),
            abilities,
            area,
        })
    }
}

fn tally(abilities: &[String], rows: &[InForceRow], of: impl Fn(&InForceRow) -> String) -> Vec<Line> {
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    for it in rows {
        let of = of(it);
        let line = lines.entry(of.clone()).or_insert_with(|| Line {
            of,
            counts: vec![0; abilities.len()],
            total: 0,
        });
        if let Some(at) = abilities.iter().position(|ability| *ability == it.ability) {
            line.counts[at] += 1;
            line.total += 1;
        }
    }
    lines.into_values().collect()
}

/// The band that an age lies in: from one bound to the next.
pub fn band(bounds: &[i64], age: Option<i64>) -> String {
    let Some(age) = age else { return UNKNOWN.to_owned() };
    let at = bounds.iter().rposition(|it| *it <= age);
    match (at.and_then(|at| bounds.get(at)), at.map_or(bounds.first(), |at| bounds.get(at + 1))) {
        (Some(from), Some(to)) => format!("{from}-{}", to - 1),
        (Some(from), None) => format!("{from}-"),
        (None, Some(to)) => format!("0-{}", to - 1),
        (None, None) => UNKNOWN.to_owned(),
    }
}

/// All results in force of a scope, with age and hardship of today.
fn standing(cx: &mut Cx, scope: &Scope) -> Result<Vec<InForceRow>> {
    let (low, high) = scope.range();
    let all = table::in_force(cx, &low, &high)?;
    let (pack, today) = (cx.house.packs.county(cx.county())?, cx.today());
    let (rules, kinds) = (pack.get::<Procedure>(), pack.get::<Hardship>());
    let fact = |name: &str| pack.facts().get(name).cloned();
    let hardships: Vec<(String, Fact)> =
        kinds.order.iter().filter_map(|it| Some((it.clone(), fact(&format!("hardship.{it}"))?))).collect();
    let mut wanted: Vec<Fact> = hardships.iter().map(|it| it.1.clone()).collect();
    wanted.extend(fact(AGE));
    let mut told: BTreeMap<String, (Option<i64>, String)> = BTreeMap::new();
    let mut ids: Vec<String> = all.iter().map(|it| it.person.clone()).collect();
    ids.sort();
    ids.dedup();
    for people in ids.chunks(CHUNK) {
        let asked = Asked { people, days: &[today], known_at: Instant::MAX };
        for frame in facts::read(cx, &asked, &wanted)? {
            for (row, person) in people.iter().enumerate() {
                let holds = |fact: &Fact| frame.column(&fact.name).and_then(|it| it.truth(row)) == Some(true);
                let hardship = hardships.iter().find(|it| holds(&it.1));
                let hardship = hardship.map_or_else(|| NONE.to_owned(), |it| it.0.clone());
                told.insert(person.clone(), (frame.lane(AGE, row), hardship));
            }
        }
    }
    let row = |it: table::Assessment| {
        let (age, hardship) = told.get(&it.person).cloned().unwrap_or_else(|| (None, NONE.to_owned()));
        let ability = it.level.and_then(|it| rules.ability(it)).unwrap_or_default().to_owned();
        InForceRow {
            area: it.area().to_owned(),
            band: band(&rules.age_bands.value, age),
            id: it.id,
            number: it.number,
            person: it.person,
            name: it.name,
            ability,
            age,
            hardship,
            total: it.total,
            assessed_on: it.assessed_on,
            valid_until: it.valid_until,
        }
    };
    Ok(all.into_iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_lie_in_bands() {
        let bounds = [60, 70, 80];
        let check = |age: Option<i64>, want: &str| assert_eq!(band(&bounds, age), want);
        check(None, "unknown");
        check(Some(59), "0-59");
        check(Some(60), "60-69");
        check(Some(69), "60-69");
        check(Some(79), "70-79");
        check(Some(80), "80-");
        check(Some(103), "80-");
        assert_eq!(band(&[], Some(70)), "unknown");
    }

    #[test]
    fn every_person_is_counted_once_in_each_table() {
        let abilities = ["able".to_owned(), "mild".to_owned()];
        let row = |ability: &str, band: &str| InForceRow {
            id: String::new(),
            number: String::new(),
            person: String::new(),
            name: String::new(),
            area: String::new(),
            ability: ability.to_owned(),
            age: None,
            band: band.to_owned(),
            hardship: "none".to_owned(),
            total: None,
            assessed_on: None,
            valid_until: None,
        };
        let rows = [row("able", "60-69"), row("mild", "60-69"), row("mild", "80-")];
        let lines = tally(&abilities, &rows, |it| it.band.clone());
        let line =
            |of: &str, counts: [i64; 2], total| Line { of: of.to_owned(), counts: counts.to_vec(), total };
        assert_eq!(lines, [line("60-69", [1, 1], 2), line("80-", [0, 1], 1)]);
        assert_eq!(tally(&abilities, &[], |_| String::new()), []);
    }
}
