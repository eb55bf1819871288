//! The list of village workers, by keyed index: so that payments to them for others are seen.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ACCOUNT, AGENT, payee, table};

/// Lists a village worker.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListWorker {
    pub area: String,
    pub name: String,
    /// Resident number; only its keyed index is kept.
    pub number: String,
    /// The worker's own account, if known.
    #[serde(default)]
    pub account: Option<String>,
}

impl Verb for ListWorker {
    const NAME: &'static str = "payees.list-worker";
    const RIGHT: &'static str = "payees.write";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Area(self.area.clone()))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if self.name.trim().is_empty() || self.number.trim().is_empty() {
            return Err(Error::invalid("number", "payees-worker-needs"));
        }
        let account = self.account.as_deref().filter(|it| !it.trim().is_empty());
        let account = account.map(payee::account).transpose()?;
        let number = cx.house.keys.index(AGENT, &self.number.trim().to_uppercase());
        let account = account.map(|it| cx.house.keys.index(ACCOUNT, &it));
        table::list_worker(cx, &number, self.name.trim(), &self.area, account.as_deref())?;
        cx.note("worker", self.name.trim());
        Ok(())
    }
}
