//! Anomalies: what looks wrong about a person and is kept and marked, never refused.

use base::Day;

use super::statement::{Kind, OWN, Statement, fault_of};

/// A wrong resident number: its length, its digits, its date or its check character.
pub const NUMBER_FAULT: &str = "number-fault";
/// Another person holds the same number.
pub const NUMBER_DOUBLED: &str = "number-doubled";
pub const NUMBER_MISSING: &str = "number-missing";
/// The birth date that was declared is not the number's.
pub const BIRTH_DIFFERS: &str = "birth-differs";
pub const BIRTH_MISSING: &str = "birth-missing";
pub const SEX_DIFFERS: &str = "sex-differs";

pub const KINDS: &[&str] =
    &[NUMBER_FAULT, NUMBER_DOUBLED, NUMBER_MISSING, BIRTH_DIFFERS, BIRTH_MISSING, SEX_DIFFERS];

/// How an anomaly was settled.
pub const STANDS: &str = "stands";
pub const MENDED: &str = "mended";
pub const MERGED: &str = "merged";

/// An anomaly as it lies in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anomaly {
    pub id: String,
    pub person: String,
    pub kind: String,
    pub other: String,
    pub detail: String,
    pub settled: bool,
    pub outcome: String,
}

/// What can be told from one person's standing statements alone: kind and detail.
pub fn told_by(standing: &[&Statement], day: Day) -> Vec<(&'static str, String)> {
    let on_day = |kind: Kind, slot: &str| {
        standing.iter().copied().find(|it| it.kind == kind && it.slot == slot && it.span.covers(day))
    };
    let mut found = Vec::new();
    let declared_birth = on_day(Kind::Birth, "");
    match on_day(Kind::Number, OWN) {
        None => {
            found.push((NUMBER_MISSING, String::new()));
            if declared_birth.is_none() {
                found.push((BIRTH_MISSING, String::new()));
            }
        }
        Some(number) => {
            if let Some(fault) = fault_of(number) {
                found.push((NUMBER_FAULT, fault.as_str().to_owned()));
            }
            let born = number.text("born");
            match declared_birth {
                Some(declared) if !born.is_empty() && declared.value != born => {
                    found.push((BIRTH_DIFFERS, declared.value.clone()));
                }
                None if born.is_empty() => found.push((BIRTH_MISSING, String::new())),
                _ => (),
            }
            let sex = number.text("sex");
            if let Some(declared) = on_day(Kind::Sex, "")
                && !sex.is_empty()
                && declared.value != sex
            {
                found.push((SEX_DIFFERS, declared.value.clone()));
            }
        }
    }
    found
}

/// What to open and what to settle so that the anomalies of a person say what is so: those that
/// somebody let stand are not opened again for the same detail.
pub fn difference<'a>(
    told: &[(&'static str, String)],
    had: &'a [Anomaly],
) -> (Vec<(&'static str, String)>, Vec<&'a Anomaly>) {
    let is = |had: &Anomaly, told: &(&'static str, String)| had.kind == told.0 && had.detail == told.1;
    let open = told
        .iter()
        .filter(|told| !had.iter().any(|it| is(it, told) && (!it.settled || it.outcome == STANDS)))
        .cloned()
        .collect();
    let over = had
        .iter()
        .filter(|it| !it.settled && it.kind != NUMBER_DOUBLED && !told.iter().any(|told| is(it, told)))
        .collect();
    (open, over)
}
