//! The search box, and the passing through facilities by id.

use base::{Result, name};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Found, Hit, SearchInput},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facilities::{kinds::Kinds, table::Known};

/// What the search box asks of facilities.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Search(pub SearchInput);

const HITS: i64 = 20;

impl Question for Search {
    const NAME: &'static str = "facilities.search";
    const RIGHT: &'static str = "facilities.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Found;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Found> {
        let limit = self.0.limit.unwrap_or(HITS).clamp(1, 100);
        let mut found = matching(cx, scope, &self.0.text, limit + 1)?;
        let more = limit < found.len() as i64;
        found.truncate(limit as usize);
        let pack = cx.house.packs.county(cx.county())?;
        let kind = |id: &str| pack.get::<Kinds>().kind.get(id).map(|it| it.zh.clone());
        let hit = |it: Known| Hit {
            kind: "facilities-facility",
            link: format!("/facilities/{}", it.id),
            id: it.id,
            title: it.said.name,
            lines: kind(&it.said.kind).into_iter().collect(),
            area: Some(it.said.area),
        };
        Ok(Found { hits: found.into_iter().map(hit).collect(), more })
    }
}

/// Facilities whose names hold what was typed.
pub(in crate::facilities) fn matching(
    cx: &mut Cx,
    scope: &Scope,
    text: &str,
    limit: i64,
) -> Result<Vec<Known>> {
    let typed = name::key(text);
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let (county, pattern) = (cx.county().to_owned(), format!("%{}%", typed.replace(['%', '_'], "")));
    let (low, high) = scope.range();
    cx.all(
        "SELECT id, said, state, state_since, revision FROM facility
         WHERE county = $1 AND area >= $2 AND area < $3 AND name_key LIKE $4 AND state <> 'closed'
         ORDER BY name_key, id LIMIT $5",
        &[(&county).into(), (&low).into(), (&high).into(), (&pattern).into(), limit.into()],
    )
}

/// The next facilities of an area by id.
pub(in crate::facilities) fn after(cx: &mut Cx, area: &str, after: &str, limit: i64) -> Result<Vec<Known>> {
    let (county, high) = (cx.county().to_owned(), platform::scope::after(area));
    cx.all(
        "SELECT id, said, state, state_since, revision FROM facility
         WHERE county = $1 AND id > $2 AND area >= $3 AND area < $4 AND state <> 'closed' ORDER BY id LIMIT $5",
        &[(&county).into(), after.into(), area.into(), (&high).into(), limit.into()],
    )
}

/// A facility where only its name and place are needed.
#[derive(Clone, Debug)]
pub struct Named {
    pub id: String,
    pub name: String,
    pub area: String,
}

/// All facilities that a reader sees, closed ones with them: what a month owed them stays owed. By id.
pub fn within(cx: &mut Cx, scope: &Scope) -> Result<Vec<Named>> {
    let county = cx.county().to_owned();
    let (low, high) = scope.range();
    let all: Vec<(String, String, String)> = cx.all(
        "SELECT id, name, area FROM facility WHERE county = $1 AND area >= $2 AND area < $3 ORDER BY id",
        &[(&county).into(), (&low).into(), (&high).into()],
    )?;
    Ok(all.into_iter().map(|(id, name, area)| Named { id, name, area }).collect())
}
