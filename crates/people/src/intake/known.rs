//! Whom the rows of a chunk may mean: looked up by number, birth date and name, all at once.

use std::collections::{BTreeMap, BTreeSet};

use base::{Day, Result, name};
use linkage::{Record, spelling};
use platform::Cx;

use super::{
    judge::{Judged, Verdict},
    reading::Reading,
};
use crate::register::{table as register, table::candidate::Candidate};

/// Persons of one name beyond which the name alone proposes nobody.
const NAMESAKES_MAX: usize = 200;

/// The persons whom the rows of a chunk may mean, by row.
pub(super) struct Known {
    pub(super) by_person: BTreeMap<String, (Candidate, Record)>,
    pub(super) by_number: BTreeMap<String, Vec<String>>,
    pub(super) by_birth: BTreeMap<String, Vec<String>>,
    pub(super) by_name: BTreeMap<String, Vec<String>>,
}

fn grouped(pairs: Vec<(String, String)>) -> BTreeMap<String, Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, person) in pairs {
        groups.entry(key).or_default().push(person);
    }
    groups
}

/// Whether the number alone tells who is meant, when the register has it.
pub(super) fn has_good_number(reading: &Reading) -> bool {
    reading.number.as_ref().is_some_and(base::ResidentNumber::is_good)
}

pub(super) fn candidates(cx: &mut Cx, judged: &[Judged]) -> Result<Known> {
    let live = || judged.iter().filter(|it| it.verdict != Verdict::Wrong);
    let numbers: BTreeSet<&str> =
        live().flat_map(|it| &it.number_index).map(String::as_str).filter(|it| !it.is_empty()).collect();
    let numbers: Vec<&str> = numbers.into_iter().collect();
    let mut by_number = grouped(register::anomaly::holders(cx, &numbers)?);
    for [now, before] in judged.iter().map(|it| &it.number_index).filter(|it| it[0] != it[1]) {
        let persons = by_number.remove(before).into_iter().flatten();
        let persons: Vec<String> = persons.chain(by_number.remove(now).into_iter().flatten()).collect();
        if !persons.is_empty() {
            by_number.insert(now.clone(), persons);
        }
    }
    // Only whom the number does not find is looked for by birth date and name.
    let rest = || live().filter(|it| !by_number.contains_key(&it.number_index[0]));
    let births: BTreeSet<String> =
        rest().filter_map(|it| it.reading.record.birth.or(lost_birth(it))).map(|it| it.to_string()).collect();
    let births: Vec<&str> = births.iter().map(String::as_str).collect();
    let by_birth = grouped(register::candidate::by_births(cx, &births)?);
    let names: BTreeSet<String> =
        rest().filter(|it| !has_good_number(&it.reading)).filter_map(name_key).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut by_name = grouped(register::candidate::by_tokens(cx, &names)?);
    by_name.retain(|_, persons| persons.len() <= NAMESAKES_MAX);
    let all: BTreeSet<&str> = [&by_number, &by_birth, &by_name]
        .into_iter()
        .flat_map(|it| it.values().flatten())
        .map(String::as_str)
        .collect();
    let all: Vec<&str> = all.into_iter().collect();
    let mut by_person = BTreeMap::new();
    for candidate in register::candidate::many(cx, &all)? {
        let it = &candidate.person.portrait;
        let record = Record {
            number: candidate.number.clone(),
            birth: it.birth_date,
            sex: it.sex,
            place: it.registered_path.clone(),
            other_names: candidate.other_names.iter().map(|it| spelling::folded(it)).collect(),
            ..Record::named(&it.name)
        };
        by_person.insert(candidate.person.id.clone(), (candidate, record));
    }
    Ok(Known { by_person, by_number, by_birth, by_name })
}

pub(super) fn name_key(it: &Judged) -> Option<String> {
    it.reading.draft.name.as_deref().map(name::key).filter(|it| !it.is_empty())
}

/// The birth date in what is left of a number.
pub(super) fn lost_birth(it: &Judged) -> Option<Day> {
    let kept = it.reading.lost.as_deref()?;
    let (year, month, day) = (kept.get(6..10)?, kept.get(10..12)?, kept.get(12..14)?);
    format!("{year}-{month}-{day}").parse().ok()
}
