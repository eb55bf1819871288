//! The first accounts of an installation, which nobody can have granted.

use base::{Error, Result};

use super::{create, grant::Grant, handed_over, password, roles::Roles, table};
use crate::{Cx, door::Door};

/// An account that `songhe init` or the demo opens, and the role it is granted.
#[derive(Clone, Debug)]
pub struct First {
    pub login: String,
    pub name: String,
    pub role: String,
    pub area: String,
    /// The demo's own, shown on its sign-in page; nothing makes one to hand over.
    pub password: Option<String>,
    /// The demo's own secret in base32, so that its desk roles can be tried by anybody.
    pub factor: Option<String>,
}

/// What was opened.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Opened {
    pub login: String,
    pub role: String,
    pub area: String,
    pub password: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor: Option<String>,
}

/// How many accounts there are.
pub fn count(door: &Door, now: base::Instant) -> Result<i64> {
    let actor = super::session::nobody(door.house, crate::Channel::Terminal);
    door.store.read(|tx| table::count(&mut Cx::new(&actor, door.house, now, 0, tx)))
}

/// Opens the first accounts. Only while there is none: afterwards accounts are opened by the
/// system administrator and granted roles by the security administrator, who are two people.
pub fn open_first(door: &Door, now: base::Instant, seed: u64, accounts: Vec<First>) -> Result<Vec<Opened>> {
    let actor = super::session::nobody(door.house, crate::Channel::Terminal);
    let house = door.house.clone();
    // Hashing takes long; it is done before the transaction, outside the one writer.
    let hashed = accounts.iter().map(|it| match &it.password {
        None => Ok(None),
        Some(plain) => {
            let mut salt = [0; 16];
            (house.entropy)(&mut salt)?;
            password::hash(plain, &salt).map(Some)
        }
    });
    let hashed: Vec<Option<String>> = hashed.collect::<Result<_>>()?;
    door.store.write(move |tx| {
        let mut cx = Cx::new(&actor, &house, now, seed, tx);
        if 0 < table::count(&mut cx)? {
            return Err(Error::conflict("access-accounts-there-already"));
        }
        accounts.iter().zip(&hashed).map(|(it, hash)| open(&mut cx, it, hash.as_deref())).collect()
    })
}

fn open(cx: &mut Cx, it: &First, hash: Option<&str>) -> Result<Opened> {
    let login = super::session::normal(&it.login);
    let faults = create::login_faults(&login);
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let (plain, hash, until) = if let (Some(plain), Some(hash)) = (&it.password, hash) {
        (plain.clone(), hash.to_owned(), None)
    } else {
        let (plain, hash, until) = handed_over(cx)?;
        (plain, hash, Some(until))
    };
    let id = cx.mint();
    let new = table::NewAccount {
        id: &id,
        login: &login,
        name: &it.name,
        phone: None,
        password: &hash,
        must_change_by: until,
    };
    table::insert(cx, &new)?;
    if let Some(secret) = &it.factor {
        let sealed = cx.seal("access.factor", secret)?;
        let account = table::by_id(cx, &id)?;
        table::set_factor(cx, &account, Some(&sealed), Some(cx.now), None)?;
    }
    let most = cx.house.packs.now().get::<Roles>().role.get(&it.role).and_then(|it| it.grant_days_max);
    let valid_to = most.map(|days| cx.today().plus_days(days));
    let grant = Grant {
        account: id.clone(),
        role: it.role.clone(),
        area: it.area.clone(),
        valid_from: None,
        valid_to,
    };
    grant.save(cx)?;
    cx.subject("account", id);
    super::note(cx, "access.open-first")?;
    Ok(Opened {
        login,
        role: it.role.clone(),
        area: it.area.clone(),
        password: plain,
        factor: it.factor.clone(),
    })
}
