//! Grants an account a role in an area, for some days. Roles kept apart never meet in one account.

use base::{Day, Error, Fault, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ask,
    roles::{Level, Role, Roles},
    table,
};
use crate::{Cx, Place, Purpose, Verb, areas::AreaRow, packs::Pack};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Grant {
    pub account: String,
    pub role: String,
    /// The path of an area of the role's level.
    pub area: String,
    #[serde(default)]
    pub valid_from: Option<Day>,
    /// The first day it no longer holds. Some roles must have one.
    #[serde(default)]
    pub valid_to: Option<Day>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Granted {
    pub grant: String,
}

impl Verb for Grant {
    const NAME: &'static str = "access.grant";
    const RIGHT: &'static str = "access.grant";
    const PURPOSE: Purpose = Purpose::System;
    const APPROVAL: bool = true;
    type Answer = Granted;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Area(self.area.clone()))
    }

    fn run(self, cx: &mut Cx) -> Result<Granted> {
        if self.account == cx.actor.account {
            return Err(Error::conflict("access-not-oneself"));
        }
        table::by_id(cx, &self.account)?;
        cx.subject("account", &self.account);
        cx.note("role", self.role.as_str());
        cx.note("area", self.area.as_str());
        Ok(Granted { grant: self.save(cx)? })
    }
}

impl Grant {
    /// Checks the grant and writes it: for the verb, and for the first accounts of an installation.
    pub(super) fn save(&self, cx: &mut Cx) -> Result<String> {
        let pack = cx.house.packs.now();
        let roles = pack.get::<Roles>();
        let Some(role) = roles.role.get(&self.role) else {
            return Err(Fault::new("role", "access-no-such-role").arg("role", &self.role).into());
        };
        let from = self.valid_from.unwrap_or_else(|| cx.today());
        let mut faults = area_faults(&pack, role, &self.area, cx.today());
        faults.extend(day_faults(role, from, self.valid_to));
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let held = ask::held(cx, &self.account)?;
        for other in &held {
            let meets = other.valid_to.is_none_or(|to| from < to)
                && self.valid_to.is_none_or(|to| other.valid_from < to);
            if !meets {
                continue;
            }
            if other.role == self.role && other.area == self.area {
                return Err(Error::conflict("access-granted-already"));
            }
            if roles.kept_apart(&other.role, &self.role) {
                let fault = Fault::new("role", "access-roles-kept-apart");
                return Err(Error::Conflict(fault.arg("role", &self.role).arg("held", &other.role)));
            }
        }
        let id = cx.mint();
        let new = table::NewGrant {
            id: &id,
            account: &self.account,
            role: &self.role,
            area: &self.area,
            valid_from: from,
            valid_to: self.valid_to,
        };
        table::insert_grant(cx, &new)?;
        Ok(id)
    }
}

impl Roles {
    /// Whether one account may not hold both.
    pub fn kept_apart(&self, a: &str, b: &str) -> bool {
        let names = |roles: &[String], name: &str| roles.iter().any(|it| it == name);
        a != b && self.apart.iter().any(|it| names(&it.roles, a) && names(&it.roles, b))
    }
}

/// The area must be there today, in this county, and of the role's level.
fn area_faults(pack: &Pack, role: &Role, area: &str, today: Day) -> Vec<Fault> {
    let county = pack.county().map_or("", |it| it.area.as_str());
    let Some(rest) = area.strip_prefix(county) else {
        return vec![Fault::new("area", "access-area-elsewhere").arg("area", area)];
    };
    let depth = rest.matches('/').count();
    let wanted = match role.level {
        Level::County => 0,
        Level::Township => 1,
        Level::Village => 2,
    };
    if depth != wanted {
        return vec![Fault::new("area", "access-area-level").arg("area", area)];
    }
    let holds = |row: &&AreaRow| {
        row.valid_from.is_none_or(|it| it <= today) && row.valid_to.is_none_or(|it| today < it)
    };
    let known = depth == 0 || pack.rows::<AreaRow>().iter().filter(holds).any(|it| it.path == area);
    if known { Vec::new() } else { vec![Fault::new("area", "access-no-such-area").arg("area", area)] }
}

fn day_faults(role: &Role, from: Day, to: Option<Day>) -> Vec<Fault> {
    if to.is_some_and(|to| to <= from) {
        return vec![Fault::new("valid_to", "access-ends-before-it-begins")];
    }
    match (role.grant_days_max, to) {
        (Some(most), None) => vec![Fault::new("valid_to", "access-end-needed").arg("days", most)],
        (Some(most), Some(to)) if most < from.days_until(to) => {
            vec![Fault::new("valid_to", "access-end-too-late").arg("days", most)]
        }
        _ => Vec::new(),
    }
}
