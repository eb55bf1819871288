//! Packs in use: an edition stays to be asked for, an edit is taken whole, a faulty one not at all.

use platform::{
    packs::{self, Bundle, Packs},
    terms::Labels,
};

use crate::world::{COUNTY, on_each_database};

/// Another list of special difficulty than the shipped pack of the county has.
const EDITED: &str = "[special_difficulty]\nvalue = \"rural\"\nbasis = \"county\"\nconfidence = \"local\"\n";

#[test]
fn a_past_edition_is_opened_again_as_it_was() {
    on_each_database(|world| {
        let sections = world.house.catalogue.sections();
        let shipped = world.house.packs.county(COUNTY).unwrap();
        let packs = Packs::open(&Bundle::shipped(), &sections, COUNTY).unwrap();
        let first = packs.now();
        assert_eq!(first.version(), shipped.version());
        let (now, pack) = (world.now(), first.clone());
        world.store.write(move |tx| packs::publish(tx, &pack, now)).unwrap();

        let mut edited = Bundle::shipped();
        edited.insert(&format!("{COUNTY}/labels.toml"), EDITED);
        packs.reload(&edited).unwrap();
        let second = packs.now();
        assert_ne!(second.version(), first.version());
        assert_eq!(second.get::<Labels>().special_difficulty.value, "rural");

        let mut faulty = Bundle::shipped();
        faulty.insert(&format!("{COUNTY}/labels.toml"), &EDITED.replace("rural", "rurla"));
        let faults = packs.reload(&faulty).unwrap_err();
        let fault = faults.first().unwrap();
        assert_eq!(
            (fault.file.as_str(), fault.line, fault.column),
            ("mianning/labels.toml", 2, 1),
            "{fault}"
        );
        assert!(fault.args.contains(&("suggestion".into(), "rural".to_owned())), "{fault}");
        assert_eq!(packs.now().version(), second.version());
        assert_eq!(packs.faults(), faults);

        let version = first.version().to_owned();
        let found = world
            .store
            .read(|tx| {
                assert!(packs::is_published(tx, COUNTY, &version)?);
                assert!(!packs::is_published(tx, COUNTY, second.version())?);
                packs::at_version(tx, COUNTY, &version, &sections)
            })
            .unwrap()
            .unwrap();
        assert_eq!(found.version(), version);
        let before = &first.get::<Labels>().special_difficulty.value;
        assert_eq!(found.get::<Labels>().special_difficulty.value, *before);
    });
}
