//! The terminal: what each command answers a program, what it refuses and with which exit code, as
//! whom it acts, and what `doctor` finds of each thing that can be wrong.

use std::{collections::BTreeSet, fs};

use app::{schemas::all, settings::Settings, wiring::Installation};
use base::Instant;
use platform::{
    Channel,
    access::{
        factor::code_at,
        session::{self, SignIn},
    },
    door::Caller,
};
use serde_json::{Value, json};
use store::Store;

use crate::{
    intake::number,
    shell::{Shell, fits, kept, schemas},
    world::setting,
};

const MONTH: &str = "2026-11";
const PASSWORD: &str = "songhe-demo-2026";

/// With `SONGHE_BLESS=1` the schemas are written down anew instead.
#[test]
fn answers_have_the_schemas_that_are_written_down() {
    let mut names = BTreeSet::new();
    for (name, made) in all() {
        names.insert(format!("{name}.json"));
        if setting("SONGHE_BLESS").is_some() {
            let text = serde_json::to_string_pretty(&made).expect("JSON") + "\n";
            fs::write(schemas().join(format!("{name}.json")), text).expect("written");
        }
        let same = kept(name) == made;
        assert!(same, "docs/schemas/{name}.json is not what is answered; SONGHE_BLESS=1 writes it anew");
    }
    let there = fs::read_dir(schemas()).expect("the folder").flatten();
    let there: BTreeSet<String> = there.map(|it| it.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(there, names, "a schema for every answer, and no other");
}

/// A roster of three, one of them in a village that is none.
fn roster(shell: &Shell) -> String {
    let file = shell.path("泸沽镇.csv");
    let good = [number("1940-03-05", 12), number("1930-12-25", 13), number("1941-02-03", 22)];
    let text = format!(
        "姓名,身份证号码,村（社区）\n王秀英,{},安宁村\n吉克阿呷,{},安宁村\n李国强,{},火星村\n",
        good[0], good[1], good[2]
    );
    fs::write(&file, text).expect("a roster");
    file.display().to_string()
}

#[test]
fn every_command_answers_as_its_schema_says() {
    let shell = Shell::demo("answers");
    let (file, clerk) = (roster(&shell), ["--as", "clerk"]);
    let asked = |words: &[&str], schema: &str| shell.json(&[words, &clerk].concat(), schema);

    let dry = asked(&["import", "persons", &file, "--dry-run"], "import");
    assert_eq!((&dry[0]["rows"], &dry[0]["counts"]["new"]), (&json!(3), &json!(2)));
    let wrong = shell.path("wrong");
    let folder = wrong.display().to_string();
    let taken = asked(&["import", "persons", &file, "--wrong-rows", &folder], "import");
    assert_eq!(taken[0]["counts"]["wrong"], 1);
    let reason = last_cell(&fs::read(wrong.join("泸沽镇-wrong.xlsx")).expect("the wrong rows"));
    assert!(!reason.contains("intake-") && reason.contains(' '), "the reason is in words: {reason}");

    let people = asked(&["ask", "register.people"], "ask");
    let code = people["rows"].as_array().expect("rows")[0]["code"].as_str().expect("a code").to_owned();
    let schema = shell.json(&["ask", "register.people", "--schema"], "schema");
    fits(&schema["answer"], &people, "register.people");
    fits(&schema["input"], &json!({}), "register.people");

    let run = asked(&["benefits", "run", "--month", MONTH], "benefits-run");
    assert_eq!(run["figures"]["population"], 2, "{run}");
    let explain = ["benefits", "explain", "--person", &code, "--month", MONTH];
    let explained = asked(&explain, "benefits-explain");
    let id = explained["person"].as_str().expect("an id").to_owned();
    let known = ["--known-at", "2026-01-31T18:00:00+08:00"];
    let by_id = ["benefits", "explain", "--person", &id, "--month", MONTH];
    let then = asked(&[&by_id[..], &known].concat(), "benefits-explain");
    assert_eq!((&then["person"], &then["explained"]["truth"]), (&explained["person"], &json!("unknown")));
    let all = asked(&[&by_id[..], &["--all"]].concat(), "benefits-explain-all");
    let of = all["benefits"].as_array().expect("benefits");
    assert!(25 <= of.len() && of.iter().any(|it| it["benefit"] == "old_age_allowance"), "{all}");
    let verified = asked(&["benefits", "verify", "--month", MONTH], "benefits-verify");
    assert_eq!(verified[0]["same"], true);
    let out = shell.path("audit").display().to_string();
    asked(&["benefits", "audit", "--month", MONTH, "--out", &out], "benefits-audit");
    assert!(shell.path("audit").join("pack.json").exists());

    let record = json!({
        "what": "/persons", "area": "sc/liangshan/mianning/", "rows": 2, "purpose": "a visit",
        "digest": "0".repeat(64), "locked": true,
    });
    let done = asked(&["do", "access.record-export", &record.to_string()], "do");
    let schema = shell.json(&["do", "access.record-export", "--schema"], "schema");
    fits(&schema["answer"], &done, "access.record-export");
    fits(&schema["input"], &record, "access.record-export");

    shell.json(&["accounts", "list", "--as", "system"], "accounts-list");
    shell.json(&["accounts", "duties", "--as", "security"], "accounts-duties");
    shell.json(&["journal", "verify"], "journal-verify");
    let doctor = shell.json(&["doctor"], "doctor");
    assert_eq!(doctor["well"], true, "{doctor}");
    shell.json(&["keys", "status"], "keys");
    shell.json(&["keys", "rotate", "sealing", "--sm4"], "keys");
    shell.json(&["keys", "reseal"], "keys");
    shell.json(&["pack", "check"], "pack-check");
    let packs = shell.path("packs-new").display().to_string();
    let new = ["pack", "new", "dechang", "--parent", "sichuan", "--county", "513424", "--under"];
    let names = ["sc/liangshan/", "--name-zh", "德昌县", "--name-en", "Dechang", "--dir", &packs];
    shell.json(&[&new[..], &names].concat(), "pack-new");
    let fresh = shell.path("fresh").display().to_string();
    let three = ["--system", "zhang.wei", "--security", "li", "--audit", "wang.fang"];
    shell.refused(&[&["init", "--dir", &fresh][..], &three].concat(), 2, "3 to 32 letters");
    // Nothing is left of it: the same command with better logins is not told of a key file.
    let three = ["--system", "zhang.wei", "--security", "li.na", "--audit", "wang.fang"];
    shell.json(&[&["init", "--dir", &fresh][..], &three].concat(), "init");
}

fn last_cell(bytes: &[u8]) -> String {
    let book = sheets::read("wrong.xlsx", bytes).expect("a workbook");
    let sheet = &book.sheets[0];
    let last = sheet.rows.last().expect("a row");
    last.cells.last().map(|it| it.text.to_string()).unwrap_or_default()
}

#[test]
fn what_is_refused_says_so_to_people_programs_and_scripts() {
    let shell = Shell::demo("refused");
    let clerk = ["--as", "clerk"];
    let with = |words: &[&'static str]| [words, &clerk[..]].concat();
    // Invalid is 2, denied 3, missing 4, in conflict 5, broken 1; clap's own answer is 2 too.
    shell.refused(&["ask", "register.people"], 2, "--as");
    shell.refused(&with(&["ask", "register.people", "{"]), 2, "line 1");
    shell.refused(&with(&["ask", "register.poeple"]), 4, "register.people");
    shell.refused(&with(&["do", "register.craete"]), 4, "register.create");
    let explain = ["benefits", "explain", "--person", "no", "--month", MONTH];
    shell.refused(&with(&explain), 4, "");
    shell.refused(&with(&[&explain[..], &["--known-at", "31.10.2026"]].concat()), 2, "RFC 3339");
    shell.refused(&with(&["benefits", "explain", "--person", "no", "--month", "2026/10"]), 2, "2026-10");
    shell.refused(&["ask", "register.people", "--as", "worker", "--password"], 3, "--token-file");
    shell.refused(&["ask", "register.people", "--as", "nobody"], 4, "account");
    shell.refused(&with(&["do", "access.create-account", "{}"]), 3, "access.account");
    shell.refused(&with(&["import", "persons", "no-such-file.xlsx"]), 2, "no-such-file.xlsx");
    shell.refused(&["backup", "--to", "/no/such/folder/file"], 1, "/no/such/folder");
    shell.refused(&["pack", "check", "/no/such/folder"], 2, "/no/such/folder");
    shell.refused(&["init", "--dir", shell.path("").to_str().expect("a path"), "--system", "a"], 5, "");
    let output = shell.run(&["benefits", "explode"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_command_acts_as_somebody_by_token_or_by_password() {
    let shell = Shell::demo("who");
    let token = token(&shell);
    let file = shell.path("token");
    fs::write(&file, format!("{token}\n")).expect("a file");
    let file = file.display().to_string();
    let mine = shell.json(&["ask", "access.mine", "--token-file", &file], "ask");
    assert_eq!(mine["login"], "clerk", "{mine}");
    // A token does not approve, and a wrong one is nobody's.
    let input = json!({ "name": "again", "days": 1, "grant": "x" }).to_string();
    shell.refused(&["do", "access.make-token", &input, "--token-file", &file], 3, "");
    fs::write(shell.path("token"), "songhe_0000").expect("a file");
    shell.refused(&["ask", "access.mine", "--token-file", &file], 3, "");
    shell.refused(&["ask", "access.mine", "--token-file", "/no/such/token"], 2, "/no/such/token");
    // By password at a terminal, which is what somebody does who does not own the key file.
    let words = ["ask", "access.mine", "--as", "officer", "--password", "--json"];
    let (code, screen) = shell.typing(&words, &format!("{PASSWORD}\n"));
    assert_eq!(code, Some(0), "{screen}");
    assert!(screen.contains("\"officer\"") && !screen.contains(PASSWORD), "{screen}");
    let (code, screen) = shell.typing(&words, "wrong-password-1\n");
    assert_eq!(code, Some(3), "{screen}");
}

#[test]
fn a_terminal_asks_for_the_second_factor_of_whoever_has_one() {
    let shell = Shell::demo("factor");
    let here = opened(&shell);
    let now = app::wiring::clock();
    let before = now.plus_minutes(-1);
    let session = session_of(&here, "officer", before);
    let submit = |verb: &str, seed, input| {
        here.door().submit(Caller { actor: &session.actor, now: before, seed, command_id: None }, verb, input)
    };
    let secret = submit("access.enrol-factor", 3, json!({})).expect("a secret");
    let secret = secret["secret"].as_str().expect("a secret").to_owned();
    let first = code_at(&secret, before).expect("a code");
    let confirmed = submit("access.confirm-factor", 4, json!({ "code": first })).expect("confirmed");
    let recovery = confirmed["recovery_codes"][0].as_str().expect("a recovery code").to_owned();
    drop(here);

    let words = ["ask", "access.mine", "--as", "officer", "--password", "--json"];
    let typed = |code: &str| shell.typing(&words, &format!("{PASSWORD}\n{code}\n"));
    // Neither the password alone, nor with a code that was taken, nor with a wrong one.
    let (code, screen) = shell.typing(&words, &format!("{PASSWORD}\n\n"));
    assert_eq!(code, Some(3), "{screen}");
    for wrong in [first.as_str(), "000000", "recovery-code"] {
        let (code, screen) = typed(wrong);
        assert_eq!(code, Some(3), "{wrong}: {screen}");
        assert!(!screen.contains("\"officer\""), "{wrong}: {screen}");
    }
    // With the code of now, and once with a recovery code: both unseen, both asked for in words.
    let right = code_at(&secret, app::wiring::clock()).expect("a code");
    for (code, served) in
        [(right.as_str(), true), (right.as_str(), false), (&recovery, true), (&recovery, false)]
    {
        let (exit, screen) = typed(code);
        assert_eq!(exit, Some(if served { 0 } else { 3 }), "{screen}");
        assert_eq!(screen.contains("\"officer\""), served, "{screen}");
        assert!(!screen.contains(code) && !screen.contains(PASSWORD), "{screen}");
        assert!(screen.contains("Password of officer") && screen.contains("six digits"), "{screen}");
    }
}

fn opened(shell: &Shell) -> Installation {
    let settings = Settings::read(Some(&shell.path("songhe.toml"))).expect("the settings");
    Installation::open(settings).expect("the installation")
}

/// A session as at a page.
fn session_of(here: &Installation, login: &str, now: Instant) -> session::Session {
    let it = SignIn {
        login: login.into(),
        password: PASSWORD.into(),
        code: None,
        address: "127.0.0.1".into(),
        agent: "test".into(),
        channel: Channel::Web,
    };
    let opened = session::sign_in(&here.door(), now, 1, &it).expect("signed in");
    let found = session::resume(&here.store, &here.house, &opened.token, now, Channel::Web);
    found.expect("read").expect("a session")
}

/// A token of the clerk, made as at a page.
fn token(shell: &Shell) -> String {
    let (here, now) = (opened(shell), app::wiring::clock());
    let session = session_of(&here, "clerk", now);
    let grant = session.grants[0].id.clone();
    let caller = Caller { actor: &session.actor, now, seed: 2, command_id: None };
    let input = json!({ "name": "for the test", "days": 1, "grant": grant });
    let made = here.door().submit(caller, "access.make-token", input).expect("a token");
    made["token"].as_str().expect("a token").to_owned()
}

/// What `doctor` says of one thing, and how it exits.
fn doctor(shell: &Shell, what: &str) -> (String, Option<i32>) {
    let output = shell.run(&["doctor", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON, whatever is wrong");
    fits(&kept("doctor"), &report, "doctor");
    let findings = report["findings"].as_array().expect("findings");
    let found = findings.iter().find(|it| it["what"] == what);
    let found = found.unwrap_or_else(|| panic!("nothing of {what}: {report}"));
    let told = found["state"] == "well" || !found["todo"].as_str().unwrap_or_default().is_empty();
    assert!(told, "what is not well comes with what to do: {found}");
    (found["state"].as_str().unwrap_or_default().to_owned(), output.status.code())
}

#[track_caller]
fn wrong(shell: &Shell, what: &str) {
    assert_eq!(doctor(shell, what), ("wrong".to_owned(), Some(5)), "{what}");
}

#[test]
fn doctor_finds_each_thing_that_is_broken() {
    let shell = Shell::demo("doctor");
    let text = fs::read_to_string(shell.path("songhe.toml")).expect("the settings");
    for what in ["settings", "keys", "clock", "disk", "database", "pack", "accounts"] {
        let (state, code) = doctor(&shell, what);
        assert!(state != "wrong" && code == Some(0), "{what} is {state}");
    }
    assert_ne!(doctor(&shell, "time-zone").0, "wrong");
    let with = |more: &str| fs::write(shell.path("songhe.toml"), more).expect("the settings");
    let here = shell.path("").display().to_string();
    let keys = shell.path("songhe-keys.toml");

    with(&text.replace("pack =", "pakc ="));
    wrong(&shell, "settings");
    with(&text.replace("pack = \"mianning\"", "pack = \"nowhere\""));
    wrong(&shell, "pack");
    // A disk without room: the kernel's own file system has none, ever.
    let elsewhere = format!("database = \"sqlite:{here}songhe.db\"\nkeys = {keys:?}\n");
    let rest = text.replace(&format!("data = \"{}\"", here.trim_end_matches('/')), "data = \"/sys\"");
    with(&format!("{elsewhere}{rest}"));
    wrong(&shell, "disk");
    with(&format!("database = \"postgres://nobody@127.0.0.1:1/none\"\n{text}"));
    wrong(&shell, "database");
    fs::write(shell.path("torn.db"), "this is no database at all, but it is long enough").expect("a file");
    with(&format!("database = \"sqlite:{here}torn.db\"\n{text}"));
    wrong(&shell, "database");
    with(&format!("database = \"sqlite:{here}empty.db\"\n{text}"));
    wrong(&shell, "accounts");
    with(&text);

    let own = fs::read(&keys).expect("the keys");
    open_to_others(&keys);
    wrong(&shell, "keys");
    fs::remove_file(&keys).expect("removed");
    wrong(&shell, "keys");
    shell.well(&["keys", "new"]);
    wrong(&shell, "keys");
    fs::write(&keys, own).expect("put back");
    assert_eq!(doctor(&shell, "keys").0, "well");

    // Last, because it spoils the journal: something was written down in a year to come.
    let store = Store::open(&format!("sqlite:{here}songhe.db")).expect("the database");
    let later = "UPDATE journal_entry SET at = at + 400000000000000";
    store.write(move |tx| tx.exec(later, &[])).expect("later");
    drop(store);
    wrong(&shell, "clock");
}

fn open_to_others(file: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(file, fs::Permissions::from_mode(0o644)).expect("opened to others");
}
