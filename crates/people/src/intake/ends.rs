//! Deaths and moves as rows tell them: by a column, by words, or by marks alone.

use base::Day;
use linkage::{dates, written::half_width};

use super::{
    pack::{Field, ListKind, Meaning},
    reading::{Reader, Remark},
};
use crate::register::draft::{Dated, Death};

impl Reader<'_> {
    /// Deaths and moves: told by columns, by words, or by marks alone.
    pub(super) fn ends(&mut self) {
        let words: String = [Field::Remark, Field::Change]
            .into_iter()
            .map(|it| self.cell(it))
            .chain([self.line.marks.remarks.as_str()])
            .collect::<Vec<_>>()
            .join(" ");
        let about_others = self.pack.words.not_deaths.iter().any(|it| words.contains(it.as_str()));
        let says_dead = !about_others && self.pack.words.deaths.iter().any(|it| words.contains(it.as_str()));
        let day = self.date(Field::DeathDate);
        let list_of_deaths = self.said.list == ListKind::Deaths;
        if let Some(day) = day {
            if self.reading.record.birth.is_some_and(|born| day < born) {
                self.reading.wrong.push(Remark::new(Field::DeathDate, "intake-death-before-birth"));
                return;
            }
            let proof = self.filled(Field::Proof).unwrap_or_default();
            self.reading.draft.death =
                Some(Death { day, confirmed: list_of_deaths && self.said.confirms, proof });
            return;
        }
        let marks = &self.line.marks;
        let signs = self.pack.signs;
        let told = [
            (says_dead, signs.remark, "intake-sign-remark"),
            (marks.struck, signs.struck, "intake-sign-struck"),
            (marks.red, signs.red, "intake-sign-red"),
            (marks.grey, signs.grey, "intake-sign-grey"),
            (marks.hidden, signs.hidden, "intake-sign-hidden"),
        ];
        for (shown, meaning, key) in told {
            match (shown, meaning) {
                (false, _) | (_, Meaning::Nothing) => (),
                (true, Meaning::Ask) => self.reading.asks.push(Remark::new(None, key)),
                (true, Meaning::Death) if self.reading.draft.death.is_none() => {
                    // Reported, not confirmed: the day in the words, else the file's own day.
                    let told = day_in(&words).filter(|it| *it <= self.said.as_of);
                    self.reading.death_by_sign = told.is_none();
                    let day = told.unwrap_or(self.said.as_of);
                    self.reading.notes.push(Remark::new(None, key).arg("day", day));
                    self.reading.draft.death = Some(Death { day, confirmed: false, proof: String::new() });
                }
                (true, Meaning::Death) => self.reading.notes.push(Remark::new(None, key)),
            }
        }
        self.moved(&words);
    }

    fn moved(&mut self, words: &str) {
        let day = self.date(Field::MoveDate);
        let says_moved = self.pack.words.moves.iter().any(|it| words.contains(it.as_str()));
        match (self.said.list, day) {
            (ListKind::Moves, Some(day)) => {
                let to = self.filled(Field::MoveTo).unwrap_or_default();
                self.reading.draft.registered = Some(Dated::since(String::new(), day));
                self.reading.draft.registered_address = (!to.is_empty()).then_some(to);
            }
            (ListKind::Moves, None) => (),
            (_, _) if says_moved => self.reading.asks.push(Remark::new(Field::Remark, "intake-sign-moved")),
            _ => (),
        }
    }
}

/// The first whole day written in a text: 2026年3月5日去世.
fn day_in(text: &str) -> Option<Day> {
    let text = half_width(text);
    let is_date = |it: char| it.is_ascii_digit() || matches!(it, '年' | '月' | '日' | '-' | '.' | '/');
    let mut runs = text.split(|it: char| !is_date(it)).filter(|it| 6 <= it.len());
    runs.find_map(|it| dates::read(it.trim_matches(|it| matches!(it, '.' | '-' | '/'))).ok()?.day())
}
