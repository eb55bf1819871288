//! Proposes a payee for an elder; somebody else checks it before it counts.

use base::{Day, Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ACCOUNT, AGENT,
    payee::{self, Kind, Rules},
    table::{self, PayeeRow},
};

/// Proposes the account an elder is paid to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Propose {
    pub person: String,
    pub kind: Kind,
    /// The name as the bank holds it.
    pub holder: String,
    pub bank: String,
    pub account: String,
    /// Of an agent: relation (one of the pack's, by id or as it is written there), reason, document,
    /// and resident number.
    #[serde(default)]
    pub relation: Option<String>,
    #[serde(default)]
    pub reason: Option<String>,
    #[serde(default)]
    pub document: Option<String>,
    #[serde(default)]
    pub agent_number: Option<String>,
    #[serde(default)]
    pub valid_from: Option<Day>,
    /// The number fails its check digit and was compared with the card all the same.
    #[serde(default)]
    pub compared: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Proposed {
    pub payee: String,
}

impl Verb for Propose {
    const NAME: &'static str = "payees.propose";
    const RIGHT: &'static str = "payees.write";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Proposed;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        crate::runs::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Proposed> {
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Rules>();
        let digits = self.checked(rules)?;
        if table::proposed(cx, &self.person)?.is_some() {
            return Err(Error::conflict("payees-proposed-already"));
        }
        let text =
            |it: &Option<String>| it.as_deref().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
        let agent = text(&self.agent_number).map(|it| cx.house.keys.index(AGENT, &it.to_uppercase()));
        let row = PayeeRow {
            id: cx.mint(),
            person: self.person.clone(),
            kind: self.kind.as_str().to_owned(),
            holder: self.holder.trim().to_owned(),
            relation: text(&self.relation).map(|it| rules.relation(&it).unwrap_or(&it).to_owned()),
            reason: text(&self.reason),
            document: text(&self.document),
            agent_index: agent,
            confirmed_on: (self.kind == Kind::Agent).then(|| cx.today()),
            bank: self.bank.trim().to_owned(),
            account: cx.seal(ACCOUNT, &digits)?,
            account_index: cx.house.keys.index(ACCOUNT, &digits),
            account_shown: payee::shown(&digits),
            valid_from: self.valid_from.unwrap_or_else(|| cx.today()),
            valid_to: None,
            state: "proposed".to_owned(),
            proposed_by: cx.actor.account.clone(),
            proposed_at: cx.now,
            checked_by: None,
            checked_at: None,
            revision: 1,
        };
        table::insert(cx, &row)?;
        cx.subject("person", &self.person);
        cx.note("payee", row.id.clone());
        cx.note("kind", row.kind);
        Ok(Proposed { payee: row.id })
    }
}

impl Propose {
    /// Every fault of the form at once; the digits of the account when there is none.
    fn checked(&self, rules: &Rules) -> Result<String> {
        let mut faults = Vec::new();
        let empty = |it: &Option<String>| it.as_deref().is_none_or(|it| it.trim().is_empty());
        if self.holder.trim().is_empty() {
            faults.push(Fault::new("holder", "payees-holder-missing"));
        }
        if self.bank.trim().is_empty() {
            faults.push(Fault::new("bank", "payees-bank-missing"));
        }
        let digits = payee::account(&self.account);
        match &digits {
            Ok(digits) if payee::looks_like_a_card_gone_wrong(digits) && !self.compared => {
                faults.push(Fault::new("account", "payees-account-check-digit"));
            }
            Ok(_) => (),
            Err(error) => faults.extend(error.faults().iter().cloned()),
        }
        if self.kind == Kind::Agent {
            let needed = [
                ("relation", &self.relation),
                ("reason", &self.reason),
                ("document", &self.document),
                ("agent_number", &self.agent_number),
            ];
            for (path, value) in needed {
                if empty(value) {
                    faults.push(Fault::new(path, "payees-agent-needs"));
                }
            }
            let relation = self.relation.as_deref().unwrap_or("").trim();
            if !relation.is_empty() && rules.relation(relation).is_none() {
                faults.push(Fault::new("relation", "payees-relation-unknown"));
            }
        }
        if faults.is_empty() { digits } else { Err(Error::Invalid(faults)) }
    }
}
