//! A draft tried on a sample case: opened, filled, stepped, with its task, letters and computed values.
//! All that was done so far comes with the question; nothing is written.

use base::{Day, Result};
use platform::{Cx, Purpose, Question, Scope, terms::Calendar};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{books, parts_of};
use crate::{
    books::{
        Ready, Sort,
        ask::{FieldShown, PartShown, Words, field, form},
    },
    cases::{
        case::{self, Seen},
        letters, lines, open,
        refusal::Reason,
        value,
    },
    drafts::{
        about::{self, FactTried},
        checked,
        rehearse::{self, Sample, Scene, Turn},
        table,
    },
};

/// Turns of one rehearsal.
const TURNS_MAX: usize = 50;
/// What is typed for one turn, by step.
type Typed = Map<String, Value>;

/// What `take` says of the opening.
const OPENING: &str = "opening";

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Rehearse {
    pub draft: String,
    /// `script`: what was done so far; `take`: the step to take now; `t0`, `t1` …: what is typed for
    /// that turn, by step; `back`: takes the last turn back; `subject`: what the sample is about;
    /// `facts`: what is made up of it, by fact.
    #[serde(default)]
    pub values: Map<String, Value>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Rehearsal {
    #[serde(flatten)]
    pub line: books::DraftLine,
    /// Whether the draft has faults: then there is nothing to try.
    pub faulty: bool,
    pub script: String,
    pub turns: i64,
    pub parts: Vec<PartShown>,
    /// Of the opening, before there is a case.
    pub opening: Option<StepTried>,
    pub case: Option<CaseTried>,
    pub faults: Vec<Reason>,
    /// What the rules of the draft read of the subject, as it was made up for the sample.
    pub subject: Vec<FactTried>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepTried {
    pub id: String,
    pub name: Option<Words>,
    pub role: String,
    pub fields: Vec<FieldShown>,
    pub due_on: Option<Day>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseTried {
    pub number: String,
    pub title: String,
    pub state: Words,
    pub ended: bool,
    pub values: Vec<ValueTried>,
    pub steps: Vec<StepTried>,
    /// The step that is due next, its day and who has the task.
    pub task: Option<TaskTried>,
    pub done: Vec<Words>,
    pub letters: Vec<LetterTried>,
    pub posts: Vec<PostTried>,
    pub opens: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ValueTried {
    pub name: Words,
    pub value: Words,
    pub computed: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TaskTried {
    pub step: Words,
    pub due_on: Day,
    pub who: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LetterTried {
    pub name: Words,
    pub text: Words,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PostTried {
    pub from: String,
    pub to: String,
    pub amount: i64,
}

impl Question for Rehearse {
    const NAME: &'static str = "drafts.rehearse";
    const RIGHT: &'static str = "books.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Rehearsal;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Rehearsal> {
        let it = table::get(cx, &self.draft)?;
        let pack = cx.house.packs.county(cx.county())?;
        let line = books::line(&pack.made(), &it);
        let Some(ready) = checked::text(&pack, &it.book, &it.text).ready else {
            return Ok(Rehearsal {
                line,
                faulty: true,
                script: "[]".to_owned(),
                turns: 0,
                parts: Vec::new(),
                opening: None,
                case: None,
                faults: Vec::new(),
                subject: Vec::new(),
            });
        };
        let text = |name: &str| self.values.get(name).and_then(Value::as_str).unwrap_or_default();
        let mut turns: Vec<Turn> = serde_json::from_str(text("script")).unwrap_or_default();
        turns.truncate(TURNS_MAX);
        if !text("back").is_empty() {
            turns.pop();
        }
        let (label, today) = (text("subject"), cx.today());
        let area = cx.actor.area.clone();
        let at = turns.len();
        let typed =
            self.values.get(&format!("t{at}")).and_then(Value::as_object).cloned().unwrap_or_default();
        let of = |typed: &Typed, step: &str| {
            typed.get(step).and_then(Value::as_object).cloned().unwrap_or_default()
        };
        let take = text("take");
        let taken = !take.is_empty() && at < TURNS_MAX;
        if taken {
            let step = (take != OPENING).then(|| take.to_owned());
            turns.push(Turn { step, values: of(&typed, take) });
        }
        let made_up = self.values.get("facts").unwrap_or(&Value::Null);
        let (subject, facts, mut wrong) = about::read(&ready, made_up);
        let scene = Scene { ready: &ready, label, area: &area, facts: &facts, now: cx.now };
        let (sample, why) = rehearse::play(scene, &turns);
        if taken && why.is_some() {
            turns.pop();
        }
        let typed = if taken && why.is_none() { Map::new() } else { typed };
        let opening = sample.is_none().then(|| {
            let mut values = open::starting(&ready);
            let sent = of(&typed, OPENING);
            over(&ready, &mut values, &sent);
            let asked: Vec<&str> = ready.book.asked_at_opening().map(|it| it.0).collect();
            let state = ready.book.first_state();
            let seen =
                Seen { ready: &ready, values: &values, state, opened_on: today, today, subject: &facts };
            StepTried {
                id: OPENING.to_owned(),
                name: None,
                role: rehearse::role_of(&ready, None).to_owned(),
                fields: fields(&ready, &asked, &[], &seen, &sent),
                due_on: None,
            }
        });
        let calendar = pack.made::<Calendar>();
        let case = sample.map(|it| {
            let letter = |name: &String| {
                let letter = ready.book.letter.get(name)?;
                let made = |text, language| letters::text_of(&pack, today, &ready, &it.case, text, language);
                let text = Words { zh: made(&letter.text_zh, "zh"), en: made(&letter.text_en, "en") };
                Some(LetterTried { name: Words::of(letter), text })
            };
            let letters = it.letters.iter().filter_map(letter).collect();
            CaseTried { letters, ..shown(scene, &it, &typed, &calendar) }
        });
        Ok(Rehearsal {
            line,
            faulty: false,
            script: serde_json::to_string(&turns).unwrap_or_default(),
            turns: turns.len() as i64,
            parts: parts_of(&ready.book),
            opening,
            case,
            faults: {
                wrong.extend(why.iter().flat_map(base::Error::faults).cloned());
                wrong.iter().map(Reason::from).collect()
            },
            subject,
        })
    }
}

/// What was typed over what was there, as far as it can be read.
fn over(ready: &Ready, values: &mut case::Values, typed: &Map<String, Value>) {
    for (id, given) in typed {
        let Some(field) = ready.book.field.get(id) else { continue };
        match value::read(field, ready.choices(id), given) {
            Ok(Some(read)) => _ = values.insert(id.clone(), read),
            Ok(None) => _ = values.remove(id),
            Err(_) => (),
        }
    }
}

/// Fields of a form as a rehearsal asks them: what points to a record or a file may be any text.
fn fields(
    ready: &Ready,
    asked: &[&str],
    needs: &[String],
    seen: &Seen,
    sent: &Map<String, Value>,
) -> Vec<FieldShown> {
    let known = asked.iter().filter_map(|id| Some((*id, ready.book.field.get(*id)?)));
    let mut shown: Vec<FieldShown> = known.map(|(id, it)| field(id, it, ready.choices(id))).collect();
    form(ready, &mut shown, &|name| seen.look(name));
    lines::asked(ready, &mut shown, (seen.values, sent), &|name| seen.look(name));
    for it in &mut shown {
        it.needed |= needs.contains(&it.id);
        // The page asks anew by a button: nothing here hangs on scripts.
        it.decides = false;
        plain(it);
        it.columns.iter_mut().for_each(plain);
    }
    shown
}

fn plain(it: &mut FieldShown) {
    let points =
        [Sort::Person, Sort::Facility, Sort::Case, Sort::Worker, Sort::Photo, Sort::File, Sort::Signature];
    if points.iter().any(|sort| sort.name() == it.sort) {
        Sort::Text.name().clone_into(&mut it.sort);
        it.max = None;
    }
}

fn shown(scene: Scene, it: &Sample, typed: &Typed, calendar: &Calendar) -> CaseTried {
    let ready = scene.ready;
    let book = &ready.book;
    let working = |day, days| calendar.plus_working_days(day, days);
    let due = case::next_due(ready, &it.case.state, &it.case.values, it.entered, &working);
    let state = it.case.state.as_str();
    let seen = it.seen(scene);
    let steps = book.steps_from(state).filter(|(id, _)| ready.may_be_taken(id, &|name| seen.look(name)));
    let steps = steps.map(|(id, step)| {
        let asked: Vec<&str> = step.asks.iter().map(String::as_str).collect();
        let mut values = it.case.values.clone();
        if let Some(typed) = typed.get(id).and_then(Value::as_object) {
            over(ready, &mut values, typed);
        }
        let sent = typed.get(id).and_then(Value::as_object).cloned().unwrap_or_default();
        let typed_so_far = Seen { values: &values, ..it.seen(scene) };
        StepTried {
            id: id.to_owned(),
            name: Some(Words::of(step)),
            role: rehearse::role_of(ready, Some(step)).to_owned(),
            fields: fields(ready, &asked, &step.needs, &typed_so_far, &sent),
            due_on: due.filter(|it| it.0 == id).map(|it| it.1),
        }
    });
    let value = |(id, held): (&String, &Value)| {
        let field = book.field.get(id)?;
        let text = |language| value::shown(field, ready.choices(id), held, language);
        let value = Words { zh: text("zh"), en: text("en") };
        Some(ValueTried { name: Words::of(field), value, computed: field.is_computed() })
    };
    let named = |id: &str| book.step.get(id).map(Words::of);
    CaseTried {
        number: it.case.number.clone(),
        title: it.case.title.clone(),
        state: book.state.get(state).map_or_else(|| Words { zh: state.into(), en: state.into() }, Words::of),
        ended: book.is_end(state),
        steps: steps.collect(),
        values: it.case.values.iter().filter_map(value).collect(),
        task: due.and_then(|(id, due_on)| {
            let step = book.step.get(id)?;
            Some(TaskTried { step: Words::of(step), due_on, who: step.who.clone() })
        }),
        done: it.history.iter().filter_map(|it| named(&it.0)).collect(),
        letters: Vec::new(),
        posts: it
            .posts
            .iter()
            .map(|(from, to, amount)| PostTried { from: from.clone(), to: to.clone(), amount: *amount })
            .collect(),
        opens: it.opens.clone(),
    }
}
