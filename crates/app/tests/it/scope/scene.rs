//! What stands where: elders, files, tasks and notices here, there and above.

use base::{Day, Result};
use people::register::{
    bulk::{self, Entry},
    draft::{Dated, Draft, Provenance},
};
use platform::{
    Actor, Cx, Purpose,
    areas::AreaRow,
    files, notices,
    tasks::{self, kinds::Kinds},
};
use serde_json::Value;

use super::money;
use crate::world::{COUNTY_AREA, World};

/// Where something stands that somebody may or may not see.
pub(super) struct Target {
    pub(super) name: &'static str,
    /// Where its person is registered and lives; of a plain area both are the area.
    pub(super) registered: String,
    pub(super) living: String,
    /// Records of it by the property that names them.
    pub(super) ids: Vec<(&'static str, String)>,
    /// Records of the whole county, which are nobody's secret.
    pub(super) shared: Vec<(&'static str, String)>,
    /// Whether its person and not its area is meant.
    pub(super) is_person: bool,
}

impl Target {
    pub(super) fn id(&self, name: &str) -> Option<&str> {
        self.ids.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    /// A record of the whole county.
    pub(super) fn of_county(&self, name: &str) -> Option<&str> {
        self.shared.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    /// Whether `actor` may see it for `purpose`.
    pub(super) fn is_seen(&self, actor: &Actor, purpose: Purpose) -> bool {
        let scope = actor.scope(purpose);
        if self.is_person {
            scope.covers_person(&self.registered, &self.living)
        } else {
            scope.covers(&self.registered)
        }
    }
}

/// Two villages of two townships, the first of them «here».
pub(super) fn villages(world: &World) -> [String; 2] {
    let pack = world.house.packs.now();
    let depth = COUNTY_AREA.matches('/').count();
    let mut found: Vec<String> = pack
        .rows::<AreaRow>()
        .iter()
        .filter(|it| it.valid_to.is_none() && it.path.starts_with(COUNTY_AREA))
        .filter(|it| it.path.matches('/').count() == depth + 2)
        .map(|it| it.path.clone())
        .collect();
    found.sort();
    let here = found[0].clone();
    let there = found.iter().find(|it| township(it) != township(&here)).expect("another township").clone();
    [here, there]
}

pub(super) fn township(village: &str) -> String {
    village.split_inclusive('/').take(COUNTY_AREA.matches('/').count() + 1).collect()
}

pub(super) fn scene(world: &World) -> Vec<Target> {
    let [here, there] = villages(world);
    let places: [(&str, &str, &str, bool); 7] = [
        ("own area", &here, &here, false),
        ("neighbour area", &there, &there, false),
        ("above", COUNTY_AREA, COUNTY_AREA, false),
        ("elder of here", &here, &here, true),
        ("elder of there", &there, &there, true),
        ("registered here, living there", &here, &there, true),
        ("registered there, living here", &there, &here, true),
    ];
    let targets = places.map(|(name, registered, living, is_person)| Target {
        name,
        registered: registered.to_owned(),
        living: living.to_owned(),
        ids: Vec::new(),
        shared: Vec::new(),
        is_person,
    });
    let clerk = world.somebody("clerk", COUNTY_AREA, &[]);
    let mut targets = Vec::from(targets);
    for (at, target) in targets.iter_mut().enumerate() {
        let (registered, living, is_person) =
            (target.registered.clone(), target.living.clone(), target.is_person);
        target.ids = world
            .within(&clerk, move |cx| records(cx, at, &registered, &living, is_person))
            .expect("the scene is set");
    }
    money::add(world, &mut targets);
    super::cases::add(world, &mut targets);
    targets
}

/// What stands at a target: a person or not, a file, tasks, a notice.
pub(super) fn records(
    cx: &mut Cx,
    at: usize,
    registered: &str,
    living: &str,
    is_person: bool,
) -> Result<Vec<(&'static str, String)>> {
    let mut ids = Vec::new();
    if is_person {
        let draft = Draft {
            name: Some(format!("目标{at}")),
            registered: Some(Dated::new(registered)),
            living: Some(Dated::new(living)),
            birth_date: "1940-01-01".parse().ok(),
            ..Draft::default()
        };
        let from = Provenance { source: "township".into(), basis: "scene".into() };
        let day: Day = "2026-11-01".parse().expect("a day");
        let made = bulk::commit(cx, &[Entry { person: None, draft, from, day }])?;
        ids.push(("person", made[0].person.clone()));
        return Ok(ids);
    }
    let about = format!("about-{at}");
    let bytes = format!("bytes of {at}");
    let new = files::NewFile {
        name: "x.txt",
        area: registered,
        about: "scene",
        about_id: &about,
        bytes: bytes.as_bytes(),
    };
    ids.push(("file", files::keep(cx, &new)?.id));
    let pack = cx.house.packs.now();
    for kind in pack.get::<Kinds>().kind.keys() {
        let new = tasks::NewTask {
            kind,
            reason: "",
            subject_kind: "scene",
            subject_id: &about,
            label: &about,
            area: registered,
            due_on: None,
            detail: Value::Null,
        };
        ids.push(("task", tasks::open(cx, &new)?));
    }
    let once = format!("scene/{at}");
    let new = notices::NewNotice {
        way: notices::Way::Paper,
        message: "scene",
        args: Value::Null,
        to_kind: "scene",
        to_id: &about,
        area: registered,
        once: &once,
    };
    notices::write(cx, &new)?;
    ids.push(("about", about));
    Ok(ids)
}
