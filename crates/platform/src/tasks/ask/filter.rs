//! Whose tasks, of which kinds, where: the condition of every list of them.

use base::Result;
use store::Arg;

use super::{Inbox, Whose};
use crate::{
    Actor, Cx, Purpose, Scope,
    access::roles::Roles,
    scope::after,
    tasks::{kinds::Kinds, level_name, purpose_name, table},
};

/// The condition of a list, composed of literals; the arguments beside it.
pub(super) struct Filter {
    pub(super) sql: String,
    texts: Vec<String>,
}

impl Filter {
    pub(super) fn args(&self) -> Vec<Arg<'_>> {
        self.texts.iter().map(Arg::from).collect()
    }

    pub(super) fn of(cx: &mut Cx, ask: &Inbox) -> Result<Filter> {
        let actor = cx.actor;
        let principals = match ask.whose {
            Whose::Mine | Whose::Named => table::principals(cx, &actor.account)?,
            Whose::Below | Whose::Given | Whose::All => Vec::new(),
        };
        let pack = cx.house.packs.now();
        let area = match &ask.area {
            Some(area) => widest(actor).narrowed(area)?.area().to_owned(),
            None => actor.area.clone(),
        };
        let mut filter = Filter {
            sql: " AND closed_at IS NULL AND $2 <= area AND area < $3".to_owned(),
            texts: vec![actor.county.clone(), area.clone(), after(&area)],
        };
        // Without an area nothing is seen: the range above would be the whole tree.
        if actor.area.is_empty() {
            filter.sql.push_str(" AND 1 = 0");
        }
        let kinds = pack.get::<Kinds>();
        let mine = kinds.kind.iter().filter(|(_, it)| actor.may(&it.right));
        let names: Vec<String> = mine.map(|(name, _)| name.clone()).collect();
        filter.among(" AND kind IN (", &names);
        let purposes: Vec<String> = actor.purposes.iter().map(|it| purpose_name(*it).to_owned()).collect();
        filter.among(" AND purpose IN (", &purposes);
        if let Some(kind) = &ask.kind {
            filter.among(" AND kind IN (", std::slice::from_ref(kind));
        }
        filter.texts.push(format!("% {} %", actor.role));
        filter
            .sql
            .push_str(&format!(" AND (roles = '' OR ' ' || roles || ' ' LIKE ${})", filter.texts.len()));
        let level = pack.get::<Roles>().role.get(&actor.role).map_or("", |it| level_name(it.level));
        match ask.whose {
            Whose::All => (),
            Whose::Mine => {
                filter.texts.push(level.to_owned());
                let at = filter.texts.len();
                filter.sql.push_str(&format!(" AND ((level = ${at} AND account IS NULL)"));
                filter.among(" OR account IN (", &names_of(&actor.account, principals));
                filter.sql.push(')');
            }
            Whose::Named => filter.among(" AND account IN (", &names_of(&actor.account, principals)),
            Whose::Given => {
                filter.texts.push(actor.account.clone());
                filter.sql.push_str(&format!(" AND given_by = ${0} AND account <> ${0}", filter.texts.len()));
            }
            Whose::Below => {
                filter.texts.push(level.to_owned());
                filter.sql.push_str(&format!(" AND level <> ${}", filter.texts.len()));
            }
        }
        if ask.risen {
            filter.sql.push_str(" AND risen_from IS NOT NULL");
        }
        if ask.overdue {
            filter.texts.push(cx.today().to_string());
            filter.sql.push_str(&format!(" AND due_on < ${}", filter.texts.len()));
        }
        Ok(filter)
    }

    fn among(&mut self, head: &str, names: &[String]) {
        if names.is_empty() {
            self.sql.push_str(" AND 1 = 0");
            return;
        }
        self.sql.push_str(head);
        for (place, name) in names.iter().enumerate() {
            self.texts.push(name.clone());
            let comma = if place == 0 { "" } else { ", " };
            self.sql.push_str(&format!("{comma}${}", self.texts.len()));
        }
        self.sql.push(')');
    }
}

/// The reader, and those for whom the reader stands in.
fn names_of(account: &str, mut principals: Vec<String>) -> Vec<String> {
    principals.push(account.to_owned());
    principals
}

/// The actor's area under whatever purpose it has.
fn widest(actor: &Actor) -> Scope {
    let purpose = actor.purposes.iter().next().copied().unwrap_or(Purpose::Register);
    actor.scope(purpose)
}
