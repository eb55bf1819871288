//! The engine: from answers and context to scores, the level, what changed it, and alerts.

use std::collections::BTreeMap;

use base::Fault;
use serde_json::{Map, Value};

use crate::{
    Changed, Confidence, Instrument, Level, Names, Outcome, Raised, Scoring, TypeFound, cond::Known,
    greatest, least, points, reading,
};

/// All that is known while the level is found.
struct State<'a> {
    instrument: &'a Instrument,
    answers: Vec<Known<'a>>,
    context: Vec<Known<'a>>,
    scores: BTreeMap<String, i64>,
    levels: BTreeMap<String, u8>,
    highest: i64,
}

impl<'a> State<'a> {
    fn find(&self, name: &str) -> Known<'a> {
        let number = |it: Option<&i64>| it.map_or(Known::Nothing, |it| Known::Number(*it as f64));
        if name == "total" {
            return number(self.scores.get(name));
        }
        if name == "highest" {
            return Known::Number(self.highest as f64);
        }
        if let Some(name) = name.strip_prefix("context.") {
            return reading::at(&self.instrument.context, &self.context, name);
        }
        if let Some(name) = name.strip_prefix("score.") {
            return number(self.scores.get(name));
        }
        if let Some(name) = name.strip_prefix("level.") {
            let level = self.levels.get(name);
            return level.map_or(Known::Nothing, |it| Known::Number(f64::from(*it)));
        }
        reading::at(&self.instrument.items, &self.answers, name)
    }

    /// The most severe of `levels` that holds; `score` is what their bands are over.
    fn level(&self, levels: &[Level], score: Option<i64>) -> Option<u8> {
        let holds = |level: &Level| match level.when.as_slice() {
            [] => score.is_some_and(|it| {
                level.from.is_none_or(|from| from <= it) && level.to.is_none_or(|to| it <= to)
            }),
            when => when.iter().any(|it| it.holds(&|name| self.find(name))),
        };
        levels.iter().rposition(holds).map(|it| it as u8)
    }

    /// The levels of the sections, or their scores: what a rule that fits nothing did not foresee.
    fn combination(&self) -> String {
        let levels: Vec<String> = self.levels.iter().map(|(id, it)| format!("{id}={it}")).collect();
        if levels.is_empty() {
            return self.scores.iter().map(|(id, it)| format!("{id}={it}")).collect::<Vec<_>>().join(", ");
        }
        levels.join(", ")
    }

    fn left_out(&self, of: &str) -> Vec<Fault> {
        let path = if of.is_empty() { "level".to_owned() } else { format!("level.{of}") };
        vec![Fault::new(path, "instruments-left-out").arg("combination", self.combination())]
    }
}

/// Scores one set of answers. Faults name the item by their path, `answers.B.1.1`.
pub fn score(
    instrument: &Instrument,
    answers: &Map<String, Value>,
    context: &Map<String, Value>,
) -> Result<Outcome, Vec<Fault>> {
    let (answers, mut faults) = reading::answers(instrument, answers);
    let (context, wrong) = reading::context(instrument, context);
    faults.extend(wrong);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut state =
        State { instrument, answers, context, scores: BTreeMap::new(), levels: BTreeMap::new(), highest: 0 };
    let points = worth(&mut state)?;
    sum(&mut state, &points);
    for section in instrument.sections.iter().filter(|it| !it.levels.is_empty()) {
        let score = state.scores.get(&section.id).copied();
        let level = state.level(&section.levels, score).ok_or_else(|| state.left_out(&section.id))?;
        state.levels.insert(section.id.clone(), level);
    }
    let initial = initial(&state)?;
    let (level, changes) = changed(&state, initial);
    Ok(outcome(state, points, initial, level, changes))
}

/// The points of each item; a measure that no band takes is a fault.
fn worth(state: &mut State<'_>) -> Result<Vec<Option<i64>>, Vec<Fault>> {
    let instrument = state.instrument;
    let mut all = Vec::with_capacity(instrument.items.len());
    let mut faults = Vec::new();
    for (item, known) in instrument.items.iter().zip(&state.answers) {
        let points = points::of(instrument, item, *known, &|name| state.find(name));
        let unworthy = points.is_none() && *known != Known::Nothing && instrument.scores(item);
        if unworthy {
            let fault = Fault::new(format!("answers.{}", item.id), "instruments-no-band");
            faults.push(fault.arg("item", &item.id));
        }
        all.push(points);
    }
    state.highest = all.iter().flatten().copied().max().unwrap_or(0);
    if faults.is_empty() { Ok(all) } else { Err(faults) }
}

fn sum(state: &mut State<'_>, points: &[Option<i64>]) {
    let instrument = state.instrument;
    if instrument.scoring == Scoring::None {
        return;
    }
    if instrument.scoring == Scoring::Sum {
        // Items of one section stand together: the section of the last item is nearly always the next's.
        let mut sums: Vec<(&str, i64)> = Vec::with_capacity(instrument.sections.len());
        for (item, points) in instrument.items.iter().zip(points) {
            let Some(section) = item.section.as_deref() else { continue };
            match sums.iter_mut().rev().find(|it| it.0 == section) {
                Some(sum) => sum.1 += points.unwrap_or(0),
                None => sums.push((section, points.unwrap_or(0))),
            }
        }
        state.scores.extend(sums.into_iter().map(|(section, sum)| (section.to_owned(), sum)));
    }
    for sub in &instrument.subs {
        let of = |id: &String| {
            let place = instrument.items.iter().position(|it| it.id == *id)?;
            let item = &instrument.items[place];
            let points = (*points.get(place)?)?;
            let turned = sub.reverse.contains(id);
            Some(if turned { least(instrument, item) + greatest(instrument, item) - points } else { points })
        };
        state.scores.insert(sub.id.clone(), sub.items.iter().filter_map(of).sum());
    }
    if instrument.scoring == Scoring::Sum {
        state.scores.insert("total".to_owned(), points.iter().flatten().sum());
    }
}

/// The level that scores alone give; nothing where the instrument has no levels.
fn initial(state: &State<'_>) -> Result<Option<u8>, Vec<Fault>> {
    let instrument = state.instrument;
    if let Some(matrix) = &instrument.matrix {
        let of = |id: &String| state.levels.get(id).copied().unwrap_or(0);
        let column = matrix.columns.iter().map(of).max().unwrap_or(0);
        let row = matrix.cells.get(usize::from(of(&matrix.row)));
        let cell = row.and_then(|it| it.get(usize::from(column))).copied();
        return cell.map(Some).ok_or_else(|| state.left_out(""));
    }
    if instrument.levels.is_empty() {
        return Ok(None);
    }
    let total = state.scores.get("total").copied();
    state.level(&instrument.levels, total).map(Some).ok_or_else(|| state.left_out(""))
}

/// A rule that sets the level goes before those that raise it; of these the greatest counts once,
/// and each that holds is told. What changes nothing is not told.
fn changed(state: &State<'_>, initial: Option<u8>) -> (Option<u8>, Vec<Changed>) {
    let instrument = state.instrument;
    let Some(initial) = initial else { return (None, Vec::new()) };
    let last = (instrument.levels.len() as u8).saturating_sub(1);
    let holding: Vec<_> =
        instrument.changes.iter().filter(|it| it.when.holds(&|name| state.find(name))).collect();
    let set = holding.iter().filter_map(|it| it.set).max();
    let level = match set {
        Some(set) => set.max(initial),
        None => (initial + holding.iter().filter_map(|it| it.raise).max().unwrap_or(0)).min(last),
    };
    if level == initial {
        return (Some(initial), Vec::new());
    }
    let told = holding.into_iter().filter(|it| it.set.is_some() == set.is_some());
    let told =
        told.map(|it| Changed { rule: it.id.clone(), reason: it.zh.clone(), reason_en: it.en.clone() });
    (Some(level), told.collect())
}

fn outcome(
    state: State<'_>,
    points: Vec<Option<i64>>,
    initial_level: Option<u8>,
    level: Option<u8>,
    changes: Vec<Changed>,
) -> Outcome {
    let instrument = state.instrument;
    let find = |name: &str| state.find(name);
    let types = instrument.subs.iter().filter(|it| !it.verdicts.is_empty()).map(|sub| {
        let verdict = sub.verdicts.iter().find(|it| it.when.holds(&find));
        let found = TypeFound {
            zh: sub.zh.clone(),
            en: sub.en.clone(),
            score: state.scores.get(&sub.id).copied().unwrap_or(0),
            verdict: verdict.map(|it| it.id.clone()),
            verdict_names: verdict.map(|it| Names { zh: it.zh.clone(), en: it.en.clone() }),
        };
        (sub.id.clone(), found)
    });
    let types = types.collect();
    let raised = instrument.alerts.iter().filter(|it| it.when.holds(&find));
    let alerts =
        raised.map(|it| Raised { rule: it.id.clone(), zh: it.zh.clone(), en: it.en.clone() }).collect();
    let screen_positive = instrument.screen_positive.as_ref().map(|it| it.holds(&find));
    let named = level.and_then(|it| instrument.levels.get(usize::from(it)));
    let unsure = [
        named.and_then(|it| it.confidence),
        instrument.matrix.as_ref().map(|it| it.confidence),
        Some(instrument.confidence),
    ];
    Outcome {
        instrument: instrument.id.clone(),
        edition: instrument.edition.clone(),
        section_levels: state.levels,
        initial_level,
        level,
        changes,
        bands: named.map(|it| Names { zh: it.zh.clone(), en: it.en.clone() }),
        types,
        alerts,
        screen_positive,
        unverified: unsure.contains(&Some(Confidence::Unverified)),
        points,
        scores: state.scores,
    }
}
