//! One case as its page shows it, and the form of a new one.

use base::{Day, Instant, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    form::typed_so_far,
    history,
    list::{CaseRow, row},
    names::{self, Names, Rows},
};
use crate::{
    books::{
        Ready,
        ask::{FieldShown, LinkName, PartShown, StepShown, Words, field, form, step as step_shown},
    },
    cases::{
        access,
        case::{self, Case, Seen},
        correct, edit, lines,
        refusal::Reason,
        step, subject, table, write,
    },
};

/// One case.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneCase {
    pub case: String,
    /// What was typed into a form of it so far: by it fields are asked or not.
    #[serde(default)]
    pub values: Map<String, Value>,
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
    /// The page of the subject, where it has one.
    pub subject_page: Option<String>,
    pub parts: Vec<PartShown>,
    /// The fields that the reader sees and that are asked now or filled.
    pub fields: Vec<FieldShown>,
    /// Those of them that the reader may correct.
    pub editable: Vec<String>,
    /// Of an ended case: those that the reader may propose a correction of, and the one that waits.
    pub correctable: Vec<String>,
    pub correction: Option<correct::ask::CorrectionShown>,
    /// The way of the case: its states in order, and whether it came past each.
    pub way: Vec<WayState>,
    /// What the reader can do now; the first is the page's button.
    pub steps: Vec<StepForm>,
    /// What others are to do: shown, not to be taken.
    pub waits: Vec<WaitShown>,
    /// The reader's own steps that cannot be taken yet, each with what is to be seen to first.
    pub later: Vec<LaterShown>,
    pub ended: bool,
    /// The archive destroyed what it said; its number, days and who did what are left.
    pub destroyed: bool,
    /// The links that the book declares.
    pub may_link: Vec<LinkName>,
    /// The names of what the values point to, by id.
    pub names: Names,
    /// The rows of tables, as people read them.
    pub rows: Rows,
    pub may_take_back: bool,
    pub history: Vec<history::EventShown>,
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

/// A step that somebody else takes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WaitShown {
    #[serde(flatten)]
    pub step: StepShown,
    pub due_on: Option<Day>,
    /// The reader has the role, but took the step before: another person is wanted.
    pub another_hand: bool,
}

/// A step that the reader can take later.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LaterShown {
    pub name: Words,
    pub why: Reason,
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
            writes && edit::may_edit(&ready, &case, &role, id, it)
        };
        let editable: Vec<String> = if cx.actor.may("cases.act") {
            fields.iter().map(|it| it.id.clone()).filter(|id| may_edit(id)).collect()
        } else {
            Vec::new()
        };
        // What has ended is corrected by two people.
        let (editable, correctable) =
            if book.is_end(&case.state) { (Vec::new(), editable) } else { (editable, Vec::new()) };
        let destroyed = book.is_end(&case.state) && case.is_bare();
        let correctable = if destroyed { Vec::new() } else { correctable };
        let correction = correct::ask::waiting(cx, &ready, &case)?;
        let takers = table::takers(cx, &case.id)?;
        let typed = typed_so_far(&ready, &role, &case.values, &self.values);
        let seen_typed = Seen { values: &typed, ..seen };
        let (mut steps, mut waits, mut later) = (Vec::new(), Vec::new(), Vec::new());
        for (id, step) in book.steps_from(&case.state).filter(|it| !it.1.who.is_empty()) {
            let own = step.who.contains(&role);
            if !ready.may_come(id, &look) {
                if own && cx.actor.may("cases.act") {
                    let why = Reason::from(&step::not_yet(step));
                    later.push(LaterShown { name: Words::of(step), why });
                }
                continue;
            }
            let another_hand =
                own && step.not_who_did.iter().any(|it| takers.get(it) == Some(&cx.actor.account));
            if own && !another_hand && cx.actor.may("cases.act") {
                let mut it = step_form(&ready, &case, &role, id);
                form(&ready, &mut it.fields, &|name| seen_typed.look(name));
                let so_far = (&case.values, &self.values);
                lines::asked(&ready, &mut it.fields, so_far, &|name| seen_typed.look(name));
                steps.push(it);
            } else {
                let due_on = case.due_on.filter(|_| case.due_step.as_deref() == Some(id));
                waits.push(WaitShown { step: step_shown(book, id, step), due_on, another_hand });
            }
        }
        // What is due stands first: it is the page's button.
        steps.sort_by_key(|it| it.due_on.is_none());
        let names = names::of(cx, &ready, &typed)?;
        let rows = names::rows(&ready, &case::visible(&ready, &role, &case.values), &names);
        let mut fields = fields;
        form(&ready, &mut fields, &|name| seen_typed.look(name));
        lines::asked(&ready, &mut fields, (&case.values, &self.values), &|name| seen_typed.look(name));
        let history = history::of(cx, &ready, &case, &role)?;
        let last = history.iter().find(|it| table::moves(&it.kind));
        let been: Vec<String> = been(cx, &case.id)?;
        let may_take_back =
            last.is_some_and(|it| it.kind == "step") && may_take_back(cx, &ready, &case, &role)?;
        let link = |(id, it): (&String, &crate::books::book::LinkTo)| LinkName {
            id: id.clone(),
            name: Words::of(it),
            book: it.book.clone(),
        };
        Ok(CaseShown {
            ended: book.is_end(&case.state),
            destroyed,
            may_link: if cx.actor.may("cases.act") {
                book.link.iter().map(link).collect()
            } else {
                Vec::new()
            },
            names,
            rows,
            book: ready.id.clone(),
            book_name: Words::of(book),
            basis: book.basis.clone(),
            confidence: book.confidence.as_str().to_owned(),
            edition: case.edition,
            newest_edition: access::any_book(cx, &case.book).map_or(book.edition, |it| it.book.edition),
            subject_kind: case.subject_kind.clone(),
            subject_page: page_of(cx, &case.subject_kind, &case.subject_id),
            parts: book
                .part
                .iter()
                .map(|(id, it)| PartShown { id: id.clone(), name: Words::of(it) })
                .collect(),
            fields,
            editable,
            correctable,
            correction,
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
            later,
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
