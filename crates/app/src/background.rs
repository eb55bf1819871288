//! Loops as plain threads: each does a bit, rests, and looks whether it shall stop.

use std::{
    sync::{Arc, Condvar, Mutex},
    thread::{self, JoinHandle},
    time::Duration,
};

use base::{Error, Result};

/// After a failure a loop rests this long, however short its own rest.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Threads that stop together.
#[derive(Default)]
pub struct Background {
    stop: Arc<Stop>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Stop {
    asked: Mutex<bool>,
    told: Condvar,
}

impl Stop {
    /// Rests, and answers whether to go on.
    fn rest(&self, rest: Duration) -> bool {
        let asked = self.asked.lock().expect("nothing panics while it holds the lock");
        let (asked, _) = self
            .told
            .wait_timeout_while(asked, rest, |asked| !*asked)
            .expect("nothing panics while it holds the lock");
        !*asked
    }
}

/// What one turn of a loop came to.
pub enum Turn {
    /// There may be more to do at once.
    Busy,
    /// Nothing to do; rest.
    Idle,
}

impl Background {
    /// Starts a loop that rests `rest` when it has nothing to do.
    pub fn start(
        &mut self,
        name: &'static str,
        rest: Duration,
        mut turn: impl FnMut() -> Result<Turn> + Send + 'static,
    ) -> Result<()> {
        let stop = self.stop.clone();
        let body = move || {
            let mut pause = Duration::ZERO;
            while stop.rest(pause) {
                pause = match turn() {
                    Ok(Turn::Busy) => Duration::ZERO,
                    Ok(Turn::Idle) => rest,
                    Err(error) => {
                        tracing::error!(loop_name = name, %error, "a background loop failed");
                        REST_AFTER_FAILURE.max(rest)
                    }
                };
            }
        };
        let thread = thread::Builder::new().name(name.to_owned()).spawn(body);
        self.threads.push(thread.map_err(|why| Error::broken(why.to_string()))?);
        Ok(())
    }

    /// Asks every loop to stop and waits until each has finished its turn.
    pub fn stop(self) {
        *self.stop.asked.lock().expect("nothing panics while it holds the lock") = true;
        self.stop.told.notify_all();
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a background loop had panicked");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn loops_go_on_after_a_failure_and_stop_when_asked() {
        let turns = Arc::new(AtomicUsize::new(0));
        let count = turns.clone();
        let mut background = Background::default();
        background
            .start("count", Duration::from_millis(1), move || {
                count.fetch_add(1, Ordering::Relaxed);
                Ok(Turn::Idle)
            })
            .unwrap();
        background.start("fail", Duration::from_mins(1), || Err(Error::broken("always"))).unwrap();
        while turns.load(Ordering::Relaxed) < 3 {
            thread::yield_now();
        }
        background.stop();
        let after = turns.load(Ordering::Relaxed);
        thread::sleep(Duration::from_millis(20));
        assert_eq!(turns.load(Ordering::Relaxed), after);
    }
}
