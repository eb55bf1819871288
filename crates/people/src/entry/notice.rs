//! The public notice (公示), objections to one person of it, and what came of them.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb, terms::Calendar};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    entrant::{Step, after},
    examine::some,
    leave, move_to,
    pack::Rules,
    place_of, reason,
    table::{self, NoticeRow, ObjectionRow},
    within,
};

/// Posts a notice about some entrants of one benefit.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PostNotice {
    pub entrants: Vec<String>,
    /// The document number on the sheet.
    pub number: String,
    /// The first day it hangs; today when left out.
    #[serde(default)]
    pub starts_on: Option<Day>,
}

impl Verb for PostNotice {
    const NAME: &'static str = "entry.post-notice";
    const RIGHT: &'static str = "benefits.notice";
    const PURPOSE: Purpose = Purpose::Benefits;
    /// The notice.
    type Answer = String;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(cx.actor.area.clone()))
    }

    fn run(self, cx: &mut Cx) -> Result<String> {
        some(&self.entrants)?;
        let number = self.number.trim();
        if number.is_empty() {
            return Err(Error::invalid("number", "entry-number-missing"));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Rules>();
        let starts_on = self.starts_on.unwrap_or_else(|| cx.today());
        if starts_on < cx.today() {
            return Err(Error::invalid("starts_on", "entry-notice-in-past"));
        }
        let days = rules.notice.days.value;
        let ends_on = if rules.notice.working_days {
            pack.made::<Calendar>().plus_working_days(starts_on, days)
        } else {
            starts_on.plus_days(days - 1)
        };
        let first = within(cx, &self.entrants[0])?;
        let row = NoticeRow {
            id: cx.mint(),
            number: number.to_owned(),
            benefit: first.benefit,
            area: cx.actor.area.clone(),
            starts_on,
            ends_on,
            shown: serde_json::json!({ "paper": rules.notice.paper, "web": rules.notice.web }).to_string(),
        };
        if table::number_taken(cx, number)? {
            return Err(Error::invalid("number", "entry-number-taken"));
        }
        table::write::insert_notice(cx, &row)?;
        for id in &self.entrants {
            let it = within(cx, id)?;
            if it.benefit != row.benefit {
                return Err(Error::invalid("entrants", "entry-one-benefit"));
            }
            let mut next = it.clone();
            after(rules.route(&it.mode), &it.state, Step::Notice)?.clone_into(&mut next.state);
            next.notice = Some(row.id.clone());
            move_to(cx, &it, &next)?;
        }
        cx.subject("notice", &row.id);
        cx.note("entrants", self.entrants.clone());
        Ok(row.id)
    }
}

/// Somebody objects: this one person is held, nobody else.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Object {
    pub entrant: String,
    /// What is said against it.
    pub what: String,
}

impl Verb for Object {
    const NAME: &'static str = "entry.object";
    const RIGHT: &'static str = "benefits.notice";
    const PURPOSE: Purpose = Purpose::Benefits;
    /// The objection.
    type Answer = String;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        place_of(cx, &self.entrant)
    }

    fn run(self, cx: &mut Cx) -> Result<String> {
        let it = table::get(cx, &self.entrant)?;
        if it.state != "noticed" {
            return Err(Error::conflict("entry-not-under-notice"));
        }
        let what = self.what.trim();
        if what.is_empty() {
            return Err(Error::invalid("what", "entry-why-missing"));
        }
        let objection = ObjectionRow { id: cx.mint(), entrant: it.id.clone(), what: what.to_owned() };
        table::write::insert_objection(cx, &objection)?;
        let mut next = it.clone();
        "objected".clone_into(&mut next.state);
        cx.subject("person", &it.person);
        move_to(cx, &it, &next)?;
        Ok(objection.id)
    }
}

/// The township has looked into an objection.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SettleObjection {
    pub entrant: String,
    /// Whether the objection is right: then the entry is refused, with the finding as the reason.
    pub upheld: bool,
    pub finding: String,
}

impl Verb for SettleObjection {
    const NAME: &'static str = "entry.settle-objection";
    const RIGHT: &'static str = "benefits.examine";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        place_of(cx, &self.entrant)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = table::get(cx, &self.entrant)?;
        if it.state != "objected" {
            return Err(Error::conflict("entry-moved-on"));
        }
        let finding = self.finding.trim();
        if finding.is_empty() {
            return Err(Error::invalid("finding", "entry-why-missing"));
        }
        let outcome = if self.upheld { "upheld" } else { "dismissed" };
        table::write::settle_objection(cx, &it.id, outcome, finding)?;
        if self.upheld {
            return leave::refuse(cx, &it, reason(finding)?);
        }
        let mut next = it.clone();
        "noticed".clone_into(&mut next.state);
        cx.subject("person", &it.person);
        move_to(cx, &it, &next)
    }
}
