//! Whoever is away names a deputy for some days: what is theirs by name stands in the deputy's inbox
//! too, and nothing changes hands. It ends by itself.

use base::{Day, Error, Fault, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    kinds::Kinds,
    table::{self, Office},
};
use crate::{
    Cx, Place, Purpose, Verb,
    access::roles::{Role, Roles},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StandIn {
    /// Who is away; oneself when left out. Another only from an office above.
    #[serde(default)]
    pub account: Option<String>,
    pub deputy: String,
    pub from: Day,
    /// The last day.
    pub until: Day,
    pub why: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StandsIn {
    pub id: String,
    /// Open tasks that are theirs by name.
    pub tasks: i64,
}

const WHY_CHARS_MAX: usize = 200;

impl Verb for StandIn {
    const NAME: &'static str = "tasks.stand-in";
    const RIGHT: &'static str = "tasks.do";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = StandsIn;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<StandsIn> {
        let pack = cx.house.packs.now();
        let (kinds, roles) = (pack.get::<Kinds>(), pack.get::<Roles>());
        let most = kinds.deputy.days_max;
        let mut faults = Vec::new();
        let why = self.why.trim();
        if why.is_empty() || WHY_CHARS_MAX < why.chars().count() {
            faults.push(Fault::new("why", "tasks-note-needed"));
        }
        if self.until < self.from || most <= self.from.days_until(self.until) {
            faults.push(Fault::new("until", "tasks-deputy-days").arg("most", most));
        } else if self.until < cx.today() {
            faults.push(Fault::new("until", "tasks-deputy-past"));
        }
        let own = cx.actor.account.clone();
        let account = self.account.filter(|it| !it.is_empty()).unwrap_or_else(|| own.clone());
        if account == self.deputy {
            faults.push(Fault::new("deputy", "tasks-deputy-oneself"));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let theirs = table::offices(cx, Some(&account))?;
        if account != own && !theirs.iter().all(|it| below(&cx.actor.area, &it.area)) {
            return Err(Error::missing("account"));
        }
        let deputys = table::offices(cx, Some(&self.deputy))?;
        if theirs.is_empty() || !stands_for(kinds, roles, &theirs, &deputys) {
            return Err(Error::invalid("deputy", "tasks-deputy-elsewhere"));
        }
        if table::deputy_between(cx, &account, self.from, self.until)? {
            return Err(Error::invalid("from", "tasks-deputy-twice"));
        }
        let id = table::insert_deputy(cx, &account, &self.deputy, self.from, self.until, why)?;
        cx.subject("account", &account);
        cx.note("deputy", self.deputy);
        Ok(StandsIn { id, tasks: table::named(cx, &account)? })
    }
}

/// Whether an office lies inside the area, and not at its own level.
fn below(area: &str, office: &str) -> bool {
    !area.is_empty() && office.starts_with(area) && area.len() < office.len()
}

/// Whether one may do in all the other's offices whatever kind of task the other may do.
fn stands_for(kinds: &Kinds, roles: &Roles, theirs: &[Office], deputys: &[Office]) -> bool {
    let of = |it: &Office| roles.role.get(&it.role);
    theirs.iter().all(|office| {
        let Some(role) = of(office) else { return true };
        let mut needed = kinds.kind.values().map(|it| it.right.as_str()).filter(|it| has(role, it));
        needed.all(|right| {
            deputys.iter().any(|it| {
                office.area.starts_with(&it.area) && of(it).is_some_and(|deputy| has(deputy, right))
            })
        })
    })
}

fn has(role: &Role, right: &str) -> bool {
    role.rights.contains(right)
}

/// Ends it before its day, by either of them or from an office above.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EndStandIn {
    pub deputy: String,
}

impl Verb for EndStandIn {
    const NAME: &'static str = "tasks.end-stand-in";
    const RIGHT: &'static str = "tasks.do";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let (account, deputy) = table::deputy(cx, &self.deputy)?;
        let own = cx.actor.account.clone();
        if own != account && own != deputy {
            let theirs = table::offices(cx, Some(&account))?;
            if !theirs.iter().all(|it| below(&cx.actor.area, &it.area)) {
                return Err(Error::missing("deputy"));
            }
        }
        cx.subject("account", &account);
        table::end_deputy(cx, &self.deputy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_above_is_wider_and_not_the_same() {
        let cases = [
            ("sc/m/", "sc/m/lugu/", true),
            ("sc/m/", "sc/m/", false),
            ("sc/m/lugu/", "sc/m/", false),
            ("sc/m/lugu/", "sc/m/daqiao/a/", false),
            ("", "sc/m/", false),
        ];
        for (area, office, want) in cases {
            assert_eq!(below(area, office), want, "{area} {office}");
        }
    }

    #[test]
    fn a_deputy_covers_the_area_and_the_rights_of_every_office() {
        let kinds: Kinds = toml::from_str(
            "[kind.a]\nlevel = 'village'\npurpose = 'register'\nright = 'x'\ndays = 1\npage = '/'\n\
             [kind.b]\nlevel = 'county'\npurpose = 'register'\nright = 'y'\ndays = 1\npage = '/'",
        )
        .expect("kinds");
        let roles: Roles = toml::from_str(
            "[role.worker]\nlevel = 'village'\npurposes = ['register']\nrights = ['x', 'other']\n\
             session_minutes = 15\nsecond_factor = false\n\
             [role.officer]\nlevel = 'township'\npurposes = ['register']\nrights = ['x', 'y']\n\
             session_minutes = 15\nsecond_factor = false",
        )
        .expect("roles");
        let office =
            |role: &str, area: &str| Office { account: String::new(), role: role.into(), area: area.into() };
        let worker = [office("worker", "sc/m/lugu/a/")];
        let cases: &[(&[Office], &[Office], bool)] = &[
            (&worker, &[office("worker", "sc/m/lugu/a/")], true),
            (&worker, &[office("officer", "sc/m/lugu/")], true),
            (&worker, &[office("worker", "sc/m/lugu/b/")], false),
            (&[office("officer", "sc/m/lugu/")], &[office("worker", "sc/m/lugu/")], false),
            (&worker, &[], false),
        ];
        for (theirs, deputys, want) in cases {
            assert_eq!(stands_for(&kinds, &roles, theirs, deputys), *want, "{theirs:?} {deputys:?}");
        }
    }
}
