//! What stories about money need: elders with accounts, the desks that handle them, jobs run to
//! their end.

use base::{Error, Result};
use people::register::{
    bulk::{self, Entry},
    draft::{Dated, Death, Draft, Provenance},
};
use platform::{Actor, Channel, Cx, Step, Work};
use serde::Serialize;
use serde_json::{Value, json};

use crate::world::{COUNTY_AREA, World};

pub(crate) const LUGU: &str = "sc/liangshan/mianning/lugu/";
pub(crate) const LUGU_VILLAGE: &str = "sc/liangshan/mianning/lugu/anning/";
pub(crate) const DAQIAO: &str = "sc/liangshan/mianning/daqiao/";
pub(crate) const DAQIAO_VILLAGE: &str = "sc/liangshan/mianning/daqiao/daqiao/";
pub(crate) const BENEFIT: &str = "old_age_allowance";

impl World {
    /// Runs a work to its end, as its worker would, and answers what it came to.
    pub(crate) fn work<W: Work + Clone + Send + 'static>(&self, work: &W) -> Result<Value> {
        let mut cursor = None;
        loop {
            match self.step(work, cursor.clone())? {
                Step::More { cursor: next, .. } => cursor = Some(next),
                Step::Done { answer } => return Ok(answer),
            }
        }
    }

    /// One step of a work, in a transaction of its own.
    pub(crate) fn step<W: Work + Clone + Send + 'static>(
        &self,
        work: &W,
        cursor: Option<Value>,
    ) -> Result<Step> {
        let actor = Actor { channel: Channel::Job, ..self.somebody("worker", COUNTY_AREA, &[]) };
        let (house, work) = (self.house.clone(), work.clone());
        let (now, seed) = (self.now(), self.seed());
        self.store.write(move |tx| work.step(&mut Cx::new(&actor, &house, now, seed, tx), cursor.clone()))
    }

    /// Runs a work to its end, killing it once before each commit; answers how often.
    pub(crate) fn work_killed<W: Work + Clone + Send + 'static>(&self, work: &W) -> usize {
        let mut cursor = None;
        let mut kills = 0;
        loop {
            let actor = Actor { channel: Channel::Job, ..self.somebody("worker", COUNTY_AREA, &[]) };
            let (house, killed, at) = (self.house.clone(), work.clone(), cursor.clone());
            let (now, seed) = (self.now(), self.seed());
            let lost: Result<()> = self.store.write(move |tx| {
                killed.step(&mut Cx::new(&actor, &house, now, seed, tx), at.clone())?;
                Err(Error::broken("killed"))
            });
            assert!(lost.is_err());
            kills += 1;
            match self.step(work, cursor.clone()).expect("a step") {
                Step::More { cursor: next, .. } => cursor = Some(next),
                Step::Done { .. } => return kills,
            }
        }
    }

    /// Runs the open jobs of a kind to their end.
    pub(crate) fn jobs(&self, kind: &'static str) {
        self.jobs_answer(kind);
    }

    /// The same, and what the last of them came to.
    pub(crate) fn jobs_answer(&self, kind: &'static str) -> Value {
        let entry = self.house.catalogue.work(kind).expect("a known work");
        let jobs: Vec<(String, String, String)> = self
            .store
            .read(|tx| {
                tx.all(
                    "SELECT id, payload, account FROM job WHERE kind = $1 AND ended_at IS NULL",
                    &[kind.into()],
                )
            })
            .expect("the jobs");
        let mut last = Value::Null;
        for (id, payload, account) in jobs {
            let payload: Value = serde_json::from_str(&payload).expect("a payload");
            let mut cursor = None;
            loop {
                let rights = ["benefits.prepare"];
                let actor = Actor { channel: Channel::Job, ..self.somebody(&account, COUNTY_AREA, &rights) };
                let (house, payload, at) = (self.house.clone(), payload.clone(), cursor.clone());
                let (now, seed) = (self.now(), self.seed());
                let step = self.store.write(move |tx| {
                    let mut cx = Cx::new(&actor, &house, now, seed, tx);
                    (entry.step)(&mut cx, payload.clone(), at.clone())
                });
                match step.expect("a step") {
                    Step::More { cursor: next, .. } => cursor = Some(next),
                    Step::Done { answer } => {
                        last = answer;
                        break;
                    }
                }
            }
            let ended = move |tx: &mut store::Tx| {
                tx.exec("UPDATE job SET ended_at = 1 WHERE id = $1", &[(&id).into()])
            };
            self.store.write(ended).expect("the job ends");
        }
        last
    }

    /// How many rows a table has.
    pub(crate) fn count_of(&self, table: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        let (count,): (i64,) = self.store.read(|tx| tx.get("rows", &sql, &[])).expect("the table is there");
        count
    }

    /// Runs SQL, for what no verb does.
    pub(crate) fn sql(&self, sql: &'static str) {
        self.store.write(move |tx| tx.exec(sql, &[])).expect("the test's SQL runs");
    }

    pub(crate) fn number(&self, sql: &'static str) -> i64 {
        let (number,): (i64,) =
            self.store.read(|tx| tx.get("number", sql, &[])).expect("the test's SQL answers");
        number
    }

    /// Elders of a village, born in 1940 and after, as an import would register them.
    pub(crate) fn elders(&self, from: i64, count: i64, village: &str) {
        let born = |at: i64| format!("{}-03-0{}", 1940 + at % 3, 1 + at % 9).parse().expect("a day");
        let entries: Vec<Entry> = (from..from + count)
            .map(|at| {
                let draft = Draft {
                    name: Some(name(at)),
                    birth_date: Some(born(at)),
                    registered: Some(Dated { value: village.to_owned(), ..Dated::default() }),
                    living: Some(Dated { value: village.to_owned(), ..Dated::default() }),
                    ..Draft::default()
                };
                Entry {
                    person: None,
                    draft,
                    from: Provenance::default(),
                    day: "2026-01-01".parse().expect("a day"),
                }
            })
            .collect();
        self.register(entries);
    }

    /// Writes what is said of people into the register.
    pub(crate) fn register(&self, entries: Vec<Entry>) {
        let actor = self.somebody("importer", COUNTY_AREA, &[]);
        let (house, now, seed) = (self.house.clone(), self.now(), self.seed());
        self.store
            .write(move |tx| bulk::commit(&mut Cx::new(&actor, &house, now, seed, tx), &entries).map(|_| ()))
            .expect("registered");
    }

    /// Somebody died, and it is confirmed.
    pub(crate) fn died(&self, person: &str, day: &str) {
        let day = day.parse().expect("a day");
        let death = Death { day, confirmed: true, proof: "火化证明".to_owned() };
        let draft = Draft { death: Some(death), ..Draft::default() };
        let from = Provenance { source: "funeral".to_owned(), basis: "火化证明".to_owned() };
        self.register(vec![Entry { person: Some(person.to_owned()), draft, from, day }]);
    }

    /// The id of an elder of these stories.
    pub(crate) fn person(&self, at: i64) -> String {
        let name = name(at);
        let (id,): (String,) = self
            .store
            .read(|tx| tx.get("person", "SELECT id FROM person WHERE name = $1", &[(&name).into()]))
            .expect("an elder of that name");
        id
    }

    /// Gives each of these elders an account of their own, by two hands.
    pub(crate) fn accounts(&self, from: i64, count: i64) {
        let writer = self.somebody("payee-writer", COUNTY_AREA, &["payees.write"]);
        let checker = self.somebody("payee-checker", COUNTY_AREA, &["payees.check"]);
        for at in from..from + count {
            let proposed = self
                .submit(
                    &writer,
                    "payees.propose",
                    json!({ "person": self.person(at), "kind": "own", "holder": name(at), "bank": "农村信用社",
                        "account": format!("8811{at:014}") }),
                )
                .expect("proposed");
            let check = json!({ "payee": proposed["payee"], "revision": 1, "right": true });
            self.submit(&checker, "payees.check", check).expect("checked");
        }
    }

    /// Asks a question by name.
    pub(crate) fn answer(&self, actor: &Actor, name: &str, input: impl Serialize) -> Value {
        let input = serde_json::to_value(input).expect("an input");
        self.door().answer(actor, self.now(), name, input).expect("an answer")
    }
}

/// The name of an elder of these stories: each another character.
pub(crate) fn name(at: i64) -> String {
    let other = u32::try_from(0x4e00 + at).ok().and_then(char::from_u32).expect("a character");
    format!("王{other}")
}
