//! Payees, the rolls paid before, and the first month: drawn, and left to the people of the demo.

use base::Result;
use serde_json::json;

use super::{files::Plan, player::Player, review::file_paths};
use crate::out::Out;

/// Whether the demo's month has been opened: the last that is done.
pub(super) fn begun(player: &Player, plan: &Plan) -> Result<bool> {
    let clerk = player.actor("clerk")?;
    let runs = player.ask(&clerk, "runs.runs", json!({ "per_page": 100 }))?;
    let month = json!(plan.month);
    Ok(runs["rows"].as_array().into_iter().flatten().any(|it| it["month"] == month))
}

pub(super) fn begin(player: &Player, out: &Out, plan: &Plan) -> Result<()> {
    let (clerk, reviewer) = (player.actor("clerk")?, player.actor("reviewer")?);
    let files = file_paths(player, &clerk, plan)?;
    let of_kind = |kind: &str| {
        let mut found: Vec<(&str, &str)> = files
            .iter()
            .filter(|(_, path)| plan.files.iter().any(|it| it.path == **path && it.list == kind))
            .map(|(id, path)| (path.as_str(), id.as_str()))
            .collect();
        found.sort_unstable();
        found
    };
    let benefit = player.benefit()?;
    let mut progress = out.progress("demo-month", None);
    let mut done = 0;
    let mut told = || {
        done += 1;
        progress.at(done, None);
    };
    for (_, file) in of_kind("payees") {
        player.submit(&clerk, "payees.take-list", json!({ "file": file }))?;
        player.work(&mut told)?;
        player.submit(&reviewer, "payees.check-list", json!({ "file": file }))?;
        player.work(&mut told)?;
    }
    for (_, file) in of_kind("roll").into_iter().chain(of_kind("arrears")) {
        player.submit(&clerk, "runs.take-roll", json!({ "file": file, "benefit": benefit }))?;
        player.work(&mut told)?;
    }
    player.submit(&clerk, "entry.look-now", json!({}))?;
    player.work(&mut told)?;
    player.submit(&clerk, "runs.open", json!({ "benefit": benefit, "month": plan.month }))?;
    player.work(&mut told)?;
    progress.end();
    Ok(())
}
