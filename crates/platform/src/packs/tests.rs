//! Packs as tables: texts in, faults or values out.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Bundle, Check, Figure, Figures, Pack, Section, SectionKind, Table, Yuan, section, table};

#[derive(Debug, Deserialize)]
struct Tiers(BTreeMap<String, Tier>);

#[derive(Debug, Deserialize)]
struct Tier {
    #[serde(default)]
    after: Option<String>,
    ages: Vec<i64>,
    rate: Figures<Yuan>,
    #[serde(default)]
    days: Option<Figure<i64>>,
}

impl Section for Tiers {
    const NAME: &'static str = "tiers";

    fn check(&self, check: &mut Check<'_>) {
        for (name, tier) in &self.0 {
            if let Some(days) = &tier.days {
                check.range(&format!("{name}.days"), &days.value, 1..);
            }
            tier.rate.check(&format!("{name}.rate"), check);
            for (at, age) in tier.ages.iter().enumerate() {
                check.range(&format!("{name}.ages[{at}]"), age, 60..=130);
            }
            if let Some(after) = &tier.after {
                check.reference(&format!("{name}.after"), "tier", after, self.0.keys().map(String::as_str));
            }
            check.word(name, &format!("tier-{name}"));
        }
    }
}

#[derive(Debug, Deserialize)]
struct Place {
    path: String,
    #[serde(default)]
    people: i64,
}

impl Table for Place {
    const NAME: &'static str = "places";
    const KEY: &'static [&'static str] = &["path"];
}

const SECTIONS: &[SectionKind] = &[section::<Tiers>(), table::<Place>()];

const NATION: &[(&str, &str)] = &[
    ("n/pack.toml", "id = \"n\"\nversion = \"1\"\nname = { zh = \"N\", en = \"N\" }\n"),
    (
        "n/tiers.toml",
        "[low]\nages = [80, 89]\nrate = { value = 25, basis = \"doc 1\", confidence = \"printed\" }\n\
         [high]\nafter = \"low\"\nages = [90]\nrate = { value = \"100.50\", basis = \"doc 1\", confidence = \"printed\" }\n",
    ),
    ("n/places.csv", "path,people\na/,1\nb/,2\n"),
    ("n/words.zh.ftl", "tier-low = L\ntier-high = H\n"),
    ("n/words.en.ftl", "tier-low = Low\ntier-high = High\n"),
];
const LEAF: &str = "id = \"c\"\nparent = \"n\"\nversion = \"1\"\nname = { zh = \"C\", en = \"C\" }\n\
                    county = { slug = \"c\", area = \"x/c/\", code = \"123456\" }\n";

fn open(files: &[(&str, &str)]) -> Result<Pack, Vec<String>> {
    let mut bundle = Bundle::new();
    for (path, text) in NATION.iter().chain(&[("c/pack.toml", LEAF)]).chain(files) {
        bundle.insert(path, text);
    }
    Pack::open(&bundle, "c", SECTIONS).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

#[track_caller]
fn check(files: &[(&str, &str)], want: &[&str]) {
    match open(files) {
        Ok(_) => assert!(want.is_empty(), "no fault found, wanted {want:?}"),
        Err(faults) => assert_eq!(faults, want),
    }
}

#[test]
fn layers_override_key_by_key() {
    let pack = open(&[
        ("c/tiers/low.toml", "rate = { value = 60, basis = \"county 1\", confidence = \"local\" }\n"),
        ("c/tiers/top.toml", "ages = [100]\nrate = [\n { value = 1, basis = \"b\", confidence = \"local\", valid_to = 2026-01-01 },\n { value = 2, basis = \"b\", confidence = \"local\", valid_from = 2026-01-01 } ]\n"),
        ("c/tiers.toml", "high = { remove = true }\n"),
        ("c/places.csv", "path,people\nb/,20\n-a/,\nc/,3\n"),
        ("c/words.zh.ftl", "tier-top = T\n"),
        ("c/words.en.ftl", "tier-top = Top\n"),
    ])
    .unwrap();
    let Tiers(tiers) = pack.get::<Tiers>();
    assert_eq!(tiers.keys().collect::<Vec<_>>(), ["low", "top"]);
    let low = &tiers["low"].rate.0[0];
    assert_eq!((low.value.0.0, low.basis.as_str()), (6_000, "county 1"));
    let on = |day: &str| tiers["top"].rate.on(day.parse().unwrap()).unwrap().value.0.0;
    assert_eq!((on("2025-12-31"), on("2026-01-01")), (100, 200));
    let places: Vec<(&str, i64)> =
        pack.rows::<Place>().iter().map(|it| (it.path.as_str(), it.people)).collect();
    assert_eq!(places, [("b/", 20), ("c/", 3)]);
    assert_eq!(pack.words("zh").len(), 2);
}

#[test]
fn the_version_is_the_content() {
    let plain = open(&[]).unwrap();
    let same = open(&[]).unwrap();
    let other = open(&[("c/notes.txt", "x")]).unwrap();
    assert_eq!(plain.version(), same.version());
    assert_ne!(plain.version(), other.version());
    let stored = Bundle::from_json(&plain.bundle().to_json().unwrap()).unwrap();
    assert_eq!(Pack::open(&stored, "c", SECTIONS).unwrap_or_else(|_| panic!()).version(), plain.version());
}

#[test]
fn every_fault_is_told_at_its_place() {
    check(
        &[(
            "c/tiers.toml",
            "[low]\nrates = 3\nages = [80, \"x\", 20]\nrate = 60\n\
             [top]\nages = [100]\nafter = \"hihg\"\nrate = { value = 1, basis = \"b\" }\n",
        )],
        &[
            "c/tiers.toml:2:1: packs-unknown-key [low.rates] written=rates known=after, ages, rate, days suggestion=rate",
            "c/tiers.toml:3:13: packs-wrong-type [low.ages[1]] found=string \"x\" expected=whole",
            "c/tiers.toml:4:1: packs-bare-figure [low.rate] found=integer `60`",
            "c/tiers.toml:8:1: packs-figure-without [top.rate] name=confidence",
        ],
    );
}

#[test]
fn what_a_room_checks_is_told_where_it_was_written() {
    check(
        &[(
            "c/tiers.toml",
            "[top]\nages = [100, 20]\nafter = \"hihg\"\nrate = { value = 1, basis = \"b\", confidence = \"local\" }\n",
        )],
        &[
            "c/tiers.toml:1:2: packs-missing-word [top] word=tier-top language=en",
            "c/tiers.toml:1:2: packs-missing-word [top] word=tier-top language=zh",
            "c/tiers.toml:2:14: packs-out-of-range [top.ages[1]] value=20 from=60 to=130",
            "c/tiers.toml:3:1: packs-dangling [top.after] kind=tier written=hihg suggestion=high",
        ],
    );
}

#[test]
fn files_and_texts_that_do_not_fit_are_told() {
    check(
        &[("c/teirs.toml", "")],
        &["c/teirs.toml:1:1: packs-unknown-section [] written=teirs suggestion=tiers"],
    );
    check(
        &[("c/words.zh.ftl", "a = b\n")],
        &["c/words.zh.ftl:1:1: packs-missing-word [] word=a language=en"],
    );
    check(
        &[("c/places.csv", "path,people\na/\n")],
        &["c/places.csv:2:1: packs-row-length [] cells=1 columns=2"],
    );
    check(
        &[("c/places.csv", "path,people\na/,many\n")],
        &["c/places.csv:2:4: packs-wrong-type [[0].people] found=string \"many\" expected=whole"],
    );
    let broken = open(&[("c/tiers.toml", "[low]\nages = [80,\n")]).unwrap_err();
    assert!(broken[0].starts_with("c/tiers.toml:2:") && broken[0].contains("packs-bad-toml"), "{broken:?}");
    let circle = LEAF.replace("\"n\"", "\"c\"");
    let faults = open(&[("c/pack.toml", &circle)]).unwrap_err();
    assert!(faults[0].starts_with("c/pack.toml:2:1: packs-circle"), "{faults:?}");
}
