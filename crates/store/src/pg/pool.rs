//! Connections: opened when needed, at most sixteen, replaced when they die.

use std::{
    collections::HashMap,
    sync::{Arc, Condvar, Mutex},
    time::Duration,
};

use base::{Result, error::OrBroken};
use postgres::{Client, Statement};

use super::{lines::say, place::Place};
use crate::{Kind, Trouble};

const CONNECTIONS_MAX: usize = 16;
/// Longest wait for a free connection.
const WAIT_MAX: Duration = Duration::from_secs(30);
/// Statements kept prepared by a connection; past it the cache begins anew.
const STATEMENTS_MAX: usize = 1_024;

pub(crate) type Statements = HashMap<String, Statement>;

pub(crate) struct Pool {
    place: Place,
    unit_max: Duration,
    shelf: Arc<Shelf>,
}

#[derive(Default)]
struct Shelf {
    held: Mutex<Held>,
    freed: Condvar,
}

#[derive(Default)]
struct Held {
    idle: Vec<(Client, Statements)>,
    open: usize,
}

/// A connection on loan. It goes back when this is dropped, by a panic too; a dead one does not.
pub(crate) struct Session {
    kept: Option<(Client, Statements)>,
    shelf: Arc<Shelf>,
    pooled: bool,
}

impl Pool {
    pub(crate) fn new(url: &str, unit_max: Duration) -> Result<Pool> {
        Ok(Pool { place: Place::parse(url)?, unit_max, shelf: Arc::default() })
    }

    pub(crate) fn take(&self) -> Result<Session> {
        let mut held = self.shelf.held.lock().expect("nothing panics while it holds the pool");
        loop {
            while let Some((client, statements)) = held.idle.pop() {
                if !client.is_closed() {
                    let kept = Some((client, statements));
                    return Ok(Session { kept, shelf: Arc::clone(&self.shelf), pooled: true });
                }
                held.open -= 1;
            }
            if held.open < CONNECTIONS_MAX {
                held.open += 1;
                drop(held);
                // Counted before it is open; given back by `Drop` when it cannot be.
                let mut session = Session { kept: None, shelf: Arc::clone(&self.shelf), pooled: false };
                session.kept = Some((self.connect()?, HashMap::new()));
                return Ok(session);
            }
            let (next, waited) = self
                .shelf
                .freed
                .wait_timeout(held, WAIT_MAX)
                .ok()
                .ok_or("the pool is poisoned")
                .or_broken()?;
            held = next;
            if waited.timed_out() && held.idle.is_empty() {
                let text = format!("all {CONNECTIONS_MAX} connections are in use");
                return Err(Trouble::new(Kind::Busy, text).into());
            }
        }
    }

    fn connect(&self) -> Result<Client> {
        let mut client = self.place.connect()?;
        let millis = self.unit_max.as_millis();
        let settings = format!(
            "SET statement_timeout = {millis}; SET lock_timeout = {millis};
             SET idle_in_transaction_session_timeout = {millis}; SET client_min_messages = warning;
             SET TIME ZONE 'UTC'; SET jit = off;
             SELECT set_config('synchronous_commit', 'on', false)
                WHERE current_setting('synchronous_commit') = 'off'"
        );
        client.batch_execute(&settings).map_err(|error| say(&error, "SET"))?;
        Ok(client)
    }
}

impl Session {
    pub(crate) fn client(&mut self) -> &mut Client {
        self.parts().0
    }

    pub(crate) fn parts(&mut self) -> (&mut Client, &mut Statements) {
        let (client, statements) = self.kept.as_mut().expect("a session on loan has its connection");
        if STATEMENTS_MAX < statements.len() {
            statements.clear();
        }
        (client, statements)
    }

    /// Whether it was used before, so that it may have died meanwhile.
    pub(crate) fn pooled(&self) -> bool {
        self.pooled
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let Ok(mut held) = self.shelf.held.lock() else { return };
        match self.kept.take() {
            Some((client, statements)) if !client.is_closed() => held.idle.push((client, statements)),
            _ => held.open -= 1,
        }
        self.shelf.freed.notify_one();
    }
}
