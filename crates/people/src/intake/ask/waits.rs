//! What of the lists waits for the reader: files that are read and not written, rows in doubt.

use base::{Day, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    waits::{Wait, Waits},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What of the lists waits for the reader.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct IntakeWaits {}

impl Question for IntakeWaits {
    const NAME: &'static str = "intake.waits";
    const RIGHT: &'static str = "intake.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Waits;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Waits> {
        let mut waits = Waits::default();
        let (low, high) = scope.range();
        let county = cx.county().to_owned();
        let args = [(&county).into(), (&low).into(), (&high).into()];
        if cx.actor.may("intake.review") {
            let (count, due): (i64, Option<Day>) = cx.get(
                "review",
                "SELECT COUNT(*), MIN(due_on) FROM intake_review
                 WHERE county = $1 AND $2 <= area AND area < $3 AND decided_at IS NULL",
                &args,
            )?;
            waits.add(Wait::new("intake-wait-reviews", count, "/reviews").due(due));
        }
        if cx.actor.may("intake.import") {
            let files: Vec<(String, String)> = cx.all(
                "SELECT id, name FROM intake_file
                 WHERE county = $1 AND $2 <= area AND area < $3 AND state = 'checked' ORDER BY uploaded_at, id",
                &args,
            )?;
            let wait = match &files[..] {
                [(id, name)] => Wait::new("intake-wait-files", 1, format!("/imports/{id}")).about(name),
                _ => Wait::new("intake-wait-files", files.len() as i64, "/imports?state=checked"),
            };
            waits.add(wait);
        }
        Ok(waits)
    }
}
