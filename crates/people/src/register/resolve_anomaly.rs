//! Settles an anomaly: it is right as it is, or it was mended elsewhere. What is right as it is
//! does not come up again for the same reason.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    anomaly::{MENDED, NUMBER_DOUBLED, STANDS},
    edit::{self, Done},
    table, writing,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    Stands,
    Mended,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ResolveAnomaly {
    pub anomaly: String,
    pub outcome: Settled,
    pub why: String,
}

impl Verb for ResolveAnomaly {
    const NAME: &'static str = "register.resolve-anomaly";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let anomaly = table::anomaly::find(cx, &self.anomaly)?.ok_or_else(|| Error::missing("anomaly"))?;
        edit::place(cx, &anomaly.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        edit::required("why", &self.why)?;
        let anomaly = table::anomaly::find(cx, &self.anomaly)?.ok_or_else(|| Error::missing("anomaly"))?;
        if anomaly.settled {
            return Err(Error::conflict("register-anomaly-settled-already"));
        }
        let outcome = if self.outcome == Settled::Stands { STANDS } else { MENDED };
        table::anomaly::settle(cx, &anomaly.id, outcome, self.why.trim())?;
        if anomaly.kind == NUMBER_DOUBLED {
            // The same question stands with the other person; one answer settles both.
            let mirrored = table::anomaly::of(cx, &[&anomaly.other])?;
            let mirrored = mirrored
                .iter()
                .find(|it| !it.settled && it.kind == NUMBER_DOUBLED && it.other == anomaly.person);
            if let Some(mirrored) = mirrored {
                table::anomaly::settle(cx, &mirrored.id, outcome, self.why.trim())?;
            }
            writing::refresh(cx, &anomaly.other)?;
        }
        writing::refresh(cx, &anomaly.person)?;
        cx.subject("person", &anomaly.person);
        cx.note("anomaly", anomaly.kind);
        cx.note("outcome", outcome);
        Ok(Done { person: anomaly.person, same: false })
    }
}
