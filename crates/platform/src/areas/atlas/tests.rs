//! The shipped areas, asked as a clerk would.

// not for people: names of real places
use crate::{
    areas::{Atlas, System},
    packs::{Bundle, Pack},
};

fn atlas(id: &str) -> std::sync::Arc<Atlas> {
    let mut bundle = Bundle::new();
    let shipped = Bundle::shipped();
    for id in shipped.ids() {
        for file in ["pack.toml", "areas.csv", "area-codes.csv", "area-names.csv", "area-endings.toml"] {
            let path = format!("{id}/{file}");
            if let Some(text) = shipped.get(&path) {
                bundle.insert(&path, text);
            }
        }
    }
    let opened = Pack::open(&bundle, id, crate::areas::ROOM.sections);
    opened.unwrap_or_else(|faults| panic!("{faults:?}")).made::<Atlas>()
}

fn day(text: &str) -> base::Day {
    text.parse().unwrap()
}

#[test]
fn both_counties_have_their_divisions() {
    for (id, townships, villages) in [("mianning", 19, 146), ("xishan", 11, 126)] {
        let atlas = atlas(id);
        let today = day("2026-11-22");
        let towns = atlas.townships(today);
        let count: usize = towns.iter().map(|town| atlas.children(&town.path, today).len()).sum();
        assert_eq!((towns.len(), count), (townships, villages), "{id}");
        let placed = towns.iter().all(|town| town.spot.is_some() && town.spot_is_synthetic);
        assert!(placed, "{id}: a township without a position");
    }
}

#[test]
fn the_same_digits_mean_another_village_in_another_year() {
    let atlas = atlas("mianning");
    let (then, now) = (day("2019-12-01"), day("2023-12-01"));
    let both: Vec<_> = atlas
        .codes
        .keys()
        .filter(|(system, code)| *system == System::Stats && !code.ends_with("000"))
        .filter_map(|(system, code)| {
            Some((atlas.by_code(*system, code, then)?, atlas.by_code(*system, code, now)?))
        })
        .collect();
    let other = both.iter().filter(|(then, now)| then.name_zh != now.name_zh).count();
    assert_eq!((both.len(), other), (82, 55));
    let code = "513433101200";
    assert_eq!(atlas.by_code(System::Stats, code, then).unwrap().name_zh, "西河村");
    assert_eq!(atlas.by_code(System::Stats, code, now).unwrap().name_zh, "新丰村");
}

#[test]
fn codes_of_two_systems_are_two_things() {
    let atlas = atlas("xishan");
    let today = day("2026-11-22");
    let differ = atlas.townships(today).into_iter().filter(|town| {
        let civil = atlas.code_of(&town.path, System::Civil, today);
        let stats = atlas.code_of(&town.path, System::Stats, today).map(|it| &it[..9]);
        civil.is_some() && civil != stats
    });
    assert_eq!(differ.count(), 9);
}

#[test]
fn names_are_found_with_and_without_their_endings() {
    let atlas = atlas("mianning");
    let today = day("2026-11-22");
    let county = atlas.county().to_owned();
    let lugu = &atlas.by_name(&county, "泸沽", today)[0];
    assert_eq!((lugu.area.path.as_str(), lugu.exact), ("sc/liangshan/mianning/lugu/", false));
    let town = lugu.area.path.clone();
    for name in ["安宁村", "安宁", "安宁村村民委员会", "安宁村委会", " 安 宁 村"] {
        let found = atlas.by_name(&town, name, today);
        assert!(found.first().is_some_and(|it| it.area.name_zh == "安宁村"), "{name}");
    }
    let former = &atlas.by_name(&county, "白坭村", today)[0];
    assert!(former.former && former.area.name_zh == "白泥村");
    let gone = &atlas.by_name(&county, "城厢镇", today)[0];
    assert!(gone.former && atlas.today(&gone.area.path, today).is_none());
    let moved = "sc/liangshan/mianning/chengxiang/changzheng/";
    assert_eq!(atlas.today(moved, today).unwrap().path, "sc/liangshan/mianning/gaoyang/changzheng/");
    assert_eq!(atlas.address("sc/liangshan/mianning/lugu/anning/", "zh"), "泸沽镇安宁村");
    assert_eq!(atlas.township_of("sc/liangshan/mianning/lugu/anning/").unwrap().name_zh, "泸沽镇");
    let range = Atlas::range(&town);
    assert!(range.contains(&format!("{town}anning/")) && !range.contains(&county));
}
