//! What each row of a chunk comes to: read, matched against the register, weighed. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use base::{Result, name};
use linkage::{Class, Verdict as Likeness, compare, decide};
use platform::Cx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    file::{File, StagedRow},
    known::{Known, candidates, has_good_number, lost_birth, name_key},
    pack::{Field, Import, ListKind},
    reading::{Reading, Remark},
    table, understand,
};
use crate::register::{
    bulk::{self, Entry, Turn},
    draft::{OtherName, Provenance},
    person::State,
    table::candidate::Candidate,
};
use crate::spread;

/// Candidates shown to whoever decides.
const SHOWN_MAX: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Unread,
    New,
    Changed,
    Same,
    Doubtful,
    Wrong,
    /// Not in the register, and the list is none that enters people.
    Unknown,
}

impl Verdict {
    pub const ALL: [Verdict; 7] = [
        Verdict::Unread,
        Verdict::New,
        Verdict::Changed,
        Verdict::Same,
        Verdict::Doubtful,
        Verdict::Wrong,
        Verdict::Unknown,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Unread => "unread",
            Verdict::New => "new",
            Verdict::Changed => "changed",
            Verdict::Same => "same",
            Verdict::Doubtful => "doubtful",
            Verdict::Wrong => "wrong",
            Verdict::Unknown => "unknown",
        }
    }

    pub fn parse(text: &str) -> Verdict {
        Verdict::ALL.into_iter().find(|it| it.as_str() == text).unwrap_or(Verdict::Unread)
    }
}

/// A person who may be meant, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    pub person: String,
    pub class: String,
    /// Bits.
    pub score: f64,
    pub reasons: Vec<String>,
}

/// A row as others of its file point to it, and what it says as a keyed index.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) seq: i64,
    /// Which of the file's sheets, and the row number in it.
    pub(crate) at: (i64, i64),
    pub(crate) print: String,
}

/// A remark that points to another row of the file, as the sheet numbers it.
pub(super) fn points(remark: Remark, file: &File, at: (i64, i64)) -> Remark {
    let sheet = usize::try_from(at.0).ok().and_then(|it| file.sheets.get(it));
    remark.arg("sheet", sheet.map_or("", |it| it.name.as_str())).arg("row", at.1)
}

/// A row with what it came to.
pub(crate) struct Judged {
    pub(crate) seq: i64,
    /// Which of the file's sheets, and the row number in it.
    pub(crate) at: (i64, i64),
    pub(crate) verdict: Verdict,
    pub(crate) person: Option<String>,
    pub(crate) proposals: Vec<Proposal>,
    pub(crate) remarks: Vec<Remark>,
    /// Keyed indexes of what the row says and of its number: under the key in force, and under the one
    /// before it while index keys rotate (else the same again).
    pub(crate) fingerprint: [String; 2],
    pub(crate) number_index: [String; 2],
    /// Keyed index of the birth date of whom the row would enter.
    pub(crate) alike: String,
    pub(crate) reading: Reading,
    /// A mark asks, not a match.
    pub(crate) sign: bool,
    /// Nothing is left to weigh: the row was taken before, or stands twice in the file.
    pub(super) settled: bool,
}

/// Judges a chunk of rows of one file, in their order.
pub(crate) fn judge(cx: &mut Cx, file: &File, rows: &[StagedRow]) -> Result<Vec<Judged>> {
    let pack = cx.house.packs.county(cx.county())?;
    let import: &Import = pack.get();
    let mut judged = understand::rows(cx, file, rows)?;
    let known = candidates(cx, &judged)?;
    let earlier = table::earlier(cx, file, &judged)?;
    let taken = table::taken(cx, &judged)?;
    let mut in_chunk: BTreeMap<String, Seen> = BTreeMap::new();
    for it in judged.iter_mut().filter(|it| it.verdict != Verdict::Wrong) {
        if let Some(person) = under_either(&taken, &it.fingerprint) {
            // The very same row was taken before: whatever was corrected since stays.
            (it.verdict, it.person, it.settled) = (Verdict::Same, Some(person.clone()), true);
            continue;
        }
        let before = it.number().and_then(|number| {
            in_chunk.get(number).or_else(|| under_either(&earlier, &it.number_index)).cloned()
        });
        if let Some(before) = before.filter(|before| before.seq < it.seq) {
            let twice = points(Remark::new(Field::Number, "intake-twice-in-file"), file, before.at);
            let verdict =
                if it.fingerprint.contains(&before.print) { Verdict::Same } else { Verdict::Doubtful };
            (it.verdict, it.settled) = (verdict, true);
            it.reading.notes.push(twice);
            continue;
        }
        let seen = Seen { seq: it.seq, at: it.at, print: it.fingerprint[0].clone() };
        in_chunk.insert(it.number_index[0].clone(), seen);
    }
    spread::over(&mut judged, |it| {
        if it.verdict != Verdict::Wrong && !(it.settled && it.person.is_some()) {
            it.propose(&known, import);
            if !it.settled {
                it.settle(file, &known);
            } else if it.verdict == Verdict::Same && it.person.is_none() && !file.enters() {
                it.nobody();
            }
        }
        Ok(())
    })?;
    weigh(cx, file, &mut judged)?;
    for it in &mut judged {
        let Reading { wrong, asks, notes, .. } = &it.reading;
        it.remarks.extend(wrong.iter().chain(asks).chain(notes).cloned());
        if let (Verdict::New, Some(birth)) = (it.verdict, it.reading.record.birth) {
            it.alike = cx.house.keys.index(super::LINE_PURPOSE, &birth.to_string());
        }
    }
    Ok(judged)
}

/// What stands under either index.
fn under_either<'m, T>(map: &'m BTreeMap<String, T>, indexes: &[String; 2]) -> Option<&'m T> {
    indexes.iter().find_map(|it| map.get(it))
}

impl Judged {
    /// The index of the row's number, if it has one.
    fn number(&self) -> Option<&str> {
        Some(self.number_index[0].as_str()).filter(|it| !it.is_empty())
    }

    /// Compares the row with everybody it may mean.
    fn propose(&mut self, known: &Known, import: &Import) {
        let record = &self.reading.record;
        let mut persons: BTreeSet<&String> =
            known.by_number.get(&self.number_index[0]).into_iter().flatten().collect();
        if persons.is_empty() {
            let birth = record.birth.or(lost_birth(self)).map(|it| it.to_string()).unwrap_or_default();
            persons.extend(known.by_birth.get(&birth).into_iter().flatten());
            if !has_good_number(&self.reading) {
                let name = name_key(self).unwrap_or_default();
                persons.extend(known.by_name.get(&name).into_iter().flatten());
            }
        }
        let good = has_good_number(&self.reading);
        let mut verdicts: Vec<(String, Likeness)> = Vec::new();
        for person in persons {
            let Some((candidate, other)) = known.by_person.get(person) else { continue };
            let both = good
                && candidate.number.as_deref().is_some_and(|it| base::ResidentNumber::read(it).is_good());
            let comparison = compare(record, other);
            let verdict = decide(&comparison, &import.matching.weights, &import.matching.thresholds, both);
            if verdict.class != Class::New {
                verdicts.push((person.clone(), verdict));
            }
        }
        verdicts.sort_by(|one, other| {
            one.1
                .class
                .cmp(&other.1.class)
                .then(other.1.score.total_cmp(&one.1.score))
                .then(one.0.cmp(&other.0))
        });
        let list: Vec<Likeness> = verdicts.iter().map(|it| it.1.clone()).collect();
        let best = linkage::decide::best(&list, &import.matching.thresholds);
        self.person = best.filter(|it| it.1 != Class::Doubtful).map(|it| verdicts[it.0].0.clone());
        if let (Some((at, class)), Verdict::Unread) = (best, self.verdict) {
            self.verdict = if class == Class::Same { Verdict::Same } else { Verdict::Doubtful };
            self.person = Some(verdicts[at].0.clone());
        }
        let class = |it: Class| serde_json::to_value(it).ok().and_then(|it| it.as_str().map(str::to_owned));
        self.proposals = verdicts
            .into_iter()
            .take(SHOWN_MAX)
            .map(|(person, it)| Proposal {
                person,
                class: class(it.class).unwrap_or_default(),
                score: (it.score * 10.0).round() / 10.0,
                reasons: it.reasons.iter().map(|it| (*it).to_owned()).collect(),
            })
            .collect();
    }

    /// What a match, or none, means for this list.
    fn settle(&mut self, file: &File, known: &Known) {
        if self.verdict == Verdict::Unread {
            self.verdict = Verdict::New;
            if !file.enters() {
                self.nobody();
            }
            if self.reading.draft.name.is_none() && self.verdict == Verdict::New {
                // A number finds who is known; whoever is new has a name.
                let nameless = Remark::new(Field::Name, "intake-cell-missing");
                self.reading.wrong.push(nameless.arg("column", Field::Name.as_str()));
                self.verdict = Verdict::Wrong;
                return;
            }
            if self.reading.lost.is_some() && self.verdict == Verdict::New {
                // Without the number's end nobody can be entered; the sender must give it.
                let lost = Remark::new(Field::Number, "intake-number-lost-and-unknown");
                self.reading.wrong.push(lost);
                self.verdict = Verdict::Wrong;
                return;
            }
        }
        let matched = self.person.as_ref().and_then(|it| known.by_person.get(it));
        if let Some((candidate, _)) = matched {
            let portrait = &candidate.person.portrait;
            let says_dead = self.reading.draft.death.is_some();
            if portrait.state == State::Dead && !says_dead && file.list == ListKind::Persons {
                self.reading.asks.push(Remark::new(None, "intake-known-dead"));
            }
            let elsewhere =
                !portrait.registered_path.is_empty() && !portrait.registered_path.starts_with(&file.area);
            if elsewhere && file.list == ListKind::Persons {
                self.reading.asks.push(Remark::new(Field::Village, "intake-registered-elsewhere"));
            }
            if portrait.state != State::Living && self.reading.death_by_sign {
                // Known already, and with a better day than a mark has.
                self.reading.draft.death = None;
            }
            self.keep_names(candidate);
        }
        if self.verdict == Verdict::New && self.reading.draft.death.is_some() {
            self.reading.asks.push(Remark::new(None, "intake-new-and-dead"));
        }
        let asked = !self.reading.asks.is_empty() && self.reading.lost.is_none();
        if asked && matches!(self.verdict, Verdict::Same | Verdict::New) {
            self.verdict = Verdict::Doubtful;
            self.sign = true;
        }
    }

    /// The list enters nobody, and the register has nobody like this row.
    fn nobody(&mut self) {
        self.verdict = Verdict::Unknown;
        self.reading.notes.push(Remark::new(None, "intake-person-unknown"));
    }

    /// The name on the card stays; another spelling of it is one of the other names.
    fn keep_names(&mut self, candidate: &Candidate) {
        let Some(told) = self.reading.draft.name.take() else { return };
        let held = &candidate.person.portrait.name;
        if held.is_empty() {
            self.reading.draft.name = Some(told);
        } else if name::key(held) != name::key(&told) {
            self.reading.notes.push(Remark::new(Field::Name, "intake-name-differs"));
            if !candidate.other_names.iter().any(|it| name::key(it) == name::key(&told)) {
                self.reading.draft.other_names.push(OtherName { use_: "variant".to_owned(), name: told });
            }
        }
    }

    /// The row as the register takes it.
    pub(crate) fn entry(&self, file: &File) -> Entry {
        let mut draft = self.reading.draft.clone();
        if self.person.is_some() && self.no_living_column() {
            // A roster that says nothing of where people live changes nothing about it.
            draft.living = None;
        }
        let basis = format!("{}#{}", file.id, self.seq);
        Entry {
            person: self.person.clone(),
            draft,
            from: Provenance { source: file.source.clone(), basis },
            day: file.as_of,
        }
    }

    fn no_living_column(&self) -> bool {
        self.reading.draft.living_address.is_none()
    }
}

/// Tells those who are the same from those of whom something is news.
fn weigh(cx: &mut Cx, file: &File, judged: &mut [Judged]) -> Result<()> {
    let matched = |it: &Judged| it.verdict == Verdict::Same && it.person.is_some() && !it.settled;
    let money = file.list.is_money();
    let at: Vec<usize> = (0..judged.len()).filter(|at| matched(&judged[*at])).collect();
    if at.is_empty() || money {
        return Ok(());
    }
    let entries: Vec<Entry> = at.iter().map(|at| judged[*at].entry(file)).collect();
    let outcomes = bulk::preview(cx, &entries)?;
    for (at, outcome) in at.into_iter().zip(outcomes) {
        if outcome.turn != Turn::Same {
            judged[at].verdict = Verdict::Changed;
            let kinds: Vec<&str> = outcome.kinds.iter().map(|it| it.as_str()).collect();
            judged[at].remarks.push(Remark::new(None, "intake-news").arg("kinds", kinds.join(" ")));
        }
    }
    Ok(())
}
