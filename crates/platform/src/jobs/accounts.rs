//! Accounts that are no people: what the house does by itself, with the rights listed here.

use std::{collections::BTreeSet, sync::Arc};

use base::{Error, Instant, Result, error::OrBroken};
use serde::Serialize;

use super::{Owner, table};
use crate::{Actor, Channel, Cx, House, Purpose, access::session, cx::JobId};

/// An account that is no person.
pub struct Service {
    pub name: &'static str,
    pub rights: &'static [&'static str],
    pub purposes: &'static [Purpose],
}

/// The round of the night: deadlines that passed, proofs of life that fell due, tasks to escalate.
pub const NIGHTLY: Service = Service {
    name: "nightly",
    rights: &["register.read", "benefits.read", "benefits.prepare", "proof.write", "tasks.do", "intake.read"],
    purposes: &[Purpose::Register, Purpose::Benefits, Purpose::Care],
};

/// Whoever comes without an account: the public pages act as this one, and no job does.
pub const PUBLIC: Service =
    Service { name: "public", rights: &["public.read", "public.object"], purposes: &[] };

/// Whoever comes by a pass that was handed out for one elder: the pass says whom it is about.
pub const FAMILY: Service =
    Service { name: "family", rights: &["passes.act"], purposes: &[Purpose::Benefits] };

pub const SERVICES: &[&Service] = &[&NIGHTLY, &FAMILY];

const ROLE: &str = "service";

/// The actor of a service in the whole county, whose area is `area`.
pub fn actor(house: &House, service: &Service, area: &str) -> Actor {
    Actor {
        account: format!("{ROLE}:{}", service.name),
        name: service.name.to_owned(),
        role: ROLE.to_owned(),
        area: area.to_owned(),
        rights: Arc::new(service.rights.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>()),
        purposes: Arc::new(service.purposes.iter().copied().collect()),
        ..session::nobody(house, Channel::Job)
    }
}

/// Leaves work that runs as a service, not as who asks.
pub fn enqueue<J: Serialize>(
    cx: &mut Cx,
    service: &Service,
    area: &str,
    kind: &'static str,
    payload: &J,
    due_at: Instant,
) -> Result<JobId> {
    let payload = serde_json::to_string(payload).or_broken()?;
    let actor = actor(cx.house, service, area);
    table::insert_for(cx, &actor, kind, &payload, due_at)
}

/// The actor of an owner: a service of the list, or the account as its grants stand now.
pub fn whois(cx: &mut Cx, owner: &Owner) -> Result<Option<Actor>> {
    if owner.role != ROLE {
        return session::of_account(cx, &owner.account, &owner.role, &owner.area);
    }
    let name = owner.account.strip_prefix(ROLE).and_then(|it| it.strip_prefix(':'));
    let service = SERVICES.iter().find(|it| Some(it.name) == name);
    let service = service.ok_or_else(|| Error::missing("account"))?;
    Ok(Some(actor(cx.house, service, &owner.area)))
}
