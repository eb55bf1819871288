//! The search box: who is found by what is typed, as far as the reader's area shows them.

use std::collections::BTreeSet;

use crate::{
    money::{DAQIAO, DAQIAO_VILLAGE, LUGU_VILLAGE, name},
    register::found,
    world::{COUNTY_AREA, on_each_database},
};

#[test]
fn a_village_finds_its_own_behind_many_namesakes_elsewhere() {
    on_each_database(|world| {
        world.elders(0, 450, LUGU_VILLAGE);
        world.elders(450, 2, DAQIAO_VILLAGE);
        let own = BTreeSet::from([world.person(450), world.person(451)]);
        for area in [DAQIAO_VILLAGE, DAQIAO] {
            let worker = world.actor("village_worker", area);
            assert_eq!(BTreeSet::from_iter(found(world, &worker, "王")), own, "{area}");
        }
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        assert_eq!(found(world, &clerk, "王").len(), 20);
        assert_eq!(found(world, &clerk, &name(451)), [world.person(451)]);
    });
}
