//! A case in memory: opened by a draft, filled and stepped as its rules say. Pure; nothing is written.
//!
//! What was done so far is a list of turns; each showing plays it again from the beginning. A sample is about
//! nobody real: what rules read of its subject is what was made up for it, and else unknown. What a field
//! points to may be any text.

use std::collections::BTreeMap;

use base::{Day, Error, Instant, Result};
use rules::Value as Told;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    books::{Ready, Step, form, shelf},
    cases::{
        case::{self, Case, Form, Seen, Stand, Values},
        lines, open, step, value,
        write::needed,
    },
};

/// One turn: nothing named is the opening.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Turn {
    pub(super) step: Option<String>,
    pub(super) values: Map<String, Value>,
}

/// A sample case as it stands, and what its turns came to.
pub(super) struct Sample {
    pub(super) case: Case,
    pub(super) entered: Day,
    /// Letters by their name, in the order in which they were made.
    pub(super) letters: Vec<String>,
    /// From, to, fen.
    pub(super) posts: Vec<(String, String, i64)>,
    /// Books of which a linked case would be opened.
    pub(super) opens: Vec<String>,
    /// Who acted in each step, for steps that need another hand.
    pub(super) history: Vec<(String, String)>,
}

/// What a rehearsal plays: the book, the sample's subject with the facts that were made up for it, and when.
#[derive(Clone, Copy)]
pub(super) struct Scene<'s> {
    pub(super) ready: &'s Ready,
    pub(super) label: &'s str,
    pub(super) area: &'s str,
    pub(super) facts: &'s BTreeMap<String, Told>,
    pub(super) now: Instant,
}

/// Plays the turns. The one that cannot be taken is told with its faults; those before it stand.
pub(super) fn play(scene: Scene, turns: &[Turn]) -> (Option<Sample>, Option<Error>) {
    let mut sample: Option<Sample> = None;
    for turn in turns {
        let next = match (&turn.step, sample.take()) {
            (None, None) => begin(scene, &turn.values),
            (Some(step), Some(at)) => {
                let before = at.snapshot();
                match take(scene, at, step, &turn.values) {
                    Ok(after) => Ok(after),
                    Err(why) => return (Some(before), Some(why)),
                }
            }
            (_, before) => return (before, Some(Error::conflict("cases-no-such-step"))),
        };
        match next {
            Ok(next) => sample = Some(next),
            Err(why) => return (None, Some(why)),
        }
    }
    (sample, None)
}

impl Sample {
    fn snapshot(&self) -> Sample {
        Sample {
            case: self.case.clone(),
            entered: self.entered,
            letters: self.letters.clone(),
            posts: self.posts.clone(),
            opens: self.opens.clone(),
            history: self.history.clone(),
        }
    }

    pub(super) fn seen<'s>(&'s self, scene: Scene<'s>) -> Seen<'s> {
        scene.seen(&self.case, &self.case.values)
    }
}

impl<'s> Scene<'s> {
    fn seen(self, case: &'s Case, values: &'s Values) -> Seen<'s> {
        let today = self.now.day();
        let (state, opened_on) = (case.state.as_str(), case.opened_on);
        Seen { ready: self.ready, values, state, opened_on, today, subject: self.facts }
    }
}

/// The role in which a turn of the rehearsal is taken: the first that may.
pub(super) fn role_of<'r>(ready: &'r Ready, step: Option<&'r Step>) -> &'r str {
    let roles = step.map_or(&ready.book.open, |it| &it.who);
    roles.first().map_or("", String::as_str)
}

fn settle(scene: Scene, case: &mut Case) {
    let mut values = std::mem::take(&mut case.values);
    case::settle(scene.ready, &mut values, &|values, name| scene.seen(case, values).look(name));
    case.values = values;
}

fn begin(scene: Scene, given: &Map<String, Value>) -> Result<Sample> {
    let Scene { ready, label, area, now, .. } = scene;
    let today = now.day();
    let asked: Vec<&str> = ready.book.asked_at_opening().map(|it| it.0).collect();
    let role = role_of(ready, None);
    let filled =
        Form { ready, role, asks: &|id, _| asked.contains(&id) }.read(&open::starting(ready), given)?;
    let month = today.month();
    let number = form::number(&ready.book.number, today.year() as i16, month.of_year() as i8, 1);
    let mut case = Case {
        id: String::new(),
        book: ready.id.clone(),
        edition: ready.book.edition,
        number,
        subject_kind: ready.book.subject.clone(),
        subject_id: String::new(),
        label: label.to_owned(),
        title: String::new(),
        area: area.to_owned(),
        state: ready.book.first_state().to_owned(),
        entered_at: now,
        due_step: None,
        due_on: None,
        opened_on: today,
        opened_by: role.to_owned(),
        closed_at: None,
        values: filled.values,
        revision: 1,
        kept: Stand::default(),
    };
    settle(scene, &mut case);
    whole(scene, &case, &needed(ready, None))?;
    case.title = case::title(ready, &case.values, label);
    let (letters, posts, opens, history) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    Ok(Sample { case, entered: today, letters, posts, opens, history })
}

fn whole(scene: Scene, case: &Case, needed: &[&str]) -> Result<()> {
    let seen = scene.seen(case, &case.values);
    let mut faults = case::against(&seen, needed.iter().copied());
    faults.extend(lines::missing(&seen, &|_| true));
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

fn take(scene: Scene, mut at: Sample, id: &str, given: &Map<String, Value>) -> Result<Sample> {
    let Scene { ready, now, .. } = scene;
    let today = now.day();
    let step = ready.book.step.get(id).ok_or_else(|| Error::conflict("cases-no-such-step"))?;
    if !step.from.contains(&at.case.state) {
        return Err(Error::conflict("cases-no-such-step"));
    }
    let role = role_of(ready, Some(step));
    let form = Form { ready, role, asks: &|id, _| step.asks.iter().any(|it| it == id) };
    at.case.values = form.read(&at.case.values, given)?.values;
    settle(scene, &mut at.case);
    let by_hand = !step.who.is_empty();
    let wanted = if by_hand { needed(ready, Some(step)) } else { Vec::new() };
    whole(scene, &at.case, &wanted)?;
    let (set, posts) = {
        let seen = at.seen(scene);
        let look = |name: &str| seen.look(name);
        if !ready.may_be_taken(id, &look) {
            return Err(Error::Conflict(step::not_yet(step)));
        }
        let set: Vec<(String, Option<Told>)> =
            ready.set_by(id).map(|(name, rule)| (name.to_owned(), shelf::answer(rule, &look))).collect();
        (set, step.posts.len())
    };
    for (name, told) in set {
        match told {
            Some(told) => _ = at.case.values.insert(name, value::kept(&told)),
            None => _ = at.case.values.remove(&name),
        }
    }
    if let Some(to) = &step.to {
        at.case.state.clone_from(to);
        at.entered = today;
        at.case.closed_at = ready.book.is_end(to).then_some(now);
    }
    settle(scene, &mut at.case);
    for place in 0..posts {
        let told = {
            let seen = at.seen(scene);
            ready.amount(id, place, &|name| seen.look(name))
        };
        match told {
            Some(Told::Money(amount)) if 0 < amount.0 => {
                let it = &step.posts[place];
                at.posts.push((it.from.clone(), it.to.clone(), amount.0));
            }
            Some(Told::Money(amount)) if amount.0 == 0 => (),
            _ => return Err(Error::conflict("cases-amount-unknown")),
        }
    }
    at.letters.extend(step.letter.clone());
    at.opens.extend(step.opens.as_ref().map(|it| it.book.clone()));
    at.history.push((id.to_owned(), role.to_owned()));
    at.case.title = case::title(ready, &at.case.values, &at.case.label);
    Ok(at)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const GUIDE: &str = include_str!("../../../../docs/casebooks.md");

    /// The book of the guide: the first block of TOML in it.
    fn guide() -> Ready {
        let from = GUIDE.find("```toml\n").expect("an example") + "```toml\n".len();
        let text = &GUIDE[from..from + GUIDE[from..].find("```").expect("its end")];
        let mut book: crate::books::Book = toml::from_str(text).unwrap();
        // That reader puts names in their own order; packs keep the order of the page.
        book.state.sort_by_key(|id, _| id != "found");
        Ready::make("guide", book, &rules::Catalogue::default(), &[]).unwrap()
    }

    fn turn(step: &str, values: Value) -> Turn {
        let step = (!step.is_empty()).then(|| step.to_owned());
        Turn { step, values: values.as_object().cloned().unwrap() }
    }

    const NOON: Instant = Instant(1_795_320_000_000_000);

    fn played(ready: &Ready, turns: &[Turn]) -> (Option<Sample>, Option<Error>) {
        let facts = BTreeMap::new();
        play(Scene { ready, label: "-", area: "", facts: &facts, now: NOON }, turns)
    }

    #[test]
    fn a_sample_goes_from_its_opening_to_its_end() {
        let ready = guide();
        let opening = turn("", json!({ "place": "东门", "grade": "major", "found_on": "2026-11-20" }));
        let mend = turn("mend", json!({ "mended_on": "2026-11-21", "proof": "a photo" }));
        let turns = [opening, mend, turn("verify", json!({}))];
        let (sample, why) = played(&ready, &turns);
        assert!(why.is_none(), "{why:?}");
        let sample = sample.unwrap();
        assert_eq!(
            (sample.case.state.as_str(), sample.letters.as_slice()),
            ("closed", &["closed".to_owned()][..])
        );
        assert!(sample.case.closed_at.is_some());
        assert_eq!(sample.case.title, "东门");
    }

    #[test]
    fn what_cannot_be_taken_is_told_and_what_was_taken_stands() {
        let ready = guide();
        let (none, why) = played(&ready, &[turn("", json!({ "place": "东门" }))]);
        assert!(none.is_none());
        let mut keys: Vec<String> = why.unwrap().faults().iter().map(|it| it.path.to_string()).collect();
        keys.sort();
        assert_eq!(keys, ["values.found_on", "values.grade"]);
        let opening = turn("", json!({ "place": "东门", "grade": "major", "found_on": "2026-11-20" }));
        for (step, values, path) in [
            ("mend", json!({ "mended_on": "2026-11-19", "proof": "x" }), "values.mended_on"),
            ("mend", json!({ "proof": "x" }), "values.mended_on"),
            ("verify", json!({}), ""),
            ("nothing", json!({}), ""),
        ] {
            let (stands, why) = played(&ready, &[opening.clone(), turn(step, values)]);
            assert_eq!(stands.unwrap().case.state, "found", "{step}");
            assert_eq!(why.unwrap().faults()[0].path, path, "{step}");
        }
    }
}
