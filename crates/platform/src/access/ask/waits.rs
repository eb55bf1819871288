//! What of the accounts waits for an administrator.

use base::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Cx, Purpose, Question, Scope,
    waits::{Wait, Waits},
};

/// Accounts that were opened and granted nothing; and first passwords that nobody used in time.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct AccountWaits {}

impl Question for AccountWaits {
    const NAME: &'static str = "access.waits";
    const RIGHT: &'static str = "access.read";
    const PURPOSE: Purpose = Purpose::System;
    type Answer = Waits;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Waits> {
        let mut waits = Waits::default();
        // An account without a grant belongs to no area: it is the county's to see.
        if !scope.area().trim_end_matches('/').ends_with(cx.county()) || !cx.actor.may("access.grant") {
            return Ok(waits);
        }
        let (county, today, now) = (cx.county().to_owned(), cx.today().to_string(), cx.now);
        let (count,): (i64,) = cx.get(
            "account",
            "SELECT COUNT(*) FROM account a WHERE a.county = $1 AND a.disabled_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.county = $1 AND g.account = a.id
                    AND g.revoked_at IS NULL AND (g.valid_to IS NULL OR $2 < g.valid_to))",
            &[(&county).into(), (&today).into()],
        )?;
        waits.add(Wait::new("admin-wait-grants", count, "/accounts"));
        let (count,): (i64,) = cx.get(
            "account",
            "SELECT COUNT(*) FROM account
             WHERE county = $1 AND disabled_at IS NULL AND must_change_by IS NOT NULL AND must_change_by < $2",
            &[(&county).into(), now.into()],
        )?;
        waits.add(Wait::new("admin-wait-passwords", count, "/accounts"));
        Ok(waits)
    }
}
