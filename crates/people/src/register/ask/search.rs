//! The search of the register: a name or part of it, pinyin, initials, a resident number, a phone,
//! a code; within the reader's area.

use std::collections::BTreeSet;

use base::{ResidentNumber, Result, name::masked, resident};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Found, Hit, SearchInput},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::register::{
    code, name,
    person::Person,
    statement::{NUMBER_PURPOSE, PHONE_PURPOSE, phone_digits},
    table,
};

/// What the search box asks.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Search(pub SearchInput);

const HITS: i64 = 20;
const HITS_MAX: i64 = 100;
/// Longest text that is looked for; the longest token is a name.
const TEXT_MAX: usize = 64;
/// Tokens looked through at most for whom they lead to.
const TOKENS_MAX: i64 = 400;

impl Question for Search {
    const NAME: &'static str = "register.search";
    const RIGHT: &'static str = "register.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Found;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Found> {
        let limit = self.0.limit.unwrap_or(HITS).clamp(1, HITS_MAX) as usize;
        let text: String = self.0.text.chars().take(TEXT_MAX).collect();
        if text.trim().is_empty() {
            return Ok(Found::default());
        }
        let mut ids = by_number(cx, &text)?;
        if ids.is_empty() {
            ids = by_name(cx, scope, &text, limit + 1)?;
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let mut people = table::person::many(cx, &ids)?;
        people.retain(|it| scope.covers_person(&it.portrait.registered_path, &it.portrait.living_path));
        let typed = name::typed(&text);
        people.sort_by_cached_key(|it| {
            let exact = it.portrait.name_key != typed;
            (exact, !it.portrait.state.lives(), it.portrait.name_sort.clone(), it.id.clone())
        });
        let more = limit < people.len();
        people.truncate(limit);
        Ok(Found { hits: people.iter().map(hit).collect(), more })
    }
}

fn hit(person: &Person) -> Hit {
    let it = &person.portrait;
    let born = it.birth_date.map(|day| day.year().to_string());
    let number = Some(resident::mask(&it.number_head)).filter(|it| !it.is_empty());
    let lines = born.into_iter().chain(number).chain([person.code.clone()]).collect();
    let area = if it.registered_path.is_empty() { &it.living_path } else { &it.registered_path };
    Hit {
        kind: "register-person",
        id: person.id.clone(),
        title: masked(&it.name),
        lines,
        area: Some(area.clone()).filter(|it| !it.is_empty()),
        link: format!("/persons/{}", person.id),
    }
}

/// Whoever has this number, phone or code, now or once: nothing is shown of it but that it is theirs.
fn by_number(cx: &mut Cx, text: &str) -> Result<BTreeSet<String>> {
    let county = cx.county();
    let mut found = BTreeSet::new();
    let digits = text.chars().filter(|it| it.is_numeric() || matches!(it, 'X' | 'x')).count();
    if digits < 7 {
        return Ok(found);
    }
    if let Some(code) = code::read(text) {
        let ids: Vec<(String,)> = cx
            .all("SELECT id FROM person WHERE county = $1 AND code = $2", &[county.into(), (&code).into()])?;
        found.extend(ids.into_iter().map(|it| it.0));
    }
    let keys = &cx.house.keys;
    // While index keys rotate, a value stands under the one in force or under the one before it.
    let number = keys.indexes(NUMBER_PURPOSE, &ResidentNumber::read(text).text);
    let phone = keys.indexes(PHONE_PURPOSE, &phone_digits(text));
    for (kind, [now, before]) in [("number", &number), ("phone", &phone)] {
        let ids: Vec<(String,)> = cx.all(
            "SELECT person FROM person_interval WHERE county = $1 AND kind = $2 AND value IN ($3, $4)",
            &[county.into(), kind.into(), now.into(), before.into()],
        )?;
        found.extend(ids.into_iter().map(|it| it.0));
    }
    Ok(found)
}

/// Whose names have a token that begins like this, as far as the reader's area shows them.
fn by_name(cx: &mut Cx, scope: &Scope, text: &str, most: usize) -> Result<BTreeSet<String>> {
    let typed = name::typed(text);
    if typed.is_empty() {
        return Ok(BTreeSet::new());
    }
    let most = most as i64;
    let pack = cx.house.packs.county(cx.county())?;
    let whole = pack.county().is_some_and(|it| it.area.starts_with(scope.area()));
    // Behind many namesakes elsewhere a small area's own would hardly be reached.
    if !whole && is_frequent(cx, &typed)? {
        return in_place(cx, scope, &typed, most);
    }
    let (county, to) = (cx.county(), name::after(&typed));
    let (low, high) = scope.range();
    let found: Vec<(String,)> = cx.all(
        "SELECT DISTINCT t.person FROM
            (SELECT person, county FROM person_token
             WHERE county = $1 AND token >= $2 AND token < $3 ORDER BY token LIMIT $7) t
         JOIN person p ON p.county = t.county AND p.id = t.person
         WHERE (p.registered_path >= $4 AND p.registered_path < $5)
            OR (p.living_path >= $4 AND p.living_path < $5)
         LIMIT $6",
        &[
            county.into(),
            (&typed).into(),
            (&to).into(),
            (&low).into(),
            (&high).into(),
            most.into(),
            TOKENS_MAX.into(),
        ],
    )?;
    Ok(found.into_iter().map(|it| it.0).collect())
}

/// Whether more of the county's names begin like this than are looked through.
fn is_frequent(cx: &mut Cx, typed: &str) -> Result<bool> {
    let county = cx.county();
    let (tokens,): (i64,) = cx.get(
        "token",
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM person_token
         WHERE county = $1 AND token >= $2 AND token < $3 LIMIT $4) t",
        &[county.into(), typed.into(), (&name::after(typed)).into(), TOKENS_MAX.into()],
    )?;
    Ok(TOKENS_MAX <= tokens)
}

/// People of a part of the county whose name holds the text, whatever comes before it.
fn in_place(cx: &mut Cx, scope: &Scope, typed: &str, most: i64) -> Result<BTreeSet<String>> {
    let county = cx.county();
    let (low, high) = scope.range();
    let like = format!("%{}%", typed.replace(['%', '_'], ""));
    let mut found = BTreeSet::new();
    let registered: Vec<(String,)> = cx.all(
        "SELECT id FROM person WHERE county = $1 AND registered_here = 1
            AND registered_path >= $2 AND registered_path < $3
            AND (name_key LIKE $4 OR initials LIKE $4 OR REPLACE(name_sort, ' ', '') LIKE $4) LIMIT $5",
        &[county.into(), (&low).into(), (&high).into(), (&like).into(), most.into()],
    )?;
    let living: Vec<(String,)> = cx.all(
        "SELECT id FROM person WHERE county = $1 AND living_here = 1
            AND living_path >= $2 AND living_path < $3
            AND (name_key LIKE $4 OR initials LIKE $4 OR REPLACE(name_sort, ' ', '') LIKE $4) LIMIT $5",
        &[county.into(), (&low).into(), (&high).into(), (&like).into(), most.into()],
    )?;
    found.extend(registered.into_iter().chain(living).map(|it| it.0));
    Ok(found)
}
