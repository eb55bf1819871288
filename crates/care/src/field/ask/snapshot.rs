//! What a phone lacks of what it should carry: the villages, the elders who live there, the work that is
//! due. All of it is gathered for each call: what a phone holds is compared by content, never by a clock.

use base::{Instant, Result};
use people::register::ask::carried;
use platform::{
    Cx, Purpose, Question, Scope,
    areas::Atlas,
    listing::ListInput,
    tasks::ask::{Inbox, Whose},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::visits;
use crate::field::{
    enrol::own,
    item::{self, Item, Piece},
    pack::Field,
};

/// Most tasks that a phone carries.
const TASKS_MAX: i64 = 500;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Snapshot {
    pub device: String,
    /// The tokens of what the phone holds, one after another.
    #[serde(default)]
    pub have: String,
    /// Where the last piece ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Given {
    pub now: Instant,
    #[serde(flatten)]
    pub piece: Piece,
}

impl Question for Snapshot {
    const NAME: &'static str = "field.snapshot";
    const RIGHT: &'static str = "field.use";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Given;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Given> {
        own(cx, &self.device)?;
        let all = all(cx, scope)?;
        let pack = cx.house.packs.county(cx.county())?;
        let bytes = usize::try_from(pack.get::<Field>().piece_bytes.value).unwrap_or(usize::MAX);
        let piece = item::piece(all, &item::tokens(&self.have), self.after.as_deref(), bytes);
        Ok(Given { now: cx.now, piece })
    }
}

/// Everything that a phone of this reader carries.
fn all(cx: &mut Cx, scope: &Scope) -> Result<Vec<Item>> {
    let mut all = areas(cx, scope)?;
    let plain = cx.actor.may("field.plain");
    let people = carried::carried(cx, scope, plain)?;
    all.extend(people.into_iter().map(|it| Item::new("elder", it.id.clone(), json!(it))));
    all.extend(tasks(cx)?);
    all.extend(visits::items(cx)?);
    Ok(all)
}

fn areas(cx: &Cx, scope: &Scope) -> Result<Vec<Item>> {
    let pack = cx.house.packs.county(cx.county())?;
    let atlas = pack.made::<Atlas>();
    let today = cx.today();
    let under = atlas.under(scope.area()).iter().filter(|it| it.holds_on(today));
    let item = |it: &platform::areas::Area| {
        Item::new("area", it.path.clone(), json!({ "zh": it.name("zh"), "en": it.name("en") }))
    };
    Ok(if scope.area().is_empty() { Vec::new() } else { under.map(item).collect() })
}

/// The reader's own work, as the inbox has it.
fn tasks(cx: &mut Cx) -> Result<Vec<Item>> {
    if !cx.actor.may(Inbox::RIGHT) {
        return Ok(Vec::new());
    }
    let list = ListInput { per_page: Some(TASKS_MAX), ..ListInput::default() };
    let inbox = Inbox { whose: Whose::Mine, list, ..Inbox::default() };
    let scope = cx.actor.scope(Inbox::PURPOSE);
    let rows = inbox.ask(cx, &scope)?.rows;
    let item = |it: platform::tasks::ask::TaskRow| {
        let about = (it.subject_kind == "person").then_some(&it.subject_id);
        let value = json!({
            "kind": it.kind, "label": it.label, "area": it.area, "due": it.due_on, "person": about,
            "page": it.page, "revision": it.revision, "opened": it.opened_at,
        });
        Item::new("task", it.id, value)
    };
    Ok(rows.into_iter().map(item).collect())
}
