//! What findings come to: a case of the book that the pack names, or somebody who goes there now; and what
//! comes of it when nobody is met again and again.

use base::{Instant, Result, name::masked};
use casebooks::{
    books::Books,
    cases::{self, open::Opener},
};
use platform::{
    Cx,
    facts::{self, Asked},
    tasks::{self, NewTask, Outcome},
};
use rules::Fact;
use serde_json::{Map, Value, json};

use super::{
    form,
    pack::{Finding, Programs, Refer, Visits},
    table::{act::Visit, duty, referral},
    whom::Whom,
};

/// The task of a danger, and that of whoever is not met.
const DANGER: &str = "visit-danger";
const NO_CONTACT: &str = "visit-no-contact";

/// Hands on what a visit found. Of two findings that ask for one case about the same person the first opens it.
pub(super) fn up(cx: &mut Cx, visit: &Visit, whom: &Whom, words: &str) -> Result<()> {
    let pack = cx.house.packs.county(cx.county())?;
    let visits = pack.get::<Visits>();
    for id in form::findings(&visits.item, &visit.answers) {
        let Some(finding) = visits.finding.get(&id) else { continue };
        if referral::has(cx, &visit.id, &id)? {
            continue;
        }
        if finding.danger {
            let task = danger(cx, visit, whom, &id, finding)?;
            referral::insert(cx, visit, &format!("{id}!"), ("task", &task, ""))?;
        }
        if let Some(refer) = &finding.refer
            && let Some((case, number)) = open(cx, visit, finding, refer, words)?
        {
            referral::insert(cx, visit, &id, ("case", &case, &number))?;
        }
    }
    Ok(())
}

/// Somebody goes there now; a second danger makes the open task say both.
fn danger(cx: &mut Cx, visit: &Visit, whom: &Whom, id: &str, finding: &Finding) -> Result<String> {
    let detail =
        json!({ "visit": visit.id, "finding": id, "zh": finding.zh, "en": finding.en, "day": visit.day });
    let today = cx.today();
    let task = NewTask {
        kind: DANGER,
        reason: id,
        subject_kind: "person",
        subject_id: &visit.person,
        label: &masked(&whom.person.name),
        area: &whom.area,
        due_on: Some(today),
        detail: detail.clone(),
    };
    let task = tasks::open(cx, &task)?;
    tasks::urge(cx, &task, &detail)?;
    Ok(task)
}

/// Opens the case that a finding asks for, unless one like it is open already.
fn open(
    cx: &mut Cx,
    visit: &Visit,
    finding: &Finding,
    refer: &Refer,
    words: &str,
) -> Result<Option<(String, String)>> {
    let before = &visit.person[..visit.person.len() - 1];
    let subjects = ("person", before, visit.person.as_str());
    let stands = cases::under_way(cx, subjects, (&refer.book, &refer.by))?;
    let by = refer.values.get(&refer.by).and_then(Value::as_str).unwrap_or_default();
    if stands.iter().any(|(person, value)| *person == visit.person && value == by) {
        return Ok(None);
    }
    let mut given = refer.values.clone();
    given.insert(refer.day.clone(), json!(visit.day));
    let detail = if words.is_empty() { finding.zh.clone() } else { format!("{}：{words}", finding.zh) };
    given.insert(refer.detail.clone(), json!(detail));
    if let Some(field) = &refer.group
        && let Some(group) = group(cx, &visit.person)?
    {
        given.insert(field.clone(), json!(group));
    }
    let pack = cx.house.packs.county(cx.county())?;
    let opens = pack.get::<Books>().0.get(&refer.book).is_some_and(|it| it.may_open(&cx.actor.role));
    let opener = if opens { Opener::Actor } else { Opener::Outside };
    let opened = cases::open::filled(cx, (&refer.book, &visit.person), opener, &given, Map::new())?;
    Ok(Some((opened.case, opened.number)))
}

/// The first group of the pack that somebody is known to belong to.
fn group(cx: &mut Cx, person: &str) -> Result<Option<String>> {
    let pack = cx.house.packs.county(cx.county())?;
    let programs = pack.made::<Programs>();
    let wanted: Vec<Fact> = programs.groups.iter().flat_map(|it| it.1.facts()).cloned().collect();
    let people = [person.to_owned()];
    let asked = Asked { people: &people, days: &[cx.today()], known_at: Instant::MAX };
    let Some(mut frame) = facts::read(cx, &asked, &wanted)?.pop() else { return Ok(None) };
    for (value, program) in &programs.groups {
        frame.complete(program.facts());
        if program.answers(&frame.columns_of(program), frame.rows(), None).yes.get(0) {
            return Ok(Some(value.clone()));
        }
    }
    Ok(None)
}

/// After an attempt or a visit: whoever was not met so often is the township's, until they are met.
pub(super) fn contact(cx: &mut Cx, whom: &Whom) -> Result<()> {
    let person = &whom.person.id;
    let Some(it) = duty::of_person(cx, person)? else { return Ok(()) };
    let pack = cx.house.packs.county(cx.county())?;
    let visits = pack.get::<Visits>();
    let reached = visits.outcome.get(&it.stand.attempted).is_some_and(|it| it.reached);
    if it.stand.attempts < visits.attempts.value || reached {
        if it.stand.attempts == 0 {
            tasks::close(cx, NO_CONTACT, person, None, Outcome::Done, "visits.record")?;
        }
        return Ok(());
    }
    let detail = json!({ "attempts": it.stand.attempts, "outcome": it.stand.attempted });
    let task = NewTask {
        kind: NO_CONTACT,
        reason: "",
        subject_kind: "person",
        subject_id: person,
        label: &masked(&whom.person.name),
        area: &whom.area,
        due_on: None,
        detail: detail.clone(),
    };
    let task = tasks::open(cx, &task)?;
    tasks::tell(cx, &task, &detail)
}
