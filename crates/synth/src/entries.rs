//! Who stands on a township's roster, and how the dead and the gone among them are marked.

use sheets::{Colour, write::Look};

use crate::{
    as_of,
    county::County,
    draw::Draw,
    mess::Messes,
    person::{Living, Person, State},
    truth::{Expected, Truth},
};

/// One row to be written.
pub(crate) struct Entry {
    pub person: usize,
    /// The village it is listed under, counted in the township.
    pub village: usize,
    pub look: Look,
    pub remark: String,
    pub messes: Messes,
    pub expected: Expected,
}

const RED: Colour = Colour([255, 0, 0]);
const GREY: Colour = Colour([166, 166, 166]);

/// Who is on the roster, and how their row is marked.
pub(crate) fn entries(
    county: &County,
    people: &[Person],
    town: usize,
    truth: &mut Truth,
    corrections: &mut Vec<usize>,
    draw: &mut Draw,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    let offset: usize = county.townships[..town].iter().map(|it| it.villages.len()).sum();
    let villages = county.townships[town].villages.len();
    for (at, person) in people.iter().enumerate() {
        let here = person.village.checked_sub(offset).filter(|it| *it < villages);
        let lives = match person.living {
            Living::Village(village) => village.checked_sub(offset).filter(|it| *it < villages),
            _ => None,
        };
        let mut entry = Entry {
            person: at,
            village: here.or(lives).unwrap_or(0),
            look: Look { border: true, ..Look::default() },
            remark: String::new(),
            messes: Vec::new(),
            expected: Expected::Living,
        };
        match (&person.state, here) {
            (State::Living, Some(_)) if person.double_of.is_none() => {
                if draw.happens(0.003) && truth.false_death(at).is_none() {
                    // Forgotten; the township sends the row later.
                    corrections.push(at);
                    continue;
                }
                if truth.false_death(at) == Some("roster") {
                    entry.look.struck = true;
                    entry.messes.push("false_death_struck");
                    entry.expected = Expected::FalseDeath;
                } else if draw.happens(0.004) {
                    draw.one_of(&["老伴已去世", "丧偶", "儿子去世，独居", "新增", "长期患病"])
                        .clone_into(&mut entry.remark);
                    entry.messes.push("remark_trap");
                }
                let twice = draw.happens(0.001_5);
                if twice {
                    let mut again = Entry { messes: vec!["twice"], ..entry.copy() };
                    again.expected = Expected::Again;
                    entries.push(again);
                }
                entries.push(entry);
            }
            // Whoever lives here and is registered in another township is sometimes on both rosters.
            (State::Living, None) if lives.is_some() && person.double_of.is_none() && draw.happens(0.015) => {
                let (_, home, _) = county.village(person.village);
                entry.remark = format!("人户分离，户籍在{}", home.name);
                entry.messes.push("registered_elsewhere");
                entry.expected = Expected::Again;
                entries.push(entry);
            }
            (State::Dead { on, told }, Some(_)) => {
                let known = told[3].is_some_and(|day| day <= as_of());
                let fresh = on.days_until(as_of()) < 240;
                if draw.happens(if fresh { 0.5 } else { 0.08 }) && *on < as_of() {
                    if known {
                        mark_dead(&mut entry, &on.month().to_string(), draw);
                    } else {
                        entry.messes.push("dead_unmarked");
                    }
                    entry.expected = Expected::Dead;
                    entries.push(entry);
                }
            }
            (State::Moved { to, told, .. }, Some(_)) if draw.happens(0.35) => {
                if *told < as_of() && draw.happens(0.6) {
                    entry.remark = format!("户口已迁出至{to}");
                    entry.messes.push("moved_remark");
                } else {
                    entry.messes.push("moved_unmarked");
                }
                entry.expected = Expected::Moved;
                entries.push(entry);
            }
            _ => (),
        }
    }
    entries
}

fn mark_dead(entry: &mut Entry, month: &str, draw: &mut Draw) {
    match draw.weighted(&[0.28, 0.2, 0.1, 0.42]) {
        0 => {
            entry.look.struck = true;
            entry.messes.push("dead_struck");
        }
        1 => {
            if draw.happens(0.5) {
                entry.look.font = Some(RED);
            } else {
                entry.look.fill = Some(RED);
            }
            entry.messes.push("dead_red");
        }
        2 => {
            entry.look.fill = Some(GREY);
            entry.messes.push("dead_grey");
        }
        _ => {
            entry.remark = match draw.below(3) {
                0 => "已去世".to_owned(),
                1 => format!("{month}死亡"),
                _ => "死亡".to_owned(),
            };
            entry.messes.push("dead_remark");
        }
    }
}

impl Entry {
    fn copy(&self) -> Entry {
        Entry {
            person: self.person,
            village: self.village,
            look: self.look.clone(),
            remark: self.remark.clone(),
            messes: self.messes.clone(),
            expected: self.expected,
        }
    }
}
