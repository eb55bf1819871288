//! What is what: for whoever scores the importer, and for the demo's scripted review.

use std::fmt::Write as _;

use base::{Month, Result, error::OrBroken};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    File, SYNTHETIC, as_of,
    county::County,
    demo_month,
    draw::Draw,
    person::{Living, Person, SOURCES, State},
};

/// What should become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// Somebody living: enters the register, or is in it already.
    Living,
    /// Somebody of the bureau's ledger, who may have died since.
    Ledger,
    /// A person who stands on a roster already: enters nobody.
    Again,
    /// Somebody dead, whether the row says so or not.
    Dead,
    /// Somebody registered elsewhere now.
    Moved,
    /// The row cannot be taken as it is; its correction comes later.
    Wrong,
    /// Said to be dead and is not.
    FalseDeath,
    /// A list's row about somebody known (or, on a list of losses, never registered).
    Known,
}

/// A row of a file, and who it is.
#[derive(Clone, Debug)]
pub struct Listed {
    pub file: usize,
    pub sheet: String,
    /// From 1, as the spreadsheet counts.
    pub row: u32,
    pub person: usize,
    pub messes: Vec<&'static str>,
    pub expected: Expected,
}

/// One file, in the order in which the files are to be taken in.
#[derive(Clone, Debug, Serialize)]
struct Sent {
    path: String,
    list: String,
    source: String,
    declared: String,
    area: String,
    as_of: String,
    rows: usize,
}

/// What the register must hold after import and review, and how much was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// Registered elders alive in the demo month, and those of them who are eighty and over.
    pub living: usize,
    pub eighty: usize,
    /// Who is in the lists beside them.
    pub dead: usize,
    pub moved: usize,
    /// Elders who stand in the lists twice.
    pub doubles: usize,
    pub files: usize,
    pub rows: usize,
    /// Rows of the paid rolls, and the yuan they come to.
    pub paid_rows: usize,
    pub paid_yuan: i64,
}

pub(crate) struct Truth {
    seed: u64,
    living: Vec<bool>,
    known: Vec<bool>,
    doubles: Vec<(usize, usize)>,
    false_deaths: Vec<(usize, &'static str)>,
    files: Vec<Sent>,
    rows: Vec<Listed>,
    rolls: Vec<(Month, usize, i64)>,
    /// Paid for months after the death or move: person, months, yuan.
    over: Vec<(usize, usize, i64)>,
    doubled_yuan: i64,
    arrears: Vec<(usize, Month, Month, i64)>,
}

/// Where each of the five living was taken for dead.
const FALSE_DEATHS: [&str; 5] = ["roster", "village", "funeral", "funeral", "police"];

impl Truth {
    pub(crate) fn new(seed: u64, people: &[Person], doubles: Vec<(usize, usize)>, draw: &mut Draw) -> Truth {
        let living: Vec<bool> = people.iter().map(Person::is_living).collect();
        let mut false_deaths: Vec<(usize, &'static str)> = Vec::new();
        while false_deaths.len() < FALSE_DEATHS.len() {
            let at = draw.below(people.len());
            let old = people[at].birth.age_on(as_of()) > 81;
            let twin = doubles.iter().any(|(first, _)| *first == at);
            if living[at] && old && !twin && !false_deaths.iter().any(|it| it.0 == at) {
                false_deaths.push((at, FALSE_DEATHS[false_deaths.len()]));
            }
        }
        Truth {
            seed,
            known: vec![false; people.len()],
            living,
            doubles,
            false_deaths,
            files: Vec::new(),
            rows: Vec::new(),
            rolls: Vec::new(),
            over: Vec::new(),
            doubled_yuan: 0,
            arrears: Vec::new(),
        }
    }

    pub(crate) fn false_death(&self, person: usize) -> Option<&'static str> {
        self.false_deaths.iter().find(|it| it.0 == person).map(|it| it.1)
    }

    /// The person is in the register before the rosters come.
    pub(crate) fn now_known(&mut self, person: usize) {
        self.known[person] = true;
    }

    pub(crate) fn is_known(&self, person: usize) -> bool {
        self.known[person]
    }

    pub(crate) fn file(&mut self, path: &str, list: &str, source: &str, declared: &str, area: &str) -> usize {
        let owned = |text: &str| text.to_owned();
        self.files.push(Sent {
            path: owned(path),
            list: owned(list),
            source: owned(source),
            declared: owned(declared),
            area: owned(area),
            as_of: as_of().to_string(),
            rows: 0,
        });
        self.files.len() - 1
    }

    pub(crate) fn row(&mut self, row: Listed) {
        self.files[row.file].rows += 1;
        self.rows.push(row);
    }

    /// A row of a tidy list.
    pub(crate) fn listed(&mut self, file: usize, sheet: &str, row: u32, person: usize, expected: Expected) {
        let expected = match expected {
            Expected::Dead if self.living[person] => Expected::FalseDeath,
            other => other,
        };
        if self.files[file].list == "roll" {
            // A roll's rows say who they are by their number; counting them is enough.
            self.files[file].rows += 1;
        } else {
            let sheet = sheet.to_owned();
            self.row(Listed { file, sheet, row, person, messes: Vec::new(), expected });
        }
    }

    pub(crate) fn paid(&mut self, at: usize, person: &Person, month: Month, yuan: i64) {
        if person.double_of.is_some() {
            self.doubled_yuan += yuan;
        }
        if person.lost_and_told().is_some_and(|(on, _)| on.month() < month) {
            match self.over.iter_mut().find(|it| it.0 == at) {
                Some(over) => (over.1, over.2) = (over.1 + 1, over.2 + yuan),
                None => self.over.push((at, 1, yuan)),
            }
        }
    }

    pub(crate) fn roll(&mut self, month: Month, rows: usize, yuan: i64) {
        self.rolls.push((month, rows, yuan));
    }

    pub(crate) fn arrears(&mut self, person: usize, from: Month, to: Month, yuan: i64) {
        self.arrears.push((person, from, to, yuan));
    }

    /// Writes `truth.json` and the two tables beside it.
    pub(crate) fn write(
        self,
        county: &County,
        people: &[Person],
        write: &mut dyn FnMut(File) -> Result<()>,
    ) -> Result<Summary> {
        let last = demo_month().last_day();
        let count = |of: &dyn Fn(&Person) -> bool| people.iter().filter(|it| of(it)).count();
        let summary = Summary {
            living: count(&Person::is_living),
            eighty: count(&|it| it.is_living() && 80 <= it.birth.age_on(last)),
            dead: count(&|it| matches!(it.state, State::Dead { .. })),
            moved: count(&|it| matches!(it.state, State::Moved { .. })),
            doubles: self.doubles.len(),
            files: self.files.len(),
            rows: self.files.iter().map(|it| it.rows).sum(),
            paid_rows: self.rolls.iter().map(|it| it.1).sum(),
            paid_yuan: self.rolls.iter().map(|it| it.2).sum(),
        };
        let by_township: Vec<_> = county
            .townships
            .iter()
            .map(|town| {
                let here = |it: &Person| it.is_living() && county.village(it.village).1.path == town.path;
                let living = count(&here);
                let eighty = count(&|it| here(it) && 80 <= it.birth.age_on(last));
                serde_json::json!({ "area": town.path, "living": living, "eighty": eighty })
            })
            .collect();
        let number = |at: usize| &people[at].number;
        let json = serde_json::json!({
            "synthetic": SYNTHETIC,
            "county": county.slug,
            "seed": self.seed,
            "month": demo_month(),
            "as_of": as_of(),
            "expected": summary,
            "by_township": by_township,
            "files": self.files,
            "false_deaths": self.false_deaths.iter().map(|(at, source)|
                serde_json::json!({ "person": at, "number": number(*at), "source": source })).collect::<Vec<_>>(),
            "merges": self.doubles.iter().map(|(keep, close)|
                serde_json::json!({ "keep": number(*keep), "close": number(*close) })).collect::<Vec<_>>(),
            "rolls": self.rolls.iter().map(|(month, rows, yuan)|
                serde_json::json!({ "month": month, "rows": rows, "yuan": yuan })).collect::<Vec<_>>(),
            "paid_after_loss": self.over.iter().map(|(at, months, yuan)|
                serde_json::json!({ "person": at, "number": number(*at), "months": months, "yuan": yuan }))
                .collect::<Vec<_>>(),
            "paid_twice_yuan": self.doubled_yuan,
            "arrears": self.arrears.iter().map(|(at, from, to, yuan)|
                serde_json::json!({ "person": at, "number": number(*at), "from": from, "to": to, "yuan": yuan }))
                .collect::<Vec<_>>(),
        });
        let mut bytes = serde_json::to_vec_pretty(&json).or_broken()?;
        bytes.push(b'\n');
        write(File { path: "truth.json".to_owned(), bytes })?;
        write(File { path: "truth/rows.csv".to_owned(), bytes: self.rows().into_bytes() })?;
        write(File { path: "truth/persons.csv".to_owned(), bytes: persons(county, people).into_bytes() })?;
        Ok(summary)
    }

    fn rows(&self) -> String {
        let mut text = String::from("file,sheet,row,person,expected,messes\n");
        for row in &self.rows {
            let path = &self.files[row.file].path;
            let expected = serde_json::to_value(row.expected).ok();
            let expected = expected.as_ref().and_then(|it| it.as_str()).unwrap_or_default();
            let messes = row.messes.join(" ");
            let _ = writeln!(text, "{path},{},{},{},{expected},{messes}", row.sheet, row.row, row.person);
        }
        text
    }
}

fn persons(county: &County, people: &[Person]) -> String {
    let mut text = String::from(
        "person,name,sex,birth,number,group,registered,living,state,lost_on,told,double_of,payee,relation\n",
    );
    for (at, person) in people.iter().enumerate() {
        let village = |at: usize| county.village(at).2.path.as_str();
        let living = match person.living {
            Living::Home => village(person.village).to_owned(),
            Living::Village(other) => village(other).to_owned(),
            Living::Away(place) => place.to_owned(),
        };
        let (state, lost, told) = match &person.state {
            State::Living => ("living", String::new(), String::new()),
            State::Moved { on, told, .. } => ("moved", on.to_string(), format!("police:{told}")),
            State::Dead { on, told } => {
                let told: Vec<String> = SOURCES
                    .iter()
                    .zip(told)
                    .filter_map(|(source, day)| day.map(|day| format!("{source}:{day}")))
                    .collect();
                ("dead", on.to_string(), told.join(" "))
            }
        };
        let double = person.double_of.map(|it| it.to_string()).unwrap_or_default();
        let payee = person.payee.as_ref();
        let _ = writeln!(
            text,
            "{at},{},{},{},{},{},{},{living},{state},{lost},{told},{double},{},{}",
            person.name,
            person.sex.zh(),
            person.birth,
            person.number,
            person.group.zh(),
            village(person.village),
            payee.map_or("", |it| it.account.as_str()),
            payee.map_or("", |it| it.relation),
        );
    }
    text
}
