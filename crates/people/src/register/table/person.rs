//! SQL of the person row and of what follows from it: facets, tokens, tallies, the next code.

use std::collections::BTreeMap;

use base::{Day, Instant, Result, Sex};
use platform::Cx;
use store::{Arg, FromRow, Row};

use super::{IDS, ids_args};
use crate::register::{
    lean::Lean,
    person::{Person, Portrait, State, TallyKey},
};

const COLUMNS: &[&str] = &[
    "county",
    "id",
    "code",
    "name",
    "name_key",
    "name_sort",
    "initials",
    "sex",
    "birth_date",
    "ethnicity",
    "number_head",
    "registered_path",
    "registered_here",
    "living_path",
    "living_here",
    "state",
    "death_date",
    "labels",
    "hardship",
    "disability",
    "arrangement",
    "anomalies",
    "merged_into",
    "synthetic",
    "refresh_on",
    "revision",
    "created_at",
    "changed_at",
];

impl FromRow for Person {
    fn from_row(row: &Row) -> Result<Person> {
        let words = |text: String| text.split_whitespace().map(str::to_owned).collect();
        let state: String = row.get(14)?;
        let portrait = Portrait {
            name: row.get(2)?,
            name_key: row.get(3)?,
            name_sort: row.get(4)?,
            initials: row.get(5)?,
            sex: Sex::parse(&row.get::<String>(6)?),
            birth_date: row.get::<String>(7)?.parse().ok(),
            ethnicity: row.get(8)?,
            number_head: row.get(9)?,
            registered_path: row.get(10)?,
            registered_here: row.get::<i64>(11)? != 0,
            living_path: row.get(12)?,
            living_here: row.get::<i64>(13)? != 0,
            state: State::parse(&state).unwrap_or_default(),
            death_date: row.get(15)?,
            labels: words(row.get(16)?),
            hardship: words(row.get(17)?),
            disability: row.get(18)?,
            arrangement: row.get(19)?,
            refresh_on: row.get(20)?,
        };
        Ok(Person {
            id: row.get(0)?,
            code: row.get(1)?,
            portrait,
            anomalies: row.get(21)?,
            merged_into: row.get(22)?,
            synthetic: row.get::<i64>(23)? != 0,
            revision: row.get(24)?,
            created_at: row.get(25)?,
        })
    }
}

pub(crate) fn find(cx: &mut Cx, id: &str) -> Result<Option<Person>> {
    let county = cx.county();
    cx.find(
        "SELECT id, code, name, name_key, name_sort, initials, sex, birth_date, ethnicity, number_head,
            registered_path, registered_here, living_path, living_here, state, death_date, labels, hardship,
            disability, arrangement, refresh_on, anomalies, merged_into, synthetic, revision, created_at
         FROM person WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(crate) fn by_code(cx: &mut Cx, code: &str) -> Result<Option<Person>> {
    let county = cx.county();
    cx.find(
        "SELECT id, code, name, name_key, name_sort, initials, sex, birth_date, ethnicity, number_head,
            registered_path, registered_here, living_path, living_here, state, death_date, labels, hardship,
            disability, arrangement, refresh_on, anomalies, merged_into, synthetic, revision, created_at
         FROM person WHERE county = $1 AND code = $2",
        &[county.into(), code.into()],
    )
}

pub(crate) fn many(cx: &mut Cx, ids: &[&str]) -> Result<Vec<Person>> {
    let mut people = Vec::with_capacity(ids.len());
    for some in ids.chunks(IDS) {
        let args = ids_args(cx.county(), some, &[]);
        people.extend(cx.all::<Person>(
            "SELECT id, code, name, name_key, name_sort, initials, sex, birth_date, ethnicity, number_head,
                registered_path, registered_here, living_path, living_here, state, death_date, labels,
                hardship, disability, arrangement, refresh_on, anomalies, merged_into, synthetic, revision,
                created_at
             FROM person WHERE county = $1 AND id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31,
                $32, $33)",
            &args,
        )?);
    }
    Ok(people)
}

/// The living of an area, wherever they are registered, by id after `after`.
pub(crate) fn after(cx: &mut Cx, area: &str, after: &str, limit: i64) -> Result<Vec<Person>> {
    let (county, high) = (cx.county().to_owned(), platform::scope::after(area));
    let ids: Vec<(String,)> = cx.all(
        "SELECT id FROM person WHERE county = $1 AND id > $2 AND state = 'living'
            AND ((living_path >= $3 AND living_path < $4) OR (registered_path >= $3 AND registered_path < $4))
         ORDER BY id LIMIT $5",
        &[(&county).into(), after.into(), area.into(), (&high).into(), limit.into()],
    )?;
    let ids: Vec<&str> = ids.iter().map(|it| it.0.as_str()).collect();
    let mut people = many(cx, &ids)?;
    people.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(people)
}

/// Whoever lives in a range of places.
pub(crate) fn living(cx: &mut Cx, low: &str, high: &str) -> Result<Vec<Person>> {
    let county = cx.county();
    cx.all(
        "SELECT id, code, name, name_key, name_sort, initials, sex, birth_date, ethnicity, number_head,
            registered_path, registered_here, living_path, living_here, state, death_date, labels, hardship,
            disability, arrangement, refresh_on, anomalies, merged_into, synthetic, revision, created_at
         FROM person WHERE county = $1 AND living_here = 1 AND living_path >= $2 AND living_path < $3
            AND merged_into IS NULL",
        &[county.into(), low.into(), high.into()],
    )
}

/// What of a person's row is made of several words or of another type than its column.
struct Spelled {
    birth_date: String,
    death_date: Option<String>,
    labels: String,
    hardship: String,
    refresh_on: Option<String>,
}

impl Spelled {
    fn of(it: &Portrait) -> Spelled {
        Spelled {
            birth_date: it.birth_date.map(|day| day.to_string()).unwrap_or_default(),
            death_date: it.death_date.map(|day| day.to_string()),
            labels: it.labels.join(" "),
            hardship: it.hardship.join(" "),
            refresh_on: it.refresh_on.map(|day| day.to_string()),
        }
    }

    /// The columns from `name` to `arrangement`, in their order.
    fn args<'a>(&'a self, it: &'a Portrait) -> [Arg<'a>; 18] {
        let spelled = self;
        [
            (&it.name).into(),
            (&it.name_key).into(),
            (&it.name_sort).into(),
            (&it.initials).into(),
            it.sex.map_or("", Sex::as_str).into(),
            (&spelled.birth_date).into(),
            (&it.ethnicity).into(),
            (&it.number_head).into(),
            (&it.registered_path).into(),
            i64::from(it.registered_here).into(),
            (&it.living_path).into(),
            i64::from(it.living_here).into(),
            it.state.as_str().into(),
            spelled.death_date.as_ref().into(),
            (&spelled.labels).into(),
            (&spelled.hardship).into(),
            (&it.disability).into(),
            (&it.arrangement).into(),
        ]
    }
}

pub(crate) fn insert(cx: &mut Cx, people: &[Person]) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    let spelled: Vec<Spelled> = people.iter().map(|it| Spelled::of(&it.portrait)).collect();
    let rows: Vec<Vec<Arg>> = people
        .iter()
        .zip(&spelled)
        .map(|(person, spelled)| {
            let mut row = vec![county.into(), (&person.id).into(), (&person.code).into()];
            row.extend(spelled.args(&person.portrait));
            row.extend::<[Arg; 7]>([
                person.anomalies.into(),
                person.merged_into.as_ref().into(),
                i64::from(person.synthetic).into(),
                spelled.refresh_on.as_ref().into(),
                person.revision.into(),
                person.created_at.into(),
                now.into(),
            ]);
            row
        })
        .collect();
    cx.insert_many("person", COLUMNS, &rows)
}

/// Writes a row anew, if it is still at the revision it was read at.
pub(crate) fn update(cx: &mut Cx, person: &Person) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    let spelled = Spelled::of(&person.portrait);
    let mut args: Vec<Arg> = vec![county.into(), (&person.id).into(), person.revision.into()];
    args.extend(spelled.args(&person.portrait));
    args.extend::<[Arg; 4]>([
        person.anomalies.into(),
        person.merged_into.as_ref().into(),
        spelled.refresh_on.as_ref().into(),
        now.into(),
    ]);
    cx.exec_one(
        "UPDATE person SET name = $4, name_key = $5, name_sort = $6, initials = $7, sex = $8,
            birth_date = $9, ethnicity = $10, number_head = $11, registered_path = $12,
            registered_here = $13, living_path = $14, living_here = $15, state = $16, death_date = $17,
            labels = $18, hardship = $19, disability = $20, arrangement = $21, anomalies = $22,
            merged_into = $23, refresh_on = $24, changed_at = $25, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &args,
    )
}

/// Takes the next `count` codes of the county; answers the first.
pub(crate) fn take_codes(cx: &mut Cx, count: i64) -> Result<i64> {
    let county = cx.county();
    let (last,): (i64,) = cx.get(
        "code",
        "INSERT INTO person_code_given (county, last) VALUES ($1, $2)
         ON CONFLICT (county) DO UPDATE SET last = person_code_given.last + excluded.last RETURNING last",
        &[county.into(), count.into()],
    )?;
    Ok(last - count + 1)
}

pub(crate) fn insert_facets(cx: &mut Cx, facets: &[(String, &str)]) -> Result<()> {
    let county = cx.county();
    let rows: Vec<Vec<Arg>> =
        facets.iter().map(|(facet, person)| vec![county.into(), facet.into(), (*person).into()]).collect();
    cx.insert_many("person_facet", &["county", "facet", "person"], &rows)
}

pub(crate) fn delete_facet(cx: &mut Cx, facet: &str, person: &str) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "DELETE FROM person_facet WHERE county = $1 AND facet = $2 AND person = $3",
        &[county.into(), facet.into(), person.into()],
    )
}

pub(crate) fn insert_tokens(cx: &mut Cx, tokens: &[(String, &str)]) -> Result<()> {
    let county = cx.county();
    let rows: Vec<Vec<Arg>> =
        tokens.iter().map(|(token, person)| vec![county.into(), token.into(), (*person).into()]).collect();
    cx.insert_many("person_token", &["county", "token", "person"], &rows)
}

pub(crate) fn delete_tokens(cx: &mut Cx, person: &str) -> Result<()> {
    let county = cx.county();
    cx.exec("DELETE FROM person_token WHERE county = $1 AND person = $2", &[county.into(), person.into()])?;
    Ok(())
}

/// Adds to the tallies.
pub(crate) fn count(cx: &mut Cx, tally: &BTreeMap<TallyKey, i64>) -> Result<()> {
    let county = cx.county();
    let rows: Vec<Vec<Arg>> = tally
        .iter()
        .filter(|(_, by)| **by != 0)
        .map(|((basis, facet, place, born), by)| {
            vec![county.into(), (*basis).into(), facet.into(), place.into(), (*born).into(), (*by).into()]
        })
        .collect();
    cx.upsert_many(
        "person_tally",
        &["county", "basis", "facet", "place", "born", "persons"],
        &rows,
        "ON CONFLICT (county, basis, facet, place, born)
         DO UPDATE SET persons = person_tally.persons + excluded.persons",
    )
}

impl FromRow for Lean {
    fn from_row(row: &Row) -> Result<Lean> {
        let state: String = row.get(5)?;
        Ok(Lean {
            id: row.get(0)?,
            name: row.get(1)?,
            born: row.get::<String>(2)?.parse().ok(),
            registered: row.get(3)?,
            living: row.get(4)?,
            died: state == "dead",
            reported: state == "reported",
            merged: state == "merged",
            died_on: row.get::<Option<String>>(6)?.and_then(|it| it.parse().ok()),
            anomalies: row.get(7)?,
        })
    }
}

/// The next persons by id, in few columns; records merged into another are left out.
pub(crate) fn lean_after(cx: &mut Cx, born_by: Option<Day>, after: &str, limit: i64) -> Result<Vec<Lean>> {
    let county = cx.county();
    let born_by = born_by.map_or_else(|| "~".to_owned(), |it| it.to_string());
    cx.all(
        "SELECT id, name, birth_date, registered_path, living_path, state, death_date, anomalies FROM person
         WHERE county = $1 AND id > $2 AND birth_date <= $3 AND state <> 'merged' ORDER BY id LIMIT $4",
        &[county.into(), after.into(), (&born_by).into(), limit.into()],
    )
}

/// The next persons by id who were born in a range of days and live, in few columns.
pub(crate) fn lean_between(cx: &mut Cx, born: (Day, Day), after: &str, limit: i64) -> Result<Vec<Lean>> {
    let county = cx.county();
    let (from, to) = (born.0.to_string(), born.1.to_string());
    cx.all(
        "SELECT id, name, birth_date, registered_path, living_path, state, death_date, anomalies FROM person
         WHERE county = $1 AND birth_date >= $2 AND birth_date <= $3 AND id > $4 AND state <> 'merged'
         ORDER BY id LIMIT $5",
        &[county.into(), (&from).into(), (&to).into(), after.into(), limit.into()],
    )
}

pub(crate) fn lean(cx: &mut Cx, id: &str) -> Result<Option<Lean>> {
    let county = cx.county();
    cx.find(
        "SELECT id, name, birth_date, registered_path, living_path, state, death_date, anomalies FROM person
         WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(crate) fn count_born_by(cx: &mut Cx, born_by: Day) -> Result<i64> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "person",
        "SELECT COUNT(*) FROM person WHERE county = $1 AND birth_date <= $2 AND state <> 'merged'",
        &[county.into(), (&born_by.to_string()).into()],
    )?;
    Ok(count)
}

/// Whose rows say something that is over, or not yet what has begun.
pub(crate) fn due(cx: &mut Cx, most: i64) -> Result<Vec<String>> {
    let (county, today) = (cx.county(), cx.today().to_string());
    let found: Vec<(String,)> = cx.all(
        "SELECT id FROM person WHERE county = $1 AND refresh_on <= $2 ORDER BY refresh_on, id LIMIT $3",
        &[county.into(), (&today).into(), most.into()],
    )?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

pub(crate) fn insert_unmasking(
    cx: &mut Cx,
    id: &str,
    purpose: &str,
    persons: &str,
    until: Instant,
) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO person_unmasking (county, id, account, purpose, persons, granted_at, until)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            (&actor.county).into(),
            id.into(),
            (&actor.account).into(),
            purpose.into(),
            persons.into(),
            now.into(),
            until.into(),
        ],
    )
}
