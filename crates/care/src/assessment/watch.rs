//! Looks by night, and when something is told of a person, whether the next assessment is due; and what a death
//! or a move means for one that is under way.

use base::{Instant, Result, error::OrBroken, name::masked};
use people::register::{
    self,
    news::{News, PeopleChanged},
};
use platform::{
    Cx, Step, Work,
    facts::{self, Asked},
    tasks::{self, NewTask},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    DUE, close,
    due::{self, Due, Triggered},
    pack::{Procedure, Triggers},
    table::{self, Assessment},
};

/// People looked at in one transaction.
const CHUNK: i64 = 200;

/// Goes through the results that stand.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Look {}

impl Work for Look {
    const KIND: &'static str = "assessment.look";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        #[derive(Default, Serialize, Deserialize)]
        struct At {
            after: String,
            seen: i64,
            due: i64,
        }
        let mut at: At = cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        let standing = table::standing_after(cx, &at.after, CHUNK)?;
        let Some(last) = standing.last() else {
            return Ok(Step::Done { answer: json!({ "results": at.seen, "due": at.due }) });
        };
        at.after.clone_from(&last.id);
        at.seen += standing.len() as i64;
        for it in &standing {
            at.due += i64::from(remind(cx, it)?);
        }
        let done = at.seen;
        Ok(Step::More { cursor: serde_json::to_value(at).or_broken()?, done, total: None })
    }
}

/// Looks at those of whom something was told.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Changed {
    people: Vec<register::news::Whose>,
}

impl Work for Changed {
    const KIND: &'static str = "assessment.on-facts-changed";

    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Step> {
        let mut found = 0;
        for it in &self.people {
            if let Some(stands) = table::standing(cx, &it.person)? {
                found += i64::from(remind(cx, &stands)?);
            }
        }
        Ok(Step::Done { answer: json!({ "due": found }) })
    }
}

/// Hears of deaths and moves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Moved {
    #[serde(flatten)]
    told: PeopleChanged,
}

impl Work for Moved {
    const KIND: &'static str = "assessment.on-people-changed";

    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Step> {
        let mut changed = 0;
        for it in &self.told.people {
            let who = register::lean::one(cx, &it.person)?;
            let died = it.news.contains(&News::DeathConfirmed);
            for mut row in table::of_person(cx, &it.person)? {
                row.name.clone_from(&who.name);
                row.registered.clone_from(&who.registered);
                row.living.clone_from(&who.living);
                if died && row.state.is_open() {
                    close::over(cx, row, "deceased")?;
                } else {
                    table::update(cx, &row)?;
                }
                changed += 1;
            }
        }
        Ok(Step::Done { answer: json!({ "changed": changed }) })
    }
}

/// Why the next assessment of somebody is due.
pub(super) fn why(cx: &mut Cx, it: &Assessment) -> Result<Option<Due>> {
    let Some((assessed_on, valid_until)) = it.assessed_on.zip(it.valid_until) else { return Ok(None) };
    let (pack, today) = (cx.house.packs.county(cx.county())?, cx.today());
    let (rules, programs) = (pack.get::<Procedure>(), pack.made::<Triggers>());
    let mut triggers = Vec::new();
    for (id, trigger) in &rules.trigger {
        let mut told = Triggered { id, on: None, became: false };
        if let Some(event) = &trigger.event {
            // A text before the id that few others lie behind.
            let before = &it.person[..it.person.len() - 1];
            let days = register::lean::events_on(cx, (before, &it.person), std::slice::from_ref(event))?;
            told.on = days.into_iter().filter(|(person, _)| *person == it.person).map(|(_, on)| on).max();
        }
        if let Some(program) = programs.of(id) {
            let (people, days) = ([it.person.clone()], [assessed_on, today]);
            let asked = Asked { people: &people, days: &days, known_at: Instant::MAX };
            let mut held = Vec::new();
            for mut frame in facts::read(cx, &asked, program.facts())? {
                frame.complete(program.facts());
                held.push(program.answers(&frame.columns_of(program), frame.rows(), None).yes.get(0));
            }
            told.became = assessed_on < today && held == [false, true];
        }
        triggers.push(told);
    }
    Ok(due::due(assessed_on, valid_until, today, rules.ahead_days.value, &triggers))
}

/// Opens the task of asking for the next one, unless one is under way; whether it is due.
fn remind(cx: &mut Cx, it: &Assessment) -> Result<bool> {
    let Some(due) = why(cx, it)? else { return Ok(false) };
    if it.due_why != due.id() {
        let mut marked = it.clone();
        due.id().clone_into(&mut marked.due_why);
        table::update(cx, &marked)?;
    }
    let who = register::lean::one(cx, &it.person)?;
    if who.died || table::of_person(cx, &it.person)?.iter().any(|it| it.state.is_open()) {
        return Ok(false);
    }
    let task = NewTask {
        kind: DUE,
        reason: "",
        subject_kind: "person",
        subject_id: &it.person,
        label: &masked(&it.name),
        area: it.area(),
        due_on: None,
        detail: json!({ "why": due.id(), "number": it.number }),
    };
    tasks::open(cx, &task)?;
    Ok(true)
}
