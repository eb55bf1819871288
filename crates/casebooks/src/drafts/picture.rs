//! A book's states and steps as a drawing: where boxes stand and how arrows run. Pure.
//!
//! States stand below one another in the order of the book, so that the drawing is as narrow as a phone. A
//! step to the next state is a straight arrow; one that skips states runs round them on the right, one that
//! goes back on the left, each in a lane of its own where others run beside it. Steps are numbered; the page
//! says them in words below the drawing.

use schemars::JsonSchema;
use serde::Serialize;

use crate::books::{Book, Named, ask::Words, graph};

const BOX_WIDTH: i64 = 184;
const BOX_HEIGHT: i64 = 40;
const GAP: i64 = 44;
const LANE: i64 = 26;
const EDGE: i64 = 16;
/// Room for a name in a box: a Chinese character takes two.
const NAME_WIDTH: usize = 24;

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Picture {
    pub width: i64,
    pub height: i64,
    pub boxes: Vec<Drawn>,
    pub arrows: Vec<Arrow>,
    pub steps: Vec<Said>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Drawn {
    pub id: String,
    pub name: Words,
    /// The name as it has room in the box.
    pub short: Words,
    pub tone: String,
    pub first: bool,
    pub end: bool,
    /// Whether no step leads to it.
    pub unreached: bool,
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Arrow {
    /// The path, as SVG writes it.
    pub d: String,
    pub back: bool,
    /// The numbers of the steps that go this way, and where they stand.
    pub numbers: String,
    pub x: i64,
    pub y: i64,
}

/// A step in words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Said {
    pub number: i64,
    pub id: String,
    pub name: Words,
    pub from: Vec<Words>,
    /// Nothing: it stays where it is.
    pub to: Option<Words>,
    pub who: Vec<String>,
    pub due_days: Option<i64>,
    pub due_working: bool,
}

/// The drawing of a book; one with faults is drawn as far as it goes.
pub(super) fn of(book: &Book) -> Picture {
    let at = |state: &str| book.state.get_index_of(state);
    let mut ways: Vec<(usize, usize, Vec<String>)> = Vec::new();
    let mut steps = Vec::new();
    for (number, (id, step)) in book.step.iter().enumerate() {
        let number = number as i64 + 1;
        for from in step.from.iter().filter_map(|it| at(it)) {
            let to = match &step.to {
                Some(to) => at(to),
                None => Some(from),
            };
            let Some(to) = to else { continue };
            match ways.iter_mut().find(|it| it.0 == from && it.1 == to) {
                Some(way) => way.2.push(number.to_string()),
                None => ways.push((from, to, vec![number.to_string()])),
            }
        }
        let named = |state: &String| book.state.get(state).map(Words::of);
        steps.push(Said {
            number,
            id: id.clone(),
            name: Words::of(step),
            from: step.from.iter().filter_map(named).collect(),
            to: step.to.as_ref().and_then(named),
            who: step.who.clone(),
            due_days: step.due.as_ref().map(|it| it.days),
            due_working: step.due.as_ref().is_some_and(|it| it.working),
        });
    }
    // The shortest way round stands nearest to the boxes.
    let length = |it: &(usize, usize, Vec<String>)| it.0.abs_diff(it.1);
    ways.sort_by_key(|it| (length(it), it.0.min(it.1)));
    let (mut left, mut right) = (Lanes::default(), Lanes::default());
    let placed: Vec<(usize, usize, String, Way)> = ways
        .into_iter()
        .map(|(from, to, numbers)| {
            let way = if to == from + 1 {
                Way::Straight
            } else if from <= to {
                Way::Right(right.take(from, to))
            } else {
                Way::Left(left.take(to, from))
            };
            (from, to, numbers.join(" "), way)
        })
        .collect();
    let x = EDGE + LANE * left.count();
    let width = x + BOX_WIDTH + LANE * right.count() + EDGE;
    let top = |state: usize| EDGE + (BOX_HEIGHT + GAP) * state as i64;
    let reached = graph::reached(book);
    let boxes = book.state.iter().enumerate().map(|(place, (id, state))| Drawn {
        id: id.clone(),
        name: Words::of(state),
        short: Words { zh: short(state.zh()), en: short(state.en()) },
        tone: serde_json::to_value(state.tone)
            .ok()
            .and_then(|it| it.as_str().map(str::to_owned))
            .unwrap_or_default(),
        first: place == 0,
        end: state.end,
        unreached: !reached.contains(id.as_str()),
        x,
        y: top(place),
        width: BOX_WIDTH,
        height: BOX_HEIGHT,
    });
    let arrows = placed.into_iter().map(|(from, to, numbers, way)| {
        let (below, above) = (top(from) + BOX_HEIGHT, top(to));
        let middle = x + BOX_WIDTH / 2;
        // Arrows that leave or enter one side stand apart: out below the middle, in above it.
        let (out, into) = (top(from) + BOX_HEIGHT * 3 / 4, top(to) + BOX_HEIGHT / 4);
        let round = |side: i64, lane: i64, back: bool| Arrow {
            d: format!("M {side} {out} H {lane} V {into} H {side}"),
            back,
            x: lane,
            y: i64::midpoint(out, into),
            numbers: numbers.clone(),
        };
        match way {
            Way::Straight => Arrow {
                d: format!("M {middle} {below} V {above}"),
                back: false,
                x: middle,
                y: i64::midpoint(below, above),
                numbers,
            },
            Way::Right(lane) => round(x + BOX_WIDTH, x + BOX_WIDTH + LANE * (lane + 1), false),
            Way::Left(lane) => round(x, x - LANE * (lane + 1), true),
        }
    });
    let arrows = arrows.collect();
    let height = top(book.state.len().max(1)) - GAP + EDGE;
    Picture { width, height, boxes: boxes.collect(), arrows, steps }
}

enum Way {
    Straight,
    Right(i64),
    Left(i64),
}

/// Which lanes of a side are taken, and from where to where.
#[derive(Default)]
struct Lanes(Vec<Vec<(usize, usize)>>);

impl Lanes {
    /// The first lane that is free from `low` to `high`.
    fn take(&mut self, low: usize, high: usize) -> i64 {
        let free = |lane: &Vec<(usize, usize)>| lane.iter().all(|it| high < it.0 || it.1 < low);
        let lane = self.0.iter().position(free).unwrap_or_else(|| {
            self.0.push(Vec::new());
            self.0.len() - 1
        });
        self.0[lane].push((low, high));
        lane as i64
    }

    fn count(&self) -> i64 {
        self.0.len() as i64
    }
}

/// A name cut to the room that a box has.
fn short(name: &str) -> String {
    let wide = |it: char| if it.is_ascii() { 1 } else { 2 };
    if name.chars().map(wide).sum::<usize>() <= NAME_WIDTH {
        return name.to_owned();
    }
    let mut left = NAME_WIDTH - 1;
    let mut cut = String::new();
    for it in name.chars() {
        if left < wide(it) {
            break;
        }
        left -= wide(it);
        cut.push(it);
    }
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(states: &[&str], steps: &[(&[&str], &str)]) -> Book {
        let mut text =
            "zh = 'A'\nen = 'A'\ngroup = 'g'\nsubject = 'none'\nbasis = 'b'\nconfidence = 'local'\n\
                        number = '{serial}'\nopen = []\nfield = {}\n"
                .to_owned();
        if states.is_empty() {
            text += "state = {}\n";
        }
        for id in states {
            text += &format!("[state.{id}]\nzh = '{id}'\nen = '{id}'\n");
        }
        for (at, (from, to)) in steps.iter().enumerate() {
            let to = if to.is_empty() { String::new() } else { format!("to = '{to}'\n") };
            text += &format!("[step.s{at}]\nzh = 'S'\nen = 'S'\nfrom = {from:?}\n{to}who = []\n");
        }
        toml::from_str(&text).unwrap()
    }

    #[test]
    fn steps_run_beside_one_another() {
        let it = of(&book(
            &["a", "b", "c", "d"],
            &[
                (&["a"], "b"),
                (&["b"], "c"),
                (&["c"], "d"),
                (&["a"], "d"),
                (&["c"], "a"),
                (&["b"], "a"),
                (&["d"], ""),
            ],
        ));
        assert_eq!(it.boxes.len(), 4);
        assert_eq!(it.steps.len(), 7);
        let back: Vec<&str> = it.arrows.iter().filter(|it| it.back).map(|it| it.numbers.as_str()).collect();
        assert_eq!(back, ["6", "5"], "the shorter one nearer");
        let lanes: Vec<i64> = it.arrows.iter().filter(|it| it.back).map(|it| it.x).collect();
        assert!(lanes[1] < lanes[0], "two that run side by side have a lane each: {lanes:?}");
        let inside = |at: &Arrow| 0 < at.x && at.x < it.width && 0 < at.y && at.y < it.height;
        assert!(it.arrows.iter().all(inside), "{:?}", it.arrows);
        assert!(it.width <= 360, "{}", it.width);
    }

    #[test]
    fn two_steps_of_one_way_are_one_arrow_and_what_leads_nowhere_is_left_out() {
        let it = of(&book(&["a", "b"], &[(&["a"], "b"), (&["a"], "b"), (&["a"], "gone"), (&["gone"], "b")]));
        let numbers: Vec<&str> = it.arrows.iter().map(|it| it.numbers.as_str()).collect();
        assert_eq!(numbers, ["1 2"]);
        assert!(!it.boxes[1].unreached && it.boxes[0].first);
        assert_eq!(of(&book(&[], &[])).boxes.len(), 0);
    }

    #[test]
    fn names_are_cut_to_their_box() {
        for (name, want) in [
            ("待整改", "待整改"),
            ("Waiting for the county's answer", "Waiting for the county'…"),
            ("一二三四五六七八九十甲乙丙", "一二三四五六七八九十甲…"),
        ] {
            assert_eq!(short(name), want);
        }
    }
}
