//! Undoes a merge: the two were two after all. What was carried over is taken back; what was said
//! of the record that went on since then stays with it.

use std::collections::BTreeSet;

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit,
    merge::{Merged, source},
    news::{self, PEOPLE_MERGED, PeopleMerged},
    table,
    writing::{self, Writing},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UndoMerge {
    pub merge: String,
    pub why: String,
}

impl Verb for UndoMerge {
    const NAME: &'static str = "register.undo-merge";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Merged;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let merge = table::merge::find(cx, &self.merge)?.ok_or_else(|| Error::missing("merge"))?;
        edit::place(cx, &merge.kept)
    }

    fn run(self, cx: &mut Cx) -> Result<Merged> {
        edit::required("why", &self.why)?;
        cx.note("why", self.why.trim());
        let merge = table::merge::find(cx, &self.merge)?.ok_or_else(|| Error::missing("merge"))?;
        if merge.undone {
            return Err(Error::conflict("register-merge-undone-already"));
        }
        undo(cx, &merge.id, &merge.kept, &merge.closed)?;
        Ok(Merged { merge: merge.id, person: merge.kept })
    }
}

pub(crate) fn undo(cx: &mut Cx, merge: &str, kept: &str, closed: &str) -> Result<()> {
    let mut both = writing::load(cx, &[kept, closed])?;
    let (Some(mut held), Some(mut gone)) = (both.remove(kept), both.remove(closed)) else {
        return Err(Error::missing("person"));
    };
    let mut writing = Writing::default();
    let source = source(merge);
    let carried: BTreeSet<String> =
        held.statements.iter().filter(|it| it.source == source).map(|it| it.id.clone()).collect();
    for id in carried {
        writing.take_back(&mut held, &id);
    }
    gone.merged_into = None;
    writing.look_again(&gone);
    writing.look_again(&held);
    cx.subject("person", kept);
    cx.note("opened", closed);
    writing.close(cx, held);
    writing.close(cx, gone);
    writing.finish(cx)?;
    table::merge::undo(cx, merge)?;
    let news = PeopleMerged { merge: merge.into(), kept: kept.into(), closed: closed.into(), undone: true };
    news::tell(cx, PEOPLE_MERGED, &news)
}
