//! What cases say of their subjects: counts and last values, as they were on a day and known at an
//! instant. A case is played again from its history, so the same two times give the same answer.

use std::collections::{BTreeMap, BTreeSet};

use base::{Day, Instant, Result};
use platform::{
    Cx,
    facts::{Asked, FactSource, Frame},
    packs::Pack,
};
use rules::{Builder, Fact, Kind, Value as Told};
use serde_json::Value;

use super::{
    case::{Seen, Values},
    table::past::{self, PastEvent},
    value,
};
use crate::books::{Books, Ready, Shelf, facts::is_told};

/// Casebooks as a source of facts about people and facilities.
pub struct CaseFacts;

impl FactSource for CaseFacts {
    fn gives(&self, pack: &Pack, name: &str) -> bool {
        let book =
            name.split_once('.').and_then(|(book, fact)| Some((pack.get::<Books>().0.get(book)?, fact)));
        book.is_some_and(|(book, fact)| is_told(&book.subject) && book.fact.contains_key(fact))
    }

    fn read(&self, cx: &mut Cx, asked: &Asked, wanted: &[Fact], frames: &mut [Frame]) -> Result<()> {
        let (Some(first), Some(last)) = (asked.people.first(), asked.people.last()) else { return Ok(()) };
        let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
        let mut past = Past::default();
        let kind = |fact: &Fact| Some(shelf.get(fact.name.split_once('.')?.0)?.book.subject.clone());
        for kind in wanted.iter().filter_map(kind).collect::<BTreeSet<String>>() {
            past::events(cx, &kind, (first, last), asked.known_at, &mut |it| {
                past.take(it);
                Ok(())
            })?;
        }
        for frame in frames {
            for fact in wanted {
                let mut column = Builder::new(&fact.kind);
                for person in &frame.people {
                    column.push(past.told(&shelf, &fact.name, person, frame.day).as_ref());
                }
                let column = column.finish();
                frame.set(&fact.name, column);
            }
        }
        Ok(())
    }
}

/// The histories of the cases of some subjects.
#[derive(Default)]
pub(super) struct Past(BTreeMap<String, Vec<PastCase>>);

struct PastCase {
    id: String,
    book: String,
    opened_on: Day,
    events: Vec<PastEvent>,
}

/// A case as it stood.
struct Stood {
    state: String,
    values: Values,
}

impl Past {
    pub(super) fn take(&mut self, it: PastEvent) {
        let cases = self.0.entry(it.subject.clone()).or_default();
        match cases.last_mut().filter(|last| last.id == it.case) {
            Some(last) => last.events.push(it),
            None => cases.push(PastCase {
                id: it.case.clone(),
                book: it.book.clone(),
                opened_on: it.opened_on,
                events: vec![it],
            }),
        }
    }

    /// The value of `<book>.<fact>` for a subject on a day. Of what was never opened the count is
    /// none; the last value of nothing is unknown.
    pub(super) fn told(&self, shelf: &Shelf, name: &str, subject: &str, day: Day) -> Option<Told> {
        let (book, fact) = name.split_once('.')?;
        let ready = shelf.get(book)?;
        let declared = ready.book.fact.get(fact)?;
        let cases = self.0.get(subject).map_or(&[][..], Vec::as_slice).iter().filter(|it| it.book == book);
        let stood = cases.filter_map(|it| Some((it.opened_on, it.on(day)?)));
        match &declared.last {
            Some(field) => {
                let told = |values: &Values| {
                    value::told(&ready.book.field[field], ready.choices(field), values.get(field))
                };
                stood.rev().find_map(|(_, it)| told(&it.values))
            }
            None => {
                let counts = |(opened_on, it): &(Day, Stood)| counts(ready, fact, *opened_on, it, day);
                Some(Told::Int(stood.filter(counts).count() as i64))
            }
        }
    }
}

fn counts(ready: &Ready, fact: &str, opened_on: Day, it: &Stood, today: Day) -> bool {
    let nothing = BTreeMap::new();
    let seen = Seen { ready, values: &it.values, state: &it.state, opened_on, today, subject: &nothing };
    ready.counts_for(fact, &|name| seen.look(name))
}

impl PastCase {
    /// The case as it stood at the end of a day; nothing before it was opened.
    fn on(&self, day: Day) -> Option<Stood> {
        let end = day.plus_days(1).starts_at();
        let mut stood: Option<Stood> = None;
        for event in self.events.iter().filter(|it| it.at < end) {
            let it = stood.get_or_insert_with(|| Stood { state: String::new(), values: Values::new() });
            it.state.clone_from(&event.to);
            for (field, (_, is)) in &event.changed {
                match is {
                    Value::Null => _ = it.values.remove(field),
                    is => _ = it.values.insert(field.clone(), is.clone()),
                }
            }
        }
        stood
    }
}

/// What a rule over the counts of books answers for one subject today.
pub(super) fn holds(
    cx: &mut Cx,
    shelf: &Shelf,
    rule: &rules::Program,
    kind: &str,
    subject: &str,
) -> Result<bool> {
    let mut past = Past::default();
    past::events(cx, kind, (subject, subject), Instant::MAX, &mut |it| {
        past.take(it);
        Ok(())
    })?;
    let today = cx.today();
    let look = |name: &str| past.told(shelf, name, subject, today);
    debug_assert!(*rule.kind() == Kind::Bool);
    Ok(crate::books::shelf::answer(rule, &look) == Some(Told::Bool(true)))
}
