//! The shipped lists, and lists that promise what nothing gives.

use platform::packs::{Bundle, Pack, SectionKind};

use super::ServiceList;
use crate::benefits::tests::pack;

#[test]
fn every_county_promises_the_sixteen_national_items_and_its_own() {
    for (county, own) in [("mianning", "wristband"), ("xishan", "home_bed")] {
        let pack = pack(county);
        let list = pack.get::<ServiceList>();
        let national = list.item.values().filter(|it| it.number <= 16).count();
        assert_eq!(national, 16, "{county}");
        assert!(list.item.contains_key(own), "{county}");
    }
}

#[test]
fn what_nothing_decides_or_does_is_refused_with_its_line() {
    let sections: Vec<SectionKind> = platform::ROOMS
        .iter()
        .chain(casebooks::ROOMS)
        .chain(crate::ROOMS)
        .flat_map(|room| room.sections)
        .copied()
        .collect();
    let text = Bundle::shipped().get("mianning/service_list.toml").expect("the shipped list").to_string();
    let told = |from: &str, to: &str| {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from} stands in it");
        let mut bundle = Bundle::shipped().of_sections(&sections);
        bundle.insert("mianning/service_list.toml", &changed);
        let faults = Pack::open(&bundle, "mianning", &sections).err().unwrap_or_default();
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let check = |from: &str, to: &str, wanted: &str| {
        let told = told(from, to);
        assert!(told.contains("service_list.toml:") && told.contains(wanted), "{to}: {told}");
    };
    check("benefit = \"wristband\"", "benefit = \"wristbands\"", "wristband");
    check("books = [\"knock_visit\"]", "books = [\"knock_visits\"]", "knock_visit");
    check("benefit = \"wristband\"", "", "services-nothing-does-it");
    check("number = 102", "number = 101", "services-number-twice");
    check("payer = [\"county_finance\"]", "payer = [\"county_purse\"]", "county_finance");
}
