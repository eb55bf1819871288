//! The synthetic county's promises: its numbers, its bytes, its warnings.

use std::collections::{BTreeMap, HashSet};

use super::{County, File, Summary, Township, Village, ages, county, make};

/// A county of a few made-up villages with the figures of a real one.
fn small(code: &str) -> County {
    let village = |town: &str, n: usize| Village {
        path: format!("x/y/c/{town}/v{n}/"),
        name: format!("第{n}村"),
        old_names: if n == 2 { vec!["老二村".to_owned()] } else { Vec::new() },
    };
    let township = |slug: &str, name: &str, kind: &str| Township {
        path: format!("x/y/c/{slug}/"),
        name: name.to_owned(),
        kind: kind.to_owned(),
        villages: (1..=12).map(|n| village(slug, n)).collect(),
    };
    County {
        slug: "c".to_owned(),
        code: code.to_owned(),
        name: "某县".to_owned(),
        path: "x/y/c/".to_owned(),
        townships: vec![
            township("a", "甲镇", "镇"),
            township("b", "乙乡", "乡"),
            township("d", "丙藏族乡", "藏族乡"),
            township("e", "丁街道", "街道"),
        ],
        one_in: 1,
    }
}

fn made(code: &str, seed: u64) -> (Summary, BTreeMap<String, Vec<u8>>) {
    let mut files = BTreeMap::new();
    let summary = make(&small(code), seed, &mut |file: File| {
        assert!(files.insert(file.path.clone(), file.bytes).is_none(), "{} twice", file.path);
        Ok(())
    })
    .unwrap();
    (summary, files)
}

#[test]
fn both_counties_have_exactly_their_elders() {
    for (code, elders, eighty) in [("513433", 57_459, 10_714), ("530112", 162_607, 23_628)] {
        let cells = ages::cells(&small(code).figures().unwrap());
        let count = |from: i32| cells.iter().filter(|it| from <= it.1).map(|it| it.2).sum::<usize>();
        assert_eq!((count(60), count(80)), (elders, eighty), "{code}");
        // Fewer at every age than one band earlier, and somebody at a hundred.
        assert!(count(85) * 2 < count(80) * 2 && 0 < count(100), "{code}");
    }
    assert_eq!(county::rows(include_str!("../data/surnames.csv")).count(), 400);
}

#[test]
fn the_county_adds_up_and_repeats_itself() {
    let (summary, files) = made("999999", 7);
    assert_eq!((summary.living, summary.eighty), (5_746, 1_071));
    assert!((200..600).contains(&summary.dead), "{}", summary.dead);
    assert!((10..60).contains(&summary.moved), "{}", summary.moved);
    assert_eq!(summary.doubles, 6);
    assert_eq!(files.keys().filter(|path| path.starts_with("rosters/")).count(), 4);
    assert_eq!(files.keys().filter(|path| path.ends_with(".csv") && path.starts_with("rolls/")).count(), 24);

    let truth: serde_json::Value = serde_json::from_slice(&files["truth.json"]).unwrap();
    assert_eq!(truth["false_deaths"].as_array().unwrap().len(), 5);
    assert!(truth["synthetic"].as_str().unwrap().contains("SYNTHETIC"));
    assert!(5 < truth["paid_after_loss"].as_array().unwrap().len());
    assert!(!truth["arrears"].as_array().unwrap().is_empty());

    // Every living person is entered by at least one row that can be taken.
    let rows = String::from_utf8(files["truth/rows.csv"].clone()).unwrap();
    let persons = String::from_utf8(files["truth/persons.csv"].clone()).unwrap();
    let entered: HashSet<&str> = rows
        .lines()
        .filter(|line| line.contains(",living,") || line.contains(",ledger,"))
        .map(|line| line.split(',').nth(3).unwrap())
        .collect();
    let lacking = persons
        .lines()
        .skip(1)
        .filter(|line| line.contains(",living,") && line.split(',').nth(11) == Some(""))
        .filter(|line| !entered.contains(line.split(',').next().unwrap()))
        .count();
    assert_eq!(lacking, 0);
    // Every death and move has reached somebody by the cut-off.
    for line in persons.lines().filter(|line| line.contains(",dead,")) {
        assert!(!line.split(',').nth(10).unwrap().is_empty(), "nobody heard of {line}");
    }
    let numbers: HashSet<&str> =
        persons.lines().skip(1).map(|line| line.split(',').nth(4).unwrap()).collect();
    assert_eq!(numbers.len(), persons.lines().count() - 1);

    let mut again = BTreeMap::new();
    make(&small("999999"), 7, &mut |file: File| {
        again.insert(file.path, file.bytes);
        Ok(())
    })
    .unwrap();
    assert!(files == again, "the same seed gives the same bytes");
}

#[test]
fn rosters_are_as_messy_as_they_say() {
    let (_, files) = made("999999", 11);
    let rows = String::from_utf8(files["truth/rows.csv"].clone()).unwrap();
    for mess in [
        "number_float",
        "number_x",
        "number_full_width",
        "number_15",
        "number_missing",
        "number_misread",
        "name_spaced",
        "name_interpunct",
        "name_typo",
        "birth_differs",
        "old_village",
        "twice",
        "dead_struck",
        "dead_red",
        "dead_grey",
        "dead_remark",
        "dead_unmarked",
        "moved_remark",
        "remark_trap",
        "registered_elsewhere",
        "false_death_struck",
    ] {
        assert!(rows.lines().any(|line| line.contains(mess)), "no row is {mess}");
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("rosters/")) {
        let book = sheets::read(path, bytes).unwrap();
        let title = book.sheets.first().and_then(|sheet| sheet.rows.first()).unwrap();
        let title: String = title.cells.iter().map(|cell| cell.text.to_string()).collect();
        assert!(title.contains("SYNTHETIC"), "{path} does not say that it is synthetic: {title}");
    }
}
