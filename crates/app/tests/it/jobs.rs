//! Jobs: claimed by one, done in steps, tried again, stopped, gone on with after a kill.

use std::process::{Command, Stdio};

use base::{Error, Result};
use platform::{
    Cx, Room, Step, Work,
    cx::JobId,
    jobs::{Did, Owner, Runner, ask::State},
    work,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Store, scratch::Scratch};

use crate::world::{COUNTY_AREA, World, everybody, postgres_url, setting};

/// Puts the numbers up to `upto` into a table, ten a step.
#[derive(Serialize, Deserialize)]
struct Tally {
    upto: i64,
    /// At this number every attempt fails.
    stumble: Option<i64>,
}

impl Work for Tally {
    const KIND: &'static str = "test.tally";

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let from = cursor.and_then(|it| it.as_i64()).unwrap_or(0);
        let to = (from + 10).min(self.upto);
        for number in from..to {
            if self.stumble == Some(number) {
                return Err(Error::broken("stumbled"));
            }
            // No ON CONFLICT: a step that ran twice would fail here.
            cx.exec_one("INSERT INTO tally (number) VALUES ($1)", &[number.into()])?;
        }
        if to == self.upto {
            return Ok(Step::Done { answer: json!({ "counted": to }) });
        }
        Ok(Step::More { cursor: json!(to), done: to, total: Some(self.upto) })
    }
}

static ROOM: Room =
    Room { name: "test", verbs: &[], questions: &[], works: &[work::<Tally>()], sections: &[] };
static ROOMS: [&Room; 1] = [&ROOM];

fn on_each(story: impl Fn(&World, &Scratch)) {
    let mut all = vec![Scratch::lite()];
    all.extend(postgres_url().map(|admin| Scratch::postgres(&admin).expect("a database for the story")));
    for scratch in all {
        let world = World::open_with(scratch.url(), &ROOMS);
        world.store.write(|tx| tx.exec("CREATE TABLE tally (number BIGINT PRIMARY KEY)", &[])).unwrap();
        story(&world, &scratch);
    }
}

fn enqueue(world: &World, upto: i64, stumble: Option<i64>) -> JobId {
    let (clerk, house, now, seed) =
        (world.somebody("clerk", COUNTY_AREA, &[]), world.house.clone(), world.now(), world.seed());
    world
        .store
        .write(move |tx| {
            Cx::new(&clerk, &house, now, seed, tx).enqueue("test.tally", &Tally { upto, stumble }, now)
        })
        .unwrap()
}

fn tally(store: &Store) -> Vec<i64> {
    let rows: Vec<(i64,)> = store.read(|tx| tx.all("SELECT number FROM tally ORDER BY number", &[])).unwrap();
    rows.into_iter().map(|it| it.0).collect()
}

fn line(world: &World, job: &JobId) -> platform::jobs::ask::Line {
    let clerk = world.somebody("clerk", COUNTY_AREA, &["jobs.read"]);
    world.ask(&clerk, platform::jobs::ask::Job { job: job.0.clone() }).unwrap()
}

#[test]
fn jobs_are_done_in_steps_with_progress() {
    on_each(|world, _| {
        let job = enqueue(world, 35, None);
        let mut runner = Runner::new("one".into(), everybody);
        assert_eq!(runner.turn(&world.door(), world.now(), world.seed()).unwrap(), Did::Step);
        let half = line(world, &job);
        assert_eq!((half.done, half.total, half.running), (10, Some(35), true));
        let mut other = Runner::new("two".into(), everybody);
        assert_eq!(other.turn(&world.door(), world.now(), world.seed()).unwrap(), Did::Nothing);
        assert_eq!(world.run_jobs(&mut runner), ["done"]);
        let whole = line(world, &job);
        assert_eq!((whole.state, whole.answer), (State::Done, Some(json!({ "counted": 35 }))));
        assert_eq!(tally(&world.store), (0..35).collect::<Vec<_>>());
    });
}

#[test]
fn many_hands_do_each_job_once() {
    on_each(|world, _| {
        let jobs: Vec<JobId> = (0..6).map(|_| enqueue(world, 0, None)).collect();
        std::thread::scope(|scope| {
            for number in 0..4 {
                scope.spawn(move || {
                    let mut runner = Runner::new(format!("hand{number}"), everybody);
                    world.run_jobs(&mut runner);
                });
            }
        });
        assert!(jobs.iter().all(|job| line(world, job).state == State::Done));
        let ended: Vec<(i64,)> = world
            .store
            .read(|tx| tx.all("SELECT COUNT(*) FROM journal_entry WHERE verb = 'test.tally'", &[]))
            .unwrap();
        assert_eq!(ended, [(6,)], "each end is entered once");
    });
}

#[test]
fn a_failing_job_waits_longer_each_time_dies_and_can_go_on() {
    on_each(|world, _| {
        let job = enqueue(world, 30, Some(15));
        let mut runner = Runner::new("one".into(), everybody);
        let mut ends = Vec::new();
        for _ in 0..40 {
            match runner.turn(&world.door(), world.now(), world.seed()).unwrap() {
                Did::Ended(how) => ends.push(how),
                Did::Nothing => world.pass_seconds(600),
                _ => (),
            }
        }
        assert_eq!(ends, ["failed"]);
        let dead = line(world, &job);
        assert_eq!((dead.state, dead.done), (State::Failed, 10));
        assert_eq!(dead.failure.unwrap()["why"], "stumbled");
        assert_eq!(tally(&world.store), (0..10).collect::<Vec<_>>(), "nothing of the failed step");
        let mend = json!({ "upto": 30 }).to_string();
        world.store.write(move |tx| tx.exec("UPDATE job SET payload = $1", &[(&mend).into()])).unwrap();
        let stranger = world.somebody("stranger", COUNTY_AREA, &["jobs.read"]);
        let again = json!({ "job": job.0 });
        assert!(matches!(world.submit(&stranger, "jobs.again", again.clone()), Err(Error::Missing(_))));
        let admin = world.somebody("admin", COUNTY_AREA, &["jobs.read", "jobs.manage"]);
        world.submit(&admin, "jobs.again", again).unwrap();
        assert_eq!(world.run_jobs(&mut runner), ["done"]);
        assert_eq!(tally(&world.store), (0..30).collect::<Vec<_>>());
    });
}

#[test]
fn a_job_is_stopped_by_its_owner_and_goes_on_later() {
    on_each(|world, _| {
        let job = enqueue(world, 50, None);
        let mut runner = Runner::new("one".into(), everybody);
        runner.turn(&world.door(), world.now(), world.seed()).unwrap();
        let clerk = world.somebody("clerk", COUNTY_AREA, &["jobs.read"]);
        world.submit(&clerk, "jobs.stop", json!({ "job": job.0 })).unwrap();
        assert!(line(world, &job).stopping);
        assert_eq!(world.run_jobs(&mut runner), ["stopped"]);
        assert_eq!(tally(&world.store).len(), 10);
        assert!(matches!(
            world.submit(&clerk, "jobs.stop", json!({ "job": job.0 })),
            Err(Error::Conflict(_))
        ));
        world.submit(&clerk, "jobs.again", json!({ "job": job.0 })).unwrap();
        assert_eq!(world.run_jobs(&mut runner), ["done"]);
        assert_eq!(tally(&world.store).len(), 50);
    });
}

#[test]
fn a_job_whose_owner_may_no_longer_act_fails() {
    fn nobody(_: &mut Cx, _: &Owner) -> Result<Option<platform::Actor>> {
        Ok(None)
    }
    on_each(|world, _| {
        let job = enqueue(world, 5, None);
        assert_eq!(world.run_jobs(&mut Runner::new("one".into(), nobody)), ["failed"]);
        assert_eq!(line(world, &job).failure.unwrap()["kind"], "denied");
        assert_eq!(tally(&world.store), Vec::<i64>::new());
    });
}

/// Not a test of its own: what the children below run.
#[test]
fn child() {
    let Some(url) = setting("SONGHE_TEST_CHILD") else { return };
    let world = World::open_with(&url, &ROOMS);
    let round: i64 = setting("SONGHE_TEST_ROUND").and_then(|it| it.parse().ok()).unwrap_or(0);
    // Later than the lease that the last child left.
    world.pass_seconds(round * 120);
    let mut runner = Runner::new(format!("child{round}"), everybody);
    #[expect(clippy::print_stderr, reason = "tells the parent that work has begun")]
    {
        eprintln!("began");
    }
    world.run_jobs(&mut runner);
}

#[test]
fn a_work_killed_at_many_points_ends_with_the_same_rows() {
    const UPTO: i64 = 12_000;
    on_each(|world, scratch| {
        let job = enqueue(world, UPTO, None);
        let mut cut = 0;
        for round in 1..=25_u64 {
            let mut child = Command::new(std::env::current_exe().expect("this test's own program"))
                .args(["--exact", "jobs::child", "--nocapture"])
                .env("SONGHE_TEST_CHILD", scratch.url())
                .env("SONGHE_TEST_ROUND", round.to_string())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            // Waits until it is at work, then kills it a moment later, each time another moment.
            let mut said = String::new();
            let mut stderr = std::io::BufReader::new(child.stderr.take().unwrap());
            while !said.contains("began") {
                said.clear();
                if std::io::BufRead::read_line(&mut stderr, &mut said).unwrap() == 0 {
                    break;
                }
            }
            std::thread::sleep(std::time::Duration::from_micros(500 + 7_919 * round % 60_000));
            child.kill().unwrap();
            child.wait().unwrap();
            let rows = tally(&world.store);
            assert_eq!(rows, (0..rows.len() as i64).collect::<Vec<_>>(), "no holes, no halves");
            assert!(rows.len().is_multiple_of(10), "a step is whole or not there");
            if line(world, &job).state == State::Done {
                break;
            }
            cut += 1;
        }
        assert!(3 <= cut, "it was over before it could be killed often: {cut}");
        world.pass_seconds(100_000);
        if line(world, &job).state == State::Open {
            world.run_jobs(&mut Runner::new("last".into(), everybody));
        }
        assert_eq!(line(world, &job).state, State::Done);
        assert_eq!(tally(&world.store), (0..UPTO).collect::<Vec<_>>());
    });
}
