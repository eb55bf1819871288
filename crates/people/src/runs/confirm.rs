//! Villages and townships confirm the changes of the roll. Only changes are shown; where there are
//! none, confirming is one click.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    apart,
    steps::{StepKind, StepRule},
    table::run::{self, RunRow, StepRow},
};

/// How a signature came in: at the screen, or recorded by somebody else from the signed paper.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Signed {
    /// Who signed the paper, when this records a scan.
    pub signer: Option<String>,
    /// The scan, in the files.
    pub scan: Option<String>,
    pub remark: Option<String>,
}

/// A village confirms its part of the roll.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmVillage {
    pub run: String,
    pub area: String,
    #[serde(default, flatten)]
    pub signed: Signed,
}

impl Verb for ConfirmVillage {
    const NAME: &'static str = "runs.confirm-village";
    const RIGHT: &'static str = "benefits.accept";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Area(self.area.clone()))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        confirm(cx, &self.run, &self.area, StepKind::Village, &self.signed)
    }
}

/// A township confirms its part of the roll.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Confirm {
    pub run: String,
    pub area: String,
    #[serde(default, flatten)]
    pub signed: Signed,
}

impl Verb for Confirm {
    const NAME: &'static str = "runs.confirm";
    const RIGHT: &'static str = "benefits.confirm";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Area(self.area.clone()))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        confirm(cx, &self.run, &self.area, StepKind::Township, &self.signed)
    }
}

fn confirm(cx: &mut Cx, id: &str, area: &str, kind: StepKind, signed: &Signed) -> Result<()> {
    let it = run::get(cx, id)?;
    if it.state != "drafted" || it.kind == "shadow" {
        return Err(Error::conflict("runs-not-drafted"));
    }
    let rule = it.steps.iter().find(|it| it.kind == kind).cloned();
    let rule = rule.ok_or_else(|| Error::conflict("runs-not-this-step"))?;
    let below = area.strip_prefix(it.area.as_str()).map_or(0, |rest| rest.matches('/').count());
    let wanted = if kind == StepKind::Township { 1 } else { 2 };
    if below != wanted {
        return Err(Error::invalid("area", "runs-wrong-level"));
    }
    apart(cx, &it, &rule)?;
    enter(cx, &it, &rule, area, signed)?;
    cx.subject("run", &it.id);
    cx.note("area", area.to_owned());
    Ok(())
}

/// Enters a step as done by this actor, on the screen or from a scan.
pub(crate) fn enter(cx: &mut Cx, it: &RunRow, rule: &StepRule, area: &str, signed: &Signed) -> Result<()> {
    let text =
        |it: &Option<String>| it.as_deref().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
    let (signer, scan) = (text(&signed.signer), text(&signed.scan));
    let way = match (&signer, &scan) {
        (None, None) => "screen",
        (Some(_), Some(_)) => "scan",
        (None, _) => return Err(Error::invalid("signer", "runs-scan-without-signer")),
        (_, None) => return Err(Error::invalid("scan", "runs-signer-without-scan")),
    };
    // Whoever prepared the roll does not also record its approval from paper.
    if way == "scan" && it.opened_by == cx.actor.account {
        return Err(Error::denied("runs-two-people"));
    }
    let row = StepRow {
        step: rule.id.clone(),
        area: area.to_owned(),
        account: cx.actor.account.clone(),
        name: cx.actor.name.clone(),
        at: cx.now,
        way: way.to_owned(),
        signer,
        scan,
        remark: text(&signed.remark),
    };
    if way == "scan" {
        cx.note("recorded-from-scan", true);
    }
    run::step_done(cx, &it.id, &row)
}
