//! Pages of facilities: the list, the network with its gaps, one, a new one.

use base::Result;
use serde_json::Value;

use crate::{
    map,
    page::{Ask, Context, Nav, Page, ask, may_ask},
    visit::Visit,
};

/// The cases about a facility, for its own page.
const CASES: Ask =
    Ask { set: &[("kind", "facility"), ("id", "{facility}")], ..may_ask("cases", "cases.of-subject") };

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("list", "facilities.list")],
        list: true,
        nav: Some(Nav { label: "facilities-nav", icon: "home", order: 39 }),
        ..Page::new("/facilities", "facilities/list")
    },
    Page {
        asks: &[ask("tree", "facilities.tree")],
        extra: Some(located),
        ..Page::new("/facilities/network", "facilities/network")
    },
    Page { asks: &[ask("choices", "facilities.choices")], ..Page::new("/facilities/new", "facilities/new") },
    Page {
        asks: &[ask("it", "facilities.facility"), ask("choices", "facilities.choices"), CASES],
        ..Page::new("/facilities/{facility}", "facilities/facility")
    },
];

/// The facilities of the network on the county's map.
fn located(visit: &Visit, context: &mut Context) -> Result<()> {
    let Some(actor) = visit.actor() else { return Ok(()) };
    let tiers = context.get("tree").and_then(|it| it.get("tiers")).and_then(Value::as_array);
    let its = tiers.into_iter().flatten().filter_map(|it| it.get("facilities")?.as_array());
    let mut all: Vec<&Value> = Vec::new();
    for it in its.flatten() {
        // A kind may fill a place of more than one tier.
        if !all.iter().any(|known| known.get("id") == it.get("id")) {
            all.push(it);
        }
    }
    let map = map::facilities(visit, actor, &all);
    context.insert("map".into(), map);
    Ok(())
}
