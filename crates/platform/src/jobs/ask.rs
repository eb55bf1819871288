//! What jobs there are and how far they are.

use base::{Instant, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Arg, FromRow, Row};

use super::{MANAGE, READ, own_or_manager};
use crate::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
    waits::{Wait, Waits},
};

/// Jobs: one's own, or everybody's for who manages them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct List {
    #[serde(flatten)]
    pub list: ListInput,
    /// `open` (waiting or running), `done`, `failed` or `stopped`; nothing means all.
    pub state: Option<State>,
    pub kind: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Open,
    Done,
    Failed,
    Stopped,
}

/// One job and how far it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Job {
    pub job: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    pub id: String,
    pub kind: String,
    pub account: String,
    pub state: State,
    /// Whether somebody is at it now.
    pub running: bool,
    pub stopping: bool,
    pub done: i64,
    /// Of how many, where that is known.
    pub total: Option<i64>,
    pub created_at: Instant,
    pub due_at: Instant,
    pub ended_at: Option<Instant>,
    /// What went wrong last.
    pub failure: Option<Value>,
    /// What it came to; only with [`Job`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Value>,
}

struct Read {
    line: Line,
    leased_until: Option<Instant>,
}

impl FromRow for Read {
    fn from_row(row: &Row) -> Result<Read> {
        let json = |text: Option<String>| text.and_then(|it| serde_json::from_str(&it).ok());
        let outcome: Option<String> = row.get(9)?;
        let line = Line {
            id: row.get(0)?,
            kind: row.get(1)?,
            account: row.get(2)?,
            state: match outcome.as_deref() {
                None => State::Open,
                Some("done") => State::Done,
                Some("stopped") => State::Stopped,
                Some(_) => State::Failed,
            },
            running: false,
            stopping: outcome.is_none() && row.get::<Option<i64>>(7)?.is_some(),
            done: row.get(3)?,
            total: row.get(4)?,
            created_at: row.get(5)?,
            due_at: row.get(6)?,
            ended_at: row.get(8)?,
            failure: json(row.get(10)?),
            answer: json(row.get(12)?),
        };
        Ok(Read { line, leased_until: row.get(11)? })
    }
}

impl Read {
    fn at(self, now: Instant) -> Line {
        Line { running: self.leased_until.is_some_and(|until| now <= until), ..self.line }
    }
}

const ORDERS: &[Order] = &[
    ("created_at", " ORDER BY created_at, id", " ORDER BY created_at DESC, id DESC"),
    ("kind", " ORDER BY kind, id", " ORDER BY kind DESC, id DESC"),
    ("ended_at", " ORDER BY ended_at NULLS LAST, id", " ORDER BY ended_at DESC NULLS FIRST, id DESC"),
];

const LINES: &str =
    "SELECT id, kind, account, done, total, created_at, due_at, stop_asked_at, ended_at, outcome,
        failure, leased_until, CAST(NULL AS TEXT)
     FROM job WHERE county = $1 AND (CAST($2 AS TEXT) IS NULL OR account = $2)
        AND (CAST($3 AS TEXT) IS NULL OR COALESCE(outcome, 'open') = $3) AND (CAST($4 AS TEXT) IS NULL OR kind = $4)";

impl Question for List {
    const NAME: &'static str = "jobs.list";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::System;
    type Answer = ListAnswer<Line>;

    fn ask(mut self, cx: &mut Cx, _: &Scope) -> Result<ListAnswer<Line>> {
        self.list.sort.get_or_insert_with(|| "-created_at".to_owned());
        let (county, now) = (cx.county(), cx.now);
        let account = (!cx.actor.may(MANAGE)).then(|| cx.actor.account.clone());
        let state = self.state.map(|it| match it {
            State::Open => "open",
            State::Done => "done",
            State::Failed => "failed",
            State::Stopped => "stopped",
        });
        let filter: [Arg; 4] =
            [county.into(), account.as_ref().into(), state.into(), self.kind.as_ref().into()];
        let read: ListAnswer<Read> = self.list.read(cx, LINES, ORDERS, &filter)?;
        Ok(read.map(|it| it.at(now)))
    }
}

impl Question for Job {
    const NAME: &'static str = "jobs.job";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::System;
    type Answer = Line;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Line> {
        let (county, now) = (cx.county(), cx.now);
        let read: Read = cx.get(
            "job",
            "SELECT id, kind, account, done, total, created_at, due_at, stop_asked_at, ended_at, outcome,
                failure, leased_until, answer
             FROM job WHERE county = $1 AND id = $2",
            &[county.into(), (&self.job).into()],
        )?;
        own_or_manager(cx.actor, &read.line.account)?;
        Ok(read.at(now))
    }
}

/// Jobs that failed in the last day, for whoever steers them.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct JobWaits {}

impl Question for JobWaits {
    const NAME: &'static str = "jobs.waits";
    const RIGHT: &'static str = MANAGE;
    const PURPOSE: Purpose = Purpose::System;
    type Answer = Waits;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Waits> {
        let mut waits = Waits::default();
        let failed = failed_in_a_day(cx)?;
        waits.add(Wait::new("jobs-wait-failed", failed, "/jobs?state=failed"));
        Ok(waits)
    }
}

fn failed_in_a_day(cx: &mut Cx) -> Result<i64> {
    let (county, since) = (cx.county(), cx.now.plus_minutes(-24 * 60));
    let (failed,): (i64,) = cx.get(
        "jobs",
        "SELECT COUNT(*) FROM job WHERE county = $1 AND outcome = 'failed' AND ended_at >= $2",
        &[county.into(), since.into()],
    )?;
    Ok(failed)
}

/// The depths of the queue, as [`super::depths`] tells them.
pub(super) fn depths(cx: &mut Cx) -> Result<super::Depths> {
    let (county, now) = (cx.county(), cx.now);
    let (waiting, running, oldest): (i64, Option<i64>, Option<Instant>) = cx.get(
        "jobs",
        "SELECT COUNT(*), CAST(SUM(CASE WHEN leased_until > $2 THEN 1 ELSE 0 END) AS BIGINT),
            MIN(CASE WHEN leased_until > $2 THEN NULL ELSE due_at END)
         FROM job WHERE county = $1 AND ended_at IS NULL",
        &[county.into(), now.into()],
    )?;
    let failed = failed_in_a_day(cx)?;
    let running = running.unwrap_or(0);
    let lag = oldest.map_or(0, |it| it.seconds_until(now).max(0));
    Ok(super::Depths { waiting: waiting - running, running, failed, lag })
}
