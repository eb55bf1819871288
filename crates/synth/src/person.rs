//! One synthetic person: everything that is true of them.

use base::{Day, Month};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    pub fn zh(self) -> &'static str {
        if self == Sex::Male { "男" } else { "女" }
    }
}

/// Ethnic group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Han,
    Yi,
    Tibetan,
    Hui,
    Bai,
}

impl Group {
    pub fn zh(self) -> &'static str {
        match self {
            Group::Han => "汉族",
            Group::Yi => "彝族",
            Group::Tibetan => "藏族",
            Group::Hui => "回族",
            Group::Bai => "白族",
        }
    }
}

/// Who tells the county of deaths and moves.
pub(crate) const SOURCES: [&str; 4] = ["funeral", "police", "health", "village"];

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Living,
    /// Dead since a day; per source of `SOURCES` the day on which it told, if it did.
    Dead {
        on: Day,
        told: [Option<Day>; 4],
    },
    /// Registered elsewhere since a day; the day on which the police told.
    Moved {
        on: Day,
        told: Day,
        to: &'static str,
    },
}

/// Where somebody lives who does not live where they are registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Living {
    Home,
    Village(usize),
    Away(&'static str),
}

/// To whom the allowance of somebody is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    pub account: String,
    pub bank: &'static str,
    /// As the bank holds it.
    pub name: String,
    /// 本人, 儿子, 村干部, 机构…
    pub relation: &'static str,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    pub sex: Sex,
    pub birth: Day,
    pub number: String,
    pub group: Group,
    /// The village of registration, counted through the county.
    pub village: usize,
    /// The villagers' group (组), and the household counted through the county.
    pub team: usize,
    pub household: usize,
    pub living: Living,
    pub phone: Option<String>,
    /// 独居, 空巢, 与子女居住, 集中供养机构.
    pub arrangement: &'static str,
    pub hardship: Option<&'static str>,
    /// 1 to 4.
    pub disability: Option<u8>,
    pub labels: Vec<&'static str>,
    pub spouse: Option<usize>,
    pub state: State,
    pub payee: Option<Payee>,
    /// Months between the birthday month of 80 and the first payment.
    pub start_delay: i32,
    /// The person this is a second record of.
    pub double_of: Option<usize>,
}

impl Person {
    pub fn is_living(&self) -> bool {
        self.state == State::Living && self.double_of.is_none()
    }

    /// The month in which the 80th birthday falls.
    pub fn eighty_in(&self) -> Month {
        self.birth.plus_years(80).month()
    }

    /// The first day on which anybody told the county that the person is dead or gone.
    pub fn lost_and_told(&self) -> Option<(Day, Day)> {
        match &self.state {
            State::Living => None,
            State::Dead { on, told } => Some((*on, told.iter().flatten().min().copied().unwrap_or(*on))),
            State::Moved { on, told, .. } => Some((*on, *told)),
        }
    }
}
