//! The correction that waits for a case, as the page of the case shows it.

use base::{Instant, Result};
use platform::Cx;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{agreeing, decide, table};
use crate::{
    books::{Ready, ask::Words},
    cases::{
        ask::history::ChangeShown,
        case::{self, Case, Form},
        edit, value,
    },
};

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CorrectionShown {
    pub id: String,
    pub at: Instant,
    pub name: String,
    pub reason: String,
    pub changes: Vec<ChangeShown>,
    /// The reader proposed it: another person agrees.
    pub own: bool,
    pub may_agree: bool,
    /// The case changed since: it can only be refused.
    pub stale: bool,
}

/// The correction that waits, without what the reader may not see.
pub(in crate::cases) fn waiting(cx: &mut Cx, ready: &Ready, case: &Case) -> Result<Option<CorrectionShown>> {
    let Some(it) = table::waiting(cx, &case.id)? else { return Ok(None) };
    let given = decide::given(cx, &it)?;
    let asks = |id: &str, field: &_| edit::may_edit(ready, case, &it.role, id, field);
    let form = Form { ready, role: &it.role, asks: &asks };
    // What the book no longer takes is told when somebody agrees to it.
    let after = form.read(&case.values, &given).map_or_else(|_| case.values.clone(), |filled| filled.values);
    let reader = cx.actor.role.as_str();
    let shown = |(id, (was, is)): (String, (Value, Value))| {
        let field = ready.book.field.get(&id).filter(|it| ready.book.may_see_field(it, reader))?;
        let text = |it: &Value, language| value::shown(field, ready.choices(&id), it, language);
        let words = |it: &Value| Words { zh: text(it, "zh"), en: text(it, "en") };
        Some(ChangeShown { field: Words::of(field), was: words(&was), is: words(&is) })
    };
    let changes = case::changed(&case.values, &after).into_iter().filter_map(shown).collect();
    let own = it.by == cx.actor.account;
    let may_agree = !own && cx.actor.may("cases.act") && agreeing(ready).iter().any(|role| role == reader);
    Ok(Some(CorrectionShown {
        stale: it.revision != case.revision,
        id: it.id,
        at: it.at,
        name: it.name,
        reason: it.reason,
        changes,
        own,
        may_agree,
    }))
}
