//! A line understood: who is meant, what is said of them, and what is wrong with it.

use std::borrow::Cow;

use base::{Day, Money, Month, ResidentNumber, name};
use linkage::{
    Record,
    dates::{self, DateFault, Written},
    number, spelling,
    written::{half_width, is_blank, sex},
};
use platform::areas::{Atlas, Level};
use serde::{Deserialize, Serialize};

use super::{
    header::Mapping,
    line::Line,
    pack::{Declared, Field, Import, ListKind},
    places::{self, Found},
};
use crate::register::draft::{Dated, Draft, OtherName};

/// What the file as a whole says.
#[derive(Clone, Debug)]
pub struct Said<'f> {
    pub list: ListKind,
    pub declared: Declared,
    /// The path of the area it is about.
    pub area: &'f str,
    pub as_of: Day,
    /// Deaths from this source need no further proof.
    pub confirms: bool,
}

/// Something to tell about a row: which column, which message, and what it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Remark {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    pub key: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, String)>,
}

impl Remark {
    pub fn new(field: impl Into<Option<Field>>, key: &'static str) -> Remark {
        Remark { field: field.into(), key: Cow::Borrowed(key), args: Vec::new() }
    }

    #[must_use]
    pub fn arg(mut self, name: &str, value: impl ToString) -> Remark {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }
}

/// A line of a list that is about money, for the rooms that take them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    pub account: String,
    pub bank: String,
    pub payee: String,
    pub relation: String,
    pub amount: Option<Money>,
    pub month: Option<Month>,
    /// Of arrears the first and the last month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Month>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Month>,
}

#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub draft: Draft,
    /// For matching.
    pub record: Record,
    /// The number as it was understood; nothing when there is none or it lost its end.
    pub number: Option<ResidentNumber>,
    /// What is left of a number that lost its last digits.
    pub lost: Option<String>,
    /// What is wrong, so that the row cannot be taken.
    pub wrong: Vec<Remark>,
    /// What somebody should know, though the row is taken.
    pub notes: Vec<Remark>,
    /// What the row seems to say by its marks, so that a person must decide.
    pub asks: Vec<Remark>,
    pub paid: Option<Paid>,
    /// The death is told by a mark or a word, without a day of its own.
    pub death_by_sign: bool,
}

pub fn read(line: &Line, mapping: &Mapping, said: &Said, pack: &Import, atlas: &Atlas) -> Reading {
    let mut reader = Reader { line, mapping, said, pack, reading: Reading::default() };
    reader.who();
    reader.where_(atlas);
    reader.what();
    reader.ends();
    reader.needs();
    reader.reading
}

pub(super) struct Reader<'r> {
    pub(super) line: &'r Line,
    mapping: &'r Mapping,
    pub(super) said: &'r Said<'r>,
    pub(super) pack: &'r Import,
    pub(super) reading: Reading,
}

impl Reader<'_> {
    /// The cell under a field; empty when it says that there is nothing.
    pub(super) fn cell(&self, field: Field) -> &str {
        let text =
            self.mapping.column(field).and_then(|it| self.line.cells.get(&it)).map_or("", |it| it.trim());
        if is_blank(text) { "" } else { text }
    }

    pub(super) fn filled(&self, field: Field) -> Option<String> {
        let text = half_width(self.cell(field));
        (!text.is_empty()).then_some(text)
    }

    fn who(&mut self) {
        let printed = name::printed(self.cell(Field::Name));
        let former = name::printed(self.cell(Field::FormerName));
        if printed.chars().any(|it| it.is_ascii_digit()) || 40 < printed.chars().count() {
            self.reading.wrong.push(Remark::new(Field::Name, "intake-name-unreadable"));
        }
        self.number();
        let number = self.reading.number.clone();
        let birth = self.date(Field::BirthDate);
        let told_sex = self.filled(Field::Sex);
        let sex = told_sex.as_deref().and_then(sex);
        if told_sex.is_some() && sex.is_none() {
            self.reading.notes.push(Remark::new(Field::Sex, "intake-sex-unreadable"));
        }
        let born = number.as_ref().and_then(|it| it.born);
        if let (Some(born), Some(told)) = (born, birth)
            && born != told
        {
            let note = Remark::new(Field::BirthDate, "intake-birth-differs");
            self.reading.notes.push(note.arg("told", told).arg("number", born));
        }
        if let (Some(one), Some(other)) = (number.as_ref().and_then(|it| it.sex), sex)
            && one != other
        {
            self.reading.notes.push(Remark::new(Field::Sex, "intake-sex-differs"));
        }
        let good = number.as_ref().is_some_and(ResidentNumber::is_good);
        self.reading.record = Record {
            number: self
                .reading
                .lost
                .as_ref()
                .map(|it| format!("{it}000"))
                .or(number.as_ref().map(|it| it.text.clone())),
            birth: if good { born } else { birth.or(born) },
            sex: number.as_ref().and_then(|it| it.sex).or(sex),
            other_names: if former.is_empty() { vec![] } else { vec![spelling::folded(&former)] },
            ..Record::named(&printed)
        };
        let (ethnicity, phone) = (self.filled(Field::Ethnicity), self.filled(Field::Phone));
        let draft = &mut self.reading.draft;
        draft.name = (!printed.is_empty()).then_some(printed);
        if !former.is_empty() {
            draft.other_names.push(OtherName { use_: "former".to_owned(), name: former });
        }
        draft.number = number.map(|it| it.text);
        draft.sex = sex;
        draft.birth_date = birth;
        draft.ethnicity = ethnicity;
        draft.phone = phone;
    }

    fn number(&mut self) {
        let Some(text) = self.filled(Field::Number) else {
            return;
        };
        let read = ResidentNumber::read(&text);
        let in_number_cell =
            self.mapping.column(Field::Number).is_some_and(|it| self.line.marks.lost.contains(&it));
        let kept = number::KEPT_DIGITS;
        let lost = match number::lost(&read.text) {
            Some(left) => Some(left.to_owned()),
            None if in_number_cell && read.text.len() == 18 => Some(read.text[..kept].to_owned()),
            None => None,
        };
        if lost.is_some() || in_number_cell {
            // Proposed from the register, never guessed.
            self.reading.lost = lost;
            self.reading.asks.push(Remark::new(Field::Number, "intake-number-lost-digits"));
            return;
        }
        if let Some(fault) = read.fault {
            let note = Remark::new(Field::Number, "intake-number-fault");
            self.reading.notes.push(note.arg("fault", fault.as_str()));
        }
        if read.upgraded {
            self.reading.notes.push(Remark::new(Field::Number, "intake-number-upgraded"));
        }
        self.reading.number = Some(read);
    }

    /// A day; what is no whole day is told, and nothing is put in its place.
    pub(super) fn date(&mut self, field: Field) -> Option<Day> {
        let text = self.filled(field)?;
        let remark = match dates::read(&text) {
            Ok(Written::Day(day)) if day <= self.said.as_of.plus_days(366) => return Some(day),
            Ok(Written::Day(_)) => Remark::new(field, "intake-date-in-future"),
            Ok(Written::Month(_) | Written::Year(_)) => Remark::new(field, "intake-date-incomplete"),
            Err(DateFault::Empty) => return None,
            Err(fault) => Remark::new(field, "intake-date-unreadable").arg("fault", fault.as_str()),
        };
        // Without a number the birth date is half of who is meant, and so is the day of a death or move.
        let needed = match field {
            Field::DeathDate | Field::MoveDate => true,
            Field::BirthDate => self.reading.number.as_ref().is_none_or(|it| it.born.is_none()),
            _ => false,
        };
        let remark = remark.arg("text", text.chars().take(20).collect::<String>());
        if needed {
            self.reading.wrong.push(remark);
        } else {
            self.reading.notes.push(remark);
        }
        None
    }

    fn where_(&mut self, atlas: &Atlas) {
        let (area, on) = (self.said.area, self.said.as_of);
        let township = self.cell(Field::Township).to_owned();
        let within = match places::find(atlas, &township, area, Level::Township, on) {
            Found::One { path, .. } => path,
            _ => area.to_owned(),
        };
        let told: Vec<String> = [Field::Village, Field::Address]
            .into_iter()
            .map(|it| self.cell(it).to_owned())
            .chain([self.line.marks.group.clone()])
            .filter(|it| !it.is_empty())
            .collect();
        let path = self.village(atlas, &told, &within).unwrap_or(within);
        if self.said.list == ListKind::Persons {
            if atlas.get(&path).is_none_or(|it| it.level != Level::Village) {
                let text = told.first().cloned().unwrap_or_default();
                let like = places::like(atlas, &text, area, on).join(" ");
                let remark = Remark::new(Field::Village, "intake-village-unknown");
                self.reading.wrong.push(remark.arg("text", text).arg("like", like));
            }
            self.reading.draft.registered = Some(Dated::new(path.clone()));
        }
        self.reading.record.place = path;
        self.reading.draft.registered_address = self.filled(Field::Address);
        let Some(living) = self.filled(Field::LivingPlace) else {
            self.reading.draft.living = self.reading.draft.registered.clone();
            return;
        };
        // A living place outside the county's names is kept as an address, with no path of ours.
        let here = match places::find(atlas, &living, atlas.county(), Level::Village, on) {
            Found::One { path, .. } => path,
            _ => String::new(),
        };
        self.reading.draft.living = Some(Dated::new(here));
        self.reading.draft.living_address = Some(living);
    }

    /// The first of the cells that names one village.
    fn village(&mut self, atlas: &Atlas, told: &[String], within: &str) -> Option<String> {
        let mut coarse = None;
        for text in told {
            match places::find(atlas, text, within, Level::Village, self.said.as_of) {
                Found::One { path, old_name } => {
                    if old_name {
                        let note = Remark::new(Field::Village, "intake-village-old-name");
                        self.reading.notes.push(note.arg("text", text));
                    }
                    if atlas.get(&path).is_some_and(|it| it.level == Level::Village) {
                        return Some(path);
                    }
                    coarse.get_or_insert(path);
                }
                Found::Many(_) => {
                    let note = Remark::new(Field::Village, "intake-village-ambiguous");
                    self.reading.notes.push(note.arg("text", text));
                }
                Found::None => (),
            }
        }
        coarse
    }

    fn what(&mut self) {
        let (since, until) = (self.date(Field::Since), self.date(Field::Until));
        let dated = |value: &str| Dated { value: value.to_owned(), from: since, to: until };
        let by_list = self.pack.list.get(&self.said.list).and_then(|it| it.hardship.clone());
        let mut notes = Vec::new();
        let mut id = |field: Field, section: &str| -> Option<String> {
            let text = self.filled(field)?;
            let id = self.pack.value_of(section, &text).map(str::to_owned);
            if id.is_none() {
                notes.push(Remark::new(field, "intake-value-unknown").arg("text", text));
            }
            id
        };
        let hardship = id(Field::Hardship, "hardship").or(by_list);
        let disability = id(Field::DisabilityGrade, "disability");
        let arrangement = id(Field::LivingArrangement, "arrangement");
        let label = id(Field::Label, "label");
        self.reading.notes.extend(notes);
        let ended = self.said.declared == Declared::Changes && until.is_none();
        let change = self.cell(Field::Change).to_owned();
        let stops = self.pack.words.stops.iter().any(|it| change.contains(it));
        let draft = &mut self.reading.draft;
        if ended && stops {
            // A stop without a day says that it ended, not when: the day of the file is asked about.
            self.reading.asks.push(Remark::new(Field::Change, "intake-stop-without-day"));
        } else {
            draft.hardship.extend(hardship.as_deref().map(dated));
        }
        draft.disability = disability.as_deref().map(dated);
        draft.arrangement = arrangement.as_deref().map(dated);
        draft.labels.extend(label.as_deref().map(dated));
        if self.said.list.is_money() {
            self.paid();
        }
    }

    fn paid(&mut self) {
        let column = self.mapping.of_money();
        let amount = self.filled(column);
        let read = amount.as_deref().and_then(linkage::written::money);
        if amount.is_some() && read.is_none() {
            self.reading.wrong.push(Remark::new(column, "intake-amount-unreadable"));
        }
        let month = |field| match dates::read(&self.filled(field)?) {
            Ok(Written::Month(month)) => Some(month),
            Ok(Written::Day(day)) => Some(day.month()),
            _ => None,
        };
        let of_arrears = self.said.list == ListKind::Arrears;
        let (from, to) = match (month(Field::Since), month(Field::Until)) {
            (Some(from), Some(to)) if of_arrears && from <= to => (Some(from), Some(to)),
            _ => (None, None),
        };
        let month = month(Field::Month);
        if of_arrears && from.is_none() {
            self.reading.wrong.push(Remark::new(Field::Since, "intake-arrears-months"));
        }
        if self.said.list == ListKind::Roll && month.is_none() {
            // Paid for no month that can be named: a month's history cannot hold it.
            self.reading.wrong.push(Remark::new(Field::Month, "intake-roll-month"));
        }
        let lost = |column: u32| self.line.marks.lost.contains(&column);
        if self.mapping.column(Field::Account).is_some_and(lost) {
            self.reading.wrong.push(Remark::new(Field::Account, "intake-account-lost-digits"));
        }
        let plain = |field| self.filled(field).unwrap_or_default();
        self.reading.paid = Some(Paid {
            account: plain(Field::Account).replace(' ', ""),
            bank: plain(Field::Bank),
            payee: plain(Field::PayeeName),
            relation: plain(Field::PayeeRelation),
            amount: read,
            month,
            from,
            to,
        });
    }

    fn needs(&mut self) {
        let name_or_number = self.reading.draft.name.is_some() || self.reading.draft.number.is_some();
        let needs = self.pack.list.get(&self.said.list).map_or(&[][..], |it| it.needs.as_slice());
        for field in needs {
            let told = match field {
                Field::Name => name_or_number,
                field => !self.cell(*field).is_empty(),
            };
            if !told {
                self.reading
                    .wrong
                    .push(Remark::new(*field, "intake-cell-missing").arg("column", field.as_str()));
            }
        }
        let record = &self.reading.record;
        if record.number.is_none() && record.birth.is_none() && self.said.list.enters() {
            self.reading.wrong.push(Remark::new(Field::Number, "intake-nobody-meant"));
        }
    }
}
