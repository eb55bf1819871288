//! Rows of one file that may be one elder under two numbers, or under two spellings of a name.
//!
//! A row is held against the register, and nobody whom an earlier row of its file enters is in it
//! before that row is written. Writing, a chunk ends before such a row. The dry run writes nobody, so
//! it holds rows of one birth date against each other when all of them are read.

use std::collections::BTreeMap;

use base::{Day, Result, error::OrBroken};
use linkage::{Class, compare, decide};
use platform::Cx;

use super::{
    file::File,
    judge::{Judged, Verdict, points},
    known::has_good_number,
    pack::{Field, Import},
    reading::{Reading, Remark},
    table, understand,
};

/// Birth dates that are looked at in one step.
pub(super) const BIRTHS_MAX: i64 = 200;

/// What the register would say of `row` if it held whom `earlier` enters.
fn class(row: &Reading, earlier: &Reading, import: &Import) -> Class {
    let both = has_good_number(row) && has_good_number(earlier);
    let comparison = compare(&row.record, &earlier.record);
    decide(&comparison, &import.matching.weights, &import.matching.thresholds, both).class
}

/// The first of a chunk that may be whom one before it enters.
pub(super) fn first(judged: &[Judged], import: &Import) -> Option<usize> {
    let mut entered: BTreeMap<Day, Vec<&Reading>> = BTreeMap::new();
    let new = judged.iter().enumerate().filter(|it| it.1.verdict == Verdict::New);
    for (at, it) in new {
        let Some(birth) = it.reading.record.birth else { continue };
        let before = entered.entry(birth).or_default();
        if before.iter().any(|earlier| class(&it.reading, earlier, import) != Class::New) {
            return Some(at);
        }
        before.push(&it.reading);
    }
    None
}

/// Says of rows that may be whom an earlier row enters that they are doubtful, some birth dates after
/// `after` at a time. Answers the last one; nothing when there are no more.
pub(super) fn doubt(cx: &mut Cx, file: &File, after: &str) -> Result<Option<String>> {
    let births = table::births_of_several(cx, &file.id, after, BIRTHS_MAX)?;
    let pack = cx.house.packs.county(cx.county())?;
    let import: &Import = pack.get();
    for birth in &births {
        let rows = table::rows_alike(cx, &file.id, birth)?;
        let judged = understand::rows(cx, file, &rows)?;
        let mut entered: Vec<(usize, &Reading)> = Vec::new();
        for (at, reading) in judged.iter().map(|it| &it.reading).enumerate() {
            let likest = entered
                .iter()
                .map(|(other, earlier)| (class(reading, earlier, import), *other))
                .min()
                .filter(|it| it.0 != Class::New);
            let Some((class, other)) = likest else {
                entered.push((at, reading));
                continue;
            };
            let mut remarks: Vec<Remark> = serde_json::from_str(&rows[at].remarks).or_broken()?;
            let alike = Remark::new(Field::Name, "intake-alike-in-file");
            remarks.push(points(alike, file, judged[other].at));
            let verdict = if class == Class::Same { Verdict::Same } else { Verdict::Doubtful };
            table::doubt(cx, &file.id, rows[at].seq, verdict, &remarks)?;
        }
    }
    Ok(births.into_iter().next_back())
}
