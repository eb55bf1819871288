//! Killed: the real program, serving, is shot at many points of an import, of a month's run and of the
//! bank's answer. Started again it goes on, and ends with the same rows and the same fen as one that was left in peace.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use app::{
    keyfile,
    settings::{Log, Serve, Settings},
    wiring::{Installation, clock, seed},
};
use base::Month;
use platform::{
    Actor, Channel,
    access::{
        first::{First, open_first},
        session,
    },
    door::Caller,
    keys::Algorithm,
};
use serde_json::{Value, json};
use store::{FromRow, scratch::Scratch};

use crate::{
    intake::{many, roster},
    money::{BENEFIT, LUGU},
    runs::base64,
    world::{COUNTY_AREA, postgres_url},
};

mod bank;

const ELDERS: u32 = 1_800;
/// Persons of a chunk of the run: small, so that there are many points to be killed at.
const CHUNK: i64 = 150;
/// How often is looked, and how many times at most: a machine on which it takes longer is broken.
const LOOK: Duration = Duration::from_millis(3);
const LOOKS_MAX: u32 = 60_000;

/// An installation that servers work on, one after the other.
struct Place {
    installation: Installation,
    folder: PathBuf,
    _database: Scratch,
}

impl Place {
    fn new(name: &str, database: Scratch) -> Place {
        let folder = std::env::temp_dir().join(format!("songhe-kill-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let settings = Settings {
            data: folder.clone(),
            database: Some(database.url().to_owned()),
            serve: Serve { listen: ([127, 0, 0, 1], 0).into(), ..Serve::default() },
            log: Log { filter: "error".to_owned(), ..Log::default() },
            ..Settings::default()
        };
        keyfile::create(&settings.key_file(), Algorithm::Aes256Gcm).expect("a key file");
        fs::write(folder.join("songhe.toml"), settings.to_text().expect("text")).expect("settings");
        let installation = Installation::open(settings).expect("it opens");
        let account = |(login, role, area): (&str, &str, &str)| First {
            login: login.to_owned(),
            name: login.to_owned(),
            role: role.to_owned(),
            area: area.to_owned(),
            password: None,
            factor: None,
        };
        let accounts = [
            ("clerk", "county_clerk", COUNTY_AREA),
            ("reviewer", "county_reviewer", COUNTY_AREA),
            ("finance", "county_finance", COUNTY_AREA),
            ("head", "township_head", LUGU),
        ];
        open_first(&installation.door(), clock(), 1, accounts.map(account).into()).expect("accounts");
        Place { installation, folder, _database: database }
    }

    /// An account as at a page.
    fn actor(&self, login: &str) -> Actor {
        let actor = session::local(&self.installation.door(), clock(), seed().expect("a seed"), login, None);
        Actor { channel: Channel::Web, ..actor.expect("an account") }
    }

    fn submit(&self, login: &str, verb: &str, input: Value) -> Value {
        let actor = self.actor(login);
        let caller = Caller { actor: &actor, now: clock(), seed: seed().expect("a seed"), command_id: None };
        self.installation.door().submit(caller, verb, input).unwrap_or_else(|error| panic!("{verb}: {error}"))
    }

    fn ask(&self, question: &str, input: Value) -> Value {
        self.installation.door().answer(&self.actor("clerk"), clock(), question, input).expect("an answer")
    }

    fn rows<T: FromRow>(&self, sql: &str) -> Vec<T> {
        self.installation.store.read(|tx| tx.all(sql, &[])).expect("rows")
    }

    fn number(&self, sql: &str) -> i64 {
        self.rows::<(i64,)>(sql)[0].0
    }

    fn write(&self, sql: &'static str) {
        self.installation.store.write(move |tx| tx.exec(sql, &[])).expect("written");
    }

    fn serve(&self) -> Child {
        Command::new(env!("CARGO_BIN_EXE_songhe"))
            .args(["serve", "--config"])
            .arg(self.folder.join("songhe.toml"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts")
    }

    /// Lets servers do the jobs of a kind. With `kill` each is shot soon after it came further, every
    /// time a little later; answers how many were.
    fn work(&self, kind: &str, kill: bool) -> u32 {
        let mut looks = 0;
        let left = format!("SELECT COUNT(*) FROM job WHERE kind = '{kind}' AND ended_at IS NULL");
        let far = format!(
            "SELECT CAST(COALESCE(SUM(done), 0) AS BIGINT) + COUNT(cursor) FROM job WHERE kind = '{kind}'"
        );
        let mut shot = 0;
        while 0 < self.number(&left) {
            let (mut server, stood) = (Shot(self.serve()), self.number(&far));
            while 0 < self.number(&left) {
                looks += 1;
                assert!(looks < LOOKS_MAX, "{kind} does not come further");
                std::thread::sleep(LOOK);
                if kill && stood < self.number(&far) {
                    std::thread::sleep(Duration::from_millis(u64::from(shot) * 7 % 23));
                    break;
                }
            }
            shot += u32::from(0 < self.number(&left));
            server.0.kill().expect("shot");
            server.0.wait().expect("dead");
            // Waited for, its lease would never run out: the next must see that this one is gone.
            self.write(
                "UPDATE job SET leased_until = 9000000000000000
                 WHERE ended_at IS NULL AND leased_until IS NOT NULL",
            );
        }
        shot
    }
}

/// A server that does not outlive the test.
struct Shot(Child);

impl Drop for Shot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Everything that must be the same, however often a server was killed.
#[derive(Debug, PartialEq)]
struct Ends {
    people: Vec<(String, String, String, String)>,
    said: Vec<(String, String, i64)>,
    rows: Vec<(String, i64)>,
    lines: Vec<(String, String, String, i64)>,
    owed: Vec<(String, String, i64, i64)>,
    sums: Vec<i64>,
}

/// Imports a roster and runs a month to the bank and back; answers what is there then, and how often
/// servers were killed over the import, the month and the answer.
fn through(place: &Place, kill: bool) -> (Ends, [u32; 3]) {
    let upload = json!({ "name": "泸沽镇.xlsx", "content": base64(&roster(many(ELDERS))), "list": "persons",
        "declared": "additions", "area": LUGU, "source": "township", "as_of": "2026-11-01" });
    let file = place.submit("clerk", "intake.upload", upload)["file"].clone();
    place.submit("clerk", "intake.check", json!({ "file": file }));
    let mut import = place.work("intake.check", kill);
    let shown = place.ask("intake.file", json!({ "file": file }));
    place.submit("clerk", "intake.commit", json!({ "file": file, "revision": shown["file"]["revision"] }));
    import += place.work("intake.commit", kill);

    import += bank::accounts(place, kill);

    let month: Month = clock().day().month();
    let opened = place.submit("clerk", "runs.open", json!({ "benefit": BENEFIT, "month": month }));
    let run = opened["run"].as_str().expect("an id").to_owned();
    chunks(place, &run);
    let mut months = place.work("runs.draw", kill);
    place.submit("head", "runs.confirm", json!({ "run": run, "area": LUGU }));
    let drawn = place.ask("runs.run", json!({ "run": run }));
    place.submit("reviewer", "runs.approve", json!({ "run": run, "revision": drawn["revision"] }));
    chunks(place, &run);
    months += place.work("runs.post", kill);
    let answer = bank::settled(place, &run, kill);
    assert_eq!(place.ask("runs.verify", json!({ "run": run }))["same"], true);

    let ends = Ends {
        people: place.rows(
            "SELECT name, birth_date, registered_path, state FROM person ORDER BY name, birth_date",
        ),
        said: place.rows("SELECT kind, slot, COUNT(*) FROM person_interval GROUP BY kind, slot ORDER BY 1, 2"),
        rows: place.rows("SELECT verdict, COUNT(*) FROM intake_row GROUP BY verdict ORDER BY 1"),
        lines: place.rows("SELECT name, status, change, amount FROM roll_line ORDER BY name, born"),
        owed: place.rows(
            "SELECT p.name, o.due_month, o.owed, o.instructed FROM obligation o
             JOIN person p ON p.county = o.county AND p.id = o.person ORDER BY p.name, p.birth_date, o.due_month",
        ),
        sums: [
            "SELECT COUNT(*) FROM person_token",
            "SELECT CAST(SUM(persons) AS BIGINT) FROM person_tally",
            "SELECT COUNT(*) FROM adjustment WHERE posted_at IS NOT NULL",
            "SELECT CAST(SUM(amount) AS BIGINT) FROM instruction",
            "SELECT COUNT(*) FROM instruction WHERE month_state = 'paid'",
            "SELECT COUNT(*) FROM instruction WHERE month_state = 'failed'",
            "SELECT CAST(SUM(paid) AS BIGINT) FROM obligation",
            "SELECT CAST(SUM(amount) AS BIGINT) FROM ledger_transfer",
            "SELECT COUNT(*) FROM ledger_transfer",
            "SELECT COUNT(*) FROM journal_entry WHERE verb IN ('intake.check', 'intake.commit', 'runs.draw', 'runs.post', 'bank.settle')",
        ]
        .map(|sql| place.number(sql))
        .into(),
    };
    (ends, [import, months, answer])
}

/// Lets the open job of a run go in small chunks.
fn chunks(place: &Place, run: &str) {
    let payload = Arc::new(json!({ "run": run, "persons": CHUNK }).to_string());
    let write = move |tx: &mut store::Tx| {
        let sql = "UPDATE job SET payload = $1 WHERE kind IN ('runs.draw', 'runs.post') AND ended_at IS NULL";
        tx.exec(sql, &[payload.as_str().into()])
    };
    place.installation.store.write(write).expect("the job is there");
}

fn journal_is_whole(folder: &Path) {
    let mut verify = Command::new(env!("CARGO_BIN_EXE_songhe"));
    let said =
        verify.args(["journal", "verify", "--json", "--config"]).arg(folder.join("songhe.toml")).output();
    let said = said.expect("the program starts");
    assert!(
        said.status.success(),
        "{}{}",
        String::from_utf8_lossy(&said.stdout),
        String::from_utf8_lossy(&said.stderr)
    );
}

#[test]
fn killed_at_many_points_an_import_and_a_month_end_the_same() {
    let (peace, _) = through(&Place::new("peace", Scratch::lite()), false);
    assert_eq!(peace.people.len(), ELDERS as usize);
    let mut all = vec![("lite", Scratch::lite())];
    all.extend(postgres_url().map(|admin| ("pg", Scratch::postgres(&admin).expect("a database"))));
    for (name, database) in all {
        let place = Place::new(name, database);
        let (ends, shot) = through(&place, true);
        // How often is a matter of the machine's pace; that it was cut off at all is what counts.
        let [import, months, answer] = shot;
        assert!(2 <= import && 2 <= months && 1 <= answer, "{name}: killed only {shot:?} times");
        assert_eq!(ends.sums, peace.sums, "{name}");
        assert!(ends == peace, "{name}: some rows differ after {shot:?} kills");
        journal_is_whole(&place.folder);
    }
}
