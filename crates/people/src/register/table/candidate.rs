//! Who may be meant by a row of a file: persons by number, by birth date, by name.

use base::{Instant, Result, Sex};
use platform::Cx;

use super::{IDS, ids_args, person};
use crate::register::{
    person::Person,
    statement::{NUMBER_PURPOSE, OWN},
};

/// A person as a matcher sees them.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub person: Person,
    /// The standing number; for comparing only.
    pub number: Option<String>,
    /// Names of before, of the bank, in other spellings.
    pub other_names: Vec<String>,
}

impl Candidate {
    pub fn sex(&self) -> Option<Sex> {
        self.person.portrait.sex
    }
}

/// Persons born on these days: day and person.
pub(crate) fn by_births(cx: &mut Cx, days: &[&str]) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for some in days.chunks(IDS) {
        let args = ids_args(cx.county(), some, &[]);
        found.extend(cx.all::<(String, String)>(
            "SELECT birth_date, id FROM person
             WHERE county = $1 AND registered_here IN (0, 1) AND birth_date IN ($2, $3, $4, $5, $6, $7, $8, $9,
                $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
                $29, $30, $31, $32, $33) AND merged_into IS NULL",
            &args,
        )?);
    }
    Ok(found)
}

/// Persons found under these tokens (whole names, folded): token and person.
pub(crate) fn by_tokens(cx: &mut Cx, tokens: &[&str]) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for some in tokens.chunks(IDS) {
        let args = ids_args(cx.county(), some, &[]);
        found.extend(cx.all::<(String, String)>(
            "SELECT token, person FROM person_token
             WHERE county = $1 AND token IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)",
            &args,
        )?);
    }
    Ok(found)
}

/// The persons themselves, with their numbers and other names.
pub(crate) fn many(cx: &mut Cx, ids: &[&str]) -> Result<Vec<Candidate>> {
    let mut candidates: Vec<Candidate> = person::many(cx, ids)?
        .into_iter()
        .map(|person| Candidate { person, number: None, other_names: Vec::new() })
        .collect();
    candidates.sort_by(|one, other| one.person.id.cmp(&other.person.id));
    for some in ids.chunks(IDS) {
        let args = ids_args(cx.county(), some, &[Instant::MAX.into()]);
        // `kind || ''` keeps SQLite's planner from the index by kind, which would walk every name there is.
        let said: Vec<(String, String, String, String, Option<Vec<u8>>)> = cx.all(
            "SELECT person, kind, slot, value, sealed FROM person_interval
             WHERE county = $1 AND person IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
                $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)
                AND superseded_at = $34 AND kind || '' IN ('name', 'number')",
            &args,
        )?;
        for (id, kind, slot, value, sealed) in said {
            let Ok(at) = candidates.binary_search_by(|it| it.person.id.as_str().cmp(&id)) else { continue };
            match (kind.as_str(), sealed) {
                ("number", Some(sealed)) => {
                    candidates[at].number = Some(cx.house.keys.open(NUMBER_PURPOSE, &sealed)?);
                }
                ("name", _) if slot != OWN => candidates[at].other_names.push(value),
                _ => (),
            }
        }
    }
    Ok(candidates)
}

/// All living persons registered at or below a path, in order: for what a full roster leaves out.
pub(crate) fn registered_in(
    cx: &mut Cx,
    low: &str,
    high: &str,
    born_by: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<(String, String)>> {
    let county = cx.county();
    cx.all(
        "SELECT id, registered_path FROM person
         WHERE county = $1 AND registered_here = 1 AND $2 <= registered_path AND registered_path < $3
            AND birth_date <= $4 AND id > $5 AND merged_into IS NULL
         ORDER BY id LIMIT $6",
        &[county.into(), low.into(), high.into(), born_by.into(), after.into(), limit.into()],
    )
}
