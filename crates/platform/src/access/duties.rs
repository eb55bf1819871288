//! Where duties cannot be kept apart with the accounts there are: a township of one person.

use std::collections::{BTreeMap, BTreeSet};

use base::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ask,
    roles::{Duty, Level, Roles},
};
use crate::{Cx, Purpose, Question, Scope, areas::AreaRow};

/// Which areas lack two people for a duty that wants two.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Duties {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unkept {
    pub area: String,
    /// The duty's id in the pack.
    pub duty: String,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    NobodyForTheFirst,
    NobodyForTheSecond,
    /// The same one person would have to do both.
    OnePersonForBoth,
}

impl Question for Duties {
    const NAME: &'static str = "access.duties";
    const RIGHT: &'static str = "access.read";
    const PURPOSE: Purpose = Purpose::System;
    type Answer = Vec<Unkept>;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<Vec<Unkept>> {
        let pack = cx.house.packs.now();
        let roles = pack.get::<Roles>();
        let today = cx.today();
        let county = pack.county().map_or_else(String::new, |it| it.area.clone());
        let depth = |path: &str| path.strip_prefix(&county).map(|rest| rest.matches('/').count());
        let holds = |row: &&AreaRow| {
            row.valid_from.is_none_or(|it| it <= today) && row.valid_to.is_none_or(|it| today < it)
        };
        let mut areas: Vec<(Level, &str)> = vec![(Level::County, county.as_str())];
        for row in pack.rows::<AreaRow>().iter().filter(holds) {
            match depth(&row.path) {
                Some(1) => areas.push((Level::Township, &row.path)),
                Some(2) => areas.push((Level::Village, &row.path)),
                _ => (),
            }
        }
        let standing = ask::standing(cx)?;
        let hands = hands(roles, &standing);
        let actor = cx.actor;
        let mut found = Vec::new();
        for (level, area) in areas {
            // The county's own line is for whoever sees the county; below, for who sees the area.
            if !area.starts_with(&actor.area) {
                continue;
            }
            for duty in roles.duty.iter().filter(|it| it.level == level) {
                if let Some(why) = judge(duty, hands.get(area)) {
                    found.push(Unkept { area: area.to_owned(), duty: duty.id.clone(), why });
                }
            }
        }
        Ok(found)
    }
}

/// Who holds which right in which area.
type Hands<'a> = BTreeMap<&'a str, BTreeMap<&'a str, BTreeSet<&'a str>>>;

fn hands<'a>(roles: &'a Roles, grants: &'a [ask::Standing]) -> Hands<'a> {
    let mut hands: Hands = BTreeMap::new();
    for it in grants {
        let Some(role) = roles.role.get(&it.role) else { continue };
        let here = hands.entry(&it.area).or_default();
        for right in &role.rights {
            here.entry(right).or_default().insert(&it.account);
        }
    }
    hands
}

/// Why a duty is not kept in an area with these hands; nothing when it is.
fn judge(duty: &Duty, here: Option<&BTreeMap<&str, BTreeSet<&str>>>) -> Option<Why> {
    let none = BTreeSet::new();
    let of = |right: &str| here.and_then(|it| it.get(right)).unwrap_or(&none);
    let (first, second) = (of(&duty.first), of(&duty.second));
    if first.is_empty() {
        return Some(Why::NobodyForTheFirst);
    }
    if second.is_empty() {
        return Some(Why::NobodyForTheSecond);
    }
    let apart = first.iter().any(|a| second.iter().any(|b| a != b));
    (!apart).then_some(Why::OnePersonForBoth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_people_are_enough_and_one_is_not() {
        let duty = Duty {
            id: "x".into(),
            level: Level::Township,
            first: "examine".into(),
            second: "confirm".into(),
            basis: None,
            confidence: None,
        };
        let cases: [(&[&str], &[&str], Option<Why>); 5] = [
            (&["li"], &["wang"], None),
            (&["li"], &["li"], Some(Why::OnePersonForBoth)),
            (&["li", "wang"], &["li"], None),
            (&[], &["li"], Some(Why::NobodyForTheFirst)),
            (&["li"], &[], Some(Why::NobodyForTheSecond)),
        ];
        for (first, second, want) in cases {
            let here = BTreeMap::from([
                ("examine", first.iter().copied().collect::<BTreeSet<_>>()),
                ("confirm", second.iter().copied().collect()),
            ]);
            assert_eq!(judge(&duty, Some(&here)), want, "{first:?} {second:?}");
        }
        assert_eq!(judge(&duty, None), Some(Why::NobodyForTheFirst));
    }
}
