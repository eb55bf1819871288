//! A visit is recorded. What is said of it is kept as it came; what follows from it is worked out from all that
//! was said, so that visits may come in any order, twice, and weeks late.

use std::collections::BTreeSet;

use base::{Day, Error, Fault, Result, error::OrBroken};
use people::{
    recovery::{prove::Prove, recovery::Rules as Recovery, recovery::Way},
    register::{
        edit::{Evidence, Target},
        set_contact::SetContact,
        set_status::SetStatus,
        status::Status,
    },
};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    attach, draw,
    duty::Channel,
    follow,
    form::{self, Answers},
    pack::{Demand, Tier, Visits},
    table::{
        act::{self, Visit},
        list,
    },
    whom,
};

/// Characters of a note.
const NOTE_MAX: usize = 2_000;

/// Records that somebody was seen or heard, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Made where the visit was made; a page leaves it out.
    #[serde(default)]
    pub id: Option<String>,
    pub person: String,
    /// Today when nothing is said.
    #[serde(default)]
    pub day: Option<Day>,
    /// `HH:MM`.
    #[serde(default)]
    pub clock: String,
    pub channel: Option<Channel>,
    /// By item of the form.
    #[serde(default)]
    pub answers: Answers,
    /// The visit before: whatever is not answered here is as it was then, and was confirmed.
    #[serde(default)]
    pub nothing_new: Option<String>,
    #[serde(default)]
    pub note: String,
    /// Ids of files.
    #[serde(default)]
    pub photos: Vec<String>,
    #[serde(default)]
    pub signature: Option<String>,
    #[serde(default)]
    pub voice: Option<String>,
    /// Photos and signatures are still on the phone, and come by `visits.attach`.
    #[serde(default)]
    pub files_follow: bool,
    /// Where it was, in degrees (WGS-84), and within how many metres.
    #[serde(default)]
    pub lat: Option<f64>,
    #[serde(default)]
    pub lon: Option<f64>,
    #[serde(default)]
    pub accuracy: Option<f64>,
    /// Why nobody knows where it was.
    #[serde(default)]
    pub no_place: String,
    /// Their telephone, where it is another one by now.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// With whom they live, where that changed: as in the register.
    #[serde(default)]
    pub arrangement: Option<String>,
    /// The visit that this one puts right.
    #[serde(default)]
    pub replaces: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recorded {
    pub visit: String,
    pub person: String,
    /// Evidence that is still to come.
    pub lacks: Vec<Demand>,
}

impl Verb for Record {
    const NAME: &'static str = "visits.record";
    const RIGHT: &'static str = "visits.record";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Recorded;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        whom::place(cx, &self.person)
    }

    fn run(mut self, cx: &mut Cx) -> Result<Recorded> {
        // A form sends what was left empty; nothing was answered there.
        self.answers.retain(|_, it| it.as_str() != Some(""));
        let id = match self.id.as_deref().filter(|it| !it.is_empty()) {
            Some(id) => id.to_owned(),
            None => cx.mint(),
        };
        whom::id(&id)?;
        let said =
            serde_json::to_string(&Record { phone: String::new(), id: None, ..self.clone() }).or_broken()?;
        if let Some(stood) = act::visit(cx, &id)? {
            // The same again is the same; another visit under its id is shown to a person.
            return if stood.said == said {
                Ok(answer(&stood))
            } else {
                Err(Error::conflict("visits-id-taken"))
            };
        }
        let it = whom::find(cx, &self.person)?;
        let day = self.day.unwrap_or_else(|| cx.today());
        let channel = self.channel.ok_or_else(|| Error::invalid("channel", "visits-no-channel"))?;
        let pack = cx.house.packs.county(cx.county())?;
        let visits = pack.get::<Visits>();
        let lacks = self.lacks(visits.tier.get(&it.tier), channel);
        self.check(cx, visits, &it, day, &lacks)?;
        let closed = list::last_closed(cx)?;
        let mut visit = Visit {
            id,
            person: self.person.clone(),
            area: it.area.clone(),
            day,
            clock: whom::clock(cx, self.day, &self.clock),
            channel,
            answers: self.answers.clone(),
            nothing_new: self.nothing_new.clone().filter(|it| !it.is_empty()),
            confirmed: String::new(),
            complete: true,
            replaces: self.replaces.clone().filter(|it| !it.is_empty()),
            lacks: lacks.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(" "),
            said,
            account: cx.actor.account.clone(),
            visitor: cx.actor.name.clone(),
            recorded_at: cx.now,
            late: closed.is_some_and(|closed| day.month() <= closed),
        };
        carry_over(cx, &mut visit)?;
        act::insert_visit(cx, &visit)?;
        attach::keep(cx, &visit.id, &self.photos, self.signature.as_deref(), self.voice.as_deref())?;
        let mut from = day;
        if let Some(replaced) = &visit.replaces
            && let Some(replaced) = act::visit(cx, replaced)?
        {
            from = from.min(replaced.day);
        }
        complete_those_after(cx, &visit)?;
        self.tell_others(cx, &visit)?;
        draw::follow(cx, &visit.person, from)?;
        follow::contact(cx, &it)?;
        let wishes = visit.answers.get("wishes").and_then(serde_json::Value::as_str).unwrap_or_default();
        let words = [wishes, self.note.trim()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>();
        follow::up(cx, &visit, &it, &words.join("；"))?;
        cx.subject("person", &visit.person);
        cx.note("visit", visit.id.as_str());
        cx.note("channel", channel.as_str());
        Ok(answer(&visit))
    }
}

impl Record {
    /// What the tier demands of a visit at home and is not here.
    fn lacks(&self, tier: Option<&Tier>, channel: Channel) -> BTreeSet<Demand> {
        let here = |it: Demand| match it {
            Demand::Photo => !self.photos.is_empty(),
            Demand::Signature => self.signature.as_deref().is_some_and(|it| !it.is_empty()),
            Demand::Place => self.lat.zip(self.lon).is_some() || !self.no_place.trim().is_empty(),
        };
        let demands = tier.filter(|_| channel == Channel::Home).map_or(&[][..], |it| &it.demands);
        demands.iter().copied().filter(|it| !here(*it)).collect()
    }

    fn check(
        &self,
        cx: &mut Cx,
        visits: &Visits,
        it: &whom::Whom,
        day: Day,
        lacks: &BTreeSet<Demand>,
    ) -> Result<()> {
        let mut faults = whom::when(cx, &it.person, day, &self.clock)?;
        let carried = self.nothing_new.as_deref().is_some_and(|it| !it.is_empty());
        faults.extend(form::faults(&visits.item, &self.answers, carried));
        for lacking in lacks {
            let (path, key) = match lacking {
                Demand::Photo => ("photos", "visits-needs-photo"),
                Demand::Signature => ("signature", "visits-needs-signature"),
                Demand::Place => ("no_place", "visits-needs-place"),
            };
            // What was done without a network cannot be refused for a tier that has changed since.
            if !self.files_follow {
                faults.push(Fault::new(path, key));
            }
        }
        if NOTE_MAX < self.note.chars().count() {
            faults.push(Fault::new("note", "visits-too-long"));
        }
        if let Some((lat, lon)) = self.lat.zip(self.lon)
            && !((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon))
        {
            faults.push(Fault::new("lat", "visits-no-such-place"));
        }
        for (path, other) in [("nothing_new", &self.nothing_new), ("replaces", &self.replaces)] {
            let Some(other) = other.as_deref().filter(|it| !it.is_empty()) else { continue };
            whom::id(other).map_err(|_| Error::invalid(path, "visits-not-an-id"))?;
            if act::visit(cx, other)?.is_some_and(|other| other.person != self.person) {
                faults.push(Fault::new(path, "visits-of-another"));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }

    /// What the same visit says to the others of the house: nobody enters it twice.
    fn tell_others(&self, cx: &mut Cx, visit: &Visit) -> Result<()> {
        let way = match visit.channel {
            Channel::Home => Way::Visit,
            Channel::Video => Way::Video,
            Channel::Phone => Way::Phone,
        };
        let pack = cx.house.packs.county(cx.county())?;
        if visit.channel != Channel::Phone && pack.get::<Recovery>().proof.takes(way) {
            let evidence = format!("visit {}", visit.id);
            Prove { person: visit.person.clone(), day: visit.day, way, evidence }.run(cx)?;
        }
        let target = Target { person: visit.person.clone(), revision: None };
        let evidence = Evidence { source: None, basis: Some(format!("visit {}", visit.id)) };
        if !self.phone.trim().is_empty() {
            let phone = self.phone.trim().to_owned();
            let set = SetContact {
                target: target.clone(),
                phone,
                from: Some(visit.day),
                evidence: evidence.clone(),
            };
            set.run(cx)?;
        }
        if let Some(value) = self.arrangement.clone().filter(|it| !it.is_empty()) {
            let set = SetStatus {
                target,
                status: Status::Arrangement,
                value,
                from: visit.day,
                until: None,
                evidence_number: None,
                evidence,
            };
            set.run(cx)?;
        }
        Ok(())
    }
}

/// Takes over what the visit before answered; while that one has not come in, this one waits for it.
fn carry_over(cx: &mut Cx, visit: &mut Visit) -> Result<()> {
    let Some(before) = visit.nothing_new.clone() else { return Ok(()) };
    match act::visit(cx, &before)? {
        Some(before) if before.complete && before.person == visit.person => {
            let (answers, carried) = form::carry(&before.answers, &visit.answers);
            visit.answers = answers;
            visit.confirmed = carried.into_iter().collect::<Vec<_>>().join(" ");
            visit.complete = true;
        }
        _ => visit.complete = false,
    }
    Ok(())
}

/// Visits that waited for this one take over its answers, and those that waited for them.
fn complete_those_after(cx: &mut Cx, visit: &Visit) -> Result<()> {
    if !visit.complete {
        return Ok(());
    }
    let mut done = vec![visit.id.clone()];
    while let Some(id) = done.pop() {
        for waiting in act::waiting_for(cx, &id)? {
            let Some(mut it) = act::visit(cx, &waiting)? else { continue };
            carry_over(cx, &mut it)?;
            if it.complete {
                act::complete(cx, &it)?;
                done.push(it.id);
            }
        }
    }
    Ok(())
}

pub(super) fn answer(it: &Visit) -> Recorded {
    let demands = [Demand::Photo, Demand::Signature, Demand::Place];
    let lacks = demands.into_iter().filter(|demand| it.lacks.split(' ').any(|lack| lack == demand.as_str()));
    Recorded { visit: it.id.clone(), person: it.person.clone(), lacks: lacks.collect() }
}
