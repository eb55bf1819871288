//! The one thread that writes.
//!
//! A commit costs one `fsync`, however many units of work it holds. The writer takes whatever is
//! waiting, runs each unit in a savepoint of its own, and commits once for all of them.
//!
//! ```text
//!   waiting ──▶ running ──▶ done ──▶ committed: the caller is told
//!      │           │          └────▶ the group fell (disk full, …): runs again, alone
//!      └───────────┴──▶ given up: its deadline passed; it never commits
//! ```
//!
//! The caller's patience and the writer's progress meet in one atomic: a unit is either given up
//! or done, never both, so "nothing of it was saved" is true when it is said.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use base::{Error, Result, error::OrBroken};
use rusqlite::Connection;

use super::lines::{Lines, Watch, say};
use crate::{Kind, Trouble, Tx, trouble::caught};

/// Most units of work that one commit holds.
const GROUP_MAX: usize = 256;
/// Units that may wait; more callers than that wait to be let in.
const WAITING_MAX: usize = 4 * GROUP_MAX;

pub(super) const WAITING: u8 = 0;
pub(super) const RUNNING: u8 = 1;
pub(super) const DONE: u8 = 2;
pub(super) const GIVEN_UP: u8 = 3;

pub(super) struct Writer {
    queue: Option<mpsc::SyncSender<Box<dyn Unit>>>,
    thread: Option<thread::JoinHandle<()>>,
    patience: Duration,
}

/// A unit of work as the writer sees it. It can run more than once, and is told once.
trait Unit: Send {
    fn state(&self) -> &Arc<AtomicU8>;
    /// Runs in a savepoint; what it answers is kept for [`Unit::tell`].
    fn run(&mut self, connection: &Connection);
    fn tell(self: Box<Self>, commit: Result<()>);
}

struct Asked<T, F> {
    work: F,
    answer: Option<Result<T>>,
    state: Arc<AtomicU8>,
    tell: mpsc::Sender<Result<T>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, watch: Watch, unit_max: Duration) -> Result<Writer> {
        let (queue, waiting) = mpsc::sync_channel(WAITING_MAX);
        let thread = thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || {
                write_loop(&connection, &watch, &waiting);
                // Folds the log into the file, if nobody else has the file open.
                connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)").ok();
            })
            .or_broken()?;
        Ok(Writer { queue: Some(queue), thread: Some(thread), patience: unit_max })
    }

    pub(super) fn run<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (tell, heard) = mpsc::channel();
        let progress = Arc::new(AtomicU8::new(WAITING));
        let work = Box::new(Asked { work, answer: None, state: Arc::clone(&progress), tell });
        let queue = self.queue.as_ref().expect("the queue is there until the writer is dropped");
        queue.send(work).ok().ok_or("the writer has stopped").or_broken()?;
        let mut seen = WAITING;
        loop {
            match heard.recv_timeout(self.patience) {
                Ok(answer) => return answer,
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    return Err(Error::broken("the writer has stopped"));
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    let now = progress.load(Ordering::Acquire);
                    // A unit that has only just begun, or is being committed, is waited for.
                    let stale = now == seen && now != DONE;
                    seen = now;
                    let gave_up = stale
                        && progress
                            .compare_exchange(now, GIVEN_UP, Ordering::AcqRel, Ordering::Acquire)
                            .is_ok();
                    if gave_up {
                        let (kind, text) = match now {
                            WAITING => (Kind::Busy, "units before this one are still running"),
                            _ => (Kind::Deadline, "do it in smaller chunks"),
                        };
                        return Err(Trouble::new(kind, text).into());
                    }
                }
            }
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

impl<T: Send, F: Fn(&mut Tx) -> Result<T> + Send> Unit for Asked<T, F> {
    fn state(&self) -> &Arc<AtomicU8> {
        &self.state
    }

    fn run(&mut self, connection: &Connection) {
        self.answer = Some(in_savepoint(connection, &self.state, &self.work));
    }

    fn tell(self: Box<Self>, commit: Result<()>) {
        let answer = self.answer.unwrap_or_else(|| Err(Error::broken("the unit never ran")));
        self.tell.send(commit.and(answer)).ok();
    }
}

fn write_loop(connection: &Connection, watch: &Watch, waiting: &mpsc::Receiver<Box<dyn Unit>>) {
    while let Ok(first) = waiting.recv() {
        let group: Vec<_> = std::iter::once(first).chain(waiting.try_iter().take(GROUP_MAX - 1)).collect();
        let Err(fallen) = run_group(connection, watch, group) else { continue };
        for unit in fallen {
            // Alone, a unit falls only by its own fault, and is told so by `run_group`.
            run_group(connection, watch, vec![unit]).ok();
        }
    }
}

/// Runs and commits a group and tells every caller; or answers the units that must run again.
fn run_group(
    connection: &Connection,
    watch: &Watch,
    mut group: Vec<Box<dyn Unit>>,
) -> Result<(), Vec<Box<dyn Unit>>> {
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        let trouble = say(&error, "BEGIN IMMEDIATE");
        tell_all(group, || Err(trouble.again().into()));
        return Ok(());
    }
    for at in 0..group.len() {
        watch.over(Some(group[at].state()));
        group[at].run(connection);
        watch.over(None);
        if connection.is_autocommit() {
            // SQLite rolled everything back by itself. Whoever did it is told; the others, who
            // did nothing wrong, run again.
            let unit = group.remove(at);
            unit.tell(Ok(()));
            rewind(&group);
            return Err(group);
        }
    }
    match connection.execute_batch("COMMIT") {
        Ok(()) => tell_all(group, || Ok(())),
        Err(error) => {
            if !connection.is_autocommit() {
                connection.execute_batch("ROLLBACK").ok();
            }
            if 1 < group.len() {
                rewind(&group);
                return Err(group);
            }
            let trouble = say(&error, "COMMIT");
            tell_all(group, || Err(trouble.again().into()));
        }
    }
    Ok(())
}

fn tell_all(group: Vec<Box<dyn Unit>>, commit: impl Fn() -> Result<()>) {
    for unit in group {
        unit.tell(commit());
    }
}

fn rewind(group: &[Box<dyn Unit>]) {
    for state in group.iter().map(|unit| unit.state()) {
        for from in [DONE, RUNNING] {
            state.compare_exchange(from, WAITING, Ordering::AcqRel, Ordering::Acquire).ok();
        }
    }
}

fn in_savepoint<T>(
    connection: &Connection,
    state: &AtomicU8,
    work: impl Fn(&mut Tx) -> Result<T>,
) -> Result<T> {
    let turn = |from, to| state.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire).is_ok();
    if !turn(WAITING, RUNNING) {
        return Err(Trouble::new(Kind::Deadline, "it waited too long").into());
    }
    connection.execute_batch("SAVEPOINT unit").map_err(|error| say(&error, "SAVEPOINT"))?;
    let mut lines = Lines::new(connection);
    let mut result = caught(|| work(&mut Tx::new(&mut lines)));
    if let (Ok(_), Some(failed)) = (&result, lines.failed()) {
        result = Err(failed.into());
    }
    if result.is_ok() && !turn(RUNNING, DONE) {
        result = Err(Trouble::new(Kind::Deadline, "it was given up").into());
    }
    if connection.is_autocommit() {
        return match result {
            Ok(_) => Err(Error::broken("a unit ended the transaction that it stood in")),
            failed => failed,
        };
    }
    let end = if result.is_ok() { "RELEASE unit" } else { "ROLLBACK TO unit; RELEASE unit" };
    connection.execute_batch(end).map_err(|error| say(&error, end))?;
    result
}
