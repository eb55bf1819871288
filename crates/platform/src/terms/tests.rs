//! The shipped terms, asked as a room would.

use crate::{
    packs::{Bundle, Pack, Packs, SectionKind},
    terms::{Calendar, EthnicGroup, Labels},
};

/// The shipped packs with only the files of this wing's rooms.
fn pack(id: &str) -> std::sync::Arc<Pack> {
    let sections: Vec<SectionKind> = crate::ROOMS.iter().flat_map(|room| room.sections).copied().collect();
    let mut bundle = Bundle::new();
    let shipped = Bundle::shipped();
    for (path, text) in shipped.files() {
        let name = path.split('/').nth(1).unwrap_or_default();
        let stem = name.split('.').next().unwrap_or_default();
        let ours = sections.iter().any(|kind| kind.name == stem);
        if ours || name == "pack.toml" || stem == "words" {
            bundle.insert(path, text);
        }
    }
    Packs::open(&bundle, &sections, id).unwrap_or_else(|faults| panic!("{faults:#?}")).now()
}

fn day(text: &str) -> base::Day {
    text.parse().unwrap()
}

#[test]
fn a_county_chooses_who_is_in_special_difficulty() {
    assert!(pack("xishan").get::<Labels>().special().contains("empty_nest"));
    assert!(!pack("mianning").get::<Labels>().special().contains("empty_nest"));
}

#[test]
fn working_days_skip_holidays_and_count_worked_weekends() {
    let calendar = pack("mianning").made::<Calendar>();
    // 2026-10-01 to 10-07 is off, 2026-10-10 is a worked Saturday.
    assert_eq!(calendar.plus_working_days(day("2026-09-30"), 1), day("2026-10-08"));
    assert_eq!(calendar.plus_working_days(day("2026-09-30"), 3), day("2026-10-10"));
    assert_eq!(calendar.plus_working_days(day("2026-11-20"), 1), day("2026-11-23"));
}

#[test]
fn ethnic_groups_have_their_codes() {
    let pack = pack("mianning");
    let name = |code: &str| {
        let groups = pack.rows::<EthnicGroup>();
        groups.iter().find(|group| group.code == code).unwrap().name_en.clone()
    };
    assert_eq!((name("01"), name("04"), name("07")), ("Han".into(), "Tibetan".into(), "Yi".into()));
    assert_eq!(pack.rows::<EthnicGroup>().len(), 58);
}
