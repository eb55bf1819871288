//! Candidates by blocking keys, for records held in memory: one file against itself, test data.
//!
//! The register finds its candidates by the same keys through its own indexes.

use std::collections::{BTreeSet, HashMap};

use base::Day;

use crate::{
    compare::{Record, compare},
    decide::{Class, Thresholds, Verdict, Weights, decide},
    number::KEPT_DIGITS,
};

/// Records that share a key beyond this many are not compared by that key: it says too little.
const BLOCK_MAX: usize = 400;

/// What two records must share to be compared.
pub fn keys(record: &Record) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    if let Some(number) = &record.number {
        keys.insert(format!("n:{number}"));
        if let Some(kept) = number.get(..KEPT_DIGITS.min(number.len())) {
            keys.insert(format!("p:{kept}"));
        }
    }
    let day = record.birth.map(|it: Day| it.to_string());
    if let Some(day) = &day {
        keys.insert(format!("b:{day}:{}", record.name.chars().next().unwrap_or(' ')));
        keys.insert(format!("d:{day}"));
    }
    let year = day.as_deref().map_or("", |it| &it[..4]);
    for name in std::iter::once(&record.name).chain(&record.other_names).filter(|it| !it.is_empty()) {
        keys.insert(format!("y:{name}:{year}"));
        keys.insert(format!("v:{name}:{}", record.place));
    }
    if !record.sound.is_empty() {
        keys.insert(format!("s:{}:{year}", record.sound));
    }
    keys
}

pub struct Index {
    records: Vec<Record>,
    blocks: HashMap<String, Vec<u32>>,
}

impl Index {
    pub fn new(records: Vec<Record>) -> Index {
        let mut blocks: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, record) in records.iter().enumerate() {
            for key in keys(record) {
                blocks.entry(key).or_default().push(at as u32);
            }
        }
        Index { records, blocks }
    }

    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Records that share a key with this one, in order.
    pub fn candidates(&self, record: &Record) -> BTreeSet<u32> {
        let blocks = keys(record).into_iter().filter_map(|key| self.blocks.get(&key));
        blocks.filter(|it| it.len() <= BLOCK_MAX).flatten().copied().collect()
    }

    /// Every pair that shares a key, with its verdict, but for those that are new.
    pub fn pairs(&self, weights: &Weights, thresholds: &Thresholds) -> Vec<(u32, u32, Verdict)> {
        let mut found = Vec::new();
        for (at, record) in self.records.iter().enumerate() {
            for other in self.candidates(record).range(at as u32 + 1..) {
                let verdict =
                    decide(&compare(record, &self.records[*other as usize]), weights, thresholds, false);
                if verdict.class != Class::New {
                    found.push((at as u32, *other, verdict));
                }
            }
        }
        found
    }
}
