//! Entrants: from the task to the village, before the birthday, to the county's word.
//!
//! ```text
//!   look ─▶ tasked ─ accept ─▶ accepted ─ examine ─▶ examined ─ notice ─▶ noticed ─ approve ─▶ approved
//!   apply ─────────────────────▲                                  │  ▲
//!                                                       object ───▼  │── settle: dismissed
//!   without application:  look ─▶ granted (told)              objected ── settle: upheld ─▶ refused
//!   from anywhere: decline ─▶ declined          before approval: refuse ─▶ refused
//! ```
//!
//! Which steps there are, and how long a notice hangs, is pack data (`entry.toml`). No two of
//! acceptance, examination and approval are done by one account.
//!
//! | file          | what                                                            |
//! |---------------|-----------------------------------------------------------------|
//! | `pack.rs`     | the pack's route, lead time, notice                              |
//! | `entrant.rs`  | states and what may follow which; pure                           |
//! | `look.rs`     | the daily look for those about to come of age                    |
//! | `apply.rs` `accept.rs` `examine.rs` `approve.rs` | the way to the county's word   |
//! | `notice.rs`   | the public notice, objections and what came of them              |
//! | `leave.rs`    | declined by the person, refused by an office                     |
//! | `case.rs`     | what a case decided in which somebody applied                    |

pub mod accept;
pub mod apply;
pub mod approve;
pub mod ask;
pub(crate) mod case;
pub mod entrant;
pub mod examine;
pub mod leave;
pub mod look;
pub mod notice;
pub mod pack;
pub(crate) mod table;

use base::{Day, Error, Instant, Result};
use platform::{Cx, Place, Purpose, Room, packs, question, tasks, verb, work};

use crate::{
    benefits::{Entered, Entries, of_person::EntryShown},
    register::lean::Lean,
};

pub(crate) use entrant::Entrant;

pub const ROOM: Room = Room {
    name: "entry",
    verbs: &[
        verb::<apply::Apply>(),
        verb::<accept::Accept>(),
        verb::<examine::Examine>(),
        verb::<notice::PostNotice>(),
        verb::<notice::Object>(),
        verb::<notice::SettleObjection>(),
        verb::<approve::Approve>(),
        verb::<leave::Decline>(),
        verb::<leave::Refuse>(),
        verb::<look::LookNow>(),
    ],
    questions: &[
        question::<ask::Entrants>(),
        question::<ask::OneEntrant>(),
        question::<ask::Notices>(),
        question::<ask::OneNotice>(),
    ],
    works: &[work::<look::Look>()],
    sections: &[packs::section::<pack::Rules>()],
};

/// The day on which a village looked at each entrant of a range of persons, and saw them.
pub(crate) fn seen_alive(cx: &mut Cx, persons: (&str, &str)) -> Result<Vec<(String, Day)>> {
    table::accepted(cx, persons)
}

/// How each of some people, in the order of their ids, came to a benefit. A grant that was given up
/// counts until it was, whatever was asked for since.
pub(crate) fn entered(cx: &mut Cx, benefit: &str, people: &[String]) -> Result<Vec<Entered>> {
    let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(Vec::new()) };
    let mut all = vec![Entered::default(); people.len()];
    for way in table::ways(cx, benefit, (first, last))? {
        let Ok(row) = people.binary_search(&way.person) else { continue };
        let granted = entrant::is_granted(&way.state, way.left_on);
        let closed = matches!(way.state.as_str(), "declined" | "refused");
        let before = all[row];
        if granted || !before.granted {
            let approved_on = way.approved_at.map(Instant::day);
            let it = Entered { applied_on: way.applied_on, approved_on, granted, ..Entered::default() };
            all[row] = Entered { left_on: way.left_on, ..it };
        }
        all[row].open = !granted && !closed;
        all[row].closed_on = closed.then(|| way.left_on.unwrap_or(way.opened_at.day()));
    }
    Ok(all)
}

/// The elder, or the family, does not want what was offered.
pub(crate) fn refused_offer(cx: &mut Cx, benefit: &str, it: &Lean, why: &str) -> Result<()> {
    let today = cx.today();
    let open = table::latest(cx, benefit, &it.id)?.filter(|it| !it.is_over());
    let mut new = match &open {
        Some(open) => open.clone(),
        None => look::open(cx, benefit, it, today, "application", "tasked"),
    };
    if open.is_none() {
        table::write::insert(cx, &new)?;
    }
    let stood = new.clone();
    new.why = Some(reason(why)?.to_owned());
    "declined".clone_into(&mut new.state);
    move_to(cx, &stood, &new)
}

/// Grants a benefit that is given without application (免申即享): the person is told and may decline.
pub(crate) fn grant(cx: &mut Cx, benefit: &str, it: &Lean) -> Result<()> {
    let today = cx.today();
    look::grant(cx, benefit, it, today)
}

/// How each of some people came to each benefit that any of them was on the way to.
pub(crate) fn entered_all(cx: &mut Cx, people: &[String]) -> Result<Entries> {
    let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(Entries::new()) };
    let mut all = Entries::new();
    for benefit in table::benefits_of(cx, (first, last))? {
        let of = entered(cx, &benefit, people)?;
        all.insert(benefit, of);
    }
    Ok(all)
}

/// Whether anybody was granted a benefit.
pub(crate) fn anybody_granted(cx: &mut Cx, benefit: &str) -> Result<bool> {
    table::anybody_granted(cx, benefit)
}

/// Where somebody's way to a benefit stands.
pub(crate) fn shown(cx: &mut Cx, benefit: &str, person: &str) -> Result<Option<EntryShown>> {
    let it = table::latest(cx, benefit, person)?;
    Ok(it.map(|it| EntryShown {
        approved_on: it.approved_at.map(Instant::day),
        id: it.id,
        state: it.state,
        applied_on: it.applied_on,
        left_on: it.left_on,
    }))
}

/// The task that waits for a state's next step; one kind a step in the pack's `tasks.toml`.
fn task_of(state: &str) -> Option<&'static str> {
    match state {
        "tasked" => Some("entry-accept"),
        "accepted" => Some("entry-examine"),
        "examined" => Some("entry-notice"),
        "noticed" => Some("entry-approve"),
        "objected" => Some("entry-objection"),
        _ => None,
    }
}

/// Moves an entrant on, closes the task of where it was and opens that of where it is.
fn move_to(cx: &mut Cx, it: &Entrant, next: &Entrant) -> Result<()> {
    table::write::update(cx, it, next)?;
    if let Some(kind) = task_of(&it.state) {
        tasks::close(cx, kind, &it.id, None, tasks::Outcome::Done, &next.state)?;
    }
    open_task(cx, next)
}

fn open_task(cx: &mut Cx, it: &Entrant) -> Result<()> {
    let Some(kind) = task_of(&it.state) else { return Ok(()) };
    let due_on = (it.state == "tasked").then_some(it.turns_on).filter(|day| cx.today() < *day);
    tasks::open(
        cx,
        &tasks::NewTask {
            kind,
            reason: "",
            subject_kind: "entrant",
            subject_id: &it.id,
            label: &base::name::masked(&it.name),
            area: &it.area,
            due_on,
            detail: serde_json::json!({ "person": it.person, "benefit": it.benefit }),
        },
    )?;
    Ok(())
}

/// An entrant whom this actor may touch, by where they are registered now.
fn within(cx: &mut Cx, id: &str) -> Result<Entrant> {
    let it = table::get(cx, id)?;
    let lean = crate::register::lean::one(cx, &it.person)?;
    let scope = cx.actor.scope(Purpose::Benefits);
    if scope.covers_person(&lean.registered, &lean.living) { Ok(it) } else { Err(Error::missing("entrant")) }
}

/// Where an entrant's record lies.
fn place_of(cx: &mut Cx, id: &str) -> Result<Place> {
    let person = table::get(cx, id)?.person;
    crate::runs::source::place(cx, &person)
}

/// One hand, one step: nobody does two of acceptance, examination and approval for one elder.
fn another_hand(cx: &Cx, it: &Entrant) -> Result<()> {
    let account = Some(cx.actor.account.as_str());
    if it.accepted_by.as_deref() == account || it.examined_by.as_deref() == account {
        return Err(Error::denied("entry-another-hand"));
    }
    Ok(())
}

/// A reason that was really given.
fn reason(why: &str) -> Result<&str> {
    let why = why.trim();
    if why.is_empty() { Err(Error::invalid("why", "entry-why-missing")) } else { Ok(why) }
}
