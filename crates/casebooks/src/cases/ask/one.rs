//! One case as its page shows it, and the form of a new one.

use base::{Day, Instant, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{FromRow, Row};

use super::list::{CaseRow, row};
use crate::{
    books::{
        Ready,
        ask::{FieldShown, PartShown, StepShown, Words, field, step as step_shown},
    },
    cases::{
        access,
        case::{Case, Changed, Seen},
        edit, subject, table, write,
    },
};

/// One case.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneCase {
    pub case: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseShown {
    #[serde(flatten)]
    pub row: CaseRow,
    pub book: String,
    pub book_name: Words,
    pub basis: String,
    pub confidence: String,
    /// The edition the case goes by, and the book's own.
    pub edition: i64,
    pub newest_edition: i64,
    pub subject_kind: String,
    pub subject_id: String,
    /// The page of the subject, where it has one.
    pub subject_page: Option<String>,
    pub parts: Vec<PartShown>,
    /// The fields that the reader sees and that are asked now or filled.
    pub fields: Vec<FieldShown>,
    /// Those of them that the reader may correct.
    pub editable: Vec<String>,
    /// The way of the case: its states in order, and whether it came past each.
    pub way: Vec<WayState>,
    /// What the reader can do now; the first is the page's button.
    pub steps: Vec<StepForm>,
    /// What others are to do: shown, not to be taken.
    pub waits: Vec<StepShown>,
    pub may_take_back: bool,
    pub history: Vec<EventShown>,
    pub letters: Vec<LetterShown>,
    pub links: Vec<LinkShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WayState {
    pub id: String,
    pub name: Words,
    pub now: bool,
    pub been: bool,
    pub end: bool,
}

/// A step with the fields of its form.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepForm {
    #[serde(flatten)]
    pub step: StepShown,
    pub fields: Vec<FieldShown>,
    pub due_on: Option<Day>,
    pub asks_sure: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EventShown {
    pub seq: i64,
    pub at: Instant,
    pub name: String,
    pub role: String,
    pub kind: String,
    pub step: Option<Words>,
    pub from: Option<Words>,
    pub to: Option<Words>,
    pub note: String,
    pub changed: Vec<ChangeShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeShown {
    pub field: Words,
    pub was: Words,
    pub is: Words,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LetterShown {
    pub id: String,
    pub name: Words,
    pub made_at: Instant,
    pub text: Words,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LinkShown {
    pub name: Words,
    pub case: String,
    pub book: Words,
    pub number: String,
    pub title: String,
    pub state: Words,
}

impl Question for OneCase {
    const NAME: &'static str = "cases.case";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = CaseShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<CaseShown> {
        let (case, ready) = access::case(cx, &self.case)?;
        let told = subject::told(cx, &ready, &case.subject_kind, &case.subject_id)?;
        let role = cx.actor.role.clone();
        let book = &ready.book;
        let seen = Seen {
            ready: &ready,
            values: &case.values,
            state: &case.state,
            opened_on: case.opened_on,
            today: cx.today(),
            subject: &told,
        };
        let look = |name: &str| seen.look(name);
        let shows = |id: &str| {
            case.values.contains_key(id) || ready.is_shown(id, &look) && ready.is_knowable(&case.state, id)
        };
        let fields = book.field.iter().filter(|(id, it)| book.may_see_field(it, &role) && shows(id));
        let fields: Vec<FieldShown> = fields.map(|(id, it)| field(id, it, ready.choices(id))).collect();
        let may_edit = |id: &str| {
            let it = &book.field[id];
            let writes = it.write.is_empty() || it.write.contains(&role);
            !book.is_end(&case.state) && writes && edit::may_edit(&ready, &case, &role, id, it)
        };
        let editable = if cx.actor.may("cases.act") {
            fields.iter().map(|it| it.id.clone()).filter(|id| may_edit(id)).collect()
        } else {
            Vec::new()
        };
        let (mut steps, mut waits) = (Vec::new(), Vec::new());
        for (id, step) in book.steps_from(&case.state) {
            if step.who.contains(&role) && ready.may_be_taken(id, &look) {
                steps.push(step_form(&ready, &case, &role, id));
            } else if !step.who.is_empty() {
                waits.push(step_shown(book, id, step));
            }
        }
        let history = history(cx, &ready, &case, &role)?;
        let last = history.iter().find(|it| !matches!(it.kind.as_str(), "remark" | "linked"));
        let been: Vec<String> = been(cx, &case.id)?;
        let may_take_back =
            last.is_some_and(|it| it.kind == "step") && may_take_back(cx, &ready, &case, &role)?;
        Ok(CaseShown {
            book: ready.id.clone(),
            book_name: Words::of(book),
            basis: book.basis.clone(),
            confidence: book.confidence.as_str().to_owned(),
            edition: case.edition,
            newest_edition: book.edition,
            subject_kind: case.subject_kind.clone(),
            subject_id: case.subject_id.clone(),
            subject_page: page_of(cx, &case.subject_kind, &case.subject_id),
            parts: book
                .part
                .iter()
                .map(|(id, it)| PartShown { id: id.clone(), name: Words::of(it) })
                .collect(),
            fields,
            editable,
            way: book
                .state
                .iter()
                .map(|(id, it)| WayState {
                    id: id.clone(),
                    name: Words::of(it),
                    now: *id == case.state,
                    been: been.contains(id),
                    end: it.end,
                })
                .collect(),
            steps,
            waits,
            may_take_back,
            history,
            letters: letters(cx, &ready, &case)?,
            links: links(cx, &ready, &case)?,
            row: row(cx, &ready, case),
        })
    }
}

/// The form of a step: what it asks, and the gaps of a case that the program opened.
fn step_form(ready: &Ready, case: &Case, role: &str, id: &str) -> StepForm {
    let (book, step) = (&ready.book, &ready.book.step[id]);
    let gaps = book.field.iter().filter(|(id, it)| write::is_gap(it, id, &case.values)).map(|(id, _)| id);
    let asked = gaps.filter(|id| !step.asks.contains(id)).chain(&step.asks);
    let fields = asked.filter_map(|id| Some((id, book.field.get(id)?)));
    let fields = fields.filter(|(_, it)| book.may_see_field(it, role));
    let needs = |id: &String, it: &mut FieldShown| it.needed |= step.needs.contains(id);
    StepForm {
        step: step_shown(book, id, step),
        fields: fields
            .map(|(id, it)| {
                let mut shown = field(id, it, ready.choices(id));
                needs(id, &mut shown);
                shown
            })
            .collect(),
        due_on: case.due_on.filter(|_| case.due_step.as_deref() == Some(id)),
        asks_sure: step.asks_sure,
    }
}

fn may_take_back(cx: &mut Cx, ready: &Ready, case: &Case, role: &str) -> Result<bool> {
    let last = table::last_event(cx, &case.id)?;
    Ok(last.is_some_and(|it| {
        let step = ready.book.step.get(&it.step).filter(|step| step.back);
        step.is_some_and(|step| it.account == cx.actor.account || step.who.iter().any(|who| who == role))
    }))
}

fn page_of(cx: &Cx, kind: &str, id: &str) -> Option<String> {
    if kind.starts_with("case.") {
        return Some(format!("/cases/{id}"));
    }
    Some(cx.house.catalogue.subject(kind)?.page().replace("{subject}", id))
}

struct Event {
    seq: i64,
    at: Instant,
    name: String,
    role: String,
    kind: String,
    step: String,
    from: String,
    to: String,
    changed: Changed,
    note: String,
}

impl FromRow for Event {
    fn from_row(row: &Row) -> Result<Event> {
        let changed: String = row.get(8)?;
        Ok(Event {
            seq: row.get(0)?,
            at: row.get(1)?,
            name: row.get(2)?,
            role: row.get(3)?,
            kind: row.get(4)?,
            step: row.get(5)?,
            from: row.get(6)?,
            to: row.get(7)?,
            changed: serde_json::from_str(&changed).unwrap_or_default(),
            note: row.get(9)?,
        })
    }
}

/// The history without what the reader may not see, newest first.
fn history(cx: &mut Cx, ready: &Ready, case: &Case, role: &str) -> Result<Vec<EventShown>> {
    let county = cx.county().to_owned();
    let events: Vec<Event> = cx.all(
        "SELECT seq, at, name, role, kind, step, from_state, to_state, changed, note FROM case_event
         WHERE county = $1 AND case_id = $2 ORDER BY seq DESC",
        &[(&county).into(), (&case.id).into()],
    )?;
    let book = &ready.book;
    let state = |id: &str| book.state.get(id).map(Words::of);
    let shown = |event: Event| {
        let changed = event.changed.iter().filter_map(|(id, (was, is))| {
            let it = book.field.get(id).filter(|it| book.may_see_field(it, role))?;
            let text =
                |value: &Value, language| crate::cases::value::shown(it, ready.choices(id), value, language);
            let words = |value: &Value| Words { zh: text(value, "zh"), en: text(value, "en") };
            Some(ChangeShown { field: Words::of(it), was: words(was), is: words(is) })
        });
        EventShown {
            changed: changed.collect(),
            step: book
                .step
                .get(&event.step)
                .map(Words::of)
                .or_else(|| book.link.get(&event.step).map(Words::of)),
            from: state(&event.from),
            to: state(&event.to),
            seq: event.seq,
            at: event.at,
            name: event.name,
            role: event.role,
            kind: event.kind,
            note: event.note,
        }
    };
    Ok(events.into_iter().map(shown).collect())
}

/// The states that the case came past.
fn been(cx: &mut Cx, case: &str) -> Result<Vec<String>> {
    let county = cx.county().to_owned();
    let rows: Vec<(String,)> = cx.all(
        "SELECT DISTINCT to_state FROM case_event WHERE county = $1 AND case_id = $2",
        &[(&county).into(), case.into()],
    )?;
    Ok(rows.into_iter().map(|it| it.0).collect())
}

fn letters(cx: &mut Cx, ready: &Ready, case: &Case) -> Result<Vec<LetterShown>> {
    let county = cx.county().to_owned();
    let rows: Vec<(String, String, Instant, String, String)> = cx.all(
        "SELECT id, letter, made_at, text_zh, text_en FROM case_letter WHERE county = $1 AND case_id = $2
         ORDER BY id DESC",
        &[(&county).into(), (&case.id).into()],
    )?;
    let named = |id: &str| {
        ready.book.letter.get(id).map_or_else(|| Words { zh: id.to_owned(), en: id.to_owned() }, Words::of)
    };
    let shown = |(id, letter, made_at, zh, en): (String, String, Instant, String, String)| LetterShown {
        id,
        name: named(&letter),
        made_at,
        text: Words { zh, en },
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// Linked cases either way, those that the reader sees.
fn links(cx: &mut Cx, ready: &Ready, case: &Case) -> Result<Vec<LinkShown>> {
    let county = cx.county().to_owned();
    let rows: Vec<(String, String)> = cx.all(
        "SELECT link, other_id FROM case_link WHERE county = $1 AND case_id = $2
         UNION ALL SELECT '', case_id FROM case_link WHERE county = $1 AND other_id = $2",
        &[(&county).into(), (&case.id).into()],
    )?;
    let mut shown = Vec::new();
    for (link, other) in rows {
        let Ok((other, its)) = access::case(cx, &other) else { continue };
        let book = Words::of(&its.book);
        let name = ready.book.link.get(&link).map_or_else(|| Words::of(&its.book), Words::of);
        let state = its.book.state.get(&other.state).map(Words::of);
        shown.push(LinkShown {
            name,
            case: other.id,
            book,
            number: other.number,
            title: other.title,
            state: state.unwrap_or(Words { zh: other.state.clone(), en: other.state }),
        });
    }
    Ok(shown)
}
