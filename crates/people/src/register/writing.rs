//! Writing what was said: one way for a verb about one person and for an import of thousands.
//!
//! Persons are loaded as [`Held`], statements are weighed and laid over what stands, and
//! [`Writing::finish`] writes statements, rows, facets, tokens, tallies and anomalies together.

use std::collections::{BTreeMap, BTreeSet};

use base::{Day, Error, Instant, Result};
use platform::Cx;

use super::{
    anomaly::{self, Anomaly},
    draft::Provenance,
    interval::Span,
    name, news,
    person::{self, Person, TallyKey, portrait},
    statement::{Kind, Said, Statement, Weighed, weigh},
    table,
};

/// A person, what stands of them, and what was found wrong.
#[derive(Clone, Debug)]
pub struct Held {
    /// The row as it lies in the table; of somebody new, empty but for ids.
    pub person: Person,
    pub statements: Vec<Statement>,
    pub(crate) anomalies: Vec<Anomaly>,
    pub(crate) new: bool,
    /// The record that goes on for this one.
    pub(crate) merged_into: Option<String>,
    /// Kinds of which something was said that was not held.
    pub changed: BTreeSet<Kind>,
}

impl Held {
    fn new(person: Person) -> Held {
        let (statements, anomalies) = (Vec::new(), Vec::new());
        let merged_into = person.merged_into.clone();
        Held { person, statements, anomalies, new: true, merged_into, changed: BTreeSet::new() }
    }

    pub fn slot(&self, kind: Kind, slot: &str) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(move |it| it.kind == kind && it.slot == slot)
    }

    /// What holds in a slot on `day`.
    pub fn on(&self, kind: Kind, slot: &str, day: Day) -> Option<&Statement> {
        self.slot(kind, slot).find(|it| it.span.covers(day))
    }
}

/// Persons that are in the register, to be changed. A merged record is not changed any more.
pub fn load(cx: &mut Cx, ids: &[&str]) -> Result<BTreeMap<String, Held>> {
    let mut held: BTreeMap<String, Held> = BTreeMap::new();
    for person in table::person::many(cx, ids)? {
        held.insert(person.id.clone(), Held { new: false, ..Held::new(person) });
    }
    for statement in table::statement::standing(cx, ids)? {
        if let Some(it) = held.get_mut(&statement.person) {
            it.statements.push(statement);
        }
    }
    for anomaly in table::anomaly::of(cx, ids)? {
        if let Some(it) = held.get_mut(&anomaly.person) {
            it.anomalies.push(anomaly);
        }
    }
    Ok(held)
}

/// One person to be changed. `revision` is the one that was seen when the form was opened.
pub fn load_one(cx: &mut Cx, id: &str, revision: Option<i64>) -> Result<Held> {
    let held = load(cx, &[id])?.remove(id).ok_or_else(|| Error::missing("person"))?;
    if held.person.merged_into.is_some() {
        return Err(Error::conflict("register-person-merged"));
    }
    if revision.is_some_and(|seen| seen != held.person.revision) {
        return Err(Error::conflict("record-moved-on"));
    }
    Ok(held)
}

/// What one unit of work writes.
#[derive(Default)]
pub struct Writing {
    inserted: Vec<Statement>,
    superseded: Vec<(String, String)>,
    people: Vec<(Option<Person>, Person)>,
    retoken: Vec<(String, bool, BTreeSet<String>)>,
    opened: Vec<table::anomaly::Found>,
    settled: Vec<(String, &'static str)>,
    numbers: BTreeMap<String, String>,
    renumbered: Vec<String>,
    news: Vec<news::Changed>,
}

impl Writing {
    /// Somebody new; `code` is one that was taken for them.
    pub fn create(cx: &mut Cx, code: String, synthetic: bool) -> Held {
        let id = cx.mint();
        let created_at = cx.now.0;
        Held::new(Person { id, code, synthetic, created_at, revision: 1, ..Person::default() })
    }

    /// Says one thing of a person. Answers whether it was news.
    pub fn say(&mut self, cx: &mut Cx, held: &mut Held, said: &Said, from: &Provenance) -> Result<bool> {
        let value = value_of(cx, said);
        let slot: Vec<usize> = (0..held.statements.len())
            .filter(|at| held.statements[*at].kind == said.kind && held.statements[*at].slot == said.slot)
            .collect();
        let in_slot: Vec<&Statement> = slot.iter().map(|at| &held.statements[*at]).collect();
        let said = &bounded(said, &in_slot);
        let Weighed::Changed { superseded, rests } = weigh(&in_slot, said, &value_among(cx, said, &in_slot))
        else {
            return Ok(false);
        };
        let mut added: Vec<Statement> = Vec::with_capacity(rests.len() + 1);
        for (place, span) in rests {
            let of = held.statements[slot[place]].clone();
            added.push(Statement { id: cx.mint(), span, recorded_at: cx.now, ..of });
        }
        let sealed =
            if said.kind.is_sealed() { Some(cx.seal(said.kind.seal_purpose(), &said.value)?) } else { None };
        if said.kind == Kind::Number {
            let [now, before] = cx.house.keys.indexes(said.kind.seal_purpose(), &said.value);
            self.numbers.extend([(before, now.clone()), (now.clone(), now)]);
        }
        added.push(Statement {
            person: held.person.id.clone(),
            id: cx.mint(),
            kind: said.kind,
            slot: said.slot.clone(),
            value,
            detail: said.detail.clone(),
            sealed,
            span: said.span,
            recorded_at: cx.now,
            superseded_at: Instant::MAX,
            source: from.source.clone(),
            basis: from.basis.clone(),
            account: cx.actor.account.clone(),
        });
        let gone: BTreeSet<usize> = superseded.iter().map(|place| slot[*place]).collect();
        self.replace(held, &gone, added);
        held.changed.insert(said.kind);
        Ok(true)
    }

    /// Takes one statement back: it was never so. What it had covered does not come back by itself.
    pub fn take_back(&mut self, held: &mut Held, id: &str) -> bool {
        let Some(at) = held.statements.iter().position(|it| it.id == id) else { return false };
        held.changed.insert(held.statements[at].kind);
        self.replace(held, &BTreeSet::from([at]), Vec::new());
        true
    }

    /// Ends what holds in a slot on `day`: from then on it does not. Answers whether anything did.
    /// `from` is the paper of whoever says so, where it has one of its own.
    pub fn end(
        &mut self,
        cx: &mut Cx,
        held: &mut Held,
        (kind, slot): (Kind, &str),
        day: Day,
        from: Option<&Provenance>,
    ) -> bool {
        let mut gone = BTreeSet::new();
        let mut added = Vec::new();
        let over = |it: &Statement| it.kind == kind && it.slot == slot && day < it.span.to;
        for (at, it) in held.statements.iter().enumerate().filter(|it| over(it.1)) {
            gone.insert(at);
            let Some(span) = Span::new(it.span.from, day) else { continue };
            let said = from.map_or((&it.source, &it.basis), |it| (&it.source, &it.basis));
            let (source, basis, account) = (said.0.clone(), said.1.clone(), cx.actor.account.clone());
            let (id, recorded_at) = (cx.mint(), cx.now);
            added.push(Statement { id, span, recorded_at, source, basis, account, ..it.clone() });
        }
        let ended = !gone.is_empty();
        if ended {
            held.changed.insert(kind);
            self.replace(held, &gone, added);
        }
        ended
    }

    /// Carries a statement of another record over to this one, as it is; what was superseded stands again.
    pub(crate) fn carry(&mut self, cx: &mut Cx, held: &mut Held, of: &Statement, source: &str) {
        let carried = Statement {
            person: held.person.id.clone(),
            id: cx.mint(),
            recorded_at: cx.now,
            superseded_at: Instant::MAX,
            source: source.to_owned(),
            account: cx.actor.account.clone(),
            ..of.clone()
        };
        held.changed.insert(of.kind);
        self.replace(held, &BTreeSet::new(), vec![carried]);
    }

    fn replace(&mut self, held: &mut Held, gone: &BTreeSet<usize>, added: Vec<Statement>) {
        for at in gone.iter().rev() {
            let old = held.statements.remove(*at);
            // What this unit of work wrote and took back was never known to anybody.
            match self.inserted.iter().rposition(|it| it.id == old.id) {
                Some(at) => drop(self.inserted.remove(at)),
                None => self.superseded.push((old.person, old.id)),
            }
        }
        self.inserted.extend(added.iter().cloned());
        held.statements.extend(added);
    }

    /// Takes a person that is done with: the row, what it is found under, what is wrong with it.
    pub fn close(&mut self, cx: &mut Cx, held: Held) {
        let today = cx.today();
        let before = (!held.new).then(|| held.person.clone());
        let standing: Vec<&Statement> = held.statements.iter().collect();
        let mut after = held.person;
        let was_merged = after.merged_into.is_some();
        after.merged_into = held.merged_into;
        after.portrait = portrait(&standing, today, after.merged_into.is_some());
        let told = if after.merged_into.is_some() { vec![] } else { anomaly::told_by(&standing, today) };
        let (open, over) = anomaly::difference(&told, &held.anomalies);
        let doubled = held.anomalies.iter().filter(|it| !it.settled && it.kind == anomaly::NUMBER_DOUBLED);
        let mut doubled = doubled.count();
        if 0 < doubled && (held.changed.contains(&Kind::Number) || after.merged_into.is_some()) {
            // Whoever still shares the new number is marked again when it is written.
            self.renumbered.push(after.id.clone());
            doubled = 0;
        }
        after.anomalies = (told_open(&told, &held.anomalies) + doubled) as i64;
        self.settled.extend(over.iter().map(|it| (it.id.clone(), anomaly::MENDED)));
        let found = open.into_iter().map(|(kind, detail)| (after.id.clone(), kind, String::new(), detail));
        self.opened.extend(found);
        let names = standing.iter().filter(|it| it.kind == Kind::Name).map(|it| it.value.as_str());
        let named = held.changed.contains(&Kind::Name);
        if held.new || named || was_merged != after.merged_into.is_some() {
            let names: Vec<&str> = if after.merged_into.is_some() { vec![] } else { names.collect() };
            self.retoken.push((after.id.clone(), held.new, name::tokens(names)));
        }
        if let Some(before) = &before {
            self.news.extend(news::between(before, &after));
        }
        self.people.push((before, after));
    }

    /// Has the numbers of a person looked at again for somebody who holds them too.
    pub(crate) fn look_again(&mut self, held: &Held) {
        let numbers = held.statements.iter().filter(|it| it.kind == Kind::Number);
        for it in numbers {
            self.numbers.entry(it.value.clone()).or_insert_with(|| it.value.clone());
        }
    }

    /// Writes it all. Numbers that turn out to be held by two mark both.
    pub fn finish(self, cx: &mut Cx) -> Result<()> {
        for (person, id) in &self.superseded {
            table::statement::supersede(cx, person, id)?;
        }
        table::statement::insert(cx, &self.inserted)?;
        let mut tally: BTreeMap<TallyKey, i64> = BTreeMap::new();
        let mut facets: Vec<(String, &str)> = Vec::new();
        let mut created = Vec::new();
        for (before, after) in &self.people {
            let had = before.as_ref().map(person::facets).unwrap_or_default();
            let has = person::facets(after);
            for facet in had.iter().filter(|it| !has.contains(it)) {
                table::person::delete_facet(cx, facet, &after.id)?;
            }
            facets.extend(has.into_iter().filter(|it| !had.contains(it)).map(|it| (it, after.id.as_str())));
            person::count(after, 1, &mut tally);
            match before {
                Some(before) => {
                    person::count(before, -1, &mut tally);
                    table::person::update(cx, after)?;
                }
                None => created.push(after.clone()),
            }
        }
        table::person::insert(cx, &created)?;
        table::person::insert_facets(cx, &facets)?;
        table::person::count(cx, &tally)?;
        for (person, _, _) in self.retoken.iter().filter(|(_, new, _)| !new) {
            table::person::delete_tokens(cx, person)?;
        }
        let tokens: Vec<(String, &str)> = self
            .retoken
            .iter()
            .flat_map(|(person, _, tokens)| tokens.iter().map(|it| (it.clone(), person.as_str())))
            .collect();
        table::person::insert_tokens(cx, &tokens)?;
        for (id, outcome) in &self.settled {
            table::anomaly::settle(cx, id, outcome, "")?;
        }
        table::anomaly::insert(cx, &self.opened)?;
        for person in &self.renumbered {
            let others = table::anomaly::others(cx, person)?;
            table::anomaly::settle_doubled(cx, person)?;
            for other in others {
                refresh(cx, &other)?;
            }
        }
        for changed in &self.news {
            news::follow(cx, changed)?;
        }
        if !self.news.is_empty() {
            news::tell(cx, news::PEOPLE_CHANGED, &news::PeopleChanged { people: self.news })?;
        }
        let known = self.people.iter().filter(|(before, _)| before.is_some());
        news::tell_facts(cx, known.map(|(_, after)| after.id.clone()).collect())?;
        mark_doubled(cx, &self.numbers)
    }
}

/// How many of what was found wait for a decision.
fn told_open(told: &[(&'static str, String)], had: &[Anomaly]) -> usize {
    let stands = |told: &(&'static str, String)| {
        had.iter()
            .any(|it| it.kind == told.0 && it.detail == told.1 && it.settled && it.outcome == anomaly::STANDS)
    };
    told.iter().filter(|it| !stands(it)).count()
}

/// The value as it lies in the table: of a sealed thing its keyed index.
pub fn value_of(cx: &Cx, said: &Said) -> String {
    if said.kind.is_sealed() {
        cx.house.keys.index(said.kind.seal_purpose(), &said.value)
    } else {
        said.value.clone()
    }
}

/// The value as it would lie among these: while index keys rotate, what is sealed may still lie under
/// the index before.
pub fn value_among(cx: &Cx, said: &Said, in_slot: &[&Statement]) -> String {
    if !said.kind.is_sealed() {
        return said.value.clone();
    }
    let [now, before] = cx.house.keys.indexes(said.kind.seal_purpose(), &said.value);
    if in_slot.iter().any(|it| it.value == before) { before } else { now }
}

/// What is said from a day on without an end holds until the next change that is known already:
/// old news does not undo newer.
pub(crate) fn bounded(said: &Said, in_slot: &[&Statement]) -> Said {
    let mut said = said.clone();
    if said.span.is_open() && !said.kind.replaces() {
        let later = in_slot.iter().map(|it| it.span.from).filter(|it| said.span.from < *it).min();
        if let Some(span) = later.and_then(|to| Span::new(said.span.from, to)) {
            said.span = span;
        }
    }
    said
}

/// Marks those who hold one number together, and settles the mark of those who no longer do.
fn mark_doubled(cx: &mut Cx, same: &BTreeMap<String, String>) -> Result<()> {
    let numbers: Vec<&str> = same.keys().map(String::as_str).collect();
    let mut holders: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (number, person) in table::anomaly::holders(cx, &numbers)? {
        // One number under two index keys is one number.
        let number = same.get(&number).cloned().unwrap_or(number);
        holders.entry(number).or_default().insert(person);
    }
    for persons in holders.values().filter(|it| 1 < it.len()) {
        let ids: Vec<&str> = persons.iter().map(String::as_str).collect();
        let had = table::anomaly::of(cx, &ids)?;
        let mut found = Vec::new();
        for one in &ids {
            for other in ids.iter().filter(|it| *it != one) {
                let known = had.iter().any(|it| {
                    it.kind == anomaly::NUMBER_DOUBLED
                        && it.person == *one
                        && it.other == *other
                        && (!it.settled || it.outcome == anomaly::STANDS)
                });
                if !known {
                    let (one, other) = ((*one).to_owned(), (*other).to_owned());
                    found.push((one, anomaly::NUMBER_DOUBLED, other, String::new()));
                }
            }
        }
        let marked: BTreeSet<String> = found.iter().map(|it| it.0.clone()).collect();
        table::anomaly::insert(cx, &found)?;
        for person in marked {
            refresh(cx, &person)?;
        }
    }
    Ok(())
}

/// Draws a person's row anew from what stands: on the day a statement begins or ends, and when
/// something beside the statements has changed.
pub fn refresh(cx: &mut Cx, person: &str) -> Result<()> {
    let Some(held) = load(cx, &[person])?.remove(person) else { return Ok(()) };
    let mut writing = Writing::default();
    writing.close(cx, held);
    writing.finish(cx)
}
