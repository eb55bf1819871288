//! Roles as the pack lists them: `roles.toml`.
//!
//! ```toml
//! [role.township_officer]
//! level = "township"
//! purposes = ["register", "benefits"]
//! rights = ["register.read", "benefits.examine"]
//! second_factor = true
//! session_minutes = 30
//!
//! [[apart]]                 # no two of these to one account
//! roles = ["system_administrator", "security_administrator", "audit_administrator"]
//! basis = "…"
//! confidence = "local"
//!
//! [[duty]]                  # two hands in each area of a level
//! id = "examine-approve"
//! level = "township"
//! first = "benefits.examine"
//! second = "benefits.confirm"
//! basis = "…"
//! confidence = "local"
//! ```

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Purpose,
    packs::{Check, Section},
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    #[serde(default)]
    pub role: BTreeMap<String, Role>,
    #[serde(default)]
    pub apart: Vec<Apart>,
    #[serde(default)]
    pub duty: Vec<Duty>,
    #[serde(default)]
    pub sign_in: SignInRules,
}

impl Section for Roles {
    const NAME: &'static str = "roles";

    fn check(&self, check: &mut Check<'_>) {
        for (name, role) in &self.role {
            check.word(&format!("role.{name}"), &format!("role-{name}"));
            check.range(&format!("role.{name}.session_minutes"), &role.session_minutes, 1..=24 * 60);
        }
        let known = || self.role.keys().map(String::as_str);
        for (at, apart) in self.apart.iter().enumerate() {
            for (place, role) in apart.roles.iter().enumerate() {
                check.reference(&format!("apart[{at}].roles[{place}]"), "role", role, known());
            }
        }
        let rights: BTreeSet<&str> =
            self.role.values().flat_map(|it| it.rights.iter().map(String::as_str)).collect();
        for (at, duty) in self.duty.iter().enumerate() {
            check.reference(&format!("duty[{at}].first"), "right", &duty.first, rights.iter().copied());
            check.reference(&format!("duty[{at}].second"), "right", &duty.second, rights.iter().copied());
        }
    }
}

/// What an account may do and see that is granted this role.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Which kind of area the role is granted for.
    pub level: Level,
    pub purposes: BTreeSet<Purpose>,
    pub rights: BTreeSet<String>,
    /// Whether it acts only after a second factor.
    #[serde(default)]
    pub second_factor: bool,
    /// How long a session of this role may stand idle.
    pub session_minutes: i64,
    /// How long it may last at all.
    #[serde(default = "half_a_day")]
    pub session_most_minutes: i64,
    /// The longest a grant may run; a role that has this is never granted without an end.
    #[serde(default)]
    pub grant_days_max: Option<i64>,
    #[serde(default)]
    pub basis: Option<String>,
    #[serde(default)]
    pub confidence: Option<String>,
}

fn half_a_day() -> i64 {
    12 * 60
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    County,
    Township,
    Village,
}

/// Roles of which one account holds at most one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apart {
    pub roles: Vec<String>,
    #[serde(default)]
    pub basis: Option<String>,
    #[serde(default)]
    pub confidence: Option<String>,
}

/// Two rights that two people must hold in each area of a level.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    pub id: String,
    pub level: Level,
    pub first: String,
    pub second: String,
    #[serde(default)]
    pub basis: Option<String>,
    #[serde(default)]
    pub confidence: Option<String>,
}

/// How sign-in answers failures, and what a password must be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignInRules {
    /// Failures of one login before it waits.
    pub failures_max: i64,
    /// Failures from one address before it waits; an office shares one address.
    pub address_failures_max: i64,
    /// The first wait; each further failure doubles it.
    pub wait_seconds: i64,
    pub wait_seconds_max: i64,
    /// After this long without a failure the count begins anew.
    pub forget_minutes: i64,
    pub password_length_min: usize,
    /// How long a password that somebody else set may be used, once, to set one's own.
    pub handover_hours: i64,
    /// The longest an API token may last.
    pub token_days_max: i64,
    /// How long a calendar reads what is due, until it is opened anew.
    pub calendar_days: i64,
    pub basis: Option<String>,
    pub confidence: Option<String>,
}

impl Default for SignInRules {
    /// What holds where a pack says nothing: the strict side.
    fn default() -> SignInRules {
        SignInRules {
            failures_max: 5,
            address_failures_max: 50,
            wait_seconds: 30,
            wait_seconds_max: 3_600,
            forget_minutes: 24 * 60,
            password_length_min: 10,
            handover_hours: 72,
            token_days_max: 180,
            calendar_days: 180,
            basis: None,
            confidence: None,
        }
    }
}
