//! What every change of a case does: works out, checks, writes with its index and history, and
//! leaves the task for whoever is next.

use std::{collections::BTreeMap, sync::Arc};

use base::{Day, Error, Fault, Money, Result};
use platform::{
    Cx,
    ledger::{self, AccountId, Guard, Transfer, Unit},
    tasks::{self, NewTask, Office, Outcome},
    terms::Calendar,
};
use rules::Value as Told;
use serde_json::json;

use super::{
    case::{self, Case, Filled, Seen, Values},
    letters, lines,
    publish::keep::{self as publish, How},
    table::{self, NewEvent},
};
use crate::books::{Field, Named, Ready, Sort, Step};

/// The kind of a case's task in the pack's `tasks.toml`.
const TASK: &str = "case";

/// A change on its way: the case with what its rules may read.
pub(super) struct Change<'c> {
    pub(super) ready: Arc<Ready>,
    pub(super) case: Case,
    pub(super) before: Values,
    pub(super) subject: BTreeMap<String, Told>,
    pub(super) today: Day,
    pub(super) kind: &'static str,
    pub(super) step: &'c str,
    pub(super) note: &'c str,
    pub(super) from: String,
    /// Whether the task of the next step says something else now: another deadline, another title.
    pub(super) renames: bool,
}

impl Change<'_> {
    /// Takes what was filled, works out what follows, and tells what stands against it. Fields that
    /// `asked` names are those in front of the reader; a check speaks only when it reads one of them.
    pub(super) fn fill(&mut self, filled: &Filled, needed: &[&str]) -> Result<()> {
        self.case.values.clone_from(&filled.values);
        self.settle();
        let seen = self.seen();
        let mut faults = case::against(&seen, needed.iter().copied());
        faults.extend(lines::missing(&seen, &|id| filled.places.contains_key(id)));
        if faults.is_empty() {
            return Ok(());
        }
        Err(Error::Invalid(faults.into_iter().map(|it| lines::sent(it, &filled.places)).collect()))
    }

    pub(super) fn settle(&mut self) {
        let Change { ready, case, subject, today, .. } = self;
        let mut values = std::mem::take(&mut case.values);
        case::settle(ready, &mut values, &|values, name| {
            let (state, opened_on) = (case.state.as_str(), case.opened_on);
            Seen { ready, values, state, opened_on, today: *today, subject }.look(name)
        });
        case.values = values;
    }

    pub(super) fn seen(&self) -> Seen<'_> {
        Seen {
            ready: &self.ready,
            values: &self.case.values,
            state: &self.case.state,
            opened_on: self.case.opened_on,
            today: self.today,
            subject: &self.subject,
        }
    }

    /// Moves the case into a state, as of now.
    pub(super) fn enter(&mut self, cx: &Cx, state: &str) {
        state.clone_into(&mut self.case.state);
        self.case.entered_at = cx.now;
        self.case.closed_at = self.ready.book.is_end(state).then_some(cx.now);
    }

    /// Sets the deadline that runs now.
    pub(super) fn schedule(&mut self, cx: &Cx) -> Result<()> {
        let calendar = cx.house.packs.county(cx.county())?.made::<Calendar>();
        let working = |day, days| calendar.plus_working_days(day, days);
        let entered = self.case.entered_at.day();
        let due = case::next_due(&self.ready, &self.case.state, &self.case.values, entered, &working);
        let (step, day) = due.map(|(step, day)| (step.to_owned(), day)).unzip();
        let title = case::title(&self.ready, &self.case.values, &self.case.label);
        self.renames = self.case.due_step != step || self.case.due_on != day || self.case.title != title;
        self.case.due_step = step;
        self.case.due_on = day;
        self.case.title = title;
        Ok(())
    }

    /// Writes a case that was there, with its history and its task.
    pub(super) fn write(&mut self, cx: &mut Cx, filled: &Filled) -> Result<()> {
        self.schedule(cx)?;
        table::update(cx, &self.ready, &self.before, &mut self.case)?;
        self.case.revision += 1;
        self.after(cx, filled)
    }

    /// Writes a new case.
    pub(super) fn write_new(&mut self, cx: &mut Cx, filled: &Filled) -> Result<()> {
        self.schedule(cx)?;
        table::insert(cx, &self.ready, &mut self.case)?;
        self.after(cx, filled)
    }

    /// Writes a case that goes by another edition from here on: everything it is found by is made anew.
    pub(super) fn write_moved(&mut self, cx: &mut Cx, filled: &Filled) -> Result<()> {
        self.schedule(cx)?;
        self.renames = true;
        table::unindex(cx, &self.case.id)?;
        table::update(cx, &self.ready, &Values::new(), &mut self.case)?;
        self.case.revision += 1;
        self.after(cx, filled)
    }

    fn after(&self, cx: &mut Cx, filled: &Filled) -> Result<()> {
        // What is sealed goes with the mask that stands for it: taken back, or no longer asked.
        let mut secrets = filled.secrets.clone();
        for (id, _) in self.ready.fields_of(Sort::is_sealed) {
            if self.before.contains_key(id) && !self.case.values.contains_key(id) {
                secrets.insert(id.to_owned(), None);
            }
        }
        table::secrets(cx, &self.case.id, &secrets)?;
        let changed = case::changed(&self.before, &self.case.values);
        let event = NewEvent {
            kind: self.kind,
            step: self.step,
            from: &self.from,
            to: &self.case.state,
            changed: &changed,
            note: self.note,
        };
        table::event(cx, &self.case.id, &event)?;
        self.publish(cx)?;
        if self.kind == "edited" && !self.renames {
            // The task of the next step says what it said.
            return Ok(());
        }
        task(cx, &self.ready, &self.case)
    }

    /// What is public of the case follows it.
    fn publish(&self, cx: &mut Cx) -> Result<()> {
        if self.ready.book.publish.is_none() {
            return Ok(());
        }
        let seen = self.seen();
        let so = self.ready.is_public(&|name| seen.look(name));
        let how =
            if matches!(self.kind, "edited" | "corrected" | "back") { How::Corrected } else { How::WentOn };
        publish::keep(cx, &self.ready, &self.case, so, how)
    }

    /// What a step does beside moving the case: its transfers and its letter.
    pub(super) fn follow(&self, cx: &mut Cx, step_id: &str, step: &Step) -> Result<()> {
        self.post(cx, step_id, step)?;
        if let Some(letter) = &step.letter {
            letters::make(cx, &self.ready, &self.case, letter)?;
        }
        Ok(())
    }

    /// What a step posts, by its place among the step's transfers.
    pub(super) fn amount(&self, step_id: &str, at: usize) -> Result<Money> {
        let seen = self.seen();
        match self.ready.amount(step_id, at, &|name| seen.look(name)) {
            Some(Told::Money(amount)) if 0 <= amount.0 => Ok(amount),
            _ => Err(Error::Conflict(Fault::new("", "cases-amount-unknown"))),
        }
    }

    /// A correction does not touch what was posted: a transfer is reversed, never changed.
    pub(super) fn posted_stands(&self, cx: &mut Cx) -> Result<()> {
        let takers = table::takers(cx, &self.case.id)?;
        let after = self.seen();
        let before = Seen { values: &self.before, ..self.seen() };
        for (id, step) in self.ready.book.step.iter().filter(|it| takers.contains_key(it.0)) {
            for at in 0..step.posts.len() {
                let of = |seen: &Seen| self.ready.amount(id, at, &|name| seen.look(name));
                if of(&before) != of(&after) {
                    let fault = Fault::new("", "cases-correction-posted");
                    return Err(Error::Conflict(fault.arg("zh", step.zh()).arg("en", step.en())));
                }
            }
        }
        Ok(())
    }

    fn post(&self, cx: &mut Cx, step_id: &str, step: &Step) -> Result<()> {
        for (at, posts) in step.posts.iter().enumerate() {
            let amount = self.amount(step_id, at)?;
            if amount.0 == 0 {
                continue;
            }
            // A county's own accounts, by the names that its books use.
            let account = |name: &str| AccountId::new(Unit::Yuan, &format!("case/{}/{name}", self.case.book));
            let (from, to) = (account(&posts.from), account(&posts.to));
            ledger::open(cx, &[(&from, Guard::None), (&to, Guard::None)])?;
            let transfer = Transfer {
                // Each taking of the step posts once: the revision tells two of them apart.
                id: format!("{}/{step_id}/{at}/{}", self.case.id, self.case.revision),
                debit: &to,
                credit: &from,
                amount: amount.0,
                about: "case",
                about_id: &self.case.id,
                on: self.today,
            };
            ledger::post(cx, &[transfer])?;
        }
        Ok(())
    }
}

/// Leaves exactly one task for the step that is due next, with the offices that may take it.
pub(super) fn task(cx: &mut Cx, ready: &Ready, case: &Case) -> Result<()> {
    let due = case.due_step.as_ref().and_then(|id| ready.book.step.get_key_value(id));
    let wanted = due.zip(case.due_on).filter(|((_, step), _)| !step.who.is_empty());
    let reason = wanted.map_or("", |((id, _), _)| id.as_str());
    // The same step with another deadline is another task, too: the old one says what it said.
    tasks::close(cx, TASK, &case.id, None, Outcome::Done, &case.id)?;
    let Some(((_, step), due_on)) = wanted else { return Ok(()) };
    let says = |book: &str, step: &str| format!("{book} · {step}");
    let new = NewTask {
        kind: TASK,
        reason,
        subject_kind: "case",
        subject_id: &case.id,
        label: &case.title,
        area: &case.area,
        due_on: Some(due_on),
        detail: json!({ "book": ready.id, "number": case.number, "says": {
            "zh": says(&ready.book.zh, step.zh()), "en": says(ready.book.en(), step.en()) } }),
    };
    let office = Office {
        roles: &step.who,
        purpose: ready.book.purpose,
        rises_after_days: step.overdue.as_ref().and_then(|it| it.rises_after_days),
    };
    tasks::open_for(cx, &new, &office)?;
    Ok(())
}

/// The fields that must be filled when a step is taken or a case is opened by hand.
pub(crate) fn needed<'r>(ready: &'r Ready, step: Option<&'r Step>) -> Vec<&'r str> {
    let always = ready.book.field.iter().filter(|it| it.1.needed).map(|(id, _)| id.as_str());
    let of_step = step.into_iter().flat_map(|it| it.needs.iter().map(String::as_str));
    always.chain(of_step).collect()
}

/// Whether an empty needed field is asked with a step although the step does not name it: a case
/// that the program opened has such gaps.
pub(super) fn is_gap(field: &Field, id: &str, values: &Values) -> bool {
    field.needed && !field.is_computed() && !values.contains_key(id)
}
