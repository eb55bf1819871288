//! Hands a draft in for review.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb, packs::PackFault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    page, table,
    write::{Written, done, to_write},
};

/// Hands a draft in: from here on somebody else judges it. A text with faults stays a draft.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Send {
    pub draft: String,
    pub revision: i64,
}

impl Verb for Send {
    const NAME: &'static str = "benefit-drafts.send";
    const RIGHT: &'static str = "benefits.design";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Written;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Written> {
        let it = to_write(cx, &self.draft, self.revision)?;
        whole(cx, &it.benefit, &it.text)?;
        table::enter(cx, &it, table::REVIEW)?;
        Ok(done(cx, &it))
    }
}

/// Checks the whole pack as it would be: other benefits and the overlaps may rest on this one.
pub(super) fn whole(cx: &Cx, benefit: &str, text: &str) -> Result<()> {
    let county = cx.county();
    match cx.house.packs.tried(county, &page::path(benefit), text) {
        Ok(_) => Ok(()),
        Err(faults) => {
            Err(Error::Invalid(faults.into_iter().map(|it| of_form(county, benefit, it)).collect()))
        }
    }
}

/// A fault of a pack as one of the form in which its text stands.
fn of_form(county: &str, benefit: &str, it: PackFault) -> Fault {
    let own = it.file.ends_with(&format!("{county}/{}", page::path(benefit)));
    let path = if own { "values.text".to_owned() } else { format!("{}:{}", it.file, it.line) };
    let fault = Fault { path: path.into(), key: it.key, args: it.args };
    fault.arg("line", it.line).arg("column", it.column)
}
