//! A case and a facility at each area of the scene.

use serde_json::json;

use super::scene::Target;
use crate::{
    cases::{hazard, text},
    world::{COUNTY_AREA, World},
};

/// Adds them: a case of the stories' own book, which every role that reads cases may see.
pub(super) fn add(world: &World, targets: &mut [Target]) {
    let clerk = world.actor("county_clerk", COUNTY_AREA);
    for (at, target) in targets.iter_mut().enumerate() {
        target.shared.push(("book", "fire".to_owned()));
        if target.is_person {
            continue;
        }
        let input =
            json!({ "book": "fire", "area": target.registered, "values": hazard(&format!("目标{at}")) });
        let opened = world.submit(&clerk, "cases.open", input).expect("opened");
        target.ids.push(("case", text(&opened, "case")));
        let facility = json!({ "name": format!("目标站{at}"), "kind": "station", "area": target.registered });
        let kept =
            world.submit(&clerk, "facilities.register", json!({ "facility": facility })).expect("kept");
        target.ids.push(("facility", text(&kept, "facility")));
    }
}
